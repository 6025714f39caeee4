"""Signing up, in and out."""

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.security import OAuth2PasswordRequestForm
from pydantic import ValidationError

from app.core.routers import account_router
from app.domains.identity import cookies
from app.domains.identity.deps import AtDesk, Self, SelfAtDesk, SigningOut
from app.domains.identity.schemas import (
    Login,
    Refresh,
    Register,
    Registered,
    SecondStep,
    SignedInRead,
    StepUp,
)
from app.domains.identity.service import accounts, sessions, sign_in, step_up

router = account_router("/auth", "auth")


@router.post("/register", status_code=201)
async def register(desk: AtDesk, data: Register) -> Registered:
    """Open an account.

    The answer is the same for a new and for a known address; a mail to it says which it is. 422:
    the password has fewer than 12 or more than 256 characters, or the address is none; with
    `password_weak` it is one that others would try first. 403 `registration_closed`, or
    `invitation_needed` where only the invited may; 404 `link_refused`: that invitation does not
    count.
    """
    return await accounts.register(desk, data)


@router.post("/login")
async def login(
    desk: AtDesk, data: Login, request: Request, response: Response, mode: cookies.Mode = "body"
) -> SignedInRead:
    """Sign in with e-mail and password.

    With `X-Session-Mode: cookie` the refresh token goes in an HttpOnly cookie and is null here.
    401 `wrong_credentials`: one or the other is wrong, or the account is shut. 401 `mfa_required`:
    both are right, and the `mfa_token` of the answer goes to `/auth/mfa/verify` with a code. 403
    `email_unverified`: confirm the address first.
    """
    return cookies.delivered(request, response, await sign_in.by_password(desk, data), mode)


@router.post("/token")
async def login_with_form(
    desk: AtDesk, form: Annotated[OAuth2PasswordRequestForm, Depends()]
) -> SignedInRead:
    """The same as an OAuth2 password form, for *Authorize* and OAuth2 clients.

    Where a second factor is on, its code follows the password after a space. 401
    `wrong_credentials`: one or the other is wrong, or the account is shut. 401 `mfa_required`,
    `code_refused`; 403 `email_unverified`, `second_factor_locked`.
    """
    try:
        data = Login(email=form.username, password=form.password)
    except ValidationError as error:
        raise RequestValidationError(
            [fault | {"loc": ("body", _FORM[str(fault["loc"][0])])} for fault in error.errors()]
        ) from None
    return await sign_in.by_password(desk, data, with_code=True)


_FORM = {"email": "username", "password": "password"}


@router.post("/mfa/verify")
async def verify_second_factor(
    desk: AtDesk,
    data: SecondStep,
    request: Request,
    response: Response,
    mode: cookies.Mode = "body",
) -> SignedInRead:
    """Finish a sign-in that was answered with `mfa_required`: by a code, or by a recovery code.

    401 `code_refused`: it is wrong or was used, or the token is; a wrong code leaves the token
    good. 403 `second_factor_locked`: ten wrong ones in a row; for an hour only a recovery code
    helps.
    """
    signed_in = await sign_in.by_code(desk, data)
    return cookies.delivered(request, response, signed_in, mode)


NO_TOKEN = Refresh()


@router.post("/refresh")
async def refresh_tokens(
    desk: AtDesk,
    request: Request,
    response: Response,
    data: Refresh = NO_TOKEN,
    mode: cookies.Mode = "body",
) -> SignedInRead:
    """Exchange a refresh token for the next pair.

    Sent again within 10 s it gives the same pair; later the whole session ends, since it was
    copied. With `X-Session-Mode: cookie` the cookie is read and set, and the body may be left out:
    a token in it is refused. 401 `refresh_refused`: unknown, spent, of a session that has ended,
    or there is no cookie. 403 `cross_site`: a page of another site sent the cookie.
    """
    token = cookies.given(request, data, mode)
    return cookies.delivered(request, response, await sessions.refresh(desk, token), mode)


@router.post("/step-up", status_code=204)
async def step_up_session(own: SelfAtDesk, data: StepUp) -> None:
    """Prove again that it is you; this session may then do for 5 minutes what needs such a proof.

    By your password; where your second factor is on, by a code (403 `code_needed` else). 403
    `step_up_refused`: it is wrong. 403 `second_factor_locked`: too many wrong ones.
    """
    await step_up.prove(own, data)


@router.post("/logout", status_code=204)
async def logout(
    ctx: SigningOut, request: Request, response: Response, mode: cookies.Mode = "body"
) -> None:
    """End the session of this access token; its tokens stop working at once.

    With `X-Session-Mode: cookie` it is the session of the cookie, which is cleared; no access token
    is needed then. 403 `cross_site`: a page of another site sent the cookie.
    """
    await sessions.logout(ctx)
    cookies.cleared(request, response, mode)


@router.post("/logout-all", status_code=204)
async def logout_all(
    ctx: Self, request: Request, response: Response, mode: cookies.Mode = "body"
) -> None:
    """End all your sessions, on every device. With `X-Session-Mode: cookie` it clears the cookie."""
    await sessions.logout_all(ctx)
    cookies.cleared(request, response, mode)
