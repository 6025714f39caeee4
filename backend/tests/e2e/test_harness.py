"""The harness catches what it promises to: each of its defects fails the test that shows it."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from tests.e2e import defects
from tests.e2e.conftest import USUAL

BACKEND = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each test of `defects.py` fails with, by its name; empty if it passes."""
    report = tmp_path_factory.mktemp("defects") / "report.xml"
    command = [sys.executable, "-m", "pytest", defects.__file__, "-n", "0", f"--junitxml={report}"]
    done = subprocess.run(command, cwd=BACKEND, capture_output=True, timeout=100, check=False)  # noqa: S603 (our own tests)
    assert done.returncode == 1, done.stdout.decode()
    cases = ElementTree.parse(report).iter("testcase")  # noqa: S314 (written by ourselves)
    return {
        case.attrib["name"]: "".join(part.text or "" for part in case if part.tag != "system-out")
        for case in cases
    }


@pytest.mark.parametrize("screen_name", USUAL)
@pytest.mark.parametrize("name", defects.DEFECTS)
def test_a_defect_fails_the_test(said: dict[str, str], screen_name: str, name: str) -> None:
    assert re.search(defects.DEFECTS[name].caught, said[f"test_defect[{screen_name}-{name}]"])


@pytest.mark.parametrize(
    ("name", "caught"),
    [
        ("test_looked_at_before_it_was_mended", "axe label"),
        ("test_of_somebody_else", "axe label"),
        ("test_allowed_in_vain", "it did not happen: console: .* 401"),
    ],
)
def test_so_does(said: dict[str, str], name: str, caught: str) -> None:
    assert caught in said[f"{name}[desktop]"]


def test_a_page_without_defects_passes(page: Page) -> None:
    defects.show(page, "<p>All is well.</p>")


def test_what_is_allowed_passes(page: Page, allow: Callable[[str], None]) -> None:
    allow("policy: style-src-attr")
    allow("console: Applying inline style violates")
    defects.show(page, defects.DEFECTS["inline-style"].body)
