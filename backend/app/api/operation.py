"""An operation without the framework's solver: from a request to the endpoint's values, and back.

FastAPI declares, documents and validates; but it finds out anew for each request what an endpoint
takes, which costs more than the query of a hot list. Nearly all of ours take the same: a guard's
context, a body, a query, and some of path and headers. Such a signature is read once, here. The
others (forms, files, sign-in) are left to FastAPI.

The order of judgement is the guard's: who somebody is and what they may do comes first, whether
their input can be used second.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_cached_model_fields, request_params_to_args
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.routing import RouteContext
from pydantic import BaseModel
from pydantic_core import PydanticUndefined
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.core.idempotency import IdempotentRoute, Replay, settled
from app.domains.identity.deps import Opening

MISSING = {"type": "missing", "msg": "Field required", "input": None}


@dataclass(frozen=True, slots=True)
class Query:
    """The one model of an operation's query, and which of its fields may be named repeatedly."""

    name: str
    field: Any
    lists: frozenset[str]

    def of(self, text: bytes) -> tuple[Any, list[Any]]:
        said: dict[str, Any] = {}
        for name, value in parse_qsl(text.decode("latin-1"), keep_blank_values=True):
            if name in self.lists:
                said.setdefault(name, []).append(value)
            else:
                said[name] = value
        value, faults = self.field.validate(said, {}, loc=("query",))
        return value, faults


@dataclass(frozen=True, slots=True)
class Operation:
    """What one endpoint takes and gives."""

    route: Any
    call: Callable[..., Any]
    context: str
    guard: Opening
    names: tuple[str, ...]  # of the path's parameters, in its order
    path: tuple[tuple[str, str, Any], ...]
    query: Query | None
    headers: tuple[Any, ...]
    body: Any
    request: str | None
    response: str | None
    status: int
    answer: Any

    @classmethod
    def of(cls, route: RouteContext) -> Self | None:
        """None for an operation that takes something else, too."""
        needs: Dependant = route.dependant
        guard = needs.dependencies[0] if len(needs.dependencies) == 1 else None
        if guard is None or not isinstance(guard.call, Opening) or guard.name is None:
            return None
        if ":" in route.path:  # a parameter that takes slashes
            return None
        query = _query(needs) if needs.query_params else None
        if (needs.query_params and query is None) or needs.cookie_params:
            return None
        if len(needs.body_params) > 1 or (needs.body_params and _is_form(needs.body_params[0])):
            return None
        return cls(
            route=route.original_route,
            call=route.endpoint,
            context=guard.name,
            guard=guard.call,
            names=tuple(part[1:-1] for part in route.path.split("/") if part.startswith("{")),
            path=tuple((field.name, field.alias, field) for field in needs.path_params),
            query=query,
            headers=tuple(needs.header_params),
            body=needs.body_params[0] if needs.body_params else None,
            request=needs.request_param_name,
            response=needs.response_param_name,
            status=route.status_code or 200,
            answer=route.response_field,
        )

    async def __call__(self, request: Request) -> Response:
        """The answer, once everything is committed."""
        # read first: a slow sender must not hold a connection
        sent = await _received(request) if self.body or request.method == "POST" else b""
        try:
            async with self.guard.opened(request) as context:
                return await settled(request, self._answered(request, context, sent))
        except Replay as replay:
            return replay.response

    async def _answered(self, request: Request, context: Any, sent: bytes) -> Response:
        values: dict[str, Any] = {self.context: context}
        self._read(request, sent, values)
        extra = Response() if self.response else None
        if extra is not None:
            del extra.headers["content-length"]
            values[str(self.response)] = extra
        given = await self.call(**values)
        if isinstance(given, Response):
            return given
        response = Response(self._written(given), self.status, media_type="application/json")
        if not self.answer:
            del response.headers["content-type"]
        if extra is not None:
            response.raw_headers.extend(extra.raw_headers)
        return response

    def _read(self, request: Request, sent: bytes, values: dict[str, Any]) -> None:
        """Add what the endpoint takes of the request; raise for all of it that cannot be used."""
        faults: list[Any] = []

        def keep(name: str, value: Any, wrong: list[Any]) -> None:
            values[name] = value
            faults.extend(wrong)

        for name, alias, field in self.path:
            keep(name, *field.validate(request.path_params[alias], {}, loc=("path", alias)))
        if self.query is not None:
            keep(self.query.name, *self.query.of(request.scope["query_string"]))
        if self.headers:
            found, wrong = request_params_to_args(self.headers, request.headers)
            values.update(found)
            faults.extend(wrong)
        said: Any = None
        if self.body is not None:
            said = _said(request, sent)
            keep(self.body.name, *_bodied(self.body, said))
        if faults:
            raise RequestValidationError(faults, body=said)
        if self.request is not None:
            values[self.request] = request

    def _written(self, given: Any) -> bytes:
        if self.answer is None:
            return b""
        value, faults = self.answer.validate(given, {}, loc=("response",))
        if faults:
            raise ResponseValidationError(faults, body=given)
        written: bytes = self.answer.serialize_json(value, by_alias=True)
        return written


async def _received(request: Request) -> bytes:
    try:
        return await request.body()
    except ClientDisconnect:
        raise HTTPException(400, "The body ended before it was whole.") from None


def _said(request: Request, sent: bytes) -> Any:
    """What a body says: JSON where it is declared as such, else its bytes, which fit nothing."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = kind.startswith("application/") and kind.endswith(("/json", "+json"))
    if not sent or not is_json:
        return sent or None
    try:
        return json.loads(sent)
    except json.JSONDecodeError as error:
        fault = {"type": "json_invalid", "loc": ("body", error.pos), "msg": "JSON decode error"}
        raise RequestValidationError([fault | {"input": {}}], body=error.doc) from error
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "There was an error parsing the body") from error


def _bodied(field: Any, said: Any) -> tuple[Any, list[Any]]:
    if said is None and not field.field_info.is_required():
        return field.get_default(), []
    if said is None:
        return None, [MISSING | {"loc": ("body",)}]
    value, faults = field.validate(said, {}, loc=("body",))
    return value, faults


def _query(needs: Dependant) -> Query | None:
    field = needs.query_params[0]
    model = field.field_info.annotation
    if len(needs.query_params) > 1 or not (
        isinstance(model, type) and issubclass(model, BaseModel)
    ):
        return None
    fields = get_cached_model_fields(model)
    lists = {one.alias for one in fields if _is_list(one.field_info)}
    return Query(field.name, field, frozenset(lists))


def _is_list(info: Any) -> bool:
    from fastapi._compat import field_annotation_is_sequence

    return field_annotation_is_sequence(info.annotation)


def _is_form(field: Any) -> bool:
    return type(field.field_info).__name__ != "Body"
