"""`quartermaster mail`: what would have been sent, for who develops; nobody else reads it."""

import asyncio
from pathlib import Path

import pytest

from app.core import links
from app.core.engine import Database
from app.core.ids import new_id
from app.core.kept_mails import MailKind
from app.core.mail import mail
from app.core.unit_of_work import unit_of_work
from tests.commands import SECRET, Quartermaster
from tests.settings import settings_for

PRODUCTION = {"ENVIRONMENT": "production", "PASSWORD_HASH_COST": 12}


async def _keep(url: str, folder: Path) -> None:
    database = Database(settings_for(folder, database_url=url, secret_key=SECRET))
    async with unit_of_work(database, write=True) as unit:
        ctx = unit.account()
        link = await links.make(ctx, links.LinkPurpose.RESET_PASSWORD, email="x@example.test")
        mail(ctx, MailKind.PASSWORD_CHANGED, "first@example.test", "en")
        await ctx.flush()
        mail(ctx, MailKind.RESET_PASSWORD, "[red]x@example.test", "ko", link=link.id)
    await database.dispose()


def test_the_latest_mail_is_listed_first_and_shown_with_its_link(
    migrated: Quartermaster, empty_url: str, tmp_path: Path
) -> None:
    assert "No mail is kept." in migrated("mail", "list").said
    asyncio.run(_keep(empty_url, tmp_path))
    newest, oldest = migrated("mail", "list").said.splitlines()
    assert "[red]x@example.test  새 비밀번호를 정해 주세요" in newest
    assert "first@example.test  Your password was changed" in oldest
    assert migrated("mail", "list", "--limit", "1").said.splitlines() == [newest]
    url = {"PUBLIC_URL": "https://stock.example.org/"}
    said = migrated("mail", "show", newest.split()[0], **url).said
    assert "To: [red]x@example.test\nSubject: 새 비밀번호를 정해 주세요\n\n" in said
    assert "\nhttps://stock.example.org/reset-password#token=" in said
    said = migrated("mail", "show", newest.split()[0], HOST="127.0.0.2", PORT=9000).said
    assert "\nhttp://127.0.0.2:9000/reset-password#token=" in said


def test_a_mail_that_is_not_there_is_said_so(migrated: Quartermaster) -> None:
    assert migrated("mail", "show", str(new_id())).refused(2) == "There is no such mail."
    assert migrated("mail", "show", "x").status == 2


@pytest.mark.parametrize("command", [("list",), ("show", str(new_id()))])
def test_nobody_reads_them_where_strangers_come(
    alone: Quartermaster, command: tuple[str, ...]
) -> None:
    said = alone("mail", *command, **PRODUCTION).refused(2)
    assert said.startswith("Mails open other people's accounts; ")
    assert said.endswith("refused in production.")
