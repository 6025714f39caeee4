"""Places: creating, reading, changing and deleting them; and the virtual ones, which nobody can."""

import asyncio
from typing import Any
from uuid import UUID

import httpx2
import pytest

from app.core.ids import new_id
from app.domains.identity.permissions import Role
from app.domains.locations import service
from app.domains.locations.models import VirtualRole
from app.domains.locations.schemas import LocationUpdate
from tests.world import World, faults, refused, waiting


async def virtual(org: World) -> list[Any]:
    found: list[Any] = (await org.get("/locations", params={"kind": "virtual"}))["items"]
    return found


async def test_a_place_is_created_inside_another_and_read_with_its_path(org: World) -> None:
    station = await org.location("Port Olisar", "station")
    body = {
        "name": "Locker",
        "kind": "bin",
        "parent_id": station["id"],
        "code": "L-1",
        "notes": "Mind the door.",
    }
    response = await org.call("POST", "/locations", json=body)
    made = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == f"{org.path}/locations/{made['id']}"
    assert body.items() <= made.items()
    assert made["path"] == ["Port Olisar", "Locker"]
    read = await org.call("GET", f"/locations/{made['id']}")
    assert (read.json(), read.headers["etag"]) == (made, '"v1"')


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"name": ""}, "/body/name"),
        ({"kind": "cloud"}, "/body/kind"),
        ({"kind": "virtual"}, "/body/kind"),
        ({"kind": None}, "/body/kind"),
        ({"code": ""}, "/body/code"),
        ({"role": "supplier"}, "/body/role"),
        ({"parent_id": "top"}, "/body/parent_id"),
    ],
)
async def test_bad_input_is_named_and_makes_nothing(
    org: World, wrong: dict[str, Any], pointer: str
) -> None:
    answer = await org.call("POST", "/locations", json={"name": "A", "kind": "room"} | wrong)
    assert answer.status_code == 422
    assert set(faults(answer)) == {pointer}
    assert (await org.get("/locations"))["items"] == []


async def test_another_organizations_place_is_nowhere(org: World, other_org: World) -> None:
    mine, theirs = await org.location("Mine"), await other_org.location("Theirs")
    path = f"/locations/{theirs['id']}"
    for method, end, body in (
        ("GET", "", None),
        ("GET", "/tree", None),
        ("GET", "/contents", None),
        ("PATCH", "", {"name": "Mine", "version": 1}),
        ("POST", "/move", {"parent_id": None}),
        ("POST", "/archive", None),
        ("POST", "/restore", None),
        ("DELETE", "", None),
    ):
        answer = await org.call(method, f"{path}{end}", json=body)
        assert refused(answer) == (404, "not_found"), (method, end)
    for id in (theirs["id"], str(new_id())):
        created = await org.call(
            "POST", "/locations", json={"name": "A", "kind": "bin", "parent_id": id}
        )
        moved = await org.call("POST", f"/locations/{mine['id']}/move", json={"parent_id": id})
        for answer in (created, moved):
            assert refused(answer) == (404, "not_found")
            assert faults(answer) == {"/body/parent_id": "not_found"}
    assert (await other_org.get(path))["version"] == 1


async def test_a_code_belongs_to_one_place_of_an_organization(org: World, other_org: World) -> None:
    await org.location("One", code="A")
    two = await org.location("Two")
    body = {"name": "Three", "kind": "room", "code": "A"}
    assert refused(await org.call("POST", "/locations", json=body)) == (409, "code_taken")
    taken = await org.call("PATCH", f"/locations/{two['id']}", json={"code": "A", "version": 1})
    assert refused(taken) == (409, "code_taken")
    assert (await other_org.location("One", code="A"))["code"] == "A"


async def rename(
    org: World, place: Any, version: int | None = None, match: str | None = None
) -> httpx2.Response:
    body: dict[str, object] = {"name": "Changed"} | ({"version": version} if version else {})
    headers = {"If-Match": match} if match else {}
    return await org.call("PATCH", f"/locations/{place['id']}", json=body, headers=headers)


async def test_an_edit_names_the_version_that_it_was_made_from(org: World) -> None:
    place = await org.location()
    blind = await rename(org, place)
    assert (refused(blind), blind.json()["version"]) == ((428, "version_required"), 1)
    assert '"v1"' in blind.json()["detail"]
    assert '"version": 1' in blind.json()["detail"]
    assert (await rename(org, place, match='W/"v1"')).headers["etag"] == '"v2"'
    assert (await rename(org, place, match="*")).status_code == 200
    for stale in (await rename(org, place, 1), await rename(org, place, match='"v1"')):
        assert (refused(stale), stale.json()["version"]) == ((412, "version_mismatch"), 2)


