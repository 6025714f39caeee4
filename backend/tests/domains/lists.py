"""What holds for every list: the same rows in the same order, forwards and backwards."""

from typing import Any

from tests.world import World


async def names(org: World, path: str, key: str = "name", **params: Any) -> list[Any]:
    """One field of every row of the first page."""
    return [row[key] for row in (await org.get(path, params=params))["items"]]


async def walk(org: World, path: str, *, back: bool = False, **params: Any) -> list[Any]:
    """Every row of a list by pages of two, from its start, or from its end and read backwards."""
    asked = params | {"limit": 2} | ({"from": "end"} if back else {})
    found: list[Any] = []
    while True:
        page = await org.get(path, params=asked)
        found = page["items"] + found if back else found + page["items"]
        cursor = page["prev" if back else "next"]
        if cursor is None:
            return found
        asked = params | {"limit": 2, "cursor": cursor}


async def assert_ordered(org: World, path: str, sort: str, key: Any, **params: Any) -> None:
    """The list in the order `sort`, which is that of `key`, with ids breaking ties alike."""
    rows = await walk(org, path, sort=sort, **params)
    falling = sort.startswith("-")
    assert len(rows) > 2
    assert rows == sorted(rows, key=lambda row: (key(row), row["id"]), reverse=falling)
    assert rows == await walk(org, path, back=True, sort=sort, **params)
    whole = await org.get(path, params=params | {"sort": sort, "limit": 200, "count": "exact"})
    assert whole["items"] == rows
    assert (whole["total"], whole["next"], whole["prev"]) == (len(rows), None, None)
