"""What the threat model and the decision on sealing name is there."""

import re
from pathlib import Path

import pytest

BACKEND = Path(__file__).parents[1]
ROOT = BACKEND.parent
PAGES = ("docs/explanation/threat-model.md", "docs/adr/0017-the-log-is-sealed-beside-the-writes.md")
NAMED = re.compile(r"`((?:tests|prove)/[\w/]+\.py)(?:::(test_\w+))?`")


def missing(text: str) -> list[str]:
    """The files and tests that `text` names and that there are not."""
    found = []
    for path, test in NAMED.findall(text):
        file = BACKEND / path
        if not file.is_file():
            found.append(path)
        elif test and not re.search(rf"def {test}\b", file.read_text()):
            found.append(f"{path}::{test}")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_is_named_is_there(page: str) -> None:
    assert missing((ROOT / page).read_text()) == []


def test_every_threat_names_its_test() -> None:
    text = (ROOT / PAGES[0]).read_text()
    threats = text.partition("## Threats")[2].partition("## Accepted")[0]
    rows = [line for line in threats.splitlines() if line.startswith("| ")]
    without = [row for row in rows if not NAMED.search(row) and "| guard |" not in row]
    assert len(rows) > 40
    assert without == []


def test_what_is_not_there_would_be_missed() -> None:
    there = "`tests/test_threat_model.py::test_every_threat_names_its_test`"
    assert missing(f"{there} `tests/no.py` `tests/test_threat_model.py::test_no`") == [
        "tests/no.py",
        "tests/test_threat_model.py::test_no",
    ]
