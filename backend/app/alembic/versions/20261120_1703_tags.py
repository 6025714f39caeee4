"""Tags on items, places and lots.

Revision ID: 0007_tags
Revises: 0006_priced_movements
Create Date: 2026-11-20
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_tags"
down_revision = "0006_priced_movements"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tags",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_tags_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_tags_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id", "name_key", name=op.f("uq_tags_organization_id_name_key")
        ),
    )
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tags_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_tags_organization_id_name_key_id"),
            ["organization_id", "name_key", "id"],
            unique=False,
        )

    op.create_table(
        "taggings",
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(item_id IS NOT NULL AND location_id IS NULL AND lot_id IS NULL) OR (item_id IS NULL AND location_id IS NOT NULL AND lot_id IS NULL) OR (item_id IS NULL AND location_id IS NULL AND lot_id IS NOT NULL)",
            name=op.f("ck_taggings_of_one"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "item_id"],
            ["items.organization_id", "items.id"],
            name=op.f("fk_taggings_organization_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "location_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_taggings_organization_id_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "lot_id"],
            ["lots.organization_id", "lots.id"],
            name=op.f("fk_taggings_organization_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "tag_id"],
            ["tags.organization_id", "tags.id"],
            name=op.f("fk_taggings_organization_id_tag_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_taggings_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taggings")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_taggings_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id",
            "tag_id",
            "item_id",
            name=op.f("uq_taggings_organization_id_tag_id_item_id"),
        ),
        sa.UniqueConstraint(
            "organization_id",
            "tag_id",
            "location_id",
            name=op.f("uq_taggings_organization_id_tag_id_location_id"),
        ),
        sa.UniqueConstraint(
            "organization_id",
            "tag_id",
            "lot_id",
            name=op.f("uq_taggings_organization_id_tag_id_lot_id"),
        ),
    )
    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_taggings_organization_id_item_id"),
            ["organization_id", "item_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_taggings_organization_id_location_id"),
            ["organization_id", "location_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_taggings_organization_id_lot_id"),
            ["organization_id", "lot_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_taggings_organization_id_tag_id"),
            ["organization_id", "tag_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taggings_organization_id_tag_id"))
        batch_op.drop_index(batch_op.f("ix_taggings_organization_id_lot_id"))
        batch_op.drop_index(batch_op.f("ix_taggings_organization_id_location_id"))
        batch_op.drop_index(batch_op.f("ix_taggings_organization_id_item_id"))

    op.drop_table("taggings")
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tags_organization_id_name_key_id"))
        batch_op.drop_index(batch_op.f("ix_tags_organization_id_created_at_id"))

    op.drop_table("tags")
