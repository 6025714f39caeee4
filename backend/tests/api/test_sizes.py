"""What is too large is refused by what a request says of itself; what it says wrongly, by what arrives."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from app.api.sizes import LARGEST_HEAD, LONGEST_QUERY
from tests.contract.wire import Answer, send
from tests.statements import Statements
from tests.world import World, refused

ITEMS = "/items"


@pytest.mark.parametrize(
    ("query", "status"), [("q=" + "x" * 150, 200), ("q=" + "x" * LONGEST_QUERY, 414)]
)
async def test_a_query_has_an_upper_bound(org: World, query: str, status: int) -> None:
    with Statements(org.database) as statements:
        answer = await org.call("GET", f"{ITEMS}?{query}")
    assert answer.status_code == status
    if status == 414:
        assert refused(answer) == (414, "uri_too_long")
        assert answer.json()["title"] == "URI Too Long"
        assert len(statements) == 0


@pytest.mark.parametrize(
    "lines", [{"X-One": "x" * LARGEST_HEAD}, {f"X-{n}": "x" * 900 for n in range(80)}]
)
async def test_headers_have_an_upper_bound_together(org: World, lines: dict[str, str]) -> None:
    answer = await org.call("GET", ITEMS, headers=lines)
    assert refused(answer) == (431, "headers_too_large")
    assert answer.headers["x-content-type-options"] == "nosniff"
    small = dict.fromkeys(lines, "x" * 10)
    assert (await org.call("GET", ITEMS, headers=small)).status_code == 200


@pytest.mark.parametrize("token", ["x", "a.b.c", "qk_", "rt_"])
async def test_an_oversized_token_is_a_wrong_token(org: World, token: str) -> None:
    for size in (10_000, 100_000, 1_000_000):
        headers = {"Authorization": f"Bearer {token}{'x' * size}"}
        answer = await org.client.get(f"{org.path}{ITEMS}", headers=headers)
        assert refused(answer) == (401, "unauthorized")


async def asked(app: FastAPI, org: World, length: bytes, content: bytes = b"{}") -> Answer:
    headers = [
        (b"authorization", org.owner.headers["Authorization"].encode()),
        (b"content-type", b"application/json"),
        (b"content-length", length),
    ]
    return await send(app, "POST", f"{org.path}{ITEMS}".encode(), headers, content)


@pytest.mark.parametrize(
    ("length", "status", "code"),
    [
        (b"abc", 400, "malformed"),
        (b"-1", 400, "malformed"),
        (b"+5", 400, "malformed"),
        (b"1e3", 400, "malformed"),
        (b"", 400, "malformed"),
        (b"\xb2", 400, "malformed"),
        (b"0x10", 400, "malformed"),
        (b"10000001", 413, "body_too_large"),
        (b"9" * 5000, 413, "body_too_large"),
    ],
)
async def test_what_a_length_must_not_say(
    app: FastAPI, org: World, length: bytes, status: int, code: str
) -> None:
    with Statements(org.database) as statements:
        answer = await asked(app, org, length)
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert len(statements) == 0


@pytest.mark.parametrize("declared", [b"2", None])
async def test_more_than_declared_counts_as_it_arrives(
    own_app: FastAPI, org: World, declared: bytes | None
) -> None:
    """A server's parser would cut it; who runs another server is bounded all the same."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 1_000_000

    headers: Any = org.owner.headers | {"Content-Type": "application/json"}
    if declared is not None:
        headers["Content-Length"] = declared.decode()
    transport = httpx2.ASGITransport(own_app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.post(f"{org.path}{ITEMS}", content=pieces(), headers=headers)
    assert refused(answer) == (413, "body_too_large")


@pytest.mark.parametrize("depth", [31, 32, 33, 900, 100_000])
async def test_nesting_has_an_upper_bound(app: FastAPI, org: World, depth: int) -> None:
    nested = b"[" * depth + b"1" + b"]" * depth
    content = b'{"name": "Ore", "attributes": {"deep": ' + nested + b"}}"
    answer = await asked(app, org, str(len(content)).encode(), content)
    assert answer.status in {400, 422}
    assert (await org.get(ITEMS))["items"] == []
