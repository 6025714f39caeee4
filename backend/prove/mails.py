"""The mailbox of everybody: what would have been sent."""

import asyncio
from time import monotonic

from sqlalchemy import select

from app.core.kept_mails import KeptMail, MailKind
from app.core.keys import Keys
from app.core.mail import Sender, written
from app.core.unit_of_work import unit_of_work
from app.domains.identity.service import mailing as _mailing  # noqa: F401 (every placeholder is known)
from prove.stand import Stand

PATIENCE = 30.0  # seconds: some are kept after the answer
PAUSE = 0.1


async def token_mailed(stand: Stand, kind: MailKind, to: str) -> str:
    """Of the link in the newest mail of this kind; RuntimeError where none comes."""
    deadline = monotonic() + PATIENCE
    query = (
        select(KeptMail)
        .where(KeptMail.kind == kind, KeptMail.recipient == to)
        .order_by(KeptMail.created_at.desc(), KeptMail.id.desc())
        .limit(1)
    )
    async with stand.opened() as database:
        while monotonic() < deadline:
            async with unit_of_work(database, write=False) as unit:
                ctx = unit.account()
                kept = (await ctx.session.scalars(query)).one_or_none()
                if kept is not None:
                    sender = Sender(ctx, Keys.of(database.settings), "")
                    return (await written(sender, kept)).text.partition("#token=")[2].split()[0]
            await asyncio.sleep(PAUSE)
    raise RuntimeError(f"no {kind} was mailed to {to}")
