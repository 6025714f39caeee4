"""Paths of names in a cell: `Depot / Aisle 3 / Bin 7`. A slash is a separator between blanks."""

import re
from collections.abc import Sequence

from app.core.trees import DEEPEST
from app.domains.exchange.service.faults import CellRefused

SEPARATOR = "/"
LOOSE = re.compile(r"\\*/")  # a slash that stands alone in a name gets a backslash before it
LONGEST = 200


def written(names: Sequence[str]) -> str:
    """The cell for these names, from the top down."""
    return f" {SEPARATOR} ".join(" ".join(map(_escaped, name.split(" "))) for name in names)


def read(cell: str) -> tuple[str, ...]:
    """The names that a cell gives, from the top down."""
    names: list[list[str]] = [[]]
    for word in cell.split(" "):
        if word == SEPARATOR:
            names.append([])
        else:
            names[-1].append(word[1:] if LOOSE.fullmatch(word) else word)
    found = tuple(" ".join(words).strip(" ") for words in names)
    if not all(found):
        raise CellRefused("path", "must name something between its slashes, as in Depot / Bin 7")
    if any(len(name) > LONGEST for name in found):
        raise CellRefused("too_long", f"must have at most {LONGEST} characters a name")
    if len(found) > DEEPEST:
        raise CellRefused("too_deep", f"must have at most {DEEPEST} names")
    return found


def _escaped(word: str) -> str:
    return "\\" + word if LOOSE.fullmatch(word) else word
