"""Step-up: a proof, besides the session, that it is still the person who signed in."""

from sqlalchemy import select, update

from app.core.clock import now
from app.core.context import AccountContext
from app.core.errors import Forbidden, Unauthorized
from app.core.limits.rules import CODE
from app.domains.identity.events import SteppedUp, StepUpFailed
from app.domains.identity.models import User, UserSession
from app.domains.identity.service.desk import OwnDesk


class StepUpRefused(Forbidden):
    """403 and not 401: the session goes on, and a client must not sign in anew."""

    code, detail = "step_up_refused", "That is not your password."
    keeps_writes = True


async def with_password(own: OwnDesk, password: str) -> None:
    """Mark the session as proved, if this is the account's password. Raises `StepUpRefused`."""
    await own.desk.admit(CODE, str(own.actor.user_id))
    right = await is_password_of(own, password)
    async with own.desk.work(write=True) as unit:
        ctx = unit.account(own.actor)
        await (mark(ctx) if right else refuse(ctx))


async def is_password_of(own: OwnDesk, password: str) -> bool:
    """Whether the account has this password; no connection is held while it is hashed."""
    async with own.desk.work(write=False) as unit:
        query = select(User.password_hash).where(User.id == own.actor.user_id)
        stored = await unit.account().session.scalar(query)
    right, _ = await own.desk.passwords.verify(password, stored)
    return right


async def mark(ctx: AccountContext) -> None:
    """Note the proof; a session that ended meanwhile gets none."""
    user_id, session_id = ctx.actor.user_id, ctx.actor.session_id
    assert user_id is not None
    assert session_id is not None
    live = (UserSession.id == session_id, UserSession.ended_at.is_(None))
    marked = await ctx.session.execute(update(UserSession).where(*live).values(stepped_up_at=now()))
    if not marked.rowcount:  # type: ignore[attr-defined]
        raise Unauthorized
    ctx.emit(SteppedUp(user_id, session_id))


async def refuse(ctx: AccountContext) -> None:
    """Raise `StepUpRefused`, and remember it."""
    assert ctx.actor.user_id is not None
    assert ctx.actor.session_id is not None
    ctx.emit(StepUpFailed(ctx.actor.user_id, ctx.actor.session_id))
    raise StepUpRefused
