"""The operations of the OpenAPI document: what a request of each is made of, and who guards it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from app.api.openapi import document
from app.domains.identity.deps import InOrganization
from app.domains.identity.permissions import Permission

Schema = dict[str, Any]
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    said: Schema = field(repr=False)  # as the document has it
    parameters: tuple[Schema, ...] = field(repr=False)
    media: str | None  # of the body, if it takes one
    body: Schema = field(repr=False)  # its schema, with every reference resolved

    @property
    def of_organization(self) -> bool:
        return "{organization}" in self.path

    def named(self, place: str) -> dict[str, Schema]:
        """The parameters in `path`, `query` or `header`, with their schemas."""
        return {p["name"]: p["schema"] for p in self.parameters if p["in"] == place}


_read: dict[tuple[str | None, ...], list[Operation]] = {}


def operations(app: FastAPI) -> list[Operation]:
    """All of them, in the document's order; read once, since applications with the same paths have the same."""
    paths = tuple(route.path for route in iter_route_contexts(app.routes))
    if paths not in _read:
        _read[paths] = _operations(document(app))
    return _read[paths]


def _operations(whole: Schema) -> list[Operation]:
    return [
        _operation(whole, path, method, said)
        for path, methods in whole["paths"].items()
        for method, said in methods.items()
    ]


def _operation(whole: Schema, path: str, method: str, said: Schema) -> Operation:
    content = said.get("requestBody", {}).get("content", {})
    media = next(iter(content), None)
    return Operation(
        said["operationId"],
        method.upper(),
        path,
        said,
        tuple(_resolved(whole, parameter) for parameter in said.get("parameters", [])),
        media,
        _resolved(whole, content[media]["schema"]) if media else {},
    )


def _resolved(whole: Schema, part: Any) -> Any:
    """`part` with what its references point to; no request of ours is made of itself."""
    if isinstance(part, list):
        return [_resolved(whole, item) for item in part]
    if not isinstance(part, dict):
        return part
    if (name := part.get("$ref")) is not None:
        rest = {key: value for key, value in part.items() if key != "$ref"}
        target = whole["components"]["schemas"][name.rpartition("/")[2]]
        return _resolved(whole, target | rest)
    return {key: _resolved(whole, value) for key, value in part.items()}


def variants(schema: Schema) -> Iterator[Schema]:
    """What a value may be, alternatives taken apart."""
    inner = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
    for alternative in inner:
        yield from variants(alternative)
    if not inner:
        yield schema


def is_id(schema: Schema) -> bool:
    return any(variant.get("format") == "uuid" for variant in variants(schema))


def id_fields(schema: Schema, at: str = "") -> Iterator[str]:
    """Where in a body of this schema ids stand; `*` is any place in a list, a line by its kind."""
    for variant in variants(schema):
        kind = variant.get("properties", {}).get("kind", {}).get("const")
        here = f"{at}:{kind}" if kind and at else at
        if variant.get("format") == "uuid":
            yield here
        for name, inner in variant.get("properties", {}).items():
            yield from id_fields(inner, f"{here}/{name}")
        if "items" in variant:
            yield from id_fields(variant["items"], f"{here}/*")


def guards(app: FastAPI) -> dict[tuple[str, str], InOrganization]:
    """Who decides about each operation of an organization, found in the routes themselves."""
    return {
        (method, (route.path or "").replace(":path}", "}")): call  # as the document writes it
        for route in iter_route_contexts(app.routes)
        for call in _calls(getattr(route, "dependant", None))  # static files have none
        if isinstance(call, InOrganization)
        for method in route.methods or ()
    }


def _calls(dependant: Dependant | None) -> Iterator[object]:
    for needed in dependant.dependencies if dependant else ():
        yield needed.call
        yield from _calls(needed)


def permission_of(app: FastAPI, operation: Operation) -> Permission:
    return guards(app)[operation.method, operation.path].permission
