"""Moving a place moves all that stands in it, and nothing enters the ledger."""

import asyncio
from typing import Any
from uuid import UUID

import httpx2

from app.core.trees import DEEPEST
from app.domains.locations import service
from app.domains.locations.schemas import LocationMove
from tests.domains.lists import names
from tests.world import World, refused, waiting


async def into(org: World, moved: Any, parent: Any, **more: Any) -> httpx2.Response:
    body = {"parent_id": parent and parent["id"]} | more
    return await org.call("POST", f"/locations/{moved['id']}/move", json=body)


async def chain(org: World, length: int) -> list[Any]:
    """So many places, each in the one before it."""
    made: list[Any] = [await org.location("1")]
    for depth in range(2, length + 1):
        made.append(await org.location(str(depth), parent_id=made[-1]["id"]))
    return made


async def test_contents_follow_a_place_that_moves(org: World) -> None:
    ship, box = await org.location("Ship", "ship"), await org.location("Box", "bin")
    base, port = await org.location("Base", "site"), await org.location("Port", "site")
    await into(org, ship, base)
    await into(org, box, ship)
    item = await org.item()
    await org.receive(item, box, 5)
    answer = await into(org, ship, port)
    assert answer.json()["path"] == ["Port", "Ship"]
    assert answer.json()["version"] == 3
    (level,) = (await org.get(f"/items/{item['id']}"))["levels"]
    assert level["location_path"] == ["Port", "Ship", "Box"]
    assert await names(org, f"/locations/{port['id']}/contents", "on_hand") == ["5"]
    assert await names(org, f"/locations/{base['id']}/contents", "on_hand") == []
    assert len((await org.get("/movements"))["items"]) == 1


async def test_a_place_moves_to_the_top(org: World) -> None:
    _, two, _ = await chain(org, 3)
    answer = await into(org, two, None)
    assert (answer.json()["path"], answer.json()["parent_id"]) == (["2"], None)


async def test_a_move_may_name_the_version_that_it_was_made_from(org: World) -> None:
    one, two = await org.location("One"), await org.location("Two")
    stale = await into(org, one, two, version=2)
    assert (refused(stale), stale.json()["version"]) == ((412, "version_mismatch"), 1)
    assert (await into(org, one, two, version=1)).status_code == 200


async def test_the_new_parent_has_to_be_said(org: World) -> None:
    place = await org.location()
    answer = await org.call("POST", f"/locations/{place['id']}/move", json={})
    assert refused(answer) == (422, "invalid")


async def test_a_place_is_not_moved_into_itself_or_what_stands_in_it(org: World) -> None:
    one, two, three = await chain(org, 3)
    for parent in (one, two, three):
        assert refused(await into(org, one, parent)) == (409, "circle")


async def test_two_moves_at_once_do_not_close_a_circle_together(org: World) -> None:
    for _ in range(3):
        one, two = await org.location("One"), await org.location("Two")
        answers = await asyncio.gather(into(org, one, two), into(org, two, one))
        assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_move_waits_for_the_one_before_it(org: World) -> None:
    one, two = await org.location("One"), await org.location("Two")
    async with org.context(write=True) as ctx:
        await service.move(ctx, UUID(one["id"]), LocationMove(parent_id=two["id"]), None)
        second = asyncio.create_task(into(org, two, one))
        await waiting(org.database, second)
    assert refused(await second) == (409, "circle")


async def test_places_stand_in_each_other_so_deep_and_no_deeper(org: World) -> None:
    places = await chain(org, DEEPEST)
    body = {"name": "33", "kind": "bin", "parent_id": places[-1]["id"]}
    assert refused(await org.call("POST", "/locations", json=body)) == (409, "too_deep")
    box = await org.location("Box")
    await org.location("In the box", parent_id=box["id"])
    assert refused(await into(org, box, places[-2])) == (409, "too_deep")
    assert (await into(org, box, places[-3])).status_code == 200


async def test_nothing_is_put_into_an_archived_place(org: World) -> None:
    cellar, box = await org.location("Cellar"), await org.location("Box")
    await org.post(f"/locations/{cellar['id']}/archive")
    body = {"name": "Shelf", "kind": "bin", "parent_id": cellar["id"]}
    created = await org.call("POST", "/locations", json=body)
    for answer in (created, await into(org, box, cellar)):
        assert refused(answer) == (409, "location_archived")
        assert answer.json()["detail"] == "Cellar is archived."


async def test_the_tree_below_a_place_is_nested_with_siblings_by_name(org: World) -> None:
    top = await org.location("Top", "site")
    b = await org.location("b", parent_id=top["id"])
    await org.location("A", parent_id=top["id"])
    await org.location("In b", "bin", parent_id=b["id"], code="X")
    hidden = await org.location("Hidden", parent_id=b["id"])
    await org.post(f"/locations/{hidden['id']}/archive")
    await org.location("Elsewhere")

    def drawn(node: Any) -> Any:
        return {node["name"]: [drawn(child) for child in node["children"]]}

    tree = await org.get(f"/locations/{top['id']}/tree")
    assert drawn(tree) == {"Top": [{"A": []}, {"b": [{"In b": []}]}]}
    assert (tree["kind"], tree["children"][1]["children"][0]["code"]) == ("site", "X")
    assert drawn(await org.get(f"/locations/{b['id']}/tree")) == {"b": [{"In b": []}]}
    assert drawn(await org.get(f"/locations/{hidden['id']}/tree")) == {"Hidden": []}
