"""Facts about saved views. The activity log has none of them: a private view is nobody else's business."""

from dataclasses import dataclass
from uuid import UUID

from app.core.facts import DomainEvent


@dataclass(frozen=True, slots=True)
class ViewCreated(DomainEvent):
    name = "view.created"
    audited = False
    view_id: UUID


@dataclass(frozen=True, slots=True)
class ViewChanged(DomainEvent):
    name = "view.changed"
    audited = False
    view_id: UUID


@dataclass(frozen=True, slots=True)
class ViewDeleted(DomainEvent):
    name = "view.deleted"
    audited = False
    view_id: UUID
