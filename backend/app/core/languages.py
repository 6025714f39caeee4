"""The languages that Quartermaster speaks, and which of them a request asks for."""

from typing import Literal, TypeAlias

Language: TypeAlias = Literal["en", "de", "ko"]
SPOKEN: tuple[Language, ...] = ("en", "de", "ko")


def preferred(accept_language: str | None) -> Language:
    """Of ours the one that an `Accept-Language` (RFC 9110, 12.5.4) likes best; else English."""
    wishes = [_wish(part) for part in (accept_language or "")[:200].split(",")]
    liked = [(weight, language) for language, weight in wishes if language in SPOKEN and weight > 0]
    return max(liked, key=lambda one: one[0])[1] if liked else "en"


def _wish(part: str) -> tuple[str, float]:
    tag, _, weight = part.partition(";")
    try:
        value = float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        value = 0
    return tag.strip().lower().partition("-")[0], value
