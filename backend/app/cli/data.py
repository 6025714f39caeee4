"""`quartermaster seed` and `reset`: demo data in, everything out. Refused where strangers come."""

from typing import Annotated

import typer

from app.cli import migrate, seeding
from app.cli.plain import plainly, refuse, run, say
from app.core.config import get_settings
from app.core.database_url import without_password


@plainly
def seed() -> None:
    """Put in the demo users, organizations and things; what is there stays as it is."""
    run(seeding.seed())
    say("The demo data is in.")


@plainly
def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
) -> None:
    """Delete everything, migrate anew and put in the demo data."""
    settings = get_settings()
    if settings.exposed:
        refuse(f"reset deletes everything; it is refused in {settings.environment}.")
    if not yes:
        typer.confirm(f"Delete everything in {without_password(settings.database)}?", abort=True)
    migrate.migrating().downgrade("base")
    migrate.migrating().upgrade("head")
    run(seeding.seed())
    say("Everything is as on the first day.")


def add_to(app: typer.Typer) -> None:
    app.command()(seed)
    app.command()(reset)
