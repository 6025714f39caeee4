"""`quartermaster mail`: read what would have been sent. Refused where strangers come."""

from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy import select

from app.cli.plain import opened, plainly, refuse, run, say
from app.core.config import get_settings
from app.core.engine import Database
from app.core.kept_mails import KeptMail
from app.core.keys import Keys
from app.core.mail import Letter, Sender, written
from app.core.startup import refuse_if_behind
from app.core.unit_of_work import unit_of_work
from app.domains.identity.service import mailing as _mailing  # noqa: F401 (every placeholder is known)

app = typer.Typer(help="The mails that are kept, for development.", no_args_is_help=True)


@app.command("list")
@plainly
def list_mails(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 20,
) -> None:
    """Show the latest mails, the newest first: when, to whom, and what."""
    _refuse_readers()
    found = run(_read(limit=limit))
    for kept, letter in found:
        at = kept.created_at.strftime("%Y-%m-%d %H:%M:%S")
        say(f"{kept.id}  {at}  {letter.to}  {letter.subject}")
    if not found:
        say("No mail is kept.")


@app.command("show")
@plainly
def show_mail(id: Annotated[UUID, typer.Argument(metavar="ID")]) -> None:
    """Show one mail as its recipient would read it."""
    _refuse_readers()
    found = run(_read(id=id))
    if not found:
        refuse("There is no such mail.")
    ((_, letter),) = found
    for line in (f"To: {letter.to}", f"Subject: {letter.subject}", "", letter.text):
        say(line)


def _refuse_readers() -> None:
    settings = get_settings()
    if settings.exposed:
        refuse(
            f"Mails open other people's accounts; reading them is refused in {settings.environment}."
        )


async def _read(*, id: UUID | None = None, limit: int = 1) -> list[tuple[KeptMail, Letter]]:
    async with opened() as database:
        await refuse_if_behind(database)
        return await _written(database, id, limit)


async def _written(
    database: Database, id: UUID | None, limit: int
) -> list[tuple[KeptMail, Letter]]:
    settings = database.settings
    async with unit_of_work(database, write=False) as unit:
        ctx = unit.account()
        query = select(KeptMail).order_by(KeptMail.created_at.desc(), KeptMail.id.desc())
        if id is not None:
            query = query.where(KeptMail.id == id)
        sender = Sender(ctx, Keys.of(settings), settings.base_url)
        rows = list(await ctx.session.scalars(query.limit(limit)))
        return [(kept, await written(sender, kept)) for kept in rows]
