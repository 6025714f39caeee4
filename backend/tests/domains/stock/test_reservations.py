"""Reservations: kept for one, refused to all others, and ended once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest

from app.core.clock import now
from app.core.ids import new_id
from app.domains.identity.permissions import Role
from app.domains.stock.models import Reservation
from app.domains.stock.service import audit
from tests.domains.lists import assert_ordered, names
from tests.world import Person, World, faults, refused


async def reserve(
    org: World, item: Any, place: Any, quantity: object, by: Person | None = None, **more: Any
) -> httpx2.Response:
    at = {"item_id": item["id"], "location_id": place["id"]}
    body = at | {"quantity": str(quantity), "for": "Refit"} | more
    return await org.call("POST", "/reservations", json=body, by=by)


async def kept(org: World, item: Any, place: Any, quantity: object, **more: Any) -> Any:
    answer = await reserve(org, item, place, quantity, **more)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def end(
    org: World, action: str, reservation: Any, by: Person | None = None, **body: Any
) -> httpx2.Response:
    path = f"/reservations/{reservation['id']}/{action}"
    return await org.call("POST", path, json=body, by=by)


async def pass_expiry(org: World, *reservations: Any) -> None:
    """As if so much time had gone by that these have expired."""
    async with org.context(write=True) as ctx:
        ids = [UUID(reservation["id"]) for reservation in reservations]
        past = now() - timedelta(seconds=1)
        which = Reservation.__table__.c.id.in_(ids)
        assert await ctx.update(Reservation, which, expires_at=past) == len(ids)


async def stored(org: World) -> dict[str, str]:
    """The stored status of every reservation, by what it is for."""
    async with org.context() as ctx:
        rows = await ctx.rows(Reservation.__table__.select())
        return {row["purpose"]: row["status"].value for row in rows}


async def level(org: World, **filters: Any) -> tuple[str, str, str]:
    (row,) = (await org.get("/stock", params=filters))["items"]
    return row["on_hand"], row["reserved"], row["available"]


async def assert_books_are_right(org: World) -> None:
    async with org.context() as ctx:
        assert await audit.differences(ctx) == []


@pytest.fixture
async def stocked(org: World) -> tuple[Any, Any]:
    """An item of which 10 lie on a shelf."""
    item, shelf = await org.item("Ore", unit="kg"), await org.location("Shelf")
    await org.receive(item, shelf, 10)
    return item, shelf


async def test_what_is_reserved_is_on_hand_and_not_available(
    org: World, stocked: tuple[Any, Any]
) -> None:
    later = (now() + timedelta(days=1)).isoformat()
    answer = await reserve(org, *stocked, "2500", unit="g", expires_at=later)
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == f"{org.path}/reservations/{made['id']}"
    assert (made["quantity"], made["for"], made["status"]) == ("2.5", "Refit", "active")
    assert (made["owner_id"], made["owner"]) == (await membership(org), "Ada")
    assert (made["item_name"], made["unit"], made["location_path"]) == ("Ore", "kg", ["Shelf"])
    assert (made["allowed"], made["closed_at"]) == (["consume", "release"], None)
    assert await org.get(f"/reservations/{made['id']}") == made
    assert await level(org) == ("10", "2.5", "7.5")
    read = await org.get(f"/items/{stocked[0]['id']}")
    assert (read["on_hand"], read["reserved"], read["available"]) == ("10", "2.5", "7.5")
    await assert_books_are_right(org)


async def membership(org: World) -> str:
    rows = (await org.get("/members"))["items"]
    return str(next(row["id"] for row in rows if row["user_id"] == str(org.owner.user_id)))


async def test_no_draw_touches_what_is_reserved(org: World, stocked: tuple[Any, Any]) -> None:
    item, shelf = stocked
    hall = await org.location("Hall")
    await kept(org, item, shelf, 8)
    at = {"item_id": item["id"], "location_id": shelf["id"]}
    ends = {"from_location_id": shelf["id"], "to_location_id": hall["id"]}
    draws: dict[str, Any] = {
        "issue": at | {"quantity": 3},
        "transfer": {"item_id": item["id"], "quantity": 3} | ends,
        "adjust": at | {"counted": 7, "reason": "R"},
    }
    for kind, body in draws.items():
        answer = await org.call("POST", f"/stock/{kind}", json=body)
        assert refused(answer) == (409, "insufficient_stock"), kind
        (short,) = answer.json()["shortages"]
        assert (short["reserved"], short["available"]) == ("8", "2")
        sheet = {"lines": [body | {"kind": kind}]}
        assert refused(await org.call("POST", "/stock/postings", json=sheet))[0] == 409
    assert refused(await reserve(org, item, shelf, 3)) == (409, "insufficient_stock")
    await org.issue(item, shelf, 2)
    assert await level(org, held="true") == ("8", "8", "0")
    await assert_books_are_right(org)


async def test_a_receipt_that_is_reserved_is_not_reversed(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    movement = await org.receive(item, shelf, 5)
    made = await kept(org, item, shelf, 1)
    back = f"/movements/{movement['id']}/reverse"
    assert refused(await org.call("POST", back, json={})) == (409, "insufficient_stock")
    await end(org, "release", made)
    await org.post(back)
    assert await org.held() == {}
    await assert_books_are_right(org)


async def test_consuming_issues_what_is_kept_once(org: World, stocked: tuple[Any, Any]) -> None:
    made = await kept(org, *stocked, 4)
    await org.issue(*stocked, 6)
    consumed = (await end(org, "consume", made, reference="W-1")).json()
    assert (consumed["status"], consumed["allowed"]) == ("consumed", [])
    assert consumed["version"] > made["version"]
    sheet = await org.get(f"/stock/postings/{consumed['posting_id']}")
    (movement,) = sheet["movements"]
    assert (movement["kind"], movement["quantity"]) == ("issue", "4")
    assert (movement["reference"], movement["reason"]) == ("W-1", "Refit")
    assert await level(org) == ("0", "0", "0")
    for action in ("consume", "release"):
        again = await end(org, action, made)
        assert refused(again) == (409, "reservation_closed")
        assert (again.json()["reservation_status"], again.json()["allowed"]) == ("consumed", [])
    assert (await org.get("/movements", params={"count": "exact"}))["total"] == 3
    await assert_books_are_right(org)


async def test_releasing_gives_it_back_once(org: World, stocked: tuple[Any, Any]) -> None:
    made = await kept(org, *stocked, 10)
    released = (await end(org, "release", made)).json()
    assert (released["status"], released["posting_id"]) == ("released", None)
    assert released["closed_at"] is not None
    assert refused(await end(org, "release", made)) == (409, "reservation_closed")
    assert refused(await end(org, "consume", made)) == (409, "reservation_closed")
    assert await level(org) == ("10", "0", "10")
    await assert_books_are_right(org)


async def test_what_has_expired_is_free_at_once_for_whoever_reads(
    org: World, stocked: tuple[Any, Any]
) -> None:
    item, shelf = stocked
    old, lasting = await kept(org, item, shelf, 6), await kept(org, item, shelf, 1)
    await pass_expiry(org, old)
    assert await level(org) == ("10", "1", "9")
    assert (await org.get(f"/items/{item['id']}"))["available"] == "9"
    contents = await org.get(f"/locations/{shelf['id']}/contents")
    assert contents["items"][0]["available"] == "9"
    assert (await org.get(f"/reservations/{old['id']}"))["status"] == "expired"

    async def ids(status: str) -> list[Any]:
        return await names(org, "/reservations", "id", status=status)

    assert (await ids("active"), await ids("expired")) == ([lasting["id"]], [old["id"]])
    for action in ("consume", "release"):
        answer = await end(org, action, old)
        assert refused(answer) == (409, "reservation_closed")
        assert answer.json()["reservation_status"] == "expired"
    assert await stored(org) == {"Refit": "active"}  # nobody who needed it has come by
    await assert_books_are_right(org)


@pytest.mark.parametrize("kind", ["issue", "transfer", "adjust", "reserve", "sheet"])
async def test_the_act_that_needs_what_has_expired_takes_it(
    org: World, stocked: tuple[Any, Any], kind: str
) -> None:
    item, shelf = stocked
    hall = await org.location("Hall")
    old = [await kept(org, item, shelf, quantity, **{"for": "Old"}) for quantity in (3, 4)]
    await kept(org, item, shelf, 1)
    await pass_expiry(org, *old)
    at = {"item_id": item["id"], "location_id": shelf["id"]}
    issue = at | {"quantity": 9}
    ends = {"from_location_id": shelf["id"], "to_location_id": hall["id"]}
    too_much = await org.call("POST", "/stock/issue", json=at | {"quantity": 10})
    assert refused(too_much) == (409, "insufficient_stock")
    assert too_much.json()["shortages"][0]["available"] == "9"
    assert (await stored(org))["Old"] == "active"  # a refusal leaves nothing
    acts: dict[str, tuple[str, Any]] = {
        "issue": ("/stock/issue", issue),
        "transfer": ("/stock/transfer", {"item_id": item["id"], "quantity": 9} | ends),
        "adjust": ("/stock/adjust", at | {"counted": 1, "reason": "R"}),
        "reserve": ("/reservations", issue | {"for": "New"}),
        "sheet": ("/stock/postings", {"lines": [issue | {"kind": "issue"}]}),
    }
    path, body = acts[kind]
    answer = await org.call("POST", path, json=body)
    assert answer.status_code == 201, answer.text
    status = await stored(org)
    assert (status["Old"], status["Refit"]) == ("expired", "active")
    verbs = await names(org, "/activity", "verb", entity_id=old[0]["id"])
    assert verbs == ["reservation.expired", "reservation.created"]
    await assert_books_are_right(org)


async def test_each_act_on_a_reservation_sweeps_what_has_expired_elsewhere(
    org: World, stocked: tuple[Any, Any]
) -> None:
    other = await org.item("Gold")
    await org.receive(other, stocked[1], 5)
    await pass_expiry(org, await kept(org, other, stocked[1], 5, **{"for": "Old"}))
    made = await kept(org, *stocked, 1)
    assert (await stored(org))["Old"] == "expired"
    for action in ("release", "consume"):
        await pass_expiry(org, await kept(org, other, stocked[1], 5, **{"for": action}))
        await end(org, action, made)
        assert (await stored(org))[action] == "expired"
        made = await kept(org, *stocked, 1)
    await assert_books_are_right(org)


async def test_a_reservation_ends_by_its_owner_or_a_manager(
    org: World, other_org: World, stocked: tuple[Any, Any]
) -> None:
    ada, bob = await org.person(), await org.person()
    manager, viewer = await org.person(Role.MANAGER), await org.person(Role.VIEWER)
    assert refused(await reserve(org, *stocked, 1, by=viewer)) == (403, "forbidden")
    for action in ("consume", "release"):
        for by in (ada, manager):
            made = (await reserve(org, *stocked, 1, by=ada)).json()
            assert made["owner_id"] == str(ada.membership_id)
            assert refused(await end(org, action, made, by=bob)) == (403, "forbidden")
            assert refused(await end(org, action, made, by=viewer)) == (403, "forbidden")
            stranger = await org.call(
                "POST", f"/reservations/{made['id']}/{action}", by=other_org.owner, json={}
            )
            assert refused(stranger) == (404, "not_found")
            assert (await end(org, action, made, by=by)).status_code == 200
    assert await level(org) == ("8", "0", "8")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"quantity": "0"}, "/body/quantity"),
        ({"quantity": "0.0000001"}, "/body/quantity"),
        ({"for": ""}, "/body/for"),
        ({"for": None}, "/body/for"),
        ({"purpose": "x"}, "/body/purpose"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/body/expires_at"),
        ({"expires_at": "2099-01-01"}, "/body/expires_at"),
        ({"unit": "m"}, "/body/unit"),
        ({"reference": "x"}, "/body/reference"),
    ],
)
async def test_bad_input_is_named_and_keeps_nothing(
    org: World, stocked: tuple[Any, Any], wrong: dict[str, Any], pointer: str
) -> None:
    answer = await reserve(org, *stocked, **{"quantity": 1} | wrong)
    assert answer.status_code == 422
    assert set(faults(answer)) == {pointer}
    assert await stored(org) == {}


async def test_what_is_not_there_is_not_reserved(org: World, stocked: tuple[Any, Any]) -> None:
    item, shelf = stocked
    hall = await org.location("Hall")
    elsewhere = await reserve(org, item, hall, 1)
    assert refused(elsewhere) == (409, "insufficient_stock")
    (short,) = elsewhere.json()["shortages"]
    assert [other["location_path"] for other in short["elsewhere"]] == [["Shelf"]]
    assert refused(await reserve(org, item, shelf, 1, lot="A")) == (409, "insufficient_stock")
    unit = await org.item(tracking="serialized")
    assert refused(await reserve(org, unit, shelf, 1)) == (409, "not_stock_tracked")
    for field, wrong in (("item", {"id": str(new_id())}), ("location", {"id": str(new_id())})):
        one, place = (wrong, shelf) if field == "item" else (item, wrong)
        answer = await reserve(org, one, place, 1)
        assert faults(answer) == {f"/body/{field}_id": "not_found"}
    nowhere = {"id": str(new_id())}
    for action in ("consume", "release"):
        assert refused(await end(org, action, nowhere)) == (404, "not_found")


async def test_reservations_are_found_by_what_where_and_whose(
    org: World, stocked: tuple[Any, Any]
) -> None:
    item, shelf = stocked
    site = await org.location("Site", "site")
    bay = await org.location("Bay", parent_id=site["id"])
    gold = await org.item("Gold")
    await org.receive(gold, bay, 5, lot="A")
    ada = await org.person()
    one = await kept(org, item, shelf, 1)
    two = (await reserve(org, gold, bay, 1, by=ada, lot="A")).json()
    three = await kept(org, gold, bay, 2, lot="A")
    await end(org, "release", three)

    async def found(**filters: Any) -> list[Any]:
        return await names(org, "/reservations", "id", **filters)

    assert await found() == [three["id"], two["id"], one["id"]]
    assert await found(item_id=item["id"]) == [one["id"]]
    assert await found(location_id=site["id"], status="active") == [two["id"]]
    assert await found(owner_id=str(ada.membership_id)) == [two["id"]]
    assert await found(lot_id=two["lot_id"]) == [three["id"], two["id"]]
    assert await found(status="released") == [three["id"]]
    assert await found(status="consumed") == []
    for sort in ("created_at", "-created_at"):
        await assert_ordered(org, "/reservations", sort, lambda row: row["created_at"])


async def test_an_item_and_a_place_with_reservations_stay(
    org: World, stocked: tuple[Any, Any]
) -> None:
    item, shelf = stocked
    made = await kept(org, item, shelf, 10)
    archived = await org.call("POST", f"/locations/{shelf['id']}/archive", json={})
    assert refused(archived) == (409, "location_not_empty")
    await end(org, "consume", made)
    for path in (f"/items/{item['id']}", f"/locations/{shelf['id']}"):
        assert refused(await org.call("DELETE", path)) == (409, "in_use")
    await org.post(f"/locations/{shelf['id']}/archive")
    assert (await org.get(f"/reservations/{made['id']}"))["status"] == "consumed"
