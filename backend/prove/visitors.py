"""Those who sign in, and what they hold."""

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

from rig.product import API
from rig.wire import Answer, Call, Line

PASSWORD = "a password of a visitor"  # noqa: S105 (of nobody)
ME = Call("GET", f"{API}/users/me")
_numbers = count()
# many sign in: a hash of the usual cost would take most of the time, and proves nothing here
CHEAP = {"ENVIRONMENT": "development", "PASSWORD_HASH_COST": "4"}


@dataclass(frozen=True, slots=True)
class Session:
    """Of one device."""

    access: str
    refresh: str

    async def ask(self, line: Line, call: Call) -> Answer:
        return await line.send(call, Authorization=f"Bearer {self.access}")

    async def opens(self, line: Line) -> bool:
        """Whether the access token is still taken; an answer but 200 and 401 is an error."""
        answer = await self.ask(line, ME)
        if answer.status not in {200, 401}:
            raise RuntimeError(f"/users/me was answered {answer.status}")
        return answer.status == 200


@dataclass(frozen=True, slots=True)
class Visitor:
    """An account of its own."""

    email: str

    @classmethod
    async def registered(cls, line: Line) -> "Visitor":
        visitor = cls(f"visitor-{next(_numbers)}@example.test")
        await _made(line, "register", visitor._credentials())
        return visitor

    async def signed_in(self, line: Line) -> Session:
        return session_of(await _made(line, "login", self._credentials()))

    def _credentials(self) -> dict[str, str]:
        return {"email": self.email, "password": PASSWORD}


def session_of(answer: Any) -> Session:
    return Session(answer["access_token"], answer["refresh_token"])


async def refreshed(line: Line, token: str) -> Answer:
    return await line.send(post("refresh", {"refresh_token": token}))


def post(path: str, body: Any = None) -> Call:
    return Call("POST", f"{API}/auth/{path}", json.dumps(body) if body is not None else "")


async def _made(line: Line, path: str, body: Any) -> Any:
    answer = await line.send(post(path, body))
    if answer.status not in {200, 201}:
        raise RuntimeError(f"{path} was answered {answer.status} {answer.code}")
    return answer.json
