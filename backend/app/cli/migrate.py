"""`quartermaster migrate …`: the one implementation behind `migrate.py`, the scripts and pnpm."""

from typing import Annotated, Any

import typer

from app.cli.plain import opened, plainly, refuse, run, say
from app.core.revisions import head, present_revision

app = typer.Typer(help="Move the database between versions.", no_args_is_help=True)
Message = Annotated[str, typer.Argument(help="What the migration does.")]


def migrating() -> Any:
    """The module `migrating`, and with it Alembic."""
    from app.cli import migrating  # noqa: PLC0415 (7 MB that a server which migrates nothing need not load)

    return migrating


@app.command()
@plainly
def generate(message: Message) -> None:
    """Write a migration from what the models and the database differ in. Read it before use."""
    migrating().generate(message)


@app.command()
@plainly
def apply(revision: Annotated[str, typer.Argument()] = "head") -> None:
    """Bring the database up to a revision (the newest)."""
    migrating().upgrade(revision)
    say(f"The database is at {run(_present()) or 'no revision'}.")


@app.command()
@plainly
def auto(message: Message) -> None:
    """Generate a migration and apply it."""
    migrating().generate(message)
    migrating().upgrade("head")


@app.command(context_settings={"ignore_unknown_options": True})  # -1 is none
@plainly
def downgrade(revision: Annotated[str, typer.Argument(help="-1, a revision, or base.")]) -> None:
    """Take the database back to a revision."""
    migrating().downgrade(revision)
    say(f"The database is at {run(_present()) or 'no revision'}.")


@app.command()
@plainly
def current() -> None:
    """Print the revision that the database is at."""
    say(run(_present()) or "none")


@app.command("list")
@plainly
def list_all() -> None:
    """List all migrations, the newest first, and mark the one that the database is at."""
    present = run(_present())
    for script in migrating().scripts():
        mark = "*" if script.revision == present else " "
        say(f"{mark} {script.revision}  {script.doc}")


@app.command()
@plainly
def check() -> None:
    """Exit 1 if the database is unreachable or behind, 2 if models and migrations differ."""
    present, needed = run(_present()), head()
    say(f"The database answers and is at {present or 'no revision'}.")
    if present != needed:
        refuse(f"Pending up to {needed}: run `quartermaster migrate apply`.", 1)
    if differences := run(_differences()):
        for difference in differences:
            say(difference)
        refuse("Models and migrations differ: run `quartermaster migrate generate`.", 2)
    say("Nothing is pending, and models and migrations agree.")


async def _present() -> str | None:
    async with opened() as database:
        return await present_revision(database)


async def _differences() -> list[str]:
    async with opened() as database, database.transaction(write=False) as connection:
        found: list[str] = await connection.run_sync(migrating().differences)
        return found
