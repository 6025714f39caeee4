"""From bytes to cells: encoding, delimiter, header and rows of a CSV file, within limits."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from unicodedata import normalize

from app.core.formulas import as_written
from app.core.schemas import UNSTORABLE, folded
from app.domains.exchange.service.faults import BadFile, CellFault

MOST_BYTES = 50_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 10_000
DELIMITERS = ",;\t|"
BLANKS = " \t\n\r\x0b\x0c\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)  # what the wire shapes trim; `str.strip` takes more
LOOKED_AT = 50  # records that decide about the delimiter
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# what people send instead of a CSV file
OTHERS = {
    b"PK\x03\x04": "an Excel or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
}


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of a row, by column; empty ones left out. `number` is the spreadsheet's."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    encoding: str
    delimiter: str
    columns: list[str]
    lines: list[Line]
    faults: list[CellFault]


def read(content: bytes) -> Sheet:
    """The sheet in `content`. Raises `BadFile` where the file as a whole cannot be used."""
    text, encoding = _decoded(content)
    text, told = _after_sep_line(text)
    delimiter = told or _delimiter(text)
    records = _records(text, delimiter, first=2 if told else 1)
    number, header = next(((n, cells) for n, cells in records if any(cells)), (0, []))
    if not header:
        raise BadFile("empty_file", "The file is empty: it needs a header and rows below it.")
    return _sheet(encoding, delimiter, header, records, number)


def _sheet(
    encoding: str,
    delimiter: str,
    header: list[str],
    records: Iterator[tuple[int, list[str]]],
    number: int,
) -> Sheet:
    columns = _columns(header)
    lines: list[Line] = []
    faults: list[CellFault] = []
    for at, cells in records:
        if not any(cells):
            continue
        if len(lines) >= MOST_ROWS:
            raise BadFile("too_many_rows", f"The file has more than {MOST_ROWS} rows; split it.")
        faults += _misfits(at, cells, columns)
        named = zip(columns, cells, strict=False)
        lines.append(Line(at, {column: cell for column, cell in named if cell}))
    _refuse_nameless(columns, lines)
    if not lines and not faults:
        raise BadFile("no_rows", f"There is no row below the header in row {number}.")
    used = [column for column in columns if column]
    return Sheet(encoding, delimiter, used, lines, faults)


def _decoded(content: bytes) -> tuple[str, str]:
    if len(content) > MOST_BYTES:
        raise BadFile("too_large", f"The file has more than {MOST_BYTES} bytes; split it.")
    for start, what in OTHERS.items():
        if content.startswith(start):
            raise BadFile("not_csv", f"This is {what}, not CSV: save the sheet as CSV first.")
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return _as(encoding, content[len(mark) :]), encoding
    try:
        return _as("utf-8", content), "utf-8"
    except BadFile as refusal:
        if refusal.code != "bad_encoding":
            raise
        return _as("cp1252", content), "cp1252"


def _as(encoding: str, content: bytes) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        says = f"Line {line} is not text in {encoding}: save the sheet as CSV in UTF-8."
        raise BadFile("bad_encoding", says) from None
    if found := UNSTORABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise BadFile("not_csv", f"Line {line} has signs that no text has: this is not a CSV file.")
    return normalize("NFC", text)


def _after_sep_line(text: str) -> tuple[str, str | None]:
    """Excel's own first line, `sep=;`, which names the delimiter."""
    found = re.match(r"\"?sep=([,;\t|])\"?\r?\n", text, re.IGNORECASE)
    return (text[found.end() :], found[1]) if found else (text, None)


def _delimiter(text: str) -> str:
    """The one that cuts the first records into equally many cells, and into the most."""
    best, most = DELIMITERS[0], (0, 0)
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = []
        try:
            widths = [len(cells) for cells in islice(reader, LOOKED_AT) if cells]
        except csv.Error:  # told for good once the delimiter is known
            continue
        if widths and widths[0] > 1:
            score = (Counter(widths)[widths[0]] * 10 // len(widths), widths[0])
            best, most = (delimiter, score) if score > most else (best, most)
    return best


def _records(text: str, delimiter: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with its number in the sheet; a cell's text trimmed and freed of our guard."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = first - 1
    try:
        for number, cells in enumerate(reader, first):
            yield number, [_trimmed(as_written(_trimmed(cell))) for cell in cells]
    except csv.Error as error:
        if "field larger" in str(error):
            says = f"Row {number + 1} has a cell of more than {LONGEST_CELL} characters."
            raise BadFile("cell_too_long", says) from None
        says = "a quotation mark is not closed, or text follows a closed one"
        raise BadFile("bad_quotes", f"Row {number + 1} cannot be read: {says}.") from None


def _trimmed(cell: str) -> str:
    return cell.strip(BLANKS)


def _columns(header: list[str]) -> list[str]:
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        raise BadFile("too_many_columns", f"The file has more than {MOST_COLUMNS} columns.")
    seen: dict[str, int] = {}
    for place, column in enumerate(header, 1):
        if len(column) > 200:
            raise BadFile("bad_header", f"The header of column {place} is too long.")
        if column and (earlier := seen.setdefault(folded(column), place)) != place:
            says = f"Columns {earlier} and {place} are both called {column}; rename one."
            raise BadFile("duplicate_header", says)
    return header


def _refuse_nameless(columns: list[str], lines: list[Line]) -> None:
    for line in lines:
        if "" in line.cells:
            place = columns.index("") + 1
            says = f"Column {place} has no header, but cells such as the one in row {line.number}."
            raise BadFile("empty_header", says)


def _misfits(number: int, cells: list[str], columns: list[str]) -> Iterator[CellFault]:
    """What is wrong with the shape of a row. Empty cells beyond the header do no harm."""
    if len(cells) < len(columns) or any(cells[len(columns) :]):
        says = f"has {len(cells)} cells, the header {len(columns)}: is a delimiter or quote amiss?"
        yield CellFault(number, None, says, "ragged")
    for column, cell in zip(columns, cells, strict=False):
        if len(cell) > LONGEST_CELL:
            says = f"must have at most {LONGEST_CELL} characters"
            yield CellFault(number, column, says, "too_long")
