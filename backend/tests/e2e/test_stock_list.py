"""The list that people come for first: its address is its state."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import sign_in

SEARCH = "Name, SKU or barcode"


def rows(page: Page) -> list[str]:
    """The names of the items, from the top."""
    return page.locator("[data-index] b").all_inner_texts()


def only_in_stock(page: Page) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("checkbox", name="In stock only").check()


@pytest.fixture
def stock(page: Page) -> Page:
    sign_in(page)
    page.goto("/test-org/stock")
    expect(page.get_by_text("Hydrogen fuel").first).to_be_visible()
    return page


def test_it_shows_what_is_where(stock: Page, picture: Callable[[str], None]) -> None:
    expect(stock.get_by_role("heading", name="Stock")).to_be_visible()
    expect(stock.get_by_text("Highgate Station").first).to_be_visible()
    expect(stock.get_by_role("img", name=re.compile("240 SCU on hand"))).to_be_visible()
    picture("stock")


def test_its_address_is_the_view(stock: Page, newcomer: Callable[[], Page]) -> None:
    stock.get_by_role("searchbox", name=SEARCH).fill("ore")
    expect(stock).to_have_url(re.compile("q=ore"))
    only_in_stock(stock)
    expect(stock).to_have_url(re.compile("held=true"))
    expect(stock.get_by_text("Hydrogen fuel")).to_have_count(0)
    seen = rows(stock)
    assert seen
    other = newcomer()
    sign_in(other)
    other.goto(stock.url)
    expect(other.get_by_role("searchbox", name=SEARCH)).to_have_value("ore")
    expect(other.locator("[data-index]").first).to_be_visible()
    assert rows(other) == seen


def test_back_undoes_a_filter(stock: Page) -> None:
    before = rows(stock)
    only_in_stock(stock)
    expect(stock.get_by_role("button", name=re.compile("Level"))).to_be_visible()
    stock.go_back()
    expect(stock.get_by_role("button", name=re.compile("Level"))).to_be_hidden()
    expect(stock.locator("[data-index='1']")).to_be_visible()
    assert rows(stock)[:4] == before[:4]  # the open filters leave room for few rows on a phone


def test_nothing_found_is_not_nothing_there(stock: Page) -> None:
    stock.get_by_role("searchbox", name=SEARCH).fill("no such thing")
    expect(stock.get_by_role("heading", name="Nothing matches these filters")).to_be_visible()
    stock.get_by_role("link", name="Clear the filters").click()
    expect(stock.get_by_text("Hydrogen fuel").first).to_be_visible()


@pytest.mark.screens("desktop")
def test_a_click_on_a_heading_sorts(stock: Page) -> None:
    stock.get_by_role("button", name="On hand").click()
    expect(stock).to_have_url(re.compile("sort=-on_hand"))
    heading = stock.get_by_role("columnheader", name="On hand")
    expect(heading).to_have_attribute("aria-sort", "descending")
    stock.get_by_role("button", name="On hand").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")


@pytest.mark.screens("desktop")
def test_columns_are_chosen_and_remembered(stock: Page) -> None:
    stock.get_by_role("button", name="Columns").click()
    stock.get_by_role("menuitemcheckbox", name="Lot, expiry").click()
    stock.keyboard.press("Escape")
    expect(stock.get_by_role("columnheader", name="Lot, expiry")).to_be_hidden()
    stock.reload()
    expect(stock.get_by_role("columnheader", name="Location")).to_be_visible()
    expect(stock.get_by_role("columnheader", name="Lot, expiry")).to_be_hidden()


def test_a_view_is_saved_under_a_name(stock: Page) -> None:
    stock.get_by_role("searchbox", name=SEARCH).fill("fuel")
    stock.get_by_role("button", name="Save view").click()
    dialog = stock.get_by_role("dialog", name="Save view")
    dialog.get_by_label("Name of the view").fill("All the fuel")
    dialog.get_by_role("button", name="Save view").click()
    expect(dialog).to_be_hidden()
    stock.get_by_role("link", name="All stock").click()
    expect(stock.get_by_role("searchbox", name=SEARCH)).to_have_value("")
    stock.get_by_role("link", name="All the fuel").click()
    expect(stock.get_by_role("searchbox", name=SEARCH)).to_have_value("fuel")
    stock.get_by_role("button", name="Delete the view All the fuel").click()
    expect(stock.get_by_role("link", name="All the fuel")).to_be_hidden()


@pytest.mark.screens("desktop")
def test_rows_are_walked_and_opened_by_keyboard(stock: Page) -> None:
    stock.locator("[data-index='0']").focus()
    stock.keyboard.press("ArrowDown")
    expect(stock.locator("[data-index='1']")).to_be_focused()
    stock.keyboard.press("End")
    expect(stock.locator("[data-index]").last).to_be_focused()


@pytest.mark.screens("desktop")
def test_it_is_exported(stock: Page) -> None:
    with stock.expect_download() as download:
        stock.get_by_role("button", name="Export").click()
    assert "Hydrogen fuel" in download.value.path().read_text()


@pytest.mark.screens("desktop")
def test_on_paper_there_are_exact_times_and_no_tools(stock: Page) -> None:
    stock.emulate_media(media="print")
    stock.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(stock.locator("[data-index]")).to_have_count(16)
    expect(stock.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(stock.get_by_role("button", name="Receive")).to_be_hidden()
    expect(stock.get_by_text(re.compile(r"\d{4}, \d\d:\d\d:\d\d$")).first).to_be_visible()
    stock.emulate_media(media="screen")
    stock.evaluate("dispatchEvent(new Event('afterprint'))")
