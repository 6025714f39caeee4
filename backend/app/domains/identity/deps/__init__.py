"""Request -> Context. The only code that turns credentials into authority.

The order of judgement: how often somebody asks, who they are, where they may be, what they may do.
"""

from typing import Annotated, Any

from fastapi import Depends, Request

from app.core.context import AccountContext
from app.core.query import refuse_extra_query
from app.domains.identity.callers import count_stranger
from app.domains.identity.deps.accounts import InAccount, Leaving, Proving, Who
from app.domains.identity.deps.guards import Guard, Opening, bearer, desk_of
from app.domains.identity.deps.organizations import InOrganization, Visit, Visiting
from app.domains.identity.permissions import Permission, Role
from app.domains.identity.service.desk import Desk, OwnDesk

__all__ = [
    "AtDesk",
    "Guard",
    "InAccount",
    "InOrganization",
    "Opening",
    "Proving",
    "Self",
    "SelfAtDesk",
    "SelfAtDeskSteppedUp",
    "SelfSteppedUp",
    "SigningOut",
    "Superuser",
    "SuperuserAtDesk",
    "SuperuserSteppedUp",
    "Visit",
    "Who",
    "acting_role",
    "bearer",
    "requires",
    "visits",
]


async def desk(request: Request) -> Desk:
    """For those who have not signed in: only the public operations take it."""
    await count_stranger(request)
    refuse_extra_query(request)
    return desk_of(request)


def requires(permission: Permission, *, step_up: bool = False, even_closing: bool = False) -> Any:
    # scope="function": committed before the answer leaves, so a failed commit is an error
    return Depends(InOrganization(permission, step_up, even_closing), scope="function")


def visits(permission: Permission, *, step_up: bool = False) -> Any:
    return Depends(Visiting(permission, step_up), scope="function")


def acting_role(request: Request) -> Role:
    """The caller's role in the organization; after `requires` has run."""
    role: Role | None = request.state.authority.role
    assert role is not None
    return role


Self = Annotated[AccountContext, Depends(InAccount(Who.SELF), scope="function")]
SelfSteppedUp = Annotated[
    AccountContext, Depends(InAccount(Who.SELF, step_up=True), scope="function")
]
SelfAtDesk = Annotated[OwnDesk, Depends(Proving())]
SelfAtDeskSteppedUp = Annotated[OwnDesk, Depends(Proving(step_up=True))]
SigningOut = Annotated[AccountContext, Depends(Leaving(), scope="function")]
Superuser = Annotated[AccountContext, Depends(InAccount(Who.SUPERUSER), scope="function")]
SuperuserAtDesk = Annotated[OwnDesk, Depends(Proving(Who.SUPERUSER))]
SuperuserSteppedUp = Annotated[
    AccountContext, Depends(InAccount(Who.SUPERUSER, step_up=True), scope="function")
]
AtDesk = Annotated[Desk, Depends(desk)]
