"""Accounts, and applications set up in another way."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeAlias

import httpx2
import pytest
from fastapi import FastAPI

from app.main import create_app
from tests.accounts import Account, Hashes

SetUp: TypeAlias = Callable[..., AbstractAsyncContextManager[Account]]


@pytest.fixture
async def account(app: FastAPI, client: httpx2.AsyncClient) -> Account:
    """Signed in, with a fresh proof of who they are."""
    return await Account.opened(app, client)


@pytest.fixture
def hashes(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Hashes:
    return Hashes(app, monkeypatch)


@pytest.fixture
def set_up(app: FastAPI) -> SetUp:
    """Somebody without an account yet, before an application with other settings."""

    @asynccontextmanager
    async def before(**settings: object) -> AsyncIterator[Account]:
        changed = app.state.settings.model_copy(update=settings)
        other = create_app(changed, app.state.database)
        transport = httpx2.ASGITransport(other)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            yield Account(other, client)

    return before
