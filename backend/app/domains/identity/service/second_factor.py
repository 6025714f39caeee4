"""Turning the second factor on and off. Each change ends every session but this, which is renewed."""

from uuid import UUID

from pyotp import TOTP, random_base32
from sqlalchemy import delete

from app.core.clock import now
from app.core.context import AccountContext
from app.core.errors import Conflict, Invalid
from app.core.kept_mails import MailKind
from app.core.limits.rules import CODE
from app.domains.identity.events import (
    RecoveryCodesRenewed,
    SecondFactorBegun,
    SecondFactorTurnedOff,
    SecondFactorTurnedOn,
)
from app.domains.identity.models import EndedBecause, RecoveryCode, SecondFactor, SecondFactorOn
from app.domains.identity.schemas import (
    RecoveryCodesRead,
    SecondFactorBegin,
    SecondFactorRead,
    SignedInRead,
)
from app.domains.identity.service import accounts, codes, sessions
from app.domains.identity.service.desk import OwnDesk
from app.domains.identity.service.mailing import mail_to

ISSUER = "Quartermaster"
CHANGED = EndedBecause.SECOND_FACTOR_CHANGED


class SecondFactorOff(Conflict):
    code, detail = "second_factor_off", "Your second factor is not on."


class CodeWrong(Invalid):
    code = "code_wrong"
    detail = "That is not the present code; look whether the clock of your device is right."


async def status(ctx: AccountContext) -> SecondFactorRead:
    user_id = ctx.actor.user_id
    assert user_id is not None
    on = await codes.is_on(ctx, user_id)
    left = await codes.recovery_codes_left(ctx, user_id) if on else 0
    return SecondFactorRead(on=on, recovery_codes_left=left)


async def begin(own: OwnDesk) -> SecondFactorBegin:
    """A secret for the authenticator; it counts once a code of it is confirmed."""
    secret = random_base32()
    async with own.desk.work(write=True) as unit:
        ctx = unit.account(own.actor)
        user = await accounts.locked(ctx, own.user_id)
        factor = await codes.locked(ctx, user.id)
        if factor is not None and factor.confirmed_at is not None:
            raise SecondFactorOn
        if factor is None:
            factor = SecondFactor(user_id=user.id, confirmed_at=None, locked_until=None)
            ctx.session.add(factor)
        factor.sealed_secret = own.desk.keys.sealed(secret, user.id)
        factor.last_step = factor.wrong_codes = 0
        ctx.emit(SecondFactorBegun(user.id))
    address = TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)
    return SecondFactorBegin(secret=secret, otpauth_uri=address)


async def confirm(own: OwnDesk, code: str) -> RecoveryCodesRead:
    """Turn the factor on, by a first code of it."""
    await own.desk.admit(CODE, str(own.user_id))
    async with own.desk.work(write=True) as unit:
        ctx = unit.account(own.actor)
        user = await accounts.locked(ctx, own.user_id)
        factor = await codes.locked(ctx, user.id)
        if factor is None:
            raise SecondFactorOff("Set up a second factor first.")
        if factor.confirmed_at is not None:
            raise SecondFactorOn
        if not await codes.spend_step(ctx, own.desk.keys, factor, code):
            raise CodeWrong(at="/body/code")
        factor.confirmed_at = now()
        drawn = codes.new_recovery_codes(ctx, own.desk.keys, user.id)
        ctx.emit(SecondFactorTurnedOn(user.id))
        await mail_to(ctx, user, MailKind.SECOND_FACTOR_CHANGED)
        return RecoveryCodesRead(
            recovery_codes=drawn, session=await sessions.renewed(own, ctx, user, CHANGED)
        )


async def turn_off(own: OwnDesk) -> SignedInRead:
    async with own.desk.work(write=True) as unit:
        ctx = unit.account(own.actor)
        user = await accounts.locked(ctx, own.user_id)
        await _must_be_on(ctx, user.id)
        await forget(ctx, user.id)
        ctx.emit(SecondFactorTurnedOff(user.id))
        await mail_to(ctx, user, MailKind.SECOND_FACTOR_CHANGED)
        return await sessions.renewed(own, ctx, user, CHANGED)


async def renew_codes(own: OwnDesk) -> RecoveryCodesRead:
    """Ten fresh recovery codes; the old ones are worth nothing."""
    async with own.desk.work(write=True) as unit:
        ctx = unit.account(own.actor)
        user = await accounts.locked(ctx, own.user_id)
        await _must_be_on(ctx, user.id)
        await ctx.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
        drawn = codes.new_recovery_codes(ctx, own.desk.keys, user.id)
        ctx.emit(RecoveryCodesRenewed(user.id))
        await mail_to(ctx, user, MailKind.SECOND_FACTOR_CHANGED)
        return RecoveryCodesRead(
            recovery_codes=drawn, session=await sessions.renewed(own, ctx, user, CHANGED)
        )


async def forget(ctx: AccountContext, user_id: UUID) -> None:
    """Delete the factor and its codes."""
    for model in (RecoveryCode, SecondFactor):
        await ctx.session.execute(delete(model).where(model.user_id == user_id))


async def _must_be_on(ctx: AccountContext, user_id: UUID) -> None:
    if not await codes.is_on(ctx, user_id):
        raise SecondFactorOff
