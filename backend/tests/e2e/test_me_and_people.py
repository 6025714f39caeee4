"""What people may do with one another, how they like it, and going out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from app.core.ids import new_id
from tests.e2e.interception import ambush
from tests.e2e.people import sign_in

Allow = Callable[[str], None]


def test_the_last_owner_stays_and_is_told_so(page: Page, allow: Allow) -> None:
    allow("status of 409")
    sign_in(page)
    page.goto("/test-org/people")
    page.locator("[data-index]", has_text="(you)").click()
    page.get_by_role("button", name="Leave").click()
    dialog = page.get_by_role("dialog", name="Leave Test Organization?")
    dialog.get_by_role("button", name="Leave").click()
    expect(dialog.get_by_role("alert")).to_contain_text("keeps at least one owner")


def test_a_viewer_sees_facts_in_place_of_controls(page: Page) -> None:
    sign_in(page, "viewer")
    page.goto("/test-org/people")
    page.locator("[data-index]", has_text="Owner of the demo").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Owner")
    expect(dialog.get_by_role("radio")).to_have_count(0)
    expect(dialog.get_by_role("button")).to_have_count(1)  # close
    page.goto("/test-org/activity")
    expect(page.get_by_text("Your role does not include the activity log")).to_be_visible()


@pytest.mark.screens("desktop")
def test_preferences_follow_a_person_to_another_device(newcomer: Callable[[], Page]) -> None:
    here, there = newcomer(), newcomer()
    for page in (here, there):
        sign_in(page, "member")
    here.goto("/test-org/me")
    with here.expect_response(re.compile("/users/me/preferences$")):
        here.get_by_label("Light and dark").select_option("dark")
    expect(here.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    there.goto("/test-org/me")
    expect(there.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    with there.expect_response(lambda answer: answer.request.method == "PATCH"):
        there.get_by_label("Light and dark").select_option("auto")


def test_an_organization_is_founded_once_though_the_answer_was_lost(
    page: Page, allow: Allow
) -> None:
    allow("ERR_FAILED")

    def done_but_unheard(route: Route) -> None:
        route.fetch()
        route.abort()

    lose_the_answer = ambush(page, "**/api/v1/organizations", done_but_unheard)
    page.goto("/sign-up")
    account = {"email": f"{new_id().hex}@example.org", "password": "a long enough sentence"}
    page.get_by_label("E-mail").fill(account["email"])
    page.locator("[name=password]").fill(account["password"])
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Name of the organization").fill("Twice Depot")
    lose_the_answer()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Not sent")
    page.reload()
    expect(page.get_by_label("Name of the organization")).to_have_value("Twice Depot")
    page.get_by_role("button", name="Start").click()
    expect(page).to_have_url(re.compile("/twice-depot"))
    server = page.context.request
    token = server.post("/api/v1/auth/login", data=account).json()["access_token"]
    mine = server.get("/api/v1/organizations", headers={"Authorization": f"Bearer {token}"}).json()[
        "items"
    ]
    assert [one["name"] for one in mine if one["kind"] == "team"] == ["Twice Depot"]


def test_signing_out_leaves_no_draft(page: Page) -> None:
    sign_in(page, "member")
    page.goto("/test-org/locations")
    page.get_by_role("button", name="Add place").click()
    page.locator("[name=name]").fill("Half a name")
    page.keyboard.press("Escape")
    page.goto("/test-org/me")
    assert page.evaluate("Object.keys(sessionStorage).some((key) => key.startsWith('qm-draft:'))")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page).to_have_url(re.compile("/sign-in$"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert not page.evaluate(
        "Object.keys(sessionStorage).some((key) => key.startsWith('qm-draft:'))"
    )
