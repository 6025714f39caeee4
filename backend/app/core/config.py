"""The settings: every name, its default, and what is refused before anything starts."""

import json
import re
from enum import StrEnum
from functools import cached_property, lru_cache
from ipaddress import ip_network
from pathlib import Path
from secrets import token_hex
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import Field, ValidationError, computed_field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from app.core.database_url import normalized
from app.core.secret_files import SecretFiles, Unreadable

API_VERSION = "1.0.0"
BACKEND = Path(__file__).resolve().parents[2]
ROOT = BACKEND.parent
IN_CHECKOUT = (BACKEND / "pyproject.toml").is_file()
BASE = ROOT if IN_CHECKOUT else Path()
MIN_SECRET = 32
DEFAULTS_OF_OTHERS = ("changethis", "change-me", "changeme", "your-", "secret-key", "example")


class Environment(StrEnum):
    DEVELOPMENT = "development"
    TEST = "test"
    STAGING = "staging"
    PRODUCTION = "production"


class SettingsRefused(SystemExit):
    """Settings that must not be used, each fault in one plain sentence."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(f"Settings: {sentence}" for sentence in sentences))
        self.sentences = sentences


class Settings(BaseSettings):
    """Read from the environment, then `.env` in `backend/`, then `.env` in the root.

    Empty values are ignored. Each secret can be given as a file by `<NAME>_FILE`.
    """

    model_config = SettingsConfigDict(
        env_file=(ROOT / ".env", BACKEND / ".env") if IN_CHECKOUT else (".env",),
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    environment: Environment = Field(
        Environment.DEVELOPMENT, description="development (= local), staging, production or test."
    )
    is_test: bool = Field(False, description="IS_TEST=True is ENVIRONMENT=test by another name.")
    debug: bool = Field(False, description="Tracebacks in logs of refused requests, too.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR."
    )
    host: str = Field("127.0.0.1", description="The address that `quartermaster serve` binds.")
    port: int = Field(8000, ge=1, le=65535, description="The port that it binds.")
    public_url: str | None = Field(
        None, description="How people reach the server; links in mails are made from it."
    )
    data_dir: Path = Field(
        Path("data"), description="SQLite file and development secret; relative to the checkout."
    )
    web_dir: Path | None = Field(
        None, description="The built web UI; frontend/dist of the checkout, else the package's own."
    )

    database_url: str | None = Field(
        None, description="postgresql://… (any driver) or sqlite:///…; SQLite in DATA_DIR if unset."
    )
    postgres_user: str | None = Field(None, description="Used when DATABASE_URL is unset.")
    postgres_password: str | None = Field(None, description="Its password.")
    postgres_host: str | None = Field(None, description="Its host (localhost).")
    postgres_port: int = Field(5432, ge=1, le=65535, description="Its port.")
    postgres_db: str | None = Field(None, description="Its database.")
    db_pool_size: int | None = Field(
        None, ge=1, description="Connections kept (5; 20 in production)."
    )
    db_max_overflow: int | None = Field(
        None, ge=0, description="Connections beyond (10; 50 in production)."
    )
    db_pool_timeout: float = Field(30, gt=0, description="Seconds to wait for a connection.")
    db_pool_recycle: int = Field(3600, ge=1, description="Seconds after which one is renewed.")
    db_concurrency: int | None = Field(
        None, ge=1, description="Units of work at once a process: min(pool + overflow, 12)."
    )
    db_wait_seconds: float = Field(
        60, ge=0, description="Seconds that a start waits for a database that does not answer yet."
    )

    drain_seconds: float | None = Field(
        None,
        ge=0,
        description="Seconds of serving on, not ready, once told to end (0; 3 in production).",
    )

    audit_seal_seconds: float | None = Field(
        None,
        ge=0,
        description="Seconds from one pass of the audit log's sealer to the next (1); 0: it seals only"
        " when `quartermaster audit seal` is run.",
    )

    redis_url: str | None = Field(
        None, description="Where limits are counted that guard no account; in the process if unset."
    )
    celery_broker_url: str | None = Field(
        None, description="Background work goes through Celery when set; else it runs embedded."
    )

    secret_key: str | None = Field(
        None, description="At least 32 characters; all keys derive from it. Drawn in development."
    )
    secret_key_previous: str | None = Field(
        None, description="The key before a rotation: still verifies, no longer signs."
    )
    jwt_secret: str | None = Field(None, description="Signs access tokens in place of SECRET_KEY.")
    jwt_access_secret: str | None = Field(None, description="The same, and wins over JWT_SECRET.")
    jwt_refresh_secret: str | None = Field(None, description="Derives refresh tokens.")
    jwt_algorithm: str = Field("HS256", description="HS256 and nothing else.")
    access_token_expire_minutes: int = Field(15, ge=1, le=60, description="Life of access tokens.")
    refresh_token_expire_days: int = Field(
        7, ge=1, le=30, description="A session idle for longer ends; 30 days is the longest."
    )
    password_hash_scheme: Literal["bcrypt", "argon2id"] = Field(
        "bcrypt", description="bcrypt or argon2id; weaker hashes are renewed at log-in."
    )
    password_hash_cost: int = Field(
        12, ge=4, le=16, description="bcrypt's cost; below 12 is refused in production."
    )
    first_superuser_email: str | None = Field(None, description="Made at start if absent.")
    first_superuser_password: str | None = Field(None, description="Its password.")

    registration: Literal["open", "invitation", "closed"] = Field(
        "open", description="Who may open an account: anyone, who was invited, or nobody."
    )
    verification_required: bool = Field(
        False, description="Nobody signs in before their e-mail address is confirmed."
    )

    cors_origins: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="Comma list or JSON; BACKEND_CORS_ORIGINS is the same."
    )
    backend_cors_origins: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="The other name of CORS_ORIGINS."
    )
    csp_mode: Literal["strict", "relaxed", "disabled"] = Field(
        "strict", description="Content security policy: strict, relaxed or disabled."
    )
    hsts_seconds: int | None = Field(
        None,
        ge=0,
        description="How long browsers stay with https (a year; 0, none, in development).",
    )
    max_body_bytes: int = Field(10_000_000, ge=1000, description="Largest request body.")
    rate_limits: bool = Field(
        True, description="on or off; off is for measuring, and is refused in production."
    )
    trusted_proxies: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Comma list of addresses and networks whose X-Forwarded-For counts.",
    )

    invitation_days: int = Field(
        7, ge=1, le=90, description="Days in which an invitation can be accepted."
    )
    deletion_grace_days: int = Field(
        30, ge=1, le=365, description="Days in which a deleted organization can be restored."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        files = SecretFiles(settings_cls)
        return init_settings, env_settings, files, dotenv_settings, file_secret_settings

    @field_validator("environment", mode="before")
    @classmethod
    def _local_is_development(cls, value: Any) -> Any:
        name = str(value).lower()
        return "development" if name == "local" else name

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return str(value).upper()

    @field_validator("cors_origins", "backend_cors_origins", mode="before")
    @classmethod
    def _either_form(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            origins = json.loads(value) if value.lstrip().startswith("[") else value.split(",")
        except ValueError:
            raise ValueError("must be a comma list or a JSON list of origins") from None
        return [str(origin).strip().rstrip("/") for origin in origins if str(origin).strip()]

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: Any) -> Any:
        names = value.split(",") if isinstance(value, str) else value
        try:
            return [str(ip_network(str(name).strip())) for name in names if str(name).strip()]
        except ValueError:
            raise ValueError("must be a comma list of addresses and networks") from None

    @field_validator("redis_url")
    @classmethod
    def _known_scheme(cls, value: str | None) -> str | None:
        if value and not value.startswith(("redis://", "rediss://", "valkey://", "valkeys://")):
            raise ValueError("must begin with redis:// or rediss://")
        return value and re.sub("^valkey", "redis", value)  # they speak the same

    @field_validator("database_url")
    @classmethod
    def _known_driver(cls, value: str | None) -> str | None:
        return value and normalized(value)

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        if self.is_test and not self.exposed:
            self.environment = Environment.TEST
        self.cors_origins = list(dict.fromkeys([*self.cors_origins, *self.backend_cors_origins]))
        if not self.data_dir.is_absolute():
            self.data_dir = (BASE / self.data_dir).resolve()
        if self.web_dir is not None and not self.web_dir.is_absolute():
            self.web_dir = (BASE / self.web_dir).resolve()
        big = self.environment in {Environment.STAGING, Environment.PRODUCTION}
        self.db_pool_size = self.db_pool_size or (20 if big else 5)
        if self.db_max_overflow is None:
            self.db_max_overflow = 50 if big else 10
        if self.hsts_seconds is None:
            self.hsts_seconds = 31_536_000 if self.exposed else 0
        if self.drain_seconds is None:
            self.drain_seconds = 3 if big else 0
        if self.audit_seal_seconds is None:
            self.audit_seal_seconds = 0 if self.environment is Environment.TEST else 1
        self.db_concurrency = self.db_concurrency or min(
            self.db_pool_size + self.db_max_overflow, 12
        )
        return self

    @computed_field  # type: ignore[prop-decorator]  # mypy knows no decorated properties
    @cached_property
    def database(self) -> str:
        """The URL in use, its driver asyncpg or aiosqlite."""
        if self.database_url is not None:
            return self.database_url
        if self.postgres_db or self.postgres_host or self.postgres_user:
            user = quote(self.postgres_user or "postgres", safe="")
            word = f":{quote(self.postgres_password, safe='')}" if self.postgres_password else ""
            place = f"{self.postgres_host or 'localhost'}:{self.postgres_port}"
            return normalized(
                f"postgresql://{user}{word}@{place}/{self.postgres_db or self.postgres_user or 'postgres'}"
            )
        return f"sqlite+aiosqlite:///{self.data_dir / 'quartermaster.db'}"

    @property
    def exposed(self) -> bool:
        """Whether strangers may reach it: everything but development and tests."""
        return self.environment not in {Environment.DEVELOPMENT, Environment.TEST}

    @property
    def base_url(self) -> str:
        """What links in mails begin with: never what a request says that its host is."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def web_root(self) -> Path:
        """Where the built web UI is, if there is one."""
        built = ROOT / "frontend" / "dist"
        own = built if IN_CHECKOUT and built.is_dir() else BACKEND / "app" / "web"
        return self.web_dir or own

    @property
    def secret(self) -> str:
        """SECRET_KEY, or in development one that is drawn once into DATA_DIR."""
        return self.secret_key or development_secret(self.data_dir)

    def refusals(self) -> list[str]:
        """What keeps these settings from being used, each in one plain sentence."""
        said = []
        if self.jwt_algorithm != "HS256":
            said.append(f"JWT_ALGORITHM must be HS256, not {self.jwt_algorithm}.")
        if "*" in self.cors_origins:
            said.append("CORS_ORIGINS must name origins; * cannot go with credentials.")
        if bool(self.first_superuser_email) != bool(self.first_superuser_password):
            said.append("FIRST_SUPERUSER_EMAIL and FIRST_SUPERUSER_PASSWORD go together.")
        if self.exposed:
            if self.is_test:
                said.append(f"IS_TEST and ENVIRONMENT={self.environment} contradict each other.")
            said += self._weak_secrets()
            if self.environment is Environment.PRODUCTION and not self.rate_limits:
                said.append("RATE_LIMITS must be on in production.")
            if self.debug:
                said.append(f"DEBUG must be off in {self.environment}.")
            if self.password_hash_scheme == "bcrypt" and self.password_hash_cost < 12:  # noqa: S105 (a scheme's name)
                said.append(f"PASSWORD_HASH_COST must be at least 12 in {self.environment}.")
            if self.public_url and not self.public_url.startswith("https://"):
                said.append(f"PUBLIC_URL must begin with https:// in {self.environment}.")
        return said

    def _weak_secrets(self) -> list[str]:
        if self.secret_key is None:
            return [f"SECRET_KEY must be set in {self.environment}; draw one: openssl rand -hex 32"]
        secrets = {
            name.upper(): str(value)
            for name in SECRETS
            if (value := getattr(self, name)) is not None
        }
        said = []
        for name, secret in secrets.items():
            if len(secret) < MIN_SECRET:
                said.append(f"{name} must have at least {MIN_SECRET} characters.")
            elif len(set(secret)) < 8 or any(word in secret.lower() for word in DEFAULTS_OF_OTHERS):
                said.append(f"{name} is a default or a pattern; draw one: openssl rand -hex 32")
        if len(set(secrets.values())) < len(secrets):
            said.append(f"{', '.join(secrets)} must differ from each other.")
        return said


