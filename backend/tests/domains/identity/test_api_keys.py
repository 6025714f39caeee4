"""API keys: what they open, for how long, and everything that they never open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import String as Text
from sqlalchemy import Table, cast, select, update

from app.core.clock import now
from app.core.engine import Database
from app.core.ids import new_id
from app.core.keys import Keys
from app.core.unit_of_work import unit_of_work
from app.domains.activity.models import Activity
from app.domains.identity import api_keys
from app.domains.identity.models import ApiKey, Membership, User
from app.domains.identity.permissions import FOR_PEOPLE_ALONE, MemberAccess, Permission, Role
from app.domains.identity.service import organizations
from app.domains.stock.models import StockMovement
from app.models import metadata
from tests.settings import settings_for
from tests.statements import Statements
from tests.world import PASSWORD, Person, World, faults, ok, refused, sign_up

SIGNED_OUT = (401, "unauthorized")
UNKNOWN = (404, "not_found")
ALL = sorted(set(Permission) - FOR_PEOPLE_ALONE)


async def made(
    org: World, *scopes: str, by: Person | None = None, **more: Any
) -> tuple[dict[str, Any], Person]:
    """A key's answer, and the program that has it."""
    body = {"name": "Scanner", "scopes": scopes or ["catalog:read"]} | more
    key = await org.post("/api-keys", body, by=by)
    maker = by or org.owner
    return key, Person(
        maker.user_id, maker.session_id, maker.email, {"Authorization": f"Bearer {key['key']}"}
    )


async def changed(database: Database, model: Any, where: Any, **values: Any) -> None:
    async with unit_of_work(database, write=True) as unit:
        await unit.connection.execute(update(model).where(where).values(**values))


# --- what it opens


async def test_a_key_acts_for_its_maker_and_is_named_in_what_it_does(org: World) -> None:
    item, place = await org.item(), await org.location()
    key, program = await made(org, "stock:receive", "catalog:write", "catalog:read")
    body = {"item_id": item["id"], "location_id": place["id"], "quantity": "2"}
    movement = await org.post("/stock/receive", body, by=program)
    assert movement["key_id"] == key["id"]
    await org.patch(f"/items/{item['id']}", {"name": "Gold", "version": 1}, by=program)
    rows = (await org.get("/movements"))["items"]
    assert [(row["key_id"], row["actor_id"]) for row in rows] == [
        (key["id"], str(org.owner.user_id))
    ]
    lines = (await org.get("/activity", params={"entity_id": item["id"]}))["items"]
    assert [line["key_id"] for line in lines] == [key["id"], None]
    assert [line["session_id"] for line in lines] == [None, str(org.owner.session_id)]
    async with org.context() as ctx:
        stored = (await ctx.session.scalars(select(StockMovement))).one()
    assert (stored.key_id, stored.session_id) == (UUID(key["id"]), None)


async def test_its_right_is_its_scope_within_its_makers_present_role(org: World) -> None:
    admin = await org.person(Role.ADMIN)
    _, program = await made(org, "catalog:read", "catalog:write", by=admin)
    assert (await org.call("POST", "/items", by=program, json={"name": "A"})).status_code == 201
    assert refused(await org.call("GET", "/locations", by=program)) == (403, "forbidden")
    role = {"role": "viewer"}
    await org.patch(f"/members/{admin.membership_id}", role, headers={"If-Match": "*"})
    assert (await org.call("GET", "/items", by=program)).status_code == 200
    answer = await org.call("POST", "/items", by=program, json={"name": "A"})
    assert refused(answer) == (403, "forbidden")
    assert answer.json()["detail"] == "This API key does not include catalog:write."


async def test_what_members_may_is_what_the_key_of_a_member_may(org: World) -> None:
    admin = await org.person(Role.ADMIN)
    _, program = await made(org, "catalog:write", by=admin)
    await changed(org.database, Membership, Membership.id == admin.membership_id, role=Role.MEMBER)
    assert (await org.call("POST", "/items", by=program, json={"name": "A"})).status_code == 201
    await org.patch("", {"member_access": MemberAccess.READ}, headers={"If-Match": "*"})
    answer = await org.call("POST", "/items", by=program, json={"name": "A"})
    assert refused(answer) == (403, "forbidden")


