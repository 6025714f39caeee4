"""Sheets of many lines: all of them, or none, in whatever order they are written."""

from typing import Any

import pytest

from app.domains.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from app.domains.stock.schemas import MOST_LINES
from tests.world import World, faults, refused


def at(kind: str, item: Any, place: Any, quantity: object, **more: Any) -> dict[str, Any]:
    ids = {"item_id": item["id"], "location_id": place["id"]}
    return ids | {"kind": kind, "quantity": quantity} | more


async def post(org: World, *lines: dict[str, Any], **more: Any) -> Any:
    return await org.call("POST", "/stock/postings", json={"lines": lines} | more)


async def test_a_sheet_is_posted_as_one_and_read_back(org: World) -> None:
    iron, gold, a = await org.item("Iron"), await org.item("Gold"), await org.location("A")
    lines = at("receive", iron, a, 5, reference="L-1"), at("receive", gold, a, 2, reason="Own")
    response = await post(org, *lines, reference="S-1", reason="Sheet")
    assert response.status_code == 201
    sheet = response.json()
    assert response.headers["location"] == f"{org.path}/stock/postings/{sheet['id']}"
    assert (sheet["reference"], sheet["reason"]) == ("S-1", "Sheet")
    told = [(m["item_name"], m["reference"], m["reason"]) for m in sheet["movements"]]
    assert told == [("Iron", "L-1", "Sheet"), ("Gold", "S-1", "Own")]
    assert {m["posting_id"] for m in sheet["movements"]} == {sheet["id"]}
    assert await org.get(f"/stock/postings/{sheet['id']}") == sheet


async def test_what_comes_in_on_a_sheet_may_go_out_on_it_in_any_order(org: World) -> None:
    item, a, b = await org.item(), await org.location("A"), await org.location("B")
    ends = {"from_location_id": a["id"], "to_location_id": b["id"]}
    moved = {"kind": "transfer", "item_id": item["id"], "quantity": 4} | ends
    answer = await post(org, at("issue", item, b, 3), moved, at("receive", item, a, 5))
    assert answer.status_code == 201
    assert await org.held() == {("", "A"): "1", ("", "B"): "1"}
    kinds = [m["kind"] for m in answer.json()["movements"]]
    assert kinds == ["issue", "transfer", "receive"]


async def test_one_short_line_refuses_the_sheet_and_every_short_line_is_named(org: World) -> None:
    item, a, b = await org.item(), await org.location("A"), await org.location("B")
    await org.receive(item, a, 5)
    lines = (
        at("receive", item, b, 1),
        at("issue", item, a, 3),
        at("issue", item, b, 2),
        at("issue", item, a, 3),
    )
    answer = await post(org, *lines)
    assert refused(answer) == (409, "insufficient_stock")
    assert faults(answer) == {f"/body/lines/{n}/quantity": "short" for n in (1, 2, 3)}
    assert await org.held() == {("", "A"): "5"}
    assert len((await org.get("/movements"))["items"]) == 1


@pytest.mark.parametrize("field", ["item_id", "location_id"])
async def test_a_line_that_names_nothing_refuses_the_sheet(org: World, field: str) -> None:
    item, a = await org.item(), await org.location("A")
    good = at("receive", item, a, 1)
    answer = await post(org, good, good | {field: a["id"] if field == "item_id" else item["id"]})
    assert refused(answer) == (404, "not_found")
    assert faults(answer) == {f"/body/lines/1/{field}": "not_found"}
    assert await org.held() == {}


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"kind": "lend"}, "/body/lines/1"),
        ({"kind": None}, "/body/lines/1"),
        ({"quantity": "x"}, "/body/lines/1/quantity"),
        ({"unit": "kg"}, "/body/lines/1/unit"),
        ({"unit_cost": "0.001"}, "/body/lines/1/unit_cost"),
    ],
)
async def test_a_bad_line_is_named(org: World, wrong: dict[str, Any], pointer: str) -> None:
    item, a = await org.item(), await org.location("A")
    good = at("receive", item, a, 1)
    answer = await post(org, good, good | wrong)
    assert answer.status_code == 422
    assert set(faults(answer)) == {pointer}
    assert await org.held() == {}


async def test_a_sheet_has_a_line_and_not_too_many(org: World) -> None:
    line = at("receive", await org.item(), await org.location(), 1)
    for lines in ([], [line] * (MOST_LINES + 1)):
        answer = await post(org, *lines)
        assert (answer.status_code, set(faults(answer))) == (422, {"/body/lines"})
    for body in ({"lines": ["receive"]}, {"lines": None}, {}):
        answer = await org.call("POST", "/stock/postings", json=body)
        assert answer.status_code == 422


async def test_another_organizations_sheet_is_nowhere(org: World, other_org: World) -> None:
    item, shelf = await other_org.item(), await other_org.location()
    movement = await other_org.receive(item, shelf, 1)
    path = f"/stock/postings/{movement['posting_id']}"
    for method, at_, body in (
        ("GET", path, None),
        ("POST", f"{path}/reverse", {}),
        ("POST", f"/movements/{movement['id']}/reverse", {}),
    ):
        assert refused(await org.call(method, at_, json=body)) == (404, "not_found")
    assert await other_org.held() == {("", "Room"): "1"}


