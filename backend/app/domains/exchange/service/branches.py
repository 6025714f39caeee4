"""A tree by its names, as an organization has it and as a file adds to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.core.schemas import folded
from app.core.trees import DEEPEST
from app.domains.exchange.service import paths
from app.domains.exchange.service.faults import CellRefused


@dataclass(slots=True, eq=False)
class Branch:
    """A category or a place; without an id it is yet to be made."""

    name: str
    parent: "Branch | None"
    id: UUID | None = None
    archived: bool = False
    known: Mapping[str, Any] = field(default_factory=dict)
    said: dict[str, tuple[Any, int]] = field(default_factory=dict)  # value and row, by field

    @property
    def changes(self) -> dict[str, Any]:
        """What the file says otherwise than the branch is."""
        return {
            name: value for name, (value, _row) in self.said.items() if value != self.known[name]
        }

    @property
    def names(self) -> list[str]:
        return [*(self.parent.names if self.parent else ()), self.name]

    @property
    def path(self) -> str:
        return paths.written(self.names)


class Branches:
    """Finds by path or by name alone, and grows what is not there."""

    def __init__(self, what: str, rows: Iterable[Mapping[str, Any]]) -> None:
        self.what = what  # what one of them is called in a refusal
        self.grown: list[Branch] = []  # parents before what hangs under them
        self.by_id: dict[UUID, Branch] = {}
        self._under: defaultdict[Branch | None, defaultdict[str, list[Branch]]]
        self._under = defaultdict(lambda: defaultdict(list))
        self._named: defaultdict[str, list[Branch]] = defaultdict(list)
        parents = {}
        for row in rows:
            gone = row.get("archived_at") is not None
            self.by_id[row["id"]] = Branch(row["name"], None, row["id"], gone, row)
            parents[row["id"]] = row["parent_id"]
        for id, branch in self.by_id.items():
            branch.parent = self.by_id.get(parents[id])
            self._enter(branch)

    def _enter(self, branch: Branch) -> None:
        name = folded(branch.name)
        self._under[branch.parent][name].append(branch)
        self._named[name].append(branch)

    def at(self, names: Sequence[str]) -> Branch:
        """The branch at the end of this path, grown where it is missing.

        The first name is looked for at the top, then anywhere. A path that is not there may be a
        single name with slashes in it. Raises `CellRefused` where a name could be several.
        """
        found: Branch | None = self._first(names[0])
        walked = 1
        while found is not None and walked < len(names):
            if (deeper := self._under_it(found, names[walked])) is None:
                break
            found, walked = deeper, walked + 1
        if found is not None and walked == len(names):
            return self._standing(found)
        if len(names) > 1 and (whole := self._first(" / ".join(names))) is not None:
            return self._standing(whole)
        start = self._standing(found) if found is not None else None
        return self._grow(start, names[0 if found is None else walked :])

    def under(self, parent: Branch, names: Sequence[str]) -> Branch:
        """The branch at the end of this path below `parent`, grown where it is missing."""
        found = parent
        for walked, name in enumerate(names):
            if (deeper := self._under_it(found, name)) is None:
                return self._grow(found, names[walked:])
            found = self._standing(deeper)
        return found

    def _first(self, name: str) -> Branch | None:
        key = folded(name)
        return self._pick(self._under[None][key], name) or self._pick(self._named[key], name)

    def _under_it(self, parent: Branch, name: str) -> Branch | None:
        return self._pick(self._under[parent][folded(name)], name)

    def _pick(self, found: Sequence[Branch], name: str) -> Branch | None:
        """The one that is meant: what stands before what is archived, the same letters first."""
        if len(found) > 1:
            found = [branch for branch in found if not branch.archived] or found
        if len(found) > 1:
            found = [branch for branch in found if branch.name == name] or found
        if len(found) > 1:
            where = ", ".join(branch.path for branch in found[:3])
            says = f"can be more than one {self.what}: {where}; write the whole path"
            raise CellRefused("ambiguous", says)
        return found[0] if found else None

    def _standing(self, branch: Branch) -> Branch:
        if branch.archived:
            raise CellRefused("archived", f"names an archived {self.what}; restore it first")
        return branch

    def _grow(self, parent: Branch | None, names: Sequence[str]) -> Branch:
        if (len(parent.names) if parent else 0) + len(names) > DEEPEST:
            raise CellRefused("too_deep", f"must have at most {DEEPEST} levels")
        for name in names:
            parent = Branch(name, parent)
            self._enter(parent)
            self.grown.append(parent)
        assert parent is not None
        return parent
