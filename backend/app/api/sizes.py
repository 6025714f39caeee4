"""What is too large to be looked at: refused by what a request says of itself.

The server's parser bounds none of it. How many bytes of a body arrive is counted elsewhere: what it
declares may be untrue.
"""

from starlette.exceptions import HTTPException
from starlette.types import Scope

LONGEST_QUERY = 16_000  # bytes
LARGEST_HEAD = 64_000  # bytes of names and values


def too_large(scope: Scope, largest_body: int) -> HTTPException | None:
    """The refusal, if there is one to make."""
    if len(scope["query_string"]) > LONGEST_QUERY:
        return HTTPException(414, f"A query may have {LONGEST_QUERY} bytes at most.")
    size = 0
    for name, value in scope["headers"]:
        if name == b"authorization":
            continue  # however large, what is no token is refused as one: 401
        size += len(name) + len(value)
        if name == b"content-length":
            if not value.isdigit():
                return HTTPException(400, "Content-Length is no number.")
            if len(value) > 18 or int(value) > largest_body:
                return HTTPException(413, f"A request body may have {largest_body} bytes at most.")
    if size > LARGEST_HEAD:
        return HTTPException(431, f"The headers may have {LARGEST_HEAD} bytes at most.")
    return None
