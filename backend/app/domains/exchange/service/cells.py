"""From the text of a cell to its value, exactly, or a refusal that says what would be right."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from app.core.quantities import MAX_HELD, MAX_MOVED, decimal, to_minor, to_scaled
from app.domains.catalog.models import Tracking
from app.domains.exchange.models import Dates
from app.domains.exchange.service.faults import CellRefused
from app.domains.locations.models import LocationKind
from app.domains.stock.schemas import EARLIEST

PLAIN = re.compile(r"-?\d+(\.\d+)?|-?\.\d+")
# 1,234,567 and 1,234.5 and 1.234,5 and 1 234,5: read one way only
GROUPED = re.compile(
    r"(?P<whole>-?\d{1,3}(?P<mark>[,.'\u2019 \u00a0\u202f])\d{3}(?:(?P=mark)\d{3})*)"
    r"(?:(?!(?P=mark))(?P<point>[.,])(?P<rest>\d+))?"
)
COMMA = re.compile(r"(-?\d+),(\d+)")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
PARTS = re.compile(r"(\d{1,4})([/.\-])(\d{1,2})\2(\d{1,4})")
WRITE = "write it as 1234.5, without separators"
RIGHT_DATE = "write it as 2024-03-31"
ORDERS = {Dates.MDY: (2, 0, 1), Dates.DMY: (2, 1, 0), Dates.YMD: (0, 1, 2)}  # of year, month, day


def text(cell: str, longest: int) -> str:
    if len(cell) > longest:
        raise CellRefused("too_long", f"must have at most {longest} characters")
    return cell


def number(cell: str) -> Decimal:
    """A decimal. Separators of thousands are taken where they can be nothing else."""
    if not cell.isascii() and any(sign.isdigit() and not sign.isascii() for sign in cell):
        raise CellRefused("not_a_number", f"must be a number; {WRITE}")
    if PLAIN.fullmatch(cell):
        return _decimal(cell)
    if found := GROUPED.fullmatch(cell):
        groups = found["whole"].count(found["mark"])
        if found["mark"] in ",." and groups == 1 and found["point"] is None:
            says = f"{cell} can be {cell.replace(',', '')} or {cell.replace(',', '.')}; {WRITE}"
            raise CellRefused("thousands", says)
        whole = found["whole"].replace(found["mark"], "")
        return _decimal(f"{whole}.{found['rest'] or '0'}")
    if found := COMMA.fullmatch(cell):
        return _decimal(f"{found[1]}.{found[2]}")
    raise CellRefused("not_a_number", f"must be a number; {WRITE}")


def _decimal(cell: str) -> Decimal:
    try:
        return decimal(cell)
    except ValueError as error:
        raise CellRefused("not_a_number", str(error)) from None


def level(cell: str) -> Decimal:
    """A quantity as a level has it: 0 or more, up to 6 decimals."""
    value = number(cell)
    if value < 0:
        raise CellRefused("negative", "must be 0 or more")
    if value >= MAX_MOVED:
        raise CellRefused("too_large", f"must be below {MAX_MOVED}")
    try:
        to_scaled(value)
    except ValueError as error:
        raise CellRefused("too_fine", str(error)) from None
    return value


def money(cell: str, currency: str) -> int:
    """An amount in minor units of the organization's currency."""
    value = number(cell)
    if value < 0:
        raise CellRefused("negative", "must be 0 or more")
    if value >= MAX_HELD:
        raise CellRefused("too_large", f"must be below {MAX_HELD}")
    try:
        return to_minor(value, currency)
    except ValueError as error:
        raise CellRefused("too_fine", f"{error}, the smallest there is of {currency}") from None


def whole(cell: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", cell) or int(cell) > most:
        raise CellRefused("not_a_number", f"must be a whole number from 0 to {most}")
    return int(cell)


@dataclass(frozen=True, slots=True)
class DateOrder:
    """How a file writes dates: as its sender said, or else as those that tell show."""

    said: Dates | None = None
    shown: Dates | None = None


def order_among(cells: Iterable[str]) -> Dates | None:
    """The order in which a column writes its dates, if those that tell agree."""
    found = {_shown(*parts.groups()) for cell in cells if (parts := PARTS.fullmatch(cell))}
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _shown(first: str, mark: str, second: str, _last: str) -> Dates | None:
    """What a date with slashes tells by a number above 12."""
    if len(first) > 2 or mark == "." or (int(first) > 12) is (int(second) > 12):
        return None
    return Dates.DMY if int(first) > 12 else Dates.MDY


def day(cell: str, order: DateOrder) -> date:
    if found := ISO.fullmatch(cell):
        return _date(*map(int, found.groups()))
    parts = PARTS.fullmatch(cell)
    if parts is None:
        raise CellRefused("not_a_date", f"must be a date; {RIGHT_DATE}")
    first, mark, second, last = parts.groups()
    dotted = Dates.DMY if mark == "." else None
    known = order.said or dotted or _shown(*parts.groups()) or order.shown
    if len(first) > 2:
        known = Dates.YMD
    elif known is None and (int(first) == int(second) or min(int(first), int(second)) > 12):
        known = Dates.MDY  # or the other: the same day, or none
    if known is None:
        says = f"{cell} can be two days; say dates mdy or dmy, or {RIGHT_DATE}"
        raise CellRefused("ambiguous_date", says)
    year, month, day = ((first, second, last)[place] for place in ORDERS[known])
    return _date(_year(year), int(month), int(day))


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year < 70 else 1900)
    return year


def _date(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise CellRefused("not_a_date", f"there is no such day; {RIGHT_DATE}") from None
    if found < EARLIEST.date():
        raise CellRefused("too_early", "must be in 1900 or later")
    return found


def moment(cell: str, order: DateOrder) -> datetime:
    """A time; a date alone is its first moment, and one without a zone is taken for UTC."""
    found = day(cell, order)
    if not ISO.fullmatch(cell) or len(cell) <= len("2024-03-31"):
        return datetime.combine(found, time.min, UTC)
    try:
        at = datetime.fromisoformat(cell)
        at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        says = f"must be a date, or a time such as 2024-03-31T12:00Z; {RIGHT_DATE}"
        raise CellRefused("not_a_date", says) from None
    return at


def tracking(cell: str) -> Tracking:
    try:
        return Tracking(cell.casefold())
    except ValueError:
        raise CellRefused("not_a_choice", "must be stock or serialized") from None


def place_kind(cell: str) -> LocationKind:
    kinds = [kind for kind in LocationKind if kind is not LocationKind.VIRTUAL]
    if cell.casefold() not in kinds:
        raise CellRefused("not_a_choice", f"must be one of {', '.join(kinds)}")
    return LocationKind(cell.casefold())
