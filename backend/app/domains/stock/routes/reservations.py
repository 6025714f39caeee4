"""Reservations over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import created, json_page
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.stock import queries
from app.domains.stock.schemas import (
    ReservationConsume,
    ReservationCreate,
    ReservationFilter,
    ReservationRead,
)
from app.domains.stock.service import reservations

router = tenant_router("/reservations", "stock")

Reader = Annotated[Context, requires(Permission.STOCK_READ)]
Reserver = Annotated[Context, requires(Permission.STOCK_RESERVE)]
Issuer = Annotated[Context, requires(Permission.STOCK_ISSUE)]


@router.get("", response_model=Page[ReservationRead])
async def list_reservations(
    ctx: Reader, filters: Annotated[ReservationFilter, Query()]
) -> Response:
    """What is kept for whom, and what became of it."""
    found = await queries.search_reservations(ctx, filters)
    return json_page(found)


@router.post("", status_code=201)
async def create_reservation(
    ctx: Reserver, data: ReservationCreate, request: Request, response: Response
) -> ReservationRead:
    """Keep some of what is free for yourself: nobody else can draw it until it ends.

    409 `insufficient_stock` as for an issue; 422 `in_the_past`.
    """
    owner_id = request.state.authority.membership_id
    made = await reservations.create(ctx, data, owner_id)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/reservations/{made}")
    return await _read(ctx, response, made)


@router.get("/{reservation_id}")
async def get_reservation(ctx: Reader, reservation_id: UUID, response: Response) -> ReservationRead:
    """One reservation."""
    return await _read(ctx, response, reservation_id)


@router.post("/{reservation_id}/consume")
async def consume_reservation(
    ctx: Issuer,
    reservation_id: UUID,
    data: ReservationConsume,
    request: Request,
    response: Response,
) -> ReservationRead:
    """Issue what is kept; `posting_id` then names the issue.

    403: it is somebody else's, and your role lacks `reservations:manage`. 409 `reservation_closed`:
    it was consumed or released before, or has expired.
    """
    await reservations.consume(ctx, reservation_id, data, owner=_owner(request))
    return await _read(ctx, response, reservation_id)


@router.post("/{reservation_id}/release")
async def release_reservation(
    ctx: Reserver, reservation_id: UUID, request: Request, response: Response
) -> ReservationRead:
    """Give back what is kept. 403 and 409 `reservation_closed` as for consuming it."""
    await reservations.release(ctx, reservation_id, owner=_owner(request))
    return await _read(ctx, response, reservation_id)


def _owner(request: Request) -> UUID | None:
    """Whose reservations the caller may end: None stands for everybody's."""
    me = request.state.authority
    mine: UUID = me.membership_id
    return None if Permission.RESERVATIONS_MANAGE in me.permissions else mine


async def _read(ctx: Context, response: Response, reservation_id: UUID) -> ReservationRead:
    row = await queries.reservation(ctx, reservation_id)
    response.headers["ETag"] = f'"v{row["version"]}"'
    return ReservationRead.model_validate(row)
