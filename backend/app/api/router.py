"""Mounts the domains, and refuses an operation that does not say who may call it."""

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts

from app.core.routers import PREFIX
from app.domains.activity import routes as activity
from app.domains.catalog import routes as catalog
from app.domains.exchange import routes as exchange
from app.domains.identity import routes as identity
from app.domains.identity.deps import Guard
from app.domains.labels import routes as labels
from app.domains.locations import routes as locations
from app.domains.stock import routes as stock
from app.domains.tags import routes as tags
from app.domains.views import routes as views

PUBLIC = frozenset(  # what anyone may call: at most 12
    {
        "/api/v1/auth/register",
        "/api/v1/auth/login",
        "/api/v1/auth/token",
        "/api/v1/auth/refresh",
        "/api/v1/auth/mfa/verify",
        "/api/v1/auth/verify-email",
        "/api/v1/auth/verify-email/resend",
        "/api/v1/auth/change-email",
        "/api/v1/auth/password-recovery",
        "/api/v1/auth/password-reset",
        "/api/v1/invitations/{token}",
        "/api/v1/openapi.json",
    }
)

PARTS = (
    *identity.account,
    activity.account,
    *identity.tenant,
    *catalog.tenant,
    locations.router,
    *stock.tenant,
    tags.router,
    labels.router,
    views.router,
    activity.tenant,
    *exchange.tenant,
)


def mount(app: FastAPI) -> None:
    """Each route on the application itself: a router in a router is searched twice for every request."""
    for part in PARTS:
        app.router.routes.extend(part.routes)


class Unguarded(RuntimeError):
    """An operation names no permission and is not public."""


def refuse_unguarded(app: FastAPI) -> None:
    for route in iter_route_contexts(app.routes):
        path = route.path or ""
        if not path.startswith(PREFIX) or path in PUBLIC:
            continue
        if not any(guards_of(route)):
            raise Unguarded(path)


def guards_of(route: RouteContext) -> Iterator[Guard]:
    """Who decides about a call of this route."""
    for call in _calls(route.dependant):
        if isinstance(call, Guard):
            yield call


def _calls(dependant: Dependant) -> Iterator[object]:
    for needed in dependant.dependencies:
        yield needed.call
        yield from _calls(needed)
