"""The base of every wire shape."""

import re
from typing import Annotated, Any
from unicodedata import normalize

from pydantic import BaseModel, ConfigDict, Field, field_validator

UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
DEEPEST = 32  # lists in lists in lists: nothing of ours needs more, and the stack bears little more


def clean(value: Any) -> Any:
    """Text as both engines and JSON can hold it."""
    return _cleaned(value, DEEPEST)


def _cleaned(value: Any, depth: int) -> Any:
    if depth == 0:
        raise ValueError(f"must not be nested more than {DEEPEST} deep")
    match value:
        case str() if UNSTORABLE.search(value):
            raise ValueError("must not contain NUL or lone surrogates")
        case str():
            return normalize("NFC", value)
        case list():
            return [_cleaned(item, depth - 1) for item in value]
        case dict():
            return {clean(key): _cleaned(item, depth - 1) for key, item in value.items()}
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


Name = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
Line = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=10_000)]
Version = Annotated[int | None, Field(ge=1, le=2**31 - 1)]
