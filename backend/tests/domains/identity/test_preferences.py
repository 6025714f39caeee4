"""How a person likes to see things: typed, kept per person, changed field by field."""

import asyncio
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from app.core.engine import Database
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import Preferences
from tests.world import Person, faults, ok, refused, sign_up

URL = "/api/v1/users/me/preferences"
AT_FIRST: dict[str, Any] = {
    "language": None,
    "scheme": "auto",
    "density": "normal",
    "sounds": True,
    "shortcuts": True,
    "columns": {},
}


class Chooser:
    def __init__(self, client: httpx2.AsyncClient, person: Person) -> None:
        self.client, self.person = client, person

    async def chosen(self) -> Any:
        return ok(await self.client.get(URL, headers=self.person.headers))

    async def choose(self, **values: Any) -> httpx2.Response:
        return await self.client.patch(URL, json=values, headers=self.person.headers)


@pytest.fixture
async def ada(app: FastAPI, client: httpx2.AsyncClient) -> Chooser:
    return Chooser(client, await sign_up(app))


async def test_what_was_never_chosen_is_as_it_comes(ada: Chooser) -> None:
    assert await ada.chosen() == AT_FIRST
    assert ok(await ada.choose()) == AT_FIRST


async def test_only_what_is_named_changes_and_only_for_this_person(
    app: FastAPI, client: httpx2.AsyncClient, ada: Chooser
) -> None:
    assert ok(await ada.choose(language="ko", sounds=False)) == AT_FIRST | {
        "language": "ko",
        "sounds": False,
    }
    assert ok(await ada.choose(scheme="dark", density="compact", shortcuts=False))
    assert ok(await ada.choose(language=None))
    assert await ada.chosen() == AT_FIRST | {
        "sounds": False,
        "scheme": "dark",
        "density": "compact",
        "shortcuts": False,
    }
    assert await Chooser(client, await sign_up(app)).chosen() == AT_FIRST


async def test_columns_change_list_by_list_and_null_forgets_one(ada: Chooser) -> None:
    ok(await ada.choose(columns={"stock": ["item", "lot"], "items": ["name"]}))
    ok(await ada.choose(columns={"items": None, "movements": []}))
    assert (await ada.chosen())["columns"] == {"stock": ["item", "lot"], "movements": []}


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"language": "fr"}, "/body/language"),
        ({"scheme": None}, "/body/scheme"),
        ({"density": "tiny"}, "/body/density"),
        ({"sounds": "loud"}, "/body/sounds"),
        ({"font": "large"}, "/body/font"),
        ({"columns": {"stock": "item"}}, "/body/columns/stock"),
        ({"columns": {"stock": ["x" * 65]}}, "/body/columns/stock/0"),
        ({"columns": {"stock": ["x"] * 65}}, "/body/columns/stock"),
        ({"columns": {str(n): [] for n in range(65)}}, "/body/columns"),
    ],
)
async def test_anything_else_is_named(ada: Chooser, values: Any, pointer: str) -> None:
    assert faults(await ada.choose(**values)).keys() == {pointer}
    assert await ada.chosen() == AT_FIRST


async def test_they_do_not_grow_for_ever(ada: Chooser) -> None:
    names = ["x" * 60] * 64
    for list_name in "abcd":
        ok(await ada.choose(columns={list_name: names}))
    more = await ada.choose(columns={"e": names})
    assert refused(more) == (422, "preferences_too_large")
    assert list((await ada.chosen())["columns"]) == [*"abcd"]


async def test_of_several_at_once_none_is_lost(ada: Chooser) -> None:
    answers = await asyncio.gather(
        *(ada.choose(columns={f"list {n}": ["a"]}) for n in range(8)), ada.choose(sounds=False)
    )
    assert {answer.status_code for answer in answers} == {200}
    chosen = await ada.chosen()
    assert (len(chosen["columns"]), chosen["sounds"]) == (8, False)


async def test_what_another_version_kept_is_left_alone(ada: Chooser, database: Database) -> None:
    ok(await ada.choose(sounds=False))
    async with unit_of_work(database, write=True) as unit:
        mine = update(Preferences).where(Preferences.user_id == ada.person.user_id)
        later = {"sounds": False, "font": "large"}
        await unit.connection.execute(mine.values(chosen=later))
    assert (await ada.chosen())["sounds"] is False
    assert ok(await ada.choose(scheme="light"))["scheme"] == "light"


async def test_nobody_has_none(client: httpx2.AsyncClient) -> None:
    assert refused(await client.get(URL)) == (401, "unauthorized")
