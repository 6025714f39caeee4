import httpx2

from tests.world import World


async def test_a_query_that_an_operation_does_not_know_is_refused_by_name(org: World) -> None:
    item = await org.post("/items", {"name": "Rope"})
    for path in (f"/items/{item['id']}", "/units", ""):
        answer = await org.call("GET", path, params={"colour": "red"})
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/query/colour"]


async def test_so_is_one_to_an_operation_about_oneself_or_for_everybody(
    org: World, client: httpx2.AsyncClient
) -> None:
    mine = await client.get("/api/v1/users/me?verbose=1", headers=org.owner.headers)
    login = {"email": "ada@example.test", "password": "x"}
    public = await client.post("/api/v1/auth/login?next=/", json=login)
    assert (mine.status_code, public.status_code) == (422, 422)
