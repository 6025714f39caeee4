"""People, and how they like to see things."""

from datetime import datetime
from typing import Any
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.db import KEY_LENGTH, Editable, Identified, plain, sort_key
from app.core.errors import Conflict


def email_key(email: str) -> str:
    """E-mail addresses are the same when these are: NFKC, then case folded."""
    return normalize("NFKC", email).casefold()


class EmailTaken(Conflict):
    code, detail = "email_taken", "Another account has this e-mail address."
    constraint = "uq_users_email_key"


class User(Editable):
    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("email_key"), Index(None, "created_at", "id"))

    email: Mapped[str] = mapped_column(String(320), info={"personal": True})
    email_key: Mapped[str] = mapped_column(plain(320))
    full_name: Mapped[str] = mapped_column(String(200), default="", info={"personal": True})
    full_name_key: Mapped[str] = mapped_column(plain(KEY_LENGTH), default="", server_default="")
    password_hash: Mapped[str] = mapped_column(String(200), info={"secret": True})
    # of the documented demo users: signs in on a laptop and in tests, nowhere else
    password_is_public: Mapped[bool] = mapped_column(default=False)
    email_verified_at: Mapped[datetime | None]  # since when a mail to it is known to be read
    emptied_at: Mapped[datetime | None]  # the person is gone; history goes on pointing here
    is_active: Mapped[bool] = mapped_column(default=True)
    is_superuser: Mapped[bool] = mapped_column(default=False)

    @validates("email")
    def _fold(self, _name: str, email: str) -> str:
        self.email_key = email_key(email)
        return email

    @validates("full_name")
    def _fold_name(self, _name: str, full_name: str) -> str:
        self.full_name_key = sort_key(full_name)
        return full_name

    @property
    def email_verified(self) -> bool:
        return self.email_verified_at is not None


class PreferencesKnown(Conflict):
    constraint = "uq_preferences_user_id"


class Preferences(Identified):
    """How a person likes to see things, on every device; no business of anybody else's."""

    __tablename__ = "preferences"
    __table_args__ = (UniqueConstraint("user_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON)  # what differs from the defaults
