"""A POST that is sent twice with one `Idempotency-Key` happens once and is answered twice.

The key is claimed in the unit of work before the endpoint runs; the answer is stored in the same
transaction before its commit. So row and effect are one, and a refused request leaves nothing.
"""

import json
import re
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import UploadFile

from app.core.clock import now
from app.core.context import Context
from app.core.errors import AppError, Conflict, Invalid
from app.core.idempotency_keys import KEPT, IdempotencyKey
from app.core.ids import new_id
from app.core.refusals import is_busy

SWEPT = 20  # each claim deletes up to this many expired rows


class InProgress(Conflict):
    code, detail = "idempotency_in_progress", "The first request with this key still runs."
    headers = {"Retry-After": "1"}
    constraint = "uq_idempotency_keys_organization_id_actor_id_path_key"


class KeyMalformed(Invalid):
    code, detail = "idempotency_key_malformed", "Idempotency-Key takes 1-255 visible ASCII signs."


class KeyReused(Invalid):
    code = "idempotency_key_reused"
    detail = "This Idempotency-Key was sent with another body; a key belongs to one request."


class Replay(Exception):
    def __init__(self, response: Response) -> None:
        self.response = response


@dataclass(frozen=True, slots=True)
class Claim:
    """A key that is ours until the end of the transaction."""

    ctx: Context
    id: UUID

    async def keep(self, response: Response) -> None:
        """Store the answer beside the effect, to be replayed."""
        kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        await self.ctx.update(
            IdempotencyKey,
            IdempotencyKey.id == self.id,
            status=response.status_code,
            headers=kept,
            answer=bytes(response.body),
        )

    async def release(self) -> None:
        await self.ctx.delete(IdempotencyKey, IdempotencyKey.id == self.id)


KEPT_HEADERS = ("content-type", "location", "etag")


def is_claimed(request: Request) -> bool:
    """Whether the request brings a key to an operation that takes one."""
    return (
        request.method == "POST"
        and "idempotency-key" in request.headers
        and isinstance(route := request.scope.get("route"), IdempotentRoute)
        and not isinstance(route, SecretRoute)
    )


async def claim(ctx: Context, request: Request) -> None:
    """Called once authority is known; a second request waits here for the first one's end."""
    if not is_claimed(request) or ctx.actor.user_id is None:
        return
    key = request.headers["idempotency-key"]
    if not re.fullmatch(r"[!-~]{1,255}", key):
        raise KeyMalformed(at="/header/Idempotency-Key")
    scope = {
        "actor_id": ctx.actor.key_id or ctx.actor.user_id,
        "path": request.url.path[:500],
        "key": key,
    }
    id, body_hash = new_id(), await _body_hash(request)
    row = scope | {"id": id, "created_at": now(), "body_hash": body_hash}
    try:
        await _sweep(ctx)
        fresh = await ctx.insert_new(IdempotencyKey, row)
    except DBAPIError as error:
        if is_busy(error):
            raise InProgress from error
        raise
    if not fresh:
        raise await _replay(ctx, scope, body_hash)
    request.state.claim = Claim(ctx, id)


async def _replay(ctx: Context, scope: dict[str, Any], body_hash: str) -> Exception:
    first = (await ctx.session.scalars(select(IdempotencyKey).filter_by(**scope))).one_or_none()
    if first is None:  # it ended between the claim and this look, without an effect
        return InProgress()
    if first.body_hash != body_hash:
        return KeyReused(at="/header/Idempotency-Key")
    headers = (first.headers or {}) | {"Idempotency-Replayed": "true"}
    return Replay(Response(first.answer, first.status or 200, headers))


async def _sweep(ctx: Context) -> None:
    old = select(IdempotencyKey.id).where(IdempotencyKey.created_at < now() - KEPT).limit(SWEPT)
    if ids := list(await ctx.session.scalars(old)):
        await ctx.delete(IdempotencyKey, IdempotencyKey.id.in_(ids))


async def _body_hash(request: Request) -> str:
    """Of what the body says, not of its spelling: canonical JSON, or a form's fields and files."""
    if request.headers.get("content-type", "").startswith("multipart/"):
        parts = []
        for name, value in (await request.form()).multi_items():
            if isinstance(value, UploadFile):
                content = await value.read()
                await value.seek(0)
                parts.append([name, value.filename, sha256(content).hexdigest()])
            else:
                parts.append([name, None, value])
        return sha256(json.dumps(parts).encode()).hexdigest()
    body = await request.body()
    with suppress(ValueError, RecursionError):  # judged by the endpoint; here its bytes will do
        body = json.dumps(json.loads(body), sort_keys=True).encode()
    return sha256(body).hexdigest()


class IdempotentRoute(APIRoute):
    """Sees the rendered answer while the transaction is still open, so both are stored as one."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def once(request: Request) -> Response:
            try:
                return await settled(request, handle(request))
            except Replay as replay:
                return replay.response

        return once


class SecretRoute(IdempotentRoute):
    """Answers a secret, which must be stored nowhere: takes a key, and keeps nothing under it."""


def _claim_of(request: Request) -> Claim | None:
    claim: Claim | None = request.scope["state"].get("claim")
    return claim


async def settled(request: Request, answering: Awaitable[Response]) -> Response:
    """The answer, kept beside its effect where the request came with a key, before the commit."""
    try:
        response = await answering
    except AppError as refusal:
        held = _claim_of(request)
        if refusal.keeps_writes and held is not None:
            await held.release()  # only what succeeded is replayed
        raise
    held = _claim_of(request)
    if held is not None:
        await (held.keep(response) if response.status_code < 300 else held.release())
    return response
