"""What every use case receives: who acts, in which organization, in which transaction."""

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, bindparam, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression

from app.core.changes import Changes, keep_first
from app.core.db import Editable, TenantOwned, complete
from app.core.errors import NotFound, VersionMismatch, VersionRequired
from app.core.facts import AccountFact, DomainEvent, Fact, hearers
from app.core.ids import new_id
from app.core.reading import read, read_shape
from app.core.scoping import TENANT, TenantEscape, refuse_loose, scoped
from app.core.tenancy import belong
from app.core.unindexed import Unindexed
from app.core.visits import Visit
from app.core.writing import write

if TYPE_CHECKING:
    from app.core.unit_of_work import UnitOfWork

M = TypeVar("M", bound=TenantOwned)
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a unit of work comes from; the same for all that happens in it."""

    request_id: UUID = field(default_factory=new_id)
    ip: str | None = None
    user_agent: str | None = None
    accept_language: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and by which session or API key; all None for the system itself."""

    user_id: UUID | None = None
    session_id: UUID | None = None
    key_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Tenant:
    """The organization acted in, as far as domains need it at every turn."""

    id: UUID
    slug: str
    currency: str


@dataclass(slots=True, kw_only=True)
class Work(Generic[F]):
    """What both contexts share: a session on the one connection, and the facts told in it."""

    unit: "UnitOfWork"
    open_session: Callable[[], AsyncSession]
    actor: Actor
    facts: deque[F] = field(default_factory=deque)
    told: set[UUID] = field(default_factory=set)
    opened: AsyncSession | None = None

    @property
    def session(self) -> AsyncSession:
        """Opened when it is wanted: a list needs none."""
        if self.opened is None:
            self.opened = self.open_session()
        return self.opened

    @property
    def origin(self) -> Origin:
        return self.unit.origin

    def emit(self, fact: F, changes: Changes | None = None) -> None:
        """Tell `fact`; with `changes` where a Core statement made them, which nothing tracks."""
        if changes is not None:
            self.session.info.setdefault("changes", {})[fact.subject_id] = changes
        self.facts.append(fact)

    def changes_of(self, fact: Fact, kind: Literal["changes", "personal"] = "changes") -> Changes:
        """Before and after of the row that `fact` is about, as flushed so far (see `collect`)."""
        kept: dict[UUID, Changes] = self.session.info.get(kind, {})
        return kept.get(fact.subject_id, {})

    async def flush(self) -> None:
        """Store what changed and tell the subscribers, who may change and emit in turn."""
        await self.session.flush()
        while self.facts:
            fact = self.facts.popleft()
            self.told.add(fact.subject_id)
            for subscriber in hearers(fact):
                await subscriber(self, fact)
            await self.session.flush()
        await self._store_later()

    async def _store_later(self) -> None:
        """What was said to be stored when everything is told."""

    async def rows(self, query: Select[Any], **values: Any) -> list[dict[str, Any]]:
        """Columns of bare tables, for hot lists: a third of what the session takes."""
        return await read(self.unit.connection, query, values | self._bound(), self.bounded)

    async def rows_of_shape(
        self, shape: Hashable | None, make: Callable[[], Select[Any]], values: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """The same, of a query that is made once per shape; None: of one that is like no other."""
        if shape is None:
            return await self.rows(make(), **values)
        values |= self._bound()
        connection = self.unit.connection
        return await read_shape(connection, shape, lambda: self.bounded(make()), values)

    async def count(self, query: Select[Any], **values: Any) -> int:
        """How many rows `query` finds."""
        counted = select(func.count()).select_from(self.bounded(query).subquery())
        result = await self.unit.connection.execute(counted, values | self._bound())
        return int(result.scalar_one())

    @staticmethod
    def bounded(query: Select[Any]) -> Select[Any]:
        """`query` as this context may run it."""
        return query

    def _bound(self) -> dict[str, Any]:
        return {}

    def expect(self, row: Editable, if_match: str | None, version: int | None) -> None:
        """Refuse an edit that names no version, or not the present one."""
        present: dict[str, Any] = {"version": row.version}
        if if_match is None and version is None:
            ways = f'Send If-Match: {row.etag}, or "version": {row.version} in the body.'
            raise VersionRequired(ways, **present)
        self.expect_if_named(row, if_match, version)

    def expect_if_named(self, row: Editable, if_match: str | None, version: int | None) -> None:
        """Refuse an edit of another version than the present one, where one is named."""
        self.unit.version_named |= if_match is not None or version is not None
        given = "*" if if_match is None else if_match
        tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
        if tags.isdisjoint({row.etag, "*"}) or version not in (None, row.version):
            raise VersionMismatch(version=row.version)


@dataclass(slots=True, kw_only=True)
class AccountContext(Work[AccountFact]):
    """A person or nobody, and no organization. Only identity and administration take it."""


@dataclass(slots=True, kw_only=True)
class Context(Work[DomainEvent]):
    """A member (or the system) at work in one organization."""

    tenant: Tenant
    lines: dict[type[TenantOwned], list[dict[str, Any]]] = field(default_factory=dict)
    visit: Visit | None = None

    def later(self, model: type[TenantOwned], row: dict[str, Any]) -> None:
        """Store a row of a table that nobody reads meanwhile, with the others, at the next flush."""
        self.lines.setdefault(model, []).append(row)

    async def _store_later(self) -> None:
        while self.lines:
            await self.insert(*self.lines.popitem())

    @property
    def organization_id(self) -> UUID:
        return self.tenant.id

    @property
    def source_id(self) -> UUID | None:
        """By which all records say where they come from; None for the system."""
        if self.visit is None and self.actor.user_id is not None:
            key = self.tenant.id, self.actor, self.origin.ip, self.origin.user_agent
            self.visit = Visit.of(key)
        return None if self.visit is None else self.visit.source_id

    async def get(self, model: type[M], id: UUID, *, lock: bool = False) -> M:
        """The row of this organization, or NotFound; `lock` holds it FOR UPDATE."""
        query = select(model).where(model.id == id)
        return await self.one(query.with_for_update() if lock else query)

    async def referred(self, model: type[M], id: UUID, at: str) -> M:
        """The row that the input names at `at` (a JSON pointer), or NotFound that says so."""
        row: M | None = (await self.session.scalars(select(model).where(model.id == id))).first()
        if row is None:
            raise NotFound(at=at)
        return row

    async def one(self, query: Select[M]) -> M:
        row: M | None = (await self.session.scalars(query)).one_or_none()
        if row is None:
            raise NotFound
        return row

    async def store(self, row: TenantOwned) -> None:
        """Store a new row at once; the session knows it from then on as one that it has loaded.

        The session's own way, which is ready for rows that depend on each other, takes three times
        as long. Its rows are those of `session.add_all`.
        """
        self.unit.must_write()
        belong(row, self.organization_id)
        values = complete(row)
        kind, make = ("insert", type(row), False), partial(self._inserting, type(row), values)
        await write(self.unit.connection, kind, make, [values])
        keep_first(self.session.info, row)
        make_transient_to_detached(row)
        self.session.add(row)

    async def insert(
        self, model: type[TenantOwned], rows: Sequence[dict[str, Any]], *, ignore: bool = False
    ) -> None:
        """Store many rows at once; `ignore` leaves out those that a unique key refuses."""
        self.unit.must_write()
        if rows:
            kind, make = ("insert", model, ignore), partial(self._inserting, model, rows[0], ignore)
            await write(self.unit.connection, kind, make, [self._owned(row) for row in rows])

    async def insert_new(self, model: type[TenantOwned], row: dict[str, Any]) -> bool:
        """Store one row unless a unique key refuses it; waits for others that try the same."""
        self.unit.must_write()
        kind, make = ("insert", model, True), partial(self._inserting, model, row, True)
        return bool(await write(self.unit.connection, kind, make, [self._owned(row)]))

    async def insert_or_add(
        self,
        model: type[TenantOwned],
        row: dict[str, Any] | Sequence[dict[str, Any]],
        key: Sequence[str],
        add: str,
    ) -> None:
        """Store a row, or one after the other; where `key` has one, add the new `add` to it."""
        self.unit.must_write()
        rows = [row] if isinstance(row, dict) else row

        def make() -> Any:
            table, statement = model.__table__, self._inserting(model, rows[0])
            total = {add: table.c[add] + statement.excluded[add]}
            if "updated_at" in table.c:  # adding 0 locks the row and changes nothing
                at = table.c.updated_at, statement.excluded.updated_at
                total["updated_at"] = case((statement.excluded[add] == 0, at[0]), else_=at[1])
            keys = ["organization_id", *key]
            return statement.on_conflict_do_update(index_elements=keys, set_=total)

        kind = ("add", model, tuple(key), add)
        await write(self.unit.connection, kind, make, [self._owned(row) for row in rows])

    def _inserting(
        self, model: type[TenantOwned], row: dict[str, Any], ignore: bool = False
    ) -> Any:
        names = dict.fromkeys([*row, "organization_id"])
        statement = self.unit.insert_into(model.__table__)
        statement = statement.values({name: bindparam(name) for name in names})
        return statement.on_conflict_do_nothing() if ignore else statement

    async def update(
        self, model: type[TenantOwned], *where: ColumnElement[bool], **values: Any
    ) -> int:
        """UPDATE without loading; how many rows it met. Neither version nor activity follow."""
        self.unit.must_write()
        if "organization_id" in values:
            raise TenantEscape("a row stays with its organization")
        statement = update(cast("Table", model.__table__)).where(*self._of(model, where))
        return (
            await self.unit.connection.execute(statement.values(values), self._bound())
        ).rowcount

    async def delete(self, model: type[TenantOwned], *where: ColumnElement[bool]) -> int:
        """DELETE without loading; how many rows it met."""
        self.unit.must_write()
        statement = delete(cast("Table", model.__table__)).where(*self._of(model, where))
        return (await self.unit.connection.execute(statement, self._bound())).rowcount

    def _of(
        self, model: type[TenantOwned], where: Sequence[ColumnElement[bool]]
    ) -> Iterator[ColumnElement[bool]]:
        """`where`, judged, and that the rows are of this organization."""
        yield _of_tenant(cast("Table", model.__table__), any(map(_names_a_row, where)))
        for clause in where:
            refuse_loose(clause)
            yield clause

    def _owned(self, row: dict[str, Any]) -> dict[str, Any]:
        return row | {"organization_id": self.organization_id}

    @staticmethod
    def bounded(query: Select[Any]) -> Select[Any]:
        return scoped(query)

    def _bound(self) -> dict[str, Any]:
        return {TENANT.key: self.organization_id}


@cache  # made once: each is a circle that the garbage collector would have to find
def _of_tenant(table: Table, named: bool) -> ColumnElement[bool]:
    """That rows of `table`, or the row that is `named` by its id, are of this organization."""
    own = table.c.organization_id
    return (Unindexed(own) if named else own) == TENANT


def _names_a_row(clause: ColumnElement[bool]) -> bool:
    return (
        isinstance(clause, BinaryExpression)
        and clause.operator is operators.eq
        and getattr(clause.left, "name", None) == "id"
    )
