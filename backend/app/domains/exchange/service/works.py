"""What happens: a plan carried out by the services of the domains, in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import select

from app.core.context import Context
from app.domains.catalog.models import Item
from app.domains.catalog.schemas import CategoryCreate, ItemCreate, ItemUpdate
from app.domains.catalog.service import categories, items
from app.domains.exchange.service.branches import Branch
from app.domains.exchange.service.plans import Level, Plan
from app.domains.exchange.service.things import Thing
from app.domains.locations import service as locations
from app.domains.locations.models import Location, LocationKind
from app.domains.locations.schemas import LocationCreate, LocationUpdate
from app.domains.stock.service import targets
from app.domains.stock.service.targets import Reached, Target

T = TypeVar("T")
AT_ONCE = 500
Progress: TypeAlias = Callable[[int, int], None]  # done, of how many


def size(plan: Plan) -> int:
    """How many steps the plan takes, for a progress bar."""
    known = plan.known
    made = len(known.categories.grown) + len(known.places.grown) + len(known.things.new)
    return made + len(plan.changed) + len(plan.changed_places) + len(plan.levels)


async def carry_out(ctx: Context, plan: Plan, reason: str, progress: Progress) -> Reached:
    """Make and change what is planned and post the differences; what that took."""
    done, total = 0, size(plan)

    def advance(steps: int) -> None:
        nonlocal done
        done += steps
        progress(done, total)

    changed, changed_places = plan.changed, plan.changed_places  # before the rest is known too
    for category in plan.known.categories.grown:
        await _make_category(ctx, category)
        advance(1)
    for generation in _generations(plan.known.places.grown):
        for places in _some(generation):
            await _make_places(ctx, places)
            advance(len(places))
    for places in _some(changed_places):
        await _change_places(ctx, places)
        advance(len(places))
    for things in _some(plan.known.things.new):
        await _make_items(ctx, things)
        advance(len(things))
    for things in _some(sorted(changed, key=lambda thing: str(thing.id))):
        await _change_items(ctx, things)
        advance(len(things))
    wanted = [_target(plan, level) for level in plan.levels if _matters(plan, level)]
    reached = await targets.reach(ctx, wanted, reason)
    progress(total, total)
    return reached


async def _make_category(ctx: Context, branch: Branch) -> None:
    data = CategoryCreate(name=branch.name, parent_id=branch.parent.id if branch.parent else None)
    branch.id = (await categories.create(ctx, data)).id


def _generations(grown: Iterable[Branch]) -> Iterator[list[Branch]]:
    """Parents first, and all of one depth together."""
    by_depth: dict[int, list[Branch]] = {}
    for branch in grown:
        by_depth.setdefault(len(branch.names), []).append(branch)
    for depth in sorted(by_depth):
        yield by_depth[depth]


async def _make_places(ctx: Context, branches: Sequence[Branch]) -> None:
    rows = [
        LocationCreate(
            **{"kind": LocationKind.ROOM if branch.parent else LocationKind.SITE}
            | _values(branch.said),
            name=branch.name,
            parent_id=branch.parent.id if branch.parent else None,
        )
        for branch in branches
    ]
    made = await locations.create_all(ctx, rows)
    for branch, location in zip(branches, made, strict=True):
        branch.id = location.id


async def _change_places(ctx: Context, branches: Sequence[Branch]) -> None:
    query = select(Location).where(Location.id.in_([branch.id for branch in branches]))
    found = await ctx.session.scalars(query.order_by(Location.id).with_for_update())
    rows = {location.id: location for location in found}
    for branch in branches:
        assert branch.id is not None
        await locations.apply(ctx, rows[branch.id], LocationUpdate(**branch.changes))


async def _make_items(ctx: Context, things: Sequence[Thing]) -> None:
    made = await items.create_all(ctx, [ItemCreate(**_fields(_values(t.said))) for t in things])
    for thing, item in zip(things, made, strict=True):
        thing.id = item.id


async def _change_items(ctx: Context, things: Sequence[Thing]) -> None:
    """The rows are locked first, in the order in which sheets lock theirs."""
    query = select(Item).where(Item.id.in_([thing.id for thing in things]))
    found = await ctx.session.scalars(query.order_by(Item.id).with_for_update())
    rows = {item.id: item for item in found}
    for thing in things:
        assert thing.id is not None
        await items.apply(ctx, rows[thing.id], ItemUpdate(**_fields(thing.changes)))


def _values(said: dict[str, tuple[Any, int]]) -> dict[str, Any]:
    return {name: value for name, (value, _row) in said.items()}


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    """The values as the catalogue's shapes call them."""
    category: Branch | None = values.pop("category", None)
    return values if category is None else values | {"category_id": category.id}


def _matters(plan: Plan, level: Level) -> bool:
    """Whether there is a level to look at: nothing, where nothing was, leaves no trace."""
    return bool(level.quantity or plan.present(level))


def _target(plan: Plan, level: Level) -> Target:
    row = level.row
    assert level.thing.id is not None
    assert level.place.id is not None
    return Target(
        at=f"/rows/{row.number}/{plan.reading.column('quantity')}",
        item_id=level.thing.id,
        location_id=level.place.id,
        quantity=level.quantity,
        lot=level.lot,
        quality=row.get("quality"),
        expires_on=row.get("expires_on"),
        unit_cost=row.get("unit_cost"),
        reference=row.get("reference") or "",
        occurred_at=row.get("occurred_at"),
    )


def _some(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
