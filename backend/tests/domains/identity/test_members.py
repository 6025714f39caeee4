"""Members: who may do what, how roles change, and that an owner always stays."""

import asyncio
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select, update

from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import Membership, User
from app.domains.identity.permissions import (
    MemberAccess,
    Permission,
    Role,
    permissions_of,
)
from tests.world import Person, World, ok, refused, sign_up

P = Permission
READ = {
    P.ORGANIZATION_READ,
    P.MEMBERS_READ,
    P.CATALOG_READ,
    P.LOCATIONS_READ,
    P.STOCK_READ,
    P.EXPORTS_RUN,
}
WRITE = READ | {
    P.CATALOG_WRITE,
    P.LOCATIONS_WRITE,
    P.STOCK_RECEIVE,
    P.STOCK_ISSUE,
    P.STOCK_TRANSFER,
    P.STOCK_ADJUST,
    P.STOCK_REVERSE,
    P.STOCK_RESERVE,
    P.IMPORTS_RUN,
}
MANAGE = WRITE | {
    P.ORGANIZATION_CONFIGURE,
    P.ACTIVITY_READ,
    P.VIEWS_SHARE,
    P.RESERVATIONS_MANAGE,
    P.CATALOG_MERGE,
}
# written out a second time on purpose: a slip in the matrix has to be made twice
TABLE = {
    Role.VIEWER: READ,
    Role.MEMBER: WRITE,
    Role.MANAGER: MANAGE,
    Role.ADMIN: MANAGE | {P.MEMBERS_MANAGE, P.API_KEYS_MANAGE},
    Role.OWNER: set(Permission),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_each_role_may_do_what_the_table_says(role: Role, permission: Permission) -> None:
    may = permission in permissions_of(role, MemberAccess.WRITE)
    assert may is (permission in TABLE[role])


@pytest.mark.parametrize("role", Role)
def test_members_that_only_read_may_do_what_a_viewer_may(role: Role) -> None:
    expected = TABLE[Role.VIEWER] if role is Role.MEMBER else TABLE[role]
    assert permissions_of(role, MemberAccess.READ) == expected


@pytest.mark.parametrize("role", Role)
async def test_the_api_tells_and_keeps_the_table(org: World, role: Role) -> None:
    person = await org.person(role)
    told = await org.get("", by=person)
    assert told["role"] == role
    assert told["permissions"] == sorted(TABLE[role])
    listed = ok(await org.client.get("/api/v1/organizations", headers=person.headers))["items"]
    (same,) = [row for row in listed if row["id"] == str(org.id)]
    assert same == told
    configure = await org.call("PATCH", "", by=person, json={"name": "X", "version": 1})
    assert configure.status_code == (200 if P.ORGANIZATION_CONFIGURE in TABLE[role] else 403)
    other = await org.person(Role.VIEWER)
    manage = await org.call("DELETE", f"/members/{other.membership_id}", by=person)
    assert manage.status_code == (204 if P.MEMBERS_MANAGE in TABLE[role] else 403)


async def test_an_organization_can_let_its_members_read_only(org: World) -> None:
    person = await org.person(Role.MEMBER)
    assert P.CATALOG_WRITE in (await org.get("", by=person))["permissions"]
    ok(await org.call("PATCH", "", json={"member_access": "read", "version": 1}))
    assert (await org.get("", by=person))["permissions"] == sorted(READ)
    listed = ok(await org.client.get("/api/v1/organizations", headers=person.headers))["items"]
    (same,) = [row for row in listed if row["id"] == str(org.id)]
    assert same["permissions"] == sorted(READ)


async def test_a_refusal_names_the_role_and_the_permission(org: World) -> None:
    viewer = await org.person(Role.VIEWER)
    response = await org.call("PATCH", "", by=viewer, json={"name": "X"})
    assert refused(response) == (403, "forbidden")
    assert (
        response.json()["detail"]
        == "Your role here, viewer, does not include organization:configure."
    )


async def test_members_are_listed_with_who_they_are(org: World, other_org: World) -> None:
    person = await org.person(Role.MANAGER)
    await other_org.person()
    rows = (await org.get("/members", by=person))["items"]
    assert [row["role"] for row in rows] == ["owner", "manager"]
    assert rows[1]["email"] == person.email
    response = await org.call("GET", f"/members/{person.membership_id}")
    assert ok(response) == rows[1]
    assert response.headers["etag"] == '"v1"'


async def give(
    org: World, person: Person, role: str, by: Person | None = None, **request: Any
) -> httpx2.Response:
    body = {"role": role} | request.pop("body", {})
    return await org.call("PATCH", f"/members/{person.membership_id}", by=by, json=body, **request)


async def owner_of(org: World) -> Person:
    """The owner, with the membership that the world does not know."""
    rows = (await org.get("/members"))["items"]
    (mine,) = [row for row in rows if row["user_id"] == str(org.owner.user_id)]
    owner = org.owner
    return Person(owner.user_id, owner.session_id, owner.email, owner.headers, mine["id"])


async def test_a_role_changes_by_version_and_holds_at_once(org: World) -> None:
    person = await org.person(Role.VIEWER)
    response = await give(org, person, "manager")
    assert (ok(response)["role"], ok(response)["version"]) == ("manager", 2)
    assert response.headers["etag"] == '"v2"'
    ok(await org.call("PATCH", "", by=person, json={"name": "X", "version": 1}))
    stale = await give(org, person, "viewer", headers={"If-Match": '"v1"'})
    assert refused(stale) == (412, "version_mismatch")
    assert ok(await give(org, person, "viewer", body={"version": 2}))["role"] == "viewer"
    answer = await org.call("PATCH", "", by=person, json={"name": "Y", "version": 2})
    assert refused(answer) == (403, "forbidden")


@pytest.mark.parametrize("role", ["king", "superuser", "", None, 5])
async def test_an_unknown_role_is_named(org: World, role: Any) -> None:
    person = await org.person()
    response = await give(org, person, role)
    assert refused(response) == (422, "invalid")
    assert response.json()["errors"][0]["pointer"] == "/body/role"


async def test_an_admin_cannot_touch_owners_or_make_one(org: World) -> None:
    admin, member = await org.person(Role.ADMIN), await org.person()
    owner = await owner_of(org)
    for response in (
        await give(org, owner, "viewer", by=admin),
        await org.call("DELETE", f"/members/{owner.membership_id}", by=admin),
        await give(org, member, "owner", by=admin),
        await give(org, admin, "owner", by=admin),
    ):
        assert refused(response) == (403, "owners_only")
    assert ok(await give(org, member, "admin", by=admin))["role"] == "admin"


async def test_nobody_raises_their_own_role(org: World, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = await org.person(Role.ADMIN)
    assert ok(await give(org, admin, "admin", by=admin))["role"] == "admin"
    # why: by the table only admins and owners manage members, and neither has a role above to take
    more = {Role.MANAGER: frozenset(Permission)}
    monkeypatch.setattr(
        "app.domains.identity.permissions.ROLE_PERMISSIONS",
        {role: frozenset(TABLE[role]) for role in Role} | more,
    )
    manager = await org.person(Role.MANAGER)
    assert refused(await give(org, manager, "admin", by=manager)) == (403, "own_role")
    assert ok(await give(org, manager, "viewer", by=manager))["role"] == "viewer"


async def test_the_last_owner_stays(org: World) -> None:
    owner = await owner_of(org)
    assert refused(await give(org, owner, "admin")) == (409, "last_owner")
    answer = await org.call("DELETE", f"/members/{owner.membership_id}")
    assert refused(answer) == (409, "last_owner")
    assert ok(await give(org, owner, "owner"))["role"] == "owner"
    second = await org.person(Role.MEMBER)
    ok(await give(org, second, "owner"))
    assert ok(await give(org, owner, "member"))["role"] == "member"
    answer = await org.call("DELETE", f"/members/{second.membership_id}", by=second)
    assert refused(answer) == (409, "last_owner")


async def test_an_owner_who_left_does_not_count(org: World) -> None:
    owner, second = await owner_of(org), await org.person(Role.OWNER)
    ok(await org.call("DELETE", f"/members/{second.membership_id}"))
    assert refused(await give(org, owner, "admin")) == (409, "last_owner")


@pytest.mark.parametrize("way", ["demote", "remove"])
async def test_of_two_owners_who_go_for_each_other_one_stays(org: World, way: str) -> None:
    first, second = await owner_of(org), await org.person(Role.OWNER)

    async def attack(by: Person, victim: Person) -> httpx2.Response:
        if way == "demote":
            return await give(org, victim, "viewer", by=by)
        return await org.call("DELETE", f"/members/{victim.membership_id}", by=by)

    answers = await asyncio.gather(attack(first, second), attack(second, first))
    won = [answer for answer in answers if answer.is_success]
    assert len(won) == 1
    (lost,) = [answer for answer in answers if not answer.is_success]
    assert refused(lost) in {(409, "last_owner"), (403, "forbidden"), (404, "not_found")}
    async with org.context() as ctx:
        owners = select(func.count(Membership.id)).where(
            Membership.role == Role.OWNER, Membership.ended_at.is_(None)
        )
        assert await ctx.session.scalar(owners) == 1


async def test_whose_membership_ended_is_a_stranger_at_the_next_request(org: World) -> None:
    person = await org.person(Role.ADMIN)
    answer = await org.call("DELETE", f"/members/{person.membership_id}")
    assert (answer.status_code, answer.content) == (204, b"")
    for path in ("", "/members"):
        assert refused(await org.call("GET", path, by=person)) == (404, "not_found")
    listed = ok(await org.client.get("/api/v1/organizations", headers=person.headers))["items"]
    assert str(org.id) not in {row["id"] for row in listed}
    rows = (await org.get("/members"))["items"]
    assert str(person.membership_id) not in {row["id"] for row in rows}
    for response in (
        await org.call("GET", f"/members/{person.membership_id}"),
        await give(org, person, "viewer"),
        await org.call("DELETE", f"/members/{person.membership_id}"),
    ):
        assert refused(response) == (404, "not_found")
    async with org.context() as ctx:  # ended, not deleted: history refers to it
        assert person.membership_id is not None
        assert (await ctx.get(Membership, person.membership_id)).ended_at is not None


async def test_a_membership_of_another_organization_is_not_there(
    org: World, other_org: World
) -> None:
    theirs = await other_org.person()
    unknown = Person(new_id(), new_id(), "", {}, new_id())
    bodies = []
    for person in (theirs, unknown):
        for response in (
            await org.call("GET", f"/members/{person.membership_id}"),
            await give(org, person, "viewer"),
            await org.call("DELETE", f"/members/{person.membership_id}"),
        ):
            assert refused(response) == (404, "not_found")
            bodies.append(response.json() | {"request_id": None})
    assert all(body == bodies[0] for body in bodies)
    assert (await other_org.get(f"/members/{theirs.membership_id}"))["role"] == "member"


@pytest.mark.parametrize("id", ["x", "%00", "0", "01900000-0000-7000-8000"])
async def test_what_is_no_id_is_named(org: World, id: str) -> None:
    response = await org.call("GET", f"/members/{id}")
    assert refused(response) == (422, "invalid")
    assert response.json()["errors"][0]["pointer"] == "/path/membership_id"


async def test_a_superuser_who_is_no_member_sees_no_organization(org: World) -> None:
    person = await sign_up(org.app)
    async with unit_of_work(org.database, write=True) as unit:
        mine = update(User).where(User.id == person.user_id)
        await unit.connection.execute(mine.values(is_superuser=True))
    assert ok(await org.client.get("/api/v1/users/me", headers=person.headers))["is_superuser"]
    assert refused(await org.call("GET", "", by=person)) == (404, "not_found")
