"""A sheet that is refused: each fault at its line, the other lines as they were."""

from collections.abc import Callable
from decimal import Decimal

from playwright.sync_api import Page, expect

from tests.e2e.people import sign_in
from tests.e2e.scanner import scan
from tests.e2e.test_worksheet import UNKNOWN, open_sheet, told

COUNT_TONES = """
globalThis.tones = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) {
  globalThis.tones += 1;
  return start.apply(this, when);
};
"""


def on_hand(page: Page, sku: str) -> Decimal:
    """What the API says is there of an item, over all places."""
    headers = {"X-Session-Mode": "cookie", "Sec-Fetch-Site": "same-origin"}
    token = page.context.request.post("/api/v1/auth/refresh", headers=headers).json()
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    found = page.context.request.get(
        f"/api/v1/organizations/test-org/stock?q={sku}", headers=bearer
    ).json()
    return sum((Decimal(row["on_hand"]) for row in found["items"]), Decimal(0))


def test_a_fault_on_the_third_line_stands_beside_its_field(
    page: Page, allow: Callable[[str], None]
) -> None:
    allow("console: .* 422")
    sheet = open_sheet(page, "receive")
    for code, name in (
        ("PRV-MED", "Medical pen"),
        ("FUE-HYD", "Hydrogen fuel"),
        ("PRV-RAT", "Ration pack"),
    ):
        scan(page, code)
        told(sheet, name)
    quantity = sheet.get_by_role("textbox", name="Quantity of Medical pen")
    quantity.fill("1.1234567")
    others = [sheet.get_by_role("textbox", name=f"Quantity of {n}") for n in ("Hydrogen", "Ration")]
    page.keyboard.press("Control+Enter")
    expect(quantity).to_have_attribute("aria-invalid", "true")
    expect(quantity).to_be_focused()
    for other in others:
        expect(other).to_have_value("1")
        expect(other).not_to_have_attribute("aria-invalid", "true")


def test_what_is_accepted_is_posted_exactly(page: Page, allow: Callable[[str], None]) -> None:
    allow("console: .* 409")
    sheet = open_sheet(page, "issue")
    before = on_hand(page, "CMP-QDR-2")
    scan(page, "CMP-QDR-2")
    told(sheet, "Quantum drive")
    sheet.get_by_role("textbox", name="Quantity of Quantum drive").fill("1000")
    page.keyboard.press("Control+Enter")
    sheet.get_by_role("button", name=f"Take {before.normalize():f}", exact=True).click()
    page.keyboard.press("Control+Enter")
    told(sheet, "Issued 1 line")
    assert on_hand(page, "CMP-QDR-2") == 0
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Undone").or_(page.get_by_text("taken back")).first).to_be_visible()
    assert on_hand(page, "CMP-QDR-2") == before


def test_each_scan_has_its_tone(page: Page, allow: Callable[[str], None]) -> None:
    allow(UNKNOWN)
    page.add_init_script(COUNT_TONES)
    sheet = open_sheet(page, "receive")
    for number, (code, tone) in enumerate(
        (("PRV-WTR", "ok"), ("PRV-WTR", "again"), ("NO-SUCH-2", "unknown")), start=1
    ):
        scan(page, code)
        expect(sheet.locator("[role=status][data-tone]")).to_have_attribute("data-tone", tone)
        page.wait_for_function("(least) => globalThis.tones >= least", arg=number)


def test_a_promotion_appears_without_signing_in_again(
    page: Page, newcomer: Callable[[], Page]
) -> None:
    viewer = newcomer()
    sign_in(viewer, "viewer")
    viewer.goto("/test-org/stock")
    expect(viewer.get_by_text("Hydrogen fuel").first).to_be_visible()
    expect(viewer.get_by_role("button", name="Receive")).to_be_hidden()
    sign_in(page)
    promote(page, "viewer@scims.test", "member")
    try:
        viewer.evaluate("window.dispatchEvent(new Event('visibilitychange'))")
        viewer.goto("/test-org/items")
        viewer.goto("/test-org/stock")
        expect(viewer.get_by_role("button", name="Receive")).to_be_visible()
    finally:
        promote(page, "viewer@scims.test", "viewer")


def promote(page: Page, email: str, role: str) -> None:
    headers = {"X-Session-Mode": "cookie", "Sec-Fetch-Site": "same-origin"}
    token = page.context.request.post("/api/v1/auth/refresh", headers=headers).json()
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    members = "/api/v1/organizations/test-org/members"
    found = page.context.request.get(members, headers=bearer).json()["items"]
    member = next(one for one in found if one["email"] == email)
    answer = page.context.request.patch(
        f"{members}/{member['id']}",
        headers=bearer,
        data={"role": role, "version": member["version"]},
    )
    assert answer.ok, answer.text()
