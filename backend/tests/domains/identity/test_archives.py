"""The export of an organization: all of it, nothing of another, no secret, as of one moment."""

import asyncio
import io
import json
from hashlib import sha256
from typing import Any
from zipfile import ZipFile

import httpx2
import pytest
from sqlalchemy import update

from app.core import owned
from app.core.clock import now
from app.core.engine import Database
from app.core.owned import owned_models
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import UserSession
from app.domains.identity.permissions import Role
from app.domains.identity.service import archives
from app.main import create_app
from app.models import metadata
from tests.contract import rows
from tests.domains.identity.test_deletion import lived_in
from tests.world import World, ok, refused


async def exported(org: World) -> ZipFile:
    answer = await org.call("GET", "/export")
    assert answer.is_success, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert f'filename="{org.tenant.slug}.zip"' in answer.headers["content-disposition"]
    assert int(answer.headers["content-length"]) == len(answer.content)
    return ZipFile(io.BytesIO(answer.content))


def lines(archive: ZipFile, name: str) -> list[Any]:
    return [json.loads(line) for line in archive.read(f"{name}.jsonl").splitlines()]


async def test_every_table_of_an_organization_is_in_it(org: World, other_org: World) -> None:
    for world in (org, other_org):
        await lived_in(world)
    stored = await rows.of_organization(org.database, org.id)
    archive = await exported(org)
    manifest = json.loads(archive.read("manifest.json"))
    owned = {model.__tablename__ for model in owned_models()}
    assert manifest["tables"].keys() == owned | {"organizations", "users"}
    assert manifest["organization"] == {"id": str(org.id), "slug": org.tenant.slug}
    assert manifest["revision"] == org.app.state.revision
    for name, said in manifest["tables"].items():
        content = archive.read(said["file"])
        assert said["sha256"] == sha256(content).hexdigest()
        assert said["rows"] == len(content.splitlines())
        if name in owned:
            assert said["rows"] == len(stored[name]), name
    theirs = await rows.ids_of(other_org.database, other_org.id)
    for name in archive.namelist():
        text = archive.read(name).decode()
        assert {id for id in theirs if id in text} == set(), name


async def test_secrets_are_left_out_and_the_manifest_says_so(org: World) -> None:
    secret = f"secret-{org.id.hex}"
    await org.post("/items", {"name": secret}, headers={"Idempotency-Key": "one"})
    made = await org.post("/invitations", {"email": "ada@example.test"})
    archive = await exported(org)
    manifest = json.loads(archive.read("manifest.json"))
    secrets = {
        table.name: sorted(column.name for column in table.c if column.info.get("secret"))
        for table in metadata.tables.values()
    }
    for name, said in manifest["tables"].items():
        if name != "users":
            assert said["left_out"] == secrets[name]
            for line in lines(archive, name):
                assert not line.keys() & set(secrets[name])
    assert manifest["tables"]["idempotency_keys"]["left_out"] == ["answer"]
    assert manifest["tables"]["invitations"]["left_out"] == ["email", "email_key"]
    assert manifest["tables"]["activity_sources"]["left_out"] == ["email", "salt"]
    assert made["token"] not in "".join(archive.read(name).decode() for name in archive.namelist())


async def test_values_are_as_they_are_stored(org: World) -> None:
    item, place = await org.item('Ör\n"e'), await org.location()
    await org.receive(item, place, "2.5", lot="L")
    archive = await exported(org)
    (line,) = [line for line in lines(archive, "items") if line["id"] == item["id"]]
    assert (line["name"], line["organization_id"]) == ('Ör\n"e', str(org.id))
    assert line["created_at"] == item["created_at"]
    (level,) = [one for one in lines(archive, "stock_levels") if one["item_id"] == item["id"]]
    assert level["on_hand"] == "2.5"
    (own,) = lines(archive, "organizations")
    assert (own["id"], own["currency"]) == (str(org.id), "EUR")


async def test_of_people_there_are_names_and_of_members_addresses(org: World) -> None:
    member, former = await org.person(), await org.person()
    assert (await org.call("POST", "/leave", by=former)).status_code == 204
    archive = await exported(org)
    people = {line["id"]: line for line in lines(archive, "users")}
    assert people[str(member.user_id)]["email"] == member.email
    assert people[str(former.user_id)] == {
        "id": str(former.user_id),
        "full_name": "Ada",
        "email": None,
    }
    # … nor beside the lines of what they did
    sources = lines(archive, "activity_sources")
    assert str(former.user_id) in {line["actor_id"] for line in sources}
    assert [
        name for name in archive.namelist() if former.email in archive.read(name).decode()
    ] == []


async def test_more_rows_than_are_read_at_once(org: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owned, "AT_ONCE", 2)
    items = {(await org.item())["id"] for _ in range(5)}
    found = [line["id"] for line in lines(await exported(org), "items")]
    assert sorted(found) == sorted(items)


async def test_it_is_as_of_one_moment(
    own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written while the file is made is in none of its tables."""
    transport = httpx2.ASGITransport(app := create_app(own_database.settings, own_database))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        await _written_meanwhile(await World.founded(app, client), monkeypatch)


async def _written_meanwhile(org: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await org.item()
    read, wrote = archives._people, []

    def meanwhile(id: Any) -> Any:
        wrote.append(asyncio.ensure_future(org.item("Late")))
        return read(id)

    add = archives.Archive.add

    async def slowly(self: Any, name: str, *rest: Any) -> None:
        if wrote and not wrote[0].done():
            await wrote[0]
        await add(self, name, *rest)

    monkeypatch.setattr(archives, "_people", meanwhile)
    monkeypatch.setattr(archives.Archive, "add", slowly)
    archive = await exported(org)
    assert wrote[0].done()
    assert [line["name"] for line in lines(archive, "items")] == ["Ore"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
async def test_only_an_owner_takes_all_of_it(org: World, role: Role) -> None:
    person = await org.person(role)
    assert refused(await org.call("GET", "/export", by=person)) == (403, "forbidden")


async def test_it_asks_for_a_fresh_proof_and_leaves_a_line(org: World) -> None:
    async with unit_of_work(org.database, write=True) as unit:
        mine = update(UserSession).where(UserSession.id == org.owner.session_id)
        await unit.connection.execute(mine.values(stepped_up_at=None))
    assert refused(await org.call("GET", "/export")) == (403, "step_up_required")
    async with unit_of_work(org.database, write=True) as unit:
        await unit.connection.execute(mine.values(stepped_up_at=now()))
    version = (await org.get(""))["version"]
    await exported(org)
    (line,) = (await org.get("/activity", params={"entity_id": str(org.id), "limit": "1"}))["items"]
    assert (line["verb"], line["actor_id"]) == ("organization.exported", str(org.owner.user_id))
    assert ok(await org.call("GET", ""))["version"] == version
