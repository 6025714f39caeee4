"""Lists by single keys, and what happens to them while one looks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import sign_in
from tests.e2e.scanner import scan

pytestmark = pytest.mark.screens("desktop")


def row(page: Page, index: int) -> Locator:
    return page.locator(f"[data-index='{index}']")


@pytest.fixture
def stock(page: Page) -> Page:
    sign_in(page)
    page.goto("/test-org/stock")
    expect(row(page, 3)).to_be_visible()
    return page


def test_j_and_k_move_x_selects_and_enter_opens(stock: Page) -> None:
    stock.keyboard.press("j")
    expect(row(stock, 0)).to_be_focused()
    stock.keyboard.press("j")
    expect(row(stock, 1)).to_be_focused()
    stock.keyboard.press("k")
    expect(row(stock, 0)).to_be_focused()
    stock.keyboard.press("x")
    expect(stock.get_by_text("1 selected")).to_be_visible()
    for index in (1, 2):
        stock.keyboard.press("j")
        expect(row(stock, index)).to_be_focused()
    stock.keyboard.press("Shift+X")
    expect(stock.get_by_text("3 selected")).to_be_visible()
    expect(row(stock, 1).get_by_role("checkbox")).to_be_checked()
    expect(row(stock, 2)).to_be_focused()
    stock.keyboard.press("Enter")
    expect(stock).to_have_url(re.compile("/items/[0-9a-f-]{36}"))


def test_its_keys_are_listed_and_can_be_switched_off(stock: Page) -> None:
    expect(stock.get_by_text(re.compile(r"Rows 1 to \d+ of \d+"))).to_be_visible()
    stock.keyboard.press("?")
    dialog = stock.get_by_role("dialog", name="Shortcuts")
    expect(dialog.get_by_text("Select up to the row")).to_be_visible()
    stock.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    stock.goto("/test-org/me")
    stock.get_by_label("Single keys as shortcuts").uncheck()
    stock.goto("/test-org/stock")
    expect(row(stock, 0)).to_be_visible()
    stock.keyboard.press("j")
    stock.wait_for_timeout(300)  # longer than a lone key waits
    expect(row(stock, 0)).not_to_be_focused()
    row(stock, 0).focus()
    stock.keyboard.press("ArrowDown")
    expect(row(stock, 1)).to_be_focused()
    stock.goto("/test-org/me")
    stock.get_by_label("Single keys as shortcuts").check()


def test_what_is_new_shows_at_the_top_and_is_marked(page: Page) -> None:
    sign_in(page)
    page.goto("/test-org/movements")
    expect(row(page, 3)).to_be_visible()
    page.keyboard.press("r")
    sheet = page.locator("[data-sheet]")
    expect(sheet.get_by_role("combobox").first).to_be_focused()
    scan(page, "PRV-WTR")
    expect(sheet.get_by_role("textbox", name="Quantity of Drinking water")).to_have_value("1")
    page.keyboard.press("Control+Enter")
    expect(row(page, 0)).to_contain_text("Drinking water")
    expect(row(page, 0)).to_have_attribute("data-changed", "true")
    expect(row(page, 1)).not_to_have_attribute("data-changed", "true")
    expect(row(page, 0)).to_be_in_viewport()
    expect(row(page, 0)).not_to_have_attribute("data-changed", "true")


def test_what_changes_out_of_sight_is_said_and_the_list_stays(
    page: Page, look: Callable[[], None]
) -> None:
    page.set_viewport_size({"width": 1280, "height": 600})
    sign_in(page)
    page.goto("/test-org/movements")
    expect(row(page, 0)).to_be_visible()
    page.get_by_role("region", name="Movements").focus()
    page.keyboard.press("End")
    expect(row(page, 0)).not_to_be_in_viewport()
    page.keyboard.press("r")
    sheet = page.locator("[data-sheet]")
    expect(sheet.get_by_role("combobox").first).to_be_focused()
    scan(page, "PRV-WTR")
    expect(sheet.get_by_role("textbox", name="Quantity of Drinking water")).to_have_value("1")
    page.keyboard.press("Control+Enter")
    above = page.get_by_role("button", name="1 change above")
    expect(above).to_be_visible()
    look()
    expect(row(page, 0)).not_to_be_in_viewport()
    above.click()
    expect(row(page, 0)).to_be_focused()
    expect(row(page, 0)).to_contain_text("Drinking water")
    expect(above).to_be_hidden()
