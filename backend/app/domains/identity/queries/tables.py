"""The tables as Core selects name them."""

from typing import cast

from sqlalchemy import Table

from app.domains.identity.models import (
    ApiKey,
    Invitation,
    Membership,
    Organization,
    User,
    UserSession,
)

api_keys = cast("Table", ApiKey.__table__)
users = cast("Table", User.__table__)
sessions = cast("Table", UserSession.__table__)
organizations = cast("Table", Organization.__table__)
memberships = cast("Table", Membership.__table__)
invitations = cast("Table", Invitation.__table__)
