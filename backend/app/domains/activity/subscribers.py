"""Every fact becomes a line of a log, in the transaction of what it tells."""

import json
from dataclasses import fields
from typing import Any

from app.core.changes import jsonable
from app.core.clock import now
from app.core.context import AccountContext, Context, Work
from app.core.facts import AccountFact, DomainEvent, Fact, on
from app.core.ids import new_id
from app.domains.activity.models import AccountEvent, Activity
from app.domains.activity.service import sources
from app.domains.identity.events import UserErased

PAYLOAD_VERSION = 1


@on(DomainEvent)
async def record(ctx: Context, fact: DomainEvent) -> None:
    if fact.audited:
        entity_type = fact.name.partition(".")[0]
        about = {"entity_type": entity_type, "entity_id": fact.subject_id}
        made = {"id": new_id(), "created_at": now()}
        whence = {"key_id": ctx.actor.key_id, "source_id": ctx.source_id}
        ctx.later(Activity, made | about | whence | _line(ctx, fact))
    await sources.tell(ctx)


@on(AccountFact)
async def record_account(ctx: AccountContext, fact: AccountFact) -> None:
    event = AccountEvent(subject_id=fact.subject_id, **_line(ctx, fact))
    ctx.session.add(event)
    told = ctx.changes_of(fact, "personal")
    await sources.tell_of_event(ctx, event.id, fact.subject_id, told)
    if isinstance(fact, UserErased):  # last, so that whence this very event came goes along
        await sources.forget(ctx, fact.user_id)


def _line(ctx: Work[Any], fact: Fact) -> dict[str, Any]:
    return {
        "verb": fact.name,
        "actor_id": ctx.actor.user_id,
        "session_id": ctx.actor.session_id,
        "request_id": ctx.origin.request_id,
        "payload": _canonical(ctx, fact),
    }


def _canonical(ctx: Work[Any], fact: Fact) -> str:
    """Sorted keys, no spaces, decimals and times as text: the same bytes for the same line."""
    told = {field.name: jsonable(getattr(fact, field.name)) for field in fields(fact)}
    changes = {name: list(pair) for name, pair in ctx.changes_of(fact).items()}
    line = {"v": PAYLOAD_VERSION, "fact": told, "changes": changes}
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
