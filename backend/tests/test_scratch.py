"""Where the files of tests lie."""

from pathlib import Path

import pytest

from tests import scratch
from tests.scratch import has_room


def test_a_folder_with_room_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "available", lambda: 2)  # why: this machine's may be any
    assert has_room(tmp_path, 1)
    assert not has_room(tmp_path, 2), "no memory is left for it"


def test_one_too_small_and_none_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "available", lambda: 2**70)  # why: as above
    assert has_room(tmp_path, 1)
    assert not has_room(tmp_path, 2**69)
    assert not has_room(tmp_path / "nowhere", 1)


def test_the_memory_of_linux_is_known() -> None:
    assert (scratch.available() > 0) == Path("/proc/meminfo").exists()
