"""What is wrong with a file, and with a cell of it: named as the person sees it in the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import Invalid

MOST_NAMED = 1000  # faults in one answer; their number is always told


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be used. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str | None  # None: the row as a whole
    message: str
    code: str

    def as_json(self) -> dict[str, Any]:
        pointer = f"/rows/{self.row}"
        if self.column is not None:
            pointer += "/" + self.column.replace("~", "~0").replace("/", "~1")
        return {
            "pointer": pointer,
            "message": self.message,
            "code": self.code,
            "row": self.row,
            "column": self.column,
        }


class CellRefused(Exception):
    """Raised by whoever reads a cell, and caught where row and column are known."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class BadCells(Invalid):
    """Nothing was written: the faults are all told, to be put right at once."""

    code = "bad_cells"

    def __init__(self, faults: Sequence[CellFault]) -> None:
        cells = "1 cell" if len(faults) == 1 else f"{len(faults)} cells"
        super().__init__(
            f"{cells} cannot be used; nothing was written.",
            errors=as_json(faults),
            error_count=len(faults),
        )


class BadFile(Invalid):
    """The file as a whole cannot be read; `code` says why."""

    def __init__(self, code: str, detail: str, at: str = "/body/file") -> None:
        self.code = code  # type: ignore[misc]  # one class for a dozen codes of one meaning
        super().__init__(detail, at=at)


def as_json(faults: Sequence[CellFault]) -> list[dict[str, Any]]:
    """The first of them, in the order of the sheet."""
    ordered = sorted(faults, key=lambda fault: fault.row)
    return [fault.as_json() for fault in ordered[:MOST_NAMED]]
