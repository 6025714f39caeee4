"""HTTP surface of identity."""

from fastapi import APIRouter

from app.domains.identity.routes import (
    administration,
    auth,
    invitations,
    me,
    members,
    organizations,
)

account = APIRouter()
for part in (auth.router, me.router, organizations.router, invitations.holders):
    account.include_router(part)
account.include_router(administration.router)

tenant = (members.router, members.ownership, invitations.router)
