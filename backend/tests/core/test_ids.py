"""Ids are UUIDv7, sort by the moment they were made, and are never the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

import pytest

from app.core import ids
from app.core.ids import new_id, new_secret


def test_an_id_has_version_7_and_the_variant_of_the_rfc() -> None:
    for _ in range(200):
        id = new_id()
        assert id.version == 7
        assert id.variant == RFC_4122


def test_an_id_begins_with_its_milliseconds(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2150, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
    monkeypatch.setattr(ids, "now", lambda: moment)  # why: a clock that can be compared with
    series = ids._series()
    assert next(series).int >> 80 == int(moment.timestamp() * 1000)


def test_ids_rise_even_while_the_clock_stands_still_or_steps_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moments = [
        datetime(2150, 1, 1, tzinfo=UTC) - timedelta(seconds=step // 3) for step in range(300)
    ]
    clock = iter(moments)
    monkeypatch.setattr(ids, "now", lambda: next(clock))  # why: the real one hardly steps back
    series = ids._series()
    made = [next(series) for _ in moments]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_get_the_same_id() -> None:
    def draw(_: int) -> list[object]:
        drawn = [new_id() for _ in range(500)]
        assert drawn == sorted(drawn)
        return list(drawn)

    with ThreadPoolExecutor(8) as pool:
        drawn = [id for part in pool.map(draw, range(8)) for id in part]
    assert len(set(drawn)) == 4000


def test_a_secret_has_256_bits_and_fits_a_header() -> None:
    drawn = {new_secret() for _ in range(50)}
    assert len(drawn) == 50
    assert all(len(secret) == 43 and secret.isascii() and secret.isprintable() for secret in drawn)
