"""How many statements each operation of an organization may run: stated here, the same on both
engines. One more is an error until somebody writes it down; one that is saved is written down too.
"""

from typing import Any

import pytest
from fastapi import FastAPI

from tests.contract.calls import Call
from tests.contract.cases import FIXTURES
from tests.contract.operations import Operation, operations
from tests.contract.wire import request_of
from tests.statements import Statements
from tests.world import World

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time

# for the request of the operation's case in a visit that is under way (`core/visits.py`), the one
# query for authority included
STATED = {
    "adjust_stock": 11,
    "archive_location": 10,
    "attach_tag": 7,
    "commit_import": 18,
    "consume_reservation": 17,
    "create_api_key": 3,
    "create_category": 5,
    "create_import": 4,
    "create_invitation": 8,
    "create_item": 6,
    "create_location": 6,
    "create_lot": 4,
    "create_posting": 20,
    "create_reservation": 11,
    "create_saved_view": 2,
    "create_stock_limit": 7,
    "create_tag": 3,
    "create_unit": 3,
    "delete_category": 6,
    "delete_item": 10,
    "delete_location": 9,
    "delete_lot": 5,
    "delete_organization": 7,
    "delete_saved_view": 3,
    "delete_stock_limit": 4,
    "delete_tag": 6,
    "delete_unit": 5,
    "detach_tag": 10,
    "duplicate_item": 6,
    "end_membership": 5,
    "export_activity_as_csv": 2,
    "export_activity_as_json_lines": 2,
    "export_items": 3,
    "export_organization": 29,  # one a table, and two for what is told of it
    "export_stock": 4,
    "get_category": 2,
    "get_import": 2,
    "get_item": 4,
    "get_location": 3,
    "get_location_contents": 4,
    "get_location_tree": 3,
    "get_lot": 2,
    "get_member": 3,
    "get_organization": 2,
    "get_organization_settings": 2,
    "get_posting": 4,
    "get_reservation": 3,
    "get_saved_view": 2,
    "get_stock_limit": 3,
    "get_stock_value": 3,
    "get_tag": 2,
    "issue_stock": 9,
    "leave_organization": 6,  # with the first change of a visit, by whoever is new there
    "list_activity": 2,
    "list_api_keys": 2,
    "list_categories": 2,
    "list_imports": 2,
    "list_invitations": 2,
    "list_items": 2,
    "list_locations": 3,
    "list_lots": 2,
    "list_low_stock": 2,
    "list_members": 2,
    "list_movements": 3,
    "list_reservations": 3,
    "list_saved_views": 2,
    "list_stock": 3,
    "list_stock_limits": 3,
    "list_stock_value": 3,
    "list_tags": 2,
    "list_units": 2,
    "merge_item": 30,
    "move_location": 9,
    "preview_import": 8,
    "receive_stock": 13,
    "release_reservation": 10,
    "resend_invitation": 7,
    "restore_location": 5,
    "restore_organization": 2,
    "reverse_movement": 11,
    "reverse_posting": 12,
    "revoke_api_key": 4,
    "revoke_invitation": 5,
    "scan": 4,
    "transfer_ownership": 10,  # likewise
    "transfer_stock": 10,
    "update_category": 8,
    "update_item": 8,
    "update_location": 5,
    "update_lot": 4,
    "update_member": 7,
    "update_organization": 4,
    "update_organization_settings": 4,
    "update_saved_view": 3,
    "update_stock_limit": 6,
    "update_tag": 4,
}


# a file takes its time to be read, and no connection is held meanwhile: two units of work
ASKED_AGAIN = {"create_import": 2, "preview_import": 2, "commit_import": 2}


@pytest.fixture(autouse=True)
async def visit(app: FastAPI, org: World) -> None:
    """What a visit stores once is stored."""
    (operation,) = (op for op in operations(app) if op.id == "create_tag")
    await asked(app, org, operation, await FIXTURES["create_tag"](org))


async def asked(app: FastAPI, org: World, operation: Operation, call: Call) -> Statements:
    """What a request that succeeds asks of the database."""
    request = request_of(operation, call, org)
    with Statements(org.database) as statements:
        answer = await request.send(app)
    assert answer.status < 300, (operation.id, answer.content)
    return statements


async def test_each_operation_runs_as_many_statements_as_stated(app: FastAPI, org: World) -> None:
    """Of them the first is the one for authority: who, in which session, with what role where."""
    found: dict[str, int] = {}
    wrong: list[str] = []
    for operation in operations(app):
        if operation.of_organization:
            call = await FIXTURES[operation.id](org)
            statements = await asked(app, org, operation, call)
            found[operation.id] = len(statements)
            if STATED.get(operation.id) != len(statements):
                wrong.append(f"{operation.id}: {len(statements)}\n{statements}")
            about = [text for text in statements.sent if "sessions.ends_at" in text]
            if about != statements.sent[:1] * ASKED_AGAIN.get(operation.id, 1):
                wrong.append(f"{operation.id}: asks {len(about)} times\n{statements}")
    assert not wrong, "\n".join(wrong)
    assert found == STATED


async def test_a_longer_list_runs_no_more_statements(app: FastAPI, org: World) -> None:
    """No query a row: neither for names and paths, nor for what is reserved of it."""
    lists = [op for op in operations(app) if op.of_organization and op.id.startswith("list_")]
    for operation in lists:
        await FIXTURES[operation.id](org)
        few = await asked(
            app, org, operation, Call(query={"limit": "1"} if _pages(operation) else {})
        )
        for _ in range(4):
            await FIXTURES[operation.id](org)
        many = await asked(app, org, operation, Call())
        assert len(many) == len(few), f"{operation.id}\n{many}"


def _pages(operation: Operation) -> bool:
    return "limit" in operation.named("query")


async def test_a_longer_sheet_asks_no_more_but_for_the_levels_that_it_draws_from(
    app: FastAPI, org: World
) -> None:
    """Each level that is drawn from is one conditional UPDATE; all else is asked once a sheet."""
    (operation,) = (op for op in operations(app) if op.id == "create_posting")
    places = [await org.location() for _ in range(3)]
    items = [await org.item() for _ in range(10)]
    for item in items:
        await org.receive(item, places[0], 100)

    def line(kind: str, item: Any, place: Any) -> dict[str, Any]:
        ids = {"item_id": item["id"], "location_id": place["id"]}
        return ids | {"kind": kind, "quantity": 1}

    async def count(*lines: dict[str, Any]) -> int:
        return len(await asked(app, org, operation, Call(body={"lines": lines})))

    one = await count(line("receive", items[0], places[1]))
    assert await count(*(line("receive", item, places[1]) for item in items)) == one
    drawn = await count(line("issue", items[0], places[0]))
    assert await count(*[line("issue", items[0], places[0])] * 50) == drawn
    assert await count(*(line("issue", item, places[0]) for item in items)) == drawn + 9
