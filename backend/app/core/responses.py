"""What a route needs to speak of versions, and to send bytes that are JSON already."""

from typing import Annotated, Any, TypeVar

from fastapi import Header, Response
from pydantic import TypeAdapter

from app.core.db import Editable, etag
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


def json_of(adapter: TypeAdapter[Any], row: Any, *, version: int) -> Response:
    """One row as JSON, with its ETag."""
    response = json_page(adapter, row)
    response.headers["ETag"] = etag(version)
    return response


def json_page(adapter: TypeAdapter[Any], rows: Any) -> Response:
    return Response(adapter.dump_json(rows, by_alias=True), media_type="application/json")
