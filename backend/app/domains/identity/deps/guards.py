"""What decides who may call an operation, and what all that decides it has in common."""

from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import Request
from fastapi.security import OAuth2PasswordBearer

from app.core.context import Work
from app.domains.identity.callers import origin_of
from app.domains.identity.queries.authority import Authority
from app.domains.identity.service.desk import Desk
from app.domains.identity.service.step_up import StepUpRequired

bearer = OAuth2PasswordBearer(
    tokenUrl="/api/v1/auth/token",
    refreshUrl="/api/v1/auth/refresh",
    auto_error=False,
    description="Sign in with e-mail and password; or send `Authorization: Bearer <access token>`, "
    "or an API key of the organization in its place.",
)


class Guard:
    """Marks what decides who may call an operation; one without it keeps the app from starting."""


class Opening(Guard, ABC):
    """A guard whose request alone says who calls: it opens the unit of work that they may have."""

    @abstractmethod
    def opened(self, request: Request) -> AbstractAsyncContextManager[Work[Any]]:
        """The context of the operation, committed at the end of the block."""


def desk_of(request: Request) -> Desk:
    state, origin = request.app.state, origin_of(request)
    return Desk(state.database, state.settings, state.keys, state.passwords, origin, state.attempts)


def is_write(request: Request) -> bool:
    return request.method not in {"GET", "HEAD"}


def refuse_stale(me: Authority, *, step_up: bool) -> None:
    if step_up and not me.is_stepped_up:
        raise StepUpRequired
