"""One pass of the sealer: rows that are committed and in no chain yet are appended to theirs.

Rows are looked for by their ids, which begin with the moment they were made: from the last sealed
one on, and a while back, since who began earlier may commit later.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, func, insert, select

from app.core.among import among, as_one
from app.core.clock import now
from app.core.engine import Database
from app.core.ids import first_id_at, moment_of, new_id
from app.core.keys import SigningKey
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.core.writing import write
from app.domains.activity.service.chains import (
    ACCOUNTS,
    FORM,
    KINDS,
    Kind,
    digest_of,
    hash_of,
    owner,
    seal_of,
    source_of,
)
from app.domains.identity.queries.tables import organizations

LOOK_BACK = timedelta(minutes=10)  # whoever commits later than this is not sealed any more
AT_ONCE = 250  # rows of a kind in one pass: the server does nothing else while it hashes them
SEALING = 0x51_53  # the advisory lock of whoever seals ("QS")
ONLY = UUID(int=0)  # stands for the owner of the one chain that has none
FIRST_ID = UUID(int=0)
Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain: what was there when somebody wrote it down cannot be cut off."""

    owner: UUID | None
    no: int
    hash: str

    def __str__(self) -> str:
        return f"{self.owner or ACCOUNTS}:{self.no}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass did: how many rows, and the heads of the chains that grew."""

    sealed: int
    heads: Sequence[Head]
    more: bool  # there may be rows left


async def seal(database: Database, key: SigningKey, back: timedelta = LOOK_BACK) -> Pass:
    """Append what is unsealed, up to `AT_ONCE` rows of each kind; nothing if somebody else does."""
    found: dict[Table, list[tuple[Kind, Row]]] = {}
    full = False
    async with unit_of_work(database, write=False) as unit:
        for kind in KINDS:
            rows = await _unsealed(unit, kind, back)
            full |= len(rows) == AT_ONCE
            found.setdefault(kind.chain, []).extend((kind, row) for row in rows)
    if not any(found.values()):
        return Pass(0, (), more=False)
    async with unit_of_work(database, write=True) as unit:
        if not await _leads(unit):
            return Pass(0, (), more=False)
        sealed, heads = 0, list[Head]()
        for chain, rows_of_kinds in found.items():
            fresh = await _still_unsealed(unit, chain, rows_of_kinds)
            sealed += len(fresh)
            heads += await _append(unit, key, chain, fresh)
    return Pass(sealed, heads, more=full)


async def _leads(unit: UnitOfWork) -> bool:
    """Whether nobody else seals: until the end of this transaction nobody else can."""
    if unit.database.is_sqlite:
        return True  # who writes is alone
    taken = select(func.pg_try_advisory_xact_lock(SEALING))
    return bool((await unit.connection.execute(taken)).scalar_one())


async def _unsealed(unit: UnitOfWork, kind: Kind, back: timedelta) -> list[Row]:
    since = await _since(unit, kind, back)
    return await unit.rows(unsealed(kind).where(kind.table.c.id >= since).limit(AT_ONCE))


def unsealed(kind: Kind) -> Select[Any]:
    """Rows in no chain, by id."""
    id, chain = kind.table.c.id, kind.chain
    is_it = (chain.c.kind == kind.name) & (chain.c.row_id == id)
    return kind.rows.where(~select(chain.c.id).where(is_it).exists()).order_by(id)


async def _since(unit: UnitOfWork, kind: Kind, back: timedelta) -> UUID:
    """The least id that is looked at; all of them where nothing is sealed yet.

    A clock that runs ahead must not push the rows of others out of sight.
    """
    chain = kind.chain
    last = select(chain.c.row_id).where(chain.c.kind == kind.name).order_by(chain.c.row_id.desc())
    if not (rows := await unit.rows(last.limit(1))):
        return FIRST_ID
    return first_id_at(min(moment_of(rows[0]["row_id"]), now()) - back)


async def _still_unsealed(
    unit: UnitOfWork, chain: Table, rows: Sequence[tuple[Kind, Row]]
) -> list[tuple[Kind, Row]]:
    """Those that no other sealer appended since they were found, in the order of their ids."""
    is_sqlite = unit.database.is_sqlite
    some = among(chain.c.row_id, "ids", is_sqlite=is_sqlite)
    ids = as_one([row["id"] for _, row in rows], is_sqlite=is_sqlite)
    sealed = {row["row_id"] for row in await unit.rows(select(chain.c.row_id).where(some), ids=ids)}
    return sorted(
        ((kind, row) for kind, row in rows if row["id"] not in sealed), key=lambda it: it[1]["id"]
    )


async def _append(
    unit: UnitOfWork, key: SigningKey, chain: Table, rows: Sequence[tuple[Kind, Row]]
) -> list[Head]:
    if not rows:
        return []
    known = await heads(unit, chain, {_owner_of(chain, row) for _, row in rows})
    entries = [*_entries(key, chain, rows, known)]

    def make() -> Any:
        return insert(chain).values({name: bindparam(name) for name in entries[0]})

    await write(unit.connection, ("chain", chain.name), make, entries)
    return [*known.values()]


def _entries(
    key: SigningKey,
    chain: Table,
    rows: Iterable[tuple[Kind, Row]],
    known: dict[UUID, Head],
) -> Iterator[Row]:
    """An entry for each row; `known` follows."""
    at, owned = now(), owner(chain) is not None
    for kind, row in rows:
        of = _owner_of(chain, row)
        before = known.get(of, Head(of if owned else None, 0, ""))
        entry = {
            "no": before.no + 1,
            "kind": kind.name,
            "form": FORM,
            "row_id": row["id"],
            "digest": digest_of(kind, row),
            "source": source_of(kind, row),
        }
        hash = hash_of(before.owner, entry, before.hash)
        known[of] = Head(before.owner, before.no + 1, hash)
        mine = {"organization_id": of} if owned else {}
        made = {"id": new_id(), "created_at": at}
        yield made | mine | entry | {"hash": hash, "seal": seal_of(key, hash)}


def _owner_of(chain: Table, row: Mapping[str, Any]) -> UUID:
    return ONLY if owner(chain) is None else row["organization_id"]


async def heads(unit: UnitOfWork, chain: Table, owners: Iterable[UUID]) -> dict[UUID, Head]:
    """The last entries of these chains, for those that have one."""
    column = owner(chain)
    told = chain.c.no, chain.c.hash
    if column is None:
        last = select(*told).order_by(chain.c.no.desc()).limit(1)
        rows = await unit.rows(last)
        return {ONLY: Head(None, **rows[0])} if rows else {}
    is_sqlite, latest = unit.database.is_sqlite, chain.alias("latest")
    no = (
        select(latest.c.no)
        .where(latest.c.organization_id == organizations.c.id)
        .order_by(latest.c.no.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_last = (column == organizations.c.id) & (chain.c.no == no)
    query = select(column.label("of"), *told).join_from(organizations, chain, is_last)
    query = query.where(among(organizations.c.id, "owners", is_sqlite=is_sqlite))
    found = await unit.rows(query, owners=as_one([*owners], is_sqlite=is_sqlite))
    return {row["of"]: Head(row["of"], row["no"], row["hash"]) for row in found}
