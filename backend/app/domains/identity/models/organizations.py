"""Organizations, and how they end."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.clock import now
from app.core.db import Editable, TenantOwned, plain, sort_key
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
    __table_args__ = (
        UniqueConstraint("slug"),
        Index(None, "name_key", "id"),
        Index(None, "created_at", "id"),
        Index(None, "deletion_due_at"),
    )

    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(plain(200))
    slug: Mapped[str] = mapped_column(plain(64))
    kind: Mapped[OrganizationKind]
    currency: Mapped[str] = mapped_column(String(8), default="EUR")
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    member_access: Mapped[MemberAccess] = mapped_column(default=MemberAccess.WRITE)
    is_active: Mapped[bool] = mapped_column(default=True)  # a superuser shuts it
    exported_at: Mapped[datetime | None]  # when it was last exported as a whole
    deletion_due_at: Mapped[datetime | None]  # set while it is on its way out: read only until then

    @property
    def is_open(self) -> bool:
        """Whether anything may change in it: neither shut nor on its way out."""
        return self.is_active and self.deletion_due_at is None

    @property
    def is_over(self) -> bool:
        """Whether its days of grace are over: what is left of it may be a part."""
        return self.deletion_due_at is not None and self.deletion_due_at <= now()

    @validates("name")
    def _fold(self, _name: str, name: str) -> str:
        self.name_key = sort_key(name)
        return name

    def __init__(self, **values: Any) -> None:
        defaults = {"currency": "EUR", "timezone": "UTC", "member_access": MemberAccess.WRITE}
        super().__init__(**defaults | {"is_active": True} | values)


class PurgeKnown(Conflict):
    constraint = "uq_purges_organization_id"


class Purge(TenantOwned):
    """Stands while an organization is purged, in that transaction alone.

    The triggers of append-only tables let the rows of this organization go as long as it does.
    """

    __tablename__ = "purges"
    __table_args__ = (UniqueConstraint("organization_id"),)
