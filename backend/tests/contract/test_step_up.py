"""What needs a proof that it is still the same person is refused without a fresh one."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import update

from app.core.clock import now
from app.core.unit_of_work import unit_of_work
from app.domains.identity.deps import InAccount, InOrganization, Proving
from app.domains.identity.models import UserSession
from tests.contract import rows
from tests.contract.cases import FIXTURES
from tests.contract.operations import Operation, operations
from tests.contract.wire import request_of
from tests.world import World

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time


def careful(app: FastAPI) -> list[Operation]:
    """Those whose guard asks for a step-up."""
    asked = {
        (method, route.path)
        for route in iter_route_contexts(app.routes)
        for needed in getattr(getattr(route, "dependant", None), "dependencies", ())
        if isinstance(needed.call, InAccount | InOrganization | Proving) and needed.call.step_up
        for method in route.methods or ()
    }
    return [
        operation for operation in operations(app) if (operation.method, operation.path) in asked
    ]


async def test_a_session_whose_proof_is_old_may_not(app: FastAPI, org: World) -> None:
    wrong = []
    for operation in careful(app):
        call = await FIXTURES[operation.id](org)
        session = UserSession.id == (call.by or org.owner).session_id
        stale = update(UserSession).where(session)
        async with unit_of_work(org.database, write=True) as unit:
            long_ago = now() - timedelta(minutes=5, seconds=1)
            await unit.connection.execute(stale.values(stepped_up_at=long_ago))
        before = await rows.of_organization(org.database, org.id)
        answer = await request_of(operation, call, org).send(app)
        if (answer.status, answer.json().get("code")) != (403, "step_up_required"):
            wrong.append((operation.id, answer.content))
        assert await rows.of_organization(org.database, org.id) == before
        async with unit_of_work(org.database, write=True) as unit:
            in_an_hour = now() + timedelta(hours=1)
            await unit.connection.execute(stale.values(stepped_up_at=in_an_hour))
    assert wrong == []
