"""A select of bare tables stays in its organization, or is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Select,
    Table,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    lateral,
    literal,
    not_,
    or_,
    select,
    tablesample,
    text,
    tuple_,
    union,
    union_all,
    update,
)
from sqlalchemy.dialects import sqlite

from app.core import scoping
from app.core.ids import new_id
from app.core.scoping import TENANT, TenantEscape, same_organization, scoped
from app.domains.identity.models import Membership, User
from app.domains.identity.queries.tables import memberships, users
from tests.world import World

METADATA = MetaData()


def table(name: str, *more: Column[Any]) -> Table:
    return Table(name, METADATA, Column("id", Integer), Column("x", Integer), *more)


A, B, C = (table(name, Column("organization_id", Uuid())) for name in "abc")
FREE = table("free")
ORGANIZATIONS = Table("orgs", METADATA, Column("id", Uuid()))


def own(table: Any) -> Any:
    return table.c.organization_id == TENANT


def sql(query: Select[Any]) -> str:
    return " ".join(str(scoped(query).compile(dialect=sqlite.dialect())).split())


def ties(query: Select[Any]) -> set[str]:
    """The equalities with the organization's id that the judged statement has."""
    words = sql(query).replace("(", " ").replace(")", " ").split()
    return {words[at - 2] for at, word in enumerate(words) if word == "?" and words[at - 1] == "="}


def test_a_plain_table_is_tied() -> None:
    assert ties(select(A.c.id)) == {"a.organization_id"}


def test_two_tables_side_by_side_are_both_tied() -> None:
    assert ties(select(A.c.id, B.c.id)) == {"a.organization_id", "b.organization_id"}


def test_a_join_on_the_organization_needs_no_second_tie() -> None:
    query = select(A.c.id).join(B, same_organization(A, B, A.c.x == B.c.id)).where(own(A))
    assert ties(query) == {"a.organization_id"}


def test_a_join_on_something_else_ties_both() -> None:
    query = select(A.c.id).join(B, A.c.x == B.c.id)
    assert ties(query) == {"a.organization_id", "b.organization_id"}


def test_a_join_within_a_join_ties_all_three() -> None:
    query = select(A.c.id).select_from(A.join(B.join(C, B.c.x == C.c.x), A.c.x == B.c.x))
    assert ties(query) == {"a.organization_id", "b.organization_id", "c.organization_id"}


def test_an_alias_is_a_table_of_its_own() -> None:
    parent = A.alias("parent")
    query = select(A.c.id).join(parent, parent.c.id == A.c.x)
    assert ties(query) == {"a.organization_id", "parent.organization_id"}


def test_a_condition_that_names_the_organization_is_not_repeated() -> None:
    assert sql(select(A.c.id).where(own(A), A.c.x == 1)).count("organization_id") == 1
    assert sql(select(A.c.id).where(and_(A.c.x == 1, and_(own(A))))).count("organization_id") == 1


@pytest.mark.parametrize(
    "condition",
    [
        or_(own(A), A.c.x == 1),
        not_(own(A)),
        own(A).is_(None),
        A.c.organization_id != TENANT,
        A.c.organization_id >= TENANT,
        A.c.organization_id.in_([new_id()]),
        A.c.organization_id == bindparam("other", type_=Uuid()),
        A.c.organization_id == new_id(),
        tuple_(A.c.organization_id, A.c.id) == tuple_(TENANT, 1),
        A.c.organization_id == A.c.organization_id,
        func.coalesce(A.c.organization_id, TENANT) == TENANT,
    ],
)
def test_a_condition_that_does_not_hold_for_each_row_is_no_tie(condition: Any) -> None:
    query = select(A.c.id).where(condition)
    assert len(scoped(query)._where_criteria) == 2
    assert scoped(query)._where_criteria[1].compare(own(A))


def test_two_tables_that_are_tied_to_each_other_alone_are_loose() -> None:
    query = select(A.c.id).where(A.c.organization_id == B.c.organization_id)
    assert ties(query) == {"a.organization_id", "b.organization_id"}


def test_an_outer_join_on_the_organization_is_let_through() -> None:
    query = select(A.c.id).outerjoin(B, same_organization(A, B, A.c.x == B.c.id))
    assert ties(query) == {"a.organization_id"}


def test_the_left_side_of_an_outer_join_is_not_tied_by_its_condition() -> None:
    query = select(A.c.id).outerjoin(B, and_(own(A), own(B)))
    assert scoped(query)._where_criteria[0].compare(own(A))


def test_what_hangs_on_an_outer_join_is_let_through_where_each_is_tied() -> None:
    query = select(A.c.id).select_from(
        A.outerjoin(B.join(C, same_organization(B, C)), same_organization(A, B))
    )
    assert ties(query) == {"a.organization_id"}


