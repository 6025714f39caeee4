"""What the stock is worth, at average cost.

The average is weighted by quantity, over all receipts with a price, reversed ones taken off. Sums
are added up in Python: quantity times price exceeds 64 bits.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, case, func, select, type_coerce

from app.core.context import Context
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.quantities import QuantityType, canonical, from_minor, from_scaled, to_scaled
from app.core.scoping import TENANT, same_organization
from app.core.trees import below
from app.domains.catalog.models import ITEM_SEARCH
from app.domains.stock.models import MovementKind
from app.domains.stock.queries.of_limits import MILLION, exact_sum
from app.domains.stock.queries.tables import categories, items, levels, locations, movements
from app.domains.stock.schemas import TotalFilter, ValueFilter, ValueRow, ValueTotal

Costs: TypeAlias = dict[UUID, Fraction]  # of a unit of each item, in minor units

_ITS_LEVELS = levels.alias("its_levels")


def _held(*where: ColumnElement[bool]) -> Select[Any]:
    """Items that are held, and how much of them."""
    on_hand = (
        select(exact_sum(_ITS_LEVELS.c.on_hand))
        .where(
            _ITS_LEVELS.c.organization_id == TENANT,
            same_organization(_ITS_LEVELS, items, _ITS_LEVELS.c.item_id == items.c.id),
            *where,
        )
        .correlate(items)
        .scalar_subquery()
    )
    return (
        select(
            items.c.id,
            items.c.name,
            items.c.sku,
            items.c.category_id,
            categories.c.name.label("category"),
            items.c.unit,
            type_coerce(on_hand, QuantityType()).label("on_hand"),
        )
        .select_from(
            items.outerjoin(
                categories,
                same_organization(items, categories, items.c.category_id == categories.c.id),
            )
        )
        .where(on_hand > 0)
    )


HELD = _held()
HELD_THERE = _held(_ITS_LEVELS.c.location_id.in_(select(below(locations, "location_id").c.id)))


def _narrowed(filters: ValueFilter | TotalFilter) -> Select[Any]:
    """The parameters of the query are named as its filters."""
    query = HELD if filters.location_id is None else HELD_THERE
    if filters.category_id is not None:
        inside = select(below(categories, "category_id").c.id)
        query = query.where(items.c.category_id.in_(inside))
    return query


_VALUES = Listing(items, _narrowed, {"name": items.c.name_key}, (ITEM_SEARCH, items))


async def search_values(ctx: Context, filters: ValueFilter) -> PageRows[ValueRow]:
    found = await page(ctx, _VALUES, filters)
    costs = await average_costs(ctx, {row["id"] for row in found["items"]})
    currency = ctx.tenant.currency
    for row in found["items"]:
        cost = costs.get(row["id"])
        row["currency"] = currency
        row["average_cost"] = None if cost is None else _shown(cost, currency)
        row["value"] = None if cost is None else from_minor(_value(row["on_hand"], cost), currency)
    return found


async def total_value(ctx: Context, filters: TotalFilter) -> ValueTotal:
    """The sum of the values that the list shows, of all its pages."""
    rows = await ctx.rows(_narrowed(filters), **filters.model_dump(exclude_none=True))
    held = {row["id"]: row["on_hand"] for row in rows}
    costs = await average_costs(ctx, None)
    priced = held.keys() & costs.keys()
    return ValueTotal(
        value=from_minor(sum(_value(held[id], costs[id]) for id in priced), ctx.tenant.currency),
        currency=ctx.tenant.currency,
        items=len(priced),
        unpriced=len(held) - len(priced),
    )


async def average_costs(ctx: Context, ids: Iterable[UUID] | None) -> Costs:
    """The average cost of a unit, in minor units, of these items or of all that have one."""
    scaled = type_coerce(movements.c.quantity, BigInteger)
    sign = case((movements.c.kind == MovementKind.REVERSE, -1), else_=1)
    query = (
        select(
            movements.c.item_id,
            movements.c.unit_cost,
            func.sum(sign * (scaled // MILLION)).label("wholes"),
            func.sum(sign * (scaled % MILLION)).label("millionths"),
        )
        .where(movements.c.unit_cost.is_not(None))
        .group_by(movements.c.item_id, movements.c.unit_cost)
    )
    if ids is not None:
        query = query.where(movements.c.item_id.in_(list(ids)))
    paid, received = defaultdict[UUID, int](int), defaultdict[UUID, int](int)
    for row in await ctx.rows(query):
        quantity = int(row["wholes"]) * MILLION + int(row["millionths"])
        paid[row["item_id"]] += quantity * int(row["unit_cost"])
        received[row["item_id"]] += quantity
    return {id: Fraction(paid[id], quantity) for id, quantity in received.items() if quantity}


def _value(on_hand: Decimal, cost: Fraction) -> int:
    """In minor units, rounded half up."""
    return int(cost * to_scaled(on_hand) / MILLION + Fraction(1, 2))


def _shown(cost: Fraction, currency: str) -> Decimal:
    """In whole units of the currency, to six places."""
    places = from_minor(1, currency)  # such as 0.01
    return canonical(from_scaled(int(cost * Fraction(places) * MILLION + Fraction(1, 2))))
