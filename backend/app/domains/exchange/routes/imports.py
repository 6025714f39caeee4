"""Imports over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import created, json_page
from app.core.routers import tenant_router
from app.domains.exchange import queries
from app.domains.exchange.deps import StoredFile, UploadedFile
from app.domains.exchange.models import Import
from app.domains.exchange.schemas import (
    CellFaultRead,
    ImportFilter,
    ImportListed,
    ImportPreview,
    ImportRead,
    ImportReport,
)
from app.domains.exchange.service import imports
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission

router = tenant_router("/imports", "imports")
OWN = [name for name in ImportRead.model_fields if name not in {"errors", "error_count"}]
Runner = Annotated[Context, requires(Permission.IMPORTS_RUN)]


@router.post("", status_code=201)
async def create_import(upload: UploadedFile, ctx: Runner, response: Response) -> ImportRead:
    """Bring in a CSV file of items, locations or stock; nothing happens until it is committed.

    What the rows are and which column says what is read from the headers (Snipe-IT's, Homebox's
    and our own are known) unless `kind` and `mapping` say it. `errors` names each cell that cannot
    be read, with its row and column in the sheet. 422: the file as a whole cannot be read; the
    code says why, such as `not_csv`, `kind_unknown`, `column_missing`, `duplicate_header`.
    """
    row = await imports.create(ctx, upload.reading, upload.content, upload.file_name)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/imports/{row.id}")
    return _read(response, row)


@router.get("", response_model=Page[ImportListed])
async def list_imports(ctx: Runner, filters: Annotated[ImportFilter, Query()]) -> Response:
    """The files that were brought in, and what became of them."""
    return json_page(await queries.search(ctx, filters))


@router.get("/{import_id}")
async def get_import(ctx: Runner, import_id: UUID, response: Response) -> ImportRead:
    """A file that was brought in: how it is read, and what it did."""
    return _read(response, await ctx.get(Import, import_id))


@router.get("/{import_id}/preview")
async def preview_import(file: StoredFile, ctx: Runner, import_id: UUID) -> ImportPreview:
    """What committing would do now, with the first rows and every cell that cannot be used."""
    return await imports.preview(ctx, await ctx.get(Import, import_id), file)


@router.post("/{import_id}/commit")
async def commit_import(
    file: StoredFile, ctx: Runner, import_id: UUID, response: Response
) -> ImportReport:
    """Do what the file says: all of it or nothing, and once.

    A quantity is the level after: the difference is posted, so the same file again changes
    nothing. 422 `bad_cells` names every cell that cannot be used. 409 `already_committed`, and
    `insufficient_stock` where more is reserved than the file leaves.
    """
    row = await imports.commit(ctx, import_id, file)
    response.headers["ETag"] = row.etag
    own = {name: getattr(row, name) for name in ("id", "status", "posting_id", "committed_at")}
    return ImportReport(**(row.report or {}), **own, version=row.version)


def _read(response: Response, row: Import) -> ImportRead:
    response.headers["ETag"] = row.etag
    own = {name: getattr(row, name) for name in OWN}
    errors = [CellFaultRead(**fault) for fault in row.faults]
    return ImportRead(**own, errors=errors, error_count=row.fault_count)
