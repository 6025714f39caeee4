"""Routers that know their whole address.

One that is included in another has the signatures of its routes read and kept a second time.
"""

from fastapi import APIRouter
from fastapi.routing import APIRoute

from app.core.idempotency import IdempotentRoute

PREFIX = "/api/v1"
ORGANIZATION = f"{PREFIX}/organizations/{{organization}}"


def operation_id(route: APIRoute) -> str:
    """The function's name: it reads well as a client's method."""
    return route.name


def account_router(prefix: str, *tags: str, kind: type[APIRoute] = APIRoute) -> APIRouter:
    """What is about oneself or the installation."""
    return _router(PREFIX + prefix, tags, kind)


def tenant_router(prefix: str, tag: str, kind: type[APIRoute] = IdempotentRoute) -> APIRouter:
    """What is about an organization. Its POSTs take an Idempotency-Key, unless of another `kind`."""
    return _router(ORGANIZATION + prefix, (tag,), kind)


def _router(prefix: str, tags: tuple[str, ...], kind: type[APIRoute]) -> APIRouter:
    return APIRouter(
        prefix=prefix,
        tags=[*tags],
        route_class=kind,
        generate_unique_id_function=operation_id,
    )
