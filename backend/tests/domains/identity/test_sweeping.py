"""Each sign-in clears away a little of what expired long ago, whoever it belonged to."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from app.core import links
from app.core.clock import now
from app.core.kept_mails import KeptMail, MailKind
from app.core.links import Link, LinkPurpose
from app.core.mail import mail
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import RefreshToken, UserSession
from app.domains.identity.service.sweeping import SWEPT
from tests.accounts import Account
from tests.world import sign_up

OLD, YOUNG = timedelta(days=31), timedelta(days=29)


async def left(account: Account, model: Any, *which: Any) -> int:
    async with unit_of_work(account.app.state.database, write=False) as unit:
        query = select(func.count(model.id)).where(*which)
        return int(await unit.account().session.scalar(query) or 0)


async def aged(account: Account, model: Any, which: Any, **ages: timedelta) -> None:
    values = {name: now() - age for name, age in ages.items()}
    async with unit_of_work(account.app.state.database, write=True) as unit:
        await unit.connection.execute(update(model).where(which).values(**values))


async def test_sessions_of_anybody_go_with_their_tokens(account: Account) -> None:
    gone = [await sign_up(account.app) for _ in range(SWEPT + 5)]
    young = await sign_up(account.app)
    ids = [person.session_id for person in gone]
    async with unit_of_work(account.app.state.database, write=True) as unit:
        for id in ids:
            token = RefreshToken(session_id=id, token_hash=id.hex, rotated_at=None)
            unit.account().session.add(token)
    await aged(account, UserSession, UserSession.id.in_(ids), expires_at=OLD)
    await aged(account, UserSession, UserSession.id == young.session_id, expires_at=YOUNG)
    await account.sign_in()
    assert await left(account, UserSession, UserSession.id.in_(ids)) == 5
    assert await left(account, RefreshToken, RefreshToken.session_id.in_(ids)) == 5
    await account.sign_in()
    assert await left(account, UserSession, UserSession.id.in_(ids)) == 0
    assert await left(account, UserSession, UserSession.id == young.session_id) == 1


async def test_links_and_mails_go_and_an_invitations_link_stays(account: Account) -> None:
    async with unit_of_work(account.app.state.database, write=True) as unit:
        ctx = unit.account()
        made = {
            purpose: await links.make(ctx, purpose, user_id=account.user_id)
            for purpose in LinkPurpose
        }
        mail(ctx, MailKind.PASSWORD_CHANGED, account.email, "en")
    mine = Link.id.in_([link.id for link in made.values()])
    to_me = KeptMail.recipient == account.email
    await aged(account, Link, mine, expires_at=YOUNG)
    await aged(account, KeptMail, to_me, created_at=YOUNG)
    mails = await left(account, KeptMail, to_me)
    await account.sign_in()
    assert await left(account, Link, mine) == len(LinkPurpose)
    assert await left(account, KeptMail, to_me) == mails
    await aged(account, Link, mine, expires_at=OLD)
    await aged(account, KeptMail, to_me, created_at=OLD)
    await account.sign_in()
    assert await left(account, Link, mine) == 1
    assert await left(account, Link, Link.id == made[LinkPurpose.INVITATION].id) == 1
    assert await left(account, KeptMail, to_me) == 0
