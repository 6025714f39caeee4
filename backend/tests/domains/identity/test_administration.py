"""Superusers: people, organizations, sessions and figures; nothing that an organization owns."""

from typing import Any

import httpx2
import pytest
from sqlalchemy import select, update

from app.core.ids import new_id
from app.core.kept_mails import KeptMail, MailKind
from app.core.unit_of_work import unit_of_work
from app.domains.activity.models import AccountEvent
from app.domains.identity.models import User
from app.domains.identity.permissions import Role
from tests.world import Person, World, faults, ok, refused, sign_up

URL = "/api/v1/admin"


class Admin:
    """A superuser, and a client to act as one."""

    def __init__(self, org: World, person: Person) -> None:
        self.org, self.person = org, person

    async def call(self, method: str, path: str, **request: Any) -> httpx2.Response:
        headers = self.person.headers
        return await self.org.client.request(method, f"{URL}{path}", headers=headers, **request)

    async def get(self, path: str, **params: Any) -> Any:
        return ok(await self.call("GET", path, params=params))

    async def post(self, path: str, body: Any = None) -> Any:
        return ok(await self.call("POST", path, json=body))


@pytest.fixture
async def admin(org: World) -> Admin:
    person = await sign_up(org.app)
    async with unit_of_work(org.database, write=True) as unit:
        mine = update(User).where(User.id == person.user_id)
        await unit.connection.execute(mine.values(is_superuser=True))
    return Admin(org, person)


async def signed_in(org: World, person: Person) -> bool:
    answer = await org.client.get("/api/v1/users/me", headers=person.headers)
    assert answer.status_code in {200, 401}
    return answer.is_success


async def verbs(org: World, subject: Any) -> list[tuple[str, Any]]:
    async with unit_of_work(org.database, write=False) as unit:
        query = select(AccountEvent).where(AccountEvent.subject_id == subject)
        query = query.order_by(AccountEvent.created_at, AccountEvent.id)
        found = await unit.account().session.scalars(query)
        return [(line.verb, line.actor_id) for line in found]


async def mails(org: World, address: str) -> list[MailKind]:
    async with unit_of_work(org.database, write=False) as unit:
        query = select(KeptMail.kind).where(KeptMail.recipient == address)
        return list(await unit.account().session.scalars(query))


async def test_an_account_is_opened_without_a_password(org: World, admin: Admin) -> None:
    email = f"New.{new_id().hex}@example.test"
    answer = await admin.call("POST", "/users", json={"email": email, "full_name": "Grace"})
    made = ok(answer)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{URL}/users/{made['id']}"
    assert (made["has_password"], made["is_active"], made["is_superuser"]) == (False, True, False)
    assert await mails(org, email) == [MailKind.RESET_PASSWORD]
    for password in ("", "correct horse battery"):
        body = {"email": email, "password": password}
        assert (await org.client.post("/api/v1/auth/login", json=body)).status_code in {401, 422}
    again = await admin.call(
        "POST", "/users", json={"email": email.upper().replace("EXAMPLE.TEST", "example.test")}
    )
    assert refused(again) == (409, "email_taken")


@pytest.mark.parametrize("field", ["is_superuser", "password", "is_active", "id", "password_hash"])
async def test_nobody_is_made_a_superuser_here(org: World, admin: Admin, field: str) -> None:
    body = {"email": f"{new_id().hex}@example.test", field: True}
    assert [*faults(await admin.call("POST", "/users", json=body))] == [f"/body/{field}"]
    person = await sign_up(org.app)
    for path in ("activate", "deactivate", "require-password-reset"):
        answer = await admin.call("POST", f"/users/{person.user_id}/{path}", json={field: True})
        assert not (answer.is_success and answer.json()["is_superuser"])


async def test_a_deactivated_account_is_out_at_its_next_request(org: World, admin: Admin) -> None:
    person = await org.person()
    assert await signed_in(org, person)
    made = await admin.post(f"/users/{person.user_id}/deactivate")
    assert made["is_active"] is False
    assert not await signed_in(org, person)
    assert refused(await org.call("GET", "", by=person)) == (401, "unauthorized")
    ended = await admin.get("/sessions", user_id=str(person.user_id))
    assert [row["ended_because"] for row in ended["items"]] == ["deactivated"]
    assert (await admin.get("/sessions", user_id=str(person.user_id), live="true"))["items"] == []
    assert (await admin.post(f"/users/{person.user_id}/activate"))["is_active"] is True
    assert not await signed_in(org, person)  # the sessions stay ended
    told = await verbs(org, person.user_id)
    assert ("user.deactivated", admin.person.user_id) in told
    assert ("user.activated", admin.person.user_id) in told


