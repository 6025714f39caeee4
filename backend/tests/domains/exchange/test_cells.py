from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import formulas
from app.core.quantities import canonical, from_scaled
from app.domains.catalog.models import Tracking
from app.domains.exchange.models import Dates
from app.domains.exchange.service import cells, paths
from app.domains.exchange.service.cells import DateOrder
from app.domains.exchange.service.faults import CellRefused
from app.domains.exchange.service.sheets import BLANKS
from app.domains.locations.models import LocationKind


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", "12"),
        ("12.50", "12.5"),
        (".5", "0.5"),
        ("12,5", "12.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1.234", "1.234"),
        ("1 234", "1234"),
        ("1\u00a0234,5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("1234,567", "1234.567"),
    ],
)
def test_numbers_as_people_write_them(cell: str, value: str) -> None:
    assert cells.level(cell) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1,234", "thousands"),
        ("abc", "not_a_number"),
        ("1e3", "not_a_number"),
        ("NaN", "not_a_number"),
        ("١٢", "not_a_number"),
        ("1²", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("$5", "not_a_number"),
        ("9" * 60, "not_a_number"),
        ("-1", "negative"),
        ("1000000000", "too_large"),
        ("0.0000001", "too_fine"),
    ],
)
def test_what_is_no_quantity_says_why(cell: str, code: str) -> None:
    with pytest.raises(CellRefused) as refusal:
        cells.level(cell)
    assert refusal.value.code == code


@given(st.integers(0, 10**15 - 1))
def test_every_quantity_is_read_as_it_is_written(scaled: int) -> None:
    value = from_scaled(scaled)
    assert cells.level(str(value)) == canonical(value)


def test_money_is_exact_in_the_currency() -> None:
    assert cells.money("35.2", "EUR") == 3520
    assert cells.money("35", "JPY") == 35
    for cell, currency, code in [
        ("35.201", "EUR", "too_fine"),
        ("0.5", "JPY", "too_fine"),
        ("-1", "EUR", "negative"),
        ("1000000000000", "EUR", "too_large"),
    ]:
        with pytest.raises(CellRefused) as refusal:
            cells.money(cell, currency)
        assert refusal.value.code == code


NOT_SAID = DateOrder()


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2024-03-31", NOT_SAID, date(2024, 3, 31)),
        ("2024/3/31", DateOrder(Dates.DMY), date(2024, 3, 31)),
        ("3/31/24", NOT_SAID, date(2024, 3, 31)),
        ("31/3/2024", NOT_SAID, date(2024, 3, 31)),
        ("3.4.2024", NOT_SAID, date(2024, 4, 3)),
        ("3.4.2024", DateOrder(shown=Dates.MDY), date(2024, 4, 3)),
        ("3.4.2024", DateOrder(Dates.MDY), date(2024, 3, 4)),
        ("3/4/24", DateOrder(Dates.MDY), date(2024, 3, 4)),
        ("3/4/24", DateOrder(shown=Dates.DMY), date(2024, 4, 3)),
        ("24-4-3", DateOrder(Dates.YMD), date(2024, 4, 3)),
        ("5/5/99", NOT_SAID, date(1999, 5, 5)),
    ],
)
def test_dates_as_people_write_them(cell: str, order: DateOrder, day: date) -> None:
    assert cells.day(cell, order) == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("3/4/24", "ambiguous_date"),
        ("2024-02-30", "not_a_date"),
        ("soon", "not_a_date"),
        ("13/13/2024", "not_a_date"),
        ("0001-01-01", "too_early"),
        ("2/28/123", "too_early"),
    ],
)
def test_what_is_no_date_says_why(cell: str, code: str) -> None:
    with pytest.raises(CellRefused) as refusal:
        cells.day(cell, NOT_SAID)
    assert refusal.value.code == code


def test_the_dates_that_tell_decide_for_the_column() -> None:
    assert cells.order_among(["3/4/24", "3/31/24", "2024-01-01"]) is Dates.MDY
    assert cells.order_among(["3/4/24", "31/3/24", "2024/13/01"]) is Dates.DMY
    assert cells.order_among(["3/31/24", "31/3/24"]) is None
    assert cells.order_among(["3/4/24", "soon", "31.3.24"]) is None


def test_moments_are_utc() -> None:
    assert cells.moment("2024-03-31", NOT_SAID) == datetime(2024, 3, 31, tzinfo=UTC)
    assert cells.moment("2024-03-31T12:00", NOT_SAID) == datetime(2024, 3, 31, 12, tzinfo=UTC)
    east = cells.moment("2024-03-31 12:00+02:00", NOT_SAID)
    assert east == datetime(2024, 3, 31, 10, tzinfo=UTC)
    assert east.utcoffset() == timedelta(0)
    with pytest.raises(CellRefused):
        cells.moment("2024-03-31 noon", NOT_SAID)


def test_choices_and_whole_numbers() -> None:
    assert cells.tracking("Serialized") is Tracking.SERIALIZED
    assert cells.place_kind("SHIP") is LocationKind.SHIP
    assert cells.whole("1000", 1000) == 1000
    for refused in (
        lambda: cells.tracking("both"),
        lambda: cells.place_kind("virtual"),
        lambda: cells.whole("1001", 1000),
        lambda: cells.whole("1.5", 1000),
        lambda: cells.text("xx", 1),
    ):
        with pytest.raises(CellRefused):
            refused()


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\tx",
        "\rx",
        "\nx",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        "'=1",
        '"=1',
        " =1",
        "'' +1",
    ],
)
def test_no_cell_starts_a_formula(text: str) -> None:
    assert formulas.told_apart(text) == f"'{text}"


signs = st.text(st.sampled_from("'\"= +-@\tab\r\n\uff1d \u200b1"), max_size=8) | st.text(
    max_size=20
)


@pytest.mark.untraced  # goes over the same lines again and again: half the time
@given(signs)
def test_what_is_guarded_comes_back(text: str) -> None:
    cell = formulas.told_apart(text)
    assert formulas.as_written(cell) == text
    assert not cell or cell[0] == "'" or not formulas.STARTS.match(cell)


words = st.text(st.sampled_from("ab/\\ "), min_size=1, max_size=12)
names = words.map(lambda text: text.strip(BLANKS)).filter(bool)


@given(st.lists(names, min_size=1, max_size=5))
def test_paths_come_back(path: list[str]) -> None:
    assert paths.read(paths.written(path)) == tuple(path)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("a / / b", "path"),
        ("/", "path"),
        (" / ".join("a" * 33), "too_deep"),
        ("a" * 201, "too_long"),
    ],
)
def test_what_is_no_path_says_why(cell: str, code: str) -> None:
    with pytest.raises(CellRefused) as refusal:
        paths.read(cell)
    assert refusal.value.code == code
