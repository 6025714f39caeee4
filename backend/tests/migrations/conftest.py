"""Moving a database of the test's own between revisions, and filling it."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from fastapi import FastAPI
from sqlalchemy import Uuid, bindparam, text

from app.cli.migrating import alembic_config
from app.core import links
from app.core.clock import now
from app.core.config import Settings
from app.core.db import UTCDateTime
from app.core.engine import Database
from app.core.ids import new_id
from app.core.kept_mails import MailKind
from app.core.limits.attempts import Attempts
from app.core.limits.rules import SIGN_IN
from app.core.mail import mail
from app.core.revisions import SCRIPTS, present_revision
from app.core.unit_of_work import unit_of_work
from app.domains.identity.service import codes
from app.main import create_app
from app.models import metadata
from tests import models
from tests.authenticators import turned_on
from tests.commands import SECRET, Quartermaster
from tests.settings import settings_for
from tests.world import ok


@dataclass
class Migrations:
    """The product's migrations and those that a test adds to them."""

    settings: Settings
    added: list[Path] = field(default_factory=list)

    @property
    def config(self) -> Config:
        config = alembic_config()
        config.attributes["settings"] = self.settings
        folders = [SCRIPTS / "versions", *self.added]
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", "\n".join(map(str, folders)))
        return config

    def up(self, revision: str = "head") -> None:
        command.upgrade(self.config, revision)

    def down(self, revision: str) -> None:
        command.downgrade(self.config, revision)

    def revisions(self) -> list[str]:
        """From the newest to the first."""
        walk = ScriptDirectory.from_config(self.config).walk_revisions()
        return [script.revision for script in walk]

    def present(self) -> str | None:
        async def ask() -> str | None:
            database = Database(self.settings)
            try:
                return await present_revision(database)
            finally:
                await database.dispose()

        return asyncio.run(ask())

    def create_all(self) -> None:
        async def create() -> None:
            database = Database(self.settings)
            async with database.engine.begin() as connection:
                await connection.run_sync(metadata.create_all)
            await database.dispose()

        asyncio.run(create())


@pytest.fixture
def migrations(empty_url: str, tmp_path: Path) -> Migrations:
    return Migrations(settings_for(tmp_path, database_url=empty_url, secret_key=SECRET))


@pytest.fixture
def filled(migrations: Migrations, quartermaster: Quartermaster) -> Migrations:
    """At the newest revision, with rows in every table."""

    def make() -> None:
        migrations.up()
        assert quartermaster("seed").status == 0
        asyncio.run(_live(migrations.settings))
        assert quartermaster("audit", "seal").status == 0

    models.have("filled", migrations.settings.database, make)
    return migrations


async def _live(settings: Settings) -> None:
    """A little of everything that people do and the seed does not."""
    database = Database(settings)
    app = create_app(settings, database)
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:

        async def post(path: str, body: Any = None, **request: Any) -> Any:
            return ok(await client.post(f"/api/v1{path}", json=body, **request))

        user = {"email": "owner@scims.test", "password": "owner123"}
        signed_in = await post("/auth/login", user)
        signed_in = await post("/auth/refresh", {"refresh_token": signed_in["refresh_token"]})
        client.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
        ok(await client.patch("/api/v1/users/me/preferences", json={"columns": {"stock": ["lot"]}}))
        organization = "/organizations/test-org"
        view = {"name": "Held", "screen": "stock", "search": "held=true", "shared": True}
        await post(f"{organization}/saved-views", view)
        crate = {"code": "crate", "name": "Crate", "base": "pcs", "factor": "12"}
        await post(f"{organization}/units", crate)
        sheet = ("crates.csv", b"Name,QTY,Location\nCrate,7,Attic\n", "text/csv")
        upload = await post(f"{organization}/imports", files={"file": sheet})
        await post(f"{organization}/imports/{upload['id']}/commit")
        places = [
            await post(f"{organization}/locations", {"name": name, "kind": "room"})
            for name in ("Loft", "Cellar")
        ]
        for number in range(5):
            item = await post(f"{organization}/items", {"name": f"Thing {number}"})
            await post(
                f"{organization}/stock/receive",
                {"item_id": item["id"], "location_id": places[0]["id"], "quantity": "2.5"},
                headers={"Idempotency-Key": f"thing-{number}"},
            )
            await post(
                f"{organization}/stock/transfer",
                {
                    "item_id": item["id"],
                    "from_location_id": places[0]["id"],
                    "to_location_id": places[1]["id"],
                    "quantity": "0.5",
                },
            )
        # closed, for a step down takes what reservations hold of levels with them
        at = {"item_id": item["id"], "location_id": places[1]["id"]}
        body = at | {"quantity": "0.25", "for": "Refit"}
        kept = await post(f"{organization}/reservations", body)
        await post(f"{organization}/reservations/{kept['id']}/release")
        limit = {"item_id": item["id"], "location_id": places[1]["id"], "min_level": "5"}
        await post(f"{organization}/stock-limits", limit)
        tag = await post(f"{organization}/tags", {"name": "Fragile"})
        await post(f"{organization}/tags/{tag['id']}/attach", {"item_ids": [item["id"]]})
        await post(f"{organization}/invitations", {"email": "grace@scims.test"})
        made = await post("/organizations", {"name": "Gone"})
        await post("/auth/step-up", {"password": "owner123"})
        scopes = {"name": "Scanner", "scopes": ["stock:read", "stock:receive"]}
        key = await post(f"{organization}/api-keys", scopes)
        client.headers["Authorization"] = f"Bearer {key['key']}"
        received = {"item_id": item["id"], "location_id": places[0]["id"], "quantity": "1"}
        await post(f"{organization}/stock/receive", received)
    await _at_work(app, database, UUID(made["id"]), UUID(signed_in["user"]["id"]))
    await database.dispose()


async def _at_work(app: FastAPI, database: Database, gone: UUID, user_id: UUID) -> None:
    """What is stored for a moment only, or by nobody's request."""
    insert = text("INSERT INTO purges (id, organization_id, created_at) VALUES (:id, :of, :at)")
    insert = insert.bindparams(
        bindparam("id", type_=Uuid()),
        bindparam("of", type_=Uuid()),
        bindparam("at", type_=UTCDateTime()),
    )
    async with database.transaction(write=True) as connection:  # at rest there is none
        await connection.execute(insert, {"id": new_id(), "of": gone, "at": now()})
        await connection.commit()
    async with unit_of_work(database, write=True) as unit:
        attempts = Attempts(
            app.state.settings.model_copy(update={"rate_limits": True}), app.state.keys
        )
        await attempts.count(unit, attempts.of(SIGN_IN, "192.0.2.1", "ada@scims.test"))
    async with unit_of_work(database, write=True) as unit:
        ctx = unit.account()
        link = await links.make(ctx, links.LinkPurpose.INVITATION, email="ada@scims.test")
        mail(ctx, MailKind.INVITATION, "ada@scims.test", "en", link=link.id)
        codes.new_recovery_codes(ctx, app.state.keys, user_id)
    await turned_on(app, user_id)
