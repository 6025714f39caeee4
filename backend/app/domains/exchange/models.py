"""Files that were brought in, and what became of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Versioned, tenant_fk


class ImportKind(StrEnum):
    """What each row of a file is about."""

    ITEMS = "items"
    LOCATIONS = "locations"
    STOCK = "stock"


class Dates(StrEnum):
    """The order of day, month and year in a date that does not tell by itself."""

    MDY = "mdy"
    DMY = "dmy"
    YMD = "ymd"


class ImportStatus(StrEnum):
    UPLOADED = "uploaded"
    COMMITTED = "committed"


class Import(Versioned):
    """A file with how it is read. Its rows become things once, when it is committed."""

    __tablename__ = "imports"
    __table_args__ = (
        Index(None, "organization_id", "created_at", "id"),
        *tenant_fk("posting_id", "postings"),
        Index(None, "actor_id"),
    )

    file_name: Mapped[str] = mapped_column(String(200))
    # the truth about a file is its bytes; no list and no line of the activity log carries them
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info={"secret": True})
    encoding: Mapped[str] = mapped_column(String(16))
    delimiter: Mapped[str] = mapped_column(String(1))
    kind: Mapped[ImportKind]
    dates: Mapped[Dates | None]
    columns: Mapped[list[str]] = mapped_column(JSON)
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)
    rows: Mapped[int]
    status: Mapped[ImportStatus]
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSON, info={"secret": True})
    fault_count: Mapped[int]
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    committed_at: Mapped[datetime | None]
    posting_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    @property
    def left_out(self) -> list[str]:
        return [column for column in self.columns if column not in self.mapping]
