"""Units of measure and exact conversion between those of one dimension.

Factors are exact: the international pound and inch (1959), the litre-based US gallon, and the
cargo units of Star Citizen (1 SCU = 100 cSCU = 1000 mSCU = 1,000,000 µSCU).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.core.quantities import MAX_MOVED, SCALE, from_scaled


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` is how many of the dimension's base unit one of this is."""

    code: str
    name: str
    dimension: str
    factor: Fraction


class UnitMismatch(ValueError):
    """Two units that do not measure the same, or a result that cannot be kept exactly."""


def _units(dimension: str, *units: tuple[str, str, str]) -> list[Unit]:
    return [Unit(code, name, dimension, Fraction(factor)) for code, name, factor in units]


BUILT_IN: Mapping[str, Unit] = {
    unit.code: unit
    for unit in [
        *_units(
            "count",
            ("pcs", "pieces", "1"),
            ("pair", "pairs", "2"),
            ("dozen", "dozens", "12"),
            ("gross", "gross", "144"),
        ),
        *_units(
            "mass",
            ("kg", "kilograms", "1"),
            ("g", "grams", "1/1000"),
            ("mg", "milligrams", "1/1000000"),
            ("t", "tonnes", "1000"),
            ("lb", "pounds", "0.45359237"),
            ("oz", "ounces", "0.028349523125"),
        ),
        *_units(
            "length",
            ("m", "metres", "1"),
            ("mm", "millimetres", "1/1000"),
            ("cm", "centimetres", "1/100"),
            ("km", "kilometres", "1000"),
            ("in", "inches", "0.0254"),
            ("ft", "feet", "0.3048"),
            ("yd", "yards", "0.9144"),
        ),
        *_units("area", ("m2", "square metres", "1"), ("cm2", "square centimetres", "1/10000")),
        *_units(
            "volume",
            ("L", "litres", "1"),
            ("mL", "millilitres", "1/1000"),
            ("m3", "cubic metres", "1000"),
            ("gal", "US gallons", "3.785411784"),
        ),
        *_units("time", ("h", "hours", "1"), ("min", "minutes", "1/60")),
        *_units(
            "cargo",
            ("SCU", "standard cargo units", "1"),
            ("cSCU", "centi-SCU", "1/100"),
            ("mSCU", "milli-SCU", "1/1000"),
            ("µSCU", "micro-SCU", "1/1000000"),
        ),
    ]
}
# the micro sign, the Greek letter, and what a keyboard without either has
ALIASES = {"\u03bcSCU": "µSCU", "uSCU": "µSCU", "pc": "pcs", "piece": "pcs", "l": "L", "ml": "mL"}


def convert(quantity: Decimal, given: Unit, wanted: Unit) -> Decimal:
    """`quantity` of `given` in `wanted`, exactly.

    Raises UnitMismatch across dimensions, beyond 6 decimals and at 10^9 or more.
    """
    if given.dimension != wanted.dimension:
        raise UnitMismatch(f"{given.code} cannot be converted into {wanted.code}.")
    exact = Fraction(quantity) * given.factor / wanted.factor
    scaled = exact * 10**SCALE
    if scaled.denominator != 1:
        raise UnitMismatch(
            f"{quantity} {given.code} is not a whole number of millionths of {wanted.code}."
        )
    if abs(exact) >= MAX_MOVED:
        raise UnitMismatch(f"{quantity} {given.code} is too much in {wanted.code}.")
    return from_scaled(scaled.numerator)
