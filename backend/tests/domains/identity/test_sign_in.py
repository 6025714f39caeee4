import httpx2

from tests.world import PASSWORD, World, ok, refused


async def test_registering_signing_in_and_asking_who_one_is(client: httpx2.AsyncClient) -> None:
    account = {"email": "Grace@Example.test", "password": PASSWORD, "full_name": "Grace"}
    response = await client.post("/api/v1/auth/register", json=account)
    assert response.status_code == 201
    signed_in = ok(
        await client.post(
            "/api/v1/auth/login", json={"email": "grace@example.TEST", "password": PASSWORD}
        )
    )
    assert signed_in["token_type"] == "bearer"
    headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
    me = ok(await client.get("/api/v1/users/me", headers=headers))
    assert me == signed_in["user"]
    assert me["full_name"] == "Grace"


async def test_an_organization_is_found_by_id_and_by_slug(org: World) -> None:
    by_slug = f"/api/v1/organizations/{org.tenant.slug}"
    one = ok(await org.client.get(by_slug, headers=org.owner.headers))
    assert one == await org.get("")
    assert one["role"] == "owner"


async def test_a_stranger_sees_no_organization(org: World, other_org: World) -> None:
    assert refused(await org.call("GET", "", by=other_org.owner)) == (404, "not_found")
