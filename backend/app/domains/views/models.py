"""Views of lists, kept by people for themselves or for everybody."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Versioned


class Screen(StrEnum):
    STOCK = "stock"
    ITEMS = "items"
    MOVEMENTS = "movements"
    LOCATIONS = "locations"


class SavedView(Versioned):
    """What stands in the address of a list, under a name. Its owner's alone unless shared."""

    __tablename__ = "saved_views"
    __table_args__ = (
        Index(None, "organization_id", "position", "id"),
        Index(None, "owner_id"),
    )

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    screen: Mapped[Screen]
    name: Mapped[str] = mapped_column(String(200))
    search: Mapped[str] = mapped_column(String(2000))
    shared: Mapped[bool]
    position: Mapped[int]
