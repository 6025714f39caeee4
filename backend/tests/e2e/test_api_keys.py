"""Keys for programs: made with a proof, shown once, and ended."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.people import BY_NAME, sign_in

Allow = Callable[[str], None]
Look = Callable[[], None]
STOCK = "/api/v1/organizations/test-org/stock"


def test_a_key_from_its_making_to_its_end(page: Page, allow: Allow, look: Look) -> None:
    allow("status of 403")
    sign_in(page)
    page.goto("/test-org/settings")
    page.get_by_role("link", name="API keys").click()
    expect(page.get_by_role("heading", name="There are no API keys")).to_be_visible()
    page.get_by_role("button", name="Make a key").click()
    dialog = page.get_by_role("dialog", name="Make a key")
    dialog.get_by_label("Name").fill("Web shop")
    dialog.get_by_label("Until").select_option("30")
    dialog.get_by_label("See members").uncheck()
    expect(dialog.get_by_label("Receive stock")).not_to_be_checked()
    expect(dialog.get_by_label("Manage members")).to_have_count(0)
    look()
    dialog.get_by_role("button", name="Make a key").click()
    page.get_by_role("dialog", name="Is it you?").locator("[name=password]").fill(
        BY_NAME["owner"].password
    )
    page.keyboard.press("Enter")
    shown = page.get_by_role("dialog", name="Web shop")
    expect(shown.locator(".mono")).to_contain_text("qk_")
    key = {"Authorization": f"Bearer {shown.locator('.mono').inner_text()}"}
    look()
    assert page.context.request.get(STOCK, headers=key).ok
    shown.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_role("button", name="Revoke Web shop")).to_be_visible()
    expect(page.get_by_text("See stock")).to_be_visible()
    look()
    page.get_by_role("button", name="Revoke Web shop").click()
    ending = page.get_by_role("dialog", name="Revoke the key Web shop?")
    ending.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Revoked")).to_be_visible()
    assert page.context.request.get(STOCK, headers=key).status == 401


def test_who_may_not_make_keys_is_told_so(page: Page) -> None:
    sign_in(page, "member")
    page.goto("/test-org/settings/keys")
    expect(page.get_by_text("Your role does not include API keys.")).to_be_visible()
    expect(page.get_by_role("button", name="Make a key")).to_have_count(0)
