"""Accounts through the door that everybody takes, and the mails that they get."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from app.core.ids import new_id
from app.core.kept_mails import KeptMail, MailKind
from app.core.mail import Letter, Sender, written
from app.core.passwords import Passwords
from app.core.unit_of_work import unit_of_work
from app.domains.activity.models import AccountEvent
from app.domains.identity.models import User, UserSession, email_key
from tests.world import PASSWORD, ok

API = "/api/v1"
BASE = "https://stock.example.org"


def address() -> str:
    return f"{new_id().hex}@example.test"


@dataclass
class Account:
    """Somebody who knows their password and reads their mail."""

    app: FastAPI
    client: httpx2.AsyncClient
    email: str = field(default_factory=address)
    password: str = PASSWORD
    headers: dict[str, str] = field(default_factory=dict)
    user_id: UUID = field(default_factory=new_id)
    refresh_token: str = ""

    @classmethod
    async def opened(cls, app: FastAPI, client: httpx2.AsyncClient, **body: Any) -> "Account":
        """An account, signed in and with a fresh proof of who it is."""
        account = cls(app, client)
        ok(await account.register(**body))
        await account.sign_in()
        ok(await account.post("/auth/step-up", {"password": account.password}))
        return account

    async def register(self, **body: Any) -> httpx2.Response:
        credentials = {"email": self.email, "password": self.password}
        return await self.post("/auth/register", credentials | body)

    async def login(self, **body: Any) -> httpx2.Response:
        credentials = {"email": self.email, "password": self.password}
        return await self.client.post(f"{API}/auth/login", json=credentials | body)

    async def sign_in(self, **body: Any) -> dict[str, str]:
        """The headers of a new session, which are the account's from now on."""
        return self.take(ok(await self.login(**body)))

    def take(self, signed_in: Any) -> dict[str, str]:
        self.headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
        self.refresh_token = signed_in["refresh_token"]
        self.user_id = UUID(signed_in["user"]["id"])
        return self.headers

    async def post(self, path: str, body: Any = None, **request: Any) -> httpx2.Response:
        return await self.call("POST", path, json=body, **request)

    async def call(self, method: str, path: str, **request: Any) -> httpx2.Response:
        headers = self.headers | request.pop("headers", {})
        return await self.client.request(method, f"{API}{path}", headers=headers, **request)

    async def is_in(self, headers: dict[str, str]) -> bool:
        """Whether the next request with these is let in."""
        answer = await self.client.get(f"{API}/users/me", headers=headers)
        assert answer.status_code in {200, 401}
        return answer.status_code == 200

    async def mails(self, to: str | None = None) -> list[tuple[MailKind, Letter]]:
        """What was mailed to this address, the newest last."""
        async with unit_of_work(self.app.state.database, write=False) as unit:
            ctx = unit.account()
            query = select(KeptMail).where(KeptMail.recipient == (to or self.email))
            rows = await ctx.session.scalars(query.order_by(KeptMail.created_at, KeptMail.id))
            sender = Sender(ctx, self.app.state.keys, BASE)
            return [(kept.kind, await written(sender, kept)) for kept in rows]

    async def token(self, kind: MailKind, to: str | None = None) -> str:
        """Of the link in the newest mail of this kind."""
        texts = [letter.text for is_kind, letter in await self.mails(to) if is_kind is kind]
        assert texts, f"no {kind} was mailed"
        return texts[-1].partition("#token=")[2].split()[0]

    async def verbs(self, user_id: UUID | None = None) -> list[str]:
        """What the log has of the account, in its order."""
        async with unit_of_work(self.app.state.database, write=False) as unit:
            query = (
                select(AccountEvent.verb)
                .where(AccountEvent.subject_id == (user_id or self.user_id))
                .order_by(AccountEvent.created_at, AccountEvent.id)
            )
            return list(await unit.account().session.scalars(query))

    async def stored(self) -> User:
        async with unit_of_work(self.app.state.database, write=False) as unit:
            query = select(User).where(User.id == self.user_id)
            return (await unit.account().session.scalars(query)).one()


async def users_at(app: FastAPI, email: str) -> int:
    async with unit_of_work(app.state.database, write=False) as unit:
        query = select(func.count(User.id)).where(User.email_key == email_key(email))
        return int(await unit.account().session.scalar(query) or 0)


async def live_sessions(app: FastAPI, user_id: UUID) -> int:
    async with unit_of_work(app.state.database, write=False) as unit:
        live = (UserSession.user_id == user_id, UserSession.ended_at.is_(None))
        query = select(func.count(UserSession.id)).where(*live)
        return int(await unit.account().session.scalar(query) or 0)


class Hashes:
    """Counts the hashes that are computed: what takes time, so that no clock is needed."""

    def __init__(self, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
        self.computed = 0
        passwords: Passwords = app.state.passwords
        run = passwords._run

        async def counted(*arguments: Any) -> Any:
            self.computed += 1
            return await run(*arguments)

        monkeypatch.setattr(passwords, "_run", counted)

    def since(self) -> int:
        """How many there were since this was last asked."""
        computed, self.computed = self.computed, 0
        return computed
