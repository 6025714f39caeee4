"""Assembly: settings, middleware, routers, and what must hold before the first request."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import models as _models  # noqa: F401 (every table is known)
from app import subscribers as _subscribers  # noqa: F401 (every fact is heard)
from app.api import docs, errors, health, openapi
from app.api.middleware import Edge
from app.api.router import refuse_unguarded, router
from app.core import logging
from app.core.config import API_VERSION, Settings, get_settings
from app.core.context import Origin
from app.core.engine import Database
from app.core.keys import Keys
from app.core.passwords import Passwords
from app.core.startup import StartupRefused, head, refuse_if_behind, wait_for
from app.domains.identity.service import accounts
from app.domains.identity.service.desk import Desk


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    refuse_unguarded(app)
    database: Database = app.state.database
    try:
        await wait_for(database)
        await refuse_if_behind(database)
        await _ensure_superuser(app)
    except StartupRefused as refusal:
        app.state.refusal = str(refusal)
        raise
    yield
    app.state.draining = True
    await database.dispose()


async def _ensure_superuser(app: FastAPI) -> None:
    settings, state = app.state.settings, app.state
    if settings.first_superuser_email and settings.first_superuser_password:
        desk = Desk(state.database, settings, state.keys, state.passwords, Origin())
        await accounts.ensure_superuser(
            desk, settings.first_superuser_email, settings.first_superuser_password
        )


def create_app(settings: Settings | None = None, database: Database | None = None) -> FastAPI:
    """The application; `settings` and `database` are the process's own unless given."""
    settings = settings or get_settings()
    logging.configure(settings)
    app = FastAPI(
        title="Quartermaster",
        version=API_VERSION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=openapi.operation_id,
    )
    app.state.settings = settings
    app.state.database = database or Database(settings)
    app.state.keys = Keys.of(settings)
    app.state.passwords = Passwords(settings, app.state.keys)
    app.state.revision = head()
    app.state.refusal = None
    errors.add_handlers(app)
    app.include_router(router)
    app.include_router(health.router)
    docs.mount(app)
    app.add_middleware(Edge, settings=settings)
    return app


def __getattr__(name: str) -> FastAPI:
    """`uvicorn app.main:app` makes the application then, not at every import of this module."""
    if name != "app":
        raise AttributeError(name)
    app = globals()["app"] = create_app()
    return app