FIELDS = {
    "receive": ("item_id", "location_id"),
    "issue": ("item_id", "location_id"),
    "adjust": ("item_id", "location_id"),
    "transfer": ("item_id", "from_location_id", "to_location_id"),
}


@pytest.mark.parametrize("kind", FIELDS)
async def test_another_organizations_ids_are_nowhere_in_every_field(
    org: World, other_org: World, kind: str
) -> None:
    mine = {"item_id": (await org.item())["id"], "location_id": (await org.location())["id"]}
    theirs = {
        "item_id": (await other_org.item())["id"],
        "location_id": (await other_org.location())["id"],
    }
    places = {"from_location_id": mine["location_id"]}
    places["to_location_id"] = (await org.location())["id"]
    body: dict[str, Any] = {"item_id": mine["item_id"]}
    body |= places if kind == "transfer" else {"location_id": mine["location_id"]}
    body |= {"counted": 1, "reason": "R"} if kind == "adjust" else {"quantity": 1}
    for field in FIELDS[kind]:
        wrong = body | {field: theirs["item_id" if field == "item_id" else "location_id"]}
        one = await org.call("POST", f"/stock/{kind}", json=wrong)
        sheet = await post(org, wrong | {"kind": kind})
        for answer, pointer in ((one, "/body"), (sheet, "/body/lines/0")):
            assert refused(answer) == (404, "not_found")
            assert faults(answer) == {f"{pointer}/{field}": "not_found"}
    assert (await org.get("/stock"))["items"] == (await other_org.get("/stock"))["items"] == []


async def test_who_may_post_which_lines(org: World, other_org: World) -> None:
    viewer, member = await org.person(Role.VIEWER), await org.person(Role.MEMBER)
    item, a, b = await org.item(), await org.location("A"), await org.location("B")
    movement = await org.receive(item, a, 9)
    ends = {"from_location_id": a["id"], "to_location_id": b["id"]}
    one: dict[str, Any] = {"item_id": item["id"]}
    bodies = {
        "receive": one | {"location_id": a["id"], "quantity": 1},
        "issue": one | {"location_id": a["id"], "quantity": 1},
        "adjust": one | {"location_id": a["id"], "delta": 1, "reason": "R"},
        "transfer": one | ends | {"quantity": 1},
    }
    requests = [(f"/stock/{kind}", body) for kind, body in bodies.items()]
    sheets = [{"lines": [body | {"kind": kind}]} for kind, body in bodies.items()]
    requests += [("/stock/postings", sheet) for sheet in sheets]
    requests += [
        (f"/stock/postings/{movement['posting_id']}/reverse", {}),
        (f"/movements/{movement['id']}/reverse", {}),
    ]
    for path, body in requests:
        refusal = await org.call("POST", path, by=viewer, json=body)
        assert refused(refusal) == (403, "forbidden"), path
        stranger = await org.call("POST", path, by=other_org.owner, json=body)
        assert refused(stranger) == (404, "not_found"), path
    assert await org.held() == {("", "A"): "9"}
    for path, body in requests[:8]:
        assert (await org.call("POST", path, by=member, json=body)).status_code == 201, path
    for path in ("/stock", "/movements", f"/stock/postings/{movement['posting_id']}"):
        assert (await org.call("GET", path, by=viewer)).status_code == 200
        assert refused(await org.call("GET", path, by=other_org.owner)) == (404, "not_found")


async def test_one_line_that_a_role_lacks_refuses_the_sheet(
    org: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # why: no role of today has a part of these rights alone
    some = ROLE_PERMISSIONS[Role.VIEWER] | {Permission.STOCK_RECEIVE}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.VIEWER, some)
    viewer, item, a = await org.person(Role.VIEWER), await org.item(), await org.location("A")
    receive, issue = at("receive", item, a, 2), at("issue", item, a, 1)
    answer = await org.call("POST", "/stock/postings", by=viewer, json={"lines": [receive, issue]})
    assert refused(answer) == (403, "forbidden")
    assert "stock:issue" in answer.json()["detail"]
    assert await org.held() == {}
    alone = await org.call("POST", "/stock/postings", by=viewer, json={"lines": [receive]})
    assert alone.status_code == 201


async def test_a_lot_that_a_sheet_brings_may_go_out_on_it(org: World) -> None:
    item, a, b = await org.item(), await org.location("A"), await org.location("B")
    ends = {"from_location_id": a["id"], "to_location_id": b["id"]}
    moved = {"kind": "transfer", "item_id": item["id"], "quantity": 4, "lot": "L"} | ends
    answer = await post(org, moved, at("receive", item, a, 5, lot="L", quality=7))
    assert answer.status_code == 201
    assert await org.held() == {("L", "A"): "1", ("L", "B"): "4"}
    assert (await org.get("/lots"))["items"][0]["quality"] == 7
