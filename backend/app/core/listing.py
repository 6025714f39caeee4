"""A list by keyset pages: its rows in order, each filter by its index, what a text finds among them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Select,
    Table,
    Uuid,
    bindparam,
    func,
    literal_column,
    select,
    true,
    tuple_,
)

from app.core.among import Marked, Within
from app.core.context import Context, Work
from app.core.pages import COUNTED, PageRequest, PageRows
from app.core.scoping import TENANT
from app.core.search import Searched, SearchIndex, one_of
from app.core.unindexed import Unindexed

FURTHER = 10
# rows in order that are looked through before an index of texts is asked
NEAR = (1000, 1000 * FURTHER)
# of a scattered filter so many are brought; of more, so many rows are looked through before
FEW, AHEAD = 1000, 10_000
STEPS = (11, 51, 101, 201)


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A list: rows of `table`, in which order, and which of them.

    `build` makes the query of a request: the row's columns, `id` among them, and the filters. It is
    given parameters in place of values, each named as its filter (see `PageRequest.masked`), so
    that one query serves all requests of that shape. `keys` says which column sorts where it is
    not the one of that name (a text sorts by its folded key); `search` finds the request's `q` in
    the rows of which table.

    Filters that no index serves in the order of the keys by itself are told apart from those of
    `build` (docs/adr/0021). `shown` says to which rows the indexes that sort are limited. `within`
    is a filter by many values of a column, each of which has its rows in order; `marked` one whose
    rows are in order in a table of their own. `scattered` are filters of `build` whose index has no
    order, with the ids that each finds.
    """

    table: Table
    build: Callable[[Any], Select[Any]]
    keys: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    search: tuple[SearchIndex, Table] | None = None
    shown: Callable[[Any], Sequence[ColumnElement[bool]]] = lambda _: ()
    within: Callable[[Any], Within | None] = lambda _: None
    marked: Callable[[Any], Marked | None] = lambda _: None
    scattered: Mapping[str, Callable[[Any], Select[Any]]] = field(default_factory=dict)

    def scattering(self, request: PageRequest) -> Sequence[Callable[[Any], Select[Any]]]:
        """What of `scattered` the request asks for."""
        asked = {name for name, _ in request.filters()}
        return [ids for name, ids in self.scattered.items() if name in asked]

    def query(self, request: PageRequest) -> Select[Any]:
        """All rows of the request, in no order, but for its `q`."""
        request = request.masked()
        narrowing = self.within(request), self.marked(request)
        return self.build(request).where(*(one.met for one in narrowing if one is not None))


async def page(
    ctx: Work[Any], listing: Listing, request: PageRequest, **values: Any
) -> PageRows[Any]:
    """The next rows in the order asked for, `id` breaking ties in the same direction.

    `values` are parameters of the query that are no filters.
    """
    table, search = listing.table, listing.search
    name = request.sort.removeprefix("-")
    falling = request.sort.startswith("-")
    key: ColumnElement[Any] | None = listing.keys.get(name, table.c.get(name))
    assert key is not None, name
    values |= request.values()
    back = request.start == "end"
    if request.cursor is not None:
        back, values["_at"], values["_after"] = request.position(key.type)
    is_sqlite = ctx.unit.database.is_sqlite
    part = _Part(listing, key, table.c.id, request, falling is not back, is_sqlite)
    q, found = getattr(request, "q", None), None
    if q is None or search is None:
        rows = await _rows(ctx, part, values)
    else:
        index, searched = search
        assert isinstance(ctx, Context)
        found = index.narrowed(ctx, listing.query(request), searched, q)
        rows = await _found(ctx, found, part, values)
    more, rows = len(rows) > request.limit, rows[: request.limit]
    counts = [row.pop("_all", None) for row in rows]
    known = counts[0] if more else len(rows) if request.cursor is None else None
    total: tuple[int | None, int | None] = (None, None)
    if request.count is not None:
        query = listing.query(request) if found is None else found.query.where(found.indexed)
        total = await _total(ctx, query, request, known, values)
    if back:
        rows.reverse()
    marks = [(row.pop("_key"), row["id"]) for row in rows]
    before = bool(rows) and (more if back else request.cursor is not None)
    after = bool(rows) and (request.cursor is not None if back else more)
    return {
        "items": rows,
        "next": request.cursor_at(*marks[-1], back=False) if after else None,
        "prev": request.cursor_at(*marks[0], back=True) if before else None,
        "total": total[0],
        "total_at_least": total[1],
    }


