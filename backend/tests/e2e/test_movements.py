"""The ledger, and a receipt that is taken back as a whole."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import sign_in


@pytest.fixture
def movements(page: Page) -> Page:
    sign_in(page)
    page.goto("/test-org/movements")
    expect(page.locator("[data-index='0']")).to_be_visible()
    return page


def test_the_ledger_is_narrowed_to_an_item(movements: Page, newcomer: Callable[[], Page]) -> None:
    movements.get_by_role("button", name="Filter").click()
    item = movements.get_by_role("combobox", name="Item")
    item.fill("bexal")
    expect(movements.get_by_role("option", name=re.compile("Bexalite ore"))).to_be_visible()
    item.press("Enter")
    expect(movements).to_have_url(re.compile("item_id="))
    expect(movements.locator("[data-index]")).to_have_count(1)
    other = newcomer()
    sign_in(other, "viewer")
    other.goto(movements.url)
    expect(other.get_by_role("button", name="Remove filter: Item Bexalite ore")).to_be_visible()
    expect(other.locator("[data-index]")).to_have_count(1)


def test_a_bad_filter_is_forgiven(movements: Page) -> None:
    movements.goto("/test-org/movements?kind=stolen&item_id=none")
    expect(movements.locator("[data-index='0']")).to_be_visible()


def received(page: Page) -> str:
    """The address of a receipt that this journey alone knows."""
    base = "/api/v1/organizations/test-org"
    token = page.context.request.post(
        "/api/v1/auth/login", data={"email": "owner@scims.test", "password": "owner123"}
    ).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    ask = page.context.request
    item = ask.get(f"{base}/items?q=Cooler", headers=headers).json()["items"][0]["id"]
    place = ask.get(f"{base}/locations?q=Warehouse", headers=headers).json()["items"][0]["id"]
    line = {"kind": "receive", "item_id": item, "location_id": place, "quantity": "2"}
    posted = ask.post(
        f"{base}/stock/postings",
        headers=headers,
        data={"lines": [line, line | {"quantity": "3"}], "reference": "DN 88-2041"},
    )
    assert posted.ok, posted.text()
    return f"/test-org/movements/{posted.json()['id']}"


def test_a_receipt_is_undone_once_and_as_a_whole(movements: Page, look: Callable[[], None]) -> None:
    address = received(movements)
    movements.goto(address)
    expect(movements.get_by_role("heading", level=1, name="DN 88-2041")).to_be_visible()
    expect(movements.get_by_text("2 lines")).to_be_visible()
    look()
    movements.get_by_role("button", name="Undo").click()
    dialog = movements.get_by_role("dialog")
    dialog.get_by_role("button", name="Reverse 2 lines").click()
    expect(movements.get_by_text("This takes back another receipt.")).to_be_visible()
    expect(movements.get_by_role("button", name="Undo")).to_have_count(0)
    movements.goto(address)
    expect(movements.get_by_text("It was reversed.")).to_be_visible()
    expect(movements.get_by_role("button", name="Undo")).to_be_disabled()
