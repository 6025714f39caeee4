"""Second factors, and the codes for who lost theirs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, plain
from app.core.errors import Conflict


class SecondFactorOn(Conflict):
    code = "second_factor_on"
    detail = "Your second factor is on already; turn it off first, to set up another."
    constraint = "uq_second_factors_user_id"


class SecondFactor(Identified):
    """A secret shared with somebody's authenticator (TOTP, RFC 6238)."""

    __tablename__ = "second_factors"
    __table_args__ = (UniqueConstraint("user_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    sealed_secret: Mapped[str] = mapped_column(String(200), info={"secret": True})
    confirmed_at: Mapped[datetime | None]  # counts from here on
    last_step: Mapped[int] = mapped_column(BigInteger)  # none up to this one is taken again
    wrong_codes: Mapped[int]  # since the last right one
    locked_until: Mapped[datetime | None]


class RecoveryCodeKnown(Conflict):
    constraint = "uq_recovery_codes_code_hash"


class RecoveryCode(Identified):
    """Stands for the second factor, once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("code_hash"), Index(None, "user_id"))

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    code_hash: Mapped[str] = mapped_column(plain(64), info={"secret": True})
    spent_at: Mapped[datetime | None]
