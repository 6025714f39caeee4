"""What an answer to bad input has to be; and what it must not have left behind."""

import json
import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Self, TypeVar

from fastapi import FastAPI
from sqlalchemy import Connection, event

from tests.contract import rows
from tests.contract.cases import FIXTURES
from tests.contract.operations import Operation
from tests.contract.wire import Answer, Request, request_of
from tests.world import World

T = TypeVar("T")
PROBLEM = "application/problem+json"
FIRST, OTHERS = 3, 6  # places of a kind that are spoilt in every way; else in each so manieth
LARGEST = 40_000  # a refusal does not send back what it was sent


def complaints(operation: Operation, answer: Answer, at: str = "") -> list[str]:
    """What is wrong with `answer` to a request that was spoilt `at` a field (a JSON pointer)."""
    if operation.id == "get_ready" and answer.status == 503:
        return []  # true: the tables of the tests were not made by migrations
    if answer.status >= 500:
        return [f"{answer.status}"]
    if answer.status < 400:
        return []
    if answer.headers.get("content-type") != PROBLEM:
        return [f"{answer.status} as {answer.headers.get('content-type')}"]
    body, found = answer.json(), []
    if body["status"] != answer.status or not (body["code"] and body["title"] and body["detail"]):
        found.append(f"says too little: {body}")
    if not body["request_id"] or body["request_id"] != answer.headers["x-request-id"]:
        found.append("has no request id")
    if str(answer.status) not in operation.said["responses"]:
        found.append(f"{answer.status} is not documented")
    if len(answer.content) > LARGEST:
        found.append(f"answers {len(answer.content)} bytes")
    if answer.status == 422:
        found += _faults(body, at)
    return found


def _faults(body: Any, at: str) -> list[str]:
    faults = body.get("errors") or []
    if not faults:
        return ["422 names no fault"]
    if not all(f["pointer"].startswith("/") and f["message"] and f["code"] for f in faults):
        return [f"a fault says too little: {faults}"]
    if at and not any(_names(fault, at) for fault in faults):
        return [f"names {[fault['pointer'] for fault in faults]} for {at}"]
    return []


def _names(fault: dict[str, str], at: str) -> bool:
    """Points to the field or into it; or to what holds it, and the message says which."""
    where, name = fault["pointer"], at.rpartition("/")[2]
    return f"{where}/".startswith(f"{at}/") or (at.startswith(where) and name in fault["message"])


@dataclass
class Bench:
    """Sends spoilt requests one after the other and keeps what was wrong with the answers.

    A refused request must not have left a trace: it must not have committed anything.
    """

    app: FastAPI
    world: World
    found: list[str] = field(default_factory=list)
    sent: int = 0
    refused: int = 0
    commits: int = 0
    used: bool = False
    thorough: bool = False  # every place in every way: half an hour
    places: Counter[str] = field(default_factory=Counter)  # of a kind, that there were

    def __enter__(self) -> Self:
        event.listen(self.world.database.engine.sync_engine, "commit", self._committed)
        logging.disable(logging.INFO)  # a third of the time
        return self

    def __exit__(self, *_error: object) -> None:
        logging.disable(logging.NOTSET)
        event.remove(self.world.database.engine.sync_engine, "commit", self._committed)

    def _committed(self, _connection: Connection) -> None:
        self.commits += 1

    def some(self, values: Iterable[T], kind: str = "") -> Iterable[T]:
        """All of them for the first places of a kind, a part of them in turn for the others.

        What is of one kind is judged by the same lines. Most are refused before a database, so
        PostgreSQL gets fewer.
        """
        self.places[kind] += 1
        if self.thorough:
            return values
        first = FIRST if self.world.database.is_sqlite else 0
        every = 1 if self.places[kind] <= first else OTHERS
        return islice(values, self.places[kind] % every, None, every)

    async def whole(self, operation: Operation) -> Request:
        """A request that is right, made of things of its own."""
        call = await FIXTURES[operation.id](self.world)
        self.used = False
        return request_of(operation, call, self.world)

    async def judge(
        self, request: Request, what: str, at: str = "", *, never_fine: bool = False, **spoilt: Any
    ) -> Request:
        """Send it; the request for the next time, which is another one where it had to be."""
        operation = request.operation
        before = self.commits
        answer = await request.send(self.app, **spoilt)
        if self.used and answer.status in {404, 409}:  # its thing is gone: again with another one
            request, before = await self.whole(operation), self.commits
            answer = await request.send(self.app, **spoilt)
        wrong = complaints(operation, answer, at)
        if never_fine and answer.status < 400:
            wrong.append(f"{answer.status}: taken as good")
        self.sent += 1
        if answer.status >= 400:
            self.refused += 1
            if self.commits != before and not _is_remembered(answer):
                wrong.append(f"{answer.status} committed something")
        elif operation.method != "GET":
            self.used = True
        self.found += [f"{operation.id} {at} {what[:60]}: {text}" for text in wrong]
        return request

    def settle(self) -> None:
        """Nothing was wrong; and most of what was sent was bad enough to be refused."""
        assert not self.found, f"{len(self.found)}:\n" + "\n".join(self.found[:60])
        assert self.refused > self.sent // 3, (self.refused, self.sent)


def _is_remembered(answer: Answer) -> bool:
    if answer.headers.get("content-type") != PROBLEM:
        return False
    return json.loads(answer.content)["code"] in rows.remembered()
