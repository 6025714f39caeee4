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
class UserActivated(AccountFact):
    name = "user.activated"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class EmailVerified(AccountFact):
    name = "user.email_verified"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class VerificationAsked(AccountFact):
    name = "user.verification_asked"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class EmailChangeAsked(AccountFact):
    name = "user.email_change_asked"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class EmailChanged(AccountFact):
    name = "user.email_changed"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class RecoveryAsked(AccountFact):
    name = "user.password_recovery_asked"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class PasswordChanged(AccountFact):
    name = "user.password_changed"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class PasswordReset(AccountFact):
    name = "user.password_reset"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class UserDeactivated(AccountFact):
    name = "user.deactivated"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class PasswordResetRequired(AccountFact):
    name = "user.password_reset_required"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class UserErased(AccountFact):
    """What tells who this person was is gone, for good; the rest of their history stays.

    To be told last: whence anything comes that is told after it is kept again.
    """

    name = "user.erased"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class SecondFactorBegun(AccountFact):
    name = "second_factor.begun"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class SecondFactorTurnedOn(AccountFact):
    name = "second_factor.on"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class SecondFactorTurnedOff(AccountFact):
    name = "second_factor.off"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class RecoveryCodesRenewed(AccountFact):
    name = "second_factor.codes_renewed"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class RecoveryCodeSpent(AccountFact):
    name = "second_factor.recovery_code_spent"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class CodeRefused(AccountFact):
    name = "second_factor.code_refused"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class SecondFactorLocked(AccountFact):
    name = "second_factor.locked"
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
class SteppedUp(AccountFact):
    name = "session.stepped_up"
    user_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class StepUpFailed(AccountFact):
    name = "session.step_up_refused"
    user_id: UUID
    session_id: UUID


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
class OrganizationActivated(AccountFact):
    name = "organization.activated"
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class OrganizationDeactivated(AccountFact):
    name = "organization.deactivated"
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class OrganizationPurged(AccountFact):
    """Nothing of it is left, its own log neither; this line is."""

    name = "organization.purged"
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
class OrganizationExported(DomainEvent):
    """All of it was handed out as a file."""

    name = "organization.exported"
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class DeletionAsked(DomainEvent):
    name = "organization.deletion_asked"
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class DeletionWithdrawn(DomainEvent):
    name = "organization.deletion_withdrawn"
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


@dataclass(frozen=True, slots=True)
class MemberReturned(DomainEvent):
    name = "member.returned"
    membership_id: UUID


@dataclass(frozen=True, slots=True)
class InvitationSent(DomainEvent):
    """Made, or sent again with another link."""

    name = "invitation.sent"
    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class InvitationAccepted(DomainEvent):
    name = "invitation.accepted"
    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class InvitationEnded(DomainEvent):
    """Taken back, or replaced by a newer one."""

    name = "invitation.ended"
    invitation_id: UUID
