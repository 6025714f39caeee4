"""Facts about the catalogue."""

from dataclasses import dataclass
from uuid import UUID

from app.core.facts import DomainEvent


@dataclass(frozen=True, slots=True)
class CategoryCreated(DomainEvent):
    name = "category.created"
    category_id: UUID


@dataclass(frozen=True, slots=True)
class CategoryChanged(DomainEvent):
    name = "category.changed"
    category_id: UUID


@dataclass(frozen=True, slots=True)
class CategoryDeleted(DomainEvent):
    name = "category.deleted"
    category_id: UUID


@dataclass(frozen=True, slots=True)
class ItemCreated(DomainEvent):
    name = "item.created"
    item_id: UUID


@dataclass(frozen=True, slots=True)
class ItemChanged(DomainEvent):
    name = "item.changed"
    item_id: UUID


@dataclass(frozen=True, slots=True)
class ItemRecast(DomainEvent):
    """Its tracking or unit changed, which nothing that was counted in the old ones survives."""

    name = "item.recast"
    audited = False  # ItemChanged tells it
    item_id: UUID


@dataclass(frozen=True, slots=True)
class ItemArchiving(DomainEvent):
    """About to be archived: whoever still holds some of it may refuse."""

    name = "item.archiving"
    audited = False
    item_id: UUID


@dataclass(frozen=True, slots=True)
class ItemMerged(DomainEvent):
    """What was held of it is held of another now; it is archived, with its history."""

    name = "item.merged"
    item_id: UUID
    into_id: UUID


@dataclass(frozen=True, slots=True)
class ItemDeleting(DomainEvent):
    """About to be deleted: whoever refers to it lets go, or refuses."""

    name = "item.deleting"
    audited = False
    item_id: UUID


@dataclass(frozen=True, slots=True)
class ItemDeleted(DomainEvent):
    name = "item.deleted"
    item_id: UUID


@dataclass(frozen=True, slots=True)
class UnitCreated(DomainEvent):
    name = "unit.created"
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class UnitDeleted(DomainEvent):
    name = "unit.deleted"
    unit_id: UUID
