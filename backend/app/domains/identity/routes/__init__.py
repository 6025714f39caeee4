"""HTTP surface of identity."""

from app.domains.identity.routes import (
    administration,
    api_keys,
    auth,
    invitations,
    mailed,
    me,
    members,
    mfa,
    organizations,
    own,
)

account = (
    auth.router,
    mailed.router,
    me.router,
    own.router,
    mfa.router,
    organizations.router,
    administration.router,
    invitations.holders,
)
tenant = (members.router, members.ownership, invitations.router, api_keys.router)
