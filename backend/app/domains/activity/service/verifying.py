"""The proof that nobody has touched the logs: everything that is sealed is computed again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, Table, and_, bindparam, func, select

from app.core.clock import now
from app.core.ids import first_id_at
from app.core.keys import SigningKey
from app.core.unit_of_work import UnitOfWork
from app.domains.activity.queries.accounts import events
from app.domains.activity.service.chains import (
    ACCOUNTS,
    KINDS,
    Kind,
    digest_of,
    hash_of,
    owner,
    seal_of,
    source_of,
)
from app.domains.activity.service.sealing import LOOK_BACK, ONLY, Head, heads, unsealed
from app.domains.identity.events import OrganizationPurged, UserErased
from app.domains.identity.queries.tables import organizations

AT_ONCE = 2000  # entries
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
Row: TypeAlias = dict[str, Any]
Advance: TypeAlias = Callable[[int], None]
_OVER = select(organizations.c.id).where(organizations.c.deletion_due_at <= bindparam("at"))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it was sealed."""

    chain: str  # its owner
    at: str  # the entry, or the row
    says: str

    def __str__(self) -> str:
        return f"{self.chain}: {self.at} {self.says}"


@dataclass(slots=True)
class Report:
    """What was looked at, and what is wrong with it."""

    entries: int = 0
    erased: int = 0  # rows whose source is gone with the person
    unknown_keys: int = 0  # entries with the seal of a key that this installation has no more
    heads: list[Head] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


async def length(unit: UnitOfWork, organization_id: UUID | None = None) -> int:
    """How many entries `verify` will look at."""
    total = 0
    for chain in _chains(organization_id):
        counted = _of(select(func.count()).select_from(chain), chain, organization_id)
        total += int((await unit.connection.execute(counted)).scalar_one())
    return total


async def verify(
    unit: UnitOfWork,
    keys: Sequence[SigningKey],
    organization_id: UUID | None = None,
    written_down: Sequence[Head] = (),
    advance: Advance = lambda _: None,
) -> Report:
    """Compute everything again, of all chains or of one organization's, as of one moment.

    An organization whose days of grace are over is left out: its purge may have taken a part.
    `written_down` are heads that somebody kept elsewhere: what has been cut off is known by them.
    """
    report = Report()
    over = {*await unit.connection.scalars(_OVER, {"at": now()})}
    check = _Check(unit, {key.kid: key for key in keys}, report, advance, over)
    for chain in _chains(organization_id):
        column = owner(chain)
        owners = {ONLY}
        if column is not None:
            owners = {organization_id} if organization_id else await _owners(unit, column)
        for head in (await heads(unit, chain, owners - over)).values():
            report.heads.append(head)
            await check.chain(chain, head.owner)
    for head in written_down:
        if head.owner not in over:
            await check.is_there(head)
    await check.all_sealed(organization_id)
    return report


def _chains(organization_id: UUID | None) -> list[Table]:
    chains = dict.fromkeys(kind.chain for kind in KINDS)
    return [chain for chain in chains if organization_id is None or owner(chain) is not None]


async def _owners(unit: UnitOfWork, column: Any) -> set[UUID]:
    return {*await unit.connection.scalars(select(column).distinct())}


def _of(query: Select[Any], chain: Table, of: UUID | None) -> Select[Any]:
    """The rows of one chain; of all in this table where `of` names none."""
    column = owner(chain)
    return query if column is None or of is None else query.where(column == of)


