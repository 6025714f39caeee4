"""One figure on one engine, from an empty database to the judgement of `quartermaster doctor`."""

from dataclasses import replace

from prove.stand import standing
from prove.verdict import Figure, Finding, none
from rig.product import wrong_levels


async def proved(figure: Figure, engine: str, *, quick: bool) -> Finding | str:
    """What was found, or in one line why it came to nothing."""
    try:
        with standing(engine, figure.engines[engine]) as stand:
            finding = await figure.prove(stand, quick)
            judged = [
                none("levels that doctor finds wrong", wrong_levels(stand.environment)),
                none("requests that the log calls failed", stand.defects()),
            ]
            return replace(finding, checks=[*finding.checks, *judged])
    except Exception as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]
