"""Search of lists: the same rows on both engines, by an index, and of one organization alone."""

from typing import Any

import pytest

from app.core import listing
from app.core.schemas import folded
from app.core.search import ASCII_LOWER
from app.domains.catalog.models import Item
from tests.domains.catalog.making import quiet_item
from tests.domains.lists import walk
from tests.statements import Statements, plan_of
from tests.world import World, ok

THINGS: tuple[dict[str, str], ...] = (
    {"name": "Hydraulikschlauch", "sku": "FUE-HYD", "barcode": "4006381333931"},
    {"name": "FUE HYD", "sku": "FUE_HYD2"},
    {"name": "Müllbehälter 120 l", "model_number": "Größe-5"},
    {"name": "Straßenbesen", "sku": "ÄÖÜ-1"},
    {"name": "볼트 M8", "sku": "BOLT-볼트"},
    {"name": "너트와 볼트", "model_number": "육각볼트 8"},
    {"name": "100% cotton", "sku": "50%_OFF"},
    {"name": "100 x cotton"},
    {"name": "The \"best\" 'rope' \\ line", "sku": 'A"B'},
    {"name": "🔩 bolt 👩‍🔧", "barcode": "🔩1"},
    {"name": "OR AND NOT NEAR(bolt)", "sku": "a*b^c:d"},
    {"name": "ＦＵＬＬ ｗｉｄｔｈ", "sku": "①"},  # noqa: RUF001
    {"name": "M8"},
    {"name": "z", "sku": "q", "barcode": "9", "model_number": "9q"},
)
ASKED = (
    *("FUE-HYD", "fue-hyd", "e-h", "ue_hyd", "FUE HYD", "hyd2", "raulik", "SCHLAUCH"),
    *("4006381333931", "6381333", "931", "31", "müll", "MÜLLBEHÄLTER", "mull", "größe", "GRÖSSE"),
    *("Größe-5", "strasse", "STRASSE", "straße", "äöü", "ÄÖÜ-1", "ä", "볼트", "볼", "육각볼트"),
    *("각볼", "너트와 볼", "와 볼", "100%", "%", "0% c", "_", "50%_off", "'rope'", '"', '"best"'),
    *("'", "\\", "\\ line", "🔩", "👩‍🔧", "🔩 b", "🔩1", "or and", "near(", "a*b", "^c:d", "*"),
    *("full width", "ＦＵＬＬ", "1", "m8", "M", "8", "9q", "z", "nothing of it", "cotton 50", "--"),  # noqa: RUF001
)


def found_by_hand(q: str) -> list[str]:
    """Part of the folded name or SKU, or of barcode or model number without regard to A or a."""
    whole, typed = folded(q), q.translate(ASCII_LOWER)

    def has(thing: dict[str, str]) -> bool:
        parts = [folded(thing["name"]), folded(thing.get("sku", ""))]
        parts += [
            thing.get(code, "").translate(ASCII_LOWER) for code in ("barcode", "model_number")
        ]
        return any(whole in part or typed in part for part in parts)

    return sorted((thing["name"] for thing in THINGS if has(thing)), key=folded)


async def found(org: World, q: str, path: str = "/items", **params: Any) -> list[str]:
    rows = (await org.get(path, params={"q": q, "limit": 200} | params))["items"]
    return [row.get("name") or row["item_name"] for row in rows]


@pytest.fixture
async def stocked(org: World, other_org: World) -> World:
    """THINGS, each held once; the neighbours have them too."""
    place = await org.location("Here")
    for thing in THINGS:
        item = await org.item(**thing)
        await org.receive(item, place, 1)
        await other_org.item(**thing)
    return org


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_any_part_of_a_text_is_found_on_both_engines_alike(stocked: World) -> None:
    for q in ASKED:
        expected = found_by_hand(q)
        assert await found(stocked, q) == expected, q
        assert sorted(await found(stocked, q, "/stock")) == sorted(expected), q


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_whatever_is_typed_is_found_alike(stocked: World) -> None:
    typed = {q[at : at + length] for q in ASKED for at in range(len(q)) for length in (1, 2, 3)}
    for q in sorted({part.strip() for part in typed} - {""}):
        assert await found(stocked, q) == found_by_hand(q), q


async def test_texts_are_found_as_they_are_now(org: World) -> None:
    item = await org.item("Before", sku="OLD-1")
    await org.item("Besides")
    assert await found(org, "efor") == await found(org, "old-") == ["Before"]
    changed = await org.patch(f"/items/{item['id']}", {"name": "After", "sku": None, "version": 1})
    assert await found(org, "efor") == await found(org, "old-") == []
    assert await found(org, "fter") == ["After"]
    barcode = {"barcode": "12345", "version": changed["version"]}
    await org.patch(f"/items/{item['id']}", barcode)
    assert await found(org, "234") == ["After"]
    ok(await org.call("DELETE", f"/items/{item['id']}", headers={"If-Match": "*"}))
    assert await found(org, "fter") == []
    assert await found(org, "es") == ["Besides"]


