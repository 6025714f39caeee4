"""Sessions: signing in, the chain of refresh tokens, and every way to end."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from app.core.clock import now
from app.core.context import AccountContext, Actor, UnitOfWork
from app.core.errors import NotFound, Unauthorized
from app.core.ids import new_secret
from app.core.limits.rules import SIGN_IN
from app.domains.identity import tokens
from app.domains.identity.events import RefreshReused, SessionsEnded, SignedIn, SignInFailed
from app.domains.identity.models import (
    EndedBecause,
    RefreshToken,
    User,
    UserSession,
    email_key,
)
from app.domains.identity.schemas import Login, SignedInRead, UserRead
from app.domains.identity.service import accounts, keys
from app.domains.identity.service.desk import Desk

GRACE = timedelta(seconds=10)  # two tabs that refresh at once get the same successor
LONGEST = timedelta(days=30)
SWEPT = 20  # each sign-in deletes up to this many sessions and keys that ended long ago


class WrongCredentials(Unauthorized):
    """One answer for an unknown address, a wrong password and an account that is shut."""

    code, detail = "wrong_credentials", "E-mail address or password is wrong."
    keeps_writes = True


class RefreshRefused(Unauthorized):
    code, detail = "refresh_refused", "This refresh token is not valid; sign in again."


class RefreshReplayed(RefreshRefused):
    """A rotated token came back: it was copied, so the whole session ends."""

    keeps_writes = True


@dataclass(frozen=True, slots=True)
class Tokens:
    user: User
    access: str
    refresh: str

    def as_read(self, minutes: int) -> SignedInRead:
        return SignedInRead(
            user=UserRead.model_validate(self.user),
            access_token=self.access,
            refresh_token=self.refresh,
            expires_in=minutes * 60,
        )


async def sign_in(desk: Desk, data: Login) -> SignedInRead:
    """Check the password with no connection held, then open a session."""
    await desk.admit(SIGN_IN, email_key(data.email))
    async with desk.work(write=False) as unit:
        known = await accounts.by_email(unit.account(), data.email)
    right, renewed = await desk.passwords.verify(
        data.password, known.password_hash if known else None
    )
    async with desk.work(write=True) as unit:
        ctx = unit.account()
        user = await accounts.by_email(ctx, data.email) if known else None
        if user is None:
            raise WrongCredentials
        if not right or not user.is_active or _is_too_public(desk, user):
            ctx.emit(SignInFailed(user.id))
            raise WrongCredentials
        if renewed is not None and known and user.password_hash == known.password_hash:
            user.password_hash = renewed
        issued = await _open(desk, unit, ctx, user, data.device_name)
    return issued.as_read(desk.settings.access_token_expire_minutes)


def _is_too_public(desk: Desk, user: User) -> bool:
    return user.password_is_public and desk.settings.exposed


async def _open(
    desk: Desk, unit: UnitOfWork, ctx: AccountContext, user: User, device: str
) -> Tokens:
    at, refresh = now(), f"rt_{new_secret()}"
    await _sweep(ctx, user.id)
    session = UserSession(
        user_id=user.id,
        expires_at=at + timedelta(days=desk.settings.refresh_token_expire_days),
        ends_at=at + LONGEST,
        last_used_at=at,
        device_name=device[:100],
        user_agent=(unit.origin.user_agent or "")[:300],
        ip=(unit.origin.ip or "")[:45],
    )
    ctx.session.add(session)
    await ctx.session.flush()
    ctx.session.add(
        RefreshToken(session_id=session.id, token_hash=desk.keys.stored(refresh), rotated_at=None)
    )
    ctx.emit(SignedIn(user.id, session.id))
    await ctx.flush()
    return Tokens(user, _access(desk, user.id, session.id), refresh)


def _access(desk: Desk, user_id: UUID, session_id: UUID) -> str:
    minutes = desk.settings.access_token_expire_minutes
    return tokens.issue(desk.keys, user_id, session_id, minutes)


async def refresh(desk: Desk, token: str | None) -> SignedInRead:
    """The next pair of tokens. Of parallel calls one rotates; the others get the same successor."""
    if token is None:
        raise RefreshRefused
    async with desk.work(write=True) as unit:
        ctx, at = unit.account(), now()
        forms = desk.keys.stored_forms(token)
        rotated = await ctx.session.execute(
            update(RefreshToken)
            .where(RefreshToken.token_hash.in_(forms), RefreshToken.rotated_at.is_(None))
            .values(rotated_at=at)
        )
        link, session, user = await _of_token(ctx, forms)
        if session.ended_at or min(session.expires_at, session.ends_at) <= at or not user.is_active:
            raise RefreshRefused
        following = desk.keys.successor(token)
        if rotated.rowcount:  # type: ignore[attr-defined]
            ctx.session.add(
                RefreshToken(
                    session_id=session.id, token_hash=desk.keys.stored(following), rotated_at=None
                )
            )
            idle = timedelta(days=desk.settings.refresh_token_expire_days)
            session.last_used_at, session.expires_at = at, at + idle
            await ctx.flush()
        elif link.rotated_at is None or link.rotated_at < at - GRACE:
            await end(ctx, user.id, EndedBecause.REFRESH_REUSED, UserSession.id == session.id)
            ctx.emit(RefreshReused(user.id, session.id))
            raise RefreshReplayed
        issued = Tokens(user, _access(desk, user.id, session.id), following)
    return issued.as_read(desk.settings.access_token_expire_minutes)


async def _of_token(
    ctx: AccountContext, forms: list[str]
) -> tuple[RefreshToken, UserSession, User]:
    row = (
        await ctx.session.execute(
            select(RefreshToken, UserSession, User)
            .join(UserSession, UserSession.id == RefreshToken.session_id)
            .join(User, User.id == UserSession.user_id)
            .where(RefreshToken.token_hash.in_(forms))
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        raise RefreshRefused
    return row[0], row[1], row[2]


async def holder(ctx: AccountContext, forms: list[str]) -> Actor:
    """Whose refresh token this is, by its stored forms; nobody's where no session knows it."""
    query = (
        select(UserSession.user_id, UserSession.id)
        .join(RefreshToken, RefreshToken.session_id == UserSession.id)
        .where(RefreshToken.token_hash.in_(forms))
    )
    row = (await ctx.session.execute(query)).one_or_none()
    return Actor(*row) if row else Actor()


