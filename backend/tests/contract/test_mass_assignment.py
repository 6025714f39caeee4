"""Fields that answers have and a request has not: sent all the same, they are refused by name.

To each object in each body goes every field of every shape that the API answers with, of which the
request knows nothing: ids, roles, versions, times, who is a superuser. Each has to be named in a
422, and nothing may have changed.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from app.api.openapi import document
from tests.contract import rows
from tests.contract.calls import Call
from tests.contract.cases import FIXTURES
from tests.contract.operations import JSON, Operation, Schema, operations, variants
from tests.contract.test_tenant_sweep import exchanged, send
from tests.world import World, faults

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time
FAULTS = 100  # a problem names so many at most
# of tables, and in no answer: nobody should be able to set them either
NEVER = ("organization_id", "password_hash", "is_superuser", "email_key", "owner_id", "actor_id")


def fields_of_answers(app: FastAPI) -> list[str]:
    """The names of all fields of all shapes that an operation answers with."""
    whole = document(app)
    shapes = whole["components"]["schemas"]
    waiting = [
        content["schema"]
        for methods in whole["paths"].values()
        for said in methods.values()
        for status, answer in said["responses"].items()
        if status < "300"
        for content in answer.get("content", {}).values()
    ]
    found, seen = set(NEVER), set[str]()
    while waiting:
        schema = waiting.pop()
        if (name := schema.get("$ref", "").rpartition("/")[2]) and name not in seen:
            seen.add(name)
            waiting.append(shapes[name])
        found |= schema.get("properties", {}).keys()
        waiting += schema.get("properties", {}).values()
        waiting += [*schema.get("anyOf", []), *schema.get("oneOf", [])]
        waiting += [schema[part] for part in ("items", "additionalProperties") if _is(schema, part)]
    return sorted(found)


def _is(schema: Schema, part: str) -> bool:
    return isinstance(schema.get(part), dict)


def objects_in(schema: Schema, value: Any, at: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Where in a body there are objects of a fixed shape, with the names that each may have."""
    for variant in variants(schema):
        properties = variant.get("properties")
        if properties is not None and isinstance(value, dict) and _fits(properties, value):
            yield at, properties.keys()
            for name, inner in value.items():
                yield from objects_in(properties[name], inner, (*at, name))
        if "items" in variant and isinstance(value, list) and value:
            for index, inner in enumerate(value):
                yield from objects_in(variant["items"], inner, (*at, index))


def _fits(properties: Schema, value: dict[str, Any]) -> bool:
    """Of alternatives, the one that is meant: it has a place for each field."""
    if not value.keys() <= properties.keys():
        return False
    kinds = [name for name in ("kind", "action") if "const" in properties.get(name, {})]
    return all(value.get(name) == properties[name]["const"] for name in kinds)


def with_more(call: Call, at: tuple[Any, ...], more: dict[str, Any]) -> Call:
    """The call with more fields in the object at this place."""
    if len(at) == 1:
        return call.saying(call.body | more)
    held = call.body
    for part in at[1:]:
        held = held[part]
    return exchanged(call, at, held | more)


async def refused_fields(
    org: World, operation: Operation, call: Call, at: tuple[Any, ...], extra: list[str]
) -> set[str]:
    """Which of the fields the answer names as not to be sent."""
    more = dict.fromkeys(extra, True)
    answer = await send(org, operation, with_more(call, at, more), call.by or org.owner)
    assert answer.status_code == 422, (operation.id, at, answer.status_code, answer.text)
    place = "".join(f"/{part}" for part in at)
    said = faults(answer)
    return {name for name in extra if said.get(f"{place}/{name}") == "extra_forbidden"}


async def test_no_field_of_an_answer_can_be_slipped_in(app: FastAPI, org: World) -> None:
    answered, tried = fields_of_answers(app), 0
    assert {"id", "role", "version", "created_at", "permissions", "on_hand"} <= {*answered}
    for operation in operations(app):
        if operation.media != JSON:
            continue
        call = await FIXTURES[operation.id](org)
        before = await rows.of_organization(org.database, org.id)
        for at, known in objects_in(operation.body, call.body, ("body",)):
            extra = [name for name in answered if name not in known]
            for start in range(0, len(extra), FAULTS // 2):
                part = extra[start : start + FAULTS // 2]
                missed = set(part) - await refused_fields(org, operation, call, at, part)
                assert not missed, (operation.id, at, missed)
                tried += len(part)
        assert await rows.of_organization(org.database, org.id) == before, operation.id
    assert tried > 1000


async def test_every_body_is_looked_into(app: FastAPI, org: World) -> None:
    """Else a body that the walk does not understand would pass as one without objects."""
    for operation in operations(app):
        if operation.media == JSON:
            call = await FIXTURES[operation.id](org)
            places = [at for at, _ in objects_in(operation.body, call.body, ("body",))]
            assert places, operation.id
            nested = [part for part in call.body.values() if isinstance(part, list)]
            if any(isinstance(item, dict) for part in nested for item in part):
                assert any(len(at) > 1 for at in places), operation.id
