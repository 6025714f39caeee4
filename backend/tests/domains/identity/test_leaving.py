"""Leaving an organization, and handing it on: an owner always stays."""

import asyncio

import httpx2
import pytest
from sqlalchemy import func, select, update

from app.core.clock import now
from app.core.context import Actor
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import Membership, User, UserSession
from app.domains.identity.permissions import Role
from app.domains.identity.service import members
from tests.world import Person, World, ok, refused, sign_up


async def leave(org: World, person: Person) -> httpx2.Response:
    return await org.call("POST", "/leave", by=person)


async def give_to(org: World, membership_id: object, by: Person | None = None) -> httpx2.Response:
    body = {"membership_id": str(membership_id)}
    return await org.call("POST", "/transfer-ownership", json=body, by=by)


async def roles(org: World) -> dict[str, str]:
    """Of the present members, by user."""
    listed = await org.get("/members", by=await org.person(Role.VIEWER), params={"limit": "200"})
    return {row["user_id"]: row["role"] for row in listed["items"]}


async def owners(org: World) -> int:
    async with org.context() as ctx:
        query = select(func.count(Membership.id)).where(
            Membership.role == Role.OWNER, Membership.ended_at.is_(None)
        )
        return int(await ctx.session.scalar(query) or 0)


@pytest.mark.parametrize("role", Role)
async def test_whoever_is_in_may_leave(org: World, role: Role) -> None:
    person = await org.person(role)
    answer = await leave(org, person)
    assert (answer.status_code, answer.content) == (204, b"")
    for again in (await leave(org, person), await org.call("GET", "", by=person)):
        assert refused(again) == (404, "not_found")
    lines = (await org.get("/activity", params={"entity_id": str(person.membership_id)}))["items"]
    assert (lines[0]["verb"], lines[0]["actor_id"]) == (
        "member.ended",
        str(person.user_id),
    )


async def test_the_last_owner_does_not_leave(org: World) -> None:
    assert refused(await leave(org, org.owner)) == (409, "last_owner")
    second = await org.person(Role.OWNER)
    assert (await leave(org, org.owner)).status_code == 204
    assert refused(await leave(org, second)) == (409, "last_owner")


async def test_an_owner_whose_account_is_shut_does_not_count(org: World) -> None:
    second = await org.person(Role.OWNER)
    async with unit_of_work(org.database, write=True) as unit:
        theirs = update(User).where(User.id == second.user_id)
        await unit.connection.execute(theirs.values(is_active=False))
    assert refused(await leave(org, org.owner)) == (409, "last_owner")


@pytest.mark.parametrize("way", ["leave", "demote", "both"])
@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_of_two_owners_64_times_at_once_one_stays(org: World, way: str) -> None:
    second = await org.person(Role.OWNER)
    rows = (await org.get("/members"))["items"]
    mine = next(row["id"] for row in rows if row["user_id"] == str(org.owner.user_id))
    people = [(org.owner, mine), (second, str(second.membership_id))]

    async def go(turn: int) -> httpx2.Response:
        person, membership = people[turn % 2]
        if way == "leave" or (way == "both" and turn % 4 < 2):
            return await leave(org, person)
        return await org.call("PATCH", f"/members/{membership}", by=person, json={"role": "admin"})

    answers = await asyncio.gather(*map(go, range(64)))
    assert await owners(org) == 1
    assert {answer.status_code for answer in answers} <= {200, 204, 403, 404, 409}
    assert 409 in {answer.status_code for answer in answers}


async def test_ownership_is_handed_on(org: World) -> None:
    heir = await org.person(Role.VIEWER)
    made = ok(await give_to(org, heir.membership_id))
    assert (made["id"], made["role"]) == (str(heir.membership_id), "owner")
    found = await roles(org)
    assert found[str(heir.user_id)] == "owner"
    assert found[str(org.owner.user_id)] == "admin"
    assert await owners(org) == 1
    again = await give_to(org, heir.membership_id)
    assert refused(again) == (403, "forbidden")


async def test_ownership_is_given_once_of_64_times(org: World) -> None:
    heirs = [await org.person() for _ in range(4)]
    answers = await asyncio.gather(
        *(give_to(org, heirs[turn % 4].membership_id) for turn in range(64))
    )
    assert sum(answer.is_success for answer in answers) == 1
    assert await owners(org) == 1
    lost = {refused(answer) for answer in answers if not answer.is_success}
    assert lost <= {(403, "owners_only"), (403, "forbidden")}


async def test_only_an_owner_hands_on_and_only_to_another_member(
    org: World, other_org: World
) -> None:
    admin, former, theirs = (
        await org.person(Role.ADMIN),
        await org.person(),
        await other_org.person(),
    )
    assert refused(await give_to(org, former.membership_id, by=admin)) == (403, "forbidden")
    assert (await leave(org, former)).status_code == 204
    bodies = []
    for id in (former.membership_id, theirs.membership_id, new_id()):
        answer = await give_to(org, id)
        assert refused(answer) == (404, "not_found")
        bodies.append(answer.json() | {"request_id": None})
    assert all(body == bodies[0] for body in bodies)
    rows = (await org.get("/members"))["items"]
    mine = next(row["id"] for row in rows if row["user_id"] == str(org.owner.user_id))
    assert refused(await give_to(org, mine)) == (422, "own_membership")
    assert await owners(org) == 1


async def test_the_organization_of_an_account_is_not_handed_on(org: World) -> None:
    person = await sign_up(org.app)
    listed = await org.client.get("/api/v1/organizations", headers=person.headers)
    (own,) = ok(listed)["items"]
    answer = await org.client.post(
        f"/api/v1/organizations/{own['id']}/transfer-ownership",
        json={"membership_id": str(new_id())},
        headers=person.headers,
    )
    assert refused(answer) == (409, "personal_organization")


async def test_no_program_leaves_for_a_person(org: World) -> None:
    person = await org.person()
    with pytest.raises(members.InPersonOnly):
        async with unit_of_work(org.database, write=True) as unit:
            await members.leave(unit.context(org.tenant, Actor(person.user_id)))


async def test_handing_on_asks_for_a_fresh_proof(org: World) -> None:
    heir = await org.person()
    async with unit_of_work(org.database, write=True) as unit:
        mine = update(UserSession).where(UserSession.id == org.owner.session_id)
        await unit.connection.execute(mine.values(stepped_up_at=None))
    assert refused(await give_to(org, heir.membership_id)) == (403, "step_up_required")
    async with unit_of_work(org.database, write=True) as unit:
        await unit.connection.execute(mine.values(stepped_up_at=now()))
    assert ok(await give_to(org, heir.membership_id))["role"] == "owner"
