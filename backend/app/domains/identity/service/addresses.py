"""E-mail addresses of accounts: confirming one, and changing to another."""

from app.core import links
from app.core.clock import now
from app.core.context import AccountContext
from app.core.kept_mails import MailKind
from app.core.limits.rules import LINK
from app.core.links import LinkPurpose, LinkRefused
from app.core.mail import mail
from app.domains.identity.events import EmailChangeAsked, EmailChanged, EmailVerified
from app.domains.identity.models import EndedBecause, User
from app.domains.identity.service import accounts, sessions
from app.domains.identity.service.desk import Desk
from app.domains.identity.service.mailing import language_of, mail_to


async def resend(desk: Desk, email: str) -> None:
    """Mail the link that confirms an address again, if there is such an account that needs it."""
    async with desk.work(write=True) as unit:
        ctx = unit.account()
        user = await accounts.by_email(ctx, email)
        if user is not None and user.is_active and not user.email_verified:
            await accounts.ask_to_verify(ctx, user)


async def verify(desk: Desk, token: str) -> None:
    """Confirm the address that the link was mailed to. Raises `LinkRefused`."""
    await desk.admit(LINK)
    async with desk.work(write=True) as unit:
        ctx = unit.account()
        user, _ = await _spent(desk, ctx, LinkPurpose.VERIFY_EMAIL, token)
        user.email_verified_at = now()
        ctx.emit(EmailVerified(user.id))


async def ask_change(ctx: AccountContext, email: str) -> None:
    """Mail a link to the new address, and a notice to the present one.

    Nobody learns whether the new one has an account: whoever reads its mails is told instead.
    """
    user = await accounts.me(ctx)
    language = await language_of(ctx, user.id)
    link = await links.make(ctx, LinkPurpose.CHANGE_EMAIL, user_id=user.id, email=email)
    holder = await accounts.by_email(ctx, email)
    if holder is None or holder is user:
        mail(ctx, MailKind.CONFIRM_EMAIL, email, language, link=link.id)
    else:
        await mail_to(ctx, holder, MailKind.ADDRESS_KNOWN)
    await mail_to(ctx, user, MailKind.EMAIL_CHANGED)
    ctx.emit(EmailChangeAsked(user.id))


async def change(desk: Desk, token: str) -> None:
    """Sign in with the new address from now on, and nowhere with what was opened by the old one.

    Raises `LinkRefused`, and `EmailTaken` where somebody has opened an account with it meanwhile.
    """
    await desk.admit(LINK)
    async with desk.work(write=True) as unit:
        ctx = unit.account()
        user, email = await _spent(desk, ctx, LinkPurpose.CHANGE_EMAIL, token)
        assert email is not None
        user.email, user.email_verified_at = email, now()
        ctx.emit(EmailChanged(user.id))
        await ctx.flush()
        await sessions.end_all(ctx, user.id, EndedBecause.EMAIL_CHANGED)


async def _spent(
    desk: Desk, ctx: AccountContext, purpose: LinkPurpose, token: str
) -> tuple[User, str | None]:
    link = await links.spend(ctx, desk.keys, purpose, token)
    assert link.user_id is not None
    user = await accounts.locked(ctx, link.user_id)
    if not user.is_active:
        raise LinkRefused(at="/body/token")
    return user, link.email
