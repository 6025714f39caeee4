"""Accounts: registration, the profile, and the installation's superuser."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy import select

from app.core import links
from app.core.clock import now
from app.core.context import AccountContext
from app.core.errors import Forbidden
from app.core.kept_mails import MailKind
from app.core.limits.rules import REGISTRATION
from app.core.logging import Log
from app.core.schemas import changes
from app.domains.identity.events import UserChanged, UserRegistered, VerificationAsked
from app.domains.identity.models import EmailTaken, OrganizationKind, User, email_key
from app.domains.identity.schemas import OrganizationCreate, Register, Registered, UserUpdate
from app.domains.identity.service import invited, organizations
from app.domains.identity.service.desk import Desk
from app.domains.identity.service.mailing import mail_to
from app.domains.identity.service.strength import refuse_weak

log = Log(__name__)


class RegistrationClosed(Forbidden):
    code = "registration_closed"
    detail = "No accounts can be opened here; ask the operator of this installation."


async def register(desk: Desk, data: Register) -> Registered:
    """Open an account, and answer the same, as late, whether the address is new or known.

    Whoever has the address gets a mail either way: to confirm it, or that there is an account.
    """
    refuse_weak(data.password, data.email, data.full_name, at="/body/password")
    await _admit(desk, data)
    await desk.admit(REGISTRATION)
    password_hash = await desk.passwords.hash(data.password)
    user = User(email=data.email, full_name=data.full_name, password_hash=password_hash)
    with suppress(EmailTaken):  # by a request at the same moment: no other answer than later
        async with desk.work(write=True) as unit:
            ctx = unit.account()
            known = await by_email(ctx, data.email)
            if known is None:
                await _open(ctx, user)
            elif known.is_active:
                await mail_to(ctx, known, MailKind.ADDRESS_KNOWN)
        if known is not None:
            await _rehearse(desk, user)
    demanded = desk.settings.verification_required
    return Registered(
        email=data.email, status="verification_required" if demanded else "registered"
    )


async def _open(ctx: AccountContext, user: User) -> None:
    await add(ctx, user)
    await ask_to_verify(ctx, user)


class _Rehearsed(Exception):
    """Rolls back what was done for its duration alone."""


async def _rehearse(desk: Desk, user: User) -> None:
    """What a new address takes, for a known one: else the time would tell them apart."""
    user.email = f"{user.id.hex}@rehearsal.invalid"
    with suppress(_Rehearsed):
        async with desk.work(write=True) as unit:
            await _open(ctx := unit.account(), user)
            await ctx.flush()
            raise _Rehearsed


async def _admit(desk: Desk, data: Register) -> None:
    """Refuse who may not open an account here."""
    match desk.settings.registration:
        case "closed":
            raise RegistrationClosed
        case "invitation":
            async with desk.work(write=True) as unit:
                await invited.reserve(unit.account(), desk.keys, data.invitation, data.email)


async def ask_to_verify(ctx: AccountContext, user: User) -> None:
    """Mail the link that confirms this person's address."""
    link = await links.make(ctx, links.LinkPurpose.VERIFY_EMAIL, user_id=user.id)
    await mail_to(ctx, user, MailKind.VERIFY_EMAIL, link=link.id)
    ctx.emit(VerificationAsked(user.id))


async def add(ctx: AccountContext, user: User) -> User:
    """Store a new user, with the organization of their own that everybody has."""
    ctx.session.add(user)
    ctx.emit(UserRegistered(user.id))
    await ctx.flush()
    name = user.full_name or user.email.partition("@")[0]
    await organizations.found(
        ctx, OrganizationCreate(name=name), user.id, OrganizationKind.PERSONAL
    )
    return user


async def by_email(ctx: AccountContext, email: str) -> User | None:
    return (
        await ctx.session.scalars(select(User).where(User.email_key == email_key(email)))
    ).one_or_none()


async def locked(ctx: AccountContext, user_id: UUID) -> User:
    """The account as it is now, held until the end: what opens and what ends sessions take turns."""
    query = select(User).where(User.id == user_id).with_for_update(key_share=True)
    return (await ctx.session.scalars(query.execution_options(populate_existing=True))).one()


async def me(ctx: AccountContext) -> User:
    return (await ctx.session.scalars(select(User).where(User.id == ctx.actor.user_id))).one()


async def update_me(ctx: AccountContext, data: UserUpdate, if_match: str | None) -> User:
    user = await me(ctx)
    ctx.expect_if_named(user, if_match, data.version)
    for name, value in changes(data).items():
        setattr(user, name, value)
    ctx.emit(UserChanged(user.id))
    await ctx.flush()
    return user


async def ensure_superuser(desk: Desk, email: str, password: str) -> UUID:
    """Make the account if there is none, and make it a superuser; its password stays as it is."""
    async with desk.work(write=False) as unit:
        known = await by_email(unit.account(), email)
        if known is not None and known.is_superuser:
            return known.id
    password_hash = await desk.passwords.hash(password)
    try:
        return await _make_superuser(desk, email, password_hash)
    except EmailTaken:  # by a process that starts at the same moment
        return await _make_superuser(desk, email, password_hash)


async def _make_superuser(desk: Desk, email: str, password_hash: str) -> UUID:
    async with desk.work(write=True) as unit:
        ctx = unit.account()
        user = await by_email(ctx, email)
        if user is None:
            user = await add(ctx, User(email=email, password_hash=password_hash))
        user.is_superuser = True
        user.email_verified_at = user.email_verified_at or now()  # the operator says that it is so
        ctx.emit(UserChanged(user.id))
        await ctx.flush()
        log.info("superuser ensured", user_id=str(user.id))
        return user.id