@dataclass(frozen=True, slots=True)
class _Part:
    """Which rows of a list make the page: those beyond its cursor, in its order."""

    listing: Listing
    key: ColumnElement[Any]
    id: ColumnElement[Any]
    request: PageRequest
    down: bool
    is_sqlite: bool

    @property
    def table(self) -> Table:
        return self.listing.table

    @property
    def beyond(self) -> Sequence[ColumnElement[bool]]:
        if self.request.cursor is None:
            return ()
        here = tuple_(self.key, self.id)
        there = tuple_(bindparam("_at", type_=self.key.type), bindparam("_after", type_=Uuid()))
        return (here < there if self.down else here > there,)

    @property
    def order(self) -> Sequence[ColumnElement[Any]]:
        keys = self.key, self.id
        return [key.desc() for key in keys] if self.down else keys

    @property
    def most(self) -> int:
        """How many rows are asked for: at least one more than the page has.

        A limit that stands in the statement lets PostgreSQL plan it once; one that is a parameter
        has it planned at each execution, which took four fifths of a list of stock.
        """
        limit = self.request.limit
        return next((step for step in STEPS if step > limit), limit + 1)

    def of(self, query: Select[Any]) -> Select[Any]:
        """The rows of the page and some more, if there are."""
        query = query.add_columns(self.key.label("_key")).where(*self.beyond)
        return self._first(query.order_by(*self.order))

    def whole(self) -> Select[Any]:
        """As `of`, of all rows of the request, each filter by its index."""
        masked = self.request.masked()
        marked, within = self.listing.marked(masked), self.listing.within(masked)
        if marked is not None:
            return self.of_marked(marked, within)
        if within is None or self.is_sqlite:  # which has no LATERAL
            return self.of(self.listing.query(self.request))
        return self.of_each(within)

    def near(self, number: int) -> Select[Any]:
        """The ids of the next rows in order, whatever they contain."""
        own = self.table.c.organization_id == TENANT
        ids = select(self.table.c.id).where(own, *self.listing.shown(self.request), *self.beyond)
        return ids.order_by(*self.order).limit(literal_column(str(number)))

    def ahead(self) -> Select[Any]:
        """As `of`, from the next rows in order alone, the last that is needed ending it.

        No row where a scattered filter finds few: these are brought sooner than met.
        """
        near = self.near(AHEAD).add_columns(self.key.label("_key")).subquery("near")
        found = self._scattered.limit(literal_column(str(FEW + 1))).subquery("found")
        many = select(func.count()).select_from(found).scalar_subquery() > FEW
        id, own = self.table.c.id, Unindexed(self.table.c.organization_id) == TENANT
        # a value for each row: what the planner can make a join of, it may read all of the table for
        met = self.listing.query(self.request).with_only_columns(id).where(own, id == near.c.id)
        ids = select(near.c.id).where(many, met.correlate(near).scalar_subquery().is_not(None))
        return self._looked_up(ids, near)

    def gathered(self) -> Select[Any]:
        """As `of`, put in order once all rows of a scattered filter are brought.

        The planner may rather walk in order, and meet all rows where few are of the request.
        """
        return self.of(self.listing.query(self.request).where(self.one_of(self._scattered)))

    @property
    def _scattered(self) -> Select[Any]:
        ids, *_ = self.listing.scattering(self.request)
        return ids(self.request.masked())

    def of_each(self, within: Within) -> Select[Any]:
        """As `of`, from the next rows in order of each value, which are few."""
        query = self.listing.build(self.request.masked())
        next_ = query.with_only_columns(self.table.c.id, self.key.label("_key")).where(
            self.table.c.organization_id == TENANT,
            within.column == within.values.c.id,
            *self.beyond,
        )
        of_one = self._first(next_.order_by(*self.order).correlate(within.values)).lateral("of_one")
        ids = select(of_one.c.id).select_from(within.values.join(of_one, true()))
        return self._looked_up(ids, of_one)

    def of_marked(self, marked: Marked, within: Within | None) -> Select[Any]:
        """As `of`, from the marks on: they are in order, and each names its row.

        PostgreSQL is to look the rows up one by one. Where it guesses that there are few, it may
        rather join all of them, and sort.
        """
        query, marks = self.listing.build(self.request.masked()), marked.sorted_by(self.key.name)
        there = replace(self, key=marks.c._key, id=marks.c.id)
        query = query.where(self.table.c.id == marks.c.id)
        if within is not None:
            query = query.where(within.met if self.is_sqlite else within.met_by_one)
        if self.is_sqlite:
            return there.of(query)
        own = Unindexed(self.table.c.organization_id) == TENANT
        row = query.where(own).limit(literal_column("1")).correlate(marks).lateral("row")
        return there.of(select(row).select_from(marks.join(row, true())))

    def one_of(self, ids: Select[Any]) -> ColumnElement[bool]:
        return one_of(self.table, ids, is_sqlite=self.is_sqlite)

    def _looked_up(self, ids: Select[Any], rows: FromClause) -> Select[Any]:
        """The first of these ids in order, which are those of `rows`."""
        keys = rows.c._key, rows.c.id
        ids = self._first(ids.order_by(*([key.desc() for key in keys] if self.down else keys)))
        query = self.listing.build(self.request.masked()).add_columns(self.key.label("_key"))
        return query.where(self.one_of(ids)).order_by(*self.order)

    def _first(self, query: Select[Any]) -> Select[Any]:
        return query.limit(literal_column(str(self.most)))


