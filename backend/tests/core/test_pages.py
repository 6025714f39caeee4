"""Pages: every row once, forwards and backwards, whatever the order; and no cursor breaks it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import Table, TableClause, column, select

from app.core import listing
from app.core.clock import now
from app.core.ids import new_id
from app.core.listing import Listing, page
from app.core.pages import BadCursor, PageRequest
from tests.core.tables import Gadget
from tests.world import World, ok, refused

Gadgets = type[Gadget]
KEYS = ("name", "rank", "serial", "amount", "created_at")
SORTS = [*KEYS, *(f"-{key}" for key in KEYS)]
START = datetime(2026, 1, 1, tzinfo=UTC)


class GadgetFilter(PageRequest):
    sort: str = "name"
    q: str | None = None
    kind: Literal["a", "b"] | None = None


async def filled(world: World, number: int = 11) -> list[UUID]:
    """Gadgets with ties in every key but the name."""
    rows = [
        {
            "id": new_id(),
            "created_at": START + timedelta(seconds=at // 3),
            "updated_at": now(),
            "version": 1,
            "name": f"gadget {at * 7 % 11:02}",
            "rank": at // 4 - 1,
            "serial": 2**60 + at // 2,
            "amount": Decimal(at // 5) / 4,
            "word": "",
            "search_key": "",
        }
        for at in range(number)
    ]
    async with world.context(write=True) as ctx:
        await ctx.insert(Gadget, rows)
    return [UUID(str(row["id"])) for row in rows]


async def fetched(world: World, **request: Any) -> Any:
    table: Any = Gadget.__table__
    assert isinstance(table, Table)
    async with world.context() as ctx:
        query = select(*(table.c[name] for name in ("id", *KEYS)))
        return await page(ctx, Listing(table, lambda _: query), GadgetFilter(**request))


def in_order(rows: list[dict[str, Any]], sort: str) -> list[UUID]:
    key = sort.removeprefix("-")
    ordered = sorted(rows, key=lambda row: (row[key], row["id"]), reverse=sort.startswith("-"))
    return [row["id"] for row in ordered]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [1, 4, 11, 50])
@pytest.mark.usefixtures("gadgets")
async def test_walking_forwards_and_back_meets_every_row_once(
    org: World, other_org: World, sort: str, limit: int
) -> None:
    await filled(other_org, 3)
    await filled(org)
    everything = await fetched(org, limit=200)
    expected = in_order(everything["items"], sort)
    assert everything["next"] is everything["prev"] is None

    forwards, last = await walk(org, "next", sort=sort, limit=limit)
    assert forwards == expected
    assert last["next"] is None
    backwards, first = await walk(org, "prev", sort=sort, limit=limit, **{"from": "end"})
    assert backwards[::-1] == expected
    assert first["prev"] is None


async def walk(org: World, way: Literal["next", "prev"], **request: Any) -> tuple[list[UUID], Any]:
    """The ids in the order they are met, and the last page."""
    met: list[UUID] = []
    for _ in range(20):
        found = await fetched(org, **request)
        assert len(found["items"]) <= request["limit"]
        ids = [row["id"] for row in found["items"]]
        met += ids if way == "next" else ids[::-1]
        if found[way] is None:
            return met, found
        request = {key: value for key, value in request.items() if key != "from"}
        request["cursor"] = found[way]
    raise AssertionError("the pages do not end")


@pytest.mark.usefixtures("gadgets")
async def test_going_on_and_back_again_shows_the_same_page(org: World) -> None:
    await filled(org)
    first = await fetched(org, limit=4)
    second = await fetched(org, limit=4, cursor=first["next"])
    again = await fetched(org, limit=4, cursor=second["prev"])
    assert again["items"] == first["items"]
    assert again["prev"] is None
    assert again["next"] is not None


@pytest.mark.usefixtures("gadgets")
async def test_an_empty_list_has_no_pages_beside_it(org: World) -> None:
    for request in ({}, {"from": "end"}):
        found = await fetched(org, **request)
        assert found["items"] == []
        assert found["next"] is found["prev"] is None


async def test_a_page_beyond_the_last_row_is_empty(org: World, gadgets: Gadgets) -> None:
    ids = await filled(org)
    first = await fetched(org, limit=4)
    async with org.context(write=True) as ctx:
        await ctx.delete(gadgets, gadgets.id.in_(ids))
    assert (await fetched(org, limit=4, cursor=first["next"]))["items"] == []


@pytest.mark.usefixtures("gadgets")
async def test_a_total_is_there_where_it_is_asked_for(
    org: World, other_org: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(other_org, 3)
    await filled(org)

    async def total(count: str | None) -> tuple[int | None, int | None]:
        found = await fetched(org, limit=2, count=count)
        return found["total"], found["total_at_least"]

    assert await total(None) == (None, None)
    assert await total("true") == (11, None)
    assert await total("exact") == (11, None)
    monkeypatch.setattr(listing, "COUNTED", 5)  # why: ten thousand rows would take their time
    assert await total("true") == (None, 5)
    assert await total("exact") == (11, None)


def cursor(*parts: object) -> str:
    return urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def origin(**request: Any) -> list[str]:
    return GadgetFilter(**request).origin()


ID = str(new_id())
DAMAGED = {
    "no base64": "%%%",
    "not ASCII": "\u00e9",
    "no UTF-8": urlsafe_b64encode(b"\xff\xfe").decode(),
    "no JSON": urlsafe_b64encode(b"[").decode(),
    "empty": "",
    "no list": cursor()[:-4] + "bnVsbA",
    "a number": urlsafe_b64encode(b"5").decode(),
    "an object": urlsafe_b64encode(b'{"a": 1}').decode(),
    "too short": cursor(1, 2),
    "nested without end": urlsafe_b64encode(b"[" * 1400).decode(),
    "other order": cursor(*origin(sort="-name"), ">", "x", ID),
    "other filters": cursor(*origin(q="x"), ">", "x", ID),
    "other way": cursor(*origin(), "=", "x", ID),
    "the way a list": cursor(*origin(), [">"], "x", ID),
    "no id": cursor(*origin(), ">", "x", "x"),
    "the id a number": cursor(*origin(), ">", "x", 5),
    "the id nothing": cursor(*origin(), ">", "x", None),
    "a number for text": cursor(*origin(), ">", 5, ID),
    "nothing for text": cursor(*origin(), ">", None, ID),
    "NUL": cursor(*origin(), ">", "a\0", ID),
    "a lone surrogate": cursor(*origin(), ">", "\ud800", ID),
    "a list for text": cursor(*origin(), ">", [["x"]], ID),
}
WRONG_VALUES: dict[str, list[Any]] = {
    "rank": ["x", None, 1.5, 2**31, -(2**40), 10**30, [1], {}],
    "serial": ["x", 2**63, -(2**70), 10**300, True and "true"],
    "amount": ["x", "NaN", "Infinity", "1e400", "1e20", "0.0000001", "9" * 50, None],
    "created_at": ["x", None, [], "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", 1e300],
}


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.usefixtures("gadgets")
async def test_a_cursor_that_is_damaged_is_said_to_be(org: World, name: str) -> None:
    with pytest.raises(BadCursor):
        await fetched(org, cursor=DAMAGED[name])


@pytest.mark.parametrize(
    ("sort", "value"), [(sort, value) for sort, values in WRONG_VALUES.items() for value in values]
)
@pytest.mark.usefixtures("gadgets")
async def test_a_cursor_of_a_value_that_the_key_cannot_have_is_said_to_be_damaged(
    org: World, sort: str, value: object
) -> None:
    with pytest.raises(BadCursor):
        await fetched(org, sort=sort, cursor=cursor(*origin(sort=sort), ">", value, ID))


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("created_at", "0001-01-01T00:00:00Z"),
        ("created_at", "0001-01-02T00:00:00"),
        ("created_at", "2026-01-01T00:00:00+02:00"),
        ("created_at", "9999-12-31T23:59:59Z"),
        ("rank", 2**31 - 1),
        ("rank", -(2**31) + 1),
        ("serial", 2**63 - 1),
        ("amount", "-1.5"),
        ("name", ""),
        ("name", "x" * 500),
    ],
)
@pytest.mark.usefixtures("gadgets")
async def test_a_cursor_of_any_value_that_the_key_can_have_is_a_page(
    org: World, sort: str, value: object
) -> None:
    await filled(org, 3)
    pair = [
        len(
            (await fetched(org, sort=sort, cursor=cursor(*origin(sort=sort), way, value, ID)))[
                "items"
            ]
        )
        for way in "<>"
    ]
    assert sum(pair) == 3


def test_what_a_cursor_holds_can_be_read_by_whoever_wonders() -> None:
    request = GadgetFilter(sort="amount")
    text = request.cursor_at(Decimal("1.5"), UUID(ID), back=False)
    held = json.loads(urlsafe_b64decode(text + "=="))
    assert held == [*request.origin(), ">", "1.5", ID]


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": -1},
        {"limit": "many"},
        {"cursor": "x" * 2001},
        {"from": "middle"},
        {"count": "false"},
        {"start": "end"},
        {"kind": "c"},
        {"unknown": 1},
    ],
)
def test_a_request_out_of_bounds_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        GadgetFilter(**wrong)


def test_a_page_has_fifty_rows_unless_said() -> None:
    assert GadgetFilter().limit == 50
    assert GadgetFilter(limit=200).limit == 200


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "x"},
        {"sort": "email"},
        {"sort": "--name"},
        {"from": "start"},
        {"count": "yes"},
        {"extra": "1"},
        {"cursor": "\0"},
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/organizations", "members"])
async def test_a_list_names_the_parameter_that_is_wrong(
    org: World, path: str, query: dict[str, str]
) -> None:
    url = path if path.startswith("/") else f"{org.path}/{path}"
    response = await org.client.get(url, params=query, headers=org.owner.headers)
    assert refused(response) == (422, "invalid")
    (fault,) = response.json()["errors"]
    assert fault["pointer"] == f"/query/{next(iter(query))}"


async def test_a_list_says_that_its_cursor_is_bad(org: World) -> None:
    response = await org.call("GET", "/members", params={"cursor": "bm8"})
    assert refused(response) == (422, "bad_cursor")
    assert response.json()["errors"][0]["pointer"] == "/query/cursor"


async def test_the_lists_of_the_api_can_be_walked_too(org: World) -> None:
    people = {str((await org.person()).membership_id) for _ in range(4)}
    met: list[str] = []
    query: dict[str, Any] = {"limit": 2, "sort": "-created_at", "count": "exact"}
    for _ in range(5):
        found = await org.get("/members", params=query)
        assert found["total"] == 5
        met += [row["id"] for row in found["items"]]
        if found["next"] is None:
            break
        query["cursor"] = found["next"]
    assert len(met) == 5
    assert people < set(met)
    assert ok(await org.call("GET", "/members", params={"from": "end", "limit": 1}))["prev"]


@pytest.mark.parametrize(("limit", "asked"), [(1, 11), (50, 51), (200, 201)])
async def test_postgresql_plans_a_list_once(postgres_org: World, limit: int, asked: int) -> None:
    """Planning it at each execution, as where a parameter limits, takes longer than the rows."""
    table: Any = Gadget.__table__
    listing = Listing(table, lambda _: select(table.c.id, table.c.rank.label("planned")))
    names = ("statement", "custom_plans", "generic_plans")
    prepared = TableClause("pg_prepared_statements", *(column(name) for name in names))
    async with postgres_org.context() as ctx:
        for _ in range(20):
            await page(ctx, listing, GadgetFilter(limit=limit))
        statements = await ctx.unit.rows(select(prepared))
    plans = [
        (row["custom_plans"], row["generic_plans"])
        for row in statements
        if "AS planned" in row["statement"] and row["statement"].endswith(f"LIMIT {asked}")
    ]
    assert plans == [(5, 15)]  # the first five are for PostgreSQL to compare with
