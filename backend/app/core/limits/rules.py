"""Every limit, in one place."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from app.core.errors import AppError


class By(StrEnum):
    """What a limit counts by."""

    ADDRESS = "address"
    PAIR = "pair"  # of account and address
    ACCOUNT = "account"  # who it is about: an e-mail address as given, or a person's id


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within so many seconds, from the first of them on."""

    name: str
    by: By
    times: int
    seconds: int

    @property
    def key(self) -> str:
        return f"{self.name}/{self.by}/{self.seconds}"

    @property
    def policy(self) -> str:
        """As `RateLimit-Policy` has it (draft-ietf-httpapi-ratelimit-headers)."""
        return f'"{self.name}";q={self.times};w={self.seconds}'

    def standing(self, left: int, seconds: float) -> str:
        """As `RateLimit` has it: what is left, and when it begins anew."""
        return f'"{self.name}";r={left};t={ceil(seconds)}'


class RateLimited(AppError):
    status, code = 429, "rate_limited"

    def __init__(self, limit: Limit, seconds: float) -> None:
        wait = max(1, ceil(seconds))
        super().__init__(f"That was too often; try again in {wait} s.")
        self.headers = {
            "Retry-After": str(wait),
            "RateLimit-Policy": limit.policy,
            "RateLimit": limit.standing(0, wait),
        }


class TooManyAttempts(RateLimited):
    """Of what guards an account: that it was tried is a fact, whatever the answer."""

    keeps_writes = True


MINUTE, HOUR = 60, 3600


def _limits(name: str, *each: tuple[By, int, int]) -> tuple[Limit, ...]:
    """Addresses first: all who count take the same rows in the same order."""
    return tuple(Limit(name, *one) for one in each)


# what guards accounts: counted in the database, exact over all processes, and through a restart
SIGN_IN = _limits(
    "sign-in",
    (By.ADDRESS, 60, MINUTE),
    (By.PAIR, 10, MINUTE),
    (By.ACCOUNT, 100, HOUR),
)
REGISTRATION = _limits("registration", (By.ADDRESS, 60, MINUTE))
RECOVERY = _limits("recovery", (By.ADDRESS, 30, MINUTE), (By.ACCOUNT, 5, HOUR))  # sends a mail
CODE = _limits("code", (By.ADDRESS, 60, MINUTE), (By.ACCOUNT, 10, MINUTE))  # or a password again
LINK = _limits("link", (By.ADDRESS, 30, MINUTE))  # out of a mail
INVITATION = _limits("invitation", (By.ADDRESS, 100, MINUTE), (By.ACCOUNT, 300, HOUR))

# everything else: in Redis or in the process, and taken from there in shares of a hundredth
PERSON = Limit("person", By.ACCOUNT, 6000, MINUTE)  # an API key is one, too
STRANGER = Limit("stranger", By.ADDRESS, 600, MINUTE)  # who has not signed in, or not in truth


def subjects(
    limits: tuple[Limit, ...], address: str | None, account: str
) -> Iterator[tuple[Limit, str]]:
    """What each limit counts by, as text."""
    place = neighbourhood(address)
    said = {By.ADDRESS: place, By.PAIR: f"{account}\n{place}", By.ACCOUNT: account}
    for limit in limits:
        yield limit, said[limit.by]


def neighbourhood(address: str | None) -> str:
    """What counts as one address: of IPv6 the /64, all of which one subscriber has."""
    known = ip_address(address) if address else None
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(ip_network((known, 64), strict=False))
    return str(getattr(known, "ipv4_mapped", None) or known)
