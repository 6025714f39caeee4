# ruff: noqa: S608 (every name in these statements is ours)
"""The indexes behind `app.core.search`, as DDL beside the models and for migrations.

The database keeps them in step with the rows, whoever writes. PostgreSQL indexes an expression.
SQLite's triggers keep an FTS5 table without contents, and a table of numbers: FTS5 knows rows by
number, and the rowids of other tables may change. Numbers of one organization lie together, so
that a search reads nothing of its neighbours.
"""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Dialect, MetaData, String, Table, column, event, table
from sqlalchemy.dialects import postgresql, sqlite

from app.core.search import GRAM, TAG, SearchIndex
from app.core.triggers import only_on

# each three characters in a row, and the last two and one
FUNCTION = f"""
CREATE OR REPLACE FUNCTION search_grams(organization uuid, searched text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS
'DECLARE
    tag text := right(organization::text, {TAG});
    grams text[];
BEGIN
    FOR place IN 1..length(searched) LOOP
        grams := grams || (tag || substr(searched, place, {GRAM}));
    END LOOP;
    RETURN array_to_tsvector(grams);
END'
"""
FTS5 = "content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1'"
SQLITE: Dialect = sqlite.dialect()
POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy has no types there
NUMBERS = 40  # bits of the numbers of one organization
TRIGGERS = ("insert", "update", "delete")


def searchable(rows: Table, index: SearchIndex) -> None:
    """Make `create_all` index `rows`."""
    for dialect in ("postgresql", "sqlite"):
        for statement in _statements(index, dialect):
            event.listen(rows, "after_create", only_on(dialect, statement))


def install_search(metadata: MetaData) -> None:
    event.listen(metadata, "before_create", only_on("postgresql", FUNCTION))


def create_search(op: Any, index: SearchIndex) -> None:
    """The same in a migration, for the rows that there are too."""
    dialect = op.get_context().dialect.name
    if dialect == "postgresql":
        op.execute(FUNCTION)
    for statement in _statements(index, dialect):
        op.execute(statement)


def restore_search(op: Any, index: SearchIndex) -> None:
    """After a batch operation on the table, which drops SQLite's triggers."""
    if op.get_context().dialect.name == "sqlite":
        for statement in _triggers(index):
            op.execute(statement)


def drop_search(op: Any, index: SearchIndex) -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"DROP INDEX {index.name}")
        return
    for action in TRIGGERS:
        op.execute(f"DROP TRIGGER {index.name}_{action}")
    for table_ in (f"{index.name}_terms", index.name, f"{index.name}_ids"):
        op.execute(f"DROP TABLE {table_}")


def drop_search_function(op: Any) -> None:
    """The last step of a downgrade, when no index is left that uses it."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION search_grams(uuid, text)")


def is_search(name: str | None) -> bool:
    """Whether a table or index is one of these, which no model describes."""
    return name is not None and bool(re.fullmatch(r"(ix_)?[a-z]+_search(_[a-z_]+)?", name))


def described(name: str | None, _kind: str, _parents: Any) -> bool:
    """Whether Alembic is to compare what the database has with the models."""
    return not is_search(name)


def _statements(index: SearchIndex, dialect: str) -> Iterator[str]:
    if dialect == "sqlite":
        yield from _numbered(index)
        yield from _triggers(index)
        return
    grams = f"search_grams(organization_id, {_text(index, None, POSTGRESQL)})"
    # without a list of what is pending, which each search would have to read through
    yield f"CREATE INDEX {index.name} ON {index.table} USING gin ({grams}) WITH (fastupdate = off)"


def _numbered(index: SearchIndex) -> Iterator[str]:
    name, ids = index.name, f"{index.name}_ids"
    yield (
        f"CREATE TABLE {ids} (number INTEGER NOT NULL PRIMARY KEY,"
        " organization_id CHAR(32) NOT NULL, id CHAR(32) NOT NULL UNIQUE)"
    )
    yield f"CREATE INDEX ix_{ids}_organization_id_number ON {ids} (organization_id, number)"
    yield f"CREATE VIRTUAL TABLE {name} USING fts5 (text, {FTS5})"
    yield f"CREATE VIRTUAL TABLE {name}_terms USING fts5vocab ({name}, row)"
    yield (
        f"INSERT INTO {ids} (number, organization_id, id)"
        f" SELECT (dense_rank() OVER (ORDER BY organization_id) << {NUMBERS}) +"
        " row_number() OVER (PARTITION BY organization_id ORDER BY id), organization_id, id"
        f" FROM {index.table}"
    )
    yield (
        f"INSERT INTO {name} (rowid, text) SELECT number, {_text(index, index.table)}"
        f" FROM {ids} JOIN {index.table} ON {index.table}.id = {ids}.id ORDER BY number"
    )


def _triggers(index: SearchIndex) -> Iterator[str]:
    name, ids = index.name, f"{index.name}_ids"
    old, new = _text(index, "old"), _text(index, "new")
    add = f"INSERT INTO {name} (rowid, text) SELECT number, {new} FROM {ids} WHERE id = new.id;"
    remove = (
        f"INSERT INTO {name} ({name}, rowid, text) SELECT 'delete', number, {old}"
        f" FROM {ids} WHERE id = old.id;"
    )
    # the next number of the organization, or the first of its own
    number = (
        f"INSERT INTO {ids} (number, organization_id, id) VALUES (coalesce("
        f"(SELECT max(number) + 1 FROM {ids} WHERE organization_id = new.organization_id), "
        f"((coalesce((SELECT max(number) FROM {ids}), 0) >> {NUMBERS}) + 1) << {NUMBERS}), "
        "new.organization_id, new.id);"
    )
    searched = ", ".join((*index.keys, *index.codes))
    table_ = index.table
    yield f"CREATE TRIGGER IF NOT EXISTS {name}_insert AFTER INSERT ON {table_} BEGIN {number} {add} END"
    yield (
        f"CREATE TRIGGER IF NOT EXISTS {name}_update AFTER UPDATE OF {searched} ON {table_}"
        f" WHEN {old} <> {new} BEGIN {remove} {add} END"
    )
    yield (
        f"CREATE TRIGGER IF NOT EXISTS {name}_delete AFTER DELETE ON {table_} BEGIN {remove}"
        f" DELETE FROM {ids} WHERE id = old.id; END"
    )


def _text(index: SearchIndex, source: str | None, dialect: Dialect | None = None) -> str:
    """What is searched of a row of `source`: of the table itself, or `old` or `new` in a trigger."""
    columns = (column(name, String()) for name in (*index.keys, *index.codes))
    text = index.text(table(source or index.table, *columns))
    shown = {"literal_binds": True, "include_table": source is not None}
    compiled = text.compile(dialect=dialect or SQLITE, compile_kwargs=shown)
    return f"({compiled})"
