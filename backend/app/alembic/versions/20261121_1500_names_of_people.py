"""What people are called, folded, so that both engines find them alike.

Revision ID: 0014_names_of_people
Revises: 0013_audit
Create Date: 2026-11-21
"""

from unicodedata import normalize

import sqlalchemy as sa
from alembic import op

revision = "0014_names_of_people"
down_revision = "0013_audit"
branch_labels = None
depends_on = None

LENGTH = 200
AT_ONCE = 1000  # rows

users = sa.table(
    "users",
    sa.column("id", sa.Uuid()),
    sa.column("full_name", sa.String()),
    sa.column("full_name_key", sa.String()),
)


def upgrade() -> None:
    kind = sa.String(LENGTH).with_variant(sa.String(LENGTH, collation="C"), "postgresql")
    with op.batch_alter_table("users", schema=None) as batch_op:
        # the version before this one opens accounts without it
        batch_op.add_column(sa.Column("full_name_key", kind, nullable=False, server_default=""))
    connection = op.get_bind()
    named = sa.select(users.c.id, users.c.full_name).where(users.c.full_name != "")
    folding = (
        sa.update(users)
        .where(users.c.id == sa.bindparam("who", type_=sa.Uuid()))
        .values(full_name_key=sa.bindparam("key"))
    )
    rows = connection.execute(named).all()
    for start in range(0, len(rows), AT_ONCE):
        keys = [{"who": id, "key": _folded(name)} for id, name in rows[start : start + AT_ONCE]]
        connection.execute(folding, keys)


def downgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("full_name_key")


def _folded(name: str) -> str:
    return normalize("NFKC", name).casefold()[:LENGTH]
