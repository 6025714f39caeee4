"""Facts, and who hears them: what happened, told in the transaction in which it happened."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeAlias
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened: ids only, the first field says to which row."""

    name: ClassVar[str]

    @property
    def subject_id(self) -> UUID:
        subject: UUID = getattr(self, fields(self)[0].name)
        return subject


@dataclass(frozen=True, slots=True)
class DomainEvent(Fact):
    """A fact of one organization."""

    audited: ClassVar[bool] = True  # movements are their own record


@dataclass(frozen=True, slots=True)
class AccountFact(Fact):
    """A fact of a person or of the installation, outside every organization."""


Subscriber: TypeAlias = Callable[[Any, Any], Awaitable[None]]
subscribers: defaultdict[type, list[Subscriber]] = defaultdict(list)


def on(kind: type[Fact]) -> Callable[[Subscriber], Subscriber]:
    """Register a subscriber: it runs in the transaction of the fact, and may refuse it."""

    def register(subscriber: Subscriber) -> Subscriber:
        subscribers[kind].append(subscriber)
        return subscriber

    return register


def hearers(fact: Fact) -> Iterator[Subscriber]:
    """Who hears `fact`: those of its own kind first, then those of the kinds above it."""
    for kind in type(fact).__mro__:
        yield from subscribers.get(kind, ())
