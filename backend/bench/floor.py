"""The floor: what the same duty costs when it is written by hand, on asyncpg and orjson over the same tables.

Its duty is the product's: every request proves its token and asks who that is and what they may do there, nothing is
remembered. It checks no input, keeps no activity, and knows only the operations that are measured. Its answers carry
the same fields.
"""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import jwt
import orjson
from sqlalchemy import make_url

from app.core.config import Settings, get_settings
from app.core.errors import Unauthorized
from app.core.ids import new_id
from app.core.keys import Keys
from app.domains.identity import tokens

AUTHORITY = """
    SELECT u.id, u.is_superuser, s.expires_at, s.ends_at, o.id AS organization_id, o.slug,
           o.currency, o.member_access, m.id AS membership_id, m.role
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    LEFT JOIN organizations o ON o.id = $3
    LEFT JOIN memberships m
      ON m.organization_id = o.id AND m.user_id = u.id AND m.ended_at IS NULL
    WHERE s.id = $1 AND u.id = $2 AND s.ended_at IS NULL AND u.is_active
"""
ITEM = """
    i.id::text, i.name, i.sku, i.barcode, i.category_id::text, i.tracking, i.unit, i.manufacturer,
    i.model_number, trim_scale(i.min_level / 1000000.0)::text AS min_level,
    trim_scale(i.max_level / 1000000.0)::text AS max_level, i.archived_at, i.created_at,
    i.updated_at, i.version
"""
LIST_ITEMS = f"""
    SELECT {ITEM}, c.name AS category, i.name_key AS _key
    FROM items i
    LEFT JOIN categories c ON c.organization_id = i.organization_id AND c.id = i.category_id
    WHERE i.organization_id = $1 AND i.archived_at IS NULL
    ORDER BY i.name_key, i.id LIMIT 51
"""  # noqa: S608 (our own columns)
LEVEL = """
    l.id::text, l.item_id::text, i.name AS item_name, i.sku, i.barcode, i.category_id::text,
    c.name AS category, i.unit, trim_scale(i.min_level / 1000000.0)::text AS min_level,
    l.lot_id::text, t.code AS lot, t.quality, t.expires_on, l.location_id::text,
    p.name AS location_name, trim_scale(l.on_hand / 1000000.0)::text AS on_hand,
    trim_scale(l.reserved / 1000000.0)::text AS reserved,
    trim_scale((l.on_hand - l.reserved) / 1000000.0)::text AS available, l.created_at, l.updated_at
"""
LEVELS = f"""
    SELECT {LEVEL}, l.created_at AS _key
    FROM stock_levels l
    JOIN items i ON i.organization_id = l.organization_id AND i.id = l.item_id
    JOIN lots t ON t.organization_id = l.organization_id AND t.id = l.lot_id
    JOIN locations p ON p.organization_id = l.organization_id AND p.id = l.location_id
    LEFT JOIN categories c ON c.organization_id = i.organization_id AND c.id = i.category_id
    WHERE l.organization_id = $1
"""  # noqa: S608 (our own columns)
LIST_STOCK = f"{LEVELS} ORDER BY l.created_at, l.id LIMIT 51"
LEVELS_OF_ITEM = (
    f"{LEVELS} AND l.item_id = $2 AND l.on_hand > 0 ORDER BY l.on_hand DESC, l.id LIMIT 1000"
)
PATHS = """
    WITH RECURSIVE above AS (
        SELECT id AS leaf, parent_id, name, 0 AS depth
        FROM locations WHERE organization_id = $1 AND id = ANY($2::uuid[])
      UNION ALL
        SELECT above.leaf, l.parent_id, l.name, above.depth + 1
        FROM above JOIN locations l ON l.organization_id = $1 AND l.id = above.parent_id
    )
    SELECT leaf::text, array_agg(name ORDER BY depth DESC) FROM above GROUP BY leaf
"""
GET_ITEM = f"""
    SELECT {ITEM}, i.notes, i.attributes, i.merged_into_id::text FROM items i WHERE i.organization_id = $1 AND i.id = $2
"""  # noqa: S608 (our own columns)
TAGS_OF_ITEM = """
    SELECT t.id::text, t.name, t.colour, t.created_at, t.updated_at, t.version
    FROM taggings g JOIN tags t ON t.organization_id = g.organization_id AND t.id = g.tag_id
    WHERE g.organization_id = $1 AND g.item_id = $2 ORDER BY t.name_key LIMIT 200
"""
CREATE_ITEM = f"""
    WITH i AS (
        INSERT INTO items (id, organization_id, created_at, updated_at, version, name, name_key,
            sku, sku_key, tracking, unit, manufacturer, model_number, notes, attributes)
        VALUES ($2, $1, $4, $4, 1, $5::text, lower($5::text), $6::text, lower($6::text), 'stock', 'pcs', '', '', '', '{{}}')
        RETURNING *
    ), lot AS (
        INSERT INTO lots (id, organization_id, created_at, updated_at, version, item_id, code,
            expires_key)
        VALUES ($3, $1, $4, $4, 1, $2, '', DATE '9999-12-31')
    )
    SELECT {ITEM}, i.notes, i.attributes, i.merged_into_id::text FROM i
"""  # noqa: S608 (our own columns)
RECEIVE = """
    WITH lot AS (
        SELECT t.id, p.id AS place, s.id AS supplier
        FROM lots t, locations p, locations s
        WHERE t.organization_id = $1 AND t.item_id = $5 AND t.code = ''
          AND p.organization_id = $1 AND p.id = $6
          AND s.organization_id = $1 AND s.role = 'supplier'
    ), posting AS (
        INSERT INTO postings (id, organization_id, created_at, reference, reason, actor_id, request_id)
        VALUES ($2, $1, $4, '', '', $8, $2)
    ), level AS (
        INSERT INTO stock_levels (id, organization_id, created_at, updated_at, item_id, lot_id,
            location_id, on_hand, reserved)
        SELECT $3, $1, $4, $4, $5, lot.id, lot.place, $7, 0 FROM lot
        ON CONFLICT (organization_id, lot_id, location_id) DO UPDATE
        SET on_hand = stock_levels.on_hand + excluded.on_hand, updated_at = excluded.updated_at
    )
    INSERT INTO stock_movements (id, organization_id, created_at, posting_id, kind, item_id, lot_id,
        from_location_id, to_location_id, quantity, reason, reference, actor_id, request_id)
    SELECT $3, $1, $4, $2, 'receive', $5, lot.id, lot.supplier, lot.place, $7, '', '', $8, $2
    FROM lot
    RETURNING id::text, posting_id::text, kind, item_id::text, from_location_id::text,
        to_location_id::text, trim_scale(quantity / 1000000.0)::text AS quantity, created_at
"""
HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"private, no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class Floor:
    """One ASGI program; paths are /api/v1/organizations/{id}/{what}[/{which}]."""

    def __init__(self, settings: Settings) -> None:
        self.keys, self.database = Keys.of(settings), settings.database
        self.concurrency = settings.db_concurrency or 12
        self.pool: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        try:
            status, answer = await self._answer(scope, receive)
        except Unauthorized:
            status, answer = 401, {"code": "unauthorized"}
        body = orjson.dumps(answer, option=orjson.OPT_UTC_Z)
        length = (b"content-length", str(len(body)).encode())
        await send({"type": "http.response.start", "status": status, "headers": [*HEADERS, length]})
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        await self.open()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def open(self) -> None:
        """Have connections, as many as the product works with at once."""
        dsn = make_url(self.database).set(drivername="postgresql")
        self.pool = await asyncpg.create_pool(
            dsn.render_as_string(hide_password=False),
            min_size=self.concurrency,
            max_size=self.concurrency,
            reset=_leave,
            server_settings={"jit": "off"},
        )

    async def close(self) -> None:
        await self.pool.close()

    def _proven(self, token: str) -> tuple[UUID, UUID]:
        """Whose token it is, and of which session: by the library that one would take for it."""
        try:
            whole = jwt.decode_complete(
                token,
                self.keys.access[0].key,
                algorithms=["HS256"],
                audience=tokens.AUDIENCE,
                issuer=tokens.ISSUER,
                options={"require": tokens.CLAIMS},
            )
        except jwt.InvalidTokenError as error:
            raise Unauthorized from error
        if whole["header"].get("typ") != tokens.TYPE:
            raise Unauthorized
        return UUID(whole["payload"]["sub"]), UUID(whole["payload"]["sid"])

    async def _answer(self, scope: Any, receive: Any) -> tuple[int, Any]:
        headers = dict(scope["headers"])
        token = headers.get(b"authorization", b"").decode().removeprefix("Bearer ")
        user, session = self._proven(token)
        _, _, _, _, organization, what, *which = scope["path"].split("/")
        tenant = UUID(organization)
        async with self.pool.acquire() as connection:
            me = await connection.fetchrow(AUTHORITY, session, user, tenant)
            if me is None or min(me["expires_at"], me["ends_at"]) <= _now():
                raise Unauthorized
            if me["role"] is None:
                return 404, {"code": "not_found"}
            if scope["method"] == "POST":
                body = orjson.loads((await receive())["body"])
                if what == "items":
                    return 201, await _create_item(connection, tenant, body)
                return 201, await _receive(connection, tenant, user, body)
            if what == "stock":
                return 200, await _list_stock(connection, tenant)
            if which:
                return 200, await _get_item(connection, tenant, UUID(which[0]))
            return 200, _page(await connection.fetch(LIST_ITEMS, tenant))


