"""Passwords of accounts: changing one, and recovering who forgot theirs. Both end every session."""

from app.core import links
from app.core.clock import now
from app.core.context import AccountContext
from app.core.kept_mails import MailKind
from app.core.limits.rules import LINK
from app.core.links import Link, LinkPurpose, LinkRefused
from app.domains.identity.events import PasswordChanged, RecoveryAsked
from app.domains.identity.events import PasswordReset as PasswordWasReset
from app.domains.identity.models import EndedBecause, User
from app.domains.identity.schemas import PasswordChange, PasswordReset, SignedInRead
from app.domains.identity.service import accounts, sessions, step_up
from app.domains.identity.service.desk import Desk, OwnDesk
from app.domains.identity.service.mailing import mail_to
from app.domains.identity.service.strength import refuse_weak

RESET = LinkPurpose.RESET_PASSWORD


async def change(own: OwnDesk, data: PasswordChange) -> SignedInRead:
    """Another password, proved by the present one or a step-up; the tokens of a fresh session."""
    if data.current_password is None and not own.is_stepped_up:
        raise step_up.StepUpRequired
    async with own.desk.work(write=False) as unit:
        me = await accounts.me(unit.account(own.actor))
    refuse_weak(data.new_password, me.email, me.full_name, at="/body/new_password")
    proved = data.current_password is None or await step_up.is_password_of(
        own, data.current_password
    )
    password_hash = await own.desk.passwords.hash(data.new_password) if proved else ""
    async with own.desk.work(write=True) as unit:
        ctx = unit.account(own.actor)
        if not proved:
            await step_up.refuse(ctx)
        user = await accounts.locked(ctx, own.user_id)
        _set(user, password_hash)
        ctx.emit(PasswordChanged(user.id))
        await mail_to(ctx, user, MailKind.PASSWORD_CHANGED)
        return await sessions.renewed(own, ctx, user, EndedBecause.PASSWORD_CHANGED)


async def ask_recovery(desk: Desk, email: str) -> None:
    """Mail a link to choose another password, if there is such an account; else do nothing."""
    async with desk.work(write=True) as unit:
        ctx = unit.account()
        user = await accounts.by_email(ctx, email)
        if user is None or not user.is_active:
            return
        link = await links.make(ctx, RESET, user_id=user.id)
        await mail_to(ctx, user, MailKind.RESET_PASSWORD, link=link.id)
        ctx.emit(RecoveryAsked(user.id))


async def reset(desk: Desk, data: PasswordReset) -> None:
    """Another password for who has read the mail, once. Raises `LinkRefused`.

    It confirms the address, too; a second factor stays on.
    """
    await desk.admit(LINK)
    async with desk.work(write=True) as unit:  # it may have to remember a refusal
        ctx = unit.account()
        user = await _whose(ctx, await links.peek(ctx, desk.keys, RESET, data.token))
        refuse_weak(data.password, user.email, user.full_name, at="/body/password")
    password_hash = await desk.passwords.hash(data.password)
    async with desk.work(write=True) as unit:
        ctx = unit.account()
        user = await _whose(ctx, await links.spend(ctx, desk.keys, RESET, data.token))
        _set(user, password_hash)
        user.email_verified_at = user.email_verified_at or now()
        ctx.emit(PasswordWasReset(user.id))
        await mail_to(ctx, user, MailKind.PASSWORD_CHANGED)
        await sessions.end_all(ctx, user.id, EndedBecause.PASSWORD_RESET)


def _set(user: User, password_hash: str) -> None:
    user.password_hash, user.password_is_public = password_hash, False


async def _whose(ctx: AccountContext, link: Link) -> User:
    assert link.user_id is not None
    user = await accounts.locked(ctx, link.user_id)
    if not user.is_active:
        raise LinkRefused(at="/body/token")
    return user
