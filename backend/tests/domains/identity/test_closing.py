"""Shutting one's account, and being forgotten."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, select, update

from app.core.clock import now
from app.core.context import Actor
from app.core.kept_mails import MailKind
from app.core.unit_of_work import unit_of_work
from app.domains.activity.models import AccountEvent, Activity
from app.domains.identity.models import Membership, Organization
from app.domains.identity.permissions import Role
from app.domains.identity.service import closing, organizations, purges
from app.models import metadata
from tests.accounts import Account
from tests.authenticators import turned_on
from tests.world import World, ok, refused

ME = "/users/me"
WAYS = [("POST", f"{ME}/deactivate"), ("DELETE", ME)]


async def founded(account: Account) -> Any:
    return ok(await account.post("/organizations", {"name": "Crew"}))


async def joined(account: Account, org: World, role: Role) -> None:
    async with unit_of_work(org.database, write=True) as unit:
        ctx = unit.context(org.tenant, Actor())
        await organizations.join(ctx, account.user_id, role)


@pytest.mark.parametrize(("method", "path"), WAYS)
async def test_it_needs_a_step_up(account: Account, method: str, path: str) -> None:
    session = await account.sign_in()
    assert refused(await account.call(method, path)) == (403, "step_up_required")
    assert await account.is_in(session)


@pytest.mark.parametrize(("method", "path"), WAYS)
async def test_the_last_owner_of_a_team_stays(account: Account, method: str, path: str) -> None:
    session, team = account.headers, await founded(account)
    answer = await account.call(method, path)
    assert refused(answer) == (409, "last_owner")
    assert answer.json()["organizations"] == [team["slug"]]
    assert team["slug"] in answer.json()["detail"]
    assert await account.is_in(session)


@pytest.mark.parametrize(("method", "path"), WAYS)
async def test_who_is_not_the_last_owner_may_go(
    account: Account, org: World, method: str, path: str
) -> None:
    await joined(account, org, Role.OWNER)
    assert (await account.call(method, path)).status_code == 204


async def test_an_owner_who_is_shut_is_none(account: Account, org: World) -> None:
    await joined(account, org, Role.OWNER)
    headers = org.owner.headers
    ok(await org.client.post(f"/api/v1{ME}/deactivate", headers=headers))
    assert refused(await account.call("DELETE", ME)) == (409, "last_owner")


async def test_of_two_last_owners_who_go_at_once_one_stays(account: Account, org: World) -> None:
    await joined(account, org, Role.OWNER)
    answers = await asyncio.gather(
        account.call("DELETE", ME),
        org.client.delete(f"/api/v1{ME}", headers=org.owner.headers),
    )
    assert sorted(answer.status_code for answer in answers) == [204, 409]


async def test_a_shut_account_is_out_and_stays_as_it_is(account: Account) -> None:
    session = account.headers
    assert (await account.post(f"{ME}/deactivate")).status_code == 204
    assert not await account.is_in(session)
    assert refused(await account.login()) == (401, "wrong_credentials")
    assert (await account.stored()).email == account.email
    assert (await account.mails())[-1][0] is MailKind.ACCOUNT_CLOSED
    assert "user.deactivated" in await account.verbs()


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_who_is_forgotten_is_nowhere_but_in_what_they_did(
    account: Account, org: World
) -> None:
    ok(await account.call("PATCH", ME, json={"full_name": "Augusta King"}))
    ok(await account.call("PATCH", f"{ME}/preferences", json={"language": "en"}))
    ok(await account.post(f"{ME}/email", {"email": f"new-{account.email}"}))
    await turned_on(account.app, account.user_id)
    await joined(account, org, Role.MANAGER)
    headers = account.headers
    item = ok(await org.client.post(f"{org.path}/items", json={"name": "Ore"}, headers=headers))
    session = account.headers
    assert (await account.call("DELETE", ME)).status_code == 204
    assert not await account.is_in(session)
    assert refused(await account.login()) == (401, "wrong_credentials")
    user = await account.stored()
    assert (user.full_name, user.password_hash, user.is_active) == ("", "", False)
    assert user.email == f"{user.id.hex}@emptied.invalid"
    assert ok(await org.call("GET", f"/items/{item['id']}"))["id"] == item["id"]
    members = await org.get("/members")
    assert account.email not in str(members)
    assert str(account.user_id) not in str(members)
    assert await memberships(account) == {"ended": 1, "personal": 1}
    left = await where(account, account.email, "Augusta King")
    # to say goodbye, and what the log has had from before (its side row is erased elsewhere)
    assert left <= {"mails", "account_events", "activity"}
    assert [kind for kind, _ in await account.mails()] == [MailKind.ACCOUNT_CLOSED]
    assert "user.erased" in await account.verbs()


async def test_the_log_does_not_tell_who_was_forgotten(account: Account) -> None:
    ok(await account.call("DELETE", ME))
    async with unit_of_work(account.app.state.database, write=False) as unit:
        ctx = unit.account()
        emptied = select(AccountEvent.payload).where(
            AccountEvent.subject_id == account.user_id, AccountEvent.verb == "user.erased"
        )
        (payload,) = await ctx.session.scalars(emptied)
        named = select(Activity.payload).where(
            Activity.actor_id == account.user_id, Activity.verb == "organization.changed"
        )
        (renamed,) = await ctx.session.scalars(named)
    for text in (payload, renamed):
        assert account.email not in text
        assert account.email.partition("@")[0] not in text


async def test_the_address_is_free_again(account: Account) -> None:
    ok(await account.call("DELETE", ME))
    account.headers = {}
    ok(await account.register())
    former = account.user_id
    await account.sign_in()
    assert account.user_id != former


async def own_organization(account: Account) -> Any:
    (own,) = ok(await account.call("GET", "/organizations"))["items"]
    return own


async def stored_organization(account: Account, id: str) -> Organization | None:
    async with unit_of_work(account.app.state.database, write=False) as unit:
        return await unit.account().session.get(Organization, UUID(id))


async def test_an_organization_that_was_theirs_alone_goes_with_them(account: Account) -> None:
    own = await own_organization(account)
    path = f"/organizations/{own['id']}"
    ok(await account.post(f"{path}/items", {"name": "Diary"}))
    ok(await account.call("DELETE", ME))
    left = await stored_organization(account, own["id"])
    assert left is not None
    assert left.name == closing.NAMELESS
    assert left.deletion_due_at is not None
    assert timedelta(days=29) < left.deletion_due_at - now() <= timedelta(days=30)
    database = account.app.state.database
    assert await purges.purge(database, left.id) is None
    async with unit_of_work(database, write=True) as unit:
        mine = update(Organization).where(Organization.id == left.id)
        await unit.connection.execute(mine.values(deletion_due_at=now() - timedelta(seconds=1)))
    assert await purges.purge(database, left.id)
    assert await stored_organization(account, own["id"]) is None
    user = await account.stored()  # history elsewhere goes on pointing to it
    assert user.emptied_at is not None


@pytest.mark.parametrize(("method", "path"), WAYS)
async def test_whom_they_invited_there_is_not_left_without_an_owner(
    account: Account, method: str, path: str
) -> None:
    own = await own_organization(account)
    there = f"/organizations/{own['id']}"
    ok(await account.call("PATCH", there, json={"name": "Family", "version": own["version"]}))
    token = ok(await account.post(f"{there}/invitations", {}))["token"]
    guest = await Account.opened(account.app, account.client)
    ok(await guest.post(f"/invitations/{token}/accept"))
    answer = await account.call(method, path)
    assert refused(answer) == (409, "last_owner")
    members = ok(await account.call("GET", f"{there}/members"))["items"]
    (heir,) = [member["id"] for member in members if member["user_id"] == str(guest.user_id)]
    ok(await account.call("PATCH", f"{there}/members/{heir}", json={"role": "owner"}))
    ok(await account.call(method, path))
    kept = ok(await guest.call("GET", there))
    assert kept["deletion_due_at"] is None
    assert (kept["name"] == closing.NAMELESS) is (method == "DELETE")


async def memberships(account: Account) -> dict[str, int]:
    async with unit_of_work(account.app.state.database, write=False) as unit:
        query = select(Membership).where(Membership.user_id == account.user_id)
        rows = list(await unit.account().session.scalars(query))
    ended = sum(row.ended_at is not None for row in rows)
    return {"ended": ended, "personal": len(rows) - ended}


async def where(account: Account, *texts: str) -> set[str]:
    """The tables in which one of these texts stands."""
    found = set()
    async with account.app.state.database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            assert isinstance(table, Table)
            rows = (await connection.execute(select(table))).all()
            if any(text.casefold() in repr(row).casefold() for row in rows for text in texts):
                found.add(table.name)
    return found
