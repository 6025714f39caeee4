"""Trees by adjacency (`parent_id`), asked by recursive queries; no stored paths to go stale."""

from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    Select,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.among import among, as_one
from app.core.clock import now
from app.core.context import Context
from app.core.db import TenantOwned
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.scoping import TENANT

DEEPEST = 32


class Tree(TenantOwned):
    """One row for each tree of an organization: whoever moves in the tree locks it first."""

    __tablename__ = "trees"
    __table_args__ = (UniqueConstraint("organization_id", "name"),)

    name: Mapped[str] = mapped_column(String(32))


class TreeKnown(Conflict):
    constraint = "uq_trees_organization_id_name"


class Circle(Conflict):
    code, detail = "circle", "It cannot be moved into itself or below itself."


class TooDeep(Conflict):
    code, detail = "too_deep", f"A tree has at most {DEEPEST} levels."


async def plant(ctx: Context, name: str) -> None:
    await ctx.insert_new(Tree, {"id": new_id(), "created_at": now(), "name": name})


async def lock(ctx: Context, name: str) -> None:
    """Moves in one tree happen one by one: two of them could close a circle together."""
    await ctx.one(select(Tree).where(Tree.name == name).with_for_update())


def below(table: Table, root: str = "root") -> CTE:
    """`id`, `organization_id` and `depth` of the row bound to `root` and of all rows under it."""
    start = select(table.c.id, table.c.organization_id, literal(0).label("depth")).where(
        table.c.organization_id == TENANT, table.c.id == bindparam(root)
    )
    tree = start.cte(f"below_{table.name}", recursive=True)
    deeper = select(table.c.id, table.c.organization_id, tree.c.depth + 1).where(
        table.c.organization_id == TENANT, table.c.parent_id == tree.c.id
    )
    return tree.union_all(deeper)


async def ids_below(ctx: Context, table: Table, root: UUID) -> list[UUID]:
    """The id `root` and those of everything under it."""
    rows = await ctx.rows(select(below(table).c.id), root=root)
    return [row["id"] for row in rows]


@cache
def _above(table: Table, is_sqlite: bool) -> Select[Any]:
    # made once: the making cost a fifth of the request that shows an item
    start = select(
        table.c.id.label("leaf"),
        table.c.id,
        table.c.organization_id,
        table.c.parent_id,
        table.c.name,
        literal(0).label("depth"),
    ).where(table.c.organization_id == TENANT, among(table.c.id, "leaves", is_sqlite=is_sqlite))
    tree = start.cte(f"above_{table.name}", recursive=True)
    higher = select(
        tree.c.leaf,
        table.c.id,
        table.c.organization_id,
        table.c.parent_id,
        table.c.name,
        tree.c.depth + 1,
    ).where(table.c.organization_id == TENANT, table.c.id == tree.c.parent_id)
    tree = tree.union_all(higher)
    return select(tree.c.leaf, tree.c.id, tree.c.name).order_by(tree.c.leaf, tree.c.depth.desc())


async def _ancestors(ctx: Context, table: Table, ids: Collection[UUID]) -> list[dict[str, Any]]:
    """Each of `ids` with all above it, from the root down."""
    is_sqlite = ctx.unit.database.is_sqlite
    leaves = as_one(ids, is_sqlite=is_sqlite)
    return await ctx.rows(_above(table, is_sqlite), leaves=leaves)


async def paths(ctx: Context, table: Table, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """For each of `ids` the names from the root down to it, in one query."""
    found: dict[UUID, list[str]] = {}
    if ids:
        for row in await _ancestors(ctx, table, ids):
            found.setdefault(row["leaf"], []).append(row["name"])
    return found


async def refuse_misplaced(ctx: Context, table: Table, row: UUID | None, parent: UUID) -> None:
    """Raise where hanging `row` (None: a new one) under `parent` makes a circle or is too deep.

    For a row that exists the tree must be locked.
    """
    above = await _ancestors(ctx, table, [parent])
    if row is not None and row in {ancestor["id"] for ancestor in above}:
        raise Circle
    height = 0
    if row is not None:
        tree = below(table)
        (deepest,) = await ctx.rows(select(func.max(tree.c.depth).label("depth")), root=row)
        height = int(deepest["depth"] or 0)
    if len(above) + 1 + height > DEEPEST:
        raise TooDeep
