"""Facts about imports."""

from dataclasses import dataclass
from uuid import UUID

from app.core.facts import DomainEvent


@dataclass(frozen=True, slots=True)
class ImportCreated(DomainEvent):
    name = "import.created"
    import_id: UUID


@dataclass(frozen=True, slots=True)
class ImportCommitted(DomainEvent):
    name = "import.committed"
    import_id: UUID
