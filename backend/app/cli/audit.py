"""`quartermaster audit seal` and `verify`: the chains of the activity logs."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy import select

from app.cli import pretty
from app.cli.plain import opened, plainly, refuse, run, say
from app.core.keys import Keys
from app.core.startup import refuse_if_behind
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.domains.activity.service import sealing, verifying
from app.domains.activity.service.chains import ACCOUNTS
from app.domains.activity.service.sealing import Head
from app.domains.activity.service.verifying import Report
from app.domains.identity.models import Organization

MOST_SHOWN = 100  # faults
LONG = 20_000  # entries: less is done before a bar is seen
app = typer.Typer(help="Seal the activity logs, and prove that nobody has touched them.")


@app.command("seal")
@plainly
def seal() -> None:
    """Append what is committed to the chains; the server does the same every second."""
    say(f"{run(_seal())} rows sealed.")


async def _seal() -> int:
    async with opened() as database:
        await refuse_if_behind(database)
        key, total = Keys.of(database.settings).seal[0], 0
        while (passed := await sealing.seal(database, key)).sealed:
            total += passed.sealed
        return total


@app.command("verify")
@plainly
def verify(
    organization: Annotated[
        str | None, typer.Option(help="Slug or id of one; all and the accounts if not named.")
    ] = None,
    head: Annotated[
        list[str] | None,
        typer.Option(help="A head that was printed or logged: it must still be there."),
    ] = None,
) -> None:
    """Compute everything again and print the heads. Exit 1 if anything is not as it was sealed."""
    report = run(_verify(organization, [_head(text) for text in head or ()]))
    for one in report.heads:
        say(f"head  {one}")
    if report.unknown_keys:
        say(
            f"{report.unknown_keys} entries bear the seal of a key that is not known here: their"
            " hashes were checked, and those behind them vouch for them.",
        )
    if report.faults:
        for fault in report.faults[:MOST_SHOWN]:
            say(str(fault))
        refuse(f"{len(report.faults)} faults in {report.entries} entries.", 1)
    erased = f", {report.erased} of people who were erased" if report.erased else ""
    say(f"All {report.entries} entries are as they were sealed{erased}.")


def _head(text: str) -> Head:
    owner, _, rest = text.partition(":")
    no, _, hash = rest.partition(":")
    try:
        return Head(None if owner == ACCOUNTS else UUID(owner), int(no), hash)
    except ValueError:
        refuse(
            f"{text} is no head: one reads {ACCOUNTS} or an id, a number and a hash, with colons."
        )


async def _verify(organization: str | None, written_down: Sequence[Head]) -> Report:
    async with opened() as database:
        await refuse_if_behind(database)
        keys = Keys.of(database.settings).seal
        async with unit_of_work(database, write=False, snapshot=True) as unit:
            id = await _id_of(unit, organization) if organization else None
            total = await verifying.length(unit, id)
            with pretty.bar("verifying", total, hidden=total < LONG, stays=True) as moved:
                done = 0

                def advance(more: int) -> None:
                    nonlocal done
                    done += more
                    moved(done, total)

                return await verifying.verify(unit, keys, id, written_down, advance)


async def _id_of(unit: UnitOfWork, organization: str) -> UUID:
    is_it = Organization.slug == organization
    with suppress(ValueError):
        is_it = Organization.id == UUID(organization)
    query = select(Organization.id).where(is_it)
    if (id := await unit.account().session.scalar(query)) is None:
        refuse(f"There is no organization {organization}.")
    return id
