"""Saved views: private ones are their owner's alone, shared ones of those who may share."""

from typing import Any

import httpx2
import pytest

from app.core.ids import new_id
from app.domains.identity.permissions import Role
from tests.domains.lists import assert_ordered, names
from tests.world import Person, World, faults, ok, refused

VIEW = {"name": "Low", "screen": "stock", "search": "held=true&sort=-on_hand"}
FORBIDDEN, GONE = (403, "forbidden"), (404, "not_found")


async def saved(org: World, by: Person | None = None, **fields: Any) -> Any:
    return await org.post("/saved-views", VIEW | fields, by=by)


async def seen(org: World, by: Person | None = None, **params: Any) -> list[str]:
    page = ok(await org.call("GET", "/saved-views", params=params, by=by))
    return [row["name"] for row in page["items"]]


async def change(
    org: World, view: Any, body: Any, by: Person | None = None, if_match: str = "*"
) -> httpx2.Response:
    path, headers = f"/saved-views/{view['id']}", {"If-Match": if_match}
    return await org.call("PATCH", path, json=body, by=by, headers=headers)


async def test_a_view_is_kept_as_it_was_given(org: World) -> None:
    response = await org.call("POST", "/saved-views", json=VIEW | {"position": 7})
    view = ok(response)
    assert response.status_code == 201
    assert response.headers["location"] == f"{org.path}/saved-views/{view['id']}"
    assert view["owner_id"] == str(org.owner.user_id)
    assert (view["shared"], view["position"], view["version"]) == (False, 7, 1)
    assert {name: view[name] for name in VIEW} == VIEW
    read = await org.call("GET", f"/saved-views/{view['id']}")
    assert (ok(read), read.headers["etag"]) == (view, '"v1"')


async def test_a_private_view_is_there_for_its_owner_alone(org: World) -> None:
    viewer, admin = await org.person(Role.VIEWER), await org.person(Role.ADMIN)
    view = await saved(org, viewer, name="Mine")
    path = f"/saved-views/{view['id']}"
    assert await seen(org, viewer) == ["Mine"]
    unknown = refused(await org.call("GET", f"/saved-views/{new_id()}"))
    for other in (org.owner, admin):
        assert await seen(org, other) == []
        assert refused(await org.call("GET", path, by=other)) == unknown == GONE
        assert refused(await change(org, view, {"name": "Theirs"}, other)) == GONE
        assert refused(await org.call("DELETE", path, by=other)) == GONE
    assert ok(await change(org, view, {"name": "Still mine"}, viewer))["name"] == "Still mine"
    assert (await org.call("DELETE", path, by=viewer)).status_code == 204
    assert await seen(org, viewer) == []


async def test_a_shared_view_is_seen_by_all_and_changed_by_those_who_may_share(
    org: World,
) -> None:
    viewer, member = await org.person(Role.VIEWER), await org.person(Role.MEMBER)
    manager = await org.person(Role.MANAGER)
    view = await saved(org, manager, shared=True)
    assert await seen(org, viewer) == ["Low"]
    for other in (viewer, member):
        assert refused(await change(org, view, {"name": "x"}, other)) == FORBIDDEN
        path = f"/saved-views/{view['id']}"
        assert refused(await org.call("DELETE", path, by=other)) == FORBIDDEN
    assert ok(await change(org, view, {"name": "Ours"}))["name"] == "Ours"
    ok(await change(org, view, {"shared": False}))
    assert await seen(org) == []
    assert await seen(org, manager) == ["Ours"]


async def test_sharing_needs_the_right_also_later(org: World) -> None:
    member = await org.person(Role.MEMBER)
    shared = VIEW | {"shared": True}
    assert refused(await org.call("POST", "/saved-views", json=shared, by=member)) == FORBIDDEN
    view = await saved(org, member)
    assert refused(await change(org, view, {"shared": True}, member)) == FORBIDDEN
    assert await seen(org, member) == ["Low"]
    assert await seen(org) == []


async def test_an_edit_of_an_older_version_is_refused_with_the_present_one(org: World) -> None:
    view = await saved(org)
    ok(await change(org, view, {"name": "Second", "version": 1}))
    late = await change(org, view, {"name": "Third"}, if_match='"v1"')
    assert refused(late) == (412, "version_mismatch")
    assert late.json()["version"] == 2
    assert await seen(org) == ["Second"]


async def test_they_are_listed_by_position_and_by_screen(org: World) -> None:
    for position, name in enumerate(["C", "A", "B", "D"]):
        await saved(org, name=name, position=position // 2, screen="items")
    await saved(org, name="E", screen="movements")
    await assert_ordered(org, "/saved-views", "position", lambda row: row["position"])
    await assert_ordered(org, "/saved-views", "-position", lambda row: row["position"])
    assert await seen(org, screen="items") == ["C", "A", "B", "D"]
    assert await names(org, "/saved-views", screen="movements") == ["E"]
    assert await seen(org, screen="locations") == []


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"name": ""}, "/body/name"),
        ({"screen": "people"}, "/body/screen"),
        ({"search": "x" * 2001}, "/body/search"),
        ({"position": -1}, "/body/position"),
        ({"owner_id": str(new_id())}, "/body/owner_id"),
    ],
)
async def test_what_cannot_be_kept_is_named(org: World, fields: Any, pointer: str) -> None:
    answer = await org.call("POST", "/saved-views", json=VIEW | fields)
    assert faults(answer).keys() == {pointer}


async def test_a_view_stays_on_its_screen(org: World) -> None:
    view = await saved(org)
    assert faults(await change(org, view, {"screen": "items"})).keys() == {"/body/screen"}


async def test_the_activity_log_does_not_tell_of_views(org: World) -> None:
    view = await saved(org, name="Secret plans")
    ok(await change(org, view, {"name": "More secret plans"}))
    assert "ecret plans" not in (await org.call("GET", "/activity")).text
