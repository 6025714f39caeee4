"""Wire shapes of accounts: addresses, passwords, profiles and preferences."""

from datetime import datetime
from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field

from app.core.languages import Language
from app.core.schemas import Id, Line, Schema, Version, may_be_left_out

Password = Annotated[str, Field(min_length=12, max_length=256, examples=["correct horse battery"])]
GivenPassword = Annotated[str, Field(min_length=1, max_length=256)]


def _email(address: str) -> str:
    try:
        # `.test` is for trying things out (RFC 2606); nothing is ever sent there
        known = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError("must be an e-mail address such as ada@example.org") from None
    return known.normalized


Email = Annotated[
    str,
    Field(max_length=320, examples=["ada@example.org"], json_schema_extra={"format": "email"}),
    AfterValidator(_email),
]
GivenEmail = Annotated[str, Field(min_length=1, max_length=320, examples=["ada@example.org"])]


class Register(Schema):
    email: Email
    password: Password
    full_name: Line = ""
    invitation: str | None = Field(
        default=None, description="The token of an invitation, where only the invited may register."
    )


class MailedToken(Schema):
    token: str = Field(description="What stands behind `#token=` in the link of the mail.")


class AskedAddress(Schema):
    email: GivenEmail


class PasswordReset(Schema):
    token: str = Field(description="What stands behind `#token=` in the link of the mail.")
    password: Password


class PasswordChange(Schema):
    current_password: GivenPassword | None = Field(
        default=None, description="May be left out right after a step-up."
    )
    new_password: Password


class EmailChange(Schema):
    email: Email


class Registered(Schema):
    """The same for a new and for a known address."""

    email: str
    status: Literal["registered", "verification_required"]


class UserRead(Schema):
    id: Id
    email: str
    email_verified: bool
    full_name: str
    is_superuser: bool
    created_at: datetime
    updated_at: datetime
    version: int


class UserUpdate(Schema):
    full_name: Line = may_be_left_out()
    version: Version = None


Scheme = Literal["auto", "light", "dark"]
Density = Literal["compact", "normal", "comfortable"]
ScreenName = Annotated[str, Field(min_length=1, max_length=64)]
Columns = Annotated[list[ScreenName], Field(max_length=64)]


class PreferencesRead(Schema):
    """How you like to see things, on every device."""

    language: Language | None = Field(default=None, description="Null: the browser's.")
    scheme: Scheme = "auto"
    density: Density = "normal"
    sounds: bool = True
    shortcuts: bool = True
    columns: dict[ScreenName, Columns] = Field(
        default={}, description="The columns of a list, by its name, in their order."
    )


class PreferencesUpdate(Schema):
    language: Language | None = None
    scheme: Scheme = may_be_left_out()
    density: Density = may_be_left_out()
    sounds: bool = may_be_left_out()
    shortcuts: bool = may_be_left_out()
    columns: Annotated[
        dict[ScreenName, Columns | None],
        Field(max_length=64, description="Of the lists named; null: as they come."),
    ] = may_be_left_out()
