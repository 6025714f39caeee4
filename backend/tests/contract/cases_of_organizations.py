"""Right requests about organizations as a whole, invitations, and the installation."""

from uuid import UUID

from sqlalchemy import update

from app.core.clock import now
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import Organization
from app.domains.identity.permissions import Role
from tests.contract.calls import Call, case, fresh
from tests.contract.makers import superuser
from tests.world import World, ok, sign_up

# an organization as a whole


@case("get_organization_settings", "export_organization")
async def get_organization_settings(_world: World) -> Call:
    return Call()


@case("update_organization_settings")
async def update_organization_settings(_world: World) -> Call:
    return Call(body={"name": f"Renamed {fresh()}", "timezone": "Europe/Berlin"})


@case("delete_organization", "restore_organization")
async def delete_organization(world: World) -> Call:
    async with unit_of_work(world.database, write=True) as unit:
        mine = update(Organization).where(Organization.id == world.id)
        await unit.connection.execute(mine.values(exported_at=now()))
    return Call()


@case("leave_organization")
async def leave_organization(world: World) -> Call:
    return Call(by=await world.person())


@case("transfer_ownership")
async def transfer_ownership(world: World) -> Call:
    heir, owner = await world.person(), await world.person(Role.OWNER)
    return Call(body={"membership_id": str(heir.membership_id)}, by=owner)


# invitations


async def _invitation(world: World) -> dict[str, str]:
    email = f"{new_id().hex}@example.test"
    made: dict[str, str] = await world.post("/invitations", {"email": email})
    return made


@case("list_invitations")
async def list_invitations(world: World) -> Call:
    for _ in range(2):
        await _invitation(world)
    return Call()


@case("create_invitation")
async def create_invitation(_world: World) -> Call:
    return Call(body={"email": f"{fresh()}@example.test", "role": "viewer"})


@case("resend_invitation", "revoke_invitation")
async def revoke_invitation(world: World) -> Call:
    return Call(ids={"invitation_id": (await _invitation(world))["id"]})


@case("show_invitation", "accept_invitation")
async def show_invitation(world: World) -> Call:
    made = await world.post("/invitations", {})
    return Call(ids={"token": made["token"]}, by=await sign_up(world.app))


# the installation


@case("list_users", "search_organizations", "get_stats")
async def list_users(world: World) -> Call:
    return Call(by=await superuser(world))


@case("list_sessions")
async def list_sessions(world: World) -> Call:
    admin = await superuser(world)
    return Call(query={"user_id": str(admin.user_id)}, by=admin)


@case("create_user")
async def create_user(world: World) -> Call:
    body = {"email": f"{fresh()}@example.test", "full_name": "Ada"}
    return Call(body=body, by=await superuser(world))


@case("treat_users")
async def treat_users(world: World) -> Call:
    person = await sign_up(world.app)
    operations = [
        {"action": "deactivate", "user_id": str(person.user_id)},
        {"action": "create", "email": f"{fresh()}@example.test", "full_name": "Ada"},
    ]
    body = {"operations": operations, "atomic": True}
    return Call(body=body, by=await superuser(world))


@case("get_user", "activate_user", "deactivate_user", "require_password_reset")
async def get_user(world: World) -> Call:
    person = await sign_up(world.app)
    return Call(ids={"user_id": str(person.user_id)}, by=await superuser(world))


@case("open_organization")
async def open_organization(world: World) -> Call:
    body = {"name": "Crew", "slug": f"crew-{fresh()}", "currency": "aUEC", "timezone": "UTC"}
    owner = await sign_up(world.app)
    return Call(body=body | {"owner_id": str(owner.user_id)}, by=await superuser(world))


async def _somebodys_organization(world: World) -> UUID:
    owner = await sign_up(world.app)
    made = ok(
        await world.client.post(
            "/api/v1/organizations", json={"name": "Crew"}, headers=owner.headers
        )
    )
    return UUID(made["id"])


@case("show_organization", "activate_organization", "deactivate_organization")
async def show_organization(world: World) -> Call:
    id = await _somebodys_organization(world)
    return Call(ids={"organization_id": str(id)}, by=await superuser(world))


@case("revoke_session")
async def revoke_session(world: World) -> Call:
    somebody = await sign_up(world.app)
    return Call(ids={"session_id": str(somebody.session_id)}, by=await superuser(world))
