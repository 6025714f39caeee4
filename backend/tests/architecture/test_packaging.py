"""What is declared once is installed everywhere: extra, group and hashed requirements say the same."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

BACKEND = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((BACKEND / "pyproject.toml").read_text())
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
DEV: list[str] = PROJECT["project"]["optional-dependencies"]["dev"]
GROUPS: dict[str, list[str]] = PROJECT["dependency-groups"]
LOCKS = sorted(path.name for path in BACKEND.glob("requirements*.txt"))


def pins(file: str) -> dict[str, str]:
    """Name and version of every requirement that is locked with at least one hash."""
    locked = re.findall(
        r"^([\w.-]+)==(\S+)[^\n]*\\\n +--hash=sha256:", (BACKEND / file).read_text(), re.MULTILINE
    )
    return dict(locked)


def unsatisfied(declared: list[str], file: str) -> list[str]:
    locked = pins(file)
    wanted = map(Requirement, declared)
    return [
        str(wish)
        for wish in wanted
        if not wish.specifier.contains(locked.get(canonicalize_name(wish.name), "0"))
    ]


def test_pip_and_uv_users_get_the_same_tools() -> None:
    assert GROUPS["dev"] == DEV


@pytest.mark.parametrize(
    ("file", "declared"),
    [
        ("requirements.txt", RUNTIME + DEV),
        ("requirements-prod.txt", RUNTIME),
        ("requirements-e2e.txt", GROUPS["e2e"]),
        ("requirements-ui.txt", GROUPS["ui"]),
    ],
)
def test_the_lock_holds_what_is_declared(file: str, declared: list[str]) -> None:
    assert not unsatisfied(declared, file), "run `make lock`"


def test_what_is_shipped_is_what_was_tested() -> None:
    shipped, tested = pins("requirements-prod.txt"), pins("requirements.txt")
    assert shipped.items() <= tested.items()


def test_what_drives_the_browser_goes_into_the_same_environment() -> None:
    browsing, tested = pins("requirements-e2e.txt"), pins("requirements.txt")
    assert all(tested.get(name, version) == version for name, version in browsing.items())


@pytest.mark.parametrize("file", LOCKS)
def test_the_lock_does_not_say_where_packages_came_from(file: str) -> None:
    assert not re.search(
        r"https?://|file:|^\s*(-i|-f|--\w*index|--find)", (BACKEND / file).read_text()
    )


def test_neither_does_the_lock_of_the_web_interface() -> None:
    lock = (BACKEND.parent / "package-lock.json").read_text()
    assert '"integrity": "sha512-' in lock
    assert not re.search(r'"resolved": "\w+:', lock)
