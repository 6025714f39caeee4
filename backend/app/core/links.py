"""Links in mails that work once. Only what proves them again is stored, never the token itself.

A token is the row's id and HMAC-SHA256(K_link, purpose ‖ id ‖ nonce of the row), as 64 characters
that fit a URL. It stands behind the `#`, which browsers send to no server: no log has it.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NoReturn
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.context import AccountContext, Work
from app.core.db import Identified, plain
from app.core.errors import NotFound
from app.core.facts import AccountFact
from app.core.ids import new_secret
from app.core.keys import Keys
from app.core.mail import Sender, placeholder
from app.core.writing import met

LIFE = timedelta(minutes=30)
LENGTH = 64  # characters of a token
ID = 16  # bytes


class LinkPurpose(StrEnum):
    """What a link does; the web interface has a page of this name, with dashes, that spends it."""

    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 (a purpose)
    CHANGE_EMAIL = "change_email"
    INVITATION = "invitation"
    SECOND_FACTOR = "second_factor"  # in no mail: the answer to a right password


OF_ACCOUNT = (
    LinkPurpose.VERIFY_EMAIL,
    LinkPurpose.RESET_PASSWORD,
    LinkPurpose.CHANGE_EMAIL,
    LinkPurpose.SECOND_FACTOR,
)


class Link(Identified):
    """A link, for an account or for an address that has none (or not yet)."""

    __tablename__ = "links"
    __table_args__ = (Index(None, "user_id"), Index(None, "expires_at"))

    purpose: Mapped[LinkPurpose]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    email: Mapped[str | None] = mapped_column(String(320))  # that it is about, where not the user's
    nonce: Mapped[str] = mapped_column(plain(43), info={"secret": True})
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class LinkReused(AccountFact):
    """A true link came back after it was spent, or too late: perhaps somebody else read the mail."""

    name = "link.reused"
    subject: UUID  # the account, or the link where it is of none
    link_id: UUID


class LinkRefused(NotFound):
    """One answer for a link that is forged, spent, too old, or for something else."""

    code = "link_refused"
    detail = "This link does not work, or no longer; ask for a new one."
    keeps_writes = True


async def make(
    ctx: Work[Any],
    purpose: LinkPurpose,
    *,
    user_id: UUID | None = None,
    email: str | None = None,
    life: timedelta = LIFE,
) -> Link:
    """A new link; its mail names it by `link=link.id`."""
    link = Link(
        purpose=purpose,
        user_id=user_id,
        email=email,
        nonce=new_secret(),
        expires_at=now() + life,
        spent_at=None,
    )
    ctx.session.add(link)
    await ctx.session.flush()
    return link


def page_of(purpose: LinkPurpose) -> str:
    """The web interface's, below its address."""
    return purpose.replace("_", "-")


def address(base_url: str, keys: Keys, link: Link) -> str:
    """Where `link` leads, to be sent to whom it is for."""
    return f"{base_url}/{page_of(link.purpose)}#token={derive(keys, link)}"


def derive(keys: Keys, link: Link) -> str:
    """The token of `link`; whoever presents it has read the mail."""
    return _token(link.id, keys.proofs_of_link(link.purpose, link.id, link.nonce)[0])


async def peek(
    ctx: AccountContext, keys: Keys, purpose: LinkPurpose, token: str, *, at: str = "/body/token"
) -> Link:
    """The live link of `token`, which stays unspent. Raises `LinkRefused`, pointing `at` it."""
    id = _id_in(token)
    known = await ctx.session.get(Link, id, populate_existing=True) if id else None
    if known is None or known.purpose is not purpose or not _proves(keys, known, token):
        raise LinkRefused(at=at)
    if known.spent_at is not None or known.expires_at <= now():
        _refuse_known(ctx, known, at)
    return known


async def spend(ctx: AccountContext, keys: Keys, purpose: LinkPurpose, token: str) -> Link:
    """The live link of `token`, which is then spent; of parallel calls one gets it.

    Raises `LinkRefused`: commit it, since a link that comes back is a fact.
    """
    link = await peek(ctx, keys, purpose, token)
    at = now()
    mine = (Link.id == link.id, Link.spent_at.is_(None), Link.expires_at > at)
    if not await met(ctx.session, update(Link).where(*mine).values(spent_at=at)):
        _refuse_known(ctx, link, "/body/token")
    return link


async def spend_all(ctx: AccountContext, user_id: UUID, *purposes: LinkPurpose) -> None:
    """Spend what is open of these for an account: what a newer one, or a change, makes void."""
    theirs = (Link.user_id == user_id, Link.purpose.in_(purposes), Link.spent_at.is_(None))
    await ctx.session.execute(update(Link).where(*theirs).values(spent_at=now()))


def _refuse_known(ctx: AccountContext, link: Link, at: str) -> NoReturn:
    ctx.emit(LinkReused(link.user_id or link.id, link.id))
    raise LinkRefused(at=at)


def _proves(keys: Keys, link: Link, token: str) -> bool:
    proofs = keys.proofs_of_link(link.purpose, link.id, link.nonce)
    return any(hmac.compare_digest(_token(link.id, proof), token) for proof in proofs)


def _token(id: UUID, proof: bytes) -> str:
    return urlsafe_b64encode(id.bytes + proof).decode()


def _id_in(token: str) -> UUID | None:
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        return UUID(bytes=urlsafe_b64decode(token)[:ID])
    except ValueError:
        return None


@placeholder("link")
async def _address(sender: Sender, id: UUID) -> str:
    """Where the link leads; that of a link which was swept away leads nowhere any more."""
    link = (await sender.ctx.session.scalars(select(Link).where(Link.id == id))).one_or_none()
    if link is None:
        return sender.base_url
    return address(sender.base_url, sender.keys, link)
