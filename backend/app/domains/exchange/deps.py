"""Request -> what a file says, read before the unit of work that needs it begins.

Reading a large file takes seconds; meanwhile it must hold neither a connection nor the place of
SQLite's one writer. So authority is judged in a unit of work of its own, then the file is read,
and the operation's own unit of work judges authority anew.
"""

import json
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, File, Form, Request, UploadFile
from pydantic import TypeAdapter, ValidationError

from app.core.errors import Fault, InvalidFields
from app.domains.exchange.models import Dates, ImportKind
from app.domains.exchange.schemas import Mapping
from app.domains.exchange.service import imports
from app.domains.exchange.service.rows import Reading, Wishes
from app.domains.identity.deps import Guard, InOrganization, bearer
from app.domains.identity.permissions import Permission

RUNS_IMPORTS = InOrganization(Permission.IMPORTS_RUN)
MAPPING = TypeAdapter(Mapping)
FIELDS = {"file", "kind", "mapping", "dates"}
Token = Annotated[str | None, Depends(bearer)]


@dataclass(frozen=True, slots=True)
class Upload:
    file_name: str
    content: bytes
    reading: Reading


@dataclass(frozen=True, slots=True)
class Said:
    """What the sender said of the file, as it came."""

    kind: ImportKind | None
    mapping: str | None
    dates: Dates | None


def said(
    kind: Annotated[
        ImportKind | None, Form(description="What the rows are; else the headers tell.")
    ] = None,
    mapping: Annotated[
        str | None,
        Form(
            max_length=100_000,
            description="JSON: column to field, or null to leave the column out.",
            examples=['{"Anzahl": "quantity"}'],
        ),
    ] = None,
    dates: Annotated[Dates | None, Form(description="The order of dates such as 3/4/24.")] = None,
) -> Said:
    return Said(kind, mapping, dates)


class Uploaded(Guard):
    """Yields the file that was sent, as it is read."""

    async def __call__(
        self,
        request: Request,
        organization: str,
        token: Token,
        file: Annotated[UploadFile, File(description="A CSV file.")],
        said: Annotated[Said, Depends(said)],
    ) -> Upload:
        async with RUNS_IMPORTS.admitted(request, organization, token, write=False) as ctx:
            currency = ctx.tenant.currency
        await _refuse_others(request)
        wishes = Wishes(said.kind, _mapping(said.mapping), said.dates)
        content = await file.read()
        await file.seek(0)  # an Idempotency-Key looks at it too
        return Upload(file.filename or "", content, await imports.read(content, wishes, currency))


async def _refuse_others(request: Request) -> None:
    """Fields that nobody knows, and fields sent twice, are never ignored."""
    names = [name for name, _ in (await request.form()).multi_items()]
    faults = [
        Fault(f"/body/{name[:200]}", "There is no such field.", "extra_forbidden")
        for name in sorted({*names} - FIELDS)
    ]
    faults += [
        Fault(f"/body/{name}", "Send it once.", "sent_twice")
        for name in sorted(FIELDS)
        if names.count(name) > 1
    ]
    if faults:
        raise InvalidFields(faults)


def _mapping(text: str | None) -> dict[str, str | None]:
    try:
        return MAPPING.validate_python(json.loads(text or "{}"))
    except (ValueError, ValidationError, RecursionError):
        says = 'must be a JSON object of column to field, as in {"Anzahl": "quantity"}'
        raise InvalidFields([Fault("/body/mapping", says, "mapping_malformed")]) from None


class Stored(Guard):
    """Yields what the file of an import says."""

    async def __call__(
        self, request: Request, organization: str, token: Token, import_id: UUID
    ) -> Reading:
        async with RUNS_IMPORTS.admitted(request, organization, token, write=False) as ctx:
            row = await imports.content_of(ctx, import_id)
            currency = ctx.tenant.currency
        return await imports.read(row.content, imports.wishes_of(row), currency)


UploadedFile = Annotated[Upload, Depends(Uploaded(), scope="function")]
StoredFile = Annotated[Reading, Depends(Stored(), scope="function")]
