"""A page over the wire: what is asked for, what is answered, and the cursor between two pages."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import Any, Generic, Literal, Self, TypeVar
from uuid import UUID

from pydantic import Field, TypeAdapter
from sqlalchemy import BigInteger, bindparam
from sqlalchemy.types import TypeEngine
from typing_extensions import TypedDict

from app.core.encoding import as_json
from app.core.errors import Invalid
from app.core.quantities import QuantityType, decimal, to_scaled
from app.core.schemas import Schema, clean

T = TypeVar("T")
COUNTED = 10_000  # a total is counted up to here, unless the exact one is asked for


class BadCursor(Invalid):
    code, detail = "bad_cursor", "The cursor is damaged, or of another order or other filters."

    def __init__(self) -> None:
        super().__init__(at="/query/cursor")


class Page(Schema, Generic[T]):
    items: list[T]
    next: str | None = Field(description="The cursor of the next page; null at the end.")
    prev: str | None = Field(description="The cursor of the page before; null at the beginning.")
    total: int | None = Field(None, description="Null unless `count` asks for it.")
    total_at_least: int | None = Field(None, description=f"Set in place of `total` at {COUNTED}.")


class PageRows(TypedDict, Generic[T]):
    """`Page` as hot lists make it: the same JSON without an object a row."""

    items: list[T]
    next: str | None
    prev: str | None
    total: int | None
    total_at_least: int | None


Count = Literal["true", "exact"]


OF_ANY = frozenset({"limit", "cursor", "start", "count", "sort", "q"})


class PageRequest(Schema):
    """The query of a list; each list adds its filters and narrows `sort` to an enum."""

    limit: int = Field(default=50, ge=1, le=200, description="Rows a page.")
    cursor: str | None = Field(
        default=None, max_length=2000, description="`next` or `prev` of a page."
    )
    start: Literal["end"] | None = Field(
        default=None, alias="from", description="`end` starts with the last page."
    )
    count: Count | None = Field(
        default=None, description=f"`true` counts up to {COUNTED}, `exact` all."
    )
    sort: str

    def filters(self) -> Iterator[tuple[str, Any]]:
        """The filters that are set, with their values."""
        for name in self.model_fields_set - OF_ANY:
            if (value := getattr(self, name)) is not None:
                yield name, value

    def values(self) -> dict[str, Any]:
        """The parameters of the query."""
        return {name: value for name, value in self.filters() if _varies(value)}

    def masked(self) -> Self:
        """This request with parameters in place of the values that a query does not depend on."""
        names = [name for name, value in self.filters() if _varies(value)]
        return self.model_copy(update={name: bindparam(name) for name in names})

    def shape(self) -> tuple[Any, ...]:
        """What the query depends on: the order, and which filters are set."""
        set_ = ((name, None if _varies(value) else value) for name, value in self.filters())
        return (self.sort, self.cursor is None, *sorted(set_))

    def origin(self) -> list[str]:
        """What a cursor is good for: this order and these filters."""
        filters = dict(sorted(self.filters())) | {"q": getattr(self, "q", None)}
        return [self.sort, sha256(as_json(filters)).hexdigest()[:16]]

    def cursor_at(self, value: object, id: UUID, *, back: bool) -> str:
        parts = [*self.origin(), "<" if back else ">", value, id]
        return urlsafe_b64encode(as_json(parts)).decode().rstrip("=")

    def position(self, type_: TypeEngine[Any]) -> tuple[bool, Any, UUID]:
        """Whether the cursor goes back, and the key and id that it starts from."""
        kind: Any = type_.python_type
        try:
            *origin, way, value, id = json.loads(urlsafe_b64decode(f"{self.cursor}=="))
            if origin != self.origin() or way not in {"<", ">"}:
                raise BadCursor
            value = clean(value)
            if kind is Decimal:
                value = decimal(value)
            if kind is date:  # pydantic takes midnight for a day, in any zone
                value = date.fromisoformat(value)
            value = _adapter(kind).validate_python(value)
            value = value.astimezone(UTC) if kind is datetime else value
            whole = to_scaled(value) if kind is Decimal else value
            if isinstance(whole, int) and whole.bit_length() > _bits(type_):
                raise BadCursor
            return way == "<", value, UUID(id)
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise BadCursor from error


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)  # takes longer to make than to use


def _varies(value: Any) -> bool:
    """Whether a filter's value only ever is compared; a yes or no, or a kind, may choose the query."""
    return not isinstance(value, bool | Enum)


def _bits(type_: TypeEngine[Any]) -> int:
    """How large a number the column can hold, beside its sign."""
    return 63 if isinstance(type_, BigInteger | QuantityType) else 31
