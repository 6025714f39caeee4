"""Facts about people and organizations."""

from dataclasses import dataclass
from uuid import UUID

from app.core.facts import AccountFact, DomainEvent


@dataclass(frozen=True, slots=True)
class UserRegistered(AccountFact):
    name = "user.registered"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class UserChanged(AccountFact):
    name = "user.changed"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class UserErased(AccountFact):
    """What tells who this person was is gone, for good; the rest of their history stays.

    To be told last: whence anything comes that is told after it is kept again.
    """

    name = "user.erased"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class SignedIn(AccountFact):
    name = "session.started"
    user_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class SignInFailed(AccountFact):
    name = "session.refused"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class SessionsEnded(AccountFact):
    name = "session.ended"
    user_id: UUID
    session_id: UUID | None  # None: all of them
    because: str


@dataclass(frozen=True, slots=True)
class RefreshReused(AccountFact):
    name = "session.refresh_reused"
    user_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class OrganizationRegistered(AccountFact):
    name = "organization.registered"
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class OrganizationFounded(DomainEvent):
    """The organization stands; what each domain keeps for it is made in answer."""

    name = "organization.founded"
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class OrganizationChanged(DomainEvent):
    name = "organization.changed"
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class MemberAdded(DomainEvent):
    name = "member.added"
    membership_id: UUID


@dataclass(frozen=True, slots=True)
class MemberChanged(DomainEvent):
    name = "member.changed"
    membership_id: UUID


@dataclass(frozen=True, slots=True)
class MemberEnded(DomainEvent):
    name = "member.ended"
    membership_id: UUID
