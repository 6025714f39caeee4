"""Each figure for a moment, so that the proofs themselves are known to work; a part of `make check`."""

import pytest

from prove.figures import REGISTER
from prove.runs import proved
from prove.verdict import Finding


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("name", "engine"),
    [
        ("F1", "sqlite"),
        ("F2", "postgresql"),
        ("F7", "sqlite"),
        ("F8", "sqlite"),
        ("F9", "sqlite"),
        ("F13", "sqlite"),
        ("F14", "sqlite"),
        ("F21", "sqlite"),
        ("F22", "sqlite"),
    ],
)
async def test_the_figure_holds(name: str, engine: str) -> None:
    (run,) = await proved(REGISTER[name], [engine], quick=True)
    assert isinstance(run.finding, Finding), run.finding
    assert [check for check in run.finding.checks if not check.holds] == []


ARE_TESTS = {"F11", "F12"}  # of tests/contract
COMPARES_TIMES = {"F20"}  # what no test must do: `make prove ARGS=F20`


def test_every_figure_is_tried_here() -> None:
    (mark,) = [m for m in test_the_figure_holds.pytestmark if m.name == "parametrize"]  # type: ignore[attr-defined]
    assert {name for name, _ in mark.args[1]} == REGISTER.keys() - ARE_TESTS - COMPARES_TIMES
