"""Tags that were there before have what sorts their items, and keep it."""

from typing import Any

from app.domains.tags.item_keys import COPIES, KEYS
from tests.inspection import contents, execute
from tests.migrations.conftest import Migrations

BEFORE = "0015_sorted_items"
ARCHIVED = "UPDATE items SET name_key = 'a', archived_at = created_at"
RESTORED = "UPDATE items SET name_key = 'b', sku_key = 'c', archived_at = NULL"


def rows(migrations: Migrations, table: str) -> list[dict[str, Any]]:
    stored = contents(migrations.settings)[table]
    return [dict(zip(stored.columns, row, strict=True)) for row in stored.rows]


def assert_copied(migrations: Migrations) -> None:
    items = {row["id"]: row for row in rows(migrations, "items")}
    marks = [row for row in rows(migrations, "taggings") if row["item_id"] is not None]
    assert marks
    for mark in marks:
        item = items[mark["item_id"]]
        assert {copy: mark[copy] for copy in KEYS} == {copy: item[KEYS[copy]] for copy in KEYS}
        assert bool(mark["item_archived"]) is (item["archived_at"] is not None)


def test_what_was_there_before_is_filled_in_and_kept_afterwards(filled: Migrations) -> None:
    filled.down(BEFORE)
    assert not {*COPIES} & {*contents(filled.settings)["taggings"].columns}
    execute(filled.settings, ARCHIVED)
    filled.up()
    assert_copied(filled)
    execute(filled.settings, RESTORED)
    assert_copied(filled)
