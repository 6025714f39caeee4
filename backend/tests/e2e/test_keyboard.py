"""Without a mouse: go, find and act by keys, and the focus comes back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import sign_in

pytestmark = pytest.mark.screens("desktop")
BETWEEN = 100  # milliseconds from one key to the next: a person; two keys at once are a scanner


@pytest.fixture
def stock(page: Page) -> Page:
    sign_in(page)
    page.goto("/test-org/stock")
    expect(page.get_by_text("Hydrogen fuel").first).to_be_visible()
    return page


def test_two_keys_go_to_a_place(stock: Page) -> None:
    stock.keyboard.press("g")
    stock.wait_for_timeout(BETWEEN)
    stock.keyboard.press("l")
    expect(stock).to_have_url(re.compile("/locations"))


def test_one_box_finds_goes_and_acts(stock: Page) -> None:
    stock.keyboard.press("Control+k")
    box = stock.get_by_role("combobox", name="Find anything")
    expect(box).to_be_focused()
    box.fill("FUE-HYD")
    expect(stock.get_by_role("option").first).to_contain_text("Hydrogen fuel")
    stock.keyboard.press("Enter")
    expect(stock.get_by_role("heading", level=1, name="Hydrogen fuel")).to_be_visible()
    stock.keyboard.press("/")
    box.fill("go to mov")
    stock.keyboard.press("Enter")
    expect(stock).to_have_url(re.compile("/movements"))


def test_what_is_not_there_is_said(stock: Page) -> None:
    stock.keyboard.press("Control+k")
    stock.get_by_role("combobox", name="Find anything").fill("zzzzzz")
    expect(stock.get_by_text("Nothing is called “zzzzzz”.")).to_be_visible()


def test_the_focus_comes_back_to_what_opened_a_dialog(stock: Page) -> None:
    opener = stock.get_by_role("button", name=re.compile("Find anything"))
    opener.focus()
    stock.keyboard.press("Enter")
    expect(stock.get_by_role("combobox", name="Find anything")).to_be_focused()
    stock.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_the_keys_are_listed(stock: Page) -> None:
    stock.keyboard.press("?")
    dialog = stock.get_by_role("dialog", name="Shortcuts")
    expect(dialog.get_by_text("Go to Stock")).to_be_visible()
    expect(dialog.get_by_text("G S", exact=True)).to_be_visible()


def test_single_keys_can_be_switched_off(stock: Page) -> None:
    stock.goto("/test-org/me")
    stock.get_by_label(re.compile("[Ss]ingle")).uncheck()
    stock.goto("/test-org/stock")
    expect(stock.get_by_role("heading", name="Stock")).to_be_visible()
    stock.locator("h1").click()
    stock.keyboard.press("r")
    stock.wait_for_timeout(300)  # longer than a lone key waits
    expect(stock).not_to_have_url(re.compile("do=receive"))
    stock.keyboard.press("Control+k")
    expect(stock.get_by_role("combobox", name="Find anything")).to_be_visible()
    stock.keyboard.press("Escape")
    stock.goto("/test-org/me")
    stock.get_by_label(re.compile("[Ss]ingle")).check()


def test_the_page_is_reached_past_the_navigation(stock: Page) -> None:
    stock.keyboard.press("Tab")
    expect(stock.get_by_role("link", name="Skip to the page")).to_be_focused()
    stock.keyboard.press("Enter")
    expect(stock.locator("#page")).to_be_focused()


def test_it_reads_well_at_twice_the_size(stock: Page) -> None:
    stock.set_viewport_size({"width": 640, "height": 400})  # 1280 x 800 at 200 %
    expect(stock.get_by_role("heading", name="Stock")).to_be_visible()
