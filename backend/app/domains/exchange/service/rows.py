"""From cells to values: the rows of a file as they are meant, and every cell that means nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from app.domains.exchange.models import Dates, ImportKind
from app.domains.exchange.service import cells, columns, paths, sheets
from app.domains.exchange.service.cells import DateOrder
from app.domains.exchange.service.faults import CellFault, CellRefused
from app.domains.exchange.service.sheets import Line, Sheet

Parser: TypeAlias = Callable[[str], Any]
DATED = {"expires_on", "occurred_at"}
LONGEST = {
    "name": 200,
    "sku": 64,
    "barcode": 64,
    "unit": 16,
    "manufacturer": 200,
    "model_number": 200,
    "notes": 10_000,
    "lot": 64,
    "reference": 200,
    "code": 64,
}


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says, by field; a field whose cell is empty says nothing."""

    number: int
    values: dict[str, Any]

    def get(self, field: str) -> Any:
        return self.values.get(field)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, before anybody asks what the organization has."""

    sheet: Sheet
    kind: ImportKind
    mapping: dict[str, str]
    dates: Dates | None
    rows: list[Row]
    faults: list[CellFault]

    @property
    def left_out(self) -> list[str]:
        """The columns that have no home here."""
        return [column for column in self.sheet.columns if column not in self.mapping]

    def column(self, *fields: str) -> str | None:
        """The column of the first of `fields` that has one, for a fault to name."""
        by_field = {field: column for column, field in self.mapping.items()}
        return next((by_field[field] for field in fields if field in by_field), None)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the sender said about the file, where they said something."""

    kind: ImportKind | None = None
    mapping: Mapping[str, str | None] | None = None
    dates: Dates | None = None


def read(content: bytes, wishes: Wishes, currency: str) -> Reading:
    """The rows of the file; a `BadFile` where it cannot be read at all."""
    sheet = sheets.read(content)
    kind = wishes.kind or columns.recognised(sheet.columns)
    mapping = columns.mapped(kind, sheet.columns, wishes.mapping or {})
    parsers = _parsers(kind, sheet, mapping, wishes.dates, currency)
    spoilt = {fault.row for fault in sheet.faults}
    reading = Reading(sheet, kind, mapping, wishes.dates, [], list(sheet.faults))
    for line in sheet.lines:
        if line.number in spoilt:
            continue
        row, faults = _row(line, mapping, parsers)
        faults += _missing(reading, row, faults)
        reading.faults.extend(faults)
        if not faults:
            reading.rows.append(row)
    return reading


def _row(
    line: Line, mapping: Mapping[str, str], parsers: Mapping[str, Parser]
) -> tuple[Row, list[CellFault]]:
    row, faults = Row(line.number, {}), []
    for column, field in mapping.items():
        cell = line.cells.get(column)
        if cell is None:
            continue
        try:
            row.values[field] = parsers[field](cell)
        except CellRefused as refusal:
            faults.append(CellFault(line.number, column, f"{column} {refusal}", refusal.code))
    return row, faults


def _parsers(
    kind: ImportKind, sheet: Sheet, mapping: Mapping[str, str], dates: Dates | None, currency: str
) -> dict[str, Parser]:
    parsers: dict[str, Parser] = {
        field: partial(cells.text, longest=longest) for field, longest in LONGEST.items()
    }
    parsers |= dict.fromkeys(("category", "location", "parent"), paths.read)
    parsers |= dict.fromkeys(("quantity", "min_level", "max_level"), cells.level)
    parsers["unit_cost"] = partial(cells.money, currency=currency)
    parsers["quality"] = partial(cells.whole, most=1000)
    parsers["tracking"], parsers["kind"] = cells.tracking, cells.place_kind
    if kind is ImportKind.LOCATIONS:
        parsers["name"] = paths.read
    for column, field in mapping.items():
        if field in DATED:
            written = {line.cells[column] for line in sheet.lines if column in line.cells}
            order = DateOrder(dates, cells.order_among(written))
            parse = cells.day if field == "expires_on" else cells.moment
            parsers[field] = partial(parse, order=order)
    return parsers


def _missing(reading: Reading, row: Row, faults: list[CellFault]) -> Iterator[CellFault]:
    """What the row would have to say besides."""
    told = {fault.column for fault in faults}

    def lacks(field: str, message: str, code: str = "missing") -> Iterator[CellFault]:
        column = reading.column(field)
        if field not in row.values and column not in told:
            yield CellFault(row.number, column, message, code)

    if reading.kind is ImportKind.LOCATIONS:
        yield from lacks("name", "The place has no name.")
    elif "sku" not in row.values:
        yield from lacks("name", "Neither a name nor a SKU says which item this is.")
    if "quantity" in row.values:
        yield from lacks("location", "The quantity needs a location: where is it?")
    if {"quality", "expires_on"} & row.values.keys():
        yield from lacks("lot", "Quality and expiry belong to a lot: name one.")
