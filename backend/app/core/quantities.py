"""Exact numbers: quantities in millionths, money in minor units. No float comes near them."""

from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Annotated, Any

from babel.numbers import get_currency_precision
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from sqlalchemy import BigInteger, Dialect, TypeDecorator

SCALE = 6
MAX_MOVED = Decimal(10) ** 9  # a movement is below this
MAX_HELD = Decimal(10) ** 12  # a level is below this; times 10^6 it fits 64 bits
EXACT = Context(prec=100)  # the usual one rounds beyond 28 digits without a word


def canonical(value: Decimal) -> Decimal:
    """The same number as people write it: no exponent, no trailing zeros, no -0 (`100`, `0.5`)."""
    value = EXACT.normalize(value) if value else Decimal(0)
    return value if int(value.as_tuple().exponent) <= 0 else EXACT.quantize(value, Decimal(1))


@lru_cache(maxsize=2_000)  # a store counts the same few numbers again and again
def from_scaled(value: int, places: int = SCALE) -> Decimal:
    return canonical(Decimal(value).scaleb(-places))


@lru_cache(maxsize=2_000)  # called for each cell: a function around the other takes as long again
def _stored(value: int | None) -> Decimal | None:
    return None if value is None else canonical(Decimal(value).scaleb(-SCALE))


def to_scaled(value: Decimal, places: int = SCALE) -> int:
    """`value` in units of 10^-places; ValueError if it has finer parts than that."""
    scaled = EXACT.scaleb(value, Decimal(places))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"has more than {places} decimals")
    return int(scaled)


class QuantityType(TypeDecorator[Decimal]):
    """A decimal with six places, stored as a whole number so that both engines sum exactly."""

    impl = BigInteger
    cache_ok = True
    python_type = Decimal  # cursors restore their values by it

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> int | None:
        return None if value is None else to_scaled(value)

    def result_processor(
        self, _dialect: Dialect, _coltype: object
    ) -> Callable[[Any], Decimal | None]:
        # whole, instead of process_result_value around the engine's own: hot lists are full of them
        return _stored


def decimal(value: Any) -> Decimal:
    """A finite decimal from what JSON or a form gives: text or number, never a boolean."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValueError('must be a decimal number, best as text such as "12.5"')
    if isinstance(value, str) and (len(value) > 40 or not value.isascii() or "_" in value):
        raise ValueError('must be a decimal number such as "12.5"')
    if isinstance(value, int) and abs(value) >= 10**18:
        raise ValueError("is too large")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError('must be a decimal number such as "12.5"') from None
    if not number.is_finite() or abs(number.adjusted()) > 40:
        raise ValueError("must be a finite number of a sensible size")
    return canonical(number)


def _moved(value: Decimal) -> Decimal:
    if abs(value) >= MAX_MOVED:
        raise ValueError("must be below 1000000000")
    to_scaled(value)
    return value


def _positive(value: Decimal) -> Decimal:
    if value <= 0:
        raise ValueError("must be greater than 0")
    return value


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise ValueError("must be 0 or more")
    return value


def _decimal_schema(description: str) -> WithJsonSchema:
    return WithJsonSchema(
        {
            "anyOf": [{"type": "string", "maxLength": 40}, {"type": "number"}],
            "description": description,
            "examples": ["12.5"],
        },
        mode="validation",
    )


_text = WithJsonSchema({"type": "string", "examples": ["12.5"]}, mode="serialization")

# wire types: text or number on the way in, text on the way out
SignedQuantity = Annotated[
    Decimal,
    BeforeValidator(decimal),
    AfterValidator(_moved),
    _decimal_schema("A decimal with up to 6 places, below 10^9, in the unit."),
    _text,
]
Quantity = Annotated[SignedQuantity, AfterValidator(_positive)]
Level = Annotated[SignedQuantity, AfterValidator(_not_negative)]
Held = Annotated[Decimal, _text]  # read only: any number that the ledger holds
Price = Annotated[
    Decimal,
    BeforeValidator(decimal),
    AfterValidator(_not_negative),
    Field(lt=MAX_HELD),
    _decimal_schema("An amount of money in the organization's currency."),
    _text,
]


def to_minor(amount: Decimal, currency: str) -> int:
    """`amount` in minor units of `currency` (ISO 4217 digits; 2 for a code unknown there)."""
    return to_scaled(amount, get_currency_precision(currency))


def from_minor(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-get_currency_precision(currency))
