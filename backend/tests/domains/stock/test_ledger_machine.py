"""The ledger against a plain model of it: every level, what is reserved of it, and every refusal,
after any history.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.core.clock import now
from app.domains.stock.models import Reservation
from app.domains.stock.service import audit
from tests.world import World, refused

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time

T = TypeVar("T")
Key: TypeAlias = tuple[int, str, int]  # item, lot, place
RESERVED = ("item_id", "lot", "location_id", "quantity", "for")
ITEMS, PLACES, LOTS = range(2), range(3), ("", "A", "B")
SETTINGS = settings(
    max_examples=10,
    stateful_step_count=20,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class Line:
    kind: str  # receive, issue, transfer, counted, delta
    item: int
    lot: str
    place: int
    quantity: Decimal
    to: int = 0

    @property
    def comes_in(self) -> bool:
        return self.kind in {"receive", "counted"} or (self.kind == "delta" and self.quantity > 0)


@dataclass
class Posted:
    """A sheet as the model remembers it: what each of its movements did."""

    id: str
    movements: list[tuple[str, dict[Key, Decimal]]]
    is_reversal: bool = False


@dataclass
class Kept:
    """A reservation as the model remembers it."""

    id: str
    key: Key
    quantity: Decimal
    is_open: bool = True


@dataclass
class Refusal(Exception):
    code: str


@dataclass
class Model:
    levels: dict[Key, Decimal] = field(default_factory=dict)
    lots: set[tuple[int, str]] = field(default_factory=lambda: {(item, "") for item in ITEMS})
    reversed: set[str] = field(default_factory=set)
    reserved: dict[Key, Decimal] = field(default_factory=dict)

    def post(self, lines: list[Line]) -> list[dict[Key, Decimal]]:
        brought = {(line.item, line.lot) for line in lines if line.comes_in}
        if any((line.item, line.lot) not in self.lots | brought for line in lines):
            raise Refusal("insufficient_stock")
        after, effects = dict(self.levels), []
        for line in lines:
            effect = self._effect(line, after)
            effects.append(effect)
            for key, change in effect.items():
                after[key] = after.get(key, Decimal(0)) + change
        self._keep(after)
        self.lots |= brought
        return effects

    def _effect(self, line: Line, levels: dict[Key, Decimal]) -> dict[Key, Decimal]:
        here = (line.item, line.lot, line.place)
        match line.kind:
            case "receive" | "delta":
                return {here: line.quantity}
            case "issue":
                return {here: -line.quantity}
            case "counted":
                return {here: line.quantity - levels.get(here, Decimal(0))}
        return {here: -line.quantity, (line.item, line.lot, line.to): line.quantity}

    def reverse(self, movements: list[tuple[str, dict[Key, Decimal]]]) -> list[dict[Key, Decimal]]:
        if any(id in self.reversed for id, _ in movements):
            raise Refusal("already_reversed")
        after = dict(self.levels)
        effects = [{key: -change for key, change in effect.items()} for _, effect in movements]
        for effect in effects:
            for key, change in effect.items():
                after[key] = after.get(key, Decimal(0)) + change
        self._keep(after)
        self.reversed |= {id for id, _ in movements}
        return effects

    def _keep(self, after: dict[Key, Decimal]) -> None:
        if any(level < self.reserved.get(key, 0) for key, level in after.items()):
            raise Refusal("insufficient_stock")
        self.levels = after

    def reserve(self, key: Key, quantity: Decimal) -> list[dict[Key, Decimal]]:
        reserved = self.reserved.get(key, Decimal(0)) + quantity
        if reserved > self.levels.get(key, Decimal(0)):
            raise Refusal("insufficient_stock")
        self.reserved[key] = reserved
        return []

    def close(self, kept: Kept) -> list[dict[Key, Decimal]]:
        if not kept.is_open:
            raise Refusal("reservation_closed")
        kept.is_open = False
        self.reserved[kept.key] -= kept.quantity
        return []

    def consume(self, kept: Kept) -> list[dict[Key, Decimal]]:
        self.close(kept)
        item, lot, place = kept.key
        return self.post([Line("issue", item, lot, place, kept.quantity)])


QUANTITIES = st.sampled_from([Decimal(text) for text in ("1", "2", "5", "0.5", "0.000001")])
PLACED: dict[str, Any] = {
    "item": st.sampled_from(ITEMS),
    "lot": st.sampled_from(LOTS),
    "place": st.sampled_from(PLACES),
}
LINES = st.one_of(
    st.builds(Line, st.just("receive"), quantity=QUANTITIES, **PLACED),
    st.builds(Line, st.just("issue"), quantity=QUANTITIES, **PLACED),
    st.builds(Line, st.just("counted"), quantity=QUANTITIES | st.just(Decimal(0)), **PLACED),
    st.builds(
        Line,
        st.just("delta"),
        quantity=QUANTITIES.flatmap(lambda quantity: st.sampled_from([quantity, -quantity])),
        **PLACED,
    ),
    st.builds(
        Line, st.just("transfer"), quantity=QUANTITIES, to=st.sampled_from(PLACES), **PLACED
    ).filter(lambda line: line.to != line.place),
)


class Ledger(RuleBasedStateMachine):
    app: FastAPI
    client: httpx2.AsyncClient
    loop: asyncio.AbstractEventLoop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The machine runs in a thread of its own, the application in the tests' loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    @initialize()
    def found(self) -> None:
        self.model, self.posted, self.movements = Model(), list[Posted](), 0
        self.kept = list[Kept]()
        self.org = self.run(World.founded(self.app, self.client))
        self.items = [self.run(self.org.item())["id"] for _ in ITEMS]
        self.places = [self.run(self.org.location())["id"] for _ in PLACES]

    def body(self, line: Line) -> dict[str, Any]:
        body: dict[str, Any] = {"item_id": self.items[line.item], "lot": line.lot, "reason": "R"}
        place, quantity = self.places[line.place], str(line.quantity)
        match line.kind:
            case "transfer":
                ends = {"from_location_id": place, "to_location_id": self.places[line.to]}
                return body | ends | {"kind": "transfer", "quantity": quantity}
            case "counted" | "delta":
                return body | {"kind": "adjust", "location_id": place, line.kind: quantity}
        return body | {"kind": line.kind, "location_id": place, "quantity": quantity}

    def send(self, path: str, body: Any, code: str | None, status: int = 201) -> Any:
        """The answer, which is a refusal with `code` exactly when the model refuses."""
        answer = self.run(self.org.call("POST", path, json=body))
        if code is not None:
            assert refused(answer) == (409, code)
            return None
        assert answer.status_code == status, answer.text
        return answer.json()

    def expected(self, work: Any) -> tuple[list[dict[Key, Decimal]], str | None]:
        try:
            return work(), None
        except Refusal as refusal:
            return [], refusal.code

    def keep(self, answer: Any, effects: list[dict[Key, Decimal]], **more: Any) -> None:
        if answer is not None:
            sheet = answer if "movements" in answer else {"movements": [answer]}
            ids = [movement["id"] for movement in sheet["movements"]]
            id = sheet["movements"][0]["posting_id"]
            self.posted.append(Posted(id, list(zip(ids, effects, strict=True)), **more))
            self.movements += len(ids)

    @rule(line=LINES)
    def post_one(self, line: Line) -> None:
        effects, code = self.expected(lambda: self.model.post([line]))
        body = self.body(line)
        self.keep(self.send(f"/stock/{body.pop('kind')}", body, code), effects)

    @rule(lines=st.lists(LINES, min_size=2, max_size=5))
    def post_sheet(self, lines: list[Line]) -> None:
        effects, code = self.expected(lambda: self.model.post(lines))
        body = {"lines": [self.body(line) for line in lines]}
        self.keep(self.send("/stock/postings", body, code), effects)

    @precondition(lambda self: bool(self.posted))
    @rule(data=st.data())
    def reverse_posting(self, data: st.DataObject) -> None:
        posted = data.draw(st.sampled_from(self.posted))
        self.reverse(posted, posted.movements, f"/stock/postings/{posted.id}/reverse")

    @precondition(lambda self: bool(self.posted))
    @rule(data=st.data())
    def reverse_movement(self, data: st.DataObject) -> None:
        posted = data.draw(st.sampled_from(self.posted))
        movement = data.draw(st.sampled_from(posted.movements))
        self.reverse(posted, [movement], f"/movements/{movement[0]}/reverse")

    def reverse(
        self, posted: Posted, movements: list[tuple[str, dict[Key, Decimal]]], path: str
    ) -> None:
        effects, code = (
            ([], "is_reversal")
            if posted.is_reversal
            else self.expected(lambda: self.model.reverse(movements))
        )
        self.keep(self.send(path, {}, code), effects, is_reversal=True)

    @rule(quantity=QUANTITIES, **PLACED)
    def reserve(self, item: int, lot: str, place: int, quantity: Decimal) -> None:
        key = (item, lot, place)
        _, code = self.expected(lambda: self.model.reserve(key, quantity))
        body = self.body(Line("issue", item, lot, place, quantity)) | {"for": "Refit"}
        kept = self.send("/reservations", {n: body[n] for n in RESERVED}, code)
        if kept is not None:
            self.kept.append(Kept(kept["id"], key, quantity))

    @precondition(lambda self: bool(self.kept))
    @rule(data=st.data())
    def consume(self, data: st.DataObject) -> None:
        kept = data.draw(st.sampled_from(self.kept))
        effects, code = self.expected(lambda: self.model.consume(kept))
        answer = self.send(f"/reservations/{kept.id}/consume", {}, code, 200)
        if answer is not None:
            sheet = self.run(self.org.get(f"/stock/postings/{answer['posting_id']}"))
            self.keep(sheet, effects)

    @precondition(lambda self: bool(self.kept))
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        kept = data.draw(st.sampled_from(self.kept))
        _, code = self.expected(lambda: self.model.close(kept))
        self.send(f"/reservations/{kept.id}/release", {}, code, 200)

    @precondition(lambda self: any(kept.is_open for kept in self.kept))
    @rule(data=st.data())
    def expire(self, data: st.DataObject) -> None:
        kept = data.draw(st.sampled_from([kept for kept in self.kept if kept.is_open]))
        self.model.close(kept)
        self.run(self._pass_expiry(UUID(kept.id)))

    async def _pass_expiry(self, id: UUID) -> None:
        async with self.org.context(write=True) as ctx:
            which = Reservation.__table__.c.id == id
            await ctx.update(Reservation, which, expires_at=now())

    @invariant()
    def every_level_is_the_models(self) -> None:
        rows = self.run(self.org.get("/stock", params={"held": "true", "limit": 200}))["items"]
        found = {
            (self.items.index(row["item_id"]), row["lot"], self.places.index(row["location_id"])): (
                Decimal(row["on_hand"]),
                Decimal(row["reserved"]),
            )
            for row in rows
        }
        assert found == {
            key: (level, self.model.reserved.get(key, Decimal(0)))
            for key, level in self.model.levels.items()
            if level
        }

    def teardown(self) -> None:
        if hasattr(self, "org"):
            self.run(self._the_books_are_right())

    async def _the_books_are_right(self) -> None:
        found = await self.org.get("/movements", params={"count": "exact"})
        assert found["total"] == self.movements
        async with self.org.context() as ctx:
            assert await audit.differences(ctx) == []


async def test_the_ledger_is_what_a_plain_model_of_it_is(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    loop = asyncio.get_running_loop()
    machine = type("Machine", (Ledger,), {"app": app, "client": client, "loop": loop})
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=SETTINGS)
