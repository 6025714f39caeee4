"""Categories: a tree that has no circles and is not too deep."""

import asyncio
from typing import Any
from uuid import UUID

from app.core.ids import new_id
from app.core.trees import DEEPEST
from app.domains.catalog.schemas import CategoryUpdate
from app.domains.catalog.service import categories
from app.domains.identity.permissions import Role
from tests.world import World, faults, refused, waiting


async def category(org: World, name: str, under: Any = None, **fields: Any) -> Any:
    parent = {"parent_id": under["id"]} if under else {}
    return await org.post("/categories", {"name": name} | parent | fields)


async def chain(org: World, length: int) -> list[Any]:
    """So many categories, each under the one before it."""
    made: list[Any] = [await category(org, "1")]
    for depth in range(2, length + 1):
        made.append(await category(org, str(depth), made[-1]))
    return made


async def under(org: World, moved: Any, parent: Any) -> Any:
    return await org.call(
        "PATCH", f"/categories/{moved['id']}", json={"parent_id": parent and parent["id"]}
    )


async def test_a_category_is_created_read_and_changed(org: World) -> None:
    response = await org.call(
        "POST",
        "/categories",
        json={"name": "Ores", "code": "ORE", "icon": "gem", "colour": "#1f6feb"},
    )
    made = response.json()
    assert response.headers["location"] == f"{org.path}/categories/{made['id']}"
    read = await org.call("GET", f"/categories/{made['id']}")
    assert (read.json(), read.headers["etag"]) == (made, '"v1"')
    changed = await org.patch(
        f"/categories/{made['id']}",
        {"name": "Rocks", "code": None, "icon": "", "colour": "", "version": 1},
    )
    assert (changed["name"], changed["code"], changed["version"]) == ("Rocks", None, 2)
    stale = await org.call(
        "PATCH", f"/categories/{made['id']}", json={"name": "Ores"}, headers={"If-Match": '"v1"'}
    )
    assert refused(stale) == (412, "version_mismatch")
    assert stale.json()["version"] == 2


async def test_bad_input_is_named(org: World) -> None:
    made = await category(org, "Ores")
    wrong: dict[str, Any]
    for wrong, pointer in (
        ({"name": ""}, "/body/name"),
        ({"name": "x", "colour": "red"}, "/body/colour"),
        ({"name": "x", "parent": None}, "/body/parent"),
    ):
        assert set(faults(await org.call("POST", "/categories", json=wrong))) == {pointer}
    for field in ("name", "icon", "colour"):
        answer = await org.call("PATCH", f"/categories/{made['id']}", json={field: None})
        assert f"/body/{field}" in faults(answer)


async def test_a_code_belongs_to_one_category_of_an_organization(
    org: World, other_org: World
) -> None:
    await category(org, "Ores", code="C")
    again = await org.call("POST", "/categories", json={"name": "Rocks", "code": "C"})
    assert refused(again) == (409, "code_taken")
    assert (await category(other_org, "Ores", code="C"))["code"] == "C"


async def test_another_organizations_category_is_nowhere(org: World, other_org: World) -> None:
    mine, theirs = await category(org, "Mine"), await category(other_org, "Theirs")
    path = f"/categories/{theirs['id']}"
    for answer in (
        await org.call("GET", path),
        await org.call("PATCH", path, json={"name": "Mine"}),
        await org.call("DELETE", path),
    ):
        assert refused(answer) == (404, "not_found")
    for parent_id in (theirs["id"], str(new_id())):
        body = {"name": "Below", "parent_id": parent_id}
        for answer in (
            await org.call("POST", "/categories", json=body),
            await org.call("PATCH", f"/categories/{mine['id']}", json=body),
        ):
            assert refused(answer) == (404, "not_found")
            assert faults(answer) == {"/body/parent_id": "not_found"}


