"""What a right request of an operation is made of, and the registry of who makes them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from app.core.ids import new_id
from app.domains.identity.permissions import Permission
from tests.world import Person, World


@dataclass
class Call:
    """What a request is made of, beside the organization."""

    ids: dict[str, str] = field(default_factory=dict)  # of the path
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    file: bytes | None = None  # a multipart body's, its other fields are `body`
    by: Person | None = None  # who alone can send it; else the organization's owner


NEW = "new-"
Case = Callable[[World], Awaitable[Call]]
FIXTURES: dict[str, Case] = {}
# operations whose body or row (a shared view, somebody else's reservation) decides what else the role must include
JUDGED_BY_BODY: dict[str, set[Permission]] = {
    "create_posting": {
        Permission.STOCK_RECEIVE,
        Permission.STOCK_ISSUE,
        Permission.STOCK_TRANSFER,
        Permission.STOCK_ADJUST,
    },
    "consume_reservation": {Permission.RESERVATIONS_MANAGE},
    "release_reservation": {Permission.RESERVATIONS_MANAGE},
    "create_saved_view": {Permission.VIEWS_SHARE},
    "update_saved_view": {Permission.VIEWS_SHARE},
    "delete_saved_view": {Permission.VIEWS_SHARE},
}


def case(*operations: str) -> Callable[[Case], Case]:
    def register(make: Case) -> Case:
        for operation in operations:
            assert operation not in FIXTURES, operation
            FIXTURES[operation] = make
        return make

    return register


def fresh(mark: str = NEW) -> str:
    """A short text that nobody has used; one that is `NEW` may be another at each sending."""
    return f"{mark}{new_id().hex[-12:]}"
