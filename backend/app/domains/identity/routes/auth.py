"""Signing up, in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.exceptions import RequestValidationError
from fastapi.security import OAuth2PasswordRequestForm
from pydantic import ValidationError

from app.domains.identity.deps import AtDesk, Self
from app.domains.identity.schemas import Login, Refresh, Register, Registered, SignedInRead
from app.domains.identity.service import accounts, sessions

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/register", status_code=201)
async def register(desk: AtDesk, data: Register) -> Registered:
    """Open an account.

    The answer is the same for a new and for a known address. 422: the password has fewer than 12
    or more than 256 characters, or the address is none.
    """
    return await accounts.register(desk, data)


@router.post("/login")
async def login(desk: AtDesk, data: Login) -> SignedInRead:
    """Sign in with e-mail and password.

    401 `wrong_credentials`: one or the other is wrong, or the account is shut.
    """
    return await sessions.sign_in(desk, data)


@router.post("/token")
async def login_with_form(
    desk: AtDesk, form: Annotated[OAuth2PasswordRequestForm, Depends()]
) -> SignedInRead:
    """The same as an OAuth2 password form, for *Authorize* and OAuth2 clients.

    401 `wrong_credentials`: one or the other is wrong, or the account is shut.
    """
    try:
        data = Login(email=form.username, password=form.password)
    except ValidationError as error:
        raise RequestValidationError(
            [fault | {"loc": ("body", _FORM[str(fault["loc"][0])])} for fault in error.errors()]
        ) from None
    return await sessions.sign_in(desk, data)


_FORM = {"email": "username", "password": "password"}


@router.post("/refresh")
async def refresh_tokens(desk: AtDesk, data: Refresh) -> SignedInRead:
    """Exchange a refresh token for the next pair.

    Sent again within 10 s it gives the same pair; later the whole session ends, since it was
    copied. 401 `refresh_refused`: unknown, spent or of a session that has ended.
    """
    return await sessions.refresh(desk, data)


@router.post("/logout", status_code=204)
async def logout(ctx: Self) -> None:
    """End the session of this access token; its tokens stop working at once."""
    await sessions.logout(ctx)


@router.post("/logout-all", status_code=204)
async def logout_all(ctx: Self) -> None:
    """End all your sessions, on every device."""
    await sessions.logout_all(ctx)
