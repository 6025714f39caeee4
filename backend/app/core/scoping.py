"""Core selects stay inside one organization: proven by walking them, refused when in doubt.

Hot lists and recursive queries are Core selects of bare tables, which the session's hook cannot
see into. Here each select (subqueries and CTEs too) is taken apart: every table of tenants in it
must be tied to the organization by equalities that hold for each row, either
`table.organization_id == TENANT` or a join on another tied table's `organization_id`. The plain
tables of the outermost select are tied automatically.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias, cast
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Select,
    Table,
    TextClause,
    Uuid,
    and_,
    bindparam,
)
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, Grouping
from sqlalchemy.sql.selectable import (
    Alias,
    AliasedReturnsRows,
    FromClause,
    FromGrouping,
    Join,
    SelectBase,
)
from sqlalchemy.sql.visitors import ExternallyTraversible

TENANT: BindParameter[UUID] = bindparam("tenant", type_=Uuid())
Source: TypeAlias = Table | Alias


class TenantEscape(RuntimeError):
    """A statement or an object tried to leave its organization: a defect, never an answer."""


def scoped(query: Select[Any]) -> Select[Any]:
    """`query` with its own tables tied to TENANT; TenantEscape if any table in it stays loose.

    The walk costs more than the query of a hot list, so a verdict is remembered by the statement's
    structure, which is what SQLAlchemy caches the compiled statement by.
    """
    known = query._generate_cache_key()
    own = _verdicts.get(known.key) if known else None
    if own is None:
        own = _judge(query)
        # an alias is another object in the next statement of this structure; a table is the same
        if known and all(isinstance(source, Table) for source in own):
            _remember(known.key, own)
    return _tied(query, own)


_verdicts: dict[Any, frozenset[Source]] = {}
REMEMBERED = 1000


def _remember(structure: Any, own: frozenset[Source]) -> None:
    if len(_verdicts) >= REMEMBERED:
        _verdicts.clear()
    _verdicts[structure] = own


def _judge(query: Select[Any]) -> frozenset[Source]:
    """The tables of the outermost select that have yet to be tied; TenantEscape for any other."""
    if not tenant_tables(query):
        raise TenantEscape("a select without a table of tenants has no place here")
    refuse_loose(query, but=query)
    froms = query.get_final_froms()  # dear, and no tie adds to them
    optional = set(_outer_joined(froms))
    loose = _loose(query, froms) - optional
    own: set[Source] = {source for source in loose if isinstance(source, Table)}
    own |= _loose(_tied(query, own), froms) - optional  # aliases that no join ties to a table
    if _loose(_tied(query, own), froms):
        raise TenantEscape("an outer join must be ON the organization too")
    return frozenset(own)


def _tied(query: Select[Any], own: AbstractSet[Source]) -> Select[Any]:
    return query.where(*(source.c.organization_id == TENANT for source in own))


def refuse_loose(clause: object, *, but: object = None) -> None:
    """TenantEscape if a select anywhere in `clause` (other than `but`) has a loose table."""
    for part in visitors.iterate(cast("ExternallyTraversible", clause)):
        if isinstance(part, UpdateBase | TextClause):
            raise TenantEscape("writes and plain text inside a statement cannot be judged")
        if not isinstance(part, Select) or part is but:
            continue
        if loose := _loose(part, part.get_final_froms()):
            names = ", ".join(sorted(str(source.name) for source in loose))
            raise TenantEscape(f"{names}: a subquery must name TENANT itself")


def tenant_tables(statement: object) -> set[Table]:
    return {
        part
        for part in visitors.iterate(cast("ExternallyTraversible", statement))
        if isinstance(part, Table) and "organization_id" in part.c
    }


def _loose(query: Select[Any], froms: Sequence[FromClause]) -> set[Source]:
    """The tables of tenants in this select, of these FROMs, that no equality ties to TENANT."""
    loose, ties = set(_sources(froms)), list(_ties(query, froms))
    tied: set[object] = {TENANT.key}
    while reached := {source for source, anchor in ties if source in loose and anchor in tied}:
        loose -= reached
        tied |= reached
    return loose


def _sources(froms: Sequence[FromClause]) -> Iterator[Source]:
    for start in froms:
        yield from _tables(start)


def _tables(start: FromClause) -> Iterator[Source]:
    """The tables of tenants in a FROM; subqueries among them are walked on their own."""
    if isinstance(start, Join):
        yield from _tables(start.left)
        yield from _tables(start.right)
    elif isinstance(start, FromGrouping):
        yield from _tables(start.element)
    elif isinstance(start, Table) or _is_alias(start):
        if "organization_id" in start.c:
            yield cast("Source", start)
    elif tenant_tables(start) and not is_subquery(start):
        raise TenantEscape(f"{type(start).__name__} of a table of tenants cannot be judged")


def _is_alias(start: object) -> bool:
    return isinstance(start, Alias) and isinstance(start.element, Table)


def is_subquery(start: object) -> bool:
    while isinstance(start, AliasedReturnsRows | FromGrouping):
        start = start.element
    return isinstance(start, SelectBase)


def _joins(froms: Sequence[FromClause]) -> Iterator[Join]:
    """The joins of this select alone; those inside its subqueries tie nothing out here."""
    waiting = list(froms)
    while waiting:
        start = waiting.pop()
        if isinstance(start, FromGrouping):
            waiting.append(start.element)
        elif isinstance(start, Join):
            if start.full:
                raise TenantEscape("a full join ties neither side")
            yield start
            waiting += [start.left, start.right]


def _outer_joined(froms: Sequence[FromClause]) -> Iterator[Source]:
    for join in _joins(froms):
        if join.isouter:
            yield from _tables(join.right)


def _ties(query: Select[Any], froms: Sequence[FromClause]) -> Iterator[tuple[object, object]]:
    """(table, anchor) for each equality of organizations that holds for all rows of the table."""
    if query.whereclause is not None:
        yield from _equalities(query.whereclause)
    for join in _joins(froms):
        if join.onclause is not None:
            # an outer join's ON limits its right side only
            bound = set(_tables(join.right)) if join.isouter else None
            for source, anchor in _equalities(join.onclause):
                if bound is None or source in bound:
                    yield source, anchor


def _equalities(clause: Any) -> Iterator[tuple[object, object]]:
    if isinstance(clause, Grouping):
        yield from _equalities(clause.element)
    elif isinstance(clause, BooleanClauseList) and clause.operator is operators.and_:
        for part in clause.clauses:
            yield from _equalities(part)
    elif isinstance(clause, BinaryExpression) and clause.operator is operators.eq:
        one, other = _end(clause.left), _end(clause.right)
        if one is not None and other is not None:
            yield one, other
            yield other, one


def _end(side: Any) -> object:
    """What one side of an equality stands for: a table, or TENANT."""
    if isinstance(side, BindParameter) and side.key == TENANT.key:
        return TENANT.key
    if getattr(side, "name", None) != "organization_id":
        return None
    source = getattr(side, "table", None)
    if isinstance(source, Table) or _is_alias(source):
        return source
    # a subquery is scoped on its own; its column ties if it is nothing but a tenant's own
    return TENANT.key if is_subquery(source) and all(map(_is_key, side.base_columns)) else None


def _is_key(column: object) -> bool:
    return (
        isinstance(column, Column)
        and column.name == "organization_id"
        and bool(tenant_tables(column.table))
    )


def same_organization(one: FromClause, other: FromClause, *more: Any) -> ColumnElement[bool]:
    """The ON clause of a join between two tables of tenants."""
    return and_(one.c.organization_id == other.c.organization_id, *more)
