"""Sessions: opening one, the chain of its refresh tokens, and every way to end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from app.core import links
from app.core.clock import now
from app.core.context import AccountContext, Actor
from app.core.errors import NotFound, Unauthorized
from app.core.ids import new_secret
from app.core.kept_mails import MailKind
from app.core.writing import met
from app.domains.identity import tokens
from app.domains.identity.events import RefreshReused, SessionsEnded, SignedIn
from app.domains.identity.models import (
    EndedBecause,
    RefreshToken,
    User,
    UserSession,
)
from app.domains.identity.models.sessions import LONGEST
from app.domains.identity.schemas import SignedInRead, UserRead
from app.domains.identity.service.desk import Desk, OwnDesk
from app.domains.identity.service.mailing import mail_to
from app.domains.identity.service.sweeping import sweep

GRACE = timedelta(seconds=10)  # two tabs that refresh at once get the same successor


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


async def renewed(
    own: OwnDesk, ctx: AccountContext, user: User, because: EndedBecause
) -> SignedInRead:
    """End all sessions of `user`, who is locked, and open another one on this device.

    Raises `Unauthorized` where this one has ended meanwhile.
    """
    mine = (UserSession.id == own.actor.session_id, UserSession.ended_at.is_(None))
    session = (await ctx.session.scalars(select(UserSession).where(*mine))).one_or_none()
    if session is None:
        raise Unauthorized
    device, stepped_up_at = session.device_name, session.stepped_up_at
    await end_all(ctx, user.id, because)
    return await open_for(own.desk, ctx, user, device, stepped_up_at)


async def open_for(
    desk: Desk,
    ctx: AccountContext,
    user: User,
    device: str,
    stepped_up_at: datetime | None = None,
) -> SignedInRead:
    """A session on this device, and its first pair of tokens."""
    at, refresh = now(), f"rt_{new_secret()}"
    await sweep(ctx)
    session = UserSession(
        user_id=user.id,
        expires_at=at + timedelta(days=desk.settings.refresh_token_expire_days),
        ends_at=at + LONGEST,
        last_used_at=at,
        stepped_up_at=stepped_up_at,
        device_name=device[:100],
        user_agent=(ctx.origin.user_agent or "")[:300],
        ip=(ctx.origin.ip or "")[:45],
    )
    ctx.session.add(session)
    await ctx.session.flush()
    ctx.session.add(
        RefreshToken(session_id=session.id, token_hash=desk.keys.stored(refresh), rotated_at=None)
    )
    ctx.emit(SignedIn(user.id, session.id))
    await ctx.flush()
    issued = Tokens(user, _access(desk, user.id, session.id), refresh)
    return issued.as_read(desk.settings.access_token_expire_minutes)


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
        rotated = await met(
            ctx.session,
            update(RefreshToken)
            .where(RefreshToken.token_hash.in_(forms), RefreshToken.rotated_at.is_(None))
            .values(rotated_at=at),
        )
        link, session, user = await _of_token(ctx, forms)
        if session.ended_at or min(session.expires_at, session.ends_at) <= at or not user.is_active:
            raise RefreshRefused
        following = desk.keys.successor(token)
        if rotated:
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
            await mail_to(ctx, user, MailKind.SESSION_COPIED)
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
    ended = await met(
        ctx.session,
        update(UserSession)
        .where(which, UserSession.ended_at.is_(None))
        .values(ended_at=now(), ended_because=because),
    )
    ctx.emit(SessionsEnded(user_id, session_id, because))
    await ctx.flush()
    return ended


async def end_all(ctx: AccountContext, user_id: UUID, because: EndedBecause) -> None:
    """End every session of an account, and what was mailed to open it: nothing old opens it now.

    Its row is to be locked before, so that no sign-in with what was true before comes after.
    """
    await end(ctx, user_id, because, UserSession.user_id == user_id)
    await links.spend_all(ctx, user_id, *links.OF_ACCOUNT)
