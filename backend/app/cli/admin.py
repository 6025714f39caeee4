"""`quartermaster create-superuser`, `doctor`, `openapi` and `permissions`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy import func, select

from app.cli.plain import desk_of, opened, plainly, refuse, run, say
from app.core.config import Settings, sentences
from app.core.context import Actor, Tenant
from app.core.database_url import without_password
from app.core.engine import Database
from app.core.limits.rates import Rates
from app.core.startup import refuse_if_behind
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import Organization, User
from app.domains.identity.schemas import Register
from app.domains.identity.service import accounts
from app.domains.stock.models import StockMovement
from app.domains.stock.service.audit import Difference, differences


@plainly
def create_superuser(
    email: Annotated[str, typer.Option(prompt=True)],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Make a superuser, or make an account one; the password of a known account stays."""
    try:
        data = Register(email=email, password=password)
    except ValidationError as error:
        refuse(" ".join(sentences(error)))
    run(_create_superuser(data))
    say(f"{data.email} is a superuser.")


async def _create_superuser(data: Register) -> None:
    async with opened() as database:
        await refuse_if_behind(database)
        await accounts.ensure_superuser(desk_of(database), data.email, data.password)


@plainly
def doctor() -> None:
    """Show how this installation is set up, and prove that its books are right.

    Every level is compared with the fold of its movements. Exit 1 if anything is wrong.
    """
    wrong = run(_examine())
    if wrong:
        for slug, difference in wrong:
            say(
                f"{slug}: lot {difference.lot_id} at {difference.location_id}: the level says"
                f" {difference.on_hand}, its movements {difference.fold}",
            )
        refuse(f"{len(wrong)} levels are not what their movements add up to.", 1)
    say("Every level is the sum of its movements.")


async def _examine() -> list[tuple[str, Difference]]:
    async with opened() as database:
        await _show_setup(database)
        await refuse_if_behind(database)
        wrong: list[tuple[str, Difference]] = []
        async with unit_of_work(database, write=False, snapshot=True) as unit:
            account = unit.account()
            counts = {
                what: await account.session.scalar(select(func.count()).select_from(model))
                for what, model in (
                    ("organizations", Organization),
                    ("users", User),
                    ("movements", StockMovement),
                )
            }
            say(
                "holds        " + ", ".join(f"{n} {what}" for what, n in counts.items()),
            )
            for row in await account.session.scalars(select(Organization)):
                if row.is_over:
                    continue
                ctx = unit.context(Tenant(row.id, row.slug, row.currency), Actor())
                wrong += [(row.slug, difference) for difference in await differences(ctx)]
        return wrong


async def _show_setup(database: Database) -> None:
    settings = database.settings
    jobs = "Celery" if settings.celery_broker_url else "embedded"
    for name, value in {
        "environment": settings.environment,
        "database": without_password(settings.database),
        "pool": f"{settings.db_pool_size} + {settings.db_max_overflow}, timeout"
        f" {settings.db_pool_timeout:g} s, recycle {settings.db_pool_recycle} s,"
        f" at work {settings.db_concurrency}",
        "limits": await _place_of_limits(settings),
        "jobs": jobs,
    }.items():
        say(f"{name:<12} {value}")


async def _place_of_limits(settings: Settings) -> str:
    if not settings.rate_limits:
        return "off: nothing is limited"
    rates = Rates(settings)
    elsewhere = "in the process"
    if settings.redis_url:
        answers = await rates.answers()
        elsewhere = "in Redis" if answers else "in the process, since Redis does not answer"
    await rates.close()
    return f"of sign-in, recovery, codes, invitations in the database; all others {elsewhere}"


@plainly
def openapi(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file.")] = None,
) -> None:
    """Print the OpenAPI document, or write it to a file."""
    from app.api.openapi import document  # noqa: PLC0415 (slow to load, and no other command needs it)
    from app.main import create_app  # noqa: PLC0415 (slow to load, and few commands need it)

    _write(json.dumps(document(create_app()), indent=2, ensure_ascii=False) + "\n", output)


@plainly
def permissions(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file.")] = None,
) -> None:
    """Print who may call what, or write it to a file: docs/reference/permissions.md is this."""
    from app.api.permission_table import render  # noqa: PLC0415 (slow to load, as for the document)
    from app.main import create_app  # noqa: PLC0415 (slow to load, and few commands need it)

    _write(render(create_app()), output)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")


def add_to(app: typer.Typer) -> None:
    app.command("create-superuser")(create_superuser)
    app.command()(doctor)
    app.command()(openapi)
    app.command()(permissions)