REFUSED: dict[str, Callable[[], Any]] = {
    "an outer join on something else": lambda: select(A.c.id).outerjoin(B, A.c.x == B.c.id),
    "an outer join whose right side is loose inside": lambda: select(A.c.id).select_from(
        A.outerjoin(B.join(C, B.c.x == C.c.x), same_organization(A, B))
    ),
    "a full join": lambda: select(A.c.id).join(B, same_organization(A, B), full=True),
    "a full join in a subquery": lambda: select(
        select(A.c.id).join(B, and_(own(A), own(B)), full=True).subquery().c.id
    ),
    "no table of tenants": lambda: select(FREE.c.id),
    "a subquery": lambda: select(select(A.c.id).subquery().c.id),
    "a subquery beside a tied table": lambda: select(B.c.id, select(A.c.x).subquery().c.x),
    "a subquery in a join": lambda: select(B.c.id).join(
        sub := select(A.c.x).subquery(), sub.c.x == B.c.x
    ),
    "a CTE": lambda: select(select(A.c.id).cte().c.id),
    "a CTE that is only added": lambda: select(B.c.id).add_cte(select(A.c.id).cte()),
    "a recursive CTE with a loose start": lambda: recursive(start=False, step=True),
    "a recursive CTE with a loose step": lambda: recursive(start=True, step=False),
    "a scalar subquery among the columns": lambda: select(B.c.id, select(A.c.x).scalar_subquery()),
    "EXISTS": lambda: select(B.c.id).where(exists(select(A.c.id))),
    "NOT EXISTS": lambda: select(B.c.id).where(~exists(select(A.c.id).where(A.c.x == B.c.x))),
    "IN": lambda: select(B.c.id).where(B.c.x.in_(select(A.c.x))),
    "a subquery that is tied to the outer table alone": lambda: select(B.c.id).where(
        exists(select(A.c.id).where(A.c.organization_id == B.c.organization_id))
    ),
    "ORDER BY": lambda: select(B.c.id).order_by(select(A.c.x).scalar_subquery()),
    "GROUP BY": lambda: select(B.c.x).group_by(select(A.c.x).scalar_subquery()),
    "HAVING": lambda: select(B.c.x).group_by(B.c.x).having(select(A.c.x).scalar_subquery() > 1),
    "LIMIT": lambda: select(B.c.x).limit(select(A.c.x).scalar_subquery()),
    "OFFSET": lambda: select(B.c.x).offset(select(A.c.x).scalar_subquery()),
    "a window": lambda: select(
        B.c.id, func.row_number().over(order_by=select(A.c.x).scalar_subquery())
    ),
    "a union with a loose part": lambda: select(
        union_all(select(A.c.x).where(own(A)), select(B.c.x)).subquery().c.x
    ),
    "OR in a subquery": lambda: select(
        select(A.c.id).where(or_(own(A), A.c.x == 1)).subquery().c.id
    ),
    "an UPDATE in a CTE": lambda: select(
        B.c.id, update(A).values(x=1).returning(A.c.id).cte().c.id
    ),
    "plain text": lambda: select(B.c.id).where(text("1 = 1 OR 1 = 1")),
    "plain text as a table": lambda: select(
        B.c.id, text("SELECT id FROM a").columns(Column("id", Integer)).subquery().c.id
    ),
    "a sample of a table": lambda: select(B.c.id, tablesample(A, func.system(10)).c.id),
    "an alias of an alias": lambda: select(A.alias().alias().c.id),
    "a lateral subquery": lambda: select(B.c.id, lateral(select(A.c.x).where(A.c.x == B.c.x)).c.x),
    "a subquery's column that is only called so": lambda: tied_in_exists(
        select(ORGANIZATIONS.c.id.label("organization_id"))
    ),
    "a subquery's literal that is only called so": lambda: tied_in_exists(
        select(literal(new_id()).label("organization_id"))
    ),
    "a union's column that is only half the organization's": lambda: tied_in_exists(
        union(
            select(B.c.organization_id).where(own(B)),
            select(ORGANIZATIONS.c.id.label("organization_id")),
        )
    ),
}


def tied_in_exists(source: Any) -> Select[Any]:
    """A subquery whose one table is tied to the column `organization_id` of `source`."""
    sub = source.subquery()
    inner = select(A.c.id).join(sub, sub.c.organization_id == A.c.organization_id).subquery()
    return select(inner.c.id)


def recursive(*, start: bool, step: bool) -> Select[Any]:
    first = select(A.c.id, A.c.organization_id)
    tree = (first.where(own(A)) if start else first).cte("tree", recursive=True)
    below = select(A.c.id, A.c.organization_id).where(A.c.x == tree.c.id)
    if step:
        below = below.where(A.c.organization_id == tree.c.organization_id)
    return select(tree.union_all(below).c.id)


@pytest.mark.parametrize("name", REFUSED)
def test_what_stays_loose_is_refused(name: str) -> None:
    with pytest.raises(TenantEscape):
        scoped(REFUSED[name]())


