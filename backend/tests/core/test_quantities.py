"""Numbers are exact: what cannot be held is refused, never rounded."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from sqlalchemy.dialects.sqlite import dialect

from app.core.quantities import (
    Held,
    Level,
    Price,
    Quantity,
    QuantityType,
    SignedQuantity,
    canonical,
    decimal,
    from_minor,
    from_scaled,
    to_minor,
    to_scaled,
)

MILLIONTHS = st.integers(-(10**15) + 1, 10**15 - 1)


class Wire(BaseModel):
    signed: SignedQuantity = Decimal(0)
    quantity: Quantity = Decimal(1)
    level: Level = Decimal(0)
    price: Price = Decimal(0)
    held: Held = Decimal(0)


@given(MILLIONTHS)
def test_what_goes_over_the_wire_comes_back_the_same(millionths: int) -> None:
    value = from_scaled(millionths)
    text = Wire(signed=value).model_dump(mode="json")["signed"]
    assert isinstance(text, str)
    assert Wire(signed=text).signed == value  # type: ignore[arg-type]  # as JSON gives it
    assert to_scaled(Decimal(text)) == millionths


@given(st.integers(-(10**18), 10**18))
def test_what_is_stored_comes_back_the_same(millionths: int) -> None:
    kind, engine = QuantityType(), dialect()
    value = kind.result_processor(engine, None)(millionths)
    assert value is not None
    assert kind.process_bind_param(value, engine) == millionths


def test_nothing_is_stored_as_nothing() -> None:
    kind, engine = QuantityType(), dialect()
    assert kind.process_bind_param(None, engine) is None
    assert kind.result_processor(engine, None)(None) is None


@given(MILLIONTHS)
def test_the_text_is_as_people_write_it(millionths: int) -> None:
    text = str(from_scaled(millionths))
    assert "E" not in text
    assert text != "-0"
    assert not text.startswith(("+", "."))
    if "." in text:
        assert text[-1] not in "0."


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("100", "100"),
        ("1e2", "100"),
        ("0.50", "0.5"),
        ("-0", "0"),
        ("-0.000", "0"),
        ("0.000001", "0.000001"),
        (" 12.5 ", "12.5"),
        (12, "12"),
        (0.1, "0.1"),
        (1e2, "100"),
        (Decimal("7.10"), "7.1"),
        ("999999999.999999", "999999999.999999"),
        ("-999999999.999999", "-999999999.999999"),
    ],
)
def test_a_number_in_any_dress_has_one_text(given: Any, text: str) -> None:
    assert Wire(signed=given).model_dump(mode="json")["signed"] == text


@pytest.mark.parametrize(
    "value",
    [
        "0.0000001",
        "1.0000000000000000000000000000000001",
        "123456789.0000000000000000000000000001",
        0.1234567,
        "1e-7",
    ],
)
def test_more_than_six_decimals_are_refused_and_never_rounded(value: Any) -> None:
    with pytest.raises(ValidationError, match="has more than 6 decimals"):
        Wire(signed=value)


@pytest.mark.parametrize(
    "value",
    [
        True,
        False,
        None,
        [],
        {},
        b"1",
        "NaN",
        "sNaN",
        "Infinity",
        "-inf",
        float("nan"),
        float("inf"),
        "",
        "  ",
        "twelve",
        "1,5",
        "1_000",
        "\u0661\u0662",
        "0x10",
        "1" * 41,
        "1e999999999",
        "1e-999999999",
        "1e40",
        "1e30",
        "9" * 40,
        10**18,
        -(10**400),
        1e300,
        1000000000,
        "-1000000000",
        "1e9",
    ],
)
def test_what_is_no_number_of_ours_is_refused_with_a_reason(value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        Wire(signed=value)
    assert "must be" in str(refused.value) or "is too large" in str(refused.value)


@given(st.text(max_size=50) | st.integers() | st.floats() | st.booleans() | st.none())
def test_nothing_but_a_value_error_comes_of_any_input(value: Any) -> None:
    try:
        number = decimal(value)
    except ValueError:
        return
    assert number.is_finite()
    assert number == Decimal(str(value))


@pytest.mark.parametrize("value", ["0", "-1", "-0.000001"])
def test_a_quantity_is_more_than_nothing(value: Any) -> None:
    with pytest.raises(ValidationError, match="must be greater than 0"):
        Wire(quantity=value)


@pytest.mark.parametrize("field", ["level", "price"])
def test_a_level_and_a_price_are_nothing_or_more(field: str) -> None:
    assert getattr(Wire.model_validate({field: "0"}), field) == 0
    with pytest.raises(ValidationError, match="must be 0 or more"):
        Wire.model_validate({field: "-0.01"})


def test_a_price_is_below_a_billion_thousands() -> None:
    assert Wire(price="999999999999.99").price == Decimal("999999999999.99")  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        Wire(price="1000000000000")  # type: ignore[arg-type]


def test_a_level_beyond_what_a_movement_moves_is_written_out_whole() -> None:
    held = Decimal("999999999999.999999")
    assert Wire(held=held).model_dump(mode="json")["held"] == "999999999999.999999"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_the_canonical_form_is_the_same_number(value: Decimal) -> None:
    assert canonical(value) == value


@pytest.mark.parametrize(
    ("currency", "amount", "minor"),
    [
        ("EUR", "12.34", 1234),
        ("USD", "0.01", 1),
        ("JPY", "1200", 1200),
        ("BHD", "1.234", 1234),
        ("aUEC", "5.00", 500),  # unknown to ISO 4217: two digits
    ],
)
def test_money_is_whole_minor_units_of_its_currency(currency: str, amount: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor
    assert from_minor(minor, currency) == Decimal(amount)


@pytest.mark.parametrize(("currency", "amount"), [("EUR", "0.001"), ("JPY", "0.5")])
def test_money_finer_than_its_currency_is_refused(currency: str, amount: str) -> None:
    with pytest.raises(ValueError, match=r"has more than . decimals"):
        to_minor(Decimal(amount), currency)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "JPY", "BHD"]))
def test_money_comes_back_the_same(minor: int, currency: str) -> None:
    assert to_minor(from_minor(minor, currency), currency) == minor


def test_the_document_says_text_or_number_in_and_text_out() -> None:
    takes = Wire.model_json_schema(mode="validation")["properties"]["quantity"]
    gives = Wire.model_json_schema(mode="serialization")["properties"]["quantity"]
    assert [kind["type"] for kind in takes["anyOf"]] == ["string", "number"]
    assert gives["type"] == "string"


@pytest.mark.parametrize("text", ["0.000001", "1", "999999999.999999"])
def test_any_quantity_above_nothing_is_taken(text: str) -> None:
    assert Wire.model_validate({"quantity": text}).quantity == Decimal(text)
