"""A figure from an empty database to the judgement of `quartermaster doctor`, on all its engines at once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic

from prove.stand import standing
from prove.verdict import Figure, Finding, none
from rig.product import wrong_levels


@dataclass(frozen=True, slots=True)
class Run:
    """What was found, or in one line why it came to nothing; and how long it took."""

    figure: Figure
    engine: str
    finding: Finding | str
    seconds: float

    @property
    def holds(self) -> bool:
        return not isinstance(self.finding, str) and all(c.holds for c in self.finding.checks)


async def proved(figure: Figure, engines: Sequence[str], *, quick: bool) -> list[Run]:
    """Side by side: one process on SQLite keeps one core busy, and the others wait for their database."""
    if figure.alone:
        return [await _proved(figure, engine, quick=quick) for engine in engines]
    return await asyncio.gather(*(_proved(figure, engine, quick=quick) for engine in engines))


async def _proved(figure: Figure, engine: str, *, quick: bool) -> Run:
    started = monotonic()
    finding: Finding | str
    workers = figure.engines[engine]
    try:
        processes = min(workers, 2) if quick else workers
        async with standing(engine, processes, figure.settings) as stand:
            finding = await figure.prove(stand, quick)
            wrong = await asyncio.to_thread(wrong_levels, stand.environment)
            judged = [
                none("levels that doctor finds wrong", wrong),
                none("requests that the log calls failed", stand.defects()),
            ]
            finding = replace(finding, checks=[*finding.checks, *judged])
    # whatever broke this proof: it does not hold then, and the others are tried all the same
    except Exception as error:
        finding = f"{type(error).__name__}: {error}".splitlines()[0]
    return Run(figure, engine, finding, monotonic() - started)
