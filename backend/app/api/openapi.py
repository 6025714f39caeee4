"""The one OpenAPI document: what FastAPI makes, and what every operation has in common."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, Field

from app.domains.stock.schemas import Shortage

PROBLEM = "#/components/schemas/Problem"
REFUSALS = {
    "400": "The body could not be read.",
    "401": "No valid access token.",
    "403": "Your role does not include what this needs.",
    "404": "There is no such thing, or it is not yours.",
    "409": "It conflicts with what is there; `code` says how.",
    "413": "The body is too large.",
    "414": "The query is too long.",
    "422": "The input cannot be used; `errors` names each field.",
    "429": "Too often; `Retry-After` says when to come back, `RateLimit` what is left.",
    "431": "The headers are too large.",
    "503": "Busy; send the same request again after `Retry-After`.",
}
OF_EVERY_PATH = ("400", "413", "414", "431")
VERSIONED = {
    "412": "It has changed since the version that you name.",
    "428": "Name the version that you edit, by `If-Match` or in the body.",
}
DESCRIPTION = """\
Know what you have, where it is, who holds it, and what to get next.

Sign in with **Authorize** (e-mail and password), then try anything out. Lists are keyset pages;
quantities and money are decimal text; errors are `application/problem+json` with a stable `code`.
A POST below an organization takes an `Idempotency-Key`: sent again, it happens once.
"""


class InputFault(BaseModel):
    pointer: str = Field(examples=["/body/quantity"])
    message: str
    code: str


class Problem(BaseModel):
    """RFC 9457, with a stable code and the id to find the request by in the logs."""

    type: str
    title: str
    status: int
    code: str = Field(examples=["insufficient_stock"])
    detail: str
    request_id: str | None
    errors: list[InputFault] = Field(default=[], description="What is wrong with the input.")
    version: int | None = Field(default=None, description="With 412 and 428: the present one.")
    mfa_token: str | None = Field(
        default=None, description="With `mfa_required`: to be sent with a code, within 5 minutes."
    )
    organizations: list[str] = Field(
        default=[],
        description="With `last_owner`: the slugs of those that would be left to nobody.",
    )
    shortages: list[Shortage] = Field(
        default=[], description="With `insufficient_stock`: each line that asks for too much."
    )


def document(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    made: dict[str, Any] = app.openapi_schema or _make(app)
    app.openapi_schema = made
    return made


def _make(app: FastAPI) -> dict[str, Any]:
    schema: dict[str, Any] = get_openapi(
        title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes
    )
    components = schema["components"]["schemas"]
    components |= _schemas_of_problem()
    for unused in ("HTTPValidationError", "ValidationError"):
        components.pop(unused, None)
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            _add_refusals(path, operation)
    return schema


def _schemas_of_problem() -> dict[str, Any]:
    template = "#/components/schemas/{model}"
    schema = Problem.model_json_schema(ref_template=template, mode="serialization")
    parts: dict[str, Any] = schema.pop("$defs")
    return parts | {"Problem": schema}


def _add_refusals(path: str, operation: dict[str, Any]) -> None:
    edits = any(given["name"] == "if-match" for given in operation.get("parameters", ()))
    refusals = REFUSALS | VERSIONED if edits else REFUSALS
    if not path.startswith("/api/"):
        refusals = {status: REFUSALS[status] for status in OF_EVERY_PATH}
    for status, description in refusals.items():
        operation["responses"][status] = {
            "description": description,
            "content": {"application/problem+json": {"schema": {"$ref": PROBLEM}}},
        }
