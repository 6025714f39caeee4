"""Units: exact between those of one dimension, refused in all other cases."""

import asyncio
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.quantities import MAX_MOVED, from_scaled
from app.domains.catalog.schemas import ItemCreate
from app.domains.catalog.service import items
from app.domains.catalog.units import ALIASES, BUILT_IN, UnitMismatch, convert
from app.domains.identity.permissions import Role
from tests.world import World, faults, refused, waiting

UNITS = st.sampled_from(list(BUILT_IN.values()))
QUANTITIES = st.integers(-(10**15) + 1, 10**15 - 1).map(from_scaled)


@given(QUANTITIES, UNITS, UNITS)
def test_a_conversion_is_exact_or_refused(quantity: Decimal, given: Any, wanted: Any) -> None:
    exact = Fraction(quantity) * given.factor / wanted.factor
    try:
        converted = convert(quantity, given, wanted)
    except UnitMismatch:
        fits = (exact * 10**6).denominator == 1 and abs(exact) < MAX_MOVED
        assert given.dimension != wanted.dimension or not fits
        return
    assert given.dimension == wanted.dimension
    assert Fraction(converted) == exact
    assert convert(converted, wanted, given) == quantity


@pytest.mark.parametrize(
    ("quantity", "given", "wanted", "result"),
    [
        ("1", "SCU", "cSCU", "100"),
        ("1", "SCU", "mSCU", "1000"),
        ("1", "SCU", "µSCU", "1000000"),
        ("1", "µSCU", "SCU", "0.000001"),
        ("2.5", "cSCU", "mSCU", "25"),
        ("7", "mSCU", "µSCU", "7000"),
        ("100", "lb", "kg", "45.359237"),
        ("1", "gross", "dozen", "12"),
        ("90", "min", "h", "1.5"),
        ("1", "yd", "in", "36"),
        ("-3", "dozen", "pcs", "-36"),
    ],
)
def test_known_conversions(quantity: str, given: str, wanted: str, result: str) -> None:
    assert str(convert(Decimal(quantity), BUILT_IN[given], BUILT_IN[wanted])) == result


@pytest.mark.parametrize(
    ("quantity", "given", "wanted", "says"),
    [
        ("1", "kg", "L", "cannot be converted"),
        ("1", "lb", "kg", "whole number of millionths"),
        ("0.5", "µSCU", "SCU", "whole number of millionths"),
        ("1000", "SCU", "µSCU", "too much"),
        ("10", "min", "h", "whole number of millionths"),
    ],
)
def test_what_cannot_be_kept_exactly_is_refused(
    quantity: str, given: str, wanted: str, says: str
) -> None:
    with pytest.raises(UnitMismatch, match=says):
        convert(Decimal(quantity), BUILT_IN[given], BUILT_IN[wanted])


def test_both_micro_signs_and_a_plain_u_are_one_unit() -> None:
    micro, mu = "\u00b5SCU", "\u03bcSCU"
    assert {ALIASES.get(code, code) for code in (micro, mu, "uSCU")} == {micro}
    assert micro in BUILT_IN


async def test_movements_are_converted_into_the_items_unit(org: World) -> None:
    item, hold = await org.item(unit="SCU"), await org.location("Hold")
    for quantity, unit in (
        ("1", "SCU"),
        ("2", "cSCU"),
        ("3", "mSCU"),
        ("4", "\u00b5SCU"),
        ("5", "\u03bcSCU"),
        ("6", "uSCU"),
    ):
        await org.receive(item, hold, quantity, unit=unit)
    assert await org.held() == {("", "Hold"): "1.023015"}
    moved = await org.issue(item, hold, "2", unit="cSCU")
    assert (moved["quantity"], moved["unit"]) == ("0.02", "SCU")


@pytest.mark.parametrize(
    ("unit", "quantity", "code"),
    [
        ("kg", "1", "invalid"),
        ("uSCU", "0.5", "invalid"),
        ("furlong", "1", "unit_unknown"),
    ],
)
async def test_a_movement_in_a_unit_that_does_not_fit_names_the_unit(
    org: World, unit: str, quantity: str, code: str
) -> None:
    item, hold = await org.item(unit="SCU"), await org.location()
    body = {"item_id": item["id"], "location_id": hold["id"], "quantity": quantity, "unit": unit}
    answer = await org.call("POST", "/stock/receive", json=body)
    assert answer.status_code == 422
    assert faults(answer) == {"/body/unit": code}
    assert await org.held() == {}


