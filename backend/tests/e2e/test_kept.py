"""What goes wrong in the middle of work loses nothing, and says what to do."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.interception import ambush, ended
from tests.e2e.manifest import manifest
from tests.e2e.people import BY_NAME, sign_in
from tests.e2e.scanner import scan

Allow = Callable[[str], None]
POSTINGS = "**/stock/postings"


def open_sheet(page: Page, kind: str, code: str, item: str) -> Locator:
    """A sheet over the overview with one line; answers the sheet."""
    sign_in(page)
    page.goto(f"/test-org?do={kind}")
    sheet = page.locator("[data-sheet]")
    expect(sheet.get_by_role("combobox").first).to_be_visible()
    scan(page, code)
    expect(sheet.get_by_role("group", name=item)).to_be_visible()
    return sheet


@pytest.fixture
def postings(page: Page) -> list[str]:
    """The idempotency keys of the sheets that were sent."""
    keys: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/stock/postings"):
            keys.append(request.headers["idempotency-key"])

    page.on("request", note)
    return keys


def test_a_session_that_ends_within_a_sheet(page: Page, postings: list[str], allow: Allow) -> None:
    allow("status of 401")
    end_the_session = ambush(page, POSTINGS, ended)
    end_the_session()
    sheet = open_sheet(page, "receive", "PRV-RAT", "Ration pack")
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_be_visible()
    expect(sheet.get_by_role("textbox", name="Quantity of Ration pack")).to_have_value("1")
    dialog.locator("[name=password]").fill(BY_NAME["owner"].password)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(sheet.locator("[role=status][data-tone]")).to_contain_text("Received 1 line")
    assert len(postings) == 2, "the posting is sent again by itself"
    assert len(set(postings)) == 1, "and it is the same one"


def test_a_server_that_fails(page: Page, postings: list[str], allow: Allow) -> None:
    allow("status of 500")
    problem = {"code": "internal_error", "detail": "It broke.", "request_id": "req-4711"}
    page.route(
        POSTINGS,
        lambda route: route.fulfill(status=500, json=problem, headers={"X-Request-ID": "req-4711"}),
        times=1,
    )
    sheet = open_sheet(page, "receive", "PRV-WTR", "Drinking water")
    page.keyboard.press("Control+Enter")
    alert = sheet.get_by_role("alert")
    expect(alert).to_contain_text("req-4711")
    expect(alert.get_by_role("button", name="Copy details")).to_be_visible()
    expect(sheet.get_by_role("textbox", name="Quantity of Drinking water")).to_have_value("1")
    alert.get_by_role("button", name="Try again").click()
    expect(sheet.locator("[role=status][data-tone]")).to_contain_text("Received 1 line")
    assert len(postings) == 2
    assert len(set(postings)) == 1


def test_a_viewer_is_told_why_there_is_no_sheet(page: Page) -> None:
    sign_in(page, "viewer")
    page.goto("/test-org/stock?do=receive")
    sheet = page.locator("[data-sheet]")
    expect(sheet.get_by_text("Your role does not include receiving stock.")).to_be_visible()
    expect(sheet.get_by_role("combobox")).to_have_count(0)
    sheet.get_by_role("button", name="Close").last.click()
    expect(sheet).to_be_hidden()
    expect(page).not_to_have_url(re.compile("do="))


def test_what_is_short_here_is_taken_from_another_place(page: Page, allow: Allow) -> None:
    allow("status of 409")
    sheet = open_sheet(page, "issue", "PRV-MED", "Medical pen")
    field = sheet.get_by_role("combobox", name="Where is Medical pen taken from?")
    field.fill("Forward hold")
    sheet.get_by_role("option", name=re.compile("Forward hold")).click()
    sheet.get_by_role("textbox", name="Quantity of Medical pen").fill("41")
    page.keyboard.press("Control+Enter")
    other = sheet.get_by_role("button", name=re.compile("Take from Locker wall"))
    other.click()
    expect(sheet.get_by_role("button", name="Change Locker wall for Medical pen")).to_be_visible()
    expect(other).to_be_hidden()


def test_an_unknown_code_is_adopted_by_an_item(page: Page, allow: Allow) -> None:
    allow("status of 404")
    code = f"CASE-{page.evaluate('innerWidth')}"
    sheet = open_sheet(page, "receive", "PRV-RAT", "Ration pack")
    scan(page, code)
    sheet.get_by_role("button", name="Code of an item").click()
    sheet.get_by_role("combobox", name="Of which item?").fill("Hydrogen")
    sheet.get_by_role("option", name=re.compile("Hydrogen fuel")).click()
    sheet.get_by_role("button", name="Give it the code").click()
    quantity = sheet.get_by_role("textbox", name="Quantity of Hydrogen fuel")
    expect(quantity).to_have_value("1")
    page.evaluate("document.activeElement.blur()")
    scan(page, code)
    expect(quantity).to_have_value("2")


@pytest.mark.screens("desktop")
def test_a_tab_of_before_the_new_version_loads_itself_anew(page: Page, allow: Allow) -> None:
    allow("status of 404")
    loads: list[str] = []

    def note(request: Request) -> None:
        if request.is_navigation_request():
            loads.append(request.url)

    page.on("request", note)
    page.route(
        f"**/{manifest()['src/features/activity/list.tsx']['file']}",
        lambda route: route.fulfill(status=404, body="") if len(loads) == 1 else route.continue_(),
    )
    sheet = open_sheet(page, "receive", "PRV-RAT", "Ration pack")
    with page.expect_event("load"):
        page.get_by_role("link", name="Activity").click()
    assert len(loads) == 2
    page.get_by_role("link", name="Activity").click()
    expect(page.get_by_role("heading", level=1, name="Activity")).to_be_visible()
    page.keyboard.press("r")
    expect(sheet.get_by_role("textbox", name="Quantity of Ration pack")).to_have_value("1")
    assert len(loads) == 2, "it is loaded anew once"


@pytest.mark.screens("phone")
def test_a_camera_that_is_denied(page: Page) -> None:
    page.add_init_script(
        """navigator.mediaDevices.getUserMedia = () =>
          Promise.reject(new DOMException("No", "NotAllowedError"));"""
    )
    sign_in(page)
    page.goto("/test-org/scan")
    expect(page.get_by_text("The camera is blocked for this page.")).to_be_visible()
    page.get_by_label("Code").fill("PRV-MED")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Medical pen").first).to_be_visible()


@pytest.mark.screens("desktop")
def test_a_closed_sheet_leaves_no_step_in_the_history(page: Page) -> None:
    sign_in(page)
    page.goto("/test-org/items")
    expect(page.locator("[data-index='0']")).to_be_visible()
    page.get_by_role("link", name="Stock", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Stock")).to_be_visible()
    sheet = page.locator("[data-sheet]")
    for closing in ("key", "button"):
        page.get_by_role("button", name="Receive", exact=True).click()
        expect(sheet.get_by_role("combobox").first).to_be_focused()
        if closing == "key":
            page.keyboard.press("Escape")
        else:
            sheet.get_by_role("button", name="Close").click()
        expect(sheet).to_be_hidden()
        expect(page).to_have_url(re.compile("/stock$"))
    page.go_back()
    expect(page).to_have_url(re.compile("/items$"))
    page.goto("/test-org/stock?do=receive")
    expect(sheet.get_by_role("combobox").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/stock$"))
