"""The mails that were sent or would be; the table alone."""

from enum import StrEnum

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified


class MailKind(StrEnum):
    """Every mail that there is; its texts are in `mail_texts`, under this name."""

    VERIFY_EMAIL = "verify_email"
    ADDRESS_KNOWN = "address_known"  # somebody registered an address that has an account
    RESET_PASSWORD = "reset_password"  # noqa: S105 (a kind of mail)
    CONFIRM_EMAIL = "confirm_email"  # to the new address
    EMAIL_CHANGED = "email_changed"  # to the old one
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (likewise)
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    SESSION_COPIED = "session_copied"
    ACCOUNT_CLOSED = "account_closed"
    INVITATION = "invitation"
    ORGANIZATION_DELETION = "organization_deletion"  # to every owner


class KeptMail(Identified):
    """Who gets what, in which language, about which rows: ids only, no token and no text."""

    __tablename__ = "mails"
    __table_args__ = (Index(None, "created_at", "id"), Index(None, "recipient"))

    kind: Mapped[MailKind]
    recipient: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(8))
    about: Mapped[dict[str, str]] = mapped_column(JSON)  # placeholder -> id
