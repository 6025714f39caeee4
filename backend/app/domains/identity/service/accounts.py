"""Accounts: registration, the profile, and the installation's superuser."""

from contextlib import suppress
from uuid import UUID

import structlog
from sqlalchemy import select

from app.core.context import AccountContext
from app.core.errors import Invalid
from app.core.limits.rules import REGISTRATION
from app.core.schemas import changes
from app.domains.identity.events import UserChanged, UserRegistered
from app.domains.identity.models import EmailTaken, OrganizationKind, User, email_key
from app.domains.identity.schemas import OrganizationCreate, Register, Registered, UserUpdate
from app.domains.identity.service import organizations
from app.domains.identity.service.desk import Desk

log = structlog.get_logger(__name__)


class PasswordWeak(Invalid):
    code = "password_weak"


async def register(desk: Desk, data: Register) -> Registered:
    """Open an account, and answer the same whether the address is new or known."""
    if data.password.casefold() == data.email.casefold():
        raise PasswordWeak("The password must not be the e-mail address.", at="/body/password")
    await desk.admit(REGISTRATION)
    password_hash = await desk.passwords.hash(data.password)
    with suppress(EmailTaken):  # by a request at the same moment: no other answer than later
        async with desk.work(write=True) as unit:
            ctx = unit.account()
            if await by_email(ctx, data.email) is None:
                user = User(email=data.email, full_name=data.full_name, password_hash=password_hash)
                await add(ctx, user)
    return Registered(email=data.email, status="registered")


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
        ctx.emit(UserChanged(user.id))
        await ctx.flush()
        log.info("superuser ensured", user_id=str(user.id))
        return user.id
