"""Passwords: nothing cut, nothing weak kept, nobody told apart by a missing hash."""

import asyncio
import os
import sys
from pathlib import Path
from threading import get_native_id
from typing import Any

import bcrypt
import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from app.core import passwords
from app.core.errors import Busy
from app.core.keys import Keys
from app.core.passwords import Passwords, PepperedBcrypt
from tests.settings import settings_for

OLD_SECRET = "9a" * 16 + "17" * 16
WORD = "correct horse battery"


def hashing(tmp_path: Path, **values: Any) -> Passwords:
    settings = settings_for(tmp_path, **values)
    return Passwords(settings, Keys.of(settings))


async def test_a_hash_says_its_scheme_and_verifies(tmp_path: Path) -> None:
    hasher = hashing(tmp_path)
    stored = await hasher.hash(WORD)
    assert stored.startswith("$qm1$$2b$04$")
    assert stored != await hasher.hash(WORD)
    assert await hasher.verify(WORD, stored) == (True, None)
    assert await hasher.verify(WORD + "x", stored) == (False, None)


async def test_no_sign_of_a_long_password_is_cut(tmp_path: Path) -> None:
    hasher = hashing(tmp_path)
    one, other = "a" * 90 + "b" + "a" * 9, "a" * 90 + "c" + "a" * 9
    stored = await hasher.hash(one)
    assert (await hasher.verify(one, stored))[0]
    assert not (await hasher.verify(other, stored))[0]


async def test_the_same_text_typed_otherwise_is_the_same_password(tmp_path: Path) -> None:
    hasher = hashing(tmp_path)
    stored = await hasher.hash("caf\u00e9 \ufb01ne 12345")
    assert (await hasher.verify("cafe\u0301 fine 12345", stored))[0]


async def test_the_pepper_matters(tmp_path: Path) -> None:
    stored = await hashing(tmp_path).hash(WORD)
    other = hashing(tmp_path, secret_key=OLD_SECRET)
    assert await other.verify(WORD, stored) == (False, None)


async def test_a_hash_of_the_pepper_before_verifies_and_is_renewed(tmp_path: Path) -> None:
    stored = await hashing(tmp_path, secret_key=OLD_SECRET).hash(WORD)
    hasher = hashing(tmp_path, secret_key_previous=OLD_SECRET)
    right, renewed = await hasher.verify(WORD, stored)
    assert right
    assert renewed is not None
    assert await hashing(tmp_path).verify(WORD, renewed) == (True, None)
    assert await hasher.verify(WORD, renewed) == (True, None)


@pytest.mark.parametrize("word", [WORD, "x" * 100])
async def test_plain_bcrypt_verifies_and_is_renewed(tmp_path: Path, word: str) -> None:
    plain = bcrypt.hashpw(word.encode()[:72], bcrypt.gensalt(4)).decode()
    hasher = hashing(tmp_path)
    right, renewed = await hasher.verify(word, plain)
    assert right
    assert renewed is not None
    assert renewed.startswith("$qm1$")
    assert await hasher.verify("another " + word, plain) == (False, None)


async def test_argon2id_verifies_and_is_never_made_weaker(tmp_path: Path) -> None:
    strong = Argon2Hasher().hash(WORD)
    assert await hashing(tmp_path).verify(WORD, strong) == (True, None)
    assert await hashing(tmp_path).verify("x" + WORD, strong) == (False, None)


async def test_where_argon2id_is_the_scheme_everything_else_is_renewed(tmp_path: Path) -> None:
    hasher = hashing(tmp_path, password_hash_scheme="argon2id")
    assert (await hasher.hash(WORD)).startswith("$argon2id$")
    weak = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1).hash(WORD)
    for stored in (weak, bcrypt.hashpw(WORD.encode(), bcrypt.gensalt(4)).decode()):
        right, renewed = await hasher.verify(WORD, stored)
        assert right
        assert renewed is not None
        assert renewed.startswith("$argon2id$")
        assert await hasher.verify(WORD, renewed) == (True, None)


async def test_a_cheaper_hash_is_renewed_and_a_dearer_one_is_kept(tmp_path: Path) -> None:
    cheap, dear = hashing(tmp_path), hashing(tmp_path, password_hash_cost=5)
    stored = await cheap.hash(WORD)
    _, renewed = await dear.verify(WORD, stored)
    assert renewed is not None
    assert renewed.startswith("$qm1$$2b$05$")
    assert await cheap.verify(WORD, renewed) == (True, None)


@pytest.mark.parametrize("stored", [None, "", "!", "plain text", "$1$md5crypt$x"])
async def test_without_an_account_or_a_hash_the_work_is_the_same(
    tmp_path: Path, stored: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher = hashing(tmp_path)
    compared: list[bytes] = []
    check = bcrypt.checkpw

    def counted(password: bytes, hashed: bytes) -> bool:
        compared.append(hashed)
        return check(password, hashed)

    monkeypatch.setattr(bcrypt, "checkpw", counted)
    assert await hasher.verify(WORD, stored) == (False, None)
    assert len(compared) == 1
    assert compared[0].startswith(b"$2b$04$")
    assert await hasher.verify("no such account", stored) == (False, None)


async def test_a_line_that_is_too_long_is_a_503(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "WAITING", 3)
    hasher = hashing(tmp_path)
    found = await asyncio.gather(*(hasher.hash(WORD) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(answer, Busy) for answer in found) == 2
    assert (await hasher.hash(WORD)).startswith("$qm1$")  # who comes later is served


def test_the_hasher_takes_bytes_as_the_protocol_says() -> None:
    hasher = PepperedBcrypt((b"pepper",), 4)
    stored = hasher.hash(WORD.encode())
    assert hasher.identify(stored.encode())
    assert hasher.verify(WORD.encode(), stored.encode())
    assert not hasher.check_needs_rehash(stored.encode())


@pytest.mark.skipif(sys.platform != "linux", reason="priorities of threads are Linux's")
async def test_hashing_steps_back_for_everybody_else(tmp_path: Path) -> None:
    executor = hashing(tmp_path)._executor
    priority = executor.submit(lambda: os.getpriority(os.PRIO_PROCESS, get_native_id()))
    assert priority.result() == os.getpriority(os.PRIO_PROCESS, os.getpid()) + 15