async def _leave(_connection: object) -> None:
    """Nothing here changes a session, so there is nothing to reset."""


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 (the product's clock costs a call more)


def _page(rows: list[Any]) -> dict[str, Any]:
    items = [dict(row) for row in rows[:50]]
    marks = [(item.pop("_key"), item["id"]) for item in items]
    more = len(rows) > 50
    after = urlsafe_b64encode(orjson.dumps(marks[-1])).decode() if more else None
    return {"items": items, "next": after, "prev": None, "total": None, "total_at_least": None}


async def _list_stock(connection: Any, tenant: UUID) -> dict[str, Any]:
    page = _page(await connection.fetch(LIST_STOCK, tenant))
    await _add_paths(connection, tenant, page["items"])
    return page


async def _add_paths(connection: Any, tenant: UUID, rows: list[dict[str, Any]]) -> None:
    wanted = {row["location_id"] for row in rows}
    paths = dict(await connection.fetch(PATHS, tenant, list(wanted)))
    for row in rows:
        row["location_path"] = paths[row["location_id"]]


async def _get_item(connection: Any, tenant: UUID, id: UUID) -> dict[str, Any]:
    item = dict(await connection.fetchrow(GET_ITEM, tenant, id))
    tags = [dict(row) for row in await connection.fetch(TAGS_OF_ITEM, tenant, id)]
    levels = [dict(row) for row in await connection.fetch(LEVELS_OF_ITEM, tenant, id)]
    await _add_paths(connection, tenant, levels)
    for level in levels:
        del level["_key"]
    sums = {
        name: f"{sum(float(level[name]) for level in levels):g}"
        for name in ("on_hand", "reserved", "available")
    }
    return item | {
        "attributes": orjson.Fragment(item["attributes"]),
        **sums,
        "tags": tags,
        "levels": levels,
    }


async def _create_item(connection: Any, tenant: UUID, body: Any) -> dict[str, Any]:
    values = (new_id(), new_id(), _now(), body["name"], body["sku"])
    item = dict(await connection.fetchrow(CREATE_ITEM, tenant, *values))
    return item | {"attributes": orjson.Fragment(item["attributes"])}


async def _receive(connection: Any, tenant: UUID, user: UUID, body: Any) -> dict[str, Any]:
    ends = UUID(body["item_id"]), UUID(body["location_id"])
    quantity = int(float(body["quantity"]) * 1_000_000)
    return dict(
        await connection.fetchrow(
            RECEIVE, tenant, new_id(), new_id(), _now(), *ends, quantity, user
        )
    )


def made() -> Floor:
    """For uvicorn's --factory."""
    return Floor(get_settings())
