"""The base of every wire shape."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any
from unicodedata import normalize
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

DATED = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
DEEPEST = 32  # lists in lists in lists: nothing of ours needs more, and the stack bears little more


def clean(value: Any) -> Any:
    """Text as both engines and JSON can hold it."""
    return _cleaned(value, ())


def _cleaned(value: Any, inside: tuple[Any, ...]) -> Any:
    if len(inside) == DEEPEST:
        says = f"must not be nested more than {DEEPEST} deep"
        raise PydanticCustomError("too_deep", says, {"inside": inside})
    match value:
        case str() if UNSTORABLE.search(value):
            says = "must not contain NUL or lone surrogates"
            raise PydanticCustomError("unstorable", says, {"inside": inside})
        case str():
            return normalize("NFC", value)
        case list():
            return [_cleaned(item, (*inside, index)) for index, item in enumerate(value)]
        case dict():
            return {
                _cleaned(key, inside): _cleaned(item, (*inside, key)) for key, item in value.items()
            }
    return value


def folded(text: str) -> str:
    """The sort and search key of a text: what people mean by 'the same word'."""
    return normalize("NFKC", text).casefold()


class Schema(BaseModel):
    model_config = ConfigDict(
        from_attributes=True,
        extra="forbid",
        str_strip_whitespace=True,
        hide_input_in_errors=True,
    )

    _clean = field_validator("*", mode="before")(clean)


def may_be_left_out() -> Any:
    """A field of a PATCH: absent means unchanged, and null is not a value."""
    return Field(default_factory=lambda: None)


def changes(data: Schema) -> dict[str, Any]:
    """What a PATCH body sets, without the version that it names."""
    named = data.model_fields_set - {"version"}
    return {name: getattr(data, name) for name in data.__class__.model_fields if name in named}


# the driver's own kind of UUID is written twenty times as slowly unless it is told how
Id = Annotated[
    UUID,
    PlainSerializer(str, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "uuid"}, mode="serialization"),
]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
Line = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=10_000)]


def _no_boolean(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("must be a whole number")
    return value


def _as_written(value: Any) -> Any:
    """Bare numbers are refused: nobody knows whether they are seconds or milliseconds."""
    if not isinstance(value, date | str) or (isinstance(value, str) and not DATED.match(value)):
        raise ValueError('must be text such as "2026-11-20" or "2026-11-20T12:00:00Z"')
    return value


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("must be in the years 1 to 9999, in UTC") from None


Whole = Annotated[int, BeforeValidator(_no_boolean)]
Version = Annotated[Whole | None, Field(ge=1, le=2**31 - 1)]
Day = Annotated[date, BeforeValidator(_as_written)]
Instant = Annotated[AwareDatetime, BeforeValidator(_as_written), AfterValidator(_in_utc)]
