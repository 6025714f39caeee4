"""Organizations: founding one, its settings, and who sees it."""

from typing import Any

import httpx2
import pytest

from app.core.ids import new_id
from app.domains.identity.permissions import Role
from tests.world import World, ok, refused, sign_up

URL = "/api/v1/organizations"


async def found(world: World, **body: Any) -> httpx2.Response:
    return await world.client.post(URL, json={"name": "Acme"} | body, headers=world.owner.headers)


def slug() -> str:
    return f"s{new_id().hex}"


async def test_whoever_founds_an_organization_is_its_owner(org: World) -> None:
    name = f"\u00c9clair & Sons {new_id().hex}"
    response = await found(org, name=name, currency="USD", timezone="Europe/Berlin")
    assert response.status_code == 201
    made = response.json()
    assert (
        made["slug"]
        == name.lower().replace("\u00e9", "e").replace(" & ", "-").replace(" ", "-")[:50]
    )
    assert (made["kind"], made["role"], made["version"]) == ("team", "owner", 1)
    assert (made["currency"], made["timezone"], made["member_access"]) == (
        "USD",
        "Europe/Berlin",
        "write",
    )
    assert response.headers["location"] == f"{URL}/{made['id']}"
    assert response.headers["etag"] == '"v1"'
    headers = org.owner.headers
    assert ok(await org.client.get(response.headers["location"], headers=headers)) == made
    listed = ok(await org.client.get(URL, headers=headers))
    assert made in listed["items"]
    assert [row["name"] for row in listed["items"]] == sorted(
        (row["name"] for row in listed["items"]), key=str.casefold
    )


@pytest.mark.parametrize("name", ["!!", "\u5009\u5eab", "a"])
async def test_a_name_that_makes_no_slug_gets_one_drawn(org: World, name: str) -> None:
    made = ok(await found(org, name=name))
    assert len(made["slug"]) >= 10


async def test_a_name_like_an_id_does_not_make_a_slug_like_an_id(org: World) -> None:
    id = new_id()
    for name in (str(id), id.hex, str(id).upper()):
        made = ok(await found(org, name=name))
        answer = await org.client.get(f"{URL}/{made['slug']}", headers=org.owner.headers)
        assert ok(answer)["id"] == made["id"]


async def test_a_name_like_an_address_of_the_server_does_not_make_that_slug(org: World) -> None:
    made = ok(await found(org, name="Assets"))
    assert made["slug"].startswith("assets-")


async def test_the_second_of_a_name_gets_another_slug(org: World) -> None:
    name = slug()
    first, second = ok(await found(org, name=name)), ok(await found(org, name=name))
    assert first["slug"] == name
    assert second["slug"].startswith(f"{name}-")


async def test_a_slug_is_taken_once(org: World, other_org: World) -> None:
    taken = slug()
    ok(await found(org, slug=taken))
    assert refused(await found(other_org, slug=taken)) == (409, "slug_taken")
    edit = {"slug": taken, "version": 1}
    assert refused(await other_org.call("PATCH", "", json=edit)) == (409, "slug_taken")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": ""}, "/body/name"),
        ({"name": "  "}, "/body/name"),
        ({"name": "x" * 201}, "/body/name"),
        ({"name": None}, "/body/name"),
        ({"slug": "x"}, "/body/slug"),
        ({"slug": "X1"}, "/body/slug"),
        ({"slug": "a--b"}, "/body/slug"),
        ({"slug": "-ab"}, "/body/slug"),
        ({"slug": "a" * 65}, "/body/slug"),
        ({"slug": "01900000-0000-7000-8000-000000000000"}, "/body/slug"),
        ({"slug": "caf\u00e9"}, "/body/slug"),
        ({"slug": "docs"}, "/body/slug"),
        ({"slug": "sign-in"}, "/body/slug"),
        ({"slug": "invitation"}, "/body/slug"),
        ({"currency": "E"}, "/body/currency"),
        ({"currency": "EUR1"}, "/body/currency"),
        ({"currency": "x" * 9}, "/body/currency"),
        ({"currency": "\u20ac\u20ac\u20ac"}, "/body/currency"),
        ({"timezone": "Mars/Olympus"}, "/body/timezone"),
        ({"timezone": "../etc/passwd"}, "/body/timezone"),
        ({"timezone": "x" * 65}, "/body/timezone"),
        ({"kind": "personal"}, "/body/kind"),
        ({"id": "x"}, "/body/id"),
    ],
)
async def test_what_is_wrong_with_a_new_organization_is_named(
    org: World, body: dict[str, Any], pointer: str
) -> None:
    response = await found(org, **body)
    assert refused(response) == (422, "invalid")
    assert [fault["pointer"] for fault in response.json()["errors"]] == [pointer]