@dataclass(slots=True)
class _Check:
    unit: UnitOfWork
    keys: Mapping[str, SigningKey]
    report: Report
    advance: Advance
    over: set[UUID]  # organizations
    gone: set[UUID] | None = None  # people who were erased

    def fault(self, of: UUID | None, at: str, says: str) -> None:
        self.report.faults.append(Fault(str(of or ACCOUNTS), at, says))

    async def chain(self, chain: Table, of: UUID | None) -> None:
        """Entry after entry, each with its row."""
        no, before = 0, ""
        while entries := await self._entries(chain, of, no):
            rows = await self._rows(chain, of, no, entries[-1]["no"])
            for entry in entries:
                if entry["no"] != no + 1:
                    last = f"to {entry['no'] - 1} " if entry["no"] > no + 2 else ""
                    self.fault(of, f"entry {no + 1}", f"{last}is gone")
                elif hash_of(of, entry, before) != entry["hash"]:
                    self.fault(of, _entry(entry), "does not follow the one before it")
                self._sealed(of, entry)
                await self._row(of, entry, rows.get((entry["kind"], entry["row_id"])))
                no, before = entry["no"], entry["hash"]
            self.report.entries += len(entries)
            self.advance(len(entries))

    async def _entries(self, chain: Table, of: UUID | None, no: int) -> list[Row]:
        told = ("no", "kind", "form", "row_id", "digest", "source", "hash", "seal")
        query = _of(select(*(chain.c[name] for name in told)), chain, of)
        query = query.where(chain.c.no > no).order_by(chain.c.no).limit(AT_ONCE)
        return await self.unit.rows(query)

    async def _rows(
        self, chain: Table, of: UUID | None, no: int, last: int
    ) -> dict[tuple[str, UUID], Row]:
        """What these entries sealed, as far as it is there."""
        found: dict[tuple[str, UUID], Row] = {}
        for kind in KINDS:
            if kind.chain is not chain:
                continue
            sealed = and_(chain.c.kind == kind.name, chain.c.row_id == kind.table.c.id)
            within = chain.c.no.between(no + 1, last)
            query = _of(kind.rows.join(chain, sealed).where(within), chain, of)
            found |= {(kind.name, row["id"]): row for row in await self.unit.rows(query)}
        return found

    def _sealed(self, of: UUID | None, entry: Row) -> None:
        key = self.keys.get(entry["seal"].partition(".")[0])
        if key is None:  # what stands behind it under a key that is known vouches for it, too
            self.report.unknown_keys += 1
        elif seal_of(key, entry["hash"]) != entry["seal"]:
            self.fault(of, _entry(entry), "was not sealed here")

    async def _row(self, of: UUID | None, entry: Row, row: Row | None) -> None:
        at = _entry(entry)
        if row is None:
            self.fault(of, at, "has lost its row: it was deleted")
            return
        if digest_of(BY_NAME[entry["kind"]], row) != entry["digest"]:
            self.fault(of, at, "is not what its row says: it was edited")
        source = source_of(BY_NAME[entry["kind"]], row)
        if source == entry["source"]:
            return
        if source is not None:
            self.fault(of, at, "comes from elsewhere than its row says: that was edited")
        elif {row.get("actor_id"), row.get("subject_id")} & await self._erased():
            self.report.erased += 1
        else:
            self.fault(of, at, "has lost where it came from, and nobody was erased")

    async def _erased(self) -> set[UUID]:
        if self.gone is None:
            query = select(events.c.subject_id).where(events.c.verb == UserErased.name)
            self.gone = {*await self.unit.connection.scalars(query)}
        return self.gone

    async def is_there(self, head: Head) -> None:
        """Whether a chain still has the entry that somebody wrote down, or went with its owner."""
        (chain,) = (c for c in _chains(None) if (owner(c) is None) is (head.owner is None))
        found = await self._entries(chain, head.owner, head.no - 1)
        if not found and head.owner is not None and await self._is_purged(head.owner):
            return
        if not found or found[0]["no"] != head.no:
            self.fault(head.owner, f"entry {head.no}", "is gone: the tail was cut off")
        elif found[0]["hash"] != head.hash:
            self.fault(head.owner, f"entry {head.no}", "is another than was written down")

    async def _is_purged(self, id: UUID) -> bool:
        """Whether the log of accounts says so, and nothing else says that it is there."""
        said = (events.c.verb == OrganizationPurged.name) & (events.c.subject_id == id)
        there = select(organizations.c.id).where(organizations.c.id == id)
        query = select(func.count()).where(said, ~there.exists())
        return bool((await self.unit.connection.execute(query)).scalar_one())

    async def all_sealed(self, organization_id: UUID | None) -> None:
        """No row may wait for longer than the sealer looks back."""
        late = first_id_at(now() - LOOK_BACK)
        for kind in KINDS:
            query = unsealed(kind).where(kind.table.c.id < late)
            if organization_id is not None:
                if owner(kind.chain) is None:
                    continue
                query = query.where(kind.table.c.organization_id == organization_id)
            for row in await self.unit.rows(query.limit(AT_ONCE)):
                if row.get("organization_id") in self.over:
                    continue
                minutes = int(LOOK_BACK / timedelta(minutes=1))
                says = f"has not been sealed for more than {minutes} minutes"
                self.fault(row.get("organization_id"), f"{kind.name} {row['id']}", says)


def _entry(entry: Row) -> str:
    return f"entry {entry['no']} ({entry['kind']} {entry['row_id']})"
