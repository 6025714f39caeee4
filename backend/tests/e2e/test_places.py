"""Places: the tree by keyboard, making, editing, moving, and what a place refuses."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.core.ids import new_id
from tests.e2e.people import BY_NAME, sign_in

Allow = Callable[[str], None]


def opened(page: Page, name: str) -> None:
    """The page of a place at the top."""
    sign_in(page)
    page.goto("/test-org/locations")
    page.get_by_role("treeitem", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def act(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name=name, exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.screens("desktop")
def test_the_tree_goes_by_keyboard(page: Page) -> None:
    sign_in(page)
    page.goto("/test-org/locations")
    page.get_by_role("treeitem").first.focus()
    page.keyboard.type("high")
    station = page.get_by_role("treeitem", name="Highgate Station")
    expect(station).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(station).to_have_attribute("aria-expanded", "true")
    inside = page.get_by_role("treeitem", name="Hangar 1")
    expect(inside).to_have_attribute("aria-level", "2")
    page.keyboard.press("ArrowRight")
    expect(inside).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(station).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(inside).to_have_count(0)
    page.keyboard.press("Home")
    expect(page.get_by_role("treeitem").first).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("treeitem").last).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/locations/[0-9a-f-]{36}$"))


def test_a_place_is_made_edited_moved_and_deleted(page: Page) -> None:
    name = f"Shelf {new_id().hex[-6:]}"
    opened(page, "Far Reach Outpost")
    page.get_by_role("button", name="Add place here").click()
    page.locator("[name=name]").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Add place here")).to_be_focused()
    page.get_by_role("link", name="Places in it").click()
    page.get_by_role("main").locator("[data-index]", has_text=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    act(page, "Edit")
    page.locator("[name=name]").fill(f"{name} b")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{name} b")
    act(page, "Move")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill(name)
    itself = dialog.get_by_role("radio", name=re.compile("This is the place itself"))
    expect(itself).to_be_disabled()
    dialog.get_by_role("searchbox").fill("Highgate")
    dialog.get_by_role("radio", name="Highgate Station", exact=True).check()
    dialog.get_by_role("button", name="Move").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="Up to Highgate Station")).to_be_visible()
    act(page, "Delete")
    dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Highgate Station")


def test_a_place_that_holds_something_says_what(page: Page, allow: Allow) -> None:
    allow("status of 409")
    opened(page, "Highgate Station")
    act(page, "Archive")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Archive").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Something is held there")
    dialog.get_by_role("link", name="See what is held there").click()
    expect(dialog).to_have_count(0)


def test_two_who_edit_different_things_are_merged(page: Page, allow: Allow) -> None:
    allow("status of 412")
    opened(page, "Prospector Second Chance")
    act(page, "Edit")
    server = page.context.request
    owner = BY_NAME["owner"]
    signed_in = server.post(
        "/api/v1/auth/login", data={"email": owner.email, "password": owner.password}
    ).json()
    bearer = {"Authorization": f"Bearer {signed_in['access_token']}"}
    path = f"/api/v1/organizations/test-org/locations/{page.url.rsplit('/', 1)[1]}"
    before = server.get(path, headers=bearer).json()
    notes = f"Seen {new_id().hex[-6:]}"
    changed = server.patch(
        path, headers=bearer, data={"notes": notes, "version": before["version"]}
    )
    assert changed.ok, changed.text()
    code = f"SHP-{new_id().hex[-6:]}"
    page.locator("[name=code]").fill(code)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    after = server.get(path, headers=bearer).json()
    assert (after["notes"], after["code"]) == (notes, code)
