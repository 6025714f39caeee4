"""F22: marks where secrets stand, in every operation; none is in the log or in a table afterwards."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from prove.clients import Client, Tally
from prove.stand import Stand
from prove.verdict import Figure, Finding, at_least, none
from rig.product import API, EMAIL
from rig.wire import Call

HEADERS = (
    *(("Authorization", "Bearer "), ("Authorization", "Bearer rt_"), ("Authorization", "Basic ")),
    *(("Cookie", "__Host-qm_refresh=rt_"), ("X-API-Key", "qk_"), ("Proxy-Authorization", "Basic ")),
)
SECRETS = ("password", "token", "refresh_token", "mfa_token", "secret", "key")
ID = "01999999-9999-7999-9999-999999999999"


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str


@dataclass
class Marks:
    """Each may be anywhere but where it was sent to."""

    made: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new(self, where: str) -> str:
        mark = f"canary{next(self.numbers):06}bird"
        self.made[mark] = where
        return mark

    def found_in(self, text: str) -> set[str]:
        return {where for mark, where in self.made.items() if mark in text}


async def prove(stand: Stand, quick: bool) -> Finding:
    tally, marks = Tally(), Marks()
    client = Client(stand.line(), tally)
    document = (await client.line.send(Call("GET", f"{API}/openapi.json"))).json
    operations = [
        Operation(said["operationId"], method.upper(), _filled(path, stand))
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]
    for operation in operations[:: 8 if quick else 1]:
        await _try(client, marks, operation)
    tokens = await _signed_in(client, marks)
    leaks = marks.found_in(stand.log.read_text(errors="replace"))
    leaks |= marks.found_in(await stand.books.texts())
    return Finding(
        f"marks in headers, queries and bodies of {len(operations)} operations"
        + (f"; seen again: {', '.join(sorted(leaks)[:5])}" if leaks else ""),
        [
            at_least("marks", len(marks.made), 40 if quick else 1_000),
            at_least("tokens of real sessions", tokens, 4),
            none("found in the log or in a table", len(leaks)),
            none("answers but 2xx, 4xx and 503", tally.strange()),
        ],
        {"requests": sum(tally.statuses.values())},
    )


def _filled(path: str, stand: Stand) -> str:
    """The path inside the organization, of things that there are not."""
    named = path.replace(f"{API}/organizations/{{organization}}", stand.inside)
    return "/".join(ID if part.startswith("{") else part for part in named.split("/"))


async def _try(client: Client, marks: Marks, operation: Operation) -> None:
    """As somebody who may, with a mark in each place where a secret could stand."""
    body = operation.method in {"POST", "PATCH", "PUT"}

    async def send(query: str = "", said: Any = None, **headers: str) -> None:
        text = json.dumps(said or {}) if body else ""
        call = Call(operation.method, operation.path + query, text)
        await client.ask(call, Connection="close", **headers)  # an answer may be of unknown length

    for name, before in HEADERS:
        value = before + marks.new(f"{operation.id} {name}")
        await send(**{name.replace("-", "_"): value})
    marked = (f"{name}={marks.new(f'{operation.id} ?{name}')}" for name in SECRETS)
    await send(f"?{'&'.join(marked)}")
    if operation.id in {"logout", "logout_all"}:  # the others have to come in yet
        return
    for name in SECRETS if body else ():
        mark = marks.new(f"{operation.id} {name}")
        email = f"{mark}@example.test".removeprefix("canary")  # somebody new, where it is taken
        for more in ({}, {"email": email}):
            await send(said={name: mark} | more)


async def _signed_in(client: Client, marks: Marks) -> int:
    """Somebody new whose password is a mark, and whose tokens must not be seen again either."""
    password, email = marks.new("a right password"), f"new.{EMAIL}"
    for path, more in (("register", {}), ("login", {}), ("login", {"device_name": "Phone"})):
        body = json.dumps({"email": email, "password": password} | more)
        answer = await client.line.send(Call("POST", f"{API}/auth/{path}", body))
        for name in ("access_token", "refresh_token"):
            if token := answer.json.get(name):
                marks.made[token] = f"{path} {name}"
    await client.ask(
        Call(
            "POST",
            f"{API}/auth/login",
            json.dumps({"email": email, "password": marks.new("wrong")}),
        )
    )
    return sum(
        1 for where in marks.made.values() if where.startswith("login ") and "_token" in where
    )


FIGURE = Figure(
    "F22",
    "what is secret is neither logged nor kept, wherever it was sent",
    prove,
    {"postgresql": 1, "sqlite": 1},
)
