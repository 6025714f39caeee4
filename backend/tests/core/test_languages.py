"""Which of our languages a request asks for."""

import pytest

from app.core.languages import preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("de", "de"),
        ("DE-ch", "de"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("en;q=0.5, de;q=0.7", "de"),
        ("fr-FR, fr;q=0.9", "en"),
        ("fr, ko;q=0.2", "ko"),
        ("de;q=0, ko;q=0.1", "ko"),
        ("de;q=0", "en"),
        ("de;q=x, ko", "ko"),
        ("de;;;=,\xff,*", "en"),
        ("x" * 100_000 + ",de", "en"),
    ],
)
def test_the_language_that_a_request_likes_best(header: str | None, language: str) -> None:
    assert preferred(header) == language
