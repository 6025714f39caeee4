"""CSV whose cells no spreadsheet takes for a formula, and the way back.

`told_apart` and `as_written` undo each other for every text: what is guarded starts a formula, an
apostrophe before it or not, so that exactly our own apostrophe is taken away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# what a spreadsheet acts upon, also in its full-width form, also behind quotes and blanks
STARTS = re.compile(
    r"[ \x0b\x0c\u00a0\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
    r"'\"`\u2018-\u201f\uff02\uff07]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20\u2212]"
)
GUARD = "'"


def told_apart(text: str) -> str:
    """`text` as a cell that is text for certain."""
    return GUARD + text if STARTS.match(text) else text


def as_written(cell: str) -> str:
    """The text that `told_apart` was given."""
    return cell[1:] if cell.startswith(GUARD) and STARTS.match(cell, 1) else cell


def csv_of(rows: Iterable[Sequence[Any]]) -> str:
    """RFC 4180. Text is told apart from formulas; our own numbers and dates are none."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(map(_cells, rows))
    return out.getvalue()


def _cells(row: Sequence[Any]) -> Iterator[str]:
    for value in row:
        yield told_apart(value) if isinstance(value, str) else "" if value is None else str(value)
