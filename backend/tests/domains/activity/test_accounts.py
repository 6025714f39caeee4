"""The log of accounts: every sign-in event, for oneself and for superusers."""

from typing import Any

import pytest

from app.core.context import Actor, Origin
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.activity.schemas import ActivitySort
from app.domains.identity.events import UserChanged
from tests.contract import makers
from tests.world import PASSWORD, Person, World, faults, ok, refused, sign_up

AUTH, MINE, ALL = "/api/v1/auth", "/api/v1/users/me/activity", "/api/v1/admin/activity"


@pytest.fixture
async def superuser(org: World) -> Person:
    return await makers.superuser(org)


async def items(org: World, path: str, by: Person | dict[str, str], **params: Any) -> list[Any]:
    headers = by.headers if isinstance(by, Person) else by
    return list(ok(await org.client.get(path, params=params, headers=headers))["items"])


async def test_every_sign_in_event_is_told_with_whence_it_came(org: World) -> None:
    client, email = org.client, f"{new_id().hex}@example.test"
    ok(await client.post(f"{AUTH}/register", json={"email": email, "password": PASSWORD}))
    good = {"email": email, "password": PASSWORD}

    async def sign_in(agent: str = "Phone") -> Any:
        return ok(await client.post(f"{AUTH}/login", json=good, headers={"user-agent": agent}))

    first = await sign_in()
    wrong = await client.post(
        f"{AUTH}/login", json=good | {"password": "x" * 12}, headers={"user-agent": "Thief"}
    )
    assert wrong.status_code == 401
    bearer = {"Authorization": f"Bearer {first['access_token']}"}
    ok(await client.post(f"{AUTH}/logout", headers=bearer))
    second = await sign_in()
    bearer = {"Authorization": f"Bearer {second['access_token']}"}
    found = await items(org, MINE, bearer, sort="created_at")
    assert [row["verb"] for row in found] == [
        "user.registered",
        "user.verification_asked",
        "session.started",
        "session.refused",
        "session.ended",
        "session.started",
    ]
    assert [row["user_agent"] for row in found[2:4]] == ["Phone", "Thief"]
    assert {row["ip"] for row in found} == {"127.0.0.1"}
    assert [row["actor_id"] is None for row in found] == [True, True, True, True, False, True]


async def test_one_sees_ones_own_events_alone(org: World) -> None:
    other = await sign_up(org.app)
    assert {row["subject_id"] for row in await items(org, MINE, other)} == {str(other.user_id)}


async def test_whence_a_superuser_came_is_not_ones_own(org: World, superuser: Person) -> None:
    origin = Origin(ip="10.9.9.9", user_agent="Desk")
    async with unit_of_work(org.database, write=True, origin=origin) as unit:
        unit.account(Actor(superuser.user_id)).emit(UserChanged(org.owner.user_id))
    (mine, *_) = await items(org, MINE, org.owner)
    assert (mine["actor_id"], mine["ip"], mine["user_agent"]) == (
        str(superuser.user_id),
        None,
        None,
    )
    (all_, *_) = await items(org, ALL, superuser, subject_id=str(org.owner.user_id))
    assert (all_["ip"], all_["user_agent"]) == ("10.9.9.9", "Desk")


async def test_superusers_alone_see_all(org: World, superuser: Person) -> None:
    answer = await org.client.get(ALL, headers=org.owner.headers)
    assert refused(answer) == (403, "forbidden")
    found = await items(org, ALL, superuser, subject_id=str(org.owner.user_id))
    assert [row["verb"] for row in found] == ["user.registered"]
    assert found[0]["subject"] == "Ada"
    assert await items(org, ALL, superuser, actor_id=str(new_id())) == []


@pytest.mark.parametrize("path", [MINE, ALL])
async def test_they_are_narrowed_and_paged(org: World, superuser: Person, path: str) -> None:
    for name in ("Grace", "Joan"):
        body = {"full_name": name}
        ok(await org.client.patch("/api/v1/users/me", json=body, headers=superuser.headers))
    mine = {} if path == MINE else {"subject_id": str(superuser.user_id)}
    every = await items(org, path, superuser, **mine)
    assert [row["verb"] for row in every] == ["user.changed", "user.changed", "user.registered"]
    changed = await items(org, path, superuser, verb="user.changed", **mine)
    assert changed == every[:2]
    assert await items(org, path, superuser, verb="user.ch_nged", **mine) == []
    assert await items(org, path, superuser, verb="changed", **mine) == []
    at = every[0]["created_at"]
    assert await items(org, path, superuser, since=at, **mine) == every[:1]
    assert await items(org, path, superuser, until=at, **mine) == every[1:]
    for name in ("request_id", "session_id"):
        wanted = [row for row in every if row[name] == every[0][name]]
        assert await items(org, path, superuser, **{name: every[0][name]}, **mine) == wanted
    for sort in ActivitySort:
        seen = list[Any]()
        params: dict[str, str] = mine | {"sort": sort.value, "limit": "2"}
        page = ok(await org.client.get(path, params=params, headers=superuser.headers))
        seen += page["items"]
        more = params | {"cursor": page["next"]}
        seen += ok(await org.client.get(path, params=more, headers=superuser.headers))["items"]
        assert seen == (every if sort is ActivitySort.NEWEST else every[::-1])


async def test_a_filter_that_there_is_not_is_refused(org: World, superuser: Person) -> None:
    for path, name in ((MINE, "subject_id"), (ALL, "entity_id")):
        answer = await org.client.get(path, params={name: str(new_id())}, headers=superuser.headers)
        assert set(faults(answer)) == {f"/query/{name}"}
