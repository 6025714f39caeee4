"""Step-up: a proof, besides the session, that it is still the person who signed in."""

from sqlalchemy import select, update

from app.core.clock import now
from app.core.context import AccountContext
from app.core.errors import Forbidden, Unauthorized
from app.core.limits.rules import CODE
from app.core.writing import met
from app.domains.identity.events import SteppedUp, StepUpFailed
from app.domains.identity.models import User, UserSession
from app.domains.identity.schemas import StepUp
from app.domains.identity.service import codes
from app.domains.identity.service.desk import OwnDesk


class StepUpRequired(Forbidden):
    code = "step_up_required"
    detail = (
        "This needs a proof that it is you: send your password or a code to POST"
        " /api/v1/auth/step-up, and then this request again, within 5 minutes."
    )


class StepUpRefused(Forbidden):
    """403 and not 401: the session goes on, and a client must not sign in anew."""

    code, detail = "step_up_refused", "That is not your password, or not a code that counts."
    keeps_writes = True


class CodeNeeded(Forbidden):
    code = "code_needed"
    detail = "Your second factor is on: prove that it is you by a code, not by your password."


async def prove(own: OwnDesk, proof: StepUp) -> None:
    """Mark the session as proved. Raises `StepUpRefused`, `CodeNeeded` or `FactorLocked`."""
    if proof.code is not None:
        await own.desk.admit(CODE, str(own.user_id))
    right = proof.password is not None and await is_password_of(own, proof.password)
    async with own.desk.work(write=True) as unit:
        ctx = unit.account(own.actor)
        if proof.code is not None:
            right = await codes.take(ctx, own.desk.keys, own.user_id, proof.code)
        elif await codes.is_on(ctx, own.user_id):
            raise CodeNeeded
        await (mark(ctx) if right else refuse(ctx))


async def is_password_of(own: OwnDesk, password: str) -> bool:
    """Whether the account has this password; no connection is held while it is hashed."""
    await own.desk.admit(CODE, str(own.user_id))
    async with own.desk.work(write=False) as unit:
        query = select(User.password_hash).where(User.id == own.user_id)
        stored = await unit.account().session.scalar(query)
    right, _ = await own.desk.passwords.verify(password, stored)
    return right


async def mark(ctx: AccountContext) -> None:
    """Note the proof; a session that ended meanwhile gets none."""
    user_id, session_id = ctx.actor.user_id, ctx.actor.session_id
    assert user_id is not None
    assert session_id is not None
    live = (UserSession.id == session_id, UserSession.ended_at.is_(None))
    if not await met(ctx.session, update(UserSession).where(*live).values(stepped_up_at=now())):
        raise Unauthorized
    ctx.emit(SteppedUp(user_id, session_id))


async def refuse(ctx: AccountContext) -> None:
    """Raise `StepUpRefused`, and remember it."""
    assert ctx.actor.user_id is not None
    assert ctx.actor.session_id is not None
    ctx.emit(StepUpFailed(ctx.actor.user_id, ctx.actor.session_id))
    raise StepUpRefused
