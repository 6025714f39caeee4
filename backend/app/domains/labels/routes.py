"""Scanning: one trip from a code to what it stands for."""

from typing import Annotated

from fastapi import Query, Request

from app.core.context import Context
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.labels import queries
from app.domains.labels.schemas import Scan, ScannedCode, ScanQuery

router = tenant_router("/scan", "labels")
Reader = Annotated[Context, requires(Permission.STOCK_READ)]


@router.get("/{code:path}")  # a code may hold slashes, percent-encoded or not
async def scan(
    ctx: Reader, code: ScannedCode, request: Request, filters: Annotated[ScanQuery, Query()]
) -> Scan:
    """What has this very code: SKU or barcode of an item, code of a location or of a lot.

    `alternative` is tried where nothing has the code itself. 404 `unknown_code`.
    """
    rights = request.state.authority.permissions
    return await queries.scanned(ctx, code, filters.alternative, rights)
