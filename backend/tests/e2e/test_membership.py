"""Coming into an organization, leaving it, handing it on, and its end."""

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.e2e.people import BY_NAME, sign_in

Allow = Callable[[str], None]
Look = Callable[[], None]
OWNER = BY_NAME["owner"]


def prove(page: Page) -> None:
    asked = page.get_by_role("dialog", name="Is it you?")
    asked.locator("[name=password]").fill(OWNER.password)
    page.keyboard.press("Enter")
    expect(asked).to_be_hidden()


def member(page: Page, name: str) -> None:
    """The dialog of a member."""
    page.locator("[data-index]", has_text=name).click()


def test_many_are_invited_and_one_is_a_member_already(
    page: Page, server: Server, allow: Allow, look: Look
) -> None:
    allow("status of 409")
    sign_in(page)
    page.goto("/test-org/people")
    page.get_by_role("button", name="Invite").click()
    dialog = page.get_by_role("dialog", name="Invite people")
    field = dialog.get_by_label("E-mail addresses")
    expect(field).to_be_focused()
    field.fill(f"ada@example.org, {OWNER.email}; grace@example.org")
    dialog.locator("[value=manager]").check()
    look()
    dialog.get_by_role("button", name="Send 3 invitations").click()
    expect(dialog.get_by_role("alert")).to_contain_text("a member already")
    expect(field).to_have_value(f"{OWNER.email}\ngrace@example.org")
    field.fill("grace@example.org")
    dialog.get_by_role("button", name="Send 1 invitation").click()
    links = page.get_by_role("dialog", name="Invited")
    expect(links.get_by_role("listitem")).to_have_count(2)
    expect(links).to_contain_text("/invitation#token=")
    look()
    links.get_by_role("button", name="Done").click()
    assert server.link_mailed_to("grace@example.org").startswith("/invitation#token=")


def test_a_link_is_made_renewed_and_taken_back(page: Page, look: Look) -> None:
    sign_in(page)
    page.goto("/test-org/people")
    page.get_by_role("link", name="Invitations").click()
    expect(page.get_by_role("heading", name="Nobody was invited yet")).to_be_visible()
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("dialog").get_by_role("button", name="Make a link").click()
    links = page.get_by_role("dialog", name="Invited")
    first = links.locator(".mono").inner_text()
    links.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="New link").click()
    expect(links).to_be_visible()
    assert links.locator(".mono").inner_text() != first
    links.get_by_role("button", name="Done").click()
    look()
    page.get_by_role("button", name="Take back").click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back", exact=True)).to_be_visible()


def test_a_viewer_leaves(page: Page) -> None:
    sign_in(page, "viewer")
    page.goto("/test-org/people")
    member(page, "(you)")
    page.get_by_role("button", name="Leave").click()
    dialog = page.get_by_role("dialog", name="Leave Test Organization?")
    dialog.get_by_role("button", name="Leave").click()
    expect(dialog).to_be_hidden()
    expect(page).not_to_have_url(re.compile("/test-org"))


def test_ownership_is_handed_on(page: Page, allow: Allow, look: Look) -> None:
    allow("status of 403")
    sign_in(page)
    page.goto("/test-org/people")
    member(page, BY_NAME["member"].email)
    page.get_by_role("button", name="Hand ownership on").click()
    dialog = page.get_by_role("dialog", name=re.compile("the owner of Test Organization"))
    look()
    dialog.get_by_role("button", name="Hand ownership on").click()
    prove(page)
    expect(dialog).to_be_hidden()
    member(page, "(you)")
    expect(page.get_by_role("dialog").locator("[value=admin]")).to_be_checked()


def test_an_organization_is_exported_deleted_and_kept_after_all(
    page: Page, allow: Allow, look: Look, tmp_path: Path
) -> None:
    allow("status of 403")
    allow("status of 409")
    sign_in(page)
    page.goto("/test-org/settings")
    page.get_by_role("button", name="Delete organization").click()
    dialog = page.get_by_role("dialog", name="Delete Test Organization?")
    dialog.get_by_role("button", name="Delete organization").click()
    prove(page)
    expect(dialog.get_by_role("alert")).to_contain_text("Export everything first")
    look()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Export everything").click()
    download.value.save_as(tmp_path / "all.zip")
    assert "manifest.json" in ZipFile(tmp_path / "all.zip").namelist()
    dialog.get_by_role("button", name="Delete organization").click()
    expect(page.get_by_role("button", name="Restore organization")).to_be_visible()
    look()
    page.goto("/test-org/stock")
    page.get_by_role("link", name="Restore it in the settings").click()
    page.get_by_role("button", name="Restore organization").click()
    expect(page.get_by_text("Test Organization stays")).to_be_visible()
    expect(page.get_by_text("can only be read")).to_have_count(0)
