"""Where the files of tests lie."""

from pathlib import Path

import pytest

from tests import scratch
from tests.scratch import has_room


def test_a_folder_with_room_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "available", lambda: 2)  # why: this machine's may be any
    monkeypatch.setattr(scratch, "ROOM", 1)
    assert has_room(tmp_path)
    monkeypatch.setattr(scratch, "ROOM", 2)
    assert not has_room(tmp_path), "no memory is left for it"


def test_one_too_small_and_none_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "available", lambda: 2**70)  # why: as above
    monkeypatch.setattr(scratch, "ROOM", 2**69)
    assert not has_room(tmp_path)
    monkeypatch.setattr(scratch, "ROOM", 1)
    assert not has_room(tmp_path / "nowhere")


def test_the_memory_of_linux_is_known() -> None:
    assert (scratch.available() > 0) == Path("/proc/meminfo").exists()
