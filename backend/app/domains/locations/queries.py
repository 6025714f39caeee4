"""The lists of places, with the path of each."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, select

from app.core.context import Context
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.trees import below, paths
from app.domains.locations.models import LOCATION_SEARCH, Location, LocationKind
from app.domains.locations.schemas import LocationFilter, LocationNode, LocationRow
from app.domains.tags.queries import has_tag

locations = cast("Table", Location.__table__)
LISTED = [name for name in LocationRow.__annotations__ if name != "path"]
MOST_IN_TREE = 10_000


async def search(ctx: Context, filters: LocationFilter) -> PageRows[LocationRow]:
    found = await page(ctx, _PLACES, filters)
    rows = cast("list[dict[str, Any]]", found["items"])
    known = await paths(ctx, locations, [row["id"] for row in rows])
    for row in rows:
        row["path"] = known[row["id"]]
    return found


def _places(filters: LocationFilter) -> Select[Any]:
    archived, kind = locations.c.archived_at, locations.c.kind
    found: list[ColumnElement[bool]] = [
        archived.is_not(None) if filters.archived else archived.is_(None)
    ]
    found.append(kind == filters.kind if filters.kind else kind != LocationKind.VIRTUAL)
    if filters.parent_id is not None:
        found.append(locations.c.parent_id == filters.parent_id)
    if filters.roots:
        found.append(locations.c.parent_id.is_(None))
    if filters.tag_id is not None:
        found.append(has_tag(locations.c.id, "location", filters.tag_id))
    if filters.code is not None:
        found.append(locations.c.code == filters.code)
    return select(*(locations.c[name] for name in LISTED)).where(*found)


_PLACES = Listing(locations, _places, {"name": locations.c.name_key}, (LOCATION_SEARCH, locations))


async def path_of(ctx: Context, location_id: UUID) -> list[str]:
    return (await paths(ctx, locations, [location_id]))[location_id]


async def tree(ctx: Context, root: UUID) -> LocationNode:
    """The place `root`, which there is, with all that stands in it, up to 10,000 places, siblings by name."""
    inside = below(locations)
    query = (
        select(
            locations.c.id,
            locations.c.parent_id,
            locations.c.name,
            locations.c.kind,
            locations.c.code,
        )
        .join(inside, inside.c.id == locations.c.id)
        .where(locations.c.archived_at.is_(None) | (locations.c.id == root))
        .order_by(inside.c.depth, locations.c.name_key, locations.c.id)
        .limit(MOST_IN_TREE)
    )
    nodes: dict[UUID, LocationNode] = {}
    for row in await ctx.rows(query, root=root):
        parent_id = row.pop("parent_id")
        node = nodes[row["id"]] = LocationNode(**row, children=[])
        if node.id != root and parent_id in nodes:
            nodes[parent_id].children.append(node)
    return nodes[root]