async def test_it_sees_the_organization_with_its_own_rights(org: World) -> None:
    _, program = await made(org, "organization:read", "stock:read")
    assert (await org.get("", by=program))["permissions"] == ["organization:read", "stock:read"]
    by_slug = f"/api/v1/organizations/{org.tenant.slug}"
    assert ok(await org.client.get(by_slug, headers=program.headers))["id"] == str(org.id)


async def test_authority_of_a_key_is_one_statement(org: World) -> None:
    key, program = await made(org)
    await changed(org.database, ApiKey, ApiKey.id == UUID(key["id"]), last_used_at=now())
    with Statements(org.database) as statements:
        assert (await org.call("GET", "/locations", by=program)).status_code == 403
    assert len(statements) == 1, statements


# --- what ends it


def revoked(_org: World) -> tuple[Any, dict[str, Any]]:
    return ApiKey, {"revoked_at": now()}


def expired(_org: World) -> tuple[Any, dict[str, Any]]:
    return ApiKey, {"expires_at": now()}


def left(_org: World) -> tuple[Any, dict[str, Any]]:
    return Membership, {"ended_at": now()}


def shut(_org: World) -> tuple[Any, dict[str, Any]]:
    return User, {"is_active": False}


@pytest.mark.parametrize("end", [revoked, expired, left, shut])
async def test_it_is_dead_at_the_next_request_after(
    org: World, end: Callable[[World], tuple[Any, dict[str, Any]]]
) -> None:
    admin = await org.person(Role.ADMIN)
    key, program = await made(org, by=admin)
    assert (await org.call("GET", "/items", by=program)).status_code == 200
    model, values = end(org)
    ids = {ApiKey: UUID(key["id"]), Membership: admin.membership_id, User: admin.user_id}
    await changed(org.database, model, model.id == ids[model], **values)
    assert refused(await org.call("GET", "/items", by=program)) == SIGNED_OUT


async def test_revoking_ends_it_once(org: World) -> None:
    key, program = await made(org)
    path = f"/api-keys/{key['id']}"
    assert (await org.call("DELETE", path)).status_code == 204
    assert refused(await org.call("GET", "/items", by=program)) == SIGNED_OUT
    assert refused(await org.call("DELETE", path)) == UNKNOWN
    async with org.context() as ctx:
        verbs = list(
            await ctx.session.scalars(
                select(Activity.verb).where(Activity.entity_id == UUID(key["id"]))
            )
        )
    assert sorted(verbs) == ["api_key.created", "api_key.revoked"]


async def test_it_lives_for_ninety_days_unless_said(org: World) -> None:
    key, _ = await made(org)
    days = datetime.fromisoformat(key["expires_at"]) - datetime.fromisoformat(key["created_at"])
    assert days == pytest.approx(timedelta(days=90), abs=timedelta(seconds=5))
    ends = (now() + timedelta(days=7)).replace(microsecond=0)
    other, _ = await made(org, expires_at=ends.isoformat())
    assert datetime.fromisoformat(other["expires_at"]) == ends


# --- what it never opens


async def test_another_organization_is_unknown_to_it_as_to_anyone(
    org: World, other_org: World
) -> None:
    _, program = await made(org, *ALL)
    answers = [
        await org.client.get(f"/api/v1/organizations/{where}/items", headers=program.headers)
        for where in (other_org.id, other_org.tenant.slug, new_id(), "nowhere", "%00")
    ]
    assert {refused(answer) for answer in answers} == {UNKNOWN}
    assert len({answer.json()["detail"] for answer in answers}) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/users/me"),
        ("PATCH", "/users/me"),
        ("GET", "/users/me/sessions"),
        ("GET", "/organizations"),
        ("POST", "/organizations"),
        ("POST", "/auth/logout"),
        ("POST", "/auth/logout-all"),
        ("POST", "/auth/step-up"),
    ],
)
async def test_what_is_about_a_person_is_closed_to_it(org: World, method: str, path: str) -> None:
    _, program = await made(org, *ALL)
    body = {"name": "X", "password": PASSWORD}
    answer = await org.client.request(
        method, f"/api/v1{path}", headers=program.headers, json=None if method == "GET" else body
    )
    assert refused(answer) == SIGNED_OUT


