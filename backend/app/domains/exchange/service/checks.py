"""What no row alone can see: rows against one another, and against what there is."""

from typing import Any, TypeAlias

from app.core.quantities import MAX_MOVED
from app.domains.exchange.service.branches import Branch
from app.domains.exchange.service.faults import CellFault
from app.domains.exchange.service.plans import Level, Plan
from app.domains.exchange.service.rows import Row
from app.domains.exchange.service.things import Thing

OF_LOT = ("quality", "expires_on")
LotRows: TypeAlias = dict[tuple[Thing, str, str], Row]  # of thing, lot and field


def of_sketch(plan: Plan) -> None:
    """Judge what the rows say together."""
    _judge_bounds(plan)
    _judge_codes(plan)
    _refuse_doubles(plan)


def of_levels(plan: Plan) -> None:
    """Judge the levels and lots of a sketch against those that were looked up for it."""
    described: LotRows = {}
    for level in plan.levels:
        difference = level.quantity - plan.present(level)
        if difference:
            plan.touched.add(level.row.number)
        if abs(difference) >= MAX_MOVED:
            says = f"differs from the present level by {MAX_MOVED} or more"
            plan.fault(level.row.number, "too_large", says, "quantity")
        for name in OF_LOT:
            if (value := level.row.get(name)) is not None:
                _judge_lot(plan, level, name, value, described)


def _judge_lot(plan: Plan, level: Level, name: str, value: Any, described: LotRows) -> None:
    """A file may describe a lot that it makes, and must not contradict one that exists."""
    lot = plan.known.lots.get((level.thing.id, level.lot)) if level.thing.id else None
    if lot is not None:
        stands = lot[OF_LOT.index(name)]
        if stands != value:
            has = "has none" if stands is None else f"has {stands}"
            says = f"differs from that of lot {level.lot}, which {has}"
            plan.fault(level.row.number, "lot_differs", says, name)
        return
    first = described.setdefault((level.thing, level.lot, name), level.row)
    if first.get(name) != value:
        plan.contradiction(level.row, name, first.number)


def _judge_bounds(plan: Plan) -> None:
    for thing in plan.known.things.all:
        told = next((name for name in ("min_level", "max_level") if name in thing.said), None)
        low, high = thing.now("min_level"), thing.now("max_level")
        if told is not None and low is not None and high is not None and low > high:
            says = f"puts the lowest level, {low}, above the highest, {high}"
            plan.fault(thing.said[told][1], "crossed", says, told)


def _judge_codes(plan: Plan) -> None:
    """No two places have one code."""
    places = [*plan.known.places.by_id.values(), *plan.known.places.grown]
    owners: dict[str, Branch] = {}
    for place in sorted(places, key=lambda place: "code" in place.said):
        code, row = place.said.get("code", (place.known.get("code"), 0))
        if code is not None and owners.setdefault(code, place) is not place:
            plan.fault(row, "code_taken", "is the code of another place", "code")


def _refuse_doubles(plan: Plan) -> None:
    """One level stands in one row: two of them could not both be what is there after."""
    seen: dict[tuple[Thing, Branch, str], int] = {}
    for level in plan.levels:
        key = (level.thing, level.place, level.lot)
        if (earlier := seen.setdefault(key, level.row.number)) != level.row.number:
            says = f"The same item, place and lot stand in row {earlier} already."
            plan.faults.append(CellFault(level.row.number, None, says, "double"))
