"""Places, and the ends of the world that things come from and go to."""

from datetime import datetime
from enum import StrEnum
from typing import cast
from uuid import UUID

from sqlalchemy import Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.db import Versioned, plain, sort_key, tenant_fk
from app.core.errors import Conflict
from app.core.search import SearchIndex
from app.core.search_ddl import searchable

TREE = "locations"


class LocationKind(StrEnum):
    SITE = "site"
    BUILDING = "building"
    ROOM = "room"
    BIN = "bin"
    VEHICLE = "vehicle"
    SHIP = "ship"
    STATION = "station"
    PERSON = "person"
    VIRTUAL = "virtual"


class VirtualRole(StrEnum):
    """The other end of a movement that enters, leaves or corrects the stock. One of each."""

    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    LOSS = "loss"
    PRODUCTION = "production"
    TRANSIT = "transit"


class LocationCodeTaken(Conflict):
    code, detail = "code_taken", "Another location of the organization has this code."
    constraint = "uq_locations_organization_id_code"


class VirtualKnown(Conflict):
    constraint = "uq_locations_organization_id_role"


class Location(Versioned):
    __tablename__ = "locations"
    __table_args__ = (
        UniqueConstraint("organization_id", "code"),
        UniqueConstraint("organization_id", "role"),
        Index(None, "organization_id", "name_key", "id"),
        Index(None, "organization_id", "created_at", "id"),
        *tenant_fk("parent_id", "locations"),
    )

    parent_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(plain(200))
    kind: Mapped[LocationKind]
    role: Mapped[VirtualRole | None]  # of the virtual ones alone
    code: Mapped[str | None] = mapped_column(plain(64))
    notes: Mapped[str] = mapped_column(Text)
    archived_at: Mapped[datetime | None]

    @validates("name")
    def _fold(self, _name: str, name: str) -> str:
        self.name_key = sort_key(name)
        return name


LOCATION_SEARCH = SearchIndex("locations", keys=("name_key",), codes=("code",))
searchable(cast("Table", Location.__table__), LOCATION_SEARCH)
