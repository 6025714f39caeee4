"""Text on the wire: one form, and nothing that an engine or JSON cannot hold."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.core.schemas import (
    Day,
    Instant,
    Schema,
    Version,
    Whole,
    changes,
    clean,
    folded,
    may_be_left_out,
)


class Wire(Schema):
    text: str = ""
    lines: list[str] = []
    anything: Any = None


class Patch(Schema):
    name: str = may_be_left_out()
    note: str | None = may_be_left_out()
    version: Version = None


@pytest.mark.parametrize("text", ["a\0b", "x\ud800", "a\udfffb"])
@pytest.mark.parametrize(
    "place",
    [{"text": 0}, {"lines": [0]}, {"anything": {"a": [0]}}, {"anything": [{"b": {"c": 0}}]}],
)
def test_nul_and_lone_surrogates_are_refused_at_any_depth(text: str, place: Any) -> None:
    def put(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: put(item) for key, item in value.items()}
        return [put(item) for item in value] if isinstance(value, list) else text

    with pytest.raises(ValidationError, match="must not contain NUL or lone surrogates"):
        Wire.model_validate(put(place))


def test_keys_are_text_too() -> None:
    with pytest.raises(ValidationError, match="must not contain NUL"):
        Wire(anything={"a\0": 1})


def test_text_is_composed_and_trimmed() -> None:
    assert Wire(text=" Cafe\u0301 ").text == "Caf\u00e9"
    assert Wire(anything={"e\u0301": ["e\u0301"]}).anything == {"\u00e9": ["\u00e9"]}


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    try:
        once = clean(text)
    except ValueError:
        assert "\0" in text
        return
    assert clean(once) == once
    assert once.encode().decode() == once


@pytest.mark.parametrize("value", [1, 1.5, True, None])
def test_what_is_no_text_stays_as_it_is(value: Any) -> None:
    assert clean(value) is value


def test_what_is_nested_too_deep_is_refused_before_the_stack_ends() -> None:
    nested: Any = "x"
    for _ in range(500):
        nested = [nested]
    with pytest.raises(ValidationError, match="must not be nested more than 32 deep"):
        Wire(anything=nested)
    few: Any = "x"
    for _ in range(31):
        few = {"a": few}
    assert Wire(anything=few).anything == few


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Wire.model_validate({"txet": "x"})


def test_a_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(ValidationError) as refused:
        Wire.model_validate({"text": 48151623})
    assert "48151623" not in str(refused.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stra\u00dfe", "STRASSE"),
        ("\uff21\uff22\uff23", "abc"),
        ("\ufb01x", "FIX"),
        ("\u00c9", "e\u0301"),
    ],
)
def test_the_same_word_folds_to_the_same_key(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_a_patch_knows_what_was_left_out_from_what_was_emptied() -> None:
    assert changes(Patch()) == {}
    assert changes(Patch(note=None, version=3)) == {"note": None}
    assert changes(Patch(name="x")) == {"name": "x"}
    with pytest.raises(ValidationError, match="valid string"):
        Patch.model_validate({"name": None})


@pytest.mark.parametrize("version", [0, -1, 2**31, "x"])
def test_a_version_is_a_small_positive_number(version: Any) -> None:
    with pytest.raises(ValidationError):
        Patch(version=version)


class Times(Schema):
    at: Instant | None = None
    day: Day | None = None
    number: Whole = 0


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("2026-11-20T12:00:00Z", datetime(2026, 11, 20, 12, tzinfo=UTC)),
        ("2026-11-20T14:00:00+02:00", datetime(2026, 11, 20, 12, tzinfo=UTC)),
    ],
)
def test_a_time_is_text_with_a_zone_and_becomes_utc(given: str, at: datetime) -> None:
    assert Times.model_validate({"at": given}).at == at


@pytest.mark.parametrize(
    "given",
    [
        {"at": 0},
        {"at": "0"},
        {"at": "2026-11-20T12:00:00"},
        {"at": "0001-01-01T00:00:00+05:00"},
        {"at": "9999-12-31T23:59:59-05:00"},
        {"day": 20260101},
        {"day": "20260101"},
        {"day": "2026-13-01"},
        {"number": True},
        {"number": "x"},
    ],
)
def test_a_time_or_number_in_a_doubtful_dress_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Times.model_validate(given)


def test_a_day_and_a_whole_number_are_taken() -> None:
    times = Times.model_validate({"day": "2026-11-20", "number": 5})
    assert (times.day, times.number) == (date(2026, 11, 20), 5)
