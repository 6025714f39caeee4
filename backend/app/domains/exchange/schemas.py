"""Wire shapes of imports."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.quantities import Held
from app.core.schemas import Id, Schema
from app.domains.exchange.models import Dates, ImportKind, ImportStatus

Mapping = Annotated[
    dict[Annotated[str, Field(max_length=200)], Annotated[str, Field(max_length=64)] | None],
    Field(max_length=200),
]


class CellFaultRead(Schema):
    """A cell that cannot be used, as the person sees it in the sheet: its header is row 1."""

    pointer: str
    message: str
    code: str
    row: int
    column: str | None = Field(description="Null: the row as a whole.")


class Outcome(Schema):
    """What an import does, in numbers."""

    categories_created: int
    locations_created: int
    locations_changed: int
    items_created: int
    items_changed: int
    levels_raised: int = Field(description="Differences that are received.")
    levels_lowered: int = Field(description="Differences that are adjusted away.")
    rows_unchanged: int = Field(description="Rows that change nothing.")
    left_out: list[str] = Field(description="Columns that have no home here.")


class ImportRead(Schema):
    id: Id
    file_name: str
    kind: ImportKind
    status: ImportStatus
    rows: int = Field(description="Below the header, empty ones not counted.")
    columns: list[str]
    mapping: dict[str, str] = Field(description="Which field each column says.")
    left_out: list[str] = Field(description="Columns that have no home here.")
    dates: Dates | None
    encoding: str
    delimiter: str
    errors: list[CellFaultRead] = Field(description="Cells that cannot be read; 1,000 at most.")
    error_count: int
    report: Outcome | None = Field(description="What it did, once it is committed.")
    posting_id: Id | None = Field(description="The sheet of its movements, if it took any.")
    committed_at: datetime | None
    actor_id: Id | None
    created_at: datetime
    updated_at: datetime
    version: int


class ImportListed(Schema):
    """An import as lists show it."""

    id: Id
    file_name: str
    kind: ImportKind
    status: ImportStatus
    rows: int
    fault_count: int
    posting_id: Id | None
    committed_at: datetime | None
    actor_id: Id | None
    created_at: datetime
    updated_at: datetime
    version: int


class ImportRow(TypedDict):
    """`ImportListed` as the list makes it; a contract test holds the two together."""

    id: Id
    file_name: str
    kind: ImportKind
    status: ImportStatus
    rows: int
    fault_count: int
    posting_id: Id | None
    committed_at: datetime | None
    actor_id: Id | None
    created_at: datetime
    updated_at: datetime
    version: int


class ImportSort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"


class ImportFilter(PageRequest):
    status: ImportStatus | None = None
    sort: ImportSort = ImportSort.NEWEST


class Difference(Schema):
    """A level that the import sets: from what is there now to what the file says."""

    row: int
    item: str
    location: str = Field(description="The path, from the top down.")
    lot: str
    unit: str
    present: Held
    after: Held


class PreviewRow(Schema):
    """A row as it is read: the cells of the mapped columns, by field."""

    row: int
    values: dict[str, str]
    changes: bool


class ImportPreview(Schema):
    """What committing would do now, and every cell that keeps it from being done."""

    id: Id
    kind: ImportKind
    status: ImportStatus
    rows: int
    mapping: dict[str, str]
    outcome: Outcome
    new_categories: list[str] = Field(description="Paths; 100 at most.")
    new_locations: list[str] = Field(description="Paths; 100 at most.")
    new_items: list[str] = Field(description="Names; 100 at most.")
    differences: list[Difference] = Field(description="100 at most.")
    sample: list[PreviewRow] = Field(description="The first 20 rows.")
    errors: list[CellFaultRead] = Field(description="1,000 at most.")
    error_count: int


class ImportReport(Outcome):
    """What the import did."""

    id: Id
    status: ImportStatus
    posting_id: Id | None
    committed_at: datetime
    version: int