async def test_rows_that_are_stored_many_at_once_are_found_too(org: World) -> None:
    """The database keeps its index, whoever writes: an import, a merge, a statement by hand."""
    async with org.context(write=True) as ctx:
        rows = [quiet_item(name=name, name_key=name) for name in ("abc", "abcd", "b")]
        await ctx.insert(Item, rows)
        await ctx.update(Item, Item.id == rows[1]["id"], name_key="other", model_number="X-ABC")
        await ctx.delete(Item, Item.id == rows[0]["id"])
    assert await found(org, "abc") == await found(org, "other") == ["abcd"]
    assert await found(org, "abcd") == []


async def test_places_and_tags_are_found_by_any_part(org: World) -> None:
    await org.location("Regal Süd", code="R-17/B")
    await org.post("/tags", {"name": "Zerbrechlich"})
    assert await found(org, "r-17", "/locations") == await found(org, "SÜD", "/locations")
    assert await found(org, "17/b", "/locations") == ["Regal Süd"]
    assert await found(org, "BRECH", "/tags") == await found(org, "ch", "/tags") == ["Zerbrechlich"]


@pytest.mark.parametrize("sort", ["name", "-name", "sku", "created_at", "-updated_at"])
@pytest.mark.parametrize("q", ["Bolt", "lt", "rare"])
async def test_what_is_found_is_paged_in_every_order(
    org: World, monkeypatch: pytest.MonkeyPatch, sort: str, q: str
) -> None:
    """Pages are filled from nearby rows, from the index, and from one after the other."""
    monkeypatch.setattr(listing, "NEAR", (4, 8))
    for number in range(12):
        await org.item(
            f"{'Rare' if number % 5 == 4 else 'Bolt'} {number * 7 % 12}", sku=f"{number}"
        )
    everything = await walk(org, "/items", sort=sort)
    expected = [row["name"] for row in everything if folded(q) in folded(row["name"])]
    for back in (False, True):
        rows = await walk(org, "/items", back=back, sort=sort, q=q)
        assert [row["name"] for row in rows] == expected


@pytest.mark.parametrize("near", [1, 1000])
async def test_a_total_is_that_of_what_is_found(
    stocked: World, monkeypatch: pytest.MonkeyPatch, near: int
) -> None:
    monkeypatch.setattr(listing, "NEAR", (near,))
    for q in ("bolt", "o", "nothing of it"):
        for limit in (1, 2, 50):
            params = {"q": q, "limit": limit, "count": "true"}
            page = await stocked.get("/items", params=params)
            assert page["total"] == len(found_by_hand(q)), (q, limit)
            if page["next"] is not None:
                page = await stocked.get("/items", params=params | {"cursor": page["next"]})
                assert page["total"] == len(found_by_hand(q)), (q, limit)
    monkeypatch.setattr(listing, "COUNTED", 2)
    page = await stocked.get("/items", params={"q": "o", "limit": 1, "count": "true"})
    assert (page["total"], page["total_at_least"]) == (None, 2)


async def test_a_search_runs_no_more_statements_than_it_must(
    stocked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One for authority; the rows nearby; the index, where these do not fill the page, which
    counts too; a total of its own where there are more rows than the page of rows nearby."""

    async def asked(**params: Any) -> int:
        with Statements(stocked.database) as statements:
            await stocked.get("/items", params=params)
        return len(statements)

    assert await asked(q="o", limit=1) == 2
    assert await asked(q="o", limit=1, count="true") == 3
    assert await asked(q="nothing of it", count="true") == 3
    assert await asked(q="cotton", count="true") == 3
    monkeypatch.setattr(listing, "NEAR", (1,))
    assert await asked(q="o", limit=1, count="true") == 3


@pytest.mark.parametrize("q", ["bolt", "bo", "b"])
@pytest.mark.parametrize("path", ["/items", "/stock"])
async def test_the_index_is_asked_and_no_table_read(stocked: World, path: str, q: str) -> None:
    """What the engines plan for a search whose rows do not fill a page."""
    await crowded(stocked)
    with Statements(stocked.database) as statements:
        assert await found(stocked, q, path)
    plans = [
        await plan_of(stocked.database, statement, parameters)
        for statement, parameters in zip(statements.sent, statements.parameters, strict=True)
        if "items_search" in statement or "search_grams" in statement
    ]
    wanted = ["Bitmap Index Scan on items_search"]
    if stocked.database.is_sqlite:  # a match within a range of numbers, and then ids
        wanted = ["items_search VIRTUAL TABLE INDEX 0:M1><", "sqlite_autoindex_items_1 (id=?)"]
    assert len(plans) == 1
    assert [part for part in wanted if part not in plans[0]] == [], plans[0]


async def crowded(org: World) -> None:
    """As many items that no search here finds, as make an index worth while."""
    async with org.context(write=True) as ctx:
        await ctx.insert(Item, [quiet_item() for _ in range(2000)])
        if not org.database.is_sqlite:
            await ctx.unit.connection.exec_driver_sql("ANALYZE items")
