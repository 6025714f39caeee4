"""Items: made, found, edited by two people at once, and what happened to them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.core.ids import new_id
from tests.e2e.conftest import Screen
from tests.e2e.people import sign_in

ITEM = re.compile(r"/test-org/items/[0-9a-f-]{36}")


@pytest.fixture
def items(page: Page) -> Page:
    sign_in(page)
    page.goto("/test-org/items")
    expect(page.get_by_text("Hydrogen fuel")).to_be_visible()
    return page


@pytest.fixture
def item(items: Page) -> Page:
    """An item that this journey alone knows, on its own page."""
    items.goto("/test-org/items?new=true")
    dialog = items.get_by_role("dialog", name="New item")
    dialog.get_by_label("Name").fill("Bow shackle")
    dialog.get_by_role("button", name="Create item").click()
    expect(items).to_have_url(ITEM)
    expect(items.get_by_role("heading", level=1, name="Bow shackle")).to_be_visible()
    return items


def test_an_item_is_made_with_a_new_category(items: Page, look: Callable[[], None]) -> None:
    items.get_by_role("button", name="New item").click()
    dialog = items.get_by_role("dialog", name="New item")
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("Hex bolt M8 x 60")
    category = dialog.get_by_role("combobox", name="Category")
    category.fill("Fasteners")
    option = dialog.get_by_role("option", name="Fasteners")
    expect(option).to_be_visible()
    look()
    option.click()
    expect(category).to_have_value("Fasteners")
    dialog.get_by_role("button", name="Create item").click()
    expect(items).to_have_url(ITEM)
    expect(items.get_by_role("link", name="Fasteners")).to_be_visible()
    expect(items.get_by_text("Nothing is on hand to move or issue.")).to_be_visible()
    expect(items.get_by_role("button", name="Issue")).to_be_disabled()


def test_what_was_typed_outlives_a_reload(items: Page) -> None:
    items.get_by_role("button", name="New item").click()
    items.get_by_role("dialog").get_by_label("Name").fill("Half typed")
    items.reload()
    dialog = items.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_have_value("Half typed")
    dialog.get_by_role("button", name="Start afresh").click()
    expect(dialog.get_by_label("Name")).to_have_value("")


def test_a_fault_stands_beside_its_field(items: Page, allow: Callable[[str], None]) -> None:
    allow("status of 422")
    items.get_by_role("button", name="New item").click()
    dialog = items.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Fuse 10 A")
    dialog.get_by_text("Levels, maker, tracking, notes").click()
    dialog.get_by_label("Minimum").fill("some")
    dialog.get_by_role("button", name="Create item").click()
    expect(dialog.get_by_label("Minimum")).to_be_focused()
    expect(dialog.get_by_label("Minimum")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Name")).to_have_value("Fuse 10 A")


def test_filters_are_in_the_address_and_can_be_taken_away(items: Page) -> None:
    items.get_by_role("searchbox", name="Name, SKU, barcode or model").fill("no such thing")
    expect(items.get_by_role("heading", name="No item matches")).to_be_visible()
    expect(items).to_have_url(re.compile("q=no"))
    items.get_by_role("button", name="Clear filters").click()
    expect(items.get_by_text("Hydrogen fuel")).to_be_visible()
    items.goto("/test-org/items?tracking=serialized")
    items.get_by_role("button", name="Remove filter: Tracked by serial number").click()
    expect(items.get_by_text("Hydrogen fuel")).to_be_visible()


@pytest.fixture
def other(item: Page, newcomer: Callable[[], Page]) -> Page:
    """Somebody else who edits the same item; both forms are filled by now."""
    other = newcomer()
    sign_in(other, "admin")
    for page in (item, other):
        page.goto(item.url.split("?")[0] + "?edit=true")
        expect(page.get_by_label("Name", exact=True)).to_have_value("Bow shackle")
    return other


def save(page: Page, field: str, value: str) -> None:
    page.get_by_label(field, exact=True).fill(value)
    page.get_by_role("button", name="Save").click()


def test_two_people_edit_different_fields(
    item: Page, other: Page, allow: Callable[[str], None]
) -> None:
    allow("status of 412")
    barcode = f"B{new_id().hex}"  # the other screen's journey has one too
    save(other, "Barcode", barcode)
    expect(other.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    save(item, "Name", "Bow shackle 3.25 t")
    expect(item.get_by_text("Kept what somebody else had changed")).to_be_visible()
    expect(item.get_by_role("heading", level=1, name="Bow shackle 3.25 t")).to_be_visible()
    expect(item.get_by_text(barcode)).to_be_visible()


def test_two_people_edit_the_same_field(
    item: Page, other: Page, allow: Callable[[str], None], look: Callable[[], None]
) -> None:
    allow("status of 412")
    save(other, "Name", "Shackle of theirs")
    expect(other.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    save(item, "Name", "Shackle of mine")
    choice = item.get_by_role("group", name="Name")
    expect(choice.get_by_text("Shackle of theirs")).to_be_visible()
    expect(choice.get_by_text("Shackle of mine")).to_be_visible()
    expect(item.get_by_role("button", name="Save")).to_be_disabled()
    look()
    other.reload()
    expect(other.get_by_role("heading", level=1, name="Shackle of theirs")).to_be_visible()
    choice.get_by_role("radio", name="Yours").check()
    item.get_by_role("button", name="Save").click()
    expect(item.get_by_role("heading", level=1, name="Shackle of mine")).to_be_visible()


def test_what_the_ledger_names_is_not_deleted(items: Page, allow: Callable[[str], None]) -> None:
    allow("status of 409")
    items.get_by_text("Laranite ore").click()
    items.get_by_role("main").get_by_role("button", name="More").click()
    items.get_by_role("menuitem", name="Delete").click()
    dialog = items.get_by_role("dialog")
    dialog.get_by_role("button", name="Delete").click()
    expect(dialog.get_by_role("alert")).to_contain_text("archive it instead")
    dialog.get_by_role("button", name="Archive instead").click()
    expect(items.get_by_role("dialog", name="Archive Laranite ore?")).to_be_visible()


@pytest.mark.screens("desktop")
def test_a_movement_is_reversed_once(items: Page, look: Callable[[], None]) -> None:
    items.get_by_text("Ration pack").click()
    ledger = items.get_by_role("region", name="Ledger")
    ledger.get_by_role("button", name="Reverse").click()
    dialog = items.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("Came to the wrong place")
    look()
    dialog.get_by_role("button", name="Reverse").click()
    expect(ledger.get_by_text("Reversal")).to_be_visible()
    expect(ledger.get_by_text("reversed", exact=True)).to_be_visible()
    expect(ledger.get_by_role("button", name="Reverse")).to_have_count(0)
    expect(ledger.get_by_text("lowest 0 pcs, highest 18 pcs")).to_be_visible()
    ledger.get_by_role("link", name="OPENING-STOCK").first.click()
    expect(items.get_by_role("article", name="Receipt")).to_contain_text("Came to the wrong place")


def test_an_unknown_item_leads_back(items: Page, allow: Callable[[str], None]) -> None:
    allow("status of (404|422)")
    items.goto("/test-org/items/00000000-0000-7000-8000-000000000000")
    expect(items.get_by_role("heading", name="This item is gone, or not yours")).to_be_visible()
    items.get_by_role("link", name="All items").click()
    expect(items.get_by_text("Hydrogen fuel")).to_be_visible()


def test_a_category_is_moved_and_not_deleted_while_in_use(
    items: Page, screen: Screen, allow: Callable[[str], None], look: Callable[[], None]
) -> None:
    allow("status of 409")
    items.goto("/test-org/items/categories")
    items.get_by_role("button", name="New category").click()
    dialog = items.get_by_role("dialog")
    name = f"Shackles {screen.name}"
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("combobox", name="Under").fill("Provisions")
    dialog.get_by_role("option", name="Provisions").first.click()
    dialog.get_by_role("button", name="Save").click()
    expect(items.get_by_role("link", name=re.compile(name))).to_be_visible()
    look()
    items.get_by_role("button", name="More for Provisions").click()
    items.get_by_role("menuitem", name="Delete").click()
    items.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(items.get_by_role("alert")).to_contain_text("not empty")


def test_a_viewer_finds_nothing_to_change(page: Page) -> None:
    sign_in(page, "viewer")
    page.goto("/test-org/items?q=Titanium")
    page.get_by_text("Titanium ore").click()
    expect(page.get_by_role("heading", level=1, name="Titanium ore")).to_be_visible()
    expect(page.get_by_role("region", name="Balances")).to_be_visible()
    for name in ("Edit", "More", "Receive", "Move", "Issue", "Adjust", "Reverse"):
        expect(page.get_by_role("main").get_by_role("button", name=name, exact=True)).to_have_count(
            0
        )
