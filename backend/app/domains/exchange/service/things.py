"""The items of an organization, as a file finds them, changes them and adds to them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.core.schemas import folded
from app.domains.catalog.models import Tracking
from app.domains.exchange.service.branches import Branch
from app.domains.exchange.service.faults import CellRefused
from app.domains.exchange.service.rows import Row

UNIT = "pcs"  # of what is made without one


@dataclass(slots=True, eq=False)
class Thing:
    """An item; without an id it is yet to be made."""

    name: str
    category: Branch | None
    id: UUID | None = None
    known: Mapping[str, Any] = field(default_factory=dict)
    said: dict[str, tuple[Any, int]] = field(default_factory=dict)  # value and row, by field

    def now(self, name: str) -> Any:
        """The value that the item has once all of the file is said."""
        return self.said[name][0] if name in self.said else self.known.get(name)

    @property
    def unit(self) -> str:
        return str(self.now("unit") or UNIT)

    @property
    def is_counted(self) -> bool:
        return self.now("tracking") in {None, Tracking.STOCK}

    @property
    def changes(self) -> dict[str, Any]:
        """What the file says otherwise than the item is."""
        return {
            name: value for name, (value, _row) in self.said.items() if value != self._known(name)
        }

    def _known(self, name: str) -> Any:
        return self.category if name == "category" else self.known.get(name)


class Things:
    """Finds an item by SKU, else by name and category; takes up those that are new."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], categories: Mapping[UUID, Branch]):
        self.new: list[Thing] = []
        self.all: list[Thing] = []
        self._by_sku: dict[str, Thing] = {}
        self._by_barcode: dict[str, Thing] = {}
        self._named: defaultdict[str, list[Thing]] = defaultdict(list)
        for row in rows:
            category = categories.get(row["category_id"])
            self._enter(Thing(row["name"], category, row["id"], row))

    def _enter(self, thing: Thing) -> None:
        self.all.append(thing)
        self._named[folded(thing.name)].append(thing)
        if (sku := thing.known.get("sku")) is not None:
            self._by_sku[sku] = thing
        if (barcode := thing.known.get("barcode")) is not None:
            self._by_barcode[barcode] = thing

    def of(self, row: Row, category: Branch | None) -> Thing:
        """The item that `row` is about; a new one where there is none yet."""
        sku = row.get("sku")
        found = self._by_sku.get(sku) or self._like(row, category)
        if found is None:
            if "name" not in row.values:
                raise CellRefused("unknown", "is of no item; to make one, give it a name")
            found = Thing(row.get("name"), category)
            self._enter(found)
            self.new.append(found)
        if found.known.get("archived_at") is not None:
            raise CellRefused("archived", "names an archived item; restore it first")
        if sku is not None:
            self._by_sku[sku] = found
        return found

    def _like(self, row: Row, category: Branch | None) -> Thing | None:
        """The item of this name, in this category if one is said; never one of another SKU."""
        found = self._named.get(folded(row.get("name") or ""), [])
        if "sku" in row.values:
            found = [thing for thing in found if thing.now("sku") is None]
        if category is not None:
            found = [thing for thing in found if thing.category is category]
        elif len(found) > 1:
            found = [thing for thing in found if thing.category is None] or found
        if len(found) > 1:
            found = [thing for thing in found if not thing.known.get("archived_at")] or found
        if len(found) > 1:
            found = [thing for thing in found if thing.name == row.get("name")] or found
        if len(found) > 1:
            says = "can be more than one item; name its SKU, or its category"
            raise CellRefused("ambiguous", says)
        return found[0] if found else None

    def claim_barcode(self, thing: Thing, barcode: str) -> bool:
        """Whether no other item has this barcode."""
        return self._by_barcode.setdefault(barcode, thing) is thing