async def logout(ctx: AccountContext) -> None:
    """End the session that this request came with; one that is known no more has ended."""
    if ctx.actor.user_id is None:
        return
    mine = UserSession.id == ctx.actor.session_id
    await end(ctx, ctx.actor.user_id, EndedBecause.LOGOUT, mine, ctx.actor.session_id)


async def logout_all(ctx: AccountContext) -> None:
    """End all sessions of this person, this one too."""
    assert ctx.actor.user_id is not None
    mine = UserSession.user_id == ctx.actor.user_id
    await end(ctx, ctx.actor.user_id, EndedBecause.LOGOUT_ALL, mine)


async def revoke(ctx: AccountContext, session_id: UUID) -> None:
    """End one session of this person; NotFound if it is not theirs or has ended."""
    assert ctx.actor.user_id is not None
    mine = (UserSession.id == session_id) & (UserSession.user_id == ctx.actor.user_id)
    if not await end(ctx, ctx.actor.user_id, EndedBecause.REVOKED, mine, session_id):
        raise NotFound


async def end(
    ctx: AccountContext,
    user_id: UUID,
    because: EndedBecause,
    which: ColumnElement[bool],
    session_id: UUID | None = None,
) -> int:
    """End the live sessions `which` names; their access tokens fail at the next request."""
    ended = await ctx.session.execute(
        update(UserSession)
        .where(which, UserSession.ended_at.is_(None))
        .values(ended_at=now(), ended_because=because)
    )
    ctx.emit(SessionsEnded(user_id, session_id, because))
    await ctx.flush()
    return int(ended.rowcount)  # type: ignore[attr-defined]


async def _sweep(ctx: AccountContext, user_id: UUID) -> None:
    """Old sessions of this person go, with their tokens, and old keys; the log remembers them."""
    long_ago = now() - LONGEST
    old = select(UserSession).where(UserSession.user_id == user_id, UserSession.ends_at < long_ago)
    for session in await ctx.session.scalars(old.limit(SWEPT)):
        await ctx.session.delete(session)
    await keys.sweep(ctx, user_id, long_ago, SWEPT)
