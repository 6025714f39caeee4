"""Wire shapes of the second factor."""

from pydantic import Field

from app.core.schemas import Schema
from app.domains.identity.schemas.sessions import GivenCode, SignedInRead


class SecondFactorRead(Schema):
    on: bool
    recovery_codes_left: int


class SecondFactorBegin(Schema):
    secret: str = Field(description="Base32, to type into an authenticator.")
    otpauth_uri: str = Field(description="The same as a picture for its camera would say.")


class SecondFactorConfirm(Schema):
    code: GivenCode


class RecoveryCodesRead(Schema):
    recovery_codes: list[str] = Field(description="Shown this once; each works once.")
    session: SignedInRead = Field(description="Every session has ended; this one goes on.")
