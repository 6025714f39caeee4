"""Wire shapes of members."""

from datetime import datetime
from enum import StrEnum

from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.schemas import Id, Schema, Version
from app.domains.identity.permissions import Role


class MemberRead(Schema):
    id: Id
    user_id: Id
    email: str
    full_name: str
    role: Role
    created_at: datetime
    updated_at: datetime
    version: int


class MemberRow(TypedDict):
    id: Id
    user_id: Id
    email: str
    full_name: str
    role: Role
    created_at: datetime
    updated_at: datetime
    version: int


class MemberUpdate(Schema):
    role: Role
    version: Version = None


class Transfer(Schema):
    membership_id: Id


class MemberSort(StrEnum):
    OLDEST = "created_at"
    NEWEST = "-created_at"


class MemberFilter(PageRequest):
    sort: MemberSort = MemberSort.OLDEST
