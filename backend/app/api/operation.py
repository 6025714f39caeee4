"""An operation without the framework's solver: from a request to the endpoint's values, and back.

FastAPI declares, documents and validates; but it finds out anew for each request what an endpoint
takes, which costs more than the query of a hot list. Nearly all of ours take the same: a guard's
context, a body, a query, and some of path and headers. Such a signature is read once, here. The
others (forms, files, sign-in) are left to FastAPI.

The order of judgement is the guard's: who somebody is and what they may do comes first, whether
their input can be used second.
"""

import json
from dataclasses import dataclass
from typing import Any, Self, cast
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi._compat import field_annotation_is_sequence, get_cached_model_fields
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_params_to_args
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.params import Form
from fastapi.routing import RouteContext
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.core.idempotency import Replay, settled
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
    call: Any
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
        path = str(route.path)
        guards = [(one.name, one.call) for one in needs.dependencies]
        if len(guards) != 1 or not _is_plain(needs) or ":" in path:  # a parameter with slashes
            return None
        ((context, guard),) = cast("list[tuple[str, Any]]", guards)
        if not isinstance(guard, Opening):
            return None
        return cls(
            route=route.original_route,
            call=route.endpoint,
            context=context,
            guard=guard,
            names=tuple(part[1:-1] for part in path.split("/") if part.startswith("{")),
            path=tuple((field.name, field.alias, field) for field in needs.path_params),
            query=_query(needs),
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


def _is_plain(needs: Dependant) -> bool:
    """Whether it takes at most one model of a query, one body that is no form, and no cookie."""
    queries, bodies = needs.query_params, needs.body_params
    return (
        len(queries) <= 1
        and all(_is_model(field.field_info.annotation) for field in queries)
        and len(bodies) <= 1
        and not any(isinstance(field.field_info, Form) for field in bodies)
        and not needs.cookie_params
    )


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _query(needs: Dependant) -> Query | None:
    if not needs.query_params:
        return None
    (field,) = needs.query_params
    lists = {
        one.alias
        for one in get_cached_model_fields(cast("Any", field.field_info.annotation))
        if field_annotation_is_sequence(one.field_info.annotation)
    }
    return Query(field.name, field, frozenset(lists))