async def _rows(ctx: Work[Any], part: _Part, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a page without a search, and some more, if there are."""
    listing, request = part.listing, part.request
    shape = (listing, request.shape(), part.down, part.most)
    if not listing.scattering(request):
        return await ctx.rows_of_shape(shape, part.whole, values)
    rows = await ctx.rows_of_shape((*shape, FEW, AHEAD), part.ahead, values)
    if len(rows) > request.limit:
        return rows
    return await ctx.rows_of_shape(shape, part.gathered, values)


async def _found(
    ctx: Context, found: Searched, part: _Part, values: dict[str, Any]
) -> list[dict[str, Any]]:
    """The rows of a page that contain a text and one more, if there is.

    What is found often fills a page from the rows that are next in order. What does not, is rare
    enough for the index to bring all of it, to be put in order then.
    """
    limit, table = part.request.limit, part.table
    for number in NEAR if isinstance(part.key, Column) and part.key.table is table else ():
        nearby = found.query.where(part.one_of(part.near(number)), found.contains)
        rows = await ctx.rows(part.of(nearby), **values)
        if len(rows) > limit:
            return rows
        if len(rows) * FURTHER <= limit:  # the next step would not fill the page either
            break
    brought = found.query.where(found.indexed)
    if part.request.count is not None and part.request.cursor is None:
        brought = brought.add_columns(func.count().over().label("_all"))  # it meets all anyway
    return await ctx.rows(part.of(brought), **values)


async def _total(
    ctx: Work[Any],
    query: Select[Any],
    request: PageRequest,
    known: int | None,
    values: dict[str, Any],
) -> tuple[int | None, int | None]:
    """`total` and `total_at_least` of a page; `known` is the number where that has been seen."""
    if known is None:
        limited = query if request.count == "exact" else query.limit(COUNTED)
        known = await ctx.count(limited, **values)
    capped = request.count == "true" and known >= COUNTED
    return (None, COUNTED) if capped else (known, None)
