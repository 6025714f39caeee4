"""Facts about tags."""

from dataclasses import dataclass
from uuid import UUID

from app.core.facts import DomainEvent


@dataclass(frozen=True, slots=True)
class TagCreated(DomainEvent):
    name = "tag.created"
    tag_id: UUID


@dataclass(frozen=True, slots=True)
class TagChanged(DomainEvent):
    name = "tag.changed"
    tag_id: UUID


@dataclass(frozen=True, slots=True)
class TagDeleted(DomainEvent):
    name = "tag.deleted"
    tag_id: UUID


@dataclass(frozen=True, slots=True)
class TagAttached(DomainEvent):
    name = "tag.attached"
    tag_id: UUID
    item_ids: tuple[UUID, ...]
    location_ids: tuple[UUID, ...]
    lot_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class TagDetached(DomainEvent):
    name = "tag.detached"
    tag_id: UUID
    item_ids: tuple[UUID, ...]
    location_ids: tuple[UUID, ...]
    lot_ids: tuple[UUID, ...]