async def test_built_in_units_are_listed_with_exact_factors(org: World) -> None:
    found = {unit["code"]: unit for unit in (await org.get("/units"))["items"]}
    assert list(found) == list(BUILT_IN)
    for code, unit in found.items():
        assert Fraction(unit["factor"]) == BUILT_IN[code].factor
        assert BUILT_IN[unit["base"]].dimension == unit["dimension"]
        assert BUILT_IN[unit["base"]].factor == 1
    assert found["min"]["factor"] == "1/60"
    assert found["pcs"]["id"] is None


async def test_an_organization_counts_in_its_own_units(org: World, other_org: World) -> None:
    box = await org.post("/units", {"code": "box", "name": "Box of 12", "base": "pc", "factor": 12})
    assert (box["base"], box["factor"], box["dimension"]) == ("pcs", "12", "count")
    assert (await org.get("/units"))["items"][-1] == box
    assert box not in (await other_org.get("/units"))["items"]
    screws, bolts = await org.item("Screws"), await org.item("Bolts", unit="box")
    shelf = await org.location()
    assert (await org.receive(screws, shelf, "2.5", unit="box"))["quantity"] == "30"
    assert (await org.receive(bolts, shelf, "3", unit="dozen"))["quantity"] == "3"
    foreign = await other_org.call("POST", "/items", json={"name": "Nuts", "unit": "box"})
    assert faults(foreign) == {"/body/unit": "unit_unknown"}


@pytest.mark.parametrize(
    ("wrong", "status", "pointer"),
    [
        ({"code": "pcs"}, 409, "/body/code"),
        ({"code": "\u03bcSCU"}, 409, "/body/code"),
        ({"code": "piece"}, 409, "/body/code"),
        ({"base": "crate"}, 422, "/body/base"),
        ({"factor": 0}, 422, "/body/factor"),
        ({"factor": "0.0000001"}, 422, "/body/factor"),
        ({"code": ""}, 422, "/body/code"),
    ],
)
async def test_a_unit_that_cannot_be_is_refused(
    org: World, wrong: dict[str, Any], status: int, pointer: str
) -> None:
    body = {"code": "crate", "name": "Crate", "base": "pcs", "factor": 24} | wrong
    answer = await org.call("POST", "/units", json=body)
    assert answer.status_code == status
    assert set(faults(answer)) == {pointer}


async def test_a_units_code_is_taken_once(org: World, other_org: World) -> None:
    box = {"code": "box", "name": "Box", "base": "pcs", "factor": 12}
    answers = await asyncio.gather(*(org.call("POST", "/units", json=box) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {refused(a) for a in answers if a.status_code == 409} == {(409, "unit_known")}
    assert (await other_org.call("POST", "/units", json=box)).status_code == 201


async def test_a_unit_is_deleted_when_no_item_is_counted_in_it(
    org: World, other_org: World
) -> None:
    box = await org.post("/units", {"code": "box", "name": "Box", "base": "pcs", "factor": 12})
    item = await org.item("Bolts", unit="box")
    path = f"/units/{box['id']}"
    used = await org.call("DELETE", path)
    assert refused(used) == (409, "in_use")
    assert "Bolts" in used.json()["detail"]
    await org.patch(f"/items/{item['id']}", {"unit": "pcs", "version": 1})
    assert refused(await other_org.call("DELETE", path)) == (404, "not_found")
    assert (await org.call("DELETE", path)).status_code == 204
    assert refused(await org.call("DELETE", path)) == (404, "not_found")


async def test_a_unit_that_an_item_is_just_made_in_is_not_deleted(org: World) -> None:
    box = await org.post("/units", {"code": "box", "name": "Box", "base": "pcs", "factor": 12})
    async with org.context(write=True) as ctx:
        await items.create(ctx, ItemCreate(name="Bolts", unit="box"))
        deleting = asyncio.create_task(org.call("DELETE", f"/units/{box['id']}"))
        await waiting(org.database, deleting)
    assert refused(await deleting) == (409, "in_use")


async def test_a_viewer_reads_units_and_makes_none(org: World) -> None:
    viewer = await org.person(Role.VIEWER)
    assert (await org.get("/units", by=viewer))["items"]
    body = {"code": "box", "name": "Box", "base": "pcs", "factor": 12}
    assert refused(await org.call("POST", "/units", by=viewer, json=body)) == (403, "forbidden")
