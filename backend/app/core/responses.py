"""What a route needs to speak of versions, and to write rows as JSON."""

from decimal import Decimal
from typing import Annotated, Any, TypeVar
from uuid import UUID

import orjson
from fastapi import Header, Response

from app.core.db import Editable, etag
from app.core.schemas import Schema

S = TypeVar("S", bound=Schema)
TOLD_AS_TEXT = (
    UUID,
    Decimal,
)  # a union would be made anew for each of some hundred values of a page
IfMatch = Annotated[
    str | None,
    Header(max_length=1000, description='The version to edit, as in `"v3"`; or `*`.'),
]


def tagged(response: Response, read: type[S], row: Editable) -> S:
    response.headers["ETag"] = row.etag
    return read.model_validate(row)


def created(response: Response, path: str) -> None:
    response.headers["Location"] = path


def json_of(row: Any, *, version: int) -> Response:
    """One row as JSON, with its ETag."""
    response = json_page(row)
    response.headers["ETag"] = etag(version)
    return response


def json_page(rows: Any) -> Response:
    """Rows as the query made them: nothing is checked or left out, so they must be of the documented shape."""
    body = orjson.dumps(rows, _as_text, orjson.OPT_UTC_Z)
    return Response(body, media_type="application/json")


def _as_text(value: object) -> str:
    """Exact numbers, and the driver's own kind of UUID."""
    if isinstance(value, TOLD_AS_TEXT):
        return str(value)
    raise TypeError(type(value).__name__)
