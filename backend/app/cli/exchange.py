"""`quartermaster import` and `export`: sheets in, after a look and a yes; and sheets out."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from app.cli import pretty
from app.cli.plain import complain, opened, plainly, refuse, run, say
from app.core.context import Actor, Context, Tenant
from app.core.engine import Database
from app.core.errors import AppError
from app.core.startup import refuse_if_behind
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.domains.exchange.models import Dates, ImportKind
from app.domains.exchange.schemas import Difference, Mapping
from app.domains.exchange.service import exports, imports, previews
from app.domains.exchange.service.exports import ExportKind
from app.domains.exchange.service.faults import BadCells, CellFault
from app.domains.exchange.service.plans import Plan
from app.domains.exchange.service.rows import Reading, Wishes
from app.domains.identity.models import Organization

LISTED = 100  # bad cells and differences shown; the rest is counted
LARGE = 500  # rows from which on a bar shows how far it is
OrganizationNamed = Annotated[
    str, typer.Option("--organization", "-o", help="Its slug or id.", show_default=False)
]


@plainly
def import_file(  # noqa: PLR0913, PLR0917 (a command lists its options)
    file: Annotated[Path, typer.Argument(help="A CSV file.", show_default=False)],
    organization: OrganizationNamed,
    kind: Annotated[
        ImportKind | None, typer.Option(help="What the rows are; else the headers tell.")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option(help='JSON, such as \'{"Anzahl": "quantity"}\'.')
    ] = None,
    dates: Annotated[Dates | None, typer.Option(help="The order of dates such as 3/4/24.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would happen.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")] = False,
) -> None:
    """Bring in a CSV file of items, locations or stock, all of it or nothing.

    A quantity is the level after: the difference is posted, so the same file again changes
    nothing. Exit 2: the file or a cell cannot be used (each is named), and nothing was written.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        refuse(f"{file} cannot be read: {error.strerror}.")
    wishes = Wishes(kind, _mapping(mapping), dates)
    consent = Consent.NOT_ASKED if dry_run else Consent.GIVEN if yes else Consent.TO_ASK
    run(_import(Sheet(file.name, content), wishes, organization, consent))


def _mapping(text: str | None) -> dict[str, str | None]:
    try:
        return TypeAdapter(Mapping).validate_python(json.loads(text or "{}"))
    except (ValueError, ValidationError):
        refuse('--mapping must be a JSON object of column to field, as in {"Anzahl": "quantity"}.')


class Consent(Enum):
    GIVEN = "given"
    TO_ASK = "to ask"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    content: bytes


async def _import(sheet: Sheet, wishes: Wishes, organization: str, consent: Consent) -> None:
    """Show what the file does and, agreed to, do it. Nothing is held open while a person reads."""
    async with opened() as database:
        await refuse_if_behind(database)
        tenant = await _tenant(database, organization)
        reading = await imports.read(sheet.content, wishes, tenant.currency)
        async with unit_of_work(database, write=False) as unit:
            plan = await imports.plan(unit.context(tenant, Actor()), reading)
        _show(sheet.name, tenant, plan)
        if plan.all_faults:
            _refuse_bad(plan.all_faults)
        if consent is Consent.NOT_ASKED:
            say("Nothing was written.")
            return
        if consent is Consent.TO_ASK:
            _ask()
        await _commit(database, tenant, reading, sheet)


def _ask() -> None:
    """A yes from a person; nobody there to ask is none."""
    if not is_attended():
        refuse("Nothing was written: add --yes to do it.")
    typer.confirm("Do it?", abort=True)


def is_attended() -> bool:
    return sys.stdin.isatty()


