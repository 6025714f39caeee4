"""The flows that people walk every day, with nothing but keys: Tab reaches, letters act."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.core.ids import new_id
from tests.e2e.people import sign_in

pytestmark = pytest.mark.screens("desktop")
MOST_TABS = 60
PERSON = 60  # milliseconds from one key to the next; two within 35 are a scanner's


def reach(page: Page, wanted: Locator) -> None:
    """Tab on until it has the focus; what Tab does not reach is out of reach."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        if wanted.evaluate("one => one === document.activeElement"):
            page.wait_for_timeout(PERSON)
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{wanted} is not reached by Tab")


def write(page: Page, field: Locator, text: str) -> None:
    reach(page, field)
    page.keyboard.type(text, delay=PERSON)


def choose(page: Page, field: Locator, text: str) -> None:
    """Find something in a box by a few letters, and take the first that is offered."""
    write(page, field, text)
    expect(page.get_by_role("option", name=re.compile(text)).first).to_be_visible()
    page.keyboard.press("Enter")


@pytest.fixture
def overview(page: Page) -> Page:
    sign_in(page)
    page.goto("/test-org")
    expect(page.get_by_role("heading", name="Latest movements")).to_be_visible()
    return page


def sheet_of(page: Page, key: str, scanning: str) -> tuple[Locator, Locator]:
    """The sheet that a letter opens, and the field in which it waits for codes and names."""
    page.keyboard.press(key)
    sheet = page.locator("[data-sheet]")
    field = sheet.get_by_role("combobox", name=re.compile(scanning)).first
    expect(field).to_be_focused()
    return sheet, field


def committed(page: Page, sheet: Locator, words: str) -> None:
    page.keyboard.press("Control+Enter")
    expect(sheet.locator("[role=status][data-tone]")).to_contain_text(words)


def test_first_run(page: Page) -> None:
    page.goto("/")
    reach(page, page.get_by_role("link", name="Create an account"))
    page.keyboard.press("Enter")
    write(page, page.get_by_label("E-mail"), f"{new_id().hex[-8:]}@example.org")
    write(page, page.locator("[name=password]"), "a long enough sentence")
    page.keyboard.press("Enter")
    write(page, page.get_by_label("Name of the organization"), "Quay")
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("link", name=re.compile("Receive the first thing")))
    page.keyboard.press("Enter")
    sheet = page.locator("[data-sheet]")
    write(page, sheet.get_by_role("combobox", name=re.compile("Scan or type")), "Hex bolt")
    expect(page.get_by_role("option", name=re.compile("Make.*Hex bolt"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("textbox", name="Quantity of Hex bolt")).to_have_value("1")
    committed(page, sheet, "Received 1 line")


def test_receiving(overview: Page) -> None:
    sheet, field = sheet_of(overview, "r", "Scan or type")
    choose(overview, field, "Medical pen")
    quantity = sheet.get_by_role("textbox", name="Quantity of Medical pen")
    expect(quantity).to_have_value("1")
    reach(overview, quantity)
    overview.keyboard.press("Control+a")
    overview.keyboard.type("24", delay=PERSON)
    committed(overview, sheet, "Received 1 line")
    expect(field).to_be_focused()
    overview.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(overview.get_by_text("Medical pen").first).to_be_visible()


def test_moving(overview: Page) -> None:
    sheet, field = sheet_of(overview, "m", "Scan or type")
    choose(overview, field, "Shield generator")
    choose(overview, field, "Warehouse")
    committed(overview, sheet, "Moved 1 line")


def test_issuing(overview: Page) -> None:
    sheet, field = sheet_of(overview, "i", "Scan or type")
    choose(overview, field, "Shield generator")
    write(overview, sheet.get_by_role("combobox", name="Reason"), "Refit")
    committed(overview, sheet, "Issued 1 line")


def test_bringing_in_a_file(overview: Page, tmp_path: Path, look: Callable[[], None]) -> None:
    file = tmp_path / "delivery.csv"
    file.write_text("Item Name,Qty,Location\nMooring line,5,Main store\n", encoding="utf-8")
    overview.keyboard.press("Control+k")
    box = overview.get_by_role("combobox", name="Find anything")
    expect(box).to_be_focused()
    overview.keyboard.type("go to import", delay=PERSON)
    expect(overview.get_by_role("option").first).to_contain_text("Import")
    overview.keyboard.press("Enter")
    expect(box).to_be_hidden()  # it gives the focus back when it goes
    expect(overview.get_by_role("heading", level=1, name="Imports")).to_be_visible()
    choosing = overview.locator("input[type=file]")
    reach(overview, choosing)
    choosing.set_input_files(file)  # which keys open and walk the chooser is the system's matter
    expect(overview.get_by_text("Nothing has been changed yet.")).to_be_visible()
    look()
    reach(overview, overview.get_by_role("button", name=re.compile("^Import ")))
    overview.keyboard.press("Enter")
    expect(overview.get_by_role("heading", name="What it did")).to_be_visible()


def test_inviting(overview: Page, look: Callable[[], None]) -> None:
    overview.keyboard.press("Control+k")
    expect(overview.get_by_role("combobox", name="Find anything")).to_be_focused()
    overview.keyboard.type("go to invitations", delay=PERSON)
    expect(overview.get_by_role("option").first).to_contain_text("Invitations")
    overview.keyboard.press("Enter")
    expect(overview.get_by_role("heading", name="Nobody was invited yet")).to_be_visible()
    reach(overview, overview.get_by_role("button", name="Invite"))
    overview.keyboard.press("Enter")
    dialog = overview.get_by_role("dialog", name="Invite people")
    write(overview, dialog.get_by_label("E-mail addresses"), "ada@example.org")
    reach(overview, dialog.locator("[value=member]"))
    overview.keyboard.press("ArrowDown")
    expect(dialog.locator("[value=manager]")).to_be_checked()
    reach(overview, dialog.get_by_role("button", name="Send 1 invitation"))
    overview.keyboard.press("Enter")
    links = overview.get_by_role("dialog", name="Invited")
    expect(links).to_contain_text("ada@example.org · Manager")
    look()
    reach(overview, links.get_by_role("button", name="Done"))
    overview.keyboard.press("Enter")
    expect(overview.get_by_role("button", name="Invite")).to_be_focused()