@pytest.mark.parametrize("scope", sorted(FOR_PEOPLE_ALONE))
async def test_members_owners_and_keys_are_for_no_key(org: World, scope: str) -> None:
    body = {"name": "X", "scopes": ["stock:read", scope]}
    answer = await org.call("POST", "/api-keys", json=body)
    assert faults(answer) == {"/body/scopes/1": "value_error"}
    key, program = await made(org, *ALL)  # and where such a scope got into the table all the same
    everything = sorted(Permission)
    await changed(org.database, ApiKey, ApiKey.id == UUID(key["id"]), scopes=everything)
    other = await org.person(Role.VIEWER)
    for method, path, sent in (
        ("POST", "/api-keys", {"name": "X", "scopes": ["stock:read"]}),
        ("GET", "/api-keys", None),
        ("DELETE", f"/api-keys/{key['id']}", None),
        ("PATCH", f"/members/{other.membership_id}", {"role": "owner"}),
        ("DELETE", f"/members/{other.membership_id}", None),
    ):
        answer = await org.call(method, path, by=program, json=sent)
        assert refused(answer) == (403, "forbidden"), (method, path)


# --- making one


async def test_a_key_is_shown_once_and_stored_as_a_hash(org: World) -> None:
    headers = {"Idempotency-Key": "again"}
    key, _ = await made(org, "stock:read", "catalog:read")
    body = {"name": "X", "scopes": ["stock:read"]}
    second = await org.post("/api-keys", body, headers=headers)
    third = await org.post("/api-keys", body, headers=headers)
    assert second["key"] != third["key"], "an answer with a key must not be kept to be replayed"
    assert key["key"].startswith(key["prefix"])
    assert len(key["key"]) == 3 + 43 + 6
    (row, *_) = [r for r in (await org.get("/api-keys"))["items"] if r["id"] == key["id"]]
    assert "key" not in row
    assert (row["prefix"], row["scopes"]) == (key["prefix"], ["catalog:read", "stock:read"])
    assert row["created_by"] == "Ada"
    for secret in (key["key"], second["key"]):
        assert await places_of(org.database, secret) == []


async def places_of(database: Database, text: str) -> list[str]:
    """Every column that has `text` somewhere in it."""
    found = []
    async with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for column in table.c:
                has = cast(column, Text).contains(text, autoescape=True)
                if (await connection.execute(select(column).where(has).limit(1))).first():
                    found.append(f"{table.name}.{column.name}")
    return found


async def test_making_one_needs_a_proof_that_it_is_you(org: World) -> None:
    stale = await sign_up(org.app, stepped_up=False)
    async with org.context(write=True) as ctx:
        await organizations.join(ctx, stale.user_id, Role.OWNER)
    body = {"name": "X", "scopes": ["stock:read"]}
    answer = await org.call("POST", "/api-keys", by=stale, json=body)
    assert refused(answer) == (403, "step_up_required")
    assert (await org.call("GET", "/api-keys", by=stale)).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"scopes": ["stock:read"]}, "/body/name"),
        ({"name": "", "scopes": ["stock:read"]}, "/body/name"),
        ({"name": "X", "scopes": []}, "/body/scopes"),
        ({"name": "X", "scopes": ["stock:burn"]}, "/body/scopes/0"),
        ({"name": "X", "scopes": ["stock:read"] * 500}, "/body/scopes"),
        ({"name": "X", "scopes": "stock:read"}, "/body/scopes"),
        (
            {"name": "X", "scopes": ["stock:read"], "expires_at": "2020-01-01T00:00:00Z"},
            "/body/expires_at",
        ),
        (
            {"name": "X", "scopes": ["stock:read"], "expires_at": "2999-01-01T00:00:00Z"},
            "/body/expires_at",
        ),
        ({"name": "X", "scopes": ["stock:read"], "organization_id": "x"}, "/body/organization_id"),
        ({"name": "X", "scopes": ["stock:read"], "created_by_id": "x"}, "/body/created_by_id"),
    ],
)
async def test_a_wrong_wish_is_named(org: World, body: Any, pointer: str) -> None:
    assert pointer in faults(await org.call("POST", "/api-keys", json=body))


async def test_a_scope_beyond_ones_own_role_opens_nothing(org: World) -> None:
    manager = await org.person(Role.ADMIN)
    _, program = await made(org, Permission.ACTIVITY_READ, by=manager)
    assert (await org.call("GET", "/activity", by=program)).status_code == 200
    await changed(
        org.database, Membership, Membership.id == manager.membership_id, role=Role.MEMBER
    )
    assert refused(await org.call("GET", "/activity", by=program)) == (403, "forbidden")


