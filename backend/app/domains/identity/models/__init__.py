"""People, sessions, organizations and memberships."""

from app.domains.identity.models.api_keys import ApiKey, ApiKeyKnown
from app.domains.identity.models.invitations import (
    Invitation,
    InvitationState,
)
from app.domains.identity.models.memberships import (
    AlreadyMember,
    Membership,
)
from app.domains.identity.models.organizations import (
    Organization,
    OrganizationKind,
    Purge,
    PurgeKnown,
    SlugTaken,
)
from app.domains.identity.models.second_factors import (
    RecoveryCode,
    RecoveryCodeKnown,
    SecondFactor,
    SecondFactorOn,
)
from app.domains.identity.models.sessions import (
    EndedBecause,
    RefreshToken,
    RefreshTokenKnown,
    UserSession,
)
from app.domains.identity.models.users import (
    EmailTaken,
    Preferences,
    PreferencesKnown,
    User,
    email_key,
)

__all__ = [
    "AlreadyMember",
    "ApiKey",
    "ApiKeyKnown",
    "EmailTaken",
    "EndedBecause",
    "Invitation",
    "InvitationState",
    "Membership",
    "Organization",
    "OrganizationKind",
    "Preferences",
    "PreferencesKnown",
    "Purge",
    "PurgeKnown",
    "RecoveryCode",
    "RecoveryCodeKnown",
    "RefreshToken",
    "RefreshTokenKnown",
    "SecondFactor",
    "SecondFactorOn",
    "SlugTaken",
    "User",
    "UserSession",
    "email_key",
]
