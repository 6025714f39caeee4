"""Archiving a place hides it with all that stands in it, unless something is held there."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domains.locations import service
from app.domains.locations.models import Location
from app.domains.locations.schemas import LocationCreate
from app.domains.stock.schemas import Receive
from app.domains.stock.service import sheets
from tests.domains.lists import names
from tests.world import World, refused, waiting


async def archive(org: World, place: Any) -> Any:
    return await org.call("POST", f"/locations/{place['id']}/archive")


async def restore(org: World, place: Any) -> Any:
    return await org.call("POST", f"/locations/{place['id']}/restore")


async def nested(org: World) -> tuple[Any, Any, Any]:
    site = await org.location("Site", "site")
    room = await org.location("Room", parent_id=site["id"])
    return site, room, await org.location("Shelf", "bin", parent_id=room["id"])


async def test_a_place_is_archived_with_all_that_stands_in_it(org: World) -> None:
    site, room, shelf = await nested(org)
    answer = await archive(org, site)
    assert answer.status_code == 200
    assert answer.json()["archived_at"] is not None
    assert answer.headers["etag"] == '"v2"'
    assert await names(org, "/locations") == []
    assert await names(org, "/locations", archived="true") == ["Room", "Shelf", "Site"]
    item = await org.item()
    body = {"item_id": item["id"], "quantity": 1}
    for place in (site, room, shelf):
        received = await org.call(
            "POST", "/stock/receive", json=body | {"location_id": place["id"]}
        )
        assert refused(received) == (409, "archived")


async def test_archiving_twice_changes_nothing(org: World) -> None:
    place = await org.location()
    once, twice = await archive(org, place), await archive(org, place)
    assert once.json() == twice.json()


async def test_a_place_that_holds_something_is_not_archived_and_the_refusal_says_what(
    org: World,
) -> None:
    site, room, shelf = await nested(org)
    iron, gold = await org.item("Iron", unit="kg"), await org.item("Gold")
    await org.receive(iron, shelf, "2.50")
    await org.receive(gold, room, 1)
    for place in (site, room):
        answer = await archive(org, place)
        assert refused(answer) == (409, "location_not_empty")
        assert answer.json()["detail"] == (
            "Something is held there: 2.5 kg of Iron in Shelf, 1 pcs of Gold in Room."
        )
    assert await names(org, "/locations") == ["Room", "Shelf", "Site"]
    await org.issue(iron, shelf, "2.5")
    assert (await archive(org, shelf)).status_code == 200


async def test_a_refusal_names_a_few_of_many_things(org: World) -> None:
    shelf = await org.location("Shelf")
    for index in range(6):
        await org.receive(await org.item(f"Thing {index}"), shelf, 1)
    detail = (await archive(org, shelf)).json()["detail"]
    assert detail.count("Thing") == 5
    assert detail.endswith(" and more.")


async def test_a_place_is_restored_once_what_it_stands_in_is(org: World) -> None:
    site, room, shelf = await nested(org)
    await archive(org, site)
    early = await restore(org, room)
    assert refused(early) == (409, "location_archived")
    assert early.json()["detail"] == "Site, in which it stands, is archived."
    assert (await restore(org, site)).json()["archived_at"] is None
    assert (await restore(org, room)).json()["archived_at"] is None
    assert await names(org, "/locations") == ["Room", "Site"]
    assert await names(org, "/locations", archived="true") == ["Shelf"]
    await org.receive(await org.item(), room, 1)
    assert refused(await archive(org, room)) == (409, "location_not_empty")
    assert (await restore(org, shelf)).status_code == 200


async def test_a_receipt_in_flight_keeps_the_place_from_being_archived(org: World) -> None:
    item, (site, _, shelf) = await org.item(), await nested(org)
    line = Receive(item_id=item["id"], location_id=shelf["id"], quantity=Decimal(1))
    async with org.context(write=True) as ctx:
        await sheets.post_line(ctx, line)
        archiving = asyncio.create_task(archive(org, site))
        await waiting(org.database, archiving)
    assert refused(await archiving) == (409, "location_not_empty")


async def test_an_archiving_in_flight_keeps_a_receipt_out(org: World) -> None:
    item, (site, _, shelf) = await org.item(), await nested(org)
    body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": 1}
    async with org.context(write=True) as ctx:
        await service.archive(ctx, UUID(site["id"]))
        receiving = asyncio.create_task(org.call("POST", "/stock/receive", json=body))
        await waiting(org.database, receiving)
    assert refused(await receiving) == (409, "archived")


async def test_receipts_and_an_archiving_at_once_never_both_succeed(org: World) -> None:
    for _ in range(4):
        item, (site, _, shelf) = await org.item(), await nested(org)
        body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": 1}
        archived, *received = await asyncio.gather(
            archive(org, site),
            *(org.call("POST", "/stock/receive", json=body) for _ in range(3)),
        )
        there = {answer.status_code for answer in received}
        assert there == ({409} if archived.status_code == 200 else {201})


async def test_a_place_made_inside_meanwhile_is_archived_too(org: World) -> None:
    site, room, _ = await nested(org)
    late = LocationCreate.model_validate({"name": "Late", "kind": "bin", "parent_id": room["id"]})
    async with org.context(write=True) as ctx:
        await service.create(ctx, late)
        archiving = asyncio.create_task(archive(org, site))
        await waiting(org.database, archiving)
    assert (await archiving).status_code == 200
    assert "Late" in await names(org, "/locations", archived="true")


async def test_places_are_locked_in_the_order_in_which_sheets_lock_them(
    org: World, engine_name: str
) -> None:
    if engine_name == "sqlite":
        pytest.skip("its writers come one by one and wait for no row")
    shelf = await org.location("Shelf")  # the older one stands in the younger
    room = await org.location("Room")
    await org.post(f"/locations/{shelf['id']}/move", {"parent_id": room["id"]})
    async with org.context(write=True) as ctx:
        for place in (shelf, room):
            query = select(Location).where(Location.id == UUID(place["id"]))
            await ctx.one(query.with_for_update(read=True))
            if place is shelf:
                archiving = asyncio.create_task(archive(org, room))
                await waiting(org.database, archiving)
    assert (await archiving).status_code == 200
