"""Ways to spoil a request in one place, made from the schema of what belongs there."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar
from urllib.parse import unquote_to_bytes, urlencode

from tests.contract.calls import Call
from tests.contract.operations import MULTIPART, Operation, Schema, variants
from tests.contract.wire import encoded

T = TypeVar("T")
PLACE = "\u2603 here"  # stands where raw JSON goes
LONG = "x" * 100_000
EXTRA = "extra_field"
DESCRIBES = ("title", "description", "examples", "default")  # and judges nothing
UNSTORABLE, LONE = b"\\u0000", b"\\ud"  # NUL and surrogates, which not both engines hold


class Some(Protocol):
    def __call__(self, values: Iterable[T], kind: str, /) -> Iterable[T]:
        """Those ways in turn that a place of this kind is spoilt in."""


@dataclass(frozen=True)
class Spoilt:
    what: str
    at: str  # a JSON pointer; "" where no field is meant
    content: bytes
    never_fine: bool = False  # nothing but a refusal will do


# raw JSON, so that there is also what Python would not write
VALUES: tuple[bytes, ...] = (
    *(b"null", b"true", b"false", b"[]", b"{}", b"[null]", b'{"a": {}}', b'[["x"]]'),
    *(b"0", b"-1", b"1.5", b"3000000000", b"1e18", b"1e400", b"-1e400", b"1e-9", b"9" * 400),
    *(b"NaN", b"Infinity", b"-Infinity", b'"NaN"', b'"sNaN"', b'"1e400"', b'"-0"', b'"1_000"'),
    *(b'""', b'" "', b'"x"', b'"%s"' % LONG.encode(), b'"\\u0000"', b'"a\\u0000b"'),
    *(b'"\\ud800"', b'"a\\udfffb"', '"ﬁ ٣１\u202e\U0001f600"'.encode()),
    *(b"[" * 40 + b"]" * 40, b'{"a":' * 40 + b"1" + b"}" * 40),
    *(b'"00000000-0000-0000-0000-000000000000"', b'"01999999-9999-7999-9999-99999999999g"'),
    *(b'"0000-01-01"', b'"10000-01-01"', b'"2026-02-30"', b'"0001-01-01"'),
    *(b'"2026-01-01T00:00:00"', b'"0000-01-01T00:00:00Z"', b'"10000-01-01T00:00:00Z"'),
    *(
        b'"0001-01-01T00:00:00+23:59"',
        b'"9999-12-31T23:59:59-23:59"',
        b'"2026-01-01T00:00:00+99:00"',
    ),
)
KEYS = (b'""', b'"\\u0000"', b'"\\ud800"', b'"%s"' % LONG.encode(), b'"a/b~c"')
# what a query or a form may hold, already percent-encoded
TEXTS: tuple[bytes, ...] = (
    *(b"", b"%20", b"%00", b"a%00b", b"%ff", b"%ed%a0%80", b"%zz", b"%", b"x" * 20_000),
    *(b"0", b"-1", b"1.5", b"1e400", b"NaN", b"Infinity", b"9" * 30, b"9" * 5000, b"1_0"),
    *(b"null", b"true", b"maybe", b"[]", b"{}", b"%22", b"%27%20OR%201=1", b"%25%5f%5c"),
    *(b"00000000-0000-0000-0000-000000000000", b"01999999-9999-7999-9999-99999999999g"),
    *(b"0000-01-01T00:00:00Z", b"10000-01-01T00:00:00Z", b"2026-01-01T00:00:00", b"2026-01-01"),
    *(b"0001-01-01T00:00:00%2B23:59", b"9999-12-31T23:59:59-23:59", b"253402300800", b"-1e18"),
)
SEGMENTS: tuple[bytes, ...] = (
    *(
        b"x",
        b"%00",
        b"a%00b",
        b"%2F",
        b"..%2f..%2fhealth",
        b"%ff",
        b"%ed%a0%80",
        b"%zz",
        b"%",
        b".",
    ),
    *(b"%20", b"-1", b"null", b"undefined", b"x" * 20_000, b"%E2%82%AC", b"%2500", b"%3Fa=1"),
    *(b"00000000-0000-0000-0000-000000000000", b"{01999999-9999-7999-9999-999999999999}"),
    *(b"urn:uuid:01999999-9999-7999-9999-999999999999", b"0199999999997999999999999999999999"),
)
QUERIES: tuple[bytes, ...] = (
    *(b"%", b"%zz=1", b"%ff=%ff", b"&&&&", b"=", b"=" * 10_000, b"a;b", b"extra=1", b"%00=%00"),
    *(b"&".join(b"limit=%d" % n for n in range(1, 200)), b"cursor=%ff%fe", b"cursor=bnVsbA"),
)
_DEEP = base64.urlsafe_b64encode(b"[" * 50_000)
_NONE = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt"}').rstrip(b"=")
HEADERS: tuple[tuple[bytes, bytes], ...] = tuple(
    (name, value)
    for name, values in {
        b"if-match": (b"", b"v1", b'"v0"', b'"v99999999999"', b"\xff\xfe", b"x" * 100_000, b","),
        b"idempotency-key": (
            b"",
            b" ",
            b"a b",
            b"x" * 256,
            b"x" * 100_000,
            b"\xff",
            b"\x01",
            b"ok",
        ),
        b"authorization": (
            *(b"", b"Bearer", b"Bearer ", b"Bearer x", b"Bearer a.b.c", b"Basic eDp4", b"\xff"),
            *(b"Bearer \xff\xfe", b"Bearer " + b"A" * 100_000, b"Bearer " + _DEEP + b".e30.x"),
            *(
                b"Bearer " + _NONE + b".e30.",
                b"Bearer " + _NONE + b".",
                b"Bearer ..",
                b"Bearer W10.W10.x",
            ),
        ),
        b"x-request-id": (
            b"",
            b"x",
            b"\xff",
            b"x" * 100_000,
            b"00000000-0000-0000-0000-000000000000",
        ),
        b"content-length": (b"abc", b"-1", b"9" * 100),
        b"content-encoding": (b"gzip", b"\xff"),
        b"accept": (b"", b"x", b"text/html;q=x", b"\xff"),
        b"accept-language": (b"\xff", b"xx-" * 1000),
        b"cookie": (b"\xff", b"=;=;", b"qm_refresh=x"),
        b"host": (b"", b"\xff", b"evil.example:99999"),
        b"user-agent": (b"\xff" * 1000, b"x" * 100_000),
        b"x-forwarded-for": (b"\xff", b"1.2.3.4, x"),
    }.items()
    for value in values
)
BODIES: tuple[tuple[bytes, bytes], ...] = (
    *((b"application/json", body) for body in (b"", b" ", b"{", b"}", b'{"a"', b"{'a': 1}")),
    *((b"application/json", body) for body in (b"[]", b"[1]", b"1", b"null", b'"x"', b"true")),
    *((b"application/json", body) for body in (b"NaN", b"\xff\xfe{}", b'{"a": "\xff"}', b"\x00")),
    *((b"application/json", body) for body in (b"[" * 100_000, b'{"a":' * 100_000, b"9" * 5000)),
    (b"application/json", b'{"a": 1, "a": 2}'),
    (b"application/json; charset=utf-7", b"+AHs-"),
    (b"application/json", b'\xef\xbb\xbf{"a": 1}'),
    *((kind, b'{"a": 1}') for kind in (b"text/plain", b"", b"\xff", b"application/xml", b"a/b;c")),
    *((kind, b"a=1") for kind in (b"application/x-www-form-urlencoded", b"application/json")),
    (b"application/x-www-form-urlencoded", b"&".join(b"a=%d" % n for n in range(2000))),
    *(
        (b"multipart/form-data" + more, b"--x\r\n\r\n")
        for more in (b"", b"; boundary=", b"; boundary=x")
    ),
    (
        b"multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--",
    ),
    (b"multipart/form-data; boundary=\xff", b"--\xff--"),
)


# what cannot be a key of any order; of `name` and `sku` any text can
KEYS_OF_CURSORS: tuple[Any, ...] = (
    *(None, [], {}, ["x"], "\ud800", "a\0", {"a": "\0"}, "[" * 10_000),
)
# what cannot be a time or a number, which the others are
KEYS_OF_OTHERS: tuple[Any, ...] = (
    *("", "x", "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "NaN"),
    *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "1e999999", "-1e400", "sNaN"),
    *("1e999999999", "1e-999999999", "9" * 5000, 10**400, "Infinity", float("inf"), float("nan")),
)


def spoilt_bodies(schema: Schema, body: Any, some: Some) -> Iterator[Spoilt]:
    """Each field of a JSON body spoilt in each way that `some` chooses for its kind."""
    yield from _spoilt(schema, body, body, (), some)


def _spoilt(
    schema: Schema, whole: Any, part: Any, at: tuple[Any, ...], some: Some
) -> Iterator[Spoilt]:
    if isinstance(part, list):
        yield from _spoilt_list(schema, whole, part, at, some)
        return
    schema = _fitting(schema, part)
    known: dict[str, Schema] = schema.get("properties", {})
    for name in schema.get("required", ()):
        kept = {key: value for key, value in part.items() if key != name}
        yield Spoilt("left out", pointer(*at, name), written(whole, at, kept), never_fine=True)
    extra = {EXTRA: 1} if "additionalProperties" not in schema or known else {}
    for name in extra:
        yield Spoilt("extra", pointer(*at, name), written(whole, at, part | extra), never_fine=True)
    for name in known.keys() | part.keys():
        inner = known.get(name) or schema["additionalProperties"]
        for value in some(VALUES, kind(inner, at)):
            content = written(whole, at, part | {name: PLACE}, value)
            refused = UNSTORABLE in value or LONE in value or not _may_be(inner, value)
            yield Spoilt(value[:40].decode(), pointer(*at, name), content, never_fine=refused)
        if isinstance(part.get(name), dict | list):
            yield from _spoilt(inner, whole, part[name], (*at, name), some)
    for key in some(KEYS, f"a key in {sorted(known)}"):
        content = written(whole, at, part | {PLACE: 1}, key)
        yield Spoilt(f"the key {key[:40].decode()}", "", content, never_fine=bool(known))


def _spoilt_list(
    schema: Schema, whole: Any, part: list[Any], at: tuple[Any, ...], some: Some
) -> Iterator[Spoilt]:
    inner = next(variant["items"] for variant in variants(schema) if "items" in variant)
    for index, item in enumerate(part):
        if isinstance(item, dict | list):
            yield from _spoilt(inner, whole, item, (*at, index), some)
            continue
        for value in some(VALUES, kind(inner, at)):
            spoilt = [*part[:index], PLACE, *part[index + 1 :]]
            refused = UNSTORABLE in value or LONE in value or not _may_be(inner, value)
            content = written(whole, at, spoilt, value)
            yield Spoilt(value[:40].decode(), pointer(*at, index), content, never_fine=refused)


def kind(schema: Schema, at: tuple[Any, ...] = ()) -> str:
    """What is judged alike: the same type in the same bounds, in a body or in the lines of one."""
    said = {name: value for name, value in schema.items() if name not in DESCRIBES}
    return json.dumps([len(at) > 1, said], sort_keys=True)


def _fitting(schema: Schema, part: dict[str, Any]) -> Schema:
    """The alternative that `part` is written after."""
    for variant in variants(schema):
        if variant.get("type") == "object" and all(
            _says(inner, part.get(name)) for name, inner in variant.get("properties", {}).items()
        ):
            return variant
    raise AssertionError(schema)


def _says(schema: Schema, value: Any) -> bool:
    """Whether it may be the value of a field that tells one alternative from the others."""
    if "const" in schema:
        return bool(value == schema["const"])
    return value is None or value in schema.get("enum", [value])


def _may_be(schema: Schema, value: bytes) -> bool:
    """Whether a JSON value of this type may stand there; text may stand for a number."""
    types = {variant.get("type", "string") for variant in variants(schema)}
    match json.loads(value):
        case None:
            return "null" in types
        case bool():
            return "boolean" in types
        case int() | float():
            return bool(types & {"number", "integer", "boolean"})
        case list():
            return "array" in types
        case dict():
            return "object" in types
    return True


def texts(schema: Schema) -> tuple[bytes, ...]:
    """All of them for what is judged in a way of its own, fewer for one of a few words."""
    worded = any(variant.keys() & {"enum", "const"} for variant in variants(schema))
    return TEXTS[::5] if worded else TEXTS


def headers(operation: Operation) -> Iterator[tuple[bytes, bytes]]:
    """Those that the operation heeds, and in turn some that none should stumble over."""
    heeded = {b"authorization"} if operation.path.startswith("/api/v1/organ") else set()
    if operation.method == "POST":
        heeded.add(b"idempotency-key")
    if "if-match" in operation.named("header"):
        heeded.add(b"if-match")
    for index, (name, value) in enumerate(HEADERS):
        if name in heeded or (index + len(operation.id)) % 8 == 0:
            yield name, value


def form(media: str, call: Call, name: str, text: bytes) -> tuple[bytes, bytes]:
    """Content type and content of a form in which the field `name` says `text`."""
    if media == MULTIPART:
        fields = (call.body or {}) | {name: PLACE}
        kind, content = encoded(media, replace(call, body=fields))
        return kind, content.replace(PLACE.encode(), unquote_to_bytes(text))
    others = {key: value for key, value in call.body.items() if key != name}
    return media.encode(), urlencode(others).encode() + b"&" + name.encode() + b"=" + text


def fine(schema: Schema) -> bytes:
    """Something that may stand in a query."""
    for variant in variants(schema):
        if "enum" in variant or "const" in variant:
            return str(variant.get("const") or variant["enum"][0]).encode()
        if variant.get("format") == "uuid":
            return b"01999999-9999-7999-9999-999999999999"
        if variant.get("format") == "date-time":
            return b"2026-01-01T00:00:00Z"
        if variant["type"] in {"boolean", "integer"}:
            return b"1"
    return b"x"


def pointer(*parts: Any) -> str:
    return "".join(f"/{part}" for part in ("body", *parts))


def written(whole: Any, at: tuple[Any, ...], part: Any, raw: bytes = b"") -> bytes:
    """`whole` as JSON with `part` in its place `at`, and `raw` where that says `PLACE`."""
    text = json.dumps(replaced(whole, at, part)).encode()
    return text.replace(json.dumps(PLACE).encode(), raw) if raw else text


def replaced(whole: Any, at: tuple[Any, ...], part: Any) -> Any:
    if not at:
        return part
    copy = whole.copy()
    copy[at[0]] = replaced(whole[at[0]], at[1:], part)
    return copy
