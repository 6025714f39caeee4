"""What the bench tells: medians, ratios within a round, verdicts, and a plot that can be opened."""

import json
from math import isnan, nan
from pathlib import Path
from xml.etree import ElementTree as ET

from bench import goals
from bench.load import Outcome
from bench.plot import Line, svg
from bench.report import Report
from bench.rounds import Round, Series, interleaved, round_of


def series(*rates: float) -> Series:
    return Series(tuple(Round(rate) for rate in rates))


def test_subjects_have_their_turns_round_by_round() -> None:
    turns: list[str] = []

    def turn(name: str, rate: float) -> Round:
        turns.append(name)
        return Round(rate)

    taken = interleaved({"a": lambda: turn("a", 1), "b": lambda: turn("b", 2)}, 2)
    assert turns == ["a", "b", "a", "b"]
    assert taken["b"].median("rate") == 2


def test_ratios_are_taken_within_a_round() -> None:
    # the machine was ten times slower in the second round; the ratio does not mind
    assert series(100, 10, 100).over(series(200, 20, 400)) == 0.5
    assert isnan(series(1).over(series(0)))


def test_processor_time_is_told_per_answer() -> None:
    one = round_of(Outcome(answers=200, errors=1, seconds=2, p50=1, p99=2), app=0.4, database=0.1)
    assert (one.rate, one.app_ms, one.database_ms, one.errors) == (100, 2, 0.5, 1)


def test_a_goal_knows_its_direction() -> None:
    assert [goals.LIST.verdict(f) for f in (0.8, 0.5, 0.1, nan)] == [
        "aim",
        "must",
        "MISSED",
        "not measured",
    ]
    assert [goals.MEMORY.verdict(f) for f in (90, 120, 140)] == ["aim", "must", "MISSED"]


def test_table_and_json_say_the_same(tmp_path: Path) -> None:
    report = Report(rows=100, rounds=2, seconds=1)
    report.row("list", series(50, 50), series(100, 100))
    report.figure(goals.LIST, 0.5)
    report.point("items by name", "page 1", 100, 2.5)
    table = report.table()
    assert "50%" in table
    assert "import of 100,000 rows as a service: not measured yet" in table
    report.write(tmp_path)
    written = json.loads((tmp_path / "bench.json").read_text())
    assert written["goals"][0] | {"figure": 0.5, "verdict": "must"} == written["goals"][0]
    assert written["measured"]["list"]["product"][0]["p99"] is None


def test_the_plot_is_an_svg_with_a_dot_for_each_point() -> None:
    lines = [Line("page 1", [(100, 1.0), (1000, 2.0)]), Line("<deep>", [(100, nan), (1000, 3.0)])]
    tree = ET.fromstring(svg({"items & more": lines, "empty": []}, "Pages"))  # noqa: S314 (our own)
    name = "{http://www.w3.org/2000/svg}"
    assert len(tree.findall(f".//{name}circle")) == 3
    assert "<deep>" in [text.text for text in tree.iter(f"{name}text")]
