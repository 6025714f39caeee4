"""`quartermaster purge`: remove the organizations whose days of grace are over."""

from typing import Annotated

import typer

from app.cli.plain import opened, plainly, run, say
from app.core.startup import refuse_if_behind
from app.domains.identity.service import purges


@plainly
def purge(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show which would be removed.")
    ] = False,
) -> None:
    """Remove every organization that was deleted and can no longer be restored.

    All of its rows go, also those of append-only tables, a thousand at a time, so that others go on
    working. Repeatable: what is done is not found again, and what was cut off is finished.
    """
    for sentence in run(_purge(dry_run=dry_run)):
        say(sentence)


async def _purge(*, dry_run: bool) -> list[str]:
    async with opened() as database:
        await refuse_if_behind(database)
        due = await purges.due(database)
        if dry_run:
            return [f"{slug} would be removed." for _, slug in due] or ["Nothing is due."]
        removed = [await purges.purge(database, id) for id, _ in due]
        said = [f"{one.slug} is removed: {one.rows} rows." for one in removed if one]
        return said or ["Nothing is due."]


def add_to(app: typer.Typer) -> None:
    app.command()(purge)
