"""Sheets: lines as people send them become drafts of the ledger, or a refusal that names them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TypeAlias
from uuid import UUID

from app.core.context import Context
from app.core.errors import Conflict, Fault, Invalid, NotFound
from app.core.quantities import to_minor
from app.domains.catalog.models import Tracking
from app.domains.catalog.service import units
from app.domains.catalog.units import Unit, UnitMismatch, convert
from app.domains.locations.models import VirtualRole
from app.domains.stock.models import MovementKind
from app.domains.stock.queries.of_sheets import (
    KnownItem,
    KnownLot,
    KnownPlace,
    items_locked,
    places_locked,
)
from app.domains.stock.schemas import (
    Adjust,
    AdjustLine,
    Issue,
    IssueLine,
    PostingCreate,
    Receive,
    Transfer,
)
from app.domains.stock.service import ledger, lots, picking
from app.domains.stock.service.drafts import Draft, Key

Line: TypeAlias = Receive | Issue | Transfer | Adjust
Units: TypeAlias = dict[str, Unit]
ZERO = Decimal(0)
MOST_NAMED = 100  # lines in a refusal
# the other end of a line that has one place only
OTHER_END = {
    Receive: VirtualRole.SUPPLIER,
    Issue: VirtualRole.CUSTOMER,
    Adjust: VirtualRole.LOSS,
}


class NotStockTracked(Conflict):
    code = "not_stock_tracked"


class Archived(Conflict):
    code = "archived"


class ReasonMissing(Invalid):
    code, detail = "reason_missing", "An adjustment needs a reason, its own or the sheet's."


@dataclass(frozen=True, slots=True)
class Places:
    """The places that a sheet names, and the virtual ends."""

    by_id: Mapping[UUID, KnownPlace]
    by_role: Mapping[VirtualRole, KnownPlace]


async def post_sheet(ctx: Context, data: PostingCreate) -> UUID:
    """Post all lines in one transaction, or none; the posting's id."""
    for index, line in enumerate(data.lines):
        if isinstance(line, AdjustLine) and not (line.reason or data.reason):
            raise ReasonMissing(at=f"/body/lines/{index}/reason")
    at = [f"/body/lines/{index}" for index in range(len(data.lines))]
    return await post_lines(ctx, data.lines, at, data.reference, data.reason)


async def post_line(ctx: Context, line: Line) -> UUID:
    """Post a sheet of one line, which is the whole body of the request; the posting's id."""
    return await post_lines(ctx, [line], ["/body"], line.reference, line.reason)


async def post_lines(
    ctx: Context, lines: Sequence[Line], at: Sequence[str], reference: str = "", reason: str = ""
) -> UUID:
    """Post `lines`, each found in the input at its pointer in `at`; the posting's id."""
    return await ledger.post(ctx, await drafted(ctx, lines, at), reference=reference, reason=reason)


async def drafted(ctx: Context, lines: Sequence[Line], at: Sequence[str]) -> Sequence[Draft]:
    """`lines` as the ledger takes them, what they name found and locked."""
    items = await _items(ctx, lines, at)
    places = await find_places(ctx, *_named_places(lines, at))
    found = await lots.find_or_make(ctx, lines, at)
    known = await _units(ctx, lines, at, items)
    drafts = [
        _draft(ctx, line, _blank(line, pointer, items, found), places, known)
        for line, pointer in zip(lines, at, strict=True)
    ]
    return await _settled(ctx, lines, drafts, places, known)


async def _items(ctx: Context, lines: Sequence[Line], at: Sequence[str]) -> dict[UUID, KnownItem]:
    found = await items_locked(ctx, {line.item_id for line in lines})
    named = {f"{pointer}/item_id": line.item_id for line, pointer in zip(lines, at, strict=True)}
    _refuse_unknown(pointer for pointer, id in named.items() if id not in found)
    for line, pointer in zip(lines, at, strict=True):
        item = found[line.item_id]
        if item.tracking is not Tracking.STOCK:
            says = f"{item.name} is tracked by unit, not by quantity."
            raise NotStockTracked(says, at=f"{pointer}/item_id")
        if item.archived_at is not None:
            raise Archived(f"{item.name} is archived.", at=f"{pointer}/item_id")
    return found


def _refuse_unknown(pointers: Iterable[str]) -> None:
    """Raise `NotFound` that names each line (of the first 100) in which something is not there."""
    if missing := list(islice(pointers, MOST_NAMED)):
        says = NotFound.detail
        raise NotFound(errors=[Fault(at, says, NotFound.code).as_json() for at in missing])


def _named_places(
    lines: Sequence[Line], at: Sequence[str]
) -> tuple[dict[str, UUID], set[VirtualRole]]:
    named: dict[str, UUID] = {}
    roles: set[VirtualRole] = set()
    for line, pointer in zip(lines, at, strict=True):
        if isinstance(line, Transfer):
            named[f"{pointer}/from_location_id"] = line.from_location_id
            named[f"{pointer}/to_location_id"] = line.to_location_id
        else:
            named[f"{pointer}/location_id"] = line.location_id
            roles.add(_other_end(line))
    return named, roles


def _other_end(line: Line) -> VirtualRole:
    return next(role for kind, role in OTHER_END.items() if isinstance(line, kind))


async def find_places(ctx: Context, named: Mapping[str, UUID], roles: set[VirtualRole]) -> Places:
    """The places named in the input (by pointer), and virtual ends; locked."""
    found = {place.id: place for place in await places_locked(ctx, {*named.values()}, roles)}
    physical = {id for id, place in found.items() if place.role is None}
    _refuse_unknown(pointer for pointer, id in named.items() if id not in physical)
    for pointer, id in named.items():
        place = found[id]
        if place.archived_at is not None:
            raise Archived(f"{place.name} is archived.", at=pointer)
    return Places(found, {place.role: place for place in found.values() if place.role})


