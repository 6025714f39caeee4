"""Facts about places."""

from dataclasses import dataclass
from uuid import UUID

from app.core.facts import DomainEvent


@dataclass(frozen=True, slots=True)
class LocationCreated(DomainEvent):
    name = "location.created"
    location_id: UUID


@dataclass(frozen=True, slots=True)
class LocationChanged(DomainEvent):
    name = "location.changed"
    location_id: UUID


@dataclass(frozen=True, slots=True)
class LocationMoved(DomainEvent):
    name = "location.moved"
    location_id: UUID


@dataclass(frozen=True, slots=True)
class LocationsArchiving(DomainEvent):
    """About to be archived, all of them locked: whoever keeps something there refuses."""

    name = "location.archiving"
    audited = False
    location_id: UUID  # the topmost
    location_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class LocationArchived(DomainEvent):
    name = "location.archived"
    location_id: UUID


@dataclass(frozen=True, slots=True)
class LocationRestored(DomainEvent):
    name = "location.restored"
    location_id: UUID


@dataclass(frozen=True, slots=True)
class LocationDeleting(DomainEvent):
    """About to be deleted: whoever refers to it lets go, or refuses."""

    name = "location.deleting"
    audited = False
    location_id: UUID


@dataclass(frozen=True, slots=True)
class LocationDeleted(DomainEvent):
    name = "location.deleted"
    location_id: UUID
