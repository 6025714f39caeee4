"""What somebody would try first is refused; what nobody would is not."""

import pytest

from app.core.weak_passwords import common, is_weak

WEAK = [
    *(
        "password1234",
        "Password1234!",
        "p@ssw0rd2024",
        "P@55w0rd1234",
        "Summer2027!!!",
        "24121985love",
    ),
    *(
        "qwertyuiop123",
        "1q2w3e4r5t6y",
        "1234qwerasdf",
        "a1b2c3d4e5f6",
        "abcdefghijkl",
        "lkjhgfdsapoiu",
    ),
    *("123456789012", "987654321098", "111111111111", "121212121212", "112233445566", "20242024"),
    *("abcabcabcabc", "dragon-dragon-dragon", "passwordpasswordpassword", "monkeydragon"),
    *("administrator", "quartermaster1", "correcthorsebatterystaple", "Passwort1234"),
    *("비밀번호비밀번호비밀번호", "\uff50assword123\uff14", "p a s s w o r d 1 2"),
]
STRONG = [
    *("correct horse battery", "a long enough sentence", "a password of the rig", "correct horse"),
    *("K7$mzpQ1vt!x", "739182640192", "gravel otter umbrella", "blauer Elefant im Regen"),
    *(
        "summer winter dragon monkey",
        "tangerine-volcano-94",
        "바다 위의 작은 고양이 셋",
        "🐋🐋🦀🐙🐡🐠🐟🦑🦐🦞🐚🪸x",
    ),
]


@pytest.mark.parametrize("password", WEAK)
def test_what_somebody_would_try_first_is_weak(password: str) -> None:
    assert is_weak(password)


@pytest.mark.parametrize("password", STRONG)
def test_what_nobody_would_try_is_not(password: str) -> None:
    assert not is_weak(password)


@pytest.mark.parametrize(
    ("password", "own"),
    [
        ("ada.lovelace2024", "ada.lovelace@example.org"),
        ("Lovelace Ada 1815!", "Ada Lovelace"),
        ("example.org!!", "ada@example.org"),
        ("ADA@EXAMPLE.ORG", "ada@example.org"),
        ("x7f3k9q2w8e1@tiny.example", "x7f3k9q2w8e1@tiny.example"),
        ("창고지기김철수2026!", "창고지기 김철수"),
    ],
)
def test_what_the_account_tells_of_itself_is_weak_there_alone(password: str, own: str) -> None:
    assert is_weak(password, [own])
    assert not is_weak(password, ["grace@hopper.net", ""])


def test_an_account_that_tells_nothing_makes_nothing_weak() -> None:
    assert not is_weak("correct horse battery", ["", "a@b", "  "])


def test_the_list_is_one_of_words() -> None:
    assert len(common()) > 1400
    assert not any(word != word.casefold() or not word.isalpha() for word in common())


@pytest.mark.parametrize("password", ["1" * 256, "ab1" * 85, "a" * 256, "\0" * 256, "ß" * 256, ""])
def test_any_text_is_judged(password: str) -> None:
    assert is_weak(password) in {True, False}
