"""Receiving and issuing by scanner alone; a sheet that is refused or cut off loses nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.people import sign_in
from tests.e2e.scanner import GERMAN, scan

UNKNOWN = "console: .* 404"  # what the browser says of a code that nothing has


def open_sheet(page: Page, kind: str) -> Locator:
    """An empty sheet over the overview, with the focus nowhere."""
    sign_in(page)
    page.goto(f"/test-org?do={kind}")
    sheet = page.locator("[data-sheet]")
    expect(sheet.get_by_role("combobox").first).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    return sheet


def told(sheet: Locator, *words: str) -> None:
    for word in words:
        expect(sheet.locator("[role=status][data-tone]")).to_contain_text(word)


@pytest.fixture
def postings(page: Page) -> list[str]:
    """The idempotency keys of the sheets that were sent."""
    keys: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/stock/postings"):
            keys.append(request.headers["idempotency-key"])

    page.on("request", note)
    return keys


@pytest.mark.parametrize("layout", [None, GERMAN], ids=["us", "german"])
def test_a_scanner_alone_receives(
    page: Page, postings: list[str], layout: dict[str, str] | None
) -> None:
    sheet = open_sheet(page, "receive")
    scan(page, "PRV-MED", layout)
    told(sheet, "Medical pen", "1 pcs")
    scan(page, "PRV-MED", layout)
    told(sheet, "1 more, 2 in all")
    scan(page, "STA-1-WH", layout)
    told(sheet, "Warehouse", "goes here")
    scan(page, "QMCOMMIT", layout)
    told(sheet, "Received 1 line")
    expect(sheet.get_by_role("group")).to_have_count(0)
    assert len(postings) == 1
    scan(page, "QMUNDO", layout)
    told(sheet, "One step back")


def test_three_scans_are_told_apart(page: Page, allow: Callable[[str], None]) -> None:
    allow(UNKNOWN)
    sheet = open_sheet(page, "receive")
    strip = sheet.locator("[role=status][data-tone]")
    for code, tone in (("PRV-RAT", "ok"), ("PRV-RAT", "again"), ("NO-SUCH-1", "unknown")):
        scan(page, code)
        expect(strip).to_have_attribute("data-tone", tone)
    scan(page, "PRV-WTR")
    told(sheet, "Drinking water")
    expect(sheet.get_by_role("button", name="Ignore: NO-SUCH-1")).to_be_visible()


def test_what_comes_above_its_minimum_again_is_told(page: Page) -> None:
    sheet = open_sheet(page, "receive")
    scan(page, "CMP-SHD-1")
    told(sheet, "Shield generator")
    again = sheet.get_by_text("above minimum again")
    expect(again).to_be_hidden()  # 2 of at least 4
    sheet.get_by_role("textbox", name="Quantity of Shield generator").fill("2")
    expect(again).to_be_visible()


def test_a_scan_into_a_field_leaves_it_as_it_was(page: Page) -> None:
    sheet = open_sheet(page, "receive")
    reference = sheet.get_by_label("Delivery note")
    reference.fill("DN 1")
    scan(page, "PRV-WTR")
    told(sheet, "Drinking water")
    expect(reference).to_have_value("DN 1")


def test_too_little_is_offered_as_it_is(page: Page, allow: Callable[[str], None]) -> None:
    allow("console: .* 409")
    sheet = open_sheet(page, "issue")
    scan(page, "CMP-SHD-1")
    told(sheet, "Shield generator")
    quantity = sheet.get_by_role("textbox", name="Quantity of Shield generator")
    quantity.fill("10")
    page.keyboard.press("Control+Enter")
    expect(sheet.get_by_text("Storage bay has 2 pcs free")).to_be_visible()
    expect(quantity).to_be_focused()
    expect(quantity).to_have_attribute("aria-invalid", "true")
    sheet.get_by_role("button", name="Take 2", exact=True).click()
    expect(quantity).to_have_value("2")


def test_what_was_cut_off_is_sent_once(
    page: Page, postings: list[str], allow: Callable[[str], None]
) -> None:
    allow("ERR_INTERNET_DISCONNECTED")
    sheet = open_sheet(page, "receive")
    with page.expect_response("**/stock?item_id=*"):  # it needs to know what is where
        scan(page, "FUE-HYD")
    told(sheet, "Hydrogen fuel")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(sheet.get_by_text("Not sent. Kept here.")).to_be_visible()
    page.context.set_offline(False)
    sheet.get_by_role("button", name="Try again").click()
    told(sheet, "Received 1 line")
    assert len(postings) == 2
    assert len(set(postings)) == 1


@pytest.mark.screens("desktop")
def test_a_sheet_outlives_a_reload_and_back_closes_it(page: Page) -> None:
    sign_in(page)
    page.goto("/test-org/stock")
    expect(page.get_by_text("Hydrogen fuel").first).to_be_visible()
    page.keyboard.press("r")
    sheet = page.locator("[data-sheet]")
    expect(sheet.get_by_role("combobox").first).to_be_focused()
    scan(page, "PRV-RAT")
    told(sheet, "Ration pack")
    page.reload()
    expect(sheet.get_by_role("textbox", name="Quantity of Ration pack")).to_have_value("1")
    page.go_back()
    expect(sheet).to_be_hidden()


@pytest.mark.screens("phone")
def test_what_no_sheet_waits_for_is_looked_up(page: Page) -> None:
    sign_in(page)
    page.goto("/test-org")
    expect(page.get_by_role("heading", name="Latest movements")).to_be_visible()
    scan(page, "PRV-MED")
    expect(page.get_by_role("heading", name="Scan", exact=True)).to_be_visible()
    page.get_by_role("button", name="Issue: Medical pen").click()
    expect(page.locator("[data-sheet]").get_by_role("group", name="Medical pen")).to_be_visible()
