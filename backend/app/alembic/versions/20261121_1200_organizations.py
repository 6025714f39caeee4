"""Invitations, and organizations that are shut, exported, deleted and purged.

Revision ID: 0011_organizations
Revises: 0010_accounts
Create Date: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op

from app.core.triggers import create_append_only, drop_purge_function

revision = "0011_organizations"
down_revision = "0010_accounts"
branch_labels = None
depends_on = None

PURGED = ("postings", "stock_movements", "activity")


def upgrade() -> None:
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("deletion_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_organizations_created_at_id"), ["created_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_organizations_deletion_due_at"), ["deletion_due_at"], unique=False
        )
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.alter_column("is_active", server_default=None)
    op.create_index(op.f("ix_users_created_at_id"), "users", ["created_at", "id"])
    op.create_index(op.f("ix_sessions_created_at_id"), "sessions", ["created_at", "id"])
    op.create_table(
        "invitations",
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column(
            "email_key",
            sa.String(length=320).with_variant(sa.String(length=320, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_invitations_link_id")),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["users.id"], name=op.f("fk_invitations_invited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["users.id"], name=op.f("fk_invitations_accepted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_invitations_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint(
            "organization_id", "id", name=op.f("uq_invitations_organization_id_id")
        ),
    )
    for columns in (
        ["organization_id", "created_at", "id"],
        ["organization_id", "email_key"],
        ["link_id"],
        ["invited_by_id"],
        ["accepted_by_id"],
    ):
        op.create_index(op.f(f"ix_invitations_{'_'.join(columns)}"), "invitations", columns)
    op.create_table(
        "purges",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_purges_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purges")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_purges_organization_id")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_purges_organization_id_id")),
    )
    for table in PURGED:
        create_append_only(op, table)


def downgrade() -> None:
    op.drop_table("purges")
    for table in PURGED:
        create_append_only(op, table)
    drop_purge_function(op)
    op.drop_table("invitations")
    op.drop_index(op.f("ix_sessions_created_at_id"), "sessions")
    op.drop_index(op.f("ix_users_created_at_id"), "users")
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organizations_deletion_due_at"))
        batch_op.drop_index(batch_op.f("ix_organizations_created_at_id"))
        batch_op.drop_column("deletion_due_at")
        batch_op.drop_column("exported_at")
        batch_op.drop_column("is_active")
