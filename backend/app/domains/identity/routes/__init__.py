"""HTTP surface of identity."""

from fastapi import APIRouter

from app.domains.identity.routes import auth, mailed, me, members, mfa, organizations, own

account = APIRouter()
for part in (auth, mailed, me, own, mfa, organizations):
    account.include_router(part.router)

tenant = members.router
