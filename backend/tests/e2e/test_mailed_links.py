"""What links of mails lead to: a page for each kind, and what to do about one that works no more."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from app.core.links import LENGTH, LinkPurpose, page_of
from tests.e2e.conftest import Server
from tests.e2e.people import BY_NAME, sign_in

Allow = Callable[[str], None]
Look = Callable[[], None]
PASSWORD = "a long enough sentence"
# the one that is in no mail: a right password is answered with it
MAILED = sorted(set(LinkPurpose) - {LinkPurpose.SECOND_FACTOR})


def registered(page: Page, name: str) -> str:
    """Somebody with an account who is signed in nowhere."""
    email = f"{name}@example.org"
    body = {"email": email, "password": PASSWORD}
    assert page.context.request.post("/api/v1/auth/register", data=body).ok
    return email


def api(page: Page, name: str) -> tuple[APIRequestContext, dict[str, str]]:
    """What a demo user may ask, beside what the browser does."""
    user = BY_NAME[name]
    body = {"email": user.email, "password": user.password}
    token = page.context.request.post("/api/v1/auth/login", data=body).json()["access_token"]
    return page.context.request, {"Authorization": f"Bearer {token}"}


def invited(page: Page, email: str | None = None) -> str:
    """The link of an invitation to the demo organization, as its maker is shown it."""
    request, headers = api(page, "owner")
    answer = request.post(
        "/api/v1/organizations/test-org/invitations", headers=headers, data={"email": email}
    )
    path: str = re.sub(r"^https?://[^/]+", "", answer.json()["url"])
    return path


@pytest.mark.parametrize("purpose", MAILED)
def test_a_link_that_works_no_more_says_what_to_do(
    page: Page, purpose: LinkPurpose, allow: Allow
) -> None:
    allow("status of 404")
    page.goto(f"/{page_of(purpose)}#token={'A' * LENGTH}")
    if purpose is LinkPurpose.RESET_PASSWORD:
        page.locator("[name=password]").fill(PASSWORD)
    if purpose is not LinkPurpose.INVITATION:
        page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_confirming_an_address(page: Page, server: Server, look: Look, allow: Allow) -> None:
    allow("status of 404")
    email = registered(page, "ada")
    link = server.link_mailed_to(email)
    page.goto(link)
    look()
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_role("heading", name="Your e-mail address is confirmed")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Confirm the address").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("a mail is on its way")).to_be_visible()


def test_a_forgotten_password(page: Page, server: Server, look: Look) -> None:
    email = registered(page, "grace")
    page.goto("/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    expect(page.get_by_role("heading", name="Forgot your password?")).to_be_visible()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("a mail is on its way")).to_be_visible()
    look()
    page.goto(server.link_mailed_to(email))
    page.locator("[name=password]").fill("another long sentence")
    look()
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", name="Your password is changed")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail").fill(email)
    page.locator("[name=password]").fill("another long sentence")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Name of the organization")).to_be_visible()


def test_another_address(page: Page, server: Server, look: Look) -> None:
    email = registered(page, "alan")
    request = page.context.request
    body = {"email": email, "password": PASSWORD}
    token = request.post("/api/v1/auth/login", data=body).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    request.post("/api/v1/auth/step-up", headers=headers, data={"password": PASSWORD})
    asked = request.post(
        "/api/v1/users/me/email", headers=headers, data={"email": "turing@example.org"}
    )
    assert asked.ok, asked.text()
    page.goto(server.link_mailed_to("turing@example.org"))
    look()
    page.get_by_role("button", name="Use this address").click()
    expect(page.get_by_role("heading", name="Your e-mail address is changed")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail").fill("turing@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Name of the organization")).to_be_visible()


def test_somebody_new_is_invited(page: Page, server: Server, look: Look) -> None:
    invited(page, "hedy@example.org")
    page.goto(server.link_mailed_to("hedy@example.org"))
    expect(page.get_by_role("heading", name="You are invited to Test Organization")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("hedy@example.org")
    look()
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    look()
    page.get_by_role("button", name="Join Test Organization").click()
    expect(page).to_have_url(re.compile("/test-org$"))


def test_somebody_with_an_account_is_invited(page: Page) -> None:
    email = registered(page, "mary")
    page.goto(invited(page))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("E-mail").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.get_by_role("button", name="Join Test Organization").click()
    expect(page).to_have_url(re.compile("/test-org$"))


def test_somebody_else_is_invited(page: Page) -> None:
    link = invited(page, "lise@example.org")
    sign_in(page, "viewer")
    page.goto(link)
    expect(page.get_by_text("The invitation is for lise@example.org")).to_be_visible()
    expect(page.get_by_role("button", name="Join")).to_have_count(0)
    page.get_by_role("button", name="Sign in as somebody else").click()
    expect(page.get_by_label("E-mail")).to_have_value("lise@example.org")
