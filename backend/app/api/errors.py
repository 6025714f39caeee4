"""Errors as problem+json (RFC 9457). Never an exception's own text, never an echo of the input."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from app.core.errors import AppError, Fault
from app.core.logging import Log, tellable

log = Log(__name__)
MEDIA_TYPE = "application/problem+json"
# names that changed between Python versions; a client's code must not
CODES = {
    400: "malformed",
    413: "body_too_large",
    414: "uri_too_long",
    422: "invalid",
    431: "headers_too_large",
}
TITLES = {413: "Content Too Large", 414: "URI Too Long", 422: "Unprocessable Content"}


def problem(request: Request, status: int, code: str, detail: str, **more: Any) -> Response:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, HTTPStatus(status).phrase),
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": str(getattr(request.state, "request_id", "")) or None,
    }
    return JSONResponse(body | more, status, media_type=MEDIA_TYPE)


async def refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)
    response = problem(request, error.status, error.code, str(error), **error.more)
    response.headers.update(error.headers)
    return response


async def unreadable(request: Request, error: Exception) -> Response:
    """Input that the framework could not validate: every fault with its place."""
    assert isinstance(error, RequestValidationError | ValidationError)
    sent = getattr(error, "body", None)
    faults = [
        Fault(_pointer(_place(fault, sent)), fault["msg"], fault["type"]).as_json()
        for fault in error.errors()
    ]
    return problem(
        request, 422, "invalid", "Some of the input cannot be used.", errors=faults[:100]
    )


def _place(fault: Any, sent: Any) -> list[Any]:
    """Where in `sent` the fault is; pydantic names the alternatives that it tried, too."""
    named = [*fault["loc"], *fault.get("ctx", {}).get("inside", ())]
    if named[0] != "body" or sent is None:
        return named
    if fault["type"] == "json_invalid":
        return named[:1]
    place = named[:1]
    for part in named[1:]:
        try:
            sent = sent[part]
        except (LookupError, TypeError):
            if fault["type"] != "missing" or part != named[-1]:
                continue
        place.append(part)
    return place


def _pointer(location: list[Any]) -> str:
    """RFC 6901; a field's name may be the caller's own, hence cut."""
    parts = [str(part)[:200].replace("~", "~0").replace("/", "~1") for part in location]
    return "/" + "/".join(part.encode("utf-8", "replace").decode() for part in parts)


async def unserved(request: Request, error: Exception) -> Response:
    """What the framework refuses by itself: no such path, no such method, no JSON."""
    assert isinstance(error, HTTPException)
    status = error.status_code
    code = CODES.get(status, HTTPStatus(status).name.lower())
    response = problem(request, status, code, str(error.detail))
    response.headers.update(error.headers or {})
    return response


async def failed(request: Request, error: Exception) -> Response:
    """A defect of ours: told to the log with its traceback, to the caller with an id to quote."""
    log.error("request failed", exc_info=error, path=tellable(request.url.path))
    return problem(
        request, 500, "internal", "Something went wrong here; quote the request id to the operator."
    )


HANDLERS: dict[type[Exception], Any] = {
    AppError: refused,
    RequestValidationError: unreadable,
    HTTPException: unserved,
}


def add_handlers(app: FastAPI) -> None:
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