async def test_lists_tell_the_living_from_the_dead(org: World) -> None:
    alive, dead, past = [(await made(org))[0]["id"] for _ in range(3)]
    ok(await org.call("DELETE", f"/api-keys/{dead}"))
    await changed(org.database, ApiKey, ApiKey.id == UUID(past), expires_at=now())
    for asked, found in (("true", {alive}), ("false", {dead, past})):
        rows = (await org.get("/api-keys", params={"live": asked}))["items"]
        assert {row["id"] for row in rows} == found
    assert len((await org.get("/api-keys"))["items"]) == 3


# --- what is no key


async def test_a_key_of_the_secret_before_a_rotation_still_opens(org: World) -> None:
    settings = org.database.settings
    drawn = api_keys.draw(Keys.of(settings))
    after = settings_for(
        settings.data_dir, secret_key="c4" * 16 + "8b" * 16, secret_key_previous=settings.secret
    )
    assert Keys.of(settings).stored(drawn) in api_keys.read(Keys.of(after), drawn)


async def test_a_typo_is_refused_without_a_query(org: World) -> None:
    key, _ = await made(org)
    text = key["key"]
    spoilt = [
        text[:10] + ("A" if text[10] != "A" else "B") + text[11:],
        text[:-1] + ("A" if text[-1] != "A" else "B"),
        text[:-1],
        text + "A",
        text.swapcase(),
        f"qk_{'A' * 49}",
        "qk_",
        "qk_" + "x" * 100_000,
        "qk_\u00e9" + "A" * 48,
    ]
    for wrong in spoilt:
        with Statements(org.database) as statements:
            headers = [(b"Authorization", b"Bearer " + wrong.encode())]
            answer = await org.client.get(f"{org.path}/items", headers=headers)
        assert refused(answer) == SIGNED_OUT
        assert len(statements) == 0, wrong[:60]


async def test_a_key_of_another_installation_is_unknown(org: World, tmp_path: Any) -> None:
    theirs = Keys.of(settings_for(tmp_path, secret_key="1d" * 16 + "a9" * 16))
    ours: Keys = org.app.state.keys
    for forged in (api_keys.draw(theirs), api_keys.draw(ours)):
        headers = {"Authorization": f"Bearer {forged}"}
        answer = await org.client.get(f"{org.path}/items", headers=headers)
        assert refused(answer) == SIGNED_OUT


async def test_a_key_is_no_refresh_token_and_no_password(org: World) -> None:
    key, _ = await made(org)
    refresh = {"refresh_token": key["key"]}
    answer: httpx2.Response = await org.client.post("/api/v1/auth/refresh", json=refresh)
    assert refused(answer) == (401, "refresh_refused")
    login = {"email": org.owner.email, "password": key["key"]}
    answer = await org.client.post("/api/v1/auth/login", json=login)
    assert refused(answer) == (401, "wrong_credentials")


async def test_old_keys_are_swept_when_their_maker_signs_in(org: World) -> None:
    email = f"{new_id().hex}@example.test"
    account = {"email": email, "password": PASSWORD}
    ok(await org.client.post("/api/v1/auth/register", json=account))
    ids = []
    async with unit_of_work(org.database, write=True) as unit:
        mine = select(User.id).where(User.email == email)
        maker = (await unit.account().session.scalars(mine)).one()
        for age in (40, 20):
            row = {"id": new_id(), "created_at": now(), "organization_id": org.id, "name": "X"}
            row |= {
                "prefix": "qk_x",
                "key_hash": new_id().hex,
                "scopes": [],
                "created_by_id": maker,
            }
            row["expires_at"] = now() - timedelta(days=age)
            ids.append(row["id"])
            table: Table = metadata.tables["api_keys"]
            await unit.connection.execute(unit.insert_into(table).values(row))
    ok(await org.client.post("/api/v1/auth/login", json=account))
    async with unit_of_work(org.database, write=False) as unit:
        left = select(ApiKey.id).where(ApiKey.created_by_id == maker)
        assert list(await unit.account().session.scalars(left)) == ids[1:]
