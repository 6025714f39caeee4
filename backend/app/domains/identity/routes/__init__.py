"""HTTP surface of identity."""

from fastapi import APIRouter

from app.domains.identity.routes import api_keys, auth, me, members, organizations

account = APIRouter()
for part in (auth, me, organizations):
    account.include_router(part.router)

tenant = (members.router, api_keys.router)
