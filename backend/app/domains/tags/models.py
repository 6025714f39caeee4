"""Tags, and what they are on."""

from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.db import TenantOwned, Versioned, plain, sort_key, tenant_fk
from app.core.errors import Conflict
from app.core.search import SearchIndex
from app.core.search_ddl import searchable
from app.domains.tags.item_keys import KEYS, keeps_item_keys


class TagKnown(Conflict):
    code, detail = "tag_known", "There is a tag with this name already."
    constraint = "uq_tags_organization_id_name_key"


class Tag(Versioned):
    __tablename__ = "tags"
    __table_args__ = (
        UniqueConstraint("organization_id", "name_key"),
        Index(None, "organization_id", "name_key", "id"),
        Index(None, "organization_id", "created_at", "id"),
    )

    name: Mapped[str] = mapped_column(String(64))
    name_key: Mapped[str] = mapped_column(plain(200))
    colour: Mapped[str] = mapped_column(String(7))

    @validates("name")
    def _fold(self, _name: str, name: str) -> str:
        self.name_key = sort_key(name)
        return name


TAG_SEARCH = SearchIndex("tags", keys=("name_key",))
searchable(cast("Table", Tag.__table__), TAG_SEARCH)


class ItemTagged(Conflict):
    constraint = "uq_taggings_organization_id_tag_id_item_id"


class LocationTagged(Conflict):
    constraint = "uq_taggings_organization_id_tag_id_location_id"


class LotTagged(Conflict):
    constraint = "uq_taggings_organization_id_tag_id_lot_id"


class TaggingOfOne(Conflict):
    constraint = "ck_taggings_of_one"


class Tagging(TenantOwned):
    """A tag on one thing: an item, a place or a lot.

    What sorts an item is beside its tags too. The database writes that, and nobody else.
    """

    __tablename__ = "taggings"
    __table_args__ = (
        UniqueConstraint("organization_id", "tag_id", "item_id"),
        UniqueConstraint("organization_id", "tag_id", "location_id"),
        UniqueConstraint("organization_id", "tag_id", "lot_id"),
        CheckConstraint(
            "(item_id IS NOT NULL AND location_id IS NULL AND lot_id IS NULL) OR "
            "(item_id IS NULL AND location_id IS NOT NULL AND lot_id IS NULL) OR "
            "(item_id IS NULL AND location_id IS NULL AND lot_id IS NOT NULL)",
            name="of_one",
        ),
        tenant_fk("tag_id", "tags")[0],  # these are its indexes:
        *(
            Index(
                f"ix_taggings_{key}", "organization_id", "tag_id", "item_archived", key, "item_id"
            )
            for key in KEYS
        ),
        *tenant_fk("item_id", "items"),
        *tenant_fk("location_id", "locations"),
        *tenant_fk("lot_id", "lots"),
    )

    tag_id: Mapped[UUID]
    item_id: Mapped[UUID | None]
    location_id: Mapped[UUID | None]
    lot_id: Mapped[UUID | None]
    item_name_key: Mapped[str | None] = mapped_column(plain(200))
    item_sku_key: Mapped[str | None] = mapped_column(plain(200))
    item_created_at: Mapped[datetime | None]
    item_updated_at: Mapped[datetime | None]
    item_archived: Mapped[bool | None]


keeps_item_keys(cast("Table", Tagging.__table__))
