"""From a path to its operation in one step: FastAPI would try one route after the other.

What is not found here (forms, documents, the web interface, a path that nobody knows) goes on to
FastAPI, which has all of it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from operator import itemgetter

from fastapi import FastAPI, Request, Response
from fastapi.routing import iter_route_contexts
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.errors import HANDLERS
from app.api.operation import Operation

Handler = Callable[[Request, Exception], Awaitable[Response]]
HANDLED = tuple(HANDLERS)
Fixed = tuple[str, ...]  # the segments of a path that are no parameters


@dataclass(frozen=True, slots=True)
class Shape:
    """Paths whose parameters stand at the same places: looked up by the segments between them."""

    fixed: tuple[int, ...]
    free: tuple[int, ...]
    known: dict[Fixed, tuple[int, Operation | None]]  # with its turn among all

    def at(self, segments: list[str]) -> tuple[int, Operation | None] | None:
        return self.known.get(tuple([segments[at] for at in self.fixed]))


class Dispatch:
    """Stands right before FastAPI's own routing."""

    def __init__(self, app: ASGIApp, api: FastAPI) -> None:
        self.app, self.api = app, api
        self._known: dict[tuple[str, int], list[Shape]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._found(scope) if scope["type"] == "http" else None
        if found is None:
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive, send)
        try:
            response = await found(request)
        except HANDLED as error:
            response = await _handler(error)(request, error)
        await response(scope, receive, send)

    def _found(self, scope: Scope) -> Operation | None:
        """The operation at this path, whose parameters are then in the scope."""
        if self._known is None:
            self._known = _table(self.api)
        segments = scope["path"].split("/")
        shapes = self._known.get((scope["method"], len(segments)), ())
        found = [(*here, shape) for shape in shapes if (here := shape.at(segments))]
        if not found:
            return None
        _, operation, shape = min(found, key=itemgetter(0))
        if operation is None or not all(segments[1:]):
            return None
        said = [segments[at] for at in shape.free]
        scope["path_params"] = dict(zip(operation.names, said, strict=True))
        scope["route"] = operation.route
        return operation


def _table(api: FastAPI) -> dict[tuple[str, int], list[Shape]]:
    """By method and number of segments; of two that fit, FastAPI would take the first."""
    known: dict[tuple[str, int], list[Shape]] = {}
    for turn, route in enumerate(iter_route_contexts(api.routes)):
        if route.path is None or not hasattr(route.original_route, "dependant"):
            continue
        parts = route.path.split("/")
        free = tuple(at for at, part in enumerate(parts) if part.startswith("{"))
        fixed = tuple(at for at in range(len(parts)) if at not in free)
        for method in route.methods or ():
            shapes = known.setdefault((method, len(parts)), [])
            shape = next((shape for shape in shapes if shape.free == free), None)
            if shape is None:
                shapes.append(shape := Shape(fixed, free, {}))
            key = tuple(parts[at] for at in fixed)
            shape.known.setdefault(key, (turn, Operation.of(route)))
    return known


def _handler(error: Exception) -> Handler:
    """That of its own kind, or of the nearest above it."""
    handler: Handler = next(HANDLERS[kind] for kind in type(error).__mro__ if kind in HANDLERS)
    return handler
