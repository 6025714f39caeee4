"""The list of places: every order, every filter."""

from typing import Any

import pytest

from app.core.schemas import folded
from app.domains.locations.schemas import LocationSort
from tests.domains.lists import assert_ordered, names
from tests.world import World, faults


@pytest.mark.parametrize("sort", list(LocationSort))
async def test_places_come_in_every_order_forwards_and_backwards(org: World, sort: str) -> None:
    for name in ("b", "A", "a", "B", "Ä"):
        await org.location(name)
    key = sort.removeprefix("-")
    await assert_ordered(org, "/locations", sort, lambda row: folded(row[key]))


async def test_places_are_found_by_each_filter_and_carry_their_path(org: World) -> None:
    site = await org.location("Site", "site", code="S")
    await org.location("50% shelf", "bin", parent_id=site["id"], code="SH_1")
    await org.location("50 x shelf", "bin", parent_id=site["id"])
    assert await names(org, "/locations", kind="site") == ["Site"]
    assert await names(org, "/locations", roots="true") == ["Site"]
    assert await names(org, "/locations", code="SH_1") == ["50% shelf"]
    assert await names(org, "/locations", code="SH-1") == []
    assert await names(org, "/locations", parent_id=site["id"]) == ["50 x shelf", "50% shelf"]
    assert await names(org, "/locations", q="SHELF") == ["50 x shelf", "50% shelf"]
    assert await names(org, "/locations", q="0%") == ["50% shelf"]
    assert await names(org, "/locations", q="SH_1") == ["50% shelf"]
    assert await names(org, "/locations", q="h_1") == ["50% shelf"]
    assert await names(org, "/locations", "path", q="0%") == [["Site", "50% shelf"]]
    assert await names(org, "/locations", kind="virtual", q="supp") == ["Supplier"]


async def test_the_list_holds_nothing_of_another_organization(org: World, other_org: World) -> None:
    site = await other_org.location("Site", code="S")
    await other_org.location("Room", parent_id=site["id"])
    filters: tuple[dict[str, Any], ...] = ({}, {"parent_id": site["id"]}, {"code": "S"})
    for found in filters:
        assert await names(org, "/locations", **found) == []


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({"colour": "red"}, "/query/colour"),
        ({"sort": "code"}, "/query/sort"),
        ({"kind": "cloud"}, "/query/kind"),
        ({"q": ""}, "/query/q"),
        ({"roots": "perhaps"}, "/query/roots"),
    ],
)
async def test_a_filter_that_there_is_not_is_refused(
    org: World, params: dict[str, Any], pointer: str
) -> None:
    answer = await org.call("GET", "/locations", params=params)
    assert answer.status_code == 422
    assert set(faults(answer)) == {pointer}