SECRETS = (
    "secret_key",
    "secret_key_previous",
    "jwt_secret",
    "jwt_access_secret",
    "jwt_refresh_secret",
)


def usable(directory: Path) -> Path:
    """`directory`, made if it is not there."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsRefused(
            [f"DATA_DIR: {directory} cannot be used: {error.strerror}."]
        ) from None
    return directory


def development_secret(directory: Path) -> str:
    """A secret of this installation alone: drawn once, readable by its owner only."""
    path = usable(directory) / "secret_key"
    draft = directory / f".secret_key.{token_hex(8)}"
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(token_hex(32))
        try:
            path.hardlink_to(draft)  # of two processes that start at once, one wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def sentences(error: ValidationError) -> list[str]:
    """Each fault with its name and without its value."""
    return [
        f"{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg'].removeprefix('Value error, ')}."
        for fault in error.errors(include_url=False, include_input=False)
    ]


def load_settings(**overrides: Any) -> Settings:
    """The settings, or `SettingsRefused` (an exit with plain sentences, never a traceback)."""
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        raise SettingsRefused(sentences(error)) from None
    except Unreadable as error:
        raise SettingsRefused([str(error)]) from None
    if said := settings.refusals():
        raise SettingsRefused(said)
    return settings


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The process's settings, read once."""
    return load_settings()
