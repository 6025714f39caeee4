"""Passwords that somebody would try first: common words, the account's own data, walks, repeats.

A list of whole passwords would miss the next year's `Summer2027!`. So a password is taken apart as
people put it together: it is weak if it is nothing but at most two known words, or one of them
repeated, with digits and signs that follow a habit. A passphrase of three words is none of these.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

LIST = Path(__file__).with_name("common_passwords.txt")
WORDS = 2  # known words that do not make a password, however they are put together
FREE_DIGITS = 8  # that may be any, beside known words: a year, a day, a short number
SHORTEST_UNIT = 8  # what repeats a shorter one says no more than that one
SHORTEST_OWN = 3  # letters of the account's own data that count as a word
LONGEST_PIECE = 40
LEET = str.maketrans("013457@$!|€", "oieastasile")
WALKS = (  # keys in a row; four of them are a word, in either direction
    "abcdefghijklmnopqrstuvwxyz",
    *("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm"),
    *("qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "q1w2e3r4t5y6u7i8o9p0"),
    *("1q2w3e4r5t6y7u8i9o0p", "a1b2c3d4e5f6g7h8i9j0", "1a2b3c4d5e6f7g8h9i0j"),
    *("01234567890123456789", "00112233445566778899", "aabbccddeeffgg"),
)
STEP = 4
RUNS = re.compile(r"\d+|[^\W\d_]+")


def is_weak(password: str, own: Iterable[str] = ()) -> bool:
    """Whether `password` is common, or like what `own` tells of the account (address, names)."""
    text = normalize("NFKC", password).casefold()
    known = common() | set(_pieces(own))
    return any(_is_known(said, known) for said in {text, text.translate(LEET), *_headed(text)})


@cache
def common() -> frozenset[str]:
    """The words of the list, folded."""
    lines = LIST.read_text("utf-8").splitlines()
    return frozenset(
        word
        for line in lines
        if not line.startswith("#")
        for word in normalize("NFKC", line).casefold().split()
    )


def _pieces(own: Iterable[str]) -> Iterator[str]:
    """Words of the account's own data: each run of letters, and all of a name run together."""
    for text in own:
        folded = normalize("NFKC", text).casefold()
        for name in (folded, *folded.split("@")):
            yield from (run for run in RUNS.findall(name) if len(run) >= SHORTEST_OWN)
            joined = re.sub(r"[\W_]", "", name)
            if len(joined) >= SHORTEST_OWN:
                yield joined


def _headed(text: str) -> Iterator[str]:
    """`p@ssw0rd2024!` with its letters set right and its tail left alone."""
    if tail := re.search(r"[\W\d_]+$", text):
        yield text[: tail.start()].translate(LEET) + tail.group()


def _is_known(text: str, known: frozenset[str] | set[str]) -> bool:
    bare = re.sub(r"[\W_]", "", text)
    unit = _unit(bare)
    if unit in known or (len(unit) < SHORTEST_UNIT and unit != bare):
        return True
    return _words(bare, known) <= WORDS


def _unit(text: str) -> str:
    """The shortest text that `text` repeats; itself if it repeats none."""
    at = (text + text).find(text, 1)
    return text[:at] if at > 0 else text


def _words(text: str, known: frozenset[str] | set[str]) -> int:
    """The least number of known words that `text` is made of, digits of habit aside; else many."""
    many = WORDS + 1
    # least[digits] is the number of words up to here, with so many free digits among them
    reached: list[dict[int, int]] = [{0: 0}] + [{} for _ in text]
    for start, end, free, cost in _steps(text, known):
        for digits, words in reached[start].items():
            total = digits + free
            if total <= FREE_DIGITS and words + cost < reached[end].get(total, many):
                reached[end][total] = words + cost
    return min(reached[-1].values(), default=many)


def _steps(text: str, known: frozenset[str] | set[str]) -> Iterator[tuple[int, int, int, int]]:
    """(from, to, digits that may be any, words) for each piece, by where it starts."""
    for start in range(len(text)):
        if text[start].isdigit():
            yield start, start + 1, 1, 0
        furthest = min(start + LONGEST_PIECE, len(text)) + 1
        for end in range(start + 1, furthest):
            if text[start:end] in known:
                yield start, end, 0, 1
        for end in range(start + STEP, furthest):
            piece = text[start:end]
            if not _is_walk(piece):
                break  # nothing longer is one
            yield start, end, 0, 0 if piece.isdigit() else 1


def _is_walk(piece: str) -> bool:
    """Along the keys, or one key again and again."""
    if len(set(piece)) == 1:
        return True
    steps = {ord(after) - ord(before) for before, after in pairwise(piece)}
    return steps in ({1}, {-1}) or any(piece in walk or piece[::-1] in walk for walk in WALKS)
