"""Who calls, where proxies stand between: as far back as each says it that we trust.

`X-Forwarded-For` is anyone's to write. It counts only where the connection itself comes from one of
`TRUSTED_PROXIES`, and of its entries the last that is none of them.
"""

from collections.abc import Callable, Sequence
from ipaddress import ip_address, ip_network

from starlette.types import Scope


def reader(trusted: Sequence[str]) -> Callable[[Scope], None] | None:
    """What sets `client` and `scheme` of a request; None where no proxy is trusted."""
    networks = [ip_network(name) for name in trusted]
    if not networks:
        return None

    def is_trusted(address: str) -> bool:
        try:
            known = ip_address(address)
        except ValueError:
            return False
        known = getattr(known, "ipv4_mapped", None) or known
        return any(known in network for network in networks)

    def read(scope: Scope) -> None:
        client = scope.get("client")
        if client is None or not is_trusted(client[0]):
            return
        said = [
            entry.strip()
            for name, value in scope["headers"]
            if name == b"x-forwarded-for"
            for entry in value.decode("latin-1").split(",")
        ]
        for entry in reversed(said):
            if not _is_address(entry):
                break  # whoever wrote it, what stands before it cannot be believed
            scope["client"] = (entry, 0)
            if not is_trusted(entry):
                break
        protocols = [value for name, value in scope["headers"] if name == b"x-forwarded-proto"]
        if len(protocols) == 1 and protocols[0] in {b"http", b"https"}:
            scope["scheme"] = protocols[0].decode()

    return read


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
