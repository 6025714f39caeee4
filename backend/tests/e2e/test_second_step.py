"""Signing in where a second factor is on."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.authenticator import turn_on
from tests.e2e.interception import ambush, ended
from tests.e2e.people import BY_NAME

Allow = Callable[[str], None]
Look = Callable[[], None]
MEMBER = BY_NAME["member"]


def give_password(page: Page) -> None:
    page.get_by_label("E-mail").fill(MEMBER.email)
    page.locator("[name=password]").fill(MEMBER.password)
    page.get_by_role("button", name="Sign in").click()


def test_a_code_follows_the_password(page: Page, allow: Allow, look: Look) -> None:
    allow("status of 401")
    app, _ = turn_on(page.context.request, MEMBER.email, MEMBER.password)
    page.goto("/test-org/items")
    give_password(page)
    code = page.get_by_label("Code", exact=True)
    expect(code).to_be_focused()
    look()
    code.fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not count")
    expect(code).to_be_focused()
    right = app.code()
    code.fill(f"{right[:3]} {right[3:]}")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/test-org/items$"))


def test_a_recovery_code_does_it_too(page: Page, allow: Allow, look: Look) -> None:
    allow("status of 401")
    _, codes = turn_on(page.context.request, MEMBER.email, MEMBER.password)
    page.goto("/sign-in")
    give_password(page)
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("E-mail")).to_have_value(MEMBER.email)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(codes[0])
    look()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Test Organization")


def test_it_is_asked_for_over_the_page_and_nothing_typed_is_lost(
    page: Page, allow: Allow, look: Look
) -> None:
    allow("status of 401")
    app, _ = turn_on(page.context.request, MEMBER.email, MEMBER.password)
    end_the_session = ambush(page, "**/api/v1/organizations/*/locations", ended)
    page.goto("/test-org/locations")
    give_password(page)
    page.get_by_label("Code", exact=True).fill(app.code())
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add place").click()
    page.locator("[name=name]").fill("Shelf by the door")
    page.context.clear_cookies()
    end_the_session()
    page.locator("[name=name]").press("Enter")
    again = page.get_by_role("dialog", name="Sign in again")
    again.locator("[name=password]").fill(MEMBER.password)
    page.keyboard.press("Enter")
    expect(again.get_by_label("Code", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[name=name]")).to_have_value("Shelf by the door")
    look()
    again.get_by_label("Code", exact=True).fill(app.code())
    page.keyboard.press("Enter")
    expect(again).to_be_hidden()
    expect(page.get_by_text("Shelf by the door").first).to_be_visible()
