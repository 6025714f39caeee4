"""A migration happens wholly or not at all, and one at a time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.util.exc import CommandError

from app.models import metadata
from tests.commands import Checkout
from tests.inspection import contents, schema
from tests.migrations.conftest import Migrations

HALFWAY = '''
"""Changes tables and rows, and then finds that it cannot go on."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "halfway", "{head}", None, None


def upgrade():
    op.create_table("hues", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("stock_movements") as batch:
        batch.add_column(sa.Column("hue", sa.String(20), nullable=False, server_default="red"))
    op.execute("UPDATE items SET name = 'gone'")
    op.drop_table("refresh_tokens")
    {fault}
'''
FAULTS = {
    "a defect": ("1 / 0", ZeroDivisionError, "division"),
    "refused by the database": (
        'op.execute("INSERT INTO hues (id) VALUES (1), (1)")',
        CommandError,
        "cannot be used: (UNIQUE|duplicate)",
    ),
    "a broken reference": (
        'op.execute("DELETE FROM locations")',
        CommandError,
        "(would break references|violates foreign key)",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_that_fails_halfway_leaves_everything_as_it_was(
    filled: Migrations, tmp_path: Path, fault: str
) -> None:
    line, error, words = FAULTS[fault]
    before = schema(filled.settings), contents(filled.settings)
    (tmp_path / "next").mkdir()
    text = HALFWAY.format(head=filled.revisions()[0], fault=line)
    (tmp_path / "next/halfway.py").write_text(text)
    filled.added.append(tmp_path / "next")
    with pytest.raises(error, match=words):
        filled.up()
    assert (schema(filled.settings), contents(filled.settings)) == before
    assert filled.present() == filled.revisions()[1]


def test_two_processes_that_migrate_at_once(
    checkout: Checkout, migrations: Migrations, empty_url: str
) -> None:
    def apply(_: int) -> str:
        return checkout.run("quartermaster", "migrate", "apply", DATABASE_URL=empty_url).said

    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(apply, range(2)))
    assert said == [f"The database is at {migrations.revisions()[0]}.\n"] * 2
    assert schema(migrations.settings)["tables"] == {(name,) for name in metadata.tables}
