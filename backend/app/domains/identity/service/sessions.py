"""Sessions: signing in, the chain of refresh tokens, and every way to end."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from app.core import links
from app.core.clock import now
from app.core.context import AccountContext, Actor
from app.core.errors import Forbidden, NotFound, Unauthorized
from app.core.ids import new_secret
from app.core.kept_mails import MailKind
from app.domains.identity import tokens
from app.domains.identity.events import RefreshReused, SessionsEnded, SignedIn, SignInFailed
from app.domains.identity.models import (
    EndedBecause,
    RefreshToken,
    User,
    UserSession,
)
from app.domains.identity.models.sessions import LONGEST
from app.domains.identity.schemas import Login, SecondStep, SignedInRead, UserRead
from app.domains.identity.service import accounts, codes
from app.domains.identity.service.desk import Desk, OwnDesk
from app.domains.identity.service.mailing import mail_to
from app.domains.identity.service.sweeping import sweep

GRACE = timedelta(seconds=10)  # two tabs that refresh at once get the same successor
SECOND_STEP_WITHIN = timedelta(minutes=5)
WITH_CODE = re.compile(r"(?s)(.+) (\d{6}|[a-z0-9]{5}-[a-z0-9]{5})")


class WrongCredentials(Unauthorized):
    """One answer for an unknown address, a wrong password and an account that is shut."""

    code, detail = "wrong_credentials", "E-mail address or password is wrong."
    keeps_writes = True


class EmailUnverified(Forbidden):
    """Said to who has the password alone: nobody else learns that there is an account."""

    code = "email_unverified"
    detail = "Confirm your e-mail address first; POST /api/v1/auth/verify-email/resend sends the link again."


class SecondFactorRequired(Unauthorized):
    """The password is right, and a code is needed."""

    code = "mfa_required"
    detail = "Send a code with this `mfa_token` to POST /api/v1/auth/mfa/verify, within 5 minutes."
    keeps_writes = True


class CodeRefused(Unauthorized):
    """The same for a wrong code and for a token that is forged, spent or too old."""

    code, detail = "code_refused", "That code does not count, or it is too late: sign in again."
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


async def sign_in(desk: Desk, data: Login, *, with_code: bool = False) -> SignedInRead:
    """Check the password with no connection held, then open a session.

    With `with_code` a code of the second factor may follow the password, after a space. Raises
    `SecondFactorRequired` where one is needed and none was given.
    """
    password, code = data.password, None
    async with desk.work(write=False) as unit:
        ctx = unit.account()
        known = await accounts.by_email(ctx, data.email)
        split = WITH_CODE.fullmatch(password) if with_code else None
        if split and known and await codes.is_on(ctx, known.id):
            password, code = split.groups()
    right, renewed = await desk.passwords.verify(password, known.password_hash if known else None)
    async with desk.work(write=True) as unit:
        ctx = unit.account()
        user = await accounts.locked(ctx, known.id) if known else None
        if known is None or user is None:
            raise WrongCredentials
        changed = user.password_hash != known.password_hash  # while it was being checked
        if not right or changed or not user.is_active or _is_too_public(desk, user):
            ctx.emit(SignInFailed(user.id))
            raise WrongCredentials
        if renewed is not None:
            user.password_hash = renewed
        if desk.settings.verification_required and not user.email_verified:
            raise EmailUnverified
        if await codes.is_on(ctx, user.id):
            await _take_code(desk, ctx, user, code)
        return await _open(desk, ctx, user, data.device_name)


def _is_too_public(desk: Desk, user: User) -> bool:
    return user.password_is_public and desk.settings.exposed


async def _take_code(desk: Desk, ctx: AccountContext, user: User, code: str | None) -> None:
    if code is None:
        purpose = links.LinkPurpose.SECOND_FACTOR
        link = await links.make(ctx, purpose, user_id=user.id, life=SECOND_STEP_WITHIN)
        raise SecondFactorRequired(mfa_token=links.derive(desk.keys, link))
    if not await codes.take(ctx, desk.keys, user.id, code):
        raise CodeRefused


async def sign_in_with_code(desk: Desk, data: SecondStep) -> SignedInRead:
    """The second step: the token of the first, and a code. A wrong code leaves the token good."""
    purpose = links.LinkPurpose.SECOND_FACTOR
    async with desk.work(write=True) as unit:
        ctx = unit.account()
        try:
            link = await links.peek(ctx, desk.keys, purpose, data.mfa_token)
            assert link.user_id is not None
            user = await accounts.locked(ctx, link.user_id)
            if not await codes.take(ctx, desk.keys, user.id, data.code):
                raise CodeRefused
            await links.spend(ctx, desk.keys, purpose, data.mfa_token)
        except links.LinkRefused:
            raise CodeRefused from None
        return await _open(desk, ctx, user, data.device_name)


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
    return await _open(own.desk, ctx, user, device, stepped_up_at)


async def _open(
    desk: Desk,
    ctx: AccountContext,
    user: User,
    device: str,
    stepped_up_at: datetime | None = None,
) -> SignedInRead:
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
    ended = await ctx.session.execute(
        update(UserSession)
        .where(which, UserSession.ended_at.is_(None))
        .values(ended_at=now(), ended_because=because)
    )
    ctx.emit(SessionsEnded(user_id, session_id, because))
    await ctx.flush()
    return int(ended.rowcount)  # type: ignore[attr-defined]


async def end_all(ctx: AccountContext, user_id: UUID, because: EndedBecause) -> None:
    """End every session of an account, and what was mailed to open it: nothing old opens it now.

    Its row is to be locked before, so that no sign-in with what was true before comes after.
    """
    await end(ctx, user_id, because, UserSession.user_id == user_id)
    await links.spend_all(ctx, user_id, *links.OF_ACCOUNT)
