"""A person's own lines of the log, for them to take along."""

import json
from typing import Any

from sqlalchemy import select

from app.core.context import AccountContext
from app.domains.activity.models import AccountEvent, AccountSource
from app.domains.identity.service.personal import part_of_export

MOST = 10_000


@part_of_export("activity")
async def own_lines(ctx: AccountContext) -> list[dict[str, Any]]:
    """What happened to the account, the latest 10,000, the newest first."""
    query = (
        select(AccountEvent, AccountSource.changes)
        .outerjoin(AccountSource, AccountSource.id == AccountEvent.id)
        .where(AccountEvent.subject_id == ctx.actor.user_id)
        .order_by(AccountEvent.created_at.desc(), AccountEvent.id.desc())
        .limit(MOST)
    )
    return [
        {
            "at": line.created_at,
            "verb": line.verb,
            "session_id": line.session_id,
            "request_id": line.request_id,
            # what tells of a person stands beside the line
            "changes": json.loads(line.payload)["changes"] | json.loads(personal or "{}"),
        }
        for line, personal in await ctx.session.execute(query)
    ]