async def test_the_settings_are_edited_by_version(org: World) -> None:
    first = await org.call("GET", "")
    assert first.headers["etag"] == '"v1"'
    needed = await org.call("PATCH", "", json={"name": "X"})
    assert refused(needed) == (428, "version_required")
    assert needed.json()["version"] == 1
    assert "If-Match" in needed.json()["detail"]
    assert '"version": 1' in needed.json()["detail"]
    edited = await org.call("PATCH", "", json={"name": "New"}, headers={"If-Match": 'W/"v1"'})
    assert (ok(edited)["name"], ok(edited)["version"]) == ("New", 2)
    assert edited.headers["etag"] == '"v2"'
    stale = await org.call("PATCH", "", json={"name": "X", "version": 1})
    assert refused(stale) == (412, "version_mismatch")
    assert stale.json()["version"] == 2
    new = slug()
    edit = {"slug": new, "timezone": "Asia/Tokyo", "member_access": "read", "version": 2}
    assert ok(await org.call("PATCH", "", json=edit))["member_access"] == "read"
    by_slug = await org.client.get(f"{URL}/{new}", headers=org.owner.headers)
    assert ok(by_slug)["timezone"] == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": None}, "/body/name"),
        ({"slug": None}, "/body/slug"),
        ({"member_access": "all"}, "/body/member_access"),
        ({"currency": "USD"}, "/body/currency"),
        ({"kind": "personal"}, "/body/kind"),
        ({"version": "one"}, "/body/version"),
    ],
)
async def test_a_wrong_edit_is_named(org: World, body: dict[str, Any], pointer: str) -> None:
    response = await org.call("PATCH", "", json={"version": 1} | body)
    assert refused(response) == (422, "invalid")
    assert [fault["pointer"] for fault in response.json()["errors"]] == [pointer]


@pytest.mark.parametrize("method", ["GET", "PATCH"])
async def test_what_is_not_yours_is_answered_like_what_is_not_there(
    org: World, other_org: World, method: str
) -> None:
    stranger = await sign_up(org.app)
    answers = []
    for place in (other_org.id, other_org.tenant.slug, new_id(), "no-such", "%00", "\u00e9", "-"):
        for by in (org.owner, stranger):
            response = await org.client.request(
                method, f"{URL}/{place}", json={"name": "X"}, headers=by.headers
            )
            assert refused(response) == (404, "not_found")
            answers.append(response.json() | {"request_id": None})
    assert all(answer == answers[0] for answer in answers)


async def test_without_a_token_nothing_is_told(org: World) -> None:
    for path in (org.path, f"{URL}/no-such", URL):
        assert refused(await org.client.get(path)) == (401, "unauthorized")


async def test_the_judgement_is_in_order(org: World, other_org: World) -> None:
    viewer = await org.person(Role.VIEWER)
    wrong: dict[str, Any] = {"json": {"name": 5}}
    url = other_org.path
    assert refused(await org.client.patch(url, **wrong)) == (401, "unauthorized")
    answer = await org.client.patch(url, headers=viewer.headers, **wrong)
    assert refused(answer) == (404, "not_found")
    assert refused(await org.call("PATCH", "", by=viewer, **wrong)) == (403, "forbidden")
    assert refused(await org.call("PATCH", "", **wrong)) == (422, "invalid")
    assert refused(await org.call("PATCH", "", json={"name": "X"})) == (428, "version_required")
