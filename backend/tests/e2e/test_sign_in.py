"""Coming in, going out, and what happens when the session ends in the middle of something."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.core.ids import new_id
from tests.e2e.interception import ambush, ended
from tests.e2e.people import BY_NAME, sign_in

Allow = Callable[[str], None]
PASSWORD = "a long enough sentence"


def fill_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.locator("[name=password]").fill(password)


def test_a_newcomer_makes_an_account_and_an_organization(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_role("link", name="Create an account").click()
    expect(page.get_by_role("button", name="Create account")).to_be_visible()
    fill_in(page, f"{new_id().hex}@example.org", PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Name of the organization").fill("Harbour Depot")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/harbour-depot[^/]*$"))
    expect(page).to_have_title(re.compile("Harbour Depot"))


def test_a_wrong_password_is_said_and_nothing_typed_is_lost(page: Page, allow: Allow) -> None:
    allow("status of 401")
    page.goto("/sign-in")
    fill_in(page, BY_NAME["owner"].email, "not the password at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    expect(page.get_by_label("E-mail")).to_have_value(BY_NAME["owner"].email)


def test_a_password_that_is_too_short_is_said_beside_its_field(page: Page, allow: Allow) -> None:
    allow("status of 422")
    page.goto("/sign-up")
    fill_in(page, "someone@example.org", "short")
    page.get_by_role("button", name="Create account").click()
    field = page.locator("[name=password]")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()


def test_one_is_led_on_to_where_one_wanted(page: Page) -> None:
    page.goto("/test-org/stock?q=fuel")
    expect(page).to_have_url(re.compile("/sign-in"))
    fill_in(page, BY_NAME["owner"].email, BY_NAME["owner"].password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/test-org/stock\?q=fuel"))
    expect(page.get_by_role("heading", name="Stock")).to_be_visible()


def test_nobody_is_led_to_another_site(page: Page) -> None:
    page.goto("/sign-in?next=//elsewhere.example/")
    fill_in(page, BY_NAME["owner"].email, BY_NAME["owner"].password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"^http://127\.0\.0\.1:\d+/[\w-]+$"))


def test_an_ended_session_asks_for_the_password_over_the_page(page: Page, allow: Allow) -> None:
    allow("status of 401")
    end_the_session = ambush(page, "**/api/v1/organizations/**", ended)
    sign_in(page)
    page.goto("/test-org/stock")
    expect(page.get_by_role("heading", name="Stock")).to_be_visible()
    page.context.clear_cookies()
    end_the_session()
    page.get_by_role("searchbox", name="Name, SKU or barcode").fill("fuel")
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_be_visible()
    dialog.locator("[name=password]").fill(BY_NAME["owner"].password)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("searchbox", name="Name, SKU or barcode")).to_have_value("fuel")
    expect(page.get_by_text("Hydrogen fuel").first).to_be_visible()


def test_an_address_that_has_to_be_confirmed_first(
    page: Page, allow: Allow, look: Callable[[], None]
) -> None:
    allow("status of 403")
    page.route(  # as a server answers that demands it
        "**/api/v1/auth/register",
        lambda route: route.fulfill(
            status=201, json={"email": "ada@example.org", "status": "verification_required"}
        ),
    )
    unverified = {"code": "email_unverified", "detail": "Confirm your e-mail address first."}
    page.route(
        "**/api/v1/auth/login", lambda route: route.fulfill(status=403, json=unverified), times=1
    )
    page.goto("/sign-up")
    fill_in(page, "ada@example.org", PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Confirm your e-mail address")).to_be_visible()
    look()
    page.get_by_role("link", name="Sign in").click()
    fill_in(page, "ada@example.org", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("Confirm your e-mail address first")
    page.get_by_role("button", name="Send the link again").click()
    expect(page.get_by_text("a mail is on its way")).to_be_visible()
