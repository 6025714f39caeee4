"""One's own second factor. Each change needs a step-up and ends every session."""

from fastapi import Request, Response

from app.core.routers import account_router
from app.domains.identity import cookies
from app.domains.identity.deps import Self, SelfAtDeskSteppedUp
from app.domains.identity.schemas import (
    RecoveryCodesRead,
    SecondFactorBegin,
    SecondFactorConfirm,
    SecondFactorRead,
    SignedInRead,
)
from app.domains.identity.service import second_factor

router = account_router("/users/me/mfa", "me")


@router.get("")
async def get_my_second_factor(ctx: Self) -> SecondFactorRead:
    """Whether you sign in with a code, and how many recovery codes you have left."""
    return await second_factor.status(ctx)


@router.post("")
async def begin_second_factor(own: SelfAtDeskSteppedUp) -> SecondFactorBegin:
    """A secret for your authenticator; it counts once you have confirmed a code of it.

    409 `second_factor_on`: turn the present one off first. Needs a step-up.
    """
    return await second_factor.begin(own)


@router.post("/confirm")
async def confirm_second_factor(
    own: SelfAtDeskSteppedUp,
    data: SecondFactorConfirm,
    request: Request,
    response: Response,
    mode: cookies.Mode = "body",
) -> RecoveryCodesRead:
    """Turn your second factor on by a first code; the answer has ten recovery codes, this once.

    Every session ends; `session` is a fresh one for this device. 422 `code_wrong`, 409
    `second_factor_off`: there is none to confirm. Needs a step-up.
    """
    return _delivered(request, response, await second_factor.confirm(own, data.code), mode)


@router.delete("")
async def turn_second_factor_off(
    own: SelfAtDeskSteppedUp, request: Request, response: Response, mode: cookies.Mode = "body"
) -> SignedInRead:
    """Sign in by password alone again. Every session ends; the answer is a fresh one.

    409 `second_factor_off`. Needs a step-up, by a code.
    """
    return cookies.delivered(request, response, await second_factor.turn_off(own), mode)


@router.post("/recovery-codes")
async def renew_recovery_codes(
    own: SelfAtDeskSteppedUp, request: Request, response: Response, mode: cookies.Mode = "body"
) -> RecoveryCodesRead:
    """Ten fresh recovery codes in place of the old ones. Every session ends but a fresh one.

    409 `second_factor_off`. Needs a step-up.
    """
    return _delivered(request, response, await second_factor.renew_codes(own), mode)


def _delivered(
    request: Request, response: Response, made: RecoveryCodesRead, mode: cookies.Mode
) -> RecoveryCodesRead:
    session = cookies.delivered(request, response, made.session, mode)
    return made.model_copy(update={"session": session})
