"""Items, categories, and an organization's own units."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, Index, String, Table, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.db import Versioned, plain, sort_key, tenant_fk
from app.core.errors import Conflict
from app.core.quantities import QuantityType
from app.core.search import SearchIndex
from app.core.search_ddl import searchable

TREE = "categories"


class CategoryCodeTaken(Conflict):
    code, detail = "code_taken", "Another category of the organization has this code."
    constraint = "uq_categories_organization_id_code"


class Category(Versioned):
    __tablename__ = "categories"
    __table_args__ = (
        UniqueConstraint("organization_id", "code"),
        Index(None, "organization_id", "name_key", "id"),
        Index(None, "organization_id", "created_at", "id"),
        *tenant_fk("parent_id", "categories"),
    )

    parent_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(plain(200))
    code: Mapped[str | None] = mapped_column(plain(64))
    icon: Mapped[str] = mapped_column(String(64))
    colour: Mapped[str] = mapped_column(String(7))

    @validates("name")
    def _fold(self, _name: str, name: str) -> str:
        self.name_key = sort_key(name)
        return name


class Tracking(StrEnum):
    STOCK = "stock"  # counted: so and so much, here and there
    SERIALIZED = "serialized"  # each unit an asset with a tag of its own


class SkuTaken(Conflict):
    code, detail = "sku_taken", "Another item of the organization has this SKU."
    constraint = "uq_items_organization_id_sku"


class BarcodeTaken(Conflict):
    code, detail = "barcode_taken", "Another item of the organization has this barcode."
    constraint = "uq_items_organization_id_barcode"


SORTED_BY = ("name_key", "sku_key", "created_at", "updated_at")


def _sorted_by(key: str) -> Iterator[Index]:
    """What the list of items needs for an order: those in use and those archived lie apart.

    Else a page would read over all archived ones that the order has before its own. Each way of
    tracking has an order too, for the same reason.
    """
    for name, which in ("in_use", "archived_at IS NULL"), ("archived", "archived_at IS NOT NULL"):
        where = text(which)
        for filters in (), ("tracking",):
            yield Index(
                "_".join(("ix_items", name, *filters, key)),
                *("organization_id", *filters, key, "id"),
                postgresql_where=where,
                sqlite_where=where,
            )
    if key != "name_key":  # that one comes with the reference
        yield Index(None, "organization_id", "category_id", key, "id")


class Item(Versioned):
    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("organization_id", "sku"),
        UniqueConstraint("organization_id", "barcode"),
        Index(None, "organization_id", "name_key", "id"),  # of what is held, archived or not
        *(index for key in SORTED_BY for index in _sorted_by(key)),
        *tenant_fk("category_id", "categories", "name_key", "id"),
        *tenant_fk("merged_into_id", "items"),
    )

    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(plain(200))
    sku: Mapped[str | None] = mapped_column(plain(64))
    sku_key: Mapped[str] = mapped_column(plain(200), default="")
    barcode: Mapped[str | None] = mapped_column(plain(64))
    category_id: Mapped[UUID | None]
    tracking: Mapped[Tracking]
    unit: Mapped[str] = mapped_column(String(16))
    manufacturer: Mapped[str] = mapped_column(String(200))
    model_number: Mapped[str] = mapped_column(String(200))
    notes: Mapped[str] = mapped_column(Text)
    min_level: Mapped[Decimal | None] = mapped_column(QuantityType)
    max_level: Mapped[Decimal | None] = mapped_column(QuantityType)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON)
    archived_at: Mapped[datetime | None]
    merged_into_id: Mapped[UUID | None]  # the item that what was held of this one is counted as

    @validates("name")
    def _fold_name(self, _name: str, name: str) -> str:
        self.name_key = sort_key(name)
        return name

    @validates("sku")
    def _fold_sku(self, _name: str, sku: str | None) -> str | None:
        self.sku_key = sort_key(sku or "")
        return sku


ITEM_SEARCH = SearchIndex("items", keys=("name_key", "sku_key"), codes=("barcode", "model_number"))
searchable(cast("Table", Item.__table__), ITEM_SEARCH)


class UnitKnown(Conflict):
    code, detail = "unit_known", "There is a unit with this code already."
    constraint = "uq_units_organization_id_code"


class OwnUnit(Versioned):
    """A unit of the organization's own: `factor` times a built-in one, such as a box of 12."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("organization_id", "code"),)

    code: Mapped[str] = mapped_column(plain(16))
    name: Mapped[str] = mapped_column(String(200))
    base: Mapped[str] = mapped_column(String(16))
    factor: Mapped[Decimal] = mapped_column(QuantityType)
