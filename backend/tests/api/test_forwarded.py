"""Who calls, as far as proxies may say."""

from typing import Any

import pytest

from app.api.forwarded import Proxies

TRUSTED = ["10.0.0.0/8", "::1/128"]
Headers = list[tuple[bytes, bytes]]


def seen(client: Any, *headers: tuple[str, str], trusted: list[str] = TRUSTED) -> tuple[Any, str]:
    scope: dict[str, Any] = {"client": client, "scheme": "http"}
    scope["headers"] = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    Proxies(trusted).identify(scope)
    return scope["client"] and scope["client"][0], scope["scheme"]


FOR, PROTO = "x-forwarded-for", "x-forwarded-proto"


@pytest.mark.parametrize(
    ("client", "said", "who"),
    [
        ("10.0.0.1", ["203.0.113.5"], "203.0.113.5"),
        ("::1", ["2001:db8::5"], "2001:db8::5"),
        ("::ffff:10.0.0.1", ["203.0.113.5"], "203.0.113.5"),
        ("10.0.0.1", ["203.0.113.5, 10.9.9.9"], "203.0.113.5"),
        ("10.0.0.1", ["1.2.3.4, 203.0.113.5"], "203.0.113.5"),
        ("10.0.0.1", ["1.2.3.4", "203.0.113.5"], "203.0.113.5"),
        ("10.0.0.1", ["10.1.1.1, 10.2.2.2"], "10.1.1.1"),
        ("10.0.0.1", ["1.2.3.4, nonsense, 10.2.2.2"], "10.2.2.2"),
        ("10.0.0.1", ["nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["caf\u00e9"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("203.0.113.9", ["1.2.3.4"], "203.0.113.9"),
        ("not an address", ["1.2.3.4"], "not an address"),
    ],
)
def test_the_last_whom_nobody_trusts_is_the_caller(client: str, said: list[str], who: str) -> None:
    assert seen((client, 1), *[(FOR, text) for text in said])[0] == who


def test_a_connection_without_an_address_stays_without() -> None:
    assert seen(None, (FOR, "1.2.3.4"))[0] is None


def test_the_scheme_is_that_of_the_outermost_connection_where_the_proxy_is_trusted() -> None:
    for client, protocols, scheme in (
        ("10.0.0.1", ["https"], "https"),
        ("203.0.113.9", ["https"], "http"),
        ("10.0.0.1", ["gopher"], "http"),
        ("10.0.0.1", ["https", "http"], "http"),
    ):
        headers = [(FOR, "203.0.113.5"), *((PROTO, name) for name in protocols)]
        assert seen((client, 1), *headers)[1] == scheme


@pytest.mark.parametrize("entry", ["203.0.113.5", "203.0.113.5:4711", "1.2.3.4, 203.0.113.5"])
@pytest.mark.parametrize("trusted", [[], TRUSTED])
def test_whom_the_server_took_from_the_header_by_itself_is_nobody_known(
    entry: str, trusted: list[str]
) -> None:
    assert seen(("203.0.113.5", 0), (FOR, entry), trusted=trusted)[0] is None


def test_where_no_proxy_is_trusted_nothing_is_believed() -> None:
    said = seen(("127.0.0.1", 1), (FOR, "203.0.113.5"), (PROTO, "https"), trusted=[])
    assert said == ("127.0.0.1", "http")