async def test_a_password_that_must_be_chosen_anew_is_no_password(org: World, admin: Admin) -> None:
    credentials = {"email": f"{new_id().hex}@example.test", "password": "correct horse battery"}
    ok(await org.client.post("/api/v1/auth/register", json=credentials))
    login = ok(await org.client.post("/api/v1/auth/login", json=credentials))
    treated = await admin.post(f"/users/{login['user']['id']}/require-password-reset")
    assert treated["has_password"] is False
    headers = {"Authorization": f"Bearer {login['access_token']}"}
    answer = await org.client.get("/api/v1/users/me", headers=headers)
    assert refused(answer) == (401, "unauthorized")
    refresh = {"refresh_token": login["refresh_token"]}
    answer = await org.client.post("/api/v1/auth/refresh", json=refresh)
    assert answer.status_code == 401
    answer = await org.client.post("/api/v1/auth/login", json=credentials)
    assert refused(answer) == (401, "wrong_credentials")
    assert MailKind.RESET_PASSWORD in await mails(org, credentials["email"])


async def test_nobody_shuts_themselves_out(admin: Admin) -> None:
    for treatment in ("deactivate", "require-password-reset"):
        answer = await admin.call("POST", f"/users/{admin.person.user_id}/{treatment}")
        assert refused(answer) == (409, "own_account")


def ids(found: Any) -> list[str]:
    return [row["id"] for row in found["items"]]


async def test_accounts_are_found_by_any_part(admin: Admin) -> None:
    mark = new_id().hex
    first = await admin.post("/users", {"email": f"b.{mark}@example.test", "full_name": "100%"})
    second = await admin.post(
        "/users", {"email": f"a.{mark}@example.test", "full_name": f"N {mark}"}
    )
    assert ids(await admin.get("/users", q=mark)) == [second["id"], first["id"]]
    assert ids(await admin.get("/users", q=mark.upper(), sort="email")) == [
        second["id"],
        first["id"],
    ]
    assert ids(await admin.get("/users", q=f"n {mark}")) == [second["id"]]
    assert ids(await admin.get("/users", q=f"_{mark}")) == []
    assert ids(await admin.get("/users", q="100%", sort="email", limit=200)).count(first["id"]) == 1
    page = await admin.get("/users", q=mark, sort="created_at", limit="1", count="exact")
    assert (ids(page), page["total"]) == ([first["id"]], 2)
    more = await admin.get("/users", q=mark, sort="created_at", limit="1", cursor=page["next"])
    assert ids(more) == [second["id"]]
    await admin.post(f"/users/{first['id']}/deactivate")
    assert ids(await admin.get("/users", q=mark, is_active="false")) == [first["id"]]
    assert ids(await admin.get("/users", q=mark, is_superuser="true")) == []


@pytest.mark.parametrize(
    ("name", "sought"),
    [
        ("Åsa Öberg", "sa öberg"),
        ("åsa öberg", "ÅSA ÖBERG"),
        ("Jürgen Groß", "GROSS"),
        ("ΟΔΥΣΣΕΥΣ", "Οδυσσευς"),
        ("Ｗｉｄｅ", "wide"),  # noqa: RUF001 (full width: what NFKC is for)
        ("김민준", "민준"),
        ("İpek", "i̇pek"),
    ],
)
async def test_a_name_is_found_however_it_is_written(admin: Admin, name: str, sought: str) -> None:
    """In upper or lower case of every script, on both engines alike; as items are."""
    mark = new_id().hex
    made = await admin.post(
        "/users", {"email": f"{mark}@example.test", "full_name": f"{name} {mark}"}
    )
    assert ids(await admin.get("/users", q=f"{sought} {mark}")) == [made["id"]]
    assert ids(await admin.get("/users", q=f"{sought} {mark.upper()}")) == [made["id"]]


