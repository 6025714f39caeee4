"""From a path to its operation in one step: FastAPI would try one route after the other.

What is not found here (forms, documents, the web interface, a path that nobody knows) goes on to
FastAPI, which has all of it.
"""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.routing import iter_route_contexts
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.errors import HANDLERS
from app.api.operation import Operation

Handler = Callable[[Request, Exception], Awaitable[Response]]
HANDLED = tuple(HANDLERS)
Pattern = tuple[str | None, ...]  # the segments of a path; None takes any


class Dispatch:
    """Stands right before FastAPI's own routing."""

    def __init__(self, app: ASGIApp, api: FastAPI) -> None:
        self.app, self.api = app, api
        self._known: dict[tuple[str, int], list[tuple[Pattern, Operation | None]]] | None = None

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
        for pattern, operation in self._known.get((scope["method"], len(segments)), ()):
            if all(
                part is None or part == said for part, said in zip(pattern, segments, strict=True)
            ):
                if operation is None or not all(segments[1:]):
                    return None
                names = iter(operation.names)
                scope["path_params"] = {
                    next(names): said
                    for part, said in zip(pattern, segments, strict=True)
                    if part is None
                }
                scope["route"] = operation.route
                return operation
        return None


def _table(api: FastAPI) -> dict[tuple[str, int], list[tuple[Pattern, Operation | None]]]:
    """Patterns in the order in which FastAPI would try them."""
    known: dict[tuple[str, int], list[tuple[Pattern, Operation | None]]] = {}
    for route in iter_route_contexts(api.routes):
        if route.path is None or not hasattr(route.original_route, "dependant"):
            continue
        pattern = tuple(None if part.startswith("{") else part for part in route.path.split("/"))
        for method in route.methods or ():
            known.setdefault((method, len(pattern)), []).append((pattern, Operation.of(route)))
    return known


def _handler(error: Exception) -> Handler:
    """That of its own kind, or of the nearest above it."""
    handler: Handler = next(HANDLERS[kind] for kind in type(error).__mro__ if kind in HANDLERS)
    return handler
