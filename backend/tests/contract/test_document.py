"""The OpenAPI document says of every operation what a person needs to call it."""

from collections import Counter

import pytest
from fastapi import FastAPI

from app.api.openapi import document
from tests.contract.operations import operations

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time


async def test_every_operation_is_described(app: FastAPI) -> None:
    for operation in operations(app):
        said = operation.said
        assert said["summary"], operation.id
        assert said["description"].endswith((".", "`")), operation.id
        assert len(said["tags"]) == 1, operation.id
        assert operation.id.isidentifier(), operation.id
    counted = Counter(operation.id for operation in operations(app))
    assert counted.most_common(1)[0][1] == 1


async def test_every_refusal_is_documented_as_a_problem(app: FastAPI) -> None:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operation in operations(app):
        if not operation.path.startswith("/api/"):
            continue  # health answers the same body, well or not
        answers = operation.said["responses"]
        refusals = {status for status in answers if status >= "400"}
        versioned = {"412", "428"} if "if-match" in operation.named("header") else set()
        assert refusals >= {"400", "401", "403", "404", "409", "413", "422", "503"} | versioned
        assert all(answers[status]["content"] == problem for status in refusals), operation.id
        assert any(status < "300" for status in answers), operation.id


async def test_every_field_of_a_request_says_what_it_is(app: FastAPI) -> None:
    for operation in operations(app):
        for place in ("path", "query", "header"):
            for name, schema in operation.named(place).items():
                kinds = schema.keys() & {"type", "anyOf", "oneOf", "enum", "const"}
                assert kinds, (operation.id, name)
        if operation.media is not None:
            assert operation.body["properties"], operation.id


async def test_the_document_is_one_and_the_same_at_both_addresses(app: FastAPI) -> None:
    assert document(app) is document(app)
    assert document(app)["openapi"].startswith("3.1")
