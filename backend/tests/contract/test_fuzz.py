"""Whatever JSON stands in whichever field, or text in whichever query: never a 5xx, never a trace."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.judging import Bench
from tests.contract.operations import JSON, operations
from tests.contract.wire import Request
from tests.world import World

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time

BOUNDED = settings(
    max_examples=250,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
texts = st.text(st.characters(), max_size=40)  # lone surrogates and NUL, too
likely = st.one_of(
    st.decimals().map(str),
    st.integers().map(str),
    st.datetimes(timezones=st.timezones() | st.none()).map(lambda at: at.isoformat()),
    st.dates().map(str),
    st.uuids().map(str),
    st.sampled_from(["receive", "stock", "room", "virtual", "pcs", "SCU", "owner", "end", "exact"]),
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts | likely
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)


@pytest.fixture
async def prepared(app: FastAPI, org: World) -> AsyncIterator[tuple[Bench, list[Request]]]:
    with Bench(app, org) as bench:
        yield bench, [await bench.whole(operation) for operation in operations(app)]


@BOUNDED
@given(data=st.data())
async def test_any_json_in_any_field(
    prepared: tuple[Bench, list[Request]], data: st.DataObject
) -> None:
    bench, requests = prepared
    requests = [request for request in requests if request.operation.media == JSON]
    request = data.draw(st.sampled_from(requests), label="operation")
    body = json.loads(request.content)
    holder = body
    if "lines" in body and data.draw(st.booleans(), label="in a line"):
        holder = data.draw(st.sampled_from(body["lines"]))
    fields = sorted(request.operation.body["properties"].keys() | holder.keys())
    for name in data.draw(st.lists(st.sampled_from(fields), min_size=1, max_size=3, unique=True)):
        holder[name] = data.draw(values, label=name)
    await bench.judge(request, repr(body), content=json.dumps(body).encode())
    assert bench.found == []


@BOUNDED
@given(data=st.data())
async def test_any_text_in_any_query(
    prepared: tuple[Bench, list[Request]], data: st.DataObject
) -> None:
    bench, requests = prepared
    requests = [request for request in requests if request.operation.named("query")]
    request = data.draw(st.sampled_from(requests), label="operation")
    names = sorted(request.operation.named("query"))
    chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3))
    pairs: list[Any] = [(name, data.draw(likely | texts, label=name)) for name in chosen]
    query = "&".join(f"{name}={quote(text, errors='surrogatepass')}" for name, text in pairs)
    await bench.judge(request, query, query=query.encode())
    assert bench.found == []
