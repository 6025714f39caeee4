"""What the domain answers instead of a result; the API floor writes it as problem+json."""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the input: where (RFC 6901), what, and a stable code."""

    pointer: str
    message: str
    code: str = "invalid"

    def as_json(self) -> dict[str, str]:
        return {"pointer": self.pointer, "message": self.message, "code": self.code}


class AppError(Exception):
    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    detail: ClassVar[str] = ""
    headers: dict[str, str] = {}
    keeps_writes: ClassVar[bool] = False  # the refusal itself is a fact: commit, then raise

    def __init__(self, detail: str | None = None, *, at: str | None = None, **more: Any) -> None:
        """`at` points to the input at fault; `more` stands beside `detail`, JSON-ready."""
        super().__init__(detail or self.detail)
        self.more = more
        if at is not None:
            self.more["errors"] = [Fault(at, str(self), self.code).as_json()]


class NotFound(AppError):
    status, code, detail = 404, "not_found", "There is no such thing here."


class Unauthorized(AppError):
    status, code = 401, "unauthorized"
    detail = "Sign in first: send a valid access token as `Authorization: Bearer …`."
    headers = {"WWW-Authenticate": "Bearer"}


class Forbidden(AppError):
    status, code = 403, "forbidden"


class Invalid(AppError):
    """Input that has the right shape and cannot be used all the same."""

    status, code = 422, "invalid"


class InvalidFields(Invalid):
    """Several faults at once, each at its place."""

    detail = "Some of the input cannot be used."

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(None, errors=[fault.as_json() for fault in faults])


class Conflict(AppError):
    """A subclass that names a constraint says what violating it means."""

    status, code = 409, "conflict"
    constraint: ClassVar[str | None] = None
    by_constraint: ClassVar[dict[str, type["Conflict"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__dict__.get("constraint") is not None:
            cls.by_constraint[str(cls.constraint)] = cls


class InUse(Conflict):
    code, detail = "in_use", "Something refers to it, or what it refers to is gone."
    constraint: ClassVar[str | None] = "FOREIGN KEY"  # all of them: SQLite does not say which


class ChangedMeanwhile(Conflict):
    code, detail = "changed_meanwhile", "Somebody else changed it first; read it again."


class VersionMismatch(AppError):
    status, code, detail = 412, "version_mismatch", "It has changed since you read it."


class VersionRequired(AppError):
    status, code = 428, "version_required"


class Busy(AppError):
    status, code, detail = 503, "busy", "The database is busy; try the same request again."
    headers = {"Retry-After": "1"}


class SchemaBehind(AppError):
    status, code = 503, "schema_behind"
    detail = (
        "The database does not fit this version of the code: run `quartermaster migrate apply`."
    )
    headers = {"Retry-After": "30"}
