"""From values to a plan: which item and which places each row is about, and what it says of them."""

from decimal import Decimal
from typing import Any

from app.domains.catalog.units import ALIASES, Unit, UnitMismatch, convert
from app.domains.exchange.models import ImportKind
from app.domains.exchange.service import checks
from app.domains.exchange.service.branches import Branch, Branches
from app.domains.exchange.service.faults import CellRefused
from app.domains.exchange.service.plans import Known, Level, Plan
from app.domains.exchange.service.rows import Reading, Row
from app.domains.exchange.service.things import Thing

OF_THING = ("name", "sku", "barcode", "manufacturer", "model_number", "notes")
BOUNDS = ("min_level", "max_level")


def sketch(reading: Reading, known: Known) -> Plan:
    """What the rows are about. Levels and lots are looked up for it, and compared afterwards."""
    plan = Plan(reading, known)
    note = _place_row if reading.kind is ImportKind.LOCATIONS else _thing_row
    for row in reading.rows:
        before = known.grown
        note(plan, row)
        if known.grown > before:
            plan.touched.add(row.number)
    checks.of_sketch(plan)
    changed: list[Thing | Branch] = [*plan.changed, *plan.changed_places]
    for told in changed:
        plan.touched.update(told.said[name][1] for name in told.changes)
    return plan


def _place_row(plan: Plan, row: Row) -> None:
    places, name = plan.known.places, row.get("name")
    try:
        if "parent" in row.values:
            place = places.under(places.at(row.get("parent")), name)
        else:
            place = places.at(name)
    except CellRefused as refusal:
        plan.fault(row.number, refusal.code, str(refusal), "name")
        return
    said = {str(name): row.get(name) for name in ("kind", "code", "notes") if name in row.values}
    plan.say(row, place, said)


def _thing_row(plan: Plan, row: Row) -> None:
    faults = len(plan.faults)
    category = _branch(plan, row, "category", plan.known.categories)
    place = _branch(plan, row, "location", plan.known.places)
    if len(plan.faults) > faults:
        return
    named_by = ("sku", "name") if "sku" in row.values else ("name",)
    try:
        thing = plan.known.things.of(row, category)
    except CellRefused as refusal:
        plan.fault(row.number, refusal.code, str(refusal), *named_by)
        return
    unit = _unit(plan, row, thing)
    if unit is None:
        return
    _describe(plan, row, thing, category, unit)
    if "quantity" in row.values and place is not None:
        _set_level(plan, row, thing, place, unit)


def _branch(plan: Plan, row: Row, name: str, branches: Branches) -> Branch | None:
    if name not in row.values:
        return None
    try:
        return branches.at(row.get(name))
    except CellRefused as refusal:
        plan.fault(row.number, refusal.code, str(refusal), name)
        return None


def _unit(plan: Plan, row: Row, thing: Thing) -> Unit | None:
    """The unit in which the row counts; a new item is counted in that of its first row."""
    code = row.get("unit") or thing.unit
    unit = plan.known.units.get(ALIASES.get(code, code))
    if unit is None:
        says = f"must be a unit, such as {', '.join(list(plan.known.units)[:8])}"
        plan.fault(row.number, "unit_unknown", says, "unit")
    elif thing.id is None:
        thing.said.setdefault("unit", (unit.code, row.number))
    elif plan.reading.kind is ImportKind.ITEMS and unit.code != thing.unit:
        says = f"differs from the item's, which is {thing.unit}"
        plan.fault(row.number, "unit_differs", says, "unit")
    return unit


def _describe(plan: Plan, row: Row, thing: Thing, category: Branch | None, unit: Unit) -> None:
    """Note what the row says of its item."""
    said: dict[str, Any] = {name: row.get(name) for name in OF_THING if name in row.values}
    by_sku = "sku" in said and thing.now("sku") == said["sku"]
    if not by_sku and (thing.id is not None or "name" in thing.said):
        said.pop("name", None)  # by which it was found, in whatever letters
    if category is not None:
        said["category"] = category
    if (tracking := row.get("tracking")) is not None:
        said["tracking"] = tracking
        if thing.id is not None and tracking != thing.known["tracking"]:
            says = f"differs from the item's, which is {thing.known['tracking']}"
            plan.fault(row.number, "tracking_differs", says, "tracking")
    bounds = {name: _converted(plan, row, name, unit, thing) for name in BOUNDS}
    said |= {name: bound for name, bound in bounds.items() if bound is not None}
    if "barcode" in said and not plan.known.things.claim_barcode(thing, said["barcode"]):
        plan.fault(row.number, "barcode_taken", "is the barcode of another item", "barcode")
    plan.say(row, thing, said)


def _set_level(plan: Plan, row: Row, thing: Thing, place: Branch, unit: Unit) -> None:
    if not thing.is_counted:
        says = "is of an item that is tracked by unit, not by quantity"
        plan.fault(row.number, "not_stock_tracked", says, "quantity")
        return
    quantity = _converted(plan, row, "quantity", unit, thing)
    if quantity is not None:
        plan.levels.append(Level(row, thing, place, row.get("lot") or "", quantity))


def _converted(plan: Plan, row: Row, name: str, unit: Unit, thing: Thing) -> Decimal | None:
    """What the row says of `name`, in the item's unit, exactly."""
    value: Decimal | None = row.get(name)
    if value is None or unit.code == thing.unit:
        return value
    try:
        return convert(value, unit, plan.known.units[thing.unit])
    except UnitMismatch as error:
        plan.fault(row.number, "unit_mismatch", f"cannot be used: {error}", name)
        return None
