"""Levels, and the postings that change them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from app.core.context import Context
from app.core.errors import Forbidden
from app.core.pages import Page
from app.core.responses import created, json_page
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.stock import queries
from app.domains.stock.models import Posting
from app.domains.stock.schemas import (
    Adjust,
    Issue,
    LevelFilter,
    LevelRead,
    LowFilter,
    LowRead,
    MovementRead,
    PostingCreate,
    PostingRead,
    Receive,
    Reverse,
    TotalFilter,
    Transfer,
    ValueFilter,
    ValueRead,
    ValueTotal,
)
from app.domains.stock.service import moments, reversals, sheets

router = tenant_router("/stock", "stock")

Reader = Annotated[Context, requires(Permission.STOCK_READ)]
Receiver = Annotated[Context, requires(Permission.STOCK_RECEIVE)]
Issuer = Annotated[Context, requires(Permission.STOCK_ISSUE)]
Mover = Annotated[Context, requires(Permission.STOCK_TRANSFER)]
Adjuster = Annotated[Context, requires(Permission.STOCK_ADJUST)]
Reverser = Annotated[Context, requires(Permission.STOCK_REVERSE)]


@router.get("", response_model=Page[LevelRead])
async def list_stock(ctx: Reader, filters: Annotated[LevelFilter, Query()]) -> Response:
    """What is where: a row for each item, lot and place, levels of 0 included.

    422 `not_then`: `as_of` is in the future, or before the organization began.
    """
    if filters.as_of is not None:
        await moments.refuse_unknown(ctx, filters.as_of)
    return json_page(await queries.search_levels(ctx, filters))


@router.get("/low", response_model=Page[LowRead])
async def list_low_stock(ctx: Reader, filters: Annotated[LowFilter, Query()]) -> Response:
    """Items of which less is held, over all places, than their own minimum; also those of which there
    is nothing anywhere. By place: `GET …/stock-limits?below_minimum=true`.
    """
    return json_page(await queries.search_low(ctx, filters))


@router.get("/value", response_model=Page[ValueRead])
async def list_stock_value(ctx: Reader, filters: Annotated[ValueFilter, Query()]) -> Response:
    """What the items that are held are worth, each at the average cost of its receipts."""
    return json_page(await queries.search_values(ctx, filters))


@router.get("/value/total")
async def get_stock_value(ctx: Reader, filters: Annotated[TotalFilter, Query()]) -> ValueTotal:
    """The sum of what all items that are held are worth."""
    return await queries.total_value(ctx, filters)


@router.post("/receive", status_code=201)
async def receive_stock(ctx: Receiver, data: Receive, response: Response) -> MovementRead:
    """Take stock in. A lot that is not known yet is made.

    404: no such item or place. 409 `not_stock_tracked`, `archived`, `lot_differs`.
    """
    return await _one(ctx, response, await sheets.post_line(ctx, data))


@router.post("/issue", status_code=201)
async def issue_stock(ctx: Issuer, data: Issue, response: Response) -> MovementRead:
    """Give stock out.

    409 `insufficient_stock` says how much is free there, in which lots, and where else there is some.
    """
    return await _one(ctx, response, await sheets.post_line(ctx, data))


@router.post("/transfer", status_code=201)
async def transfer_stock(ctx: Mover, data: Transfer, response: Response) -> MovementRead:
    """Move stock from one place to another. 409 `insufficient_stock`; 422: to the same place."""
    return await _one(ctx, response, await sheets.post_line(ctx, data))


@router.post("/adjust", status_code=201)
async def adjust_stock(ctx: Adjuster, data: Adjust, response: Response) -> MovementRead:
    """Set a level right: to what was `counted`, or by `delta`.

    A count that finds the level right is kept too, as a movement of 0. 409 `insufficient_stock`.
    """
    return await _one(ctx, response, await sheets.post_line(ctx, data))


@router.post("/postings", status_code=201)
async def create_posting(
    ctx: Reader, data: PostingCreate, request: Request, response: Response
) -> PostingRead:
    """Post a sheet of movements: all of them, or none.

    403: your role lacks what one of the lines needs. 409 `insufficient_stock` names the lines, in
    `shortages` with what is free there and elsewhere.
    """
    for line in data.lines:
        needed = Permission(f"stock:{line.kind}")
        if needed not in request.state.authority.permissions:
            raise Forbidden(f"Your role here does not include {needed}.")
    return await _posting(ctx, response, await sheets.post_sheet(ctx, data))


@router.get("/postings/{posting_id}")
async def get_posting(ctx: Reader, posting_id: UUID, response: Response) -> PostingRead:
    """A sheet with its movements."""
    return await _posting(ctx, response, posting_id)


@router.post("/postings/{posting_id}/reverse", status_code=201)
async def reverse_posting(
    ctx: Reverser, posting_id: UUID, data: Reverse, response: Response
) -> PostingRead:
    """Undo a sheet by posting its movements the other way.

    409 `already_reversed`, `is_reversal`, `insufficient_stock`: what came in has gone out since.
    """
    reversal = await reversals.reverse_posting(ctx, posting_id, data.reason)
    return await _posting(ctx, response, reversal)


async def _one(ctx: Context, response: Response, posting_id: UUID) -> MovementRead:
    """The movement of a posting of one line."""
    (row,) = await queries.movements_of(ctx, posting_id)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/stock/postings/{posting_id}")
    return MovementRead(**row)


async def _posting(ctx: Context, response: Response, posting_id: UUID) -> PostingRead:
    posting = await ctx.get(Posting, posting_id)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/stock/postings/{posting_id}")
    own = {name: getattr(posting, name) for name in PostingRead.model_fields if name != "movements"}
    rows = await queries.movements_of(ctx, posting_id)
    return PostingRead(**own, movements=[MovementRead(**row) for row in rows])
