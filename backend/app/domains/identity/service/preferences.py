"""How a person likes to see things. The last writer wins, field by field and list by list."""

from typing import Any

from pydantic_core import to_json
from sqlalchemy import select

from app.core.clock import now
from app.core.context import AccountContext
from app.core.errors import Invalid
from app.core.ids import new_id
from app.core.schemas import changes
from app.domains.identity.models import Preferences
from app.domains.identity.schemas import PreferencesRead, PreferencesUpdate

LARGEST = 20_000  # bytes of JSON


class PreferencesTooLarge(Invalid):
    code = "preferences_too_large"
    detail = (
        f"Preferences take at most {LARGEST} bytes as JSON; leave out the columns of some lists."
    )


async def read(ctx: AccountContext) -> PreferencesRead:
    mine = select(Preferences.chosen).where(Preferences.user_id == ctx.actor.user_id)
    return _read(await ctx.session.scalar(mine) or {})


async def update(ctx: AccountContext, data: PreferencesUpdate) -> PreferencesRead:
    """Set the fields that `data` names, under a lock: of two devices neither loses the other's."""
    row = await _locked(ctx)
    chosen, columns = row.chosen | changes(data), row.chosen.get("columns", {})
    if "columns" in data.model_fields_set:
        named = columns | data.columns
        chosen["columns"] = {name: kept for name, kept in named.items() if kept is not None}
    if len(to_json(chosen)) > LARGEST:
        raise PreferencesTooLarge(at="/body/columns")
    row.chosen = chosen
    await ctx.flush()
    return _read(chosen)


async def _locked(ctx: AccountContext) -> Preferences:
    """The caller's row, made if there is none."""
    blank = {"id": new_id(), "created_at": now(), "user_id": ctx.actor.user_id, "chosen": {}}
    making = ctx.unit.insert_into(Preferences.__table__).on_conflict_do_nothing()
    await ctx.unit.connection.execute(making.values(blank))
    mine = select(Preferences).where(Preferences.user_id == ctx.actor.user_id)
    return (await ctx.session.scalars(mine.with_for_update())).one()


def _read(chosen: dict[str, Any]) -> PreferencesRead:
    """What was chosen, without what only another version of the program knows."""
    known = chosen.keys() & PreferencesRead.model_fields.keys()
    return PreferencesRead.model_validate({name: chosen[name] for name in known})
