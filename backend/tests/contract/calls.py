"""What a right request of an operation is made of, and the registry of who makes them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import update

from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import Organization
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

    def saying(self, body: Any) -> "Call":
        """The same with another body."""
        return replace(self, body=body, file=None)


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


# after these, who called is somebody else there, or nobody
CHANGE_THE_CALLER = {"leave_organization", "transfer_ownership"}


def case(*operations: str) -> Callable[[Case], Case]:
    def register(make: Case) -> Case:
        async def made(world: World) -> Call:
            await brought_back(world)
            return await make(world)

        for operation in operations:
            assert operation not in FIXTURES, operation
            FIXTURES[operation] = made
        return make

    return register


async def brought_back(world: World) -> None:
    """The organization as it was before an operation sent it on its way out."""
    async with unit_of_work(world.database, write=True) as unit:
        mine = update(Organization).where(Organization.id == world.id)
        gone = Organization.deletion_due_at.is_not(None)
        await unit.connection.execute(mine.where(gone).values(deletion_due_at=None))


def fresh(mark: str = NEW) -> str:
    """A short text that nobody has used; one that is `NEW` may be another at each sending."""
    return f"{mark}{new_id().hex[-12:]}"
