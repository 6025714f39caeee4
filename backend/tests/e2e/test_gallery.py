"""What the README shows: the same pages that everybody sees, in the state that tells most."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import sign_in
from tests.e2e.scanner import scan

Picture = Callable[[str], None]


@pytest.fixture
def sheet(page: Page) -> Page:
    """Three things on a receipt, over the stock list."""
    sign_in(page)
    page.goto("/test-org/stock?do=receive")
    opened = page.locator("[data-sheet]")
    expect(opened.get_by_role("combobox").first).to_be_visible()
    strip = opened.locator("[role=status][data-tone]")
    for code, name in (
        ("PRV-MED", "Medical pen"),
        ("FUE-HYD", "Hydrogen fuel"),
        ("CMP-SHD-1", "Shield generator"),
    ):
        scan(page, code)
        expect(strip).to_contain_text(name)
    for item, quantity in (("Medical pen", "100"), ("Hydrogen fuel", "96"), ("Shield", "4")):
        page.get_by_role("textbox", name=f"Quantity of {item}").fill(quantity)
    page.get_by_label("Delivery note").fill("DN 88-2041")
    return page


def test_a_receipt(sheet: Page, picture: Picture) -> None:
    expect(sheet.get_by_role("button", name="Receive 3 lines")).to_be_enabled()
    picture("receive")


def test_an_item(page: Page, picture: Picture) -> None:
    sign_in(page)
    page.goto("/test-org/stock?q=PRV-MED")
    page.locator("main [data-index='0']").click()
    expect(page.get_by_role("heading", name="Ledger")).to_be_visible()
    picture("item")


def test_an_overview(page: Page, picture: Picture) -> None:
    sign_in(page)
    page.goto("/test-org")
    expect(page.get_by_text("42 missing")).to_be_visible()
    expect(page.get_by_role("heading", name="Movements per day")).to_be_visible()
    picture("overview")


def test_a_place(page: Page, picture: Picture) -> None:
    sign_in(page)
    page.goto("/test-org/locations")
    page.get_by_text("Highgate Station").first.click()
    expect(page.get_by_role("heading", level=1, name="Highgate Station")).to_be_visible()
    picture("place")
