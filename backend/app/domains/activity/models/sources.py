"""Whence the lines came: what tells of a person, apart, so that it can be erased.

The chains keep a salted digest of such a row. Once it is gone, salt and all, nothing leads back.
"""

from typing import cast
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, TenantOwned
from app.core.written_once import written_once


class ActivitySource(TenantOwned):
    """Of a visit to one organization (see `core.visits`); its lines and postings name it."""

    __tablename__ = "activity_sources"
    __table_args__ = (Index(None, "actor_id"),)

    actor_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    # in no export: it has the addresses of present members, beside their names, and no others
    email: Mapped[str] = mapped_column(String(320), info={"secret": True})
    full_name: Mapped[str] = mapped_column(String(200))
    ip: Mapped[str] = mapped_column(String(45))
    user_agent: Mapped[str] = mapped_column(String(300))
    salt: Mapped[str] = mapped_column(String(43), info={"secret": True})


class AccountSource(Identified):
    """Of one event of an account, whose id it has; `changes` are those that tell of the subject.

    E-mail and name are the actor's, or the subject's where nobody is signed in.
    """

    __tablename__ = "account_sources"
    __table_args__ = (Index(None, "actor_id"), Index(None, "subject_id"))

    subject_id: Mapped[UUID]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    email: Mapped[str] = mapped_column(String(320))
    full_name: Mapped[str] = mapped_column(String(200))
    ip: Mapped[str] = mapped_column(String(45))
    user_agent: Mapped[str] = mapped_column(String(300))
    changes: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(43), info={"secret": True})


written_once(cast("Table", ActivitySource.__table__))
written_once(cast("Table", AccountSource.__table__))
