"""The activity of an organization over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from app.core.context import Context
from app.core.pages import Page
from app.core.routers import tenant_router
from app.core.unit_of_work import unit_of_work
from app.domains.activity import queries
from app.domains.activity.schemas import ActivityExport, ActivityFilter, ActivityRead
from app.domains.activity.service import exports
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission

router = tenant_router("/activity", "activity")
Reader = Annotated[Context, requires(Permission.ACTIVITY_READ)]


class CsvResponse(StreamingResponse):
    media_type = "text/csv"


class JsonLinesResponse(StreamingResponse):
    media_type = "application/jsonl"


def _file(kind: type[StreamingResponse], what: str) -> dict[int | str, dict[str, Any]]:
    content = {str(kind.media_type): {"schema": {"type": "string"}}}
    return {200: {"description": what, "content": content}}


@router.get("", response_model=Page[ActivityRead])
async def list_activity(ctx: Reader, filters: Annotated[ActivityFilter, Query()]) -> Any:
    """Who changed what, newest first. Movements of stock are their own record, in the ledger."""
    return await queries.search(ctx, filters)


@router.get(
    "/export.csv", response_class=CsvResponse, responses=_file(CsvResponse, "CSV (RFC 4180).")
)
async def export_activity_as_csv(
    ctx: Reader, filters: Annotated[ActivityExport, Query()], request: Request
) -> Response:
    """The lines that the filters find as CSV, oldest first. No cell starts a formula."""
    return await _sent(ctx, exports.as_csv, CsvResponse, filters, request)


@router.get(
    "/export.jsonl",
    response_class=JsonLinesResponse,
    responses=_file(JsonLinesResponse, "A JSON object a line."),
)
async def export_activity_as_json_lines(
    ctx: Reader, filters: Annotated[ActivityExport, Query()], request: Request
) -> Response:
    """The lines that the filters find as JSON Lines, oldest first, each as the list has it."""
    return await _sent(ctx, exports.as_json_lines, JsonLinesResponse, filters, request)


async def _sent(
    ctx: Context,
    form: exports.Form,
    kind: type[StreamingResponse],
    filters: ActivityExport,
    request: Request,
) -> Response:
    """The file, whose first lines are read here, so that a refusal is still an answer."""
    asked = exports.asked(filters)
    found = await queries.search(ctx, asked)
    database, tenant, actor = request.app.state.database, ctx.tenant, ctx.actor

    @asynccontextmanager
    async def opened() -> AsyncIterator[Context]:
        async with unit_of_work(database, write=False) as unit:
            yield unit.context(tenant, actor)

    name = f"{tenant.slug}-activity.{request.url.path.rpartition('.')[2]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return kind(exports.written(form, asked, found, opened), headers=headers)
