"""Picking: which lots an issue is drawn from when it names none and asks for it.

The first to expire comes first, lots that never expire come last (the one without a code among
them), and lots that have expired are left: whoever wants those names them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Self

from sqlalchemy import ColumnElement, tuple_

from app.core.clock import now
from app.core.context import Context
from app.core.errors import Fault
from app.domains.stock import queries
from app.domains.stock.models import InsufficientStock
from app.domains.stock.service.drafts import Draft, Key

LEVEL, LOT = queries.levels, queries.lots


def _there(picks: Collection[Draft]) -> tuple[ColumnElement[bool], ...]:
    """The levels that these may be drawn from."""
    places = {(draft.item.id, draft.from_id) for draft in picks}
    return (
        tuple_(LEVEL.c.item_id, LEVEL.c.location_id).in_(places),
        LOT.c.expires_key >= now().date(),
        LEVEL.c.on_hand > 0,
    )


def _key(row: dict[str, Any]) -> Key:
    return row["item_id"], row["lot_id"], row["location_id"]


async def candidates(ctx: Context, picks: Collection[Draft]) -> set[Key]:
    """The levels to be locked before one is picked."""
    if not picks:
        return set()
    return {_key(row) for row in await ctx.rows(queries.LEVEL_LIST.where(*_there(picks)))}


@dataclass(slots=True)
class Picker:
    """Picks from locked levels, and remembers which lines there was too little for."""

    present: Mapping[Key, Decimal]  # as the lines so far leave it
    reserved: list[tuple[Key, Decimal]] = field(default_factory=list)  # the first to expire first
    short: list[tuple[Draft, Decimal]] = field(default_factory=list)

    @classmethod
    async def at_work(
        cls, ctx: Context, picks: Collection[Draft], present: Mapping[Key, Decimal]
    ) -> Self:
        """To pick from what is `present`, whose levels the caller has locked and keeps up to date."""
        if not picks:
            return cls(present)
        query = queries.LEVEL_LIST.where(*_there(picks)).order_by(
            LOT.c.expires_key, LOT.c.created_at, LEVEL.c.id
        )
        rows = await ctx.rows(query)
        return cls(present, [(_key(row), row["reserved"]) for row in rows if _key(row) in present])

    def picked(self, wanted: Draft) -> list[Draft]:
        """`wanted` as a draft for each lot that it is drawn from; none where there is too little."""
        found, missing = list[Draft](), wanted.quantity
        for key, reserved in self.reserved:
            item_id, lot_id, location_id = key
            free = self.present[key] - reserved
            if (item_id, location_id) == (wanted.item.id, wanted.from_id) and free > 0 < missing:
                taken = min(free, missing)
                found.append(replace(wanted, lot_id=lot_id, quantity=taken))
                missing -= taken
        if missing:
            self.short.append((wanted, wanted.quantity - missing))
            return []
        return found

    async def refuse_shortage(self, ctx: Context) -> None:
        """Raise `InsufficientStock` that names each line there was too little for."""
        if not self.short:
            return
        faults = [
            Fault(draft.quantity_at, _sentence(draft, there), "short").as_json()
            for draft, there in self.short
        ]
        of_these = _there([draft for draft, _ in self.short])[0]
        raise InsufficientStock(
            f"There is not enough of it there: {faults[0]['message']}",
            errors=faults,
            lots=await queries.lots_that_have(ctx, of_these),
        )


def _sentence(draft: Draft, there: Decimal) -> str:
    unit = draft.item.unit
    fresh = f"{there} {unit} available there in lots that have not expired"
    return f"{draft.item.name}: {fresh}, {draft.quantity} asked for."