async def test_a_name_is_found_as_it_is_now(org: World, admin: Admin) -> None:
    person, was, name = await org.person(), f"Ä{new_id().hex}", f"Ö{new_id().hex}"
    for full_name in (was, name):
        said = {"full_name": full_name}
        ok(await org.client.patch("/api/v1/users/me", json=said, headers=person.headers))
    assert ids(await admin.get("/users", q=name.lower())) == [str(person.user_id)]
    assert ids(await admin.get("/users", q=was.lower())) == []


async def test_bulk_reports_each_row(org: World, admin: Admin) -> None:
    one, two = await sign_up(org.app), await sign_up(org.app)
    email = f"{new_id().hex}@example.test"
    operations = [
        {"action": "deactivate", "user_id": str(one.user_id)},
        {"action": "deactivate", "user_id": str(new_id())},
        {"action": "create", "email": email},
        {"action": "create", "email": email},
        {"action": "deactivate", "user_id": str(admin.person.user_id)},
        {"action": "require_password_reset", "user_id": str(two.user_id)},
    ]
    body = {"operations": operations, "atomic": False}
    results = (await admin.post("/users/bulk", body))["results"]
    assert [(row["index"], row["status"], row["code"]) for row in results] == [
        (0, 200, None),
        (1, 404, "not_found"),
        (2, 201, None),
        (3, 409, "email_taken"),
        (4, 409, "own_account"),
        (5, 200, None),
    ]
    assert results[0]["user"]["is_active"] is False
    assert results[2]["user"]["email"] == email
    assert not await signed_in(org, one)
    assert not await signed_in(org, two)
    assert await signed_in(org, admin.person)


async def test_bulk_is_all_or_nothing_unless_said_otherwise(org: World, admin: Admin) -> None:
    one = await sign_up(org.app)
    email = f"{new_id().hex}@example.test"
    good = [
        {"action": "deactivate", "user_id": str(one.user_id)},
        {"action": "create", "email": email},
    ]
    bad = [*good, {"action": "activate", "user_id": str(new_id())}]
    answer = await admin.call("POST", "/users/bulk", json={"operations": bad})
    assert refused(answer) == (409, "bulk_refused")
    assert [row["status"] for row in answer.json()["results"]] == [200, 201, 404]
    assert await signed_in(org, one)
    assert (await admin.get("/users", q=email))["items"] == []
    assert await mails(org, email) == []
    results = (await admin.post("/users/bulk", {"operations": good}))["results"]
    assert [row["status"] for row in results] == [200, 201]
    assert not await signed_in(org, one)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"operations": []}, "/body/operations"),
        ({"operations": [{"action": "promote"}]}, "/body/operations/0"),
        ({"operations": [{"action": "activate"}]}, "/body/operations/0/user_id"),
        ({"operations": [{"action": "create"}]}, "/body/operations/0/email"),
        ({"operations": [{"action": "create", "email": "x"}]}, "/body/operations/0/email"),
        ({"operations": [{"action": {}}]}, "/body/operations/0"),
        ({"operations": [{"action": "create", "email": "a@b.test"}] * 201}, "/body/operations"),
        ({}, "/body/operations"),
    ],
)
async def test_what_is_wrong_with_a_bulk_is_named(
    admin: Admin, body: dict[str, Any], pointer: str
) -> None:
    assert [*faults(await admin.call("POST", "/users/bulk", json=body))] == [pointer]


async def test_an_organization_for_somebody_else(org: World, admin: Admin) -> None:
    owner = await sign_up(org.app)
    slug = f"s{new_id().hex}"
    made = await admin.post(
        "/organizations", {"name": "Acme", "slug": slug, "owner_id": str(owner.user_id)}
    )
    path = f"/api/v1/organizations/{made['id']}"
    assert ok(await org.client.get(path, headers=owner.headers))["role"] == "owner"
    stranger = await org.client.get(path, headers=admin.person.headers)
    assert refused(stranger) == (404, "not_found")
    (found,) = (await admin.get("/organizations", q=slug.upper()))["items"]
    assert found == made == await admin.get(f"/organizations/{made['id']}")
    taken = {"name": "Acme", "slug": slug, "owner_id": str(owner.user_id)}
    assert refused(await admin.call("POST", "/organizations", json=taken)) == (409, "slug_taken")
    nobody = {"name": "Acme", "owner_id": str(new_id())}
    assert refused(await admin.call("POST", "/organizations", json=nobody)) == (404, "not_found")


