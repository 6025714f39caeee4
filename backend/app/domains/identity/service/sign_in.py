"""Signing in: by password, and by a code where a second factor is on."""

import re
from datetime import timedelta

from app.core import links
from app.core.context import AccountContext
from app.core.errors import Forbidden, Unauthorized
from app.core.ids import new_id
from app.domains.identity.events import SignInFailed
from app.domains.identity.models import User
from app.domains.identity.schemas import Login, SecondStep, SignedInRead
from app.domains.identity.service import accounts, codes, sessions
from app.domains.identity.service.desk import Desk

SECOND_STEP_WITHIN = timedelta(minutes=5)
WITH_CODE = re.compile(r"(?s)(.+) (\d{6}|[a-z0-9]{5}-[a-z0-9]{5})")


class WrongCredentials(Unauthorized):
    """One answer for an unknown address, a wrong password and an account that is shut."""

    code, detail = "wrong_credentials", "E-mail address or password is wrong."
    keeps_writes = True


class NobodyThere(WrongCredentials):
    """The same of an account that there is not: there is nothing to remember it by."""

    keeps_writes = False


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


async def by_password(desk: Desk, data: Login, *, with_code: bool = False) -> SignedInRead:
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
        if known is None:
            ctx.emit(SignInFailed(new_id()))  # takes as long as that of an account
            await ctx.flush()
            raise NobodyThere
        user = await accounts.locked(ctx, known.id)
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
        return await sessions.open_for(desk, ctx, user, data.device_name)


def _is_too_public(desk: Desk, user: User) -> bool:
    return user.password_is_public and desk.settings.exposed


async def _take_code(desk: Desk, ctx: AccountContext, user: User, code: str | None) -> None:
    if code is None:
        purpose = links.LinkPurpose.SECOND_FACTOR
        link = await links.make(ctx, purpose, user_id=user.id, life=SECOND_STEP_WITHIN)
        raise SecondFactorRequired(mfa_token=links.derive(desk.keys, link))
    if not await codes.take(ctx, desk.keys, user.id, code):
        raise CodeRefused


async def by_code(desk: Desk, data: SecondStep) -> SignedInRead:
    """The second step: the token of the first, and a code. A wrong code leaves the token good."""
    purpose = links.LinkPurpose.SECOND_FACTOR
    async with desk.work(write=True) as unit:
        ctx = unit.account()
        try:
            link = await links.peek(ctx, desk.keys, purpose, data.mfa_token)
            assert link.user_id is not None
            user = await accounts.locked(ctx, link.user_id)
            if not user.is_active or not await codes.take(ctx, desk.keys, user.id, data.code):
                raise CodeRefused
            await links.spend(ctx, desk.keys, purpose, data.mfa_token)
        except links.LinkRefused:
            raise CodeRefused from None
        return await sessions.open_for(desk, ctx, user, data.device_name)