def test_a_union_by_itself_is_refused_where_a_part_is_loose() -> None:
    with pytest.raises(TenantEscape):
        scoped(union_all(select(A.c.id), select(B.c.id)))  # type: ignore[arg-type]  # on purpose


def test_a_join_inside_a_subquery_ties_nothing_outside() -> None:
    inner = select(B.c.x).select_from(A.join(B, and_(own(A), own(B)))).subquery()
    query = select(B.c.id).join(inner, inner.c.x == B.c.x)
    assert any(clause.compare(own(B)) for clause in scoped(query)._where_criteria)


def test_a_subquery_of_another_name_does_not_tie_the_outermost_table() -> None:
    sub = select(ORGANIZATIONS.c.id.label("organization_id")).subquery()
    query = select(A.c.id).join(sub, sub.c.organization_id == A.c.organization_id)
    assert any(clause.compare(own(A)) for clause in scoped(query)._where_criteria)


def test_a_recursive_query_that_names_the_organization_at_its_start_is_let_through() -> None:
    assert sql(recursive(start=True, step=True)).count("= ?") == 1


@pytest.mark.parametrize(
    "query",
    [
        lambda: select(select(A.c.id).where(own(A)).subquery().c.id),
        lambda: select(select(A.c.id).where(own(A)).cte().c.id),
        lambda: select(select(A.c.id).where(own(A)).cte().alias("again").c.id),
        lambda: select(select(A.c.id).where(own(A)).subquery().alias("again").c.id),
        lambda: select(B.c.id).where(exists(select(A.c.id).where(own(A), A.c.x == 1))),
        lambda: select(B.c.id).where(B.c.x.in_(select(A.c.x).where(own(A)))),
        lambda: select(B.c.id, lateral(select(A.c.x).where(own(A))).c.x),
        lambda: select(union_all(*(select(t.c.x).where(own(t)) for t in (A, B))).subquery().c.x),
        lambda: tied_in_exists(select(B.c.organization_id).where(own(B))),
    ],
)
def test_a_subquery_that_names_the_organization_is_let_through(
    query: Callable[[], Select[Any]],
) -> None:
    assert "organization_id = ?" in sql(query())


async def test_rows_and_counts_are_of_the_organization_alone(org: World, other_org: World) -> None:
    await other_org.person()
    query = select(memberships.c.id, memberships.c.organization_id)
    async with org.context() as ctx:
        rows = await ctx.rows(query)
        assert [row["organization_id"] for row in rows] == [org.id]
        assert await ctx.count(query) == 1


async def test_entities_can_be_selected_as_bare_columns_too(org: World, other_org: World) -> None:
    query = select(Membership.user_id).join(User, User.id == Membership.user_id)
    async with org.context() as ctx:
        assert await ctx.rows(query) == [{"user_id": org.owner.user_id}]
    async with other_org.context() as ctx:
        assert await ctx.rows(query) == [{"user_id": other_org.owner.user_id}]


async def test_a_parameter_of_the_same_name_does_not_lead_out(org: World, other_org: World) -> None:
    query = select(memberships.c.organization_id).where(
        memberships.c.organization_id == bindparam("tenant", other_org.id)
    )
    async with org.context() as ctx:
        assert await ctx.rows(query, tenant=other_org.id) == [{"organization_id": org.id}]
        assert await ctx.count(query, tenant=other_org.id) == 1


async def test_a_select_without_a_table_of_tenants_is_no_business_of_an_organization(
    org: World,
) -> None:
    async with org.context() as ctx:
        with pytest.raises(TenantEscape):
            await ctx.rows(select(users.c.email))


def test_a_verdict_on_one_statement_is_not_taken_for_its_twin() -> None:
    """Statements of one structure share a verdict; these only look as if they had one."""
    for _ in range(2):
        assert len(scoped(select(A.c.id).where(own(A)))._where_criteria) == 1
        for other in (
            bindparam("other", type_=Uuid()),
            bindparam("tenant", new_id(), type_=Uuid(), unique=True),
        ):
            twin = select(A.c.id).where(A.c.organization_id == other)
            assert scoped(twin)._where_criteria[-1].compare(own(A))
        let_through = select(select(A.c.id).where(own(A)).subquery().c.id)
        loose = select(
            select(A.c.id).where(A.c.organization_id == bindparam("other")).subquery().c.id
        )
        scoped(let_through)
        with pytest.raises(TenantEscape):
            scoped(loose)
        outer = select(A.c.id).outerjoin(B, same_organization(A, B))
        assert ties(outer) == {"a.organization_id"}
        with pytest.raises(TenantEscape):
            scoped(select(A.c.id).outerjoin(B, A.c.organization_id == B.c.x))


def test_verdicts_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoping, "REMEMBERED", 3)
    monkeypatch.setattr(scoping, "_verdicts", {})
    for number in range(8):
        scoped(select(A.c.id, *(literal(at) for at in range(number))))
        assert len(scoping._verdicts) <= 4
