"""The first minute: from nothing to the first thing on its shelf."""

import re
from decimal import Decimal

from playwright.sync_api import Page, expect

from app.core.ids import new_id

PASSWORD = "a long enough sentence"
MOST_ACTIONS = 12


def test_from_nothing_to_the_first_balance(page: Page) -> None:
    actions = 0

    def acted() -> None:
        nonlocal actions
        actions += 1

    page.goto("/")
    page.get_by_role("link", name="Create an account").click()
    expect(page.get_by_role("button", name="Create account")).to_be_visible()
    acted()
    page.get_by_label("E-mail").fill(f"{new_id().hex}@example.org")
    acted()
    page.locator("[name=password]").fill(PASSWORD)
    acted()
    page.keyboard.press("Enter")
    acted()
    page.get_by_label("Name of the organization").fill("Harbour Depot")
    acted()
    page.keyboard.press("Enter")
    acted()
    page.get_by_role("link", name=re.compile("Receive the first thing")).or_(
        page.get_by_role("button", name=re.compile("Receive the first thing"))
    ).click()
    acted()
    field = page.get_by_role("combobox", name=re.compile("Scan or type")).or_(
        page.get_by_label(re.compile("Scan or type"))
    )
    field.first.fill("Hex bolt")
    acted()
    expect(page.get_by_role("option", name=re.compile("Make.*Hex bolt"))).to_be_visible()
    page.keyboard.press("Enter")
    acted()
    expect(page.get_by_role("textbox", name=re.compile("Quantity of Hex bolt"))).to_have_value("1")
    page.keyboard.press("Control+Enter")
    acted()
    expect(page.get_by_role("button", name="Undo").first).to_be_visible()
    assert actions <= MOST_ACTIONS

    slug = re.search(r"//[^/]+/([^/?]+)", page.url)
    assert slug
    page.goto(f"/{slug[1]}/stock")
    expect(page.get_by_text("Hex bolt").first).to_be_visible()
    token = page.context.request.post("/api/v1/auth/refresh", headers=COOKIE).json()
    answer = page.context.request.get(
        f"/api/v1/organizations/{slug[1]}/stock",
        headers={"Authorization": f"Bearer {token['access_token']}"},
    )
    (level,) = answer.json()["items"]
    assert Decimal(level["on_hand"]) == 1
    assert level["location_path"] == ["Main store"]


COOKIE = {"X-Session-Mode": "cookie", "Sec-Fetch-Site": "same-origin"}
