"""Right requests of what people do with their own account."""

from app.core.links import LinkPurpose
from tests.authenticators import turned_on
from tests.contract.calls import Call, case, fresh
from tests.contract.makers import mailed, own_account, with_password
from tests.world import PASSWORD, World, sign_up

OTHER_PASSWORD = f"another {PASSWORD}"


@case("step_up_session")
async def step_up_session(world: World) -> Call:
    return Call(body={"password": PASSWORD}, by=await with_password(world))


@case("verify_second_factor")
async def verify_second_factor(world: World) -> Call:
    person = await with_password(world)
    authenticator = await turned_on(world.app, person.user_id)
    credentials = {"email": person.email, "password": PASSWORD}
    answer = await world.client.post("/api/v1/auth/login", json=credentials)
    return Call(body={"mfa_token": answer.json()["mfa_token"], "code": authenticator.lasting()})


@case("verify_email")
async def verify_email(world: World) -> Call:
    person = await sign_up(world.app)
    return Call(body={"token": await mailed(world, LinkPurpose.VERIFY_EMAIL, person.user_id)})


@case("resend_verification", "recover_password")
async def recover_password(world: World) -> Call:
    return Call(body={"email": (await own_account(world))["email"]})


@case("change_email")
async def change_email(world: World) -> Call:
    person = await sign_up(world.app)
    email = f"{fresh('a-')}@example.test"
    token = await mailed(world, LinkPurpose.CHANGE_EMAIL, person.user_id, email=email)
    return Call(body={"token": token})


@case("reset_password")
async def reset_password(world: World) -> Call:
    person = await sign_up(world.app)
    token = await mailed(world, LinkPurpose.RESET_PASSWORD, person.user_id)
    return Call(body={"token": token, "password": OTHER_PASSWORD})


@case("change_my_password")
async def change_my_password(world: World) -> Call:
    body = {"current_password": PASSWORD, "new_password": OTHER_PASSWORD}
    return Call(body=body, by=await with_password(world))


@case("change_my_email")
async def change_my_email(world: World) -> Call:
    return Call(body={"email": f"{fresh()}@example.test"}, by=await sign_up(world.app))


@case("export_me", "deactivate_me", "delete_me", "get_my_second_factor", "begin_second_factor")
async def by_oneself(world: World) -> Call:
    return Call(by=await sign_up(world.app))


@case("confirm_second_factor")
async def confirm_second_factor(world: World) -> Call:
    person = await sign_up(world.app)
    authenticator = await turned_on(world.app, person.user_id, confirmed=False)
    return Call(body={"code": authenticator.lasting()}, by=person)


@case("turn_second_factor_off", "renew_recovery_codes")
async def with_second_factor(world: World) -> Call:
    person = await sign_up(world.app)
    await turned_on(world.app, person.user_id)
    return Call(by=person)
