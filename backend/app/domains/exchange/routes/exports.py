"""Exports over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from app.core.context import Context
from app.core.routers import tenant_router
from app.core.schemas import Schema
from app.core.unit_of_work import unit_of_work
from app.domains.exchange.service import exports
from app.domains.exchange.service.exports import ExportKind
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission

router = tenant_router("/exports", "exports")
Exporter = Annotated[Context, requires(Permission.EXPORTS_RUN)]
CSV: dict[int | str, dict[str, Any]] = {
    200: {"description": "CSV (RFC 4180).", "content": {"text/csv": {"schema": {"type": "string"}}}}
}


class CsvResponse(StreamingResponse):
    media_type = "text/csv"


class ExportRequest(Schema):
    bom: bool = False  # begins with a byte order mark, by which Excel knows UTF-8


@router.get("/items.csv", response_class=CsvResponse, responses=CSV)
async def export_items(
    ctx: Exporter, wishes: Annotated[ExportRequest, Query()], request: Request
) -> Response:
    """The items as CSV, archived ones left out; the import reads the file again.

    No cell starts a formula: an apostrophe stands before text that would, and the import takes
    it away again.
    """
    return await _sent(ctx, ExportKind.ITEMS, wishes, request)


@router.get("/stock.csv", response_class=CsvResponse, responses=CSV)
async def export_stock(
    ctx: Exporter, wishes: Annotated[ExportRequest, Query()], request: Request
) -> Response:
    """What is where as CSV, a row for each item, lot and place that holds some.

    The import reads the file again, and changes nothing where nothing has changed. Long files are
    read in steps: what moves meanwhile may stand in them as before or as after.
    """
    return await _sent(ctx, ExportKind.STOCK, wishes, request)


async def _sent(
    ctx: Context, kind: ExportKind, wishes: ExportRequest, request: Request
) -> Response:
    """The file, whose first rows are read here, so that a refusal is still an answer."""
    chunk = await exports.first(ctx, kind, marked=wishes.bom)
    database, tenant, actor = request.app.state.database, ctx.tenant, ctx.actor

    @asynccontextmanager
    async def opened() -> AsyncIterator[Context]:
        async with unit_of_work(database, write=False) as unit:
            yield unit.context(tenant, actor)

    file_name = f"{tenant.slug}-{kind}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return CsvResponse(exports.rest(opened, kind, chunk), headers=headers)
