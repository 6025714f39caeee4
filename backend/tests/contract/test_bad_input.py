"""Every operation, with everything wrong that can be sent: a 4xx that says what, never a 5xx.

Made from the OpenAPI document: a new operation or field is spoilt here without another line.
"""

import base64
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from tests.contract import spoiling
from tests.contract.cases import FIXTURES
from tests.contract.judging import Bench
from tests.contract.operations import JSON, MULTIPART, operations
from tests.contract.spoiling import spoilt_bodies
from tests.contract.wire import Request
from tests.world import World

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time


@pytest.fixture
def bench(app: FastAPI, org: World, request: pytest.FixtureRequest) -> Iterator[Bench]:
    with Bench(app, org, thorough=request.config.getoption("--thorough")) as bench:
        yield bench


async def test_whole_bodies(app: FastAPI, bench: Bench) -> None:
    for operation in operations(app):
        request = await bench.whole(operation)
        bodies = spoiling.BODIES if operation.media else spoiling.BODIES[::9]
        for kind, content in bench.some(bodies, str(operation.media)):
            headers = {b"content-type": kind}
            what = f"{kind!r} {content[:20]!r}"
            bad = operation.media is not None
            request = await bench.judge(
                request, what, headers=headers, content=content, never_fine=bad
            )
    bench.settle()


@pytest.mark.parametrize("part", range(4))
@pytest.mark.long
async def test_fields_of_bodies(app: FastAPI, bench: Bench, part: int) -> None:
    with_body = [operation for operation in operations(app) if operation.media == JSON]
    for operation in with_body[part::4]:
        call = await FIXTURES[operation.id](bench.world)
        request = await bench.whole(operation)
        for spoilt in spoilt_bodies(operation.body, call.body, bench.some):
            request = await bench.judge(
                request,
                spoilt.what,
                spoilt.at,
                never_fine=spoilt.never_fine,
                content=spoilt.content,
            )
    bench.settle()


async def test_fields_of_forms(app: FastAPI, bench: Bench) -> None:
    for operation in operations(app):
        if operation.media in {None, JSON}:
            continue
        request = await bench.whole(operation)
        call = await FIXTURES[operation.id](bench.world)
        fields = operation.body["properties"]
        for name, text in bench.some(itertools.product([*fields, "extra"], spoiling.TEXTS)):
            kind, content = spoiling.form(str(operation.media), call, name, text)
            headers = {b"content-type": kind}
            at = f"/body/{name}" if operation.media == MULTIPART else ""
            request = await bench.judge(
                request, repr(text[:40]), at, headers=headers, content=content
            )
    bench.settle()


@pytest.mark.long
async def test_queries(app: FastAPI, bench: Bench) -> None:
    for operation in operations(app):
        request = await bench.whole(operation)
        reads = operation.method == "GET"
        for query in bench.some(spoiling.QUERIES, "reads" if reads else "writes"):
            request = await bench.judge(request, repr(query[:40]), query=query)
        for name, schema in operation.named("query").items():
            for text in bench.some(spoiling.texts(schema), spoiling.kind(schema)):
                at, query = f"/query/{name}", name.encode() + b"=" + text
                never_fine = b"%00" in text
                request = await bench.judge(
                    request, repr(text[:40]), at, never_fine=never_fine, query=query
                )
            twice = b"%s=%s" % (name.encode(), spoiling.fine(schema))
            await bench.judge(request, "twice", query=twice + b"&" + twice)
    bench.settle()


async def test_cursors_of_ones_own_making(app: FastAPI, bench: Bench) -> None:
    """Cut out of a true cursor, so that only one part of it is wrong."""
    for operation in operations(app):
        if "cursor" not in operation.named("query"):
            continue
        request, _ = await bench.whole(operation), await bench.whole(operation)
        request.query = b""
        for sort in operation.named("query")["sort"]["enum"]:
            for cursor in bench.some(await forged(app, request, sort), sort):
                query = f"sort={sort}&cursor={cursor}".encode()
                await bench.judge(request, cursor, "/query/cursor", query=query, never_fine=True)
    bench.settle()


async def forged(app: FastAPI, request: Request, sort: str) -> list[str]:
    """True cursors with another key, id, way, order or length."""
    answer = await request.send(app, query=f"sort={sort}&limit=1".encode())
    cursor = answer.json()["next"]
    assert cursor, f"{request.operation.id} has one page only"
    *origin, way, _key, id = json.loads(base64.urlsafe_b64decode(f"{cursor}=="))
    keys = spoiling.KEYS_OF_CURSORS
    if sort.lstrip("-") not in {"name", "sku", "email"}:
        keys += spoiling.KEYS_OF_OTHERS
    parts: list[Any] = [[*origin, way, key, id] for key in keys]
    parts += [[*origin, "=", "", id], ["x", *origin[1:], way, "", id], [*origin, way, id], [], {}]
    parts += [[*origin, way, _key, other] for other in ("x", None, 1, [id], "\ud800", id + "0")]
    return [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]


async def test_paths(app: FastAPI, bench: Bench) -> None:
    for operation in operations(app):
        request = await bench.whole(operation)
        for name, schema in operation.named("path").items():
            for segment in bench.some(spoiling.SEGMENTS, spoiling.kind(schema)):
                at = "" if b"%2F" in segment.upper() else f"/path/{name}"
                await bench.judge(request, repr(segment[:40]), at, path={name: segment})
    bench.settle()


async def test_headers(app: FastAPI, bench: Bench) -> None:
    for operation in operations(app):
        request = await bench.whole(operation)
        for name, value in bench.some(spoiling.headers(operation), operation.method):
            what = f"{name!r}: {value[:40]!r}"
            request = await bench.judge(request, what, headers={name: value})
    bench.found = [text for text in bench.found if "get_ready" not in text]
    assert not bench.found, "\n".join(bench.found[:60])
