"""Spreadsheets in and out: every bad cell named, and nothing done before it is said to be done."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import sign_in

HEADER = "Item Name,Item No.,Category,Qty,Location,Purchase Cost,Colour"


@pytest.fixture
def imports(page: Page) -> Page:
    sign_in(page)
    page.goto("/test-org/imports")
    expect(page.get_by_role("heading", level=1, name="Imports")).to_be_visible()
    return page


def bring(page: Page, path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)


def test_bad_cells_are_named_and_nothing_is_done(
    imports: Page, tmp_path: Path, look: Callable[[], None]
) -> None:
    name = f"tie {tmp_path.name}"
    file = tmp_path / "snipe.csv"
    bring(
        imports,
        file,
        HEADER,
        f"{name},,,many,Main store,0.05,black",
        "Gloves,,,18,Main store,free,blue",
        ",,,4,Main store,,",
    )
    commit = imports.get_by_role("button", name=re.compile("^Import "))
    expect(imports.get_by_role("heading", name="3 bad cells")).to_be_visible()
    expect(commit).to_be_disabled()
    faults = imports.get_by_label("3 bad cells").last
    for words in ("Row 2", "Row 3", "Row 4", "Qty", "Purchase Cost", "Item Name"):
        expect(faults.get_by_text(words, exact=True).first).to_be_visible()
    look()
    bring(imports, file, HEADER, f"{name},,,5,Main store {name},0.05,black")
    expect(imports.get_by_text("Nothing has been changed yet.")).to_be_visible()
    look()
    imports.get_by_label("Colour becomes").select_option(label="Notes")
    imports.get_by_role("button", name="Read again like this").click()
    expect(imports.get_by_text("Nothing has been changed yet.")).to_be_visible()
    commit.click()
    expect(imports.get_by_role("heading", name="What it did")).to_be_visible()
    did = imports.get_by_role("region", name="What it did")
    expect(did).to_contain_text(re.compile(r"Levels raised\s*1"))
    expect(did).to_contain_text(re.compile(r"New items\s*1"))
    did.get_by_role("link", name="Show its receipt").click()
    expect(imports.get_by_role("link", name=name)).to_be_visible()


def test_a_failed_import_never_says_that_it_was_done(
    imports: Page, tmp_path: Path, allow: Callable[[str], None]
) -> None:
    allow("status of 500")
    bring(imports, tmp_path / "x.csv", "Name,SKU", f"Never {tmp_path.name},")
    commit = imports.get_by_role("button", name=re.compile("^Import "))
    expect(commit).to_be_enabled()
    imports.route("**/commit", lambda route: route.fulfill(status=500, body="{}"))
    commit.click()
    expect(imports.get_by_role("alert")).to_be_visible()
    expect(imports.get_by_role("heading", name="What it did")).to_have_count(0)
    imports.unroute("**/commit")
    commit.click()
    expect(imports.get_by_role("heading", name="What it did")).to_be_visible()


def test_columns_in_another_language_are_named(
    imports: Page, tmp_path: Path, allow: Callable[[str], None], look: Callable[[], None]
) -> None:
    allow("status of 422")
    bring(imports, tmp_path / "de.csv", "Bezeichnung;Anzahl;Lagerort", "Hammer;3;Lager")
    kind = imports.get_by_label("Rows are")
    expect(kind).to_be_focused()
    kind.select_option("stock")
    for column, field in (
        ("Bezeichnung", "Name"),
        ("Anzahl", "Quantity"),
        ("Lagerort", "Place"),
    ):
        imports.get_by_label(f"{column} becomes").select_option(label=field)
    look()
    imports.get_by_role("button", name="Read again like this").click()
    expect(imports.get_by_role("button", name="Import 1 row")).to_be_enabled()


@pytest.mark.screens("desktop")
def test_an_export_holds_as_many_rows_as_it_says(imports: Page) -> None:
    exports = imports.get_by_role("region", name="Exports")
    said = exports.get_by_text(re.compile(r"^[\d,]+ rows$")).first
    expect(said).to_be_visible()
    with imports.expect_download() as download:
        exports.get_by_role("button", name="Items").click()
    assert download.value.suggested_filename == "test-org-items.csv"
    lines = download.value.path().read_text("utf-8-sig").strip().splitlines()
    assert f"{len(lines) - 1:,} rows" == said.inner_text()


def test_a_viewer_may_export_alone(page: Page) -> None:
    sign_in(page, "viewer")
    page.goto("/test-org/imports")
    expect(page.get_by_role("button", name="Stock")).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_count(0)