async def test_a_shut_organization_is_closed_to_its_members(org: World, admin: Admin) -> None:
    person, stranger = await org.person(Role.ADMIN), await sign_up(org.app)
    shut = await admin.post(f"/organizations/{org.id}/deactivate")
    assert shut["is_active"] is False
    for by in (org.owner, person):
        for method, path in (
            ("GET", ""),
            ("GET", "/items"),
            ("POST", "/items"),
            ("POST", "/leave"),
        ):
            answer = await org.call(method, path, by=by, json={"name": "X"})
            assert refused(answer) == (403, "organization_shut")
    for by in (stranger, admin.person):
        assert refused(await org.call("GET", "", by=by)) == (404, "not_found")
    listed = ok(await org.client.get("/api/v1/organizations", headers=person.headers))["items"]
    assert [row["is_active"] for row in listed if row["id"] == str(org.id)] == [False]
    (found,) = (await admin.get("/organizations", q=org.tenant.slug, is_active="false"))["items"]
    assert found["id"] == str(org.id)
    await admin.post(f"/organizations/{org.id}/activate")
    assert (await org.get(""))["is_active"] is True
    told = [verb for verb, _ in await verbs(org, org.id)]
    assert told[-2:] == ["organization.deactivated", "organization.activated"]
    lines = (await org.get("/activity", params={"entity_id": str(org.id), "limit": "1"}))["items"]
    assert lines[0]["changes"] == {"is_active": [False, True]}


async def test_who_closed_their_account_is_no_account_any_more(org: World, admin: Admin) -> None:
    person = await sign_up(org.app)
    before = await admin.get("/stats")
    answer = await org.client.delete("/api/v1/users/me", headers=person.headers)
    assert answer.is_success
    for method, path in (
        ("GET", ""),
        ("POST", "/activate"),
        ("POST", "/deactivate"),
        ("POST", "/require-password-reset"),
    ):
        refusal = await admin.call(method, f"/users/{person.user_id}{path}")
        assert refused(refusal) == (404, "not_found")
    assert ids(await admin.get("/users", q=person.user_id.hex)) == []
    assert (await admin.get("/stats"))["users"] == before["users"] - 1


async def test_a_session_is_revoked(org: World, admin: Admin) -> None:
    person = await sign_up(org.app)
    (row,) = (await admin.get("/sessions", user_id=str(person.user_id)))["items"]
    assert (row["id"], row["email"]) == (str(person.session_id), person.email)
    answer = await admin.call("DELETE", f"/sessions/{person.session_id}")
    assert answer.status_code == 204
    assert not await signed_in(org, person)
    (row,) = (await admin.get("/sessions", user_id=str(person.user_id)))["items"]
    assert row["ended_because"] == "revoked_by_admin"
    for id in (person.session_id, new_id()):
        assert refused(await admin.call("DELETE", f"/sessions/{id}")) == (404, "not_found")


async def test_the_figures_count(org: World, admin: Admin) -> None:
    before = await admin.get("/stats")
    person = await sign_up(org.app)
    await admin.post(f"/users/{person.user_id}/deactivate")
    await sign_up(org.app)
    await admin.post(f"/organizations/{org.id}/deactivate")
    after = await admin.get("/stats")
    assert {name: after[name] - before[name] for name in after} == {
        "users": 2,
        "active_users": 1,
        "superusers": 0,
        "organizations": 2,
        "team_organizations": 0,
        "shut_organizations": 1,
        "closing_organizations": 0,
        "memberships": 2,
        "live_sessions": 1,
    }


async def test_what_is_not_there_is_said_so(admin: Admin) -> None:
    for method, path in (
        ("GET", "/users/{}"),
        ("POST", "/users/{}/activate"),
        ("POST", "/users/{}/deactivate"),
        ("POST", "/users/{}/require-password-reset"),
        ("GET", "/organizations/{}"),
        ("POST", "/organizations/{}/activate"),
        ("POST", "/organizations/{}/deactivate"),
    ):
        answer = await admin.call(method, path.format(new_id()))
        assert refused(answer) == (404, "not_found"), path
