"""HTTP surface of identity."""

from fastapi import APIRouter

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

account = APIRouter()
for part in (auth, mailed, me, own, mfa, organizations, administration):
    account.include_router(part.router)
account.include_router(invitations.holders)

tenant = (members.router, members.ownership, invitations.router, api_keys.router)
