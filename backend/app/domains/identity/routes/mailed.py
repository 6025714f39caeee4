"""What goes by mail: confirming an address, and a new password for who forgot theirs.

What looks for an account begins once the answer has left, so that its time tells nothing.
"""

from fastapi import BackgroundTasks

from app.core.limits.rules import RECOVERY
from app.core.routers import account_router
from app.domains.identity.deps import AtDesk
from app.domains.identity.models import email_key
from app.domains.identity.schemas import AskedAddress, MailedToken, PasswordReset
from app.domains.identity.service import addresses, passwords

router = account_router("/auth", "auth")


@router.post("/verify-email", status_code=204)
async def verify_email(desk: AtDesk, data: MailedToken) -> None:
    """Confirm your e-mail address. 404 `link_refused`: forged, used, or older than 30 minutes."""
    await addresses.verify(desk, data.token)


@router.post("/verify-email/resend", status_code=204)
async def resend_verification(desk: AtDesk, data: AskedAddress, later: BackgroundTasks) -> None:
    """Have the link sent again. The answer is the same whether there is such an account or not."""
    await desk.admit(RECOVERY, email_key(data.email))
    later.add_task(addresses.resend, desk, data.email)


@router.post("/change-email", status_code=204)
async def change_email(desk: AtDesk, data: MailedToken) -> None:
    """Confirm the new address that you asked for; every session of yours ends.

    404 `link_refused`: forged, used, or older than 30 minutes. 409 `email_taken`: another account
    has got it meanwhile.
    """
    await addresses.change(desk, data.token)


@router.post("/password-recovery", status_code=204)
async def recover_password(desk: AtDesk, data: AskedAddress, later: BackgroundTasks) -> None:
    """Have a link sent by which to choose another password.

    The answer is the same whether there is such an account or not.
    """
    await desk.admit(RECOVERY, email_key(data.email))
    later.add_task(passwords.ask_recovery, desk, data.email)


@router.post("/password-reset", status_code=204)
async def reset_password(desk: AtDesk, data: PasswordReset) -> None:
    """Choose another password by the link of the mail; every session of yours ends.

    404 `link_refused`: forged, used, or older than 30 minutes. 422 `password_weak`.
    """
    await passwords.reset(desk, data)
