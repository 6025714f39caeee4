"""An edit names the version that it was made from, in one of two ways."""

import asyncio
from uuid import UUID

import httpx2
import pytest

from app.domains.catalog.schemas import ItemUpdate
from app.domains.catalog.service import items
from tests.world import World, faults, refused, waiting


async def rename(
    org: World, id: str, version: int | None = None, match: str | None = None
) -> httpx2.Response:
    body: dict[str, object] = {"name": "Changed"}
    if version is not None:
        body["version"] = version
    headers = {} if match is None else {"If-Match": match}
    return await org.call("PATCH", f"/items/{id}", json=body, headers=headers)


@pytest.mark.parametrize("match", ['"v1"', 'W/"v1"', "*", '"v7", "v1"', 'W/"v7",W/"v1"'])
async def test_the_header_names_the_version(org: World, match: str) -> None:
    response = await rename(org, (await org.item())["id"], match=match)
    assert response.status_code == 200
    assert response.headers["etag"] == '"v2"'
    assert response.json()["version"] == 2


async def test_the_body_names_the_version(org: World) -> None:
    assert (await rename(org, (await org.item())["id"], version=1)).status_code == 200


@pytest.mark.parametrize(
    ("version", "match"),
    [(2, None), (None, '"v2"'), (None, 'W/"v2"'), (None, "v1"), (1, '"v2"'), (2, '"v1"'), (2, "*")],
)
async def test_another_version_is_refused_with_the_present_one(
    org: World, version: int | None, match: str | None
) -> None:
    item = await org.item()
    stale = await rename(org, item["id"], version, match)
    assert refused(stale) == (412, "version_mismatch")
    assert stale.json()["version"] == 1
    assert (await org.get(f"/items/{item['id']}"))["name"] == "Ore"


async def test_no_version_is_refused_and_both_ways_are_named(org: World) -> None:
    item = await org.item()
    blind = await rename(org, item["id"])
    assert refused(blind) == (428, "version_required")
    assert blind.json()["version"] == 1
    assert 'If-Match: "v1"' in blind.json()["detail"]
    assert '"version": 1' in blind.json()["detail"]


@pytest.mark.parametrize(
    "field",
    [
        "name",
        "tracking",
        "unit",
        "manufacturer",
        "model_number",
        "notes",
        "attributes",
        "archived",
    ],
)
async def test_null_is_no_value_of_a_field_that_must_have_one(org: World, field: str) -> None:
    item = await org.item()
    response = await org.call("PATCH", f"/items/{item['id']}", json={field: None, "version": 1})
    assert response.status_code == 422
    assert f"/body/{field}" in faults(response)
    assert (await org.get(f"/items/{item['id']}"))["version"] == 1


@pytest.mark.parametrize("version", [0, 2**31, "one"])
async def test_a_version_is_a_number_that_there_can_be(org: World, version: object) -> None:
    item = await org.item()
    response = await org.call("PATCH", f"/items/{item['id']}", json={"version": version})
    assert response.status_code == 422
    assert set(faults(response)) == {"/body/version"}


async def test_of_parallel_edits_of_one_version_one_wins_and_the_others_learn_the_present(
    org: World,
) -> None:
    item = await org.item()
    answers = await asyncio.gather(*(rename(org, item["id"], version=1) for _ in range(8)))
    lost = [answer for answer in answers if answer.status_code != 200]
    assert len(lost) == 7
    assert {refused(answer) for answer in lost} == {(412, "version_mismatch")}
    assert {answer.json()["version"] for answer in lost} == {2}
    assert (await org.get(f"/items/{item['id']}"))["version"] == 2


async def test_an_edit_that_waited_for_another_learns_the_present_version(org: World) -> None:
    item = await org.item()
    async with org.context(write=True) as ctx:
        await items.update(ctx, UUID(item["id"]), ItemUpdate(name="First", version=1), None)
        second = asyncio.create_task(rename(org, item["id"], version=1))
        await waiting(org.database, second)
    answer = await second
    assert refused(answer) == (412, "version_mismatch")
    assert answer.json()["version"] == 2
