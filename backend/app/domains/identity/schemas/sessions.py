"""Wire shapes of signing in."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.core.schemas import Id, Schema
from app.domains.identity.schemas.accounts import GivenEmail, GivenPassword, UserRead

DeviceName = Annotated[str, Field(max_length=300, description="Cut to 100 characters.")]


class Login(Schema):
    email: GivenEmail
    password: GivenPassword
    device_name: DeviceName = ""


class Refresh(Schema):
    refresh_token: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="Left out in cookie mode, and only there."
    )


GivenCode = Annotated[str, Field(min_length=1, max_length=64, examples=["123456"])]


class SecondStep(Schema):
    """The code that a sign-in lacked, and the token that it was answered with."""

    mfa_token: str
    code: GivenCode
    device_name: DeviceName = ""


class StepUp(Schema):
    """One of the two; the code where your second factor is on."""

    password: GivenPassword | None = None
    code: GivenCode | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.password is None) == (self.code is None):
            raise PydanticCustomError("one_of", "send either a password or a code")
        return self


class SignedInRead(Schema):
    user: UserRead
    access_token: str
    refresh_token: str | None = Field(description="Null in cookie mode: it is in the cookie.")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 (a kind, not a secret)
    expires_in: int = Field(description="Seconds until the access token ends.")


class SessionRead(Schema):
    id: Id
    device_name: str
    user_agent: str
    ip: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    current: bool = False


class SessionList(Schema):
    items: list[SessionRead]
    next: str | None = None
    prev: str | None = None
    total: int | None = None
