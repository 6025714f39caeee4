"""Organizations."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.db import Editable, plain, sort_key
from app.core.errors import Conflict
from app.domains.identity.permissions import MemberAccess


class OrganizationKind(StrEnum):
    PERSONAL = "personal"
    TEAM = "team"


class SlugTaken(Conflict):
    code, detail = "slug_taken", "Another organization has this slug."
    constraint = "uq_organizations_slug"


class Organization(Editable):
    __tablename__ = "organizations"
    __table_args__ = (UniqueConstraint("slug"), Index(None, "name_key", "id"))

    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(plain(200))
    slug: Mapped[str] = mapped_column(plain(64))
    kind: Mapped[OrganizationKind]
    currency: Mapped[str] = mapped_column(String(8), default="EUR")
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    member_access: Mapped[MemberAccess] = mapped_column(default=MemberAccess.WRITE)

    @validates("name")
    def _fold(self, _name: str, name: str) -> str:
        self.name_key = sort_key(name)
        return name

    def __init__(self, **values: Any) -> None:
        defaults = {"currency": "EUR", "timezone": "UTC", "member_access": MemberAccess.WRITE}
        super().__init__(**defaults | values)
