"""Sheets of 10,000 lines: judged whole, refused whole, in statements that the lines do not multiply."""

from typing import Any

import httpx2
import pytest

from app.core.ids import new_id
from app.domains.stock.schemas import MOST_LINES
from tests.contract.rows import of_organization
from tests.statements import Statements
from tests.world import World, faults, refused

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time
WRONG = 7654  # the line that is


@pytest.fixture
async def lines(org: World) -> list[dict[str, Any]]:
    """Receipts and issues of 20 items at two places, in a unit of the organization's own."""
    await org.post("/units", {"code": "crate", "name": "Crate", "base": "pcs", "factor": "12"})
    places = [await org.location() for _ in range(2)]
    items = [await org.item() for _ in range(20)]
    return [
        {
            "kind": "issue" if number % 4 == 3 else "receive",
            "item_id": items[number // 8 % 20]["id"],
            "location_id": places[number // 4 % 2]["id"],
            "quantity": "1",
            "unit": "crate",
        }
        for number in range(MOST_LINES)
    ]


async def post(org: World, lines: list[dict[str, Any]]) -> tuple[httpx2.Response, int]:
    """The answer, and how many statements it took."""
    with Statements(org.database) as statements:
        answer = await org.call("POST", "/stock/postings", json={"lines": lines, "reason": "R"})
    return answer, len(statements)


SPOILT: dict[str, tuple[dict[str, Any], tuple[int, str], str]] = {
    "malformed": ({"quantity": "1,5"}, (422, "invalid"), "quantity"),
    "unknown item": ({"item_id": str(new_id())}, (404, "not_found"), "item_id"),
    "unknown place": ({"location_id": str(new_id())}, (404, "not_found"), "location_id"),
    "unknown unit": ({"unit": "barrel"}, (422, "unit_unknown"), "unit"),
    "other unit": ({"unit": "kg"}, (422, "invalid"), "unit"),
    "unknown lot": ({"kind": "issue", "lot": "X"}, (409, "insufficient_stock"), "lot"),
    "too fine": ({"quantity": "0.00000001"}, (422, "invalid"), "quantity"),
}


@pytest.mark.parametrize("what", SPOILT)
async def test_one_wrong_line_of_ten_thousand_is_named_and_nothing_is_kept(
    org: World, lines: list[dict[str, Any]], what: str
) -> None:
    spoilt, expected, field = SPOILT[what]
    lines[WRONG] |= spoilt
    before = await of_organization(org.database, org.id)
    answer, statements = await post(org, lines)
    assert refused(answer) == expected
    assert set(faults(answer)) == {f"/body/lines/{WRONG}/{field}"}
    assert statements <= 7
    assert await of_organization(org.database, org.id) == before


async def test_a_short_line_of_ten_thousand_is_named_with_those_that_share_its_level(
    org: World, lines: list[dict[str, Any]]
) -> None:
    lines[WRONG] |= {"kind": "issue", "quantity": "1000000"}
    before = await of_organization(org.database, org.id)
    answer, statements = await post(org, lines)
    assert refused(answer) == (409, "insufficient_stock")
    assert f"/body/lines/{WRONG}/quantity" in faults(answer)
    assert len(answer.content) < 200_000
    assert statements <= 60
    assert await of_organization(org.database, org.id) == before


async def test_ten_thousand_right_lines_are_one_posting_and_one_reversal(
    org: World, lines: list[dict[str, Any]]
) -> None:
    answer, statements = await post(org, lines)
    assert answer.status_code == 201
    few, of_few = await post(org, lines[:8] * 5)
    assert few.status_code == 201
    assert statements <= of_few + 40  # a draw is a statement for each level, of which there are 40
    sheet = answer.json()
    assert len(sheet["movements"]) == MOST_LINES
    await org.post(f"/stock/postings/{few.json()['id']}/reverse")
    with Statements(org.database) as statements_of_reversal:
        await org.post(f"/stock/postings/{sheet['id']}/reverse")
    assert len(statements_of_reversal) <= 60
    assert await org.held() == {}
    reversal = (await org.get("/movements", params={"kind": "reverse"}))["items"][0]["posting_id"]
    again = await org.call("POST", f"/stock/postings/{reversal}/reverse", json={})
    assert refused(again) == (409, "is_reversal")


async def test_every_line_that_names_nothing_is_named(
    org: World, lines: list[dict[str, Any]]
) -> None:
    for number in (1, 50, 99):
        lines[number] |= {"item_id": str(new_id())}
    answer, _ = await post(org, lines[:100])
    assert set(faults(answer)) == {f"/body/lines/{n}/item_id" for n in (1, 50, 99)}
