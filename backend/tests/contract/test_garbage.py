"""An answered request leaves nothing that only the garbage collector can free.

It frees what refers to itself in a circle, by walking over all that is young while everybody waits: 20 ms every
thousand requests, when each of them left twenty objects behind.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi import FastAPI

from tests.contract.cases import FIXTURES
from tests.contract.operations import operations
from tests.contract.wire import Request, request_of
from tests.world import World

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time


# what a request is made of; SQLAlchemy's statements refer to themselves, and are let be
OF_REQUESTS = ("app.", "sqlalchemy.engine.", "sqlalchemy.ext.", "sqlalchemy.orm.")
# a stream whose task group refers to itself: a file that is asked for now and then
RARE = {"export_organization"}
# their statements are made once and kept
ALL_KEPT = {"get_item", "list_items", "list_locations", "list_movements", "list_stock"}


@contextmanager
def left_behind() -> Iterator[list[type]]:
    """What kinds of objects the block leaves in circles, once it is left."""
    found: list[type] = []
    gc.freeze()  # what was there before is not walked over
    gc.disable()
    try:
        yield found
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        found.extend(type(one) for one in gc.garbage)
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


async def answered(app: FastAPI, request: Request) -> None:
    answer = await request.send(app)
    assert answer.status < 300, (request.operation.id, answer.content)


async def test_an_answer_leaves_no_circle(app: FastAPI, org: World) -> None:
    wrong: dict[str, set[type]] = {}
    for operation in operations(app):
        if operation.of_organization and operation.id not in RARE:
            first = request_of(operation, await FIXTURES[operation.id](org), org)
            await answered(app, first)  # much is made then that stays
            again = request_of(operation, await FIXTURES[operation.id](org), org)
            with left_behind() as found:
                await answered(app, again)
            judged = "" if operation.id in ALL_KEPT else OF_REQUESTS
            kinds = {kind for kind in found if kind.__module__.startswith(judged)}
            if kinds:
                wrong[operation.id] = kinds
    assert wrong == {}
