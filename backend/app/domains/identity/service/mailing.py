"""Mails to people with an account, in the language that they chose."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.context import Work
from app.core.kept_mails import MailKind
from app.core.languages import Language, preferred
from app.core.mail import Sender, mail, placeholder
from app.domains.identity.models import Organization, Preferences, User


async def mail_to(ctx: Work[Any], user: User, kind: MailKind, **about: UUID) -> None:
    """Keep a mail to this person."""
    mail(ctx, kind, user.email, await language_of(ctx, user.id), **about)


async def language_of(ctx: Work[Any], user_id: UUID) -> Language:
    """What the person chose; else what the request asks for."""
    query = select(Preferences.chosen).where(Preferences.user_id == user_id)
    chosen: dict[str, Any] = await ctx.session.scalar(query) or {}
    language: Language | None = chosen.get("language")
    return language or preferred(ctx.origin.accept_language)


@placeholder("organization")
async def _name_of_organization(sender: Sender, id: UUID) -> str:
    query = select(Organization.name).where(Organization.id == id)
    return (await sender.ctx.session.scalar(query)) or ""
