"""What a route needs to speak of versions, and to write rows as JSON."""

from typing import Annotated, Any, TypeVar

from fastapi import Header, Response

from app.core.db import Editable, etag
from app.core.encoding import as_json
from app.core.schemas import Schema

S = TypeVar("S", bound=Schema)
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
    return Response(as_json(rows), media_type="application/json")
