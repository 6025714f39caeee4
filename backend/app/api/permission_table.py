"""Who may call what, as a document made from the guards of the routes themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from app.api.router import guards_of
from app.core.routers import ORGANIZATION, PREFIX
from app.domains.identity.deps import Guard, InAccount, InOrganization, Proving, Who
from app.domains.identity.permissions import MemberAccess, Permission, Role, permissions_of

HEAD = """\
# Permissions

Made by `quartermaster permissions` from the guards of the routes; do not edit by hand. A route without
a guard keeps the application from starting, unless it is listed as public.

**●** the role may; **○** a member may where the organization lets its members write (`member_access`).
What a body or a row decides besides (a shared view, the lines of a posting, somebody else's reservation)
is said in the description of the operation. *Step-up*: within five minutes of `POST /auth/step-up`.
Superusers have no role: an organization that they are not in answers them 404, as it does everybody.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """An operation, and who decides about it."""

    method: str
    path: str
    guards: Sequence[Guard]

    @property
    def call(self) -> str:
        return f"`{self.method} {self.path.removeprefix(ORGANIZATION) or '/'}`"

    @property
    def permission(self) -> Permission | None:
        needed = [guard for guard in self.guards if isinstance(guard, InOrganization)]
        return needed[0].permission if needed else None

    @property
    def asks_again(self) -> bool:
        return any(getattr(guard, "step_up", False) for guard in self.guards)

    @property
    def who(self) -> str:
        """Who may call an operation that is of no organization."""
        if not self.guards:
            return "anybody"
        asked = {guard.who for guard in self.guards if isinstance(guard, InAccount | Proving)}
        return "superusers" if Who.SUPERUSER in asked else "whoever is signed in"


def render(app: FastAPI) -> str:
    """The text of `docs/reference/permissions.md`."""
    rows = sorted(_rows(app), key=lambda row: (row.path, row.method))
    return "\n".join([HEAD, *_roles(), "", *_inside(rows), "", *_outside(rows), ""])


def guards_by_operation(app: FastAPI) -> dict[tuple[str, str], Sequence[Guard]]:
    """Who decides about each operation, by its method and path as the document writes it."""
    return {(row.method, row.path): row.guards for row in _rows(app)}


def _rows(app: FastAPI) -> Iterator[Row]:
    for route in iter_route_contexts(app.routes):
        path = (route.path or "").replace(":path}", "}")
        if path.startswith(PREFIX) and hasattr(route.original_route, "dependant"):
            guards = list(guards_of(route))
            yield from (Row(method, path, guards) for method in (route.methods or set()) - {"HEAD"})


def _roles() -> Iterator[str]:
    yield "## Roles\n"
    yield from _head("Permission", *Role)
    for permission in Permission:
        yield f"| `{permission}` | {_marks(permission)} |"


def _inside(rows: Sequence[Row]) -> Iterator[str]:
    yield "## In an organization\n"
    yield "Below `/api/v1/organizations/{organization}`.\n"
    yield from _head("Operation", "Permission", "Step-up", *Role)
    for row in rows:
        if (needed := row.permission) is not None:
            again = "yes" if row.asks_again else ""
            yield f"| {row.call} | `{needed}` | {again} | {_marks(needed)} |"


def _outside(rows: Sequence[Row]) -> Iterator[str]:
    yield "## Outside organizations\n"
    yield from _head("Operation", "Who", "Step-up")
    for row in rows:
        if row.permission is None:
            yield f"| {row.call} | {row.who} | {'yes' if row.asks_again else ''} |"


def _head(*columns: str) -> Iterator[str]:
    roles = {*Role}
    yield f"| {' | '.join(columns)} |"
    yield f"|{''.join(':-:|' if column in roles else '---|' for column in columns)}"


def _marks(permission: Permission) -> str:
    return " | ".join(_mark(role, permission) for role in Role)


def _mark(role: Role, permission: Permission) -> str:
    if permission not in permissions_of(role, MemberAccess.WRITE):
        return ""
    return "●" if permission in permissions_of(role, MemberAccess.READ) else "○"
