"""Assembly: settings, middleware, routers, and what must hold before the first request."""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import ValidationError
from uvicorn.config import STARTUP_FAILURE

from app import models as _models  # noqa: F401 (every table is known)
from app import subscribers as _subscribers  # noqa: F401 (every fact is heard)
from app.api import docs, errors, health, web
from app.api.dispatch import Dispatch
from app.api.middleware import Edge, cors
from app.api.router import mount, refuse_unguarded
from app.core import logging
from app.core.config import API_VERSION, Settings, SettingsRefused, get_settings, sentences
from app.core.context import Origin
from app.core.engine import Database
from app.core.errors import AppError
from app.core.keys import Keys
from app.core.limits.attempts import Attempts
from app.core.limits.rates import Rates
from app.core.passwords import Passwords
from app.core.revisions import head
from app.core.routers import operation_id
from app.core.shutdown import Shutdown
from app.core.startup import StartupRefused, refuse_if_behind, wait_for
from app.domains.activity.service.sealer import Sealer
from app.domains.identity.schemas import Register
from app.domains.identity.service import accounts
from app.domains.identity.service.desk import Desk
from app.domains.identity.service.usage import Usage


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    refuse_unguarded(app)
    database: Database = app.state.database
    try:
        await wait_for(database)
        await refuse_if_behind(database)
        await _ensure_superuser(app)
    except (StartupRefused, AppError) as refusal:
        app.state.refusal = str(refusal)
        raise StartupRefused(str(refusal)) from refusal
    if app.state.settings.exposed:  # a process that starts once: what it made so far stays
        gc.collect()
        gc.freeze()
    every = app.state.settings.audit_seal_seconds
    sealer = Sealer(database, app.state.keys.seal[0], every)
    with app.state.shutdown.watched():
        async with sealer.running():
            yield
    await app.state.rates.close()
    await database.dispose()
    gc.freeze()  # else Python looks through all that there is as it ends: half a second


async def _ensure_superuser(app: FastAPI) -> None:
    settings, state = app.state.settings, app.state
    if settings.first_superuser_email and settings.first_superuser_password:
        desk = Desk(state.database, settings, state.keys, state.passwords, Origin(), state.attempts)
        try:
            data = Register(
                email=settings.first_superuser_email, password=settings.first_superuser_password
            )
        except ValidationError as error:
            said = [f"FIRST_SUPERUSER_{sentence}" for sentence in sentences(error)]
            raise StartupRefused(" ".join(said)) from None
        await accounts.ensure_superuser(desk, data.email, data.password)


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
        generate_unique_id_function=operation_id,
    )
    app.state.settings = settings
    app.state.database = database or Database(settings)
    app.state.keys = Keys.of(settings)
    app.state.passwords = Passwords(settings, app.state.keys)
    app.state.attempts = Attempts(settings, app.state.keys)
    app.state.rates = Rates(settings)
    app.state.usage = Usage(app.state.database)
    app.state.revision = head()
    app.state.refusal = None
    app.state.shutdown = Shutdown(settings.drain_seconds or 0)
    errors.add_handlers(app)
    mount(app)
    app.include_router(health.router)
    docs.mount(app)
    web.mount(app, settings)
    app.add_middleware(Dispatch, api=app)
    if settings.cors_origins:
        app.add_middleware(CORSMiddleware, **cors(settings))
    app.add_middleware(Edge, settings=settings, shutdown=app.state.shutdown)
    return app


def __getattr__(name: str) -> FastAPI:
    """`uvicorn app.main:app` makes the application then, not at every import of this module."""
    if name != "app":
        raise AttributeError(name)
    try:
        app = globals()["app"] = create_app()
    except SettingsRefused as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 (there may be no log yet)
        sys.exit(STARTUP_FAILURE)  # else uvicorn starts its workers again and again
    return app
