"""Any part of a text, found by an index: what `q` of the lists asks (docs/adr/0013).

A `SearchIndex` says which columns of a table are searched. Whether a row is found is decided by
LIKE on these columns, one after the other, which is the same on both engines; their indexes of
trigrams (every three characters in a row) only bring the rows that can be. PostgreSQL keeps the
trigrams in a GIN index, SQLite in an FTS5 table: `app.core.search_ddl`.
"""

from dataclasses import dataclass
from functools import reduce
from string import ascii_lowercase, ascii_uppercase
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    Table,
    Uuid,
    and_,
    any_,
    cast,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.core.context import Context
from app.core.schemas import folded
from app.core.scoping import TENANT
from app.core.unindexed import Unindexed

GRAM = 3  # characters
TAG = 8  # hex digits of the organization that PostgreSQL's trigrams begin with
BETWEEN = literal_column("'\n'", String())  # columns; a search box sends no such character
NOTHING = literal_column("''", String())
QUOTE, LAST = '"', chr(0x10FFFF)
ASCII_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


class ascii_lower(FunctionElement[str]):  # noqa: N801 (named like the SQL that it stands for)
    """Lower case of A to Z alone, which is what both engines can do alike."""

    type = String()
    inherit_cache = True


@compiles(ascii_lower)
def _plainly(element: ascii_lower, compiler: SQLCompiler, **options: Any) -> str:
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(ascii_lower, "postgresql")
def _by_code_point(element: ascii_lower, compiler: SQLCompiler, **options: Any) -> str:
    return f'lower({compiler.process(element.clauses, **options)} COLLATE "C")'


@dataclass(frozen=True, slots=True)
class Searched:
    """A select, and what its rows must contain: `contains` decides, `indexed` asks the index first."""

    query: Select[Any]
    contains: ColumnElement[bool]
    indexed: ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """What of a table is searched: columns that hold folded text, and codes as people write them."""

    table: str
    keys: tuple[str, ...]
    codes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.table}_search"

    def text(self, source: FromClause) -> ColumnElement[str]:
        """All that is searched of a row. Two characters end it, so that each begins a trigram."""
        parts: list[ColumnElement[str]] = [source.c[key] for key in self.keys]
        parts += [func.coalesce(ascii_lower(source.c[code]), NOTHING) for code in self.codes]
        return reduce(lambda whole, part: whole + BETWEEN + part, parts) + BETWEEN + BETWEEN

    def narrowed(self, ctx: Context, query: Select[Any], rows: Table, q: str) -> Searched:
        """`query`, where its `rows` of this table have `q` in them."""
        text = self.text(rows)
        # of codes the letters beyond A to Z are as somebody wrote them
        wanted = sorted({folded(q), q.translate(ASCII_LOWER)})
        contains = or_(*(text.contains(part, autoescape=True) for part in wanted))
        own = Unindexed(rows.c.organization_id) == TENANT
        if ctx.unit.database.is_sqlite:
            brought = rows.c.id.in_(self._in_fts5(wanted))
            return Searched(query, contains, and_(own, brought, contains))
        terms = " | ".join(_tsquery(ctx.organization_id, part) for part in wanted)
        grams = func.search_grams(rows.c.organization_id, text)
        brought = grams.bool_op("@@")(cast(terms, TSQUERY))
        return Searched(query, contains, and_(own, brought, contains))

    def _in_fts5(self, wanted: list[str]) -> Select[Any]:
        """Ids of the rows of the organization, whose numbers lie together, that may have a part."""
        found = table(self.name, column("rowid"), column(self.name))
        numbers = table(
            f"{self.name}_ids", column("number"), column("organization_id"), column("id", Uuid())
        )
        own = numbers.c.organization_id == TENANT
        first = select(func.min(numbers.c.number)).where(own).scalar_subquery()
        last = select(func.max(numbers.c.number)).where(own).scalar_subquery()
        terms = reduce(lambda some, more: some + " OR " + more, map(self._fts5, wanted))
        return (
            select(numbers.c.id)
            .select_from(found.join(numbers, numbers.c.number == found.c.rowid))
            .where(found.c[self.name].match(terms), found.c.rowid.between(first, last))
        )

    def _fts5(self, part: str) -> ColumnElement[str]:
        """The trigrams of `part`; those that begin with it where it is too short to have any."""
        if len(part) >= GRAM:
            quoted = [f'"{gram.replace(QUOTE, QUOTE * 2)}"' for gram in _grams(part)]
            return literal(" AND ".join(quoted))
        terms = table(f"{self.name}_terms", column("term", String()))
        term = literal(QUOTE) + func.replace(terms.c.term, QUOTE, QUOTE * 2) + literal(QUOTE)
        longer = select(func.group_concat(term, " OR "))
        longer = longer.where(terms.c.term.between(part, part + LAST))
        return func.coalesce(longer.scalar_subquery(), QUOTE * 2)  # which finds nothing


def _grams(text: str) -> list[str]:
    """Trigrams one after the other and the last: those between would be read for little gain."""
    starts = (*range(0, len(text) - GRAM, GRAM), len(text) - GRAM)
    return sorted({text[at : at + GRAM] for at in starts})


def _tsquery(organization_id: UUID, part: str) -> str:
    """The same for PostgreSQL, where each trigram begins with a tag of its organization."""
    tag = str(organization_id)[-TAG:]

    def quoted(gram: str) -> str:
        whole = (tag + gram).replace("\\", "\\\\").replace("'", "''")
        return f"'{whole}'"

    if len(part) < GRAM:
        return f"{quoted(part)}:*"
    return f"({' & '.join(map(quoted, _grams(part)))})"


def one_of(rows: Table, ids: Select[Any], *, is_sqlite: bool) -> ColumnElement[bool]:
    """That rows are those of a few ids."""
    if is_sqlite:
        return and_(Unindexed(rows.c.organization_id) == TENANT, rows.c.id.in_(ids))
    # an array is looked up id by id; for a subquery the planner may rather read the table
    return rows.c.id == any_(func.array(ids.scalar_subquery()))
