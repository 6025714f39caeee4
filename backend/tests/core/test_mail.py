"""What is kept of a mail, and the text that is made of it."""

from string import Formatter

import pytest
from sqlalchemy import select

from app.core import links
from app.core.engine import Database
from app.core.ids import new_id
from app.core.kept_mails import KeptMail, MailKind
from app.core.languages import SPOKEN, Language
from app.core.mail import Letter, Sender, mail, namings, texts, written
from app.core.unit_of_work import unit_of_work
from app.domains.identity.events import OrganizationChanged
from app.domains.identity.service import organizations
from tests.world import World


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", SPOKEN)
def test_every_mail_has_its_texts_with_the_same_places_in_each_language(language: str) -> None:
    assert texts(language).keys() == set(MailKind)
    for kind in MailKind:
        said, english = texts(language)[kind], texts("en")[kind]
        assert said.keys() == {"subject", "text"}
        for part, text in said.items():
            assert text.strip(), (kind, part)
            assert placeholders(text) == placeholders(english[part]) <= namings.keys()


async def kept(
    database: Database, org: World, language: Language = "en", base_url: str = "https://q.example"
) -> tuple[KeptMail, Letter, str]:
    """An invitation as it is stored and as it is read, and the token of its link."""
    to = f"{new_id().hex}@example.test"
    async with unit_of_work(database, write=True) as unit:
        ctx = unit.account()
        link = await links.make(ctx, links.LinkPurpose.INVITATION, email=to)
        mail(ctx, MailKind.INVITATION, to, language, link=link.id, organization=org.id)
    keys = org.app.state.keys
    async with unit_of_work(database, write=False) as unit:
        ctx = unit.account()
        query = select(KeptMail).where(KeptMail.recipient == to)
        row = (await ctx.session.scalars(query)).one()
        return row, await written(Sender(ctx, keys, base_url), row), links.derive(keys, link)


async def test_the_text_has_the_link_and_the_table_only_its_id(
    database: Database, org: World
) -> None:
    row, letter, token = await kept(database, org)
    assert f"\nhttps://q.example/invitation#token={token}\n" in letter.text
    assert letter.to == row.recipient
    stored = " ".join(str(getattr(row, column.name)) for column in KeptMail.__table__.columns)
    assert token not in stored
    assert row.about.keys() == {"link", "organization"}


async def test_it_is_written_in_the_language_that_it_is_kept_in(
    database: Database, org: World
) -> None:
    subjects = {(await kept(database, org, language))[1].subject for language in SPOKEN}
    assert len(subjects) == len(SPOKEN)


async def test_a_name_in_it_is_text_and_breaks_no_line_of_the_head(
    database: Database, org: World
) -> None:
    name = "{link} {0} Crew\r\nBcc: all@example.org"
    async with org.context(write=True) as ctx:
        organization = await organizations.get(ctx)
        organization.name = name
        ctx.emit(OrganizationChanged(organization.id))
    _, letter, _ = await kept(database, org)
    assert letter.subject == "You are invited to {link} {0} Crew Bcc: all@example.org"


async def test_a_mail_is_kept_with_its_cause_or_not_at_all(database: Database) -> None:
    to = f"{new_id().hex}@example.test"
    with pytest.raises(ZeroDivisionError):
        async with unit_of_work(database, write=True) as unit:
            ctx = unit.account()
            mail(ctx, MailKind.PASSWORD_CHANGED, to, "en")
            await ctx.flush()
            raise ZeroDivisionError
    async with unit_of_work(database, write=False) as unit:
        query = select(KeptMail).where(KeptMail.recipient == to)
        assert list(await unit.account().session.scalars(query)) == []


async def test_a_link_that_was_swept_away_leads_to_the_front_page(
    database: Database, org: World
) -> None:
    async with unit_of_work(database, write=False) as unit:
        gone = KeptMail(
            kind=MailKind.RESET_PASSWORD,
            recipient="ada@example.test",
            language="en",
            about={"link": str(new_id())},
        )
        sender = Sender(unit.account(), org.app.state.keys, "https://q.example")
        assert "\nhttps://q.example\n" in (await written(sender, gone)).text
