"""Those who sign in, and what they hold."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from rig.product import API
from rig.wire import Answer, Call, Line
from tests.authenticators import Authenticator

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

    async def told(self, line: Line, call: Call) -> Any:
        """What a request that has to succeed is answered."""
        return success(call, await self.ask(line, call))

    async def opens(self, line: Line) -> bool:
        """Whether the access token is still taken; an answer but 200 and 401 is an error."""
        answer = await self.ask(line, ME)
        if answer.status not in {200, 401}:
            raise RuntimeError(f"/users/me was answered {answer.status}")
        return answer.status == 200


@dataclass(frozen=True, slots=True)
class Visitor:
    """An account of its own; with recovery codes where its second factor is on."""

    email: str
    codes: list[str] = field(default_factory=list)

    @classmethod
    async def registered(cls, line: Line, **invitation: str) -> "Visitor":
        visitor = cls(f"visitor-{next(_numbers)}@example.test")
        await _told(line, post("register", visitor.credentials() | invitation))
        return visitor

    async def signed_in(self, line: Line) -> Session:
        call = post("login", self.credentials())
        answer = await line.send(call)
        if answer.code == "mfa_required":
            second = {"mfa_token": answer.json["mfa_token"], "code": self.codes.pop()}
            return session_of(await _told(line, post("mfa/verify", second)))
        return session_of(success(call, answer))

    async def stepped_up(self, line: Line, session: Session) -> None:
        """By a code where there is one, as it must be then."""
        proof = {"code": self.codes.pop()} if self.codes else {"password": PASSWORD}
        await session.told(line, post("step-up", proof))

    async def secured(self, line: Line) -> Authenticator:
        """Turn the second factor on: every session ends."""
        session = await self.signed_in(line)
        await self.stepped_up(line, session)
        begun = await session.told(line, Call("POST", f"{ME.path}/mfa"))
        authenticator = Authenticator(begun["secret"])
        code = json.dumps({"code": authenticator.code()})
        confirmed = await session.told(line, Call("POST", f"{ME.path}/mfa/confirm", code))
        self.codes[:] = confirmed["recovery_codes"]
        return authenticator

    def credentials(self) -> dict[str, str]:
        return {"email": self.email, "password": PASSWORD}


def session_of(answer: Any) -> Session:
    return Session(answer["access_token"], answer["refresh_token"])


async def refreshed(line: Line, token: str) -> Answer:
    return await line.send(post("refresh", {"refresh_token": token}))


def post(path: str, body: Any = None) -> Call:
    return Call("POST", f"{API}/auth/{path}", json.dumps(body) if body is not None else "")


def success(call: Call, answer: Answer) -> Any:
    """The body of an answer that has to be one; RuntimeError where it is none."""
    if answer.status >= 300:
        raise RuntimeError(f"{call.method} {call.path}: {answer.status} {answer.body.decode()}")
    return answer.json if answer.body else None


async def _told(line: Line, call: Call) -> Any:
    return success(call, await line.send(call))
