"""What an API key looks like: `qk_`, 256 bits of chance, and a sum that only we can make.

By the sum a key that was mistyped, or made up, is refused without a query.
"""

import re
from hmac import compare_digest

from app.core.errors import Unauthorized
from app.core.ids import new_secret
from app.core.keys import Keys

PREFIX = "qk_"
SHOWN = len(PREFIX) + 8  # of 43 signs that are drawn: enough to tell keys apart
_SHAPE = re.compile(r"qk_[\w-]{43}[\w-]{6}", re.ASCII)


def draw(keys: Keys) -> str:
    drawn = new_secret()
    return f"{PREFIX}{drawn}{keys.checksums(drawn)[0]}"


def read(keys: Keys, token: str) -> list[str]:
    """The forms in which it may be stored. Raises `Unauthorized` for what is no key of ours."""
    if not _SHAPE.fullmatch(token):
        raise Unauthorized
    drawn, given = token[len(PREFIX) : -6], token[-6:]
    if not any(compare_digest(given, known) for known in keys.checksums(drawn)):
        raise Unauthorized
    return keys.stored_forms(token)
