"""People, sessions, organizations and memberships."""

from app.domains.identity.models.api_keys import ApiKey, ApiKeyKnown
from app.domains.identity.models.memberships import (
    AlreadyMember,
    Membership,
)
from app.domains.identity.models.organizations import (
    Organization,
    OrganizationKind,
    SlugTaken,
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
    "Membership",
    "Organization",
    "OrganizationKind",
    "Preferences",
    "PreferencesKnown",
    "RefreshToken",
    "RefreshTokenKnown",
    "SlugTaken",
    "User",
    "UserSession",
    "email_key",
]
