"""The activity as a file: whole, in order, and safe to open."""

import csv
import io
import json
from typing import Any

import pytest

from app.domains.activity.service import exports
from app.domains.identity.permissions import Role
from tests.world import World, faults, refused

CSV, LINES = "/activity/export.csv", "/activity/export.jsonl"


async def exported(org: World, path: str, **params: str) -> list[dict[str, Any]]:
    answer = await org.call("GET", path, params=params)
    assert answer.status_code == 200, answer.text
    if path == LINES:
        assert answer.headers["content-type"] == "application/jsonl"
        return [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["content-type"].startswith("text/csv")
    return [*csv.DictReader(io.StringIO(answer.text))]


@pytest.mark.parametrize("at_once", [1, 2, 1000])
async def test_both_hold_all_lines_oldest_first(
    org: World, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", at_once)  # why: so that a few rows are many
    for _ in range(3):
        await org.item()
    listed = (await org.get("/activity", params={"sort": "created_at", "limit": 200}))["items"]
    assert await exported(org, LINES) == listed
    rows = await exported(org, CSV)
    assert [row["ID"] for row in rows] == [line["id"] for line in listed]
    last = rows[-1]
    assert (last["Verb"], last["Name"], last["Actor"]) == ("item.created", "Ore", "Ada")
    assert json.loads(last["Changes"]) == listed[-1]["changes"]


@pytest.mark.parametrize("path", [CSV, LINES])
async def test_the_filters_of_the_list_hold(org: World, path: str) -> None:
    item = await org.item()
    await org.item()
    assert len(await exported(org, path, entity_id=item["id"])) == 1
    assert len(await exported(org, path, verb="item.")) == 2
    assert await exported(org, path, verb="lot.") == []
    answer = await org.call("GET", path, params={"limit": "3"})
    assert set(faults(answer)) == {"/query/limit"}


async def test_no_cell_starts_a_formula(org: World) -> None:
    await org.item("=HYPERLINK(1)")
    agent = {"user-agent": "@SUM(1)"}
    await org.call("POST", "/items", json={"name": "+1"}, headers=agent)
    one, other = await exported(org, CSV, verb="item.")
    assert one["Name"] == "'=HYPERLINK(1)"
    assert (other["Name"], other["User Agent"]) == ("'+1", "'@SUM(1)")


@pytest.mark.parametrize("path", [CSV, LINES])
async def test_it_needs_the_right_to_read_the_log(org: World, path: str) -> None:
    answer = await org.call("GET", path, by=await org.person(Role.MEMBER))
    assert refused(answer) == (403, "forbidden")


async def test_it_comes_as_a_file_with_a_name(org: World) -> None:
    answer = await org.call("GET", CSV)
    name = f'attachment; filename="{org.tenant.slug}-activity.csv"'
    assert answer.headers["content-disposition"] == name
