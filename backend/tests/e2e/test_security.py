"""What proves who one is, and the end of an account; a proof is asked for over the page."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.authenticator import Authenticator
from tests.e2e.conftest import Server
from tests.e2e.people import BY_NAME, sign_in

Allow = Callable[[str], None]
Look = Callable[[], None]
MEMBER = BY_NAME["member"]


def security(page: Page, name: str = "member") -> Page:
    sign_in(page, name)
    page.goto("/test-org/me")
    page.get_by_role("link", name="Security").click()
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    return page


def test_it_is_found_by_its_name(page: Page) -> None:
    sign_in(page, "viewer")
    page.goto("/test-org")
    page.get_by_role("button", name="Find anything").click()
    page.get_by_role("combobox", name="Find anything").fill("security")
    page.get_by_role("option", name="Go to Security").click()
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    expect(page.get_by_role("link", name="API keys")).to_have_count(0)


def asked_who(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Is it you?")


def prove(page: Page, password: str = MEMBER.password) -> None:
    asked_who(page).locator("[name=password]").fill(password)
    page.keyboard.press("Enter")


def test_another_password(page: Page, allow: Allow, look: Look) -> None:
    allow("status of 403")
    security(page)
    page.locator("[name=current_password]").fill("not the present one")
    page.locator("[name=new_password]").fill("a long enough sentence")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("alert")).to_contain_text("not your password")
    page.locator("[name=current_password]").fill(MEMBER.password)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Password changed.")).to_be_visible()
    look()
    page.reload()  # this device is still signed in
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()


def test_another_address_needs_a_proof(
    page: Page, server: Server, allow: Allow, look: Look
) -> None:
    allow("status of 403")
    security(page)
    email = page.get_by_label("New e-mail address")
    email.fill("renamed@example.org")
    page.keyboard.press("Enter")
    expect(asked_who(page).locator("[name=password]")).to_be_focused()
    look()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    expect(email).to_have_value("renamed@example.org")
    page.get_by_role("button", name="Change address").click()
    prove(page, "not my password")
    expect(asked_who(page).get_by_role("alert")).to_contain_text("not your password")
    prove(page)
    expect(page.get_by_text("A mail to renamed@example.org")).to_be_visible()
    assert server.link_mailed_to("renamed@example.org").startswith("/change-email#token=")


def test_an_address_that_is_not_confirmed(page: Page, server: Server) -> None:
    request = page.context.request
    body = {"email": "ada@example.org", "password": "a long enough sentence"}
    request.post("/api/v1/auth/register", data=body)
    page.goto("/sign-in?next=/welcome")
    page.get_by_label("E-mail").fill(body["email"])
    page.locator("[name=password]").fill(body["password"])
    page.keyboard.press("Enter")
    page.get_by_label("Name of the organization").fill("Quay")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="You and your settings").click()
    page.get_by_role("link", name="Security").click()
    page.get_by_role("button", name="Send the link again").click()
    expect(page.get_by_text("A mail is on its way")).to_be_visible()
    page.goto(server.link_mailed_to(body["email"]))
    page.get_by_role("button", name="Confirm the address").click()
    page.get_by_role("link", name="Go to the start").click()
    page.get_by_role("link", name="You and your settings").click()
    page.get_by_role("link", name="Security").click()
    expect(page.get_by_text("ada@example.org")).to_be_visible()
    expect(page.get_by_text("Not confirmed")).to_have_count(0)


def test_a_second_factor_from_on_to_off(page: Page, allow: Allow, look: Look) -> None:
    allow("status of 403")
    allow("status of 422")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    security(page)
    page.get_by_role("button", name="Turn on the second factor").click()
    prove(page)
    dialog = page.get_by_role("dialog", name="Turn on the second factor")
    expect(dialog.get_by_role("img", name="QR code")).to_be_visible()
    look()
    dialog.get_by_role("button", name="Copy the secret").click()
    expect(dialog.get_by_role("status")).to_have_text("Copied")
    app = Authenticator(page.evaluate("navigator.clipboard.readText()"))
    code = dialog.get_by_label("Code", exact=True)
    code.fill("000000")
    page.keyboard.press("Enter")
    expect(code).to_have_attribute("aria-invalid", "true")
    code.fill(app.code())
    page.keyboard.press("Enter")
    shown = page.get_by_role("dialog", name="Recovery codes")
    expect(shown.get_by_role("listitem")).to_have_count(10)
    page.keyboard.press("Escape")
    look()
    first = shown.get_by_role("listitem").first.inner_text()
    shown.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("10 recovery codes are left")).to_be_visible()

    page.get_by_role("button", name="New recovery codes").click()
    page.get_by_role("dialog").get_by_role("button", name="New recovery codes").click()
    expect(shown.get_by_role("listitem")).to_have_count(10)
    assert shown.get_by_role("listitem").first.inner_text() != first
    recovery = shown.get_by_role("listitem").nth(3).inner_text()
    shown.get_by_role("button", name="I have kept them").click()

    page.evaluate("localStorage.removeItem('qm-has-session')")
    page.context.clear_cookies()
    page.goto("/sign-in?next=/test-org/me/security")
    allow("status of 401")
    page.get_by_label("E-mail").fill(MEMBER.email)
    page.locator("[name=password]").fill(MEMBER.password)
    page.keyboard.press("Enter")
    page.get_by_label("Code", exact=True).fill(app.code())
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Turn off").click()
    page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    asked_who(page).get_by_role("button", name="Use a recovery code").click()
    asked_who(page).get_by_label("Recovery code").fill(recovery)
    look()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Turn on the second factor")).to_be_visible()


@pytest.mark.screens("desktop")
def test_recovery_codes_print_alone(page: Page, allow: Allow) -> None:
    allow("status of 403")
    security(page)
    page.get_by_role("button", name="Turn on the second factor").click()
    prove(page)
    dialog = page.get_by_role("dialog", name="Turn on the second factor")
    app = Authenticator(dialog.locator(".mono").first.inner_text())
    dialog.get_by_label("Code", exact=True).fill(app.code())
    page.keyboard.press("Enter")
    shown = page.get_by_role("dialog", name="Recovery codes")
    expect(shown).to_be_visible()
    page.emulate_media(media="print")
    expect(shown.get_by_role("listitem").first).to_be_visible()
    expect(shown.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("heading", name="Second factor", include_hidden=True)).to_be_hidden()
    page.emulate_media(media="screen")


def test_ones_own_data_to_take_along(page: Page, allow: Allow, tmp_path: Path) -> None:
    allow("status of 403")
    security(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
        prove(page)
    file = tmp_path / "mine.json"
    download.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["user"]["email"] == MEMBER.email


def test_an_account_is_deleted(page: Page, allow: Allow, look: Look) -> None:
    allow("status of 403")
    allow("status of 401")
    security(page)
    page.get_by_role("button", name="Delete account").click()
    dialog = page.get_by_role("dialog", name="Delete your account?")
    look()
    dialog.get_by_role("button", name="Delete account").click()
    prove(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("E-mail").fill(MEMBER.email)
    page.locator("[name=password]").fill(MEMBER.password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("wrong")


def test_who_owns_an_organization_alone_is_told_which(page: Page, allow: Allow) -> None:
    allow("status of 403")
    allow("status of 409")
    security(page, "owner")
    page.get_by_role("button", name="Shut account").click()
    dialog = page.get_by_role("dialog", name="Shut your account?")
    dialog.get_by_role("button", name="Shut account").click()
    prove(page, BY_NAME["owner"].password)
    expect(dialog.get_by_role("link", name="test-org")).to_have_attribute(
        "href", "/test-org/people"
    )
