"""Query parameters that an operation does not know are refused, as unknown fields of a body are."""

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant

from app.core.errors import Fault, InvalidFields


def refuse_extra_query(request: Request) -> None:
    """Raise `InvalidFields` where an operation that takes no query is sent one.

    One that takes some has a model for them, which refuses the others by itself.
    """
    if not request.scope["query_string"]:
        return
    asked = set(_asked(request.scope["route"].dependant))
    if asked - request.path_params.keys():  # of the prefix that the route does not know
        return
    if request.query_params:
        said = "is not a parameter of this operation"
        raise InvalidFields(
            [
                Fault(f"/query/{name[:200]}", said, "extra_forbidden")
                for name in request.query_params
            ]
        )


def _asked(dependant: Dependant) -> Iterator[str]:
    yield from (parameter.alias for parameter in dependant.query_params)
    for needed in dependant.dependencies:
        yield from _asked(needed)
