"""One's own account: password, address, closing it, and taking along what is kept."""

from datetime import timedelta

from fastapi import Request, Response

from app.core.routers import account_router
from app.domains.identity import cookies
from app.domains.identity.deps import SelfAtDesk, SelfSteppedUp
from app.domains.identity.schemas import AccountExport, EmailChange, PasswordChange, SignedInRead
from app.domains.identity.service import addresses, closing, passwords, personal

router = account_router("/users/me", "me")


@router.post("/password")
async def change_my_password(
    own: SelfAtDesk,
    data: PasswordChange,
    request: Request,
    response: Response,
    mode: cookies.Mode = "body",
) -> SignedInRead:
    """Change your password, by the present one or right after a step-up.

    Every session ends at once; the answer has the tokens of a fresh one for this device. 403
    `step_up_refused`: the present one is wrong; `step_up_required`: it is missing. 422
    `password_weak`.
    """
    return cookies.delivered(request, response, await passwords.change(own, data), mode)


@router.post("/email", status_code=204)
async def change_my_email(ctx: SelfSteppedUp, data: EmailChange) -> None:
    """Ask for another e-mail address: a link is mailed to it, and a notice to the present one.

    The answer is the same where another account has it. Needs a step-up.
    """
    await addresses.ask_change(ctx, data.email)


@router.get("/export")
async def export_me(ctx: SelfSteppedUp) -> AccountExport:
    """All that is kept about you outside of organizations. Needs a step-up."""
    return await personal.export(ctx)


@router.post("/deactivate", status_code=204)
async def deactivate_me(ctx: SelfSteppedUp) -> None:
    """Shut your account, until an administrator opens it again; every session ends.

    409 `last_owner`: `organizations` would be left to nobody. Needs a step-up.
    """
    await closing.deactivate(ctx)


@router.delete("", status_code=204)
async def delete_me(ctx: SelfSteppedUp, request: Request) -> None:
    """Have yourself forgotten, for good: what you did stays done, by nobody.

    409 `last_owner`: `organizations` would be left to nobody. Needs a step-up.
    """
    await closing.empty(ctx, timedelta(days=request.app.state.settings.deletion_grace_days))