async def _commit(database: Database, tenant: Tenant, reading: Reading, sheet: Sheet) -> None:
    hidden = len(reading.rows) < LARGE
    try:
        with pretty.bar(sheet.name, None, hidden=hidden) as moved:
            async with unit_of_work(database, write=True) as unit:
                ctx = unit.context(tenant, Actor())
                row = await imports.create(ctx, reading, sheet.content, sheet.name)
                row = await imports.commit(ctx, row.id, reading, moved)
    except AppError as refusal:  # what changed since it was shown, and stock that is reserved
        for fault in refusal.more.get("errors", ())[:LISTED]:
            complain(f"{fault['pointer']}: {fault['message']}")
        raise
    _tell(row.report or {})


def _tell(report: dict[str, Any]) -> None:
    did = [f"{count} {what.replace('_', ' ')}" for what, count in _counts(report)]
    say(f"Done: {', '.join(did)}.")


def _counts(report: dict[str, Any]) -> list[tuple[str, int]]:
    """What happened at all, or is to happen; how many."""
    return [(what, count) for what, count in report.items() if what != "left_out" and count]


def _show(file_name: str, tenant: Tenant, plan: Plan) -> None:
    reading, outcome = plan.reading, previews.outcome(plan)
    title = f"{file_name}: {len(reading.sheet.lines)} rows of {reading.kind} into {tenant.slug}"
    rows = [(what.replace("_", " "), str(count)) for what, count in _counts(outcome.model_dump())]
    rows += [(f"column {column}", field) for column, field in reading.mapping.items()]
    if outcome.left_out:
        rows.append(("left out", ", ".join(outcome.left_out)))
    pretty.table(rows, title=title)
    differences = previews.differences(plan)
    if differences:
        _show_differences(differences[:LISTED])
    if len(differences) > LISTED:
        say(f"and {len(differences) - LISTED} more levels")


def _show_differences(differences: list[Difference]) -> None:
    rows = [
        (one.row, one.item, one.location, one.lot, one.present, one.after, one.unit)
        for one in differences
    ]
    pretty.table(rows, ("row", "item", "location", "lot", "now", "after", "unit"))


def _refuse_bad(faults: list[CellFault]) -> None:
    for fault in sorted(faults, key=lambda fault: fault.row)[:LISTED]:
        complain(f"row {fault.row}: {fault.message}")
    refuse(str(BadCells(faults)))


@plainly
def export(
    kind: Annotated[ExportKind, typer.Argument(help="items or stock.", show_default=False)],
    organization: OrganizationNamed,
    output: Annotated[
        Path | None, typer.Option("--output", help="A file; else the standard output.")
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="With the mark that Excel wants.")] = False,
) -> None:
    """Write the items or the stock of an organization as CSV, which `import` reads again."""
    if output is None:
        text = run(_export(kind, organization, marked=bom))
        sys.stdout.buffer.write(text.encode())
        return
    # a file is there as a whole or not at all
    partial = output.with_name(f"{output.name}.part")
    partial.write_bytes(run(_export(kind, organization, marked=bom)).encode())
    partial.replace(output)
    say(f"{output} is written.")


async def _export(kind: ExportKind, organization: str, *, marked: bool) -> str:
    async with opened() as database:
        await refuse_if_behind(database)
        tenant = await _tenant(database, organization)

        @asynccontextmanager
        async def inside() -> AsyncIterator[Context]:
            async with unit_of_work(database, write=False) as unit:
                yield unit.context(tenant, Actor())

        async with inside() as ctx:
            chunk = await exports.first(ctx, kind, marked=marked)
        return "".join([text async for text in exports.rest(inside, kind, chunk)])


async def _tenant(database: Database, named: str) -> Tenant:
    async with unit_of_work(database, write=False) as unit:
        found = await _organization(unit, named)
    if found is None:
        refuse(f"There is no organization {named}.")
    return Tenant(found.id, found.slug, found.currency)


async def _organization(unit: UnitOfWork, named: str) -> Organization | None:
    try:
        is_named = Organization.id == UUID(named)
    except ValueError:
        is_named = Organization.slug == named
    found: Organization | None = await unit.account().session.scalar(
        select(Organization).where(is_named)
    )
    return found


def add_to(app: typer.Typer) -> None:
    app.command("import")(import_file)
    app.command("export")(export)
