"""A row that its id names is found by its key, also by a plan that was made before there were any rows."""

from typing import Any

import pytest

from app.core.context import Actor, Tenant
from app.core.engine import Database
from app.core.idempotency_keys import IdempotencyKey
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.stock.models import StockLevel
from tests.statements import Statements

CHANGES: dict[Any, dict[str, Any]] = {IdempotencyKey: {"status": 201}, StockLevel: {"reserved": 0}}


@pytest.mark.parametrize("model", CHANGES)
async def test_nothing_else_is_looked_through(
    own_database: Database, engine_name: str, model: Any
) -> None:
    if engine_name == "sqlite":
        pytest.skip("it plans by rules, and takes the key")
    with Statements(own_database) as statements:
        async with unit_of_work(own_database, write=True) as unit:
            ctx = unit.context(Tenant(new_id(), "", "EUR"), Actor())
            await ctx.update(model, model.id == new_id(), **CHANGES[model])
            await ctx.delete(model, model.id == new_id())
    async with own_database.engine.connect() as connection:
        await connection.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        for number, sent in enumerate(statements.sent):
            nulls = ", ".join(["NULL"] * len(statements.parameters[number]))
            await connection.exec_driver_sql(f"PREPARE s{number} AS {sent}")
            plan = await connection.exec_driver_sql(f"EXPLAIN EXECUTE s{number} ({nulls})")
            assert f"using pk_{model.__tablename__}" in "\n".join(plan.scalars())
