"""Mails. `mail` keeps what is to be sent, in the transaction of its cause; `written` makes the text.

What is kept are ids. A link's token and every name are looked up when the text is made, so that
neither the table nor a copy of it opens anything.
"""

import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

from app.core.context import AccountContext, Work
from app.core.kept_mails import KeptMail, MailKind
from app.core.keys import Keys
from app.core.languages import Language

TEXTS = Path(__file__).with_name("mail_texts")


def mail(ctx: Work[Any], kind: MailKind, to: str, language: Language, **about: UUID) -> None:
    """Keep a mail; `about` names, for each placeholder of its text, the row that it stands for."""
    ids = {name: str(id) for name, id in about.items()}
    ctx.session.add(KeptMail(kind=kind, recipient=to, language=language, about=ids))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who makes texts of kept mails: the only one who needs the key of links."""

    ctx: AccountContext
    keys: Keys
    base_url: str  # as the settings have it, never as a request does


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    text: str


Naming: TypeAlias = Callable[[Sender, UUID], Awaitable[str]]
namings: dict[str, Naming] = {}


def placeholder(name: str) -> Callable[[Naming], Naming]:
    """Register what stands for `{name}` in a text, from the id that the mail keeps for it."""

    def register(naming: Naming) -> Naming:
        namings[name] = naming
        return naming

    return register


async def written(sender: Sender, kept: KeptMail) -> Letter:
    """The mail as its recipient reads it."""
    said = {name: await namings[name](sender, UUID(id)) for name, id in kept.about.items()}
    text = texts(kept.language)[kept.kind]
    subject = " ".join(text["subject"].format_map(said).split())  # a name breaks no header line
    return Letter(kept.recipient, subject, text["text"].format_map(said).strip())


@cache
def texts(language: str) -> dict[str, dict[str, str]]:
    """Subject and text of every kind of mail in this language."""
    found: dict[str, dict[str, str]] = tomllib.loads(
        (TEXTS / f"{language}.toml").read_text("utf-8")
    )
    return found