async def test_a_category_moves_with_all_that_hangs_under_it(org: World) -> None:
    one, two, three = await chain(org, 3)
    other = await category(org, "Other")
    item = await org.item(category_id=three["id"])
    await under(org, two, other)

    async def found(root: Any) -> list[str]:
        rows = await org.get("/items", params={"category_id": root["id"]})
        return [row["id"] for row in rows["items"]]

    assert await found(other) == await found(two) == await found(three) == [item["id"]]
    assert await found(one) == []
    top = await under(org, two, None)
    assert top.json()["parent_id"] is None
    assert await found(other) == []


async def test_a_category_is_not_moved_into_itself_or_below_itself(org: World) -> None:
    one, two, three = await chain(org, 3)
    for parent in (one, two, three):
        assert refused(await under(org, one, parent)) == (409, "circle")
    assert (await org.get(f"/categories/{one['id']}"))["parent_id"] is None


async def test_two_moves_at_once_do_not_close_a_circle_together(org: World) -> None:
    for _ in range(3):
        one, two = await category(org, "One"), await category(org, "Two")
        answers = await asyncio.gather(under(org, one, two), under(org, two, one))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert {refused(a) for a in answers if a.status_code == 409} == {(409, "circle")}


async def test_a_move_waits_for_the_one_before_it(org: World) -> None:
    one, two = await category(org, "One"), await category(org, "Two")
    async with org.context(write=True) as ctx:
        await categories.update(ctx, UUID(one["id"]), CategoryUpdate(parent_id=two["id"]), None)
        second = asyncio.create_task(under(org, two, one))
        await waiting(org.database, second)
    assert refused(await second) == (409, "circle")


async def test_a_tree_has_so_many_levels_and_no_more(org: World) -> None:
    *_, last = await chain(org, DEEPEST)
    deeper = {"name": "33", "parent_id": last["id"]}
    assert refused(await org.call("POST", "/categories", json=deeper)) == (409, "too_deep")


async def test_a_move_counts_the_levels_below_what_is_moved(org: World) -> None:
    deep = await chain(org, DEEPEST - 2)
    top, _middle, _bottom = await chain(org, 3)
    assert refused(await under(org, top, deep[-1])) == (409, "too_deep")
    assert (await under(org, top, deep[-2])).status_code == 200


async def test_a_category_is_deleted_when_nothing_is_in_it(org: World) -> None:
    one, two = await chain(org, 2)
    item = await org.item("Iron", category_id=two["id"])
    holds_category = await org.call("DELETE", f"/categories/{one['id']}")
    assert refused(holds_category) == (409, "in_use")
    assert holds_category.json()["detail"] == "1 is not empty: the category 2 is in it."
    holds_item = await org.call("DELETE", f"/categories/{two['id']}")
    assert holds_item.json()["detail"] == "2 is not empty: the item Iron is in it."
    await org.patch(f"/items/{item['id']}", {"category_id": None, "version": 1})
    for made in (two, one):
        assert (await org.call("DELETE", f"/categories/{made['id']}")).status_code == 204
    assert (await org.get("/categories"))["items"] == []


async def test_a_category_that_gets_something_meanwhile_is_not_deleted(org: World) -> None:
    made = await category(org, "Ores")
    async with org.context(write=True) as ctx:
        await categories.delete(ctx, UUID(made["id"]))
        filling = asyncio.create_task(
            org.call("POST", "/items", json={"name": "Iron", "category_id": made["id"]})
        )
        await waiting(org.database, filling)
    # SQLite's writers come one by one, so the second sees that it is gone
    assert refused(await filling) in {(409, "in_use"), (404, "not_found")}
    assert (await org.get("/items"))["items"] == []


async def test_a_viewer_reads_categories_and_changes_none(org: World) -> None:
    viewer, made = await org.person(Role.VIEWER), await category(org, "Ores")
    path = f"/categories/{made['id']}"
    assert (await org.get(path, by=viewer))["name"] == "Ores"
    assert len((await org.get("/categories", by=viewer))["items"]) == 1
    for answer in (
        await org.call("POST", "/categories", by=viewer, json={"name": "Mine"}),
        await org.call("PATCH", path, by=viewer, json={"name": "Mine"}),
        await org.call("DELETE", path, by=viewer),
    ):
        assert refused(answer) == (403, "forbidden")
