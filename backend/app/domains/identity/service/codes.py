"""Codes of a second factor: TOTP (RFC 6238) and recovery codes. Each is taken once.

Ten wrong ones in a row lock the factor for an hour, whoever typed them: a guess then succeeds with
3 in 100,000 an hour. A recovery code is taken all the same, and unlocks it.
"""

import re
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from pyotp import TOTP
from sqlalchemy import func, select, update

from app.core.clock import now
from app.core.context import AccountContext
from app.core.errors import Forbidden
from app.core.ids import new_code
from app.core.keys import Keys
from app.core.writing import met
from app.domains.identity.events import CodeRefused, RecoveryCodeSpent, SecondFactorLocked
from app.domains.identity.models import RecoveryCode, SecondFactor

STEP = 30  # seconds
DRIFT = 1  # steps that a clock may be off
WRONG_IN_A_ROW = 10
LOCKED_FOR = timedelta(hours=1)
RECOVERY_CODES = 10
TOTP_CODE = re.compile(r"\d{6}", re.ASCII)


class FactorLocked(Forbidden):
    code = "second_factor_locked"
    detail = "Too many wrong codes: use a recovery code, or wait for an hour."
    keeps_writes = True


async def is_on(ctx: AccountContext, user_id: UUID) -> bool:
    """Whether this person needs a code to sign in."""
    on = (SecondFactor.user_id == user_id, SecondFactor.confirmed_at.is_not(None))
    return await ctx.session.scalar(select(SecondFactor.id).where(*on)) is not None


async def take(ctx: AccountContext, keys: Keys, user_id: UUID, code: str) -> bool:
    """Whether `code` is right and new; it is then spent. A wrong one is counted: commit that.

    Raises `FactorLocked` after too many. False where there is no factor.
    """
    factor = await locked(ctx, user_id)
    if factor is None or factor.confirmed_at is None:
        return False
    if TOTP_CODE.fullmatch(code):
        if factor.locked_until is not None and factor.locked_until > now():
            raise FactorLocked
        right = await spend_step(ctx, keys, factor, code)
    else:
        right = await _spend_recovery_code(ctx, keys, user_id, code)
    if right:
        factor.wrong_codes, factor.locked_until = 0, None
    else:
        _count(ctx, factor)
    await ctx.flush()
    return right


async def locked(ctx: AccountContext, user_id: UUID) -> SecondFactor | None:
    """The factor of this person, held: its codes are judged one after the other."""
    query = select(SecondFactor).where(SecondFactor.user_id == user_id).with_for_update()
    return (
        await ctx.session.scalars(query.execution_options(populate_existing=True))
    ).one_or_none()


async def spend_step(ctx: AccountContext, keys: Keys, factor: SecondFactor, code: str) -> bool:
    """Whether `code` is that of a step about now, later than any that was taken before."""
    if not TOTP_CODE.fullmatch(code):
        return False
    otp = TOTP(keys.unsealed(factor.sealed_secret, factor.user_id))
    present = int(now().timestamp()) // STEP
    for step in range(present - DRIFT, present + DRIFT + 1):
        if compare_digest(otp.generate_otp(step), code):
            later = (SecondFactor.id == factor.id, SecondFactor.last_step < step)
            spending = update(SecondFactor).where(*later).values(last_step=step)
            return bool(await met(ctx.session, spending))
    return False


async def _spend_recovery_code(ctx: AccountContext, keys: Keys, user_id: UUID, code: str) -> bool:
    spent = await met(
        ctx.session,
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash.in_(keys.stored_forms(_tidied(code))),
            RecoveryCode.spent_at.is_(None),
        )
        .values(spent_at=now()),
    )
    if spent:
        ctx.emit(RecoveryCodeSpent(user_id))
    return bool(spent)


def _count(ctx: AccountContext, factor: SecondFactor) -> None:
    ctx.emit(CodeRefused(factor.user_id))
    factor.wrong_codes += 1
    if factor.wrong_codes >= WRONG_IN_A_ROW:
        factor.wrong_codes, factor.locked_until = 0, now() + LOCKED_FOR
        ctx.emit(SecondFactorLocked(factor.user_id))


def new_recovery_codes(ctx: AccountContext, keys: Keys, user_id: UUID) -> list[str]:
    """Fresh ones, to be shown once; only their hashes are stored."""
    drawn = [new_code() for _ in range(RECOVERY_CODES)]
    for code in drawn:
        code_hash = keys.stored(_tidied(code))
        ctx.session.add(RecoveryCode(user_id=user_id, code_hash=code_hash, spent_at=None))
    return drawn


async def recovery_codes_left(ctx: AccountContext, user_id: UUID) -> int:
    left = (RecoveryCode.user_id == user_id, RecoveryCode.spent_at.is_(None))
    return int(await ctx.session.scalar(select(func.count(RecoveryCode.id)).where(*left)) or 0)


def _tidied(code: str) -> str:
    """As it was drawn, however it is typed."""
    return re.sub(r"[\s-]", "", code).casefold()
