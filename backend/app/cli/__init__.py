"""The command line `quartermaster`: everything an operator or a developer does to an installation."""

import gc
from collections.abc import Sequence

import typer

from app.cli import (
    admin,
    audit,
    data,
    env_example,
    exchange,
    mail,
    migrate,
    purging,
    serve,
)

app = typer.Typer(
    name="quartermaster",
    help="Know what you have, where it is, who holds it, and what to get next.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(migrate.app, name="migrate")
app.add_typer(mail.app, name="mail")
app.add_typer(audit.app, name="audit")
for part in (serve, data, exchange, admin, purging, env_example):
    part.add_to(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; `arguments` are those of the process unless given. Exits with its status."""
    try:
        app(args=None if arguments is None else list(arguments), prog_name="quartermaster")
    finally:
        gc.freeze()  # else Python looks through all that there is as it ends: a third of its time