def _blank(
    line: Line, at: str, items: Mapping[UUID, KnownItem], lots_of: Mapping[lots.Name, KnownLot]
) -> Draft:
    """What the draft of a line knows before places and quantity."""
    nowhere = line.item_id  # until the places are set
    return Draft(
        at=at,
        quantity_at=f"{at}/{_quantity_field(line)}",
        kind=_kind(line),
        item=items[line.item_id],
        lot_id=lots_of[line.item_id, line.lot].id,
        from_id=nowhere,
        to_id=nowhere,
        from_level=False,
        to_level=False,
        quantity=ZERO,
        reason=line.reason,
        reference=line.reference,
        occurred_at=line.occurred_at,
    )


def _quantity_field(line: Line) -> str:
    if isinstance(line, Adjust):
        return "delta" if line.counted is None else "counted"
    return "quantity"


def _draft(ctx: Context, line: Line, draft: Draft, places: Places, known: Units) -> Draft:
    item, at = draft.item, draft.at
    match line:
        case Transfer():
            draft.from_id, draft.to_id = line.from_location_id, line.to_location_id
            draft.from_level = draft.to_level = True
            draft.quantity = _in_items_unit(known, line, line.quantity, item, at)
        case Adjust():
            if line.delta is not None:
                delta = _in_items_unit(known, line, line.delta, item, at)
                _correct(draft, line.location_id, delta, places)
        case Receive() | Issue():
            draft.quantity = _in_items_unit(known, line, line.quantity, item, at)
            other, inward = places.by_role[_other_end(line)], isinstance(line, Receive)
            _place(draft, line.location_id, other, inward=inward)
    if isinstance(line, Receive) and line.unit_cost is not None:
        draft.unit_cost, draft.currency = _minor(ctx, line.unit_cost, at), ctx.tenant.currency
    return draft


def _kind(line: Line) -> MovementKind:
    match line:
        case Receive():
            return MovementKind.RECEIVE
        case Issue():
            return MovementKind.ISSUE
        case Transfer():
            return MovementKind.TRANSFER
        case Adjust():
            return MovementKind.ADJUST


def _place(draft: Draft, location_id: UUID, other: KnownPlace, *, inward: bool) -> None:
    """Set the ends: the place, and the virtual one that stock comes from or goes to."""
    draft.from_id, draft.to_id = (other.id, location_id) if inward else (location_id, other.id)
    draft.from_level, draft.to_level = not inward, inward


def _correct(draft: Draft, location_id: UUID, delta: Decimal, places: Places) -> None:
    draft.quantity = abs(delta)
    _place(draft, location_id, places.by_role[VirtualRole.LOSS], inward=delta >= 0)


def _minor(ctx: Context, amount: Decimal, at: str) -> int:
    try:
        return to_minor(amount, ctx.tenant.currency)
    except ValueError as error:
        says = f"{ctx.tenant.currency} {amount} {error}."
        raise Invalid(says, at=f"{at}/unit_cost") from None


async def _units(
    ctx: Context, lines: Sequence[Line], at: Sequence[str], items: Mapping[UUID, KnownItem]
) -> Units:
    """The units that lines are given in and the items are counted in, where the two differ."""
    found: Units = {}
    for line, pointer in zip(lines, at, strict=True):
        unit = items[line.item_id].unit
        if line.unit is not None and line.unit != unit:
            for code in (line.unit, unit):
                if code not in found:
                    found[code] = await units.resolve(ctx, code, f"{pointer}/unit")
    return found


def _in_items_unit(
    known: Units, line: Line, quantity: Decimal, item: KnownItem, at: str
) -> Decimal:
    if line.unit is None or line.unit == item.unit:
        return quantity
    try:
        return convert(quantity, known[line.unit], known[item.unit])
    except UnitMismatch as error:
        raise Invalid(str(error), at=f"{at}/unit") from None


async def _settled(
    ctx: Context, lines: Sequence[Line], drafts: Sequence[Draft], places: Places, known: Units
) -> Sequence[Draft]:
    """What was counted becomes a difference, and what is to be picked a draft for each lot: both
    against levels that nobody else can change meanwhile.

    All touched levels are locked, in order, not these alone: a lock taken out of order could close
    a circle with another sheet. Lines stand on top of the lines before them.
    """
    counts = {
        draft.at: (draft.item.id, draft.lot_id, line.location_id)
        for line, draft in zip(lines, drafts, strict=True)
        if isinstance(line, Adjust) and line.counted is not None
    }
    picks = {
        draft.at: draft
        for line, draft in zip(lines, drafts, strict=True)
        if isinstance(line, IssueLine) and line.pick is not None
    }
    if not counts and not picks:
        return drafts
    touched = {key for draft in drafts if draft.at not in picks for key, _ in draft.effects()}
    candidates = await picking.candidates(ctx, picks.values())
    wanted = touched.union(counts.values(), candidates)
    present: defaultdict[Key, Decimal] = defaultdict(Decimal)
    present.update(await ledger.locked_levels(ctx, wanted))
    picker = await picking.Picker.at_work(ctx, picks.values(), present)
    settled: list[Draft] = []
    for line, draft in zip(lines, drafts, strict=True):
        if isinstance(line, Adjust) and line.counted is not None:
            level = _in_items_unit(known, line, line.counted, draft.item, draft.at)
            _correct(draft, line.location_id, level - present[counts[draft.at]], places)
        done = picker.picked(draft) if draft.at in picks else [draft]
        for key, change in (effect for one in done for effect in one.effects()):
            present[key] += change
        settled += done
    await picker.refuse_shortage(ctx)
    return settled