async def test_an_edit_that_waited_for_another_learns_the_present_version(org: World) -> None:
    place = await org.location()
    async with org.context(write=True) as ctx:
        edit = LocationUpdate(name="First", version=1)
        await service.update(ctx, UUID(place["id"]), edit, None)
        second = asyncio.create_task(rename(org, place, 1))
        await waiting(org.database, second)
    answer = await second
    assert (refused(answer), answer.json()["version"]) == ((412, "version_mismatch"), 2)


@pytest.mark.parametrize("field", ["name", "kind", "notes"])
async def test_null_is_no_value_of_a_field_that_must_have_one(org: World, field: str) -> None:
    place = await org.location()
    answer = await org.call("PATCH", f"/locations/{place['id']}", json={field: None, "version": 1})
    assert f"/body/{field}" in faults(answer)


async def test_a_place_is_not_moved_by_an_edit(org: World) -> None:
    place = await org.location()
    answer = await org.call(
        "PATCH", f"/locations/{place['id']}", json={"parent_id": None, "version": 1}
    )
    assert set(faults(answer)) == {"/body/parent_id"}


async def test_a_place_that_nothing_refers_to_is_deleted(org: World) -> None:
    room = await org.location("Room")
    shelf = await org.location("Shelf", "bin", parent_id=room["id"])
    kept = await org.call("DELETE", f"/locations/{room['id']}")
    assert refused(kept) == (409, "in_use")
    assert kept.json()["detail"] == "Room is not empty: Shelf stands in it."
    for place in (shelf, room):
        assert (await org.call("DELETE", f"/locations/{place['id']}")).status_code == 204
        gone = await org.call("GET", f"/locations/{place['id']}")
        assert refused(gone) == (404, "not_found")


async def test_a_place_that_the_ledger_names_is_not_deleted(org: World) -> None:
    item, shelf, bin_ = await org.item(), await org.location("Shelf"), await org.location("Bin")
    await org.receive(item, shelf, 1)
    body = {"item_id": item["id"], "quantity": 1}
    ends = {"from_location_id": shelf["id"], "to_location_id": bin_["id"]}
    await org.post("/stock/transfer", body | ends)
    for place in (shelf, bin_):
        answer = await org.call("DELETE", f"/locations/{place['id']}")
        assert refused(answer) == (409, "in_use")
        assert answer.json()["detail"] == "The ledger names it; archive it instead."


async def test_each_organization_has_one_virtual_place_of_each_role(
    org: World, other_org: World
) -> None:
    for world in (org, other_org):
        names = sorted(place["name"] for place in await virtual(world))
        assert names == sorted(role.value.capitalize() for role in VirtualRole)
    ids = {place["id"] for place in await virtual(org)}
    assert ids.isdisjoint(place["id"] for place in await virtual(other_org))


async def test_virtual_places_are_hidden_and_cannot_be_touched(org: World) -> None:
    assert (await org.get("/locations"))["items"] == []
    place, *_ = await virtual(org)
    path, item, shelf = f"/locations/{place['id']}", await org.item(), await org.location()
    named = {"item_id": item["id"], "quantity": 1}
    for method, at, body in (
        ("GET", path, None),
        ("GET", f"{path}/tree", None),
        ("GET", f"{path}/contents", None),
        ("PATCH", path, {"name": "Mine", "version": 1}),
        ("POST", f"{path}/move", {"parent_id": shelf["id"]}),
        ("POST", f"{path}/archive", None),
        ("POST", f"{path}/restore", None),
        ("DELETE", path, None),
        ("POST", "/locations", {"name": "A", "kind": "bin", "parent_id": place["id"]}),
        ("POST", f"/locations/{shelf['id']}/move", {"parent_id": place["id"]}),
        ("POST", "/stock/receive", named | {"location_id": place["id"]}),
        (
            "POST",
            "/stock/transfer",
            named | {"from_location_id": shelf["id"], "to_location_id": place["id"]},
        ),
    ):
        answer = await org.call(method, at, json=body)
        assert refused(answer) == (404, "not_found"), (method, at)
    assert place in await virtual(org)


async def test_a_viewer_reads_places_and_changes_none(org: World) -> None:
    viewer, place = await org.person(Role.VIEWER), await org.location()
    path = f"/locations/{place['id']}"
    for end in ("", "/tree", "/contents"):
        await org.get(f"{path}{end}", by=viewer)
    assert len((await org.get("/locations", by=viewer))["items"]) == 1
    for method, at, body in (
        ("POST", "/locations", {"name": "A", "kind": "bin"}),
        ("PATCH", path, {"name": "A", "version": 1}),
        ("POST", f"{path}/move", {"parent_id": None}),
        ("POST", f"{path}/archive", None),
        ("POST", f"{path}/restore", None),
        ("DELETE", path, None),
    ):
        answer = await org.call(method, at, by=viewer, json=body)
        assert refused(answer) == (403, "forbidden"), (method, at)
