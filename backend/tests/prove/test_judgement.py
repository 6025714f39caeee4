"""What the proofs make of what they saw: they must be able to fail."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from prove import __main__ as program
from prove.clients import Client, Comparison, Tally, acknowledged, at_work, compared
from prove.report import Report
from prove.runs import Run
from prove.verdict import Check, Figure, Finding, at_least, at_most, exactly, none
from rig.wire import Call, Line

TOLD = {"a": "1-1", "b": "22"}


async def never(*_: object) -> Finding:
    raise AssertionError


FIGURE = Figure("F0", "nothing happens", never, {"sqlite": 1})


@pytest.mark.parametrize(
    ("stored", "found"),
    [
        ([("a", "11"), ("b", "22")], Comparison(0, 0, 0)),
        ([("a", "11")], Comparison(lost=1, doubled=0, untold=0)),
        ([("a", "11"), ("b", "33")], Comparison(lost=1, doubled=0, untold=0)),
        ([("a", "11"), ("b", "22"), ("b", "33")], Comparison(lost=0, doubled=1, untold=0)),
        ([("a", "11"), ("b", "22"), ("c", "33")], Comparison(lost=0, doubled=0, untold=1)),
    ],
)
def test_what_is_stored_is_held_against_what_was_told(
    stored: list[tuple[str, str]], found: Comparison
) -> None:
    assert compared(TOLD, stored) == found


def test_a_goal_knows_its_direction() -> None:
    checks = [exactly("", 1, 1), none("", 0), at_least("", 2, 1), at_most("", 1, 2)]
    assert all(check.holds for check in checks)
    checks = [exactly("", 2, 1), none("", 1), at_least("", 1, 2), at_most("", 2, 1)]
    assert not any(check.holds for check in checks)


@pytest.mark.parametrize(
    ("finding", "verdict"),
    [
        (Finding("done", [none("lost", 0)], {"seen": 3}), "holds"),
        (Finding("done", [none("lost", 0), none("doubled", 1)], {}), "DOES NOT HOLD"),
        ("TimeoutError: too late", "DOES NOT HOLD"),
    ],
)
def test_table_json_and_exit_status_say_the_same(
    finding: Finding | str, verdict: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def found(*_: object, **__: object) -> list[Run]:
        return [Run(FIGURE, "sqlite", finding, 1.0)]

    monkeypatch.setattr(program, "proved", found)
    monkeypatch.setattr(program, "REGISTER", {"F0": FIGURE})
    monkeypatch.setattr("signal.signal", lambda *_: None)
    app = typer.Typer()
    app.command()(program.main)
    done = CliRunner().invoke(app, ["f0", "--output", str(tmp_path)])
    assert done.exit_code == (verdict != "holds")
    assert verdict in done.stdout
    written = json.loads((tmp_path / "prove.json").read_text())
    assert written["holds"] is written["figures"][0]["holds"] is (verdict == "holds")


def test_an_unknown_figure_is_said_and_nothing_done() -> None:
    app = typer.Typer()
    app.command()(program.main)
    assert CliRunner().invoke(app, ["F99"]).exit_code == 2


def test_the_table_tells_each_goal() -> None:
    finding = Finding("done", [Check("lost", 7, "=", 0)], {"looks": 5})
    report = Report(False, [Run(FIGURE, "sqlite", finding, 1.0)])
    said = report.table()
    assert "lost" in said
    assert "does not" in said
    assert "(looks)" in said
    assert not report.holds


@asynccontextmanager
async def answering(answers: Iterator[str | None]) -> AsyncIterator[Client]:
    """A client of a server that gives these answers; at None it hangs up."""

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(65536):
            if (answer := next(answers)) is None:
                break
            head, _, body = answer.partition("|")
            text = f"HTTP/1.1 {head}\r\ncontent-length: {len(body)}\r\n\r\n{body}"
            writer.write(text.encode())
        writer.close()

    async with await asyncio.start_server(one, "127.0.0.1", 0) as server:
        client = Client(Line(server.sockets[0].getsockname()[1]), Tally())
        yield client
        client.line.close()


async def test_a_client_asks_until_it_is_told() -> None:
    busy = '409 Conflict|{"code": "idempotency_in_progress"}'
    done = '201 Created\r\nIdempotency-Replayed: true|{"id": "1"}'
    away = "503 Service Unavailable\r\nRetry-After: 1|{}"
    said = iter([away, None, busy, "503 Service Unavailable|{}", "500 Oh|{}", done])
    async with answering(said) as client:
        answer = await client.told(Call("POST", "/"), "key")
    tally = client.tally
    assert answer.json == {"id": "1"}
    assert (tally.cut, tally.replayed, tally.without_retry_after) == (1, 1, 1)
    assert tally.statuses == {503: 2, 409: 1, 500: 1, 201: 1}
    assert tally.strange() == 1


async def test_what_goes_wrong_at_work_is_raised() -> None:
    async def wrong() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with at_work([wrong(), asyncio.sleep(60)]) as tasks:
            await acknowledged(Tally(), 1, tasks)
