# ruff: noqa: S608 (every name in these statements is ours)
"""What sorts an item, beside each of its tags: kept in step by triggers, as DDL for model and migrations.

The items of a tag are listed by an index of `taggings` (docs/adr/0024). The database copies what
that needs, whoever writes: when a tag is put on an item, and when the item changes. A tagging stays
on its thing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Table, event

from app.core.triggers import only_on

# what each is copied from
KEYS = {
    "item_name_key": "name_key",
    "item_sku_key": "sku_key",
    "item_created_at": "created_at",
    "item_updated_at": "updated_at",
}
COPIES: Mapping[str, str] = KEYS | {"item_archived": "archived_at IS NOT NULL"}
WATCHED = (*KEYS.values(), "archived_at")

_COLUMNS, _SOURCES = ", ".join(COPIES), ", ".join(COPIES.values())
_NEWS = ", ".join(f"NEW.{column}" for column in COPIES)
_BEFORE, _AFTER = (
    "(" + ", ".join(f"{row}.{column}" for column in WATCHED) + ")" for row in ("OLD", "NEW")
)
_OF_NEW = "organization_id = NEW.organization_id AND item_id = NEW.id"
_FROM_NEW = ", ".join(f"{column} = NEW.{source}" for column, source in COPIES.items())

# FOR SHARE: an UPDATE of the item that has not been committed is waited for, and what it leaves is
# read; one that comes later waits for us, and then finds our row. No index that begins with the
# organization is to be used: see `core/unindexed.py`.
POSTGRESQL = (
    f"""
CREATE OR REPLACE FUNCTION copy_item_keys() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN
    SELECT {_SOURCES}
    INTO {_NEWS} FROM items
    WHERE id = NEW.item_id AND (ARRAY[organization_id])[1] = NEW.organization_id FOR SHARE;
    RETURN NEW;
END'
""",
    f"""
CREATE OR REPLACE FUNCTION pass_item_keys_on() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN
    UPDATE taggings SET {_FROM_NEW} WHERE {_OF_NEW};
    RETURN NULL;
END'
""",
    "CREATE OR REPLACE TRIGGER taggings_item_keys BEFORE INSERT ON taggings FOR EACH ROW"
    " WHEN (NEW.item_id IS NOT NULL) EXECUTE FUNCTION copy_item_keys()",
    f"CREATE OR REPLACE TRIGGER items_tagging_keys AFTER UPDATE OF {', '.join(WATCHED)} ON items"
    f" FOR EACH ROW WHEN ({_AFTER} IS DISTINCT FROM {_BEFORE}) EXECUTE FUNCTION pass_item_keys_on()",
)
SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS taggings_item_keys AFTER INSERT ON taggings"
    f" WHEN NEW.item_id IS NOT NULL BEGIN UPDATE taggings SET ({_COLUMNS}) = (SELECT {_SOURCES}"
    " FROM items WHERE id = NEW.item_id AND organization_id = NEW.organization_id)"
    " WHERE id = NEW.id AND organization_id = NEW.organization_id; END",
    f"CREATE TRIGGER IF NOT EXISTS items_tagging_keys AFTER UPDATE OF {', '.join(WATCHED)} ON items"
    f" WHEN {_AFTER} IS NOT {_BEFORE}"
    f" BEGIN UPDATE taggings SET {_FROM_NEW} WHERE {_OF_NEW}; END",
)
FILL = (
    f"UPDATE taggings SET ({_COLUMNS}) = (SELECT {_SOURCES} FROM items WHERE items.id = taggings.item_id"
    " AND items.organization_id = taggings.organization_id) WHERE item_id IS NOT NULL"
)


def keeps_item_keys(taggings: Table) -> None:
    """Make `create_all` keep the copies in `taggings`, which comes after the items."""
    for dialect in ("postgresql", "sqlite"):
        for statement in _statements(dialect):
            event.listen(taggings, "after_create", only_on(dialect, statement))


def create_item_keys(op: Any) -> None:
    """The same in a migration, for the rows that there are too."""
    restore_item_keys(op)
    op.execute(FILL)


def restore_item_keys(op: Any) -> None:
    """After a batch operation on items or taggings, which drops SQLite's triggers."""
    for statement in _statements(op.get_context().dialect.name):
        op.execute(statement)


def drop_item_keys(op: Any) -> None:
    if op.get_context().dialect.name == "postgresql":
        for table, trigger in ("items", "items_tagging_keys"), ("taggings", "taggings_item_keys"):
            op.execute(f"DROP TRIGGER {trigger} ON {table}")
        for function in ("pass_item_keys_on", "copy_item_keys"):
            op.execute(f"DROP FUNCTION {function}()")
        return
    for trigger in ("items_tagging_keys", "taggings_item_keys"):
        op.execute(f"DROP TRIGGER {trigger}")


def _statements(dialect: str) -> Iterator[str]:
    yield from POSTGRESQL if dialect == "postgresql" else SQLITE
