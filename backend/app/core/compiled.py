"""Statements compiled once, by their structure.

What SQLAlchemy does around each execution (a context, a cursor result, rows that know their
columns) costs more than the statement of a hot operation. Here a statement is compiled at its first
use; afterwards its values go to the driver (`driver.py`), and its rows through the converters of
their columns. Errors, events, pool and transactions stay SQLAlchemy's own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Self, TypeAlias

from sqlalchemy import BindParameter, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

Convert: TypeAlias = Callable[[Any], Any]
Row: TypeAlias = dict[str, Any]
Literals: TypeAlias = Sequence[BindParameter[Any]]
REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value: a named one, a literal of the statement, or one that the compiler put there."""

    own: BindParameter[Any]
    literal: int | None
    convert: Convert | None

    def value(self, literals: Literals, named: Mapping[str, Any]) -> Any:
        if self.own.key in named:
            value = named[self.own.key]
        else:
            given = self.own if self.literal is None else literals[self.literal]
            if given.required:
                raise ValueError(f"the statement lacks a value for {given.key}")
            value = given.effective_value
        return value if self.convert is None else self.convert(value)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement: its text, where its values go, and what the columns of its rows need."""

    sql: str
    slots: tuple[Slot, ...]
    names: tuple[str, ...]
    converts: tuple[tuple[int, Convert], ...]

    @classmethod
    def of(cls, statement: ClauseElement, literals: Literals, dialect: Dialect) -> Self | None:
        """None where values change the text, as those of IN do, or SQLAlchemy adds some itself."""
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        if (
            compiled.post_compile_params
            or compiled.literal_execute_params
            or compiled.insert_prefetch
        ):
            return None
        places = {literal.key: at for at, literal in enumerate(literals)}
        columns = compiled._result_columns
        converts = [_outgoing(column.type, dialect) for column in columns]
        return cls(
            compiled.string,
            tuple(_slots(compiled, places, dialect)),
            # plain: of a subquery they are of a kind of SQLAlchemy's own, which JSON has no keys of
            tuple(str(column.keyname) for column in columns),
            tuple((at, convert) for at, convert in enumerate(converts) if convert is not None),
        )

    def values(self, literals: Literals, named: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(slot.value(literals, named) for slot in self.slots)

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Row]:
        """Column by column: converters are called and rows are made from C, not one by one from here."""
        if not found:
            return []
        columns: list[Any] = list(zip(*found, strict=True))
        for at, convert in self.converts:
            columns[at] = map(convert, columns[at])
        pairs = map(zip, repeat(self.names), zip(*columns, strict=True))
        return list(map(dict, pairs))


def keep(known: dict[Any, Any], key: object, value: object) -> None:
    """Remember what was compiled; all of it is forgotten where there is too much."""
    if len(known) >= REMEMBERED:
        known.clear()
    known[key] = value


def _slots(compiled: SQLCompiler, places: Mapping[str, int], dialect: Dialect) -> Iterator[Slot]:
    by_name = {name: parameter for parameter, name in compiled.bind_names.items()}
    for name in compiled.positiontup or ():
        parameter = by_name[name]
        convert = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        yield Slot(parameter, places.get(parameter.key), convert)


def _outgoing(type_: Any, dialect: Dialect) -> Convert | None:
    convert: Convert | None = type_.dialect_impl(dialect).result_processor(dialect, None)
    return convert
