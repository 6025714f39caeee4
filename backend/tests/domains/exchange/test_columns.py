import pytest

from app.core.errors import InvalidFields
from app.domains.exchange.models import ImportKind
from app.domains.exchange.service import columns, sheets
from app.domains.exchange.service.exports import LAYOUTS
from app.domains.exchange.service.faults import BadFile
from tests.domains.exchange.files import ACCESSORIES, CONSUMABLES, HOMEBOX, SNIPE_LOCATIONS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (CONSUMABLES, ImportKind.STOCK),
        (ACCESSORIES, ImportKind.STOCK),
        (HOMEBOX, ImportKind.STOCK),
        (SNIPE_LOCATIONS, ImportKind.LOCATIONS),
        ("Location Path,Kind\na,bin\n", ImportKind.LOCATIONS),
        ("Name,Category,Min Qty\na,b,1\n", ImportKind.ITEMS),
    ],
)
def test_the_headers_tell_what_the_rows_are(text: str, kind: ImportKind) -> None:
    assert columns.recognised(sheets.read(text.encode()).columns) is kind


@pytest.mark.parametrize("header", ["Name,Asset Tag,Category", "Name,Notes", "QTY,Location", "x,y"])
def test_headers_that_do_not_tell_are_asked_about(header: str) -> None:
    with pytest.raises(BadFile) as refusal:
        columns.recognised(header.split(","))
    assert refusal.value.code == "kind_unknown"


def test_our_own_files_are_known_again() -> None:
    for kind, layout in LAYOUTS.items():
        header = list(layout.columns)
        assert columns.recognised(header).value == kind.value
        assert set(columns.mapped(ImportKind(kind), header, {})) == set(header)


def test_snipe_its_columns_have_their_homes() -> None:
    header = sheets.read(CONSUMABLES.encode()).columns
    assert columns.mapped(ImportKind.STOCK, header, {}) == {
        "Name": "name",
        "Category": "category",
        "Manufacturer": "manufacturer",
        "QTY": "quantity",
        "Location": "location",
        "Order Number": "reference",
        "Min Amount": "min_level",
        "Model Number": "model_number",
        "Item Number": "sku",
        "Notes": "notes",
        "Purchase Date": "occurred_at",
        "Purchase Cost": "unit_cost",
    }


def test_the_caller_decides_over_the_headers() -> None:
    header = ["Name", "Titel", "QTY", "Location", "Notes"]
    wanted = {"Titel": "name", "Notes": None}
    found = columns.mapped(ImportKind.STOCK, header, wanted)
    assert found == {"Titel": "name", "QTY": "quantity", "Location": "location"}


def test_a_mapping_that_cannot_be_used_says_where() -> None:
    wanted = {"A/B": "name", "Gone": "name", "X": "nonsense", "Name": "sku", "Y": "sku"}
    with pytest.raises(InvalidFields) as refusal:
        columns.mapped(ImportKind.ITEMS, ["Name", "A/B", "X", "Y"], wanted)
    found = {fault["pointer"]: fault["code"] for fault in refusal.value.more["errors"]}
    assert found == {
        "/body/mapping/Gone": "column_unknown",
        "/body/mapping/X": "field_unknown",
        "/body/mapping/Y": "field_twice",
    }


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        (ImportKind.ITEMS, ["x"]),
        (ImportKind.STOCK, ["Name", "QTY"]),
        (ImportKind.STOCK, ["Name", "Location"]),
        (ImportKind.LOCATIONS, ["Kind"]),
    ],
)
def test_a_column_that_is_needed_is_asked_for(kind: ImportKind, header: list[str]) -> None:
    with pytest.raises(BadFile) as refusal:
        columns.mapped(kind, header, {})
    assert refusal.value.code == "column_missing"
