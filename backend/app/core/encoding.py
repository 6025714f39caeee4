"""JSON as it is sent: exact numbers and ids are texts, moments end in Z."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

# a union written where it is asked would be made anew for each of some hundred values of a page
TOLD_AS_TEXT = (UUID, Decimal)


def as_json(value: Any) -> bytes:
    """`value` as it is: nothing is checked or left out. TypeError for what JSON has no form for."""
    return orjson.dumps(value, _as_text, orjson.OPT_UTC_Z)


def _as_text(value: object) -> str:
    """Exact numbers, and the driver's own kind of UUID."""
    if isinstance(value, TOLD_AS_TEXT):
        return str(value)
    raise TypeError(type(value).__name__)
