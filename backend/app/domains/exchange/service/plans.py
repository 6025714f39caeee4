"""What is to happen: which things and places are made, changed, filled or drained.

A plan is made twice: to be shown, and again under the locks of the transaction that carries it
out. It needs nothing but the rows and what the organization has, so it can be made on a thread.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from app.domains.catalog.units import Unit
from app.domains.exchange.service.branches import Branch, Branches
from app.domains.exchange.service.faults import CellFault
from app.domains.exchange.service.rows import Reading, Row
from app.domains.exchange.service.things import Thing, Things

LevelKey: TypeAlias = tuple[UUID, str, UUID]  # item, code of the lot, location
NONE = Decimal(0)


@dataclass(slots=True)
class Known:
    """What the organization has, as far as the file can touch it."""

    categories: Branches
    places: Branches
    things: Things
    units: Mapping[str, Unit]
    levels: dict[LevelKey, Decimal] = field(default_factory=dict)
    lots: dict[tuple[UUID, str], tuple[int | None, date | None]] = field(default_factory=dict)

    @property
    def grown(self) -> int:
        """How much the rows so far add to it."""
        return len(self.categories.grown) + len(self.places.grown) + len(self.things.new)


@dataclass(frozen=True, slots=True)
class Level:
    """How much there is to be of a thing at a place, in the thing's unit."""

    row: Row
    thing: Thing
    place: Branch
    lot: str
    quantity: Decimal


@dataclass(slots=True)
class Plan:
    reading: Reading
    known: Known
    faults: list[CellFault] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)  # rows that make or change something

    @property
    def all_faults(self) -> list[CellFault]:
        return [*self.reading.faults, *self.faults]

    @property
    def changed(self) -> list[Thing]:
        """The items there are that the file says otherwise."""
        return [thing for thing in self.known.things.all if thing.id and thing.changes]

    @property
    def changed_places(self) -> list[Branch]:
        return [place for place in self.known.places.by_id.values() if place.changes]

    def present(self, level: Level) -> Decimal:
        """How much is there now, as far as is known."""
        if level.thing.id is None or level.place.id is None:
            return NONE
        return self.known.levels.get((level.thing.id, level.lot, level.place.id), NONE)

    def fault(self, row: int, code: str, says: str, *fields: str) -> None:
        """Note what is wrong with a cell: that of the first of `fields` which has a column."""
        column = self.reading.column(*fields)
        self.faults.append(CellFault(row, column, f"{column or 'The row'} {says}", code))

    def say(self, row: Row, told: Thing | Branch, said: Mapping[str, Any]) -> None:
        """Two rows may say the same of one thing, and must not say different things."""
        for name, value in said.items():
            if (earlier := told.said.setdefault(name, (value, row.number)))[0] != value:
                self.contradiction(row, name, earlier[1])

    def contradiction(self, row: Row, name: str, earlier: int) -> None:
        says = f"contradicts row {earlier}, about the same"
        self.fault(row.number, "contradiction", says, name)
