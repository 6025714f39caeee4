"""Health, outside the version: for people, load balancers and `curl`."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from app.core.clock import now
from app.core.config import API_VERSION
from app.core.errors import AppError
from app.core.revisions import present_revision

router = APIRouter(tags=["health"])


class Health(BaseModel):
    status: Literal["ok", "degraded", "draining", "down"]
    version: str
    environment: str
    database: Literal["connected", "unreachable", "behind"]
    timestamp: datetime


class Alive(BaseModel):
    status: Literal["ok"] = "ok"


@router.get("/health", responses={503: {"model": Health}})
async def get_health(request: Request, response: Response) -> Health:
    """Version, environment, and whether the database answers (503 if it does not)."""
    health = await _examine(request)
    if health.database == "unreachable":
        response.status_code = 503
    return health


@router.get("/health/live")
async def get_live() -> Alive:
    """The process runs; says nothing of the database."""
    return Alive()


@router.get("/health/ready", responses={503: {"model": Health}})
async def get_ready(request: Request, response: Response) -> Health:
    """Whether to send requests here: the database answers and fits this version, and nobody has
    told the process to end (`draining`: it still serves, for a while). `degraded` serves on, too:
    Redis is away, and limits are counted in the process.
    """
    health = await _examine(request)
    if health.status in {"down", "draining"}:
        response.status_code = 503
    return health


async def _examine(request: Request) -> Health:
    database = request.app.state.database
    state: Literal["connected", "unreachable", "behind"]
    try:
        fits = await present_revision(database) == request.app.state.revision
        state = "connected" if fits else "behind"
    except AppError:
        state = "unreachable"
    fit: Literal["ok", "degraded", "draining"] = "ok"
    if request.app.state.rates.is_away:
        fit = "degraded"
    if request.app.state.shutdown.draining:
        fit = "draining"
    return Health(
        status=fit if state == "connected" else "down",
        version=API_VERSION,
        environment=database.settings.environment,
        database=state,
        timestamp=now(),
    )
