"""Every name of the settings, which one wins, and what is refused before anything starts."""

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run
from sys import executable
from typing import Any

import pytest
from sqlalchemy import make_url

from app.core import config
from app.core.config import (
    BACKEND,
    ROOT,
    Environment,
    Settings,
    SettingsRefused,
    development_secret,
    get_settings,
    load_settings,
)
from app.core.database_url import normalized, split
from app.core.engine import Database
from app.core.keys import Keys, SigningKey, derived
from app.core.revisions import present_revision

SECRET = "0f7c1e52a9d84b36" * 2 + "c5e8"
OTHER_SECRET = "b7d19c04e6f2385a" * 2 + "91d0"
THIRD_SECRET = "48ad03f6c2971eb5" * 2 + "73fc"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of whoever runs the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def loaded(**values: Any) -> Settings:
    return load_settings(_env_file=None, **values)


def sentences(**values: Any) -> list[str]:
    """What the settings are refused with; each of them one line of the exit's text."""
    with pytest.raises(SettingsRefused) as refused:
        loaded(**values)
    assert str(refused.value.code).count("\n") == len(refused.value.sentences) - 1
    return refused.value.sentences


def in_production(**values: Any) -> dict[str, Any]:
    return {"environment": "production", "secret_key": SECRET} | values


ENVIRONMENT_VALUES = {
    "ENVIRONMENT": ("staging", "environment", Environment.STAGING),
    "DEBUG": ("false", "debug", False),
    "LOG_LEVEL": ("warning", "log_level", "WARNING"),
    "HOST": ("127.0.0.2", "host", "127.0.0.2"),
    "PORT": ("8080", "port", 8080),
    "PUBLIC_URL": ("https://example.org", "public_url", "https://example.org"),
    "REDIS_URL": ("redis://localhost", "redis_url", "redis://localhost"),
    "CELERY_BROKER_URL": ("redis://localhost", "celery_broker_url", "redis://localhost"),
    "DB_POOL_SIZE": ("7", "db_pool_size", 7),
    "DB_MAX_OVERFLOW": ("0", "db_max_overflow", 0),
    "DB_POOL_TIMEOUT": ("3", "db_pool_timeout", 3.0),
    "DB_POOL_RECYCLE": ("60", "db_pool_recycle", 60),
    "DB_CONCURRENCY": ("3", "db_concurrency", 3),
    "SECRET_KEY": (SECRET, "secret_key", SECRET),
    "SECRET_KEY_PREVIOUS": (OTHER_SECRET, "secret_key_previous", OTHER_SECRET),
    "JWT_SECRET": (OTHER_SECRET, "jwt_secret", OTHER_SECRET),
    "JWT_ACCESS_SECRET": (OTHER_SECRET, "jwt_access_secret", OTHER_SECRET),
    "JWT_REFRESH_SECRET": (OTHER_SECRET, "jwt_refresh_secret", OTHER_SECRET),
    "JWT_ALGORITHM": ("HS256", "jwt_algorithm", "HS256"),
    "ACCESS_TOKEN_EXPIRE_MINUTES": ("5", "access_token_expire_minutes", 5),
    "REFRESH_TOKEN_EXPIRE_DAYS": ("3", "refresh_token_expire_days", 3),
    "PASSWORD_HASH_SCHEME": ("argon2id", "password_hash_scheme", "argon2id"),
    "PASSWORD_HASH_COST": ("13", "password_hash_cost", 13),
    "REGISTRATION": ("invitation", "registration", "invitation"),
    "VERIFICATION_REQUIRED": ("true", "verification_required", True),
    "RATE_LIMITS": ("off", "rate_limits", False),
    "TRUSTED_PROXIES": ("10.0.0.0/8, ::1", "trusted_proxies", ["10.0.0.0/8", "::1/128"]),
    "HSTS_SECONDS": ("60", "hsts_seconds", 60),
    "CSP_MODE": ("relaxed", "csp_mode", "relaxed"),
    "MAX_BODY_BYTES": ("5000", "max_body_bytes", 5000),
    "CORS_ORIGINS": ("https://a.example", "cors_origins", ["https://a.example"]),
    "BACKEND_CORS_ORIGINS": ('["https://a.example"]', "cors_origins", ["https://a.example"]),
}


@pytest.mark.parametrize("name", ENVIRONMENT_VALUES)
def test_a_setting_is_read_from_the_variable_of_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    text, field, value = ENVIRONMENT_VALUES[name]
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv(name, text)
    assert getattr(loaded(), field) == value


@pytest.mark.parametrize("name", ENVIRONMENT_VALUES)
def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    _, field, _ = ENVIRONMENT_VALUES[name]
    default = getattr(loaded(), field)
    monkeypatch.setenv(name, "")
    assert getattr(loaded(), field) == default


def test_the_tokens_live_for_fifteen_minutes_and_seven_days_unless_said() -> None:
    settings = loaded()
    assert settings.access_token_expire_minutes == 15
    assert settings.refresh_token_expire_days == 7
    assert settings.password_hash_cost == 12
    assert settings.password_hash_scheme == "bcrypt"
    assert settings.jwt_algorithm == "HS256"
    assert settings.environment is Environment.DEVELOPMENT


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("local", Environment.DEVELOPMENT),
        ("Local", Environment.DEVELOPMENT),
        ("development", Environment.DEVELOPMENT),
        ("PRODUCTION", Environment.PRODUCTION),
        ("staging", Environment.STAGING),
        ("test", Environment.TEST),
    ],
)
def test_local_is_another_name_of_development(given: str, meant: Environment) -> None:
    assert loaded(environment=given, secret_key=SECRET).environment is meant


def test_an_unknown_environment_is_refused_in_a_sentence_without_its_value() -> None:
    (said,) = sentences(environment="moon")
    assert said.startswith("ENVIRONMENT: ")
    assert "production" in said
    assert "moon" not in said


@pytest.mark.parametrize("text", ["True", "true", "1"])
def test_is_test_is_the_test_environment_by_another_name(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("IS_TEST", text)
    settings = loaded()
    assert settings.environment is Environment.TEST
    assert not settings.exposed


def test_is_test_cannot_switch_the_checks_of_production_off() -> None:
    said = sentences(environment="production", is_test=True, secret_key=None)
    assert "IS_TEST and ENVIRONMENT=production contradict each other." in said
    assert any(sentence.startswith("SECRET_KEY must be set") for sentence in said)


# --- the database


def test_without_configuration_it_is_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    settings = loaded(data_dir=tmp_path)
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path}/quartermaster.db"


def test_a_relative_data_folder_lies_below_the_checkout(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert loaded(data_dir="some/where").data_dir == ROOT / "some" / "where"


def test_outside_a_checkout_a_relative_data_folder_lies_in_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config, "BASE", Path())
    assert loaded(data_dir="here").data_dir == tmp_path / "here"


def test_the_five_parts_make_a_url_with_what_is_special_quoted() -> None:
    settings = loaded(
        postgres_user="us/er",
        postgres_password="p@ss:w/rd%",
        postgres_host="db",
        postgres_port=5433,
        postgres_db="stock",
    )
    url = make_url(settings.database)
    assert (url.drivername, url.host, url.port, url.database) == (
        "postgresql+asyncpg",
        "db",
        5433,
        "stock",
    )
    assert (url.username, url.password) == ("us/er", "p@ss:w/rd%")


def test_parts_that_are_left_out_have_the_usual_values() -> None:
    url = make_url(loaded(postgres_user="ada").database)
    assert (url.host, url.port, url.database, url.password) == ("localhost", 5432, "ada", None)
    assert make_url(loaded(postgres_host="db").database).database == "postgres"


def test_database_url_wins_over_the_parts() -> None:
    settings = loaded(database_url="postgresql://u@one/a", postgres_host="two", postgres_db="b")
    assert settings.database == "postgresql+asyncpg://u@one/a"


@pytest.mark.parametrize(
    "given",
    [
        "postgres://u:p@h:1/d",
        "postgresql://u:p@h:1/d",
        "postgresql+psycopg://u:p@h:1/d",
        "postgresql+psycopg2://u:p@h:1/d",
        "postgresql+asyncpg://u:p@h:1/d",
    ],
)
def test_any_driver_of_postgresql_becomes_asyncpg(given: str) -> None:
    assert normalized(given) == "postgresql+asyncpg://u:p@h:1/d"


@pytest.mark.parametrize("given", ["sqlite:///a.db", "sqlite+aiosqlite:///a.db"])
def test_any_driver_of_sqlite_becomes_aiosqlite(given: str) -> None:
    assert normalized(given) == "sqlite+aiosqlite:///a.db"


def test_arguments_of_libpq_become_those_of_asyncpg() -> None:
    url = normalized(
        "postgresql://u@h/d?sslmode=require&connect_timeout=3&application_name=x&options=-c%20a%3Db"
    )
    bare, arguments = split(make_url(url))
    assert not bare.query
    assert arguments == {
        "ssl": "require",
        "timeout": 3.0,
        "server_settings": {"application_name": "x", "options": "-c a=b"},
    }


def test_of_an_argument_that_is_given_twice_the_last_counts() -> None:
    _, arguments = split(make_url("postgresql+asyncpg://u@h/d?search_path=a&search_path=b"))
    assert arguments["server_settings"] == {"search_path": "b"}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://u@h/d", "must begin with postgresql:// or sqlite://"),
        ("nonsense", "is not a database URL such as postgresql://user@host/name"),
        ("postgresql://u@h:port/d", "is not a database URL such as postgresql://user@host/name"),
        ("postgresql://u@h/d?foo=1", "has the argument foo, which is not supported here"),
        (
            "postgresql://u@h/d?sslmode=perhaps",
            "takes as sslmode one of allow, disable, prefer, require, verify-ca, verify-full",
        ),
        (
            "postgresql://u@h/d?connect_timeout=soon",
            "takes as connect_timeout a whole number of seconds",
        ),
    ],
)
def test_a_database_url_that_cannot_be_used_is_refused_in_one_sentence(url: str, said: str) -> None:
    assert sentences(database_url=url) == [f"DATABASE_URL: {said}."]


@pytest.mark.parametrize(
    ("environment", "pool", "overflow"),
    [("development", 5, 10), ("test", 5, 10), ("staging", 20, 50), ("production", 20, 50)],
)
def test_the_pool_is_larger_where_strangers_come(
    environment: str, pool: int, overflow: int
) -> None:
    settings = loaded(environment=environment, secret_key=SECRET)
    assert (settings.db_pool_size, settings.db_max_overflow) == (pool, overflow)
    assert (settings.db_pool_timeout, settings.db_pool_recycle) == (30, 3600)
    assert settings.db_concurrency == 12


def test_work_is_admitted_for_no_more_than_there_are_connections() -> None:
    assert loaded(db_pool_size=3, db_max_overflow=0).db_concurrency == 3
    assert loaded(db_pool_size=3, db_max_overflow=0, db_concurrency=2).db_concurrency == 2


# --- CORS


@pytest.mark.parametrize("name", ["CORS_ORIGINS", "BACKEND_CORS_ORIGINS"])
@pytest.mark.parametrize(
    "form",
    [
        "https://a.example, http://b.example:3000/",
        '["https://a.example", "http://b.example:3000"]',
        ' [ "https://a.example/" , "http://b.example:3000" ] ',
    ],
)
def test_origins_come_by_either_name_and_in_either_form(
    monkeypatch: pytest.MonkeyPatch, name: str, form: str
) -> None:
    monkeypatch.setenv(name, form)
    assert loaded().cors_origins == ["https://a.example", "http://b.example:3000"]


def test_origins_of_both_names_are_one_list_without_doubles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CORS_ORIGINS", "https://a.example,https://b.example")
    monkeypatch.setenv("BACKEND_CORS_ORIGINS", '["https://b.example","https://c.example"]')
    assert loaded().cors_origins == ["https://a.example", "https://b.example", "https://c.example"]


def test_a_list_of_origins_that_is_no_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ORIGINS", '["https://a.example"')
    assert sentences() == ["CORS_ORIGINS: must be a comma list or a JSON list of origins."]


@pytest.mark.parametrize("environment", ["development", "production"])
def test_every_origin_at_once_is_refused_everywhere(environment: str) -> None:
    assert sentences(environment=environment, secret_key=SECRET, cors_origins=["*"]) == [
        "CORS_ORIGINS must name origins; * cannot go with credentials."
    ]


# --- where values come from


def test_a_secret_can_be_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{SECRET}\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert loaded(environment="production").secret_key == SECRET


def test_the_variable_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(OTHER_SECRET)
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("SECRET_KEY", SECRET)
    assert loaded().secret_key == SECRET


def test_an_empty_secret_file_counts_as_not_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert loaded().secret_key is None


def test_a_secret_file_that_cannot_be_read_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POSTGRES_PASSWORD_FILE", str(tmp_path / "gone"))
    with pytest.raises(SystemExit) as refused:
        loaded()
    assert refused.value.code == (
        "Settings: POSTGRES_PASSWORD_FILE names a file that cannot be read:"
        " No such file or directory."
    )


def test_a_dotenv_file_yields_to_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORT=9001\nHOST=dotenv.example\nSECRET_KEY=\nUNKNOWN=1\n")
    monkeypatch.setenv("PORT", "9002")
    settings = load_settings(_env_file=tmp_path / ".env")
    assert (settings.port, settings.host) == (9002, "dotenv.example")
    assert settings.secret_key is None


def test_the_dotenv_files_are_those_of_the_root_and_of_the_backend() -> None:
    assert Settings.model_config["env_file"] == (ROOT / ".env", BACKEND / ".env")


def test_the_settings_of_the_process_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # why: the real .env files of whoever runs the tests must not count
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("PORT", "9003")
    assert get_settings() is get_settings()
    assert get_settings().port == 9003


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", 0),
        ("port", 70000),
        ("password_hash_cost", 3),
        ("access_token_expire_minutes", 61),
        ("refresh_token_expire_days", 0),
        ("db_pool_size", 0),
        ("csp_mode", "loose"),
        ("log_level", "chatty"),
        ("password_hash_scheme", "md5"),
        ("max_body_bytes", 10),
        ("debug", "perhaps"),
    ],
)
def test_a_value_out_of_bounds_is_refused_by_name(name: str, value: object) -> None:
    (said,) = sentences(**{name: value})
    assert said.startswith(f"{name.upper()}: ")


# --- secrets


def test_production_needs_a_secret() -> None:
    assert sentences(environment="production") == [
        "SECRET_KEY must be set in production; draw one: openssl rand -hex 32"
    ]


@pytest.mark.parametrize("environment", ["staging", "production"])
@pytest.mark.parametrize(
    "name", ["secret_key", "secret_key_previous", "jwt_secret", "jwt_access_secret"]
)
def test_a_short_secret_is_refused(environment: str, name: str) -> None:
    values = {"secret_key": SECRET} | {name: SECRET[:31]}
    if name != "secret_key":
        values[name] = OTHER_SECRET[:31]
    assert sentences(environment=environment, **values) == [
        f"{name.upper()} must have at least 32 characters."
    ]


@pytest.mark.parametrize(
    "secret",
    [
        "changethis" + "x1y2z3w4" * 4,
        "your-secret-key-here-please-change-it",
        "a" * 40,
        "abababababababababababababababababab",
        "CHANGE-ME-" + SECRET,
    ],
)
def test_a_default_or_a_pattern_is_no_secret(secret: str) -> None:
    assert sentences(**in_production(jwt_secret=secret)) == [
        "JWT_SECRET is a default or a pattern; draw one: openssl rand -hex 32"
    ]


def test_limits_are_on_and_production_keeps_them_on() -> None:
    assert loaded().rate_limits
    (said,) = sentences(**in_production(rate_limits="off"))
    assert said == "RATE_LIMITS must be on in production."
    assert not loaded(**in_production(environment="staging", rate_limits="off")).rate_limits


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("trusted_proxies", "anyone"),
        ("trusted_proxies", "10.0.0.1/8"),
        ("redis_url", "memcached://x"),
    ],
)
def test_a_place_that_cannot_be_is_refused_by_name(name: str, value: str) -> None:
    (said,) = sentences(**{name: value})
    assert said.startswith(f"{name.upper()}: must b")
    assert value not in said


def test_valkey_is_redis_by_another_name() -> None:
    assert loaded(redis_url="valkeys://h/1").redis_url == "rediss://h/1"


def test_browsers_stay_with_https_where_strangers_come_unless_said() -> None:
    assert loaded().hsts_seconds == 0
    assert loaded(**in_production()).hsts_seconds == 31_536_000
    assert loaded(**in_production(hsts_seconds=0)).hsts_seconds == 0


def test_equal_secrets_are_refused() -> None:
    assert sentences(
        **in_production(jwt_access_secret=OTHER_SECRET, jwt_refresh_secret=SECRET)
    ) == ["SECRET_KEY, JWT_ACCESS_SECRET, JWT_REFRESH_SECRET must differ from each other."]


def test_every_fault_is_told_at_once() -> None:
    said = sentences(
        **in_production(
            secret_key="short",
            debug=True,
            password_hash_cost=11,
            public_url="http://example.org",
            jwt_algorithm="none",
            first_superuser_email="ada@example.org",
        )
    )
    assert said == [
        "JWT_ALGORITHM must be HS256, not none.",
        "FIRST_SUPERUSER_EMAIL and FIRST_SUPERUSER_PASSWORD go together.",
        "SECRET_KEY must have at least 32 characters.",
        "DEBUG must be off in production.",
        "PASSWORD_HASH_COST must be at least 12 in production.",
        "PUBLIC_URL must begin with https:// in production.",
    ]


def test_development_takes_what_production_refuses(tmp_path: Path) -> None:
    settings = loaded(
        data_dir=tmp_path,
        secret_key="short",
        jwt_secret="short",
        debug=True,
        password_hash_cost=4,
        public_url="http://localhost",
    )
    assert settings.secret == "short"


def test_production_takes_what_is_right() -> None:
    settings = loaded(
        **in_production(
            secret_key_previous=OTHER_SECRET,
            jwt_secret=THIRD_SECRET,
            public_url="https://example.org",
        )
    )
    assert settings.exposed
    assert settings.secret == SECRET


def test_the_cost_of_bcrypt_does_not_matter_to_argon2id() -> None:
    settings = loaded(**in_production(password_hash_scheme="argon2id", password_hash_cost=4))
    assert settings.password_hash_scheme == "argon2id"


def test_another_algorithm_is_refused_in_development_too() -> None:
    assert sentences(jwt_algorithm="RS256") == ["JWT_ALGORITHM must be HS256, not RS256."]


# --- the development secret


def test_the_development_secret_is_drawn_once_and_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    settings = loaded(data_dir=folder)
    first = settings.secret
    assert len(first) == 64
    assert loaded(data_dir=folder).secret == first
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret_key"]
    assert development_secret(tmp_path / "other") != first


def test_processes_that_start_at_once_draw_one_secret(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from app.core.config import development_secret;"
        "sys.stdin.readline(); print(development_secret(Path(sys.argv[1])))"
    )

    def draw(_: int) -> str:
        command = [executable, "-c", program, str(tmp_path)]
        return run(  # noqa: S603 (our own program)
            command, cwd=BACKEND, input="\n", capture_output=True, text=True, check=True
        ).stdout

    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(draw, range(4)))
    assert len(set(drawn)) == 1
    assert drawn[0].strip() == (tmp_path / "secret_key").read_text()
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_whoever_comes_second_takes_the_secret_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_text

    def write_late(path: Path, text: str) -> int:
        # why: another process links its secret exactly between our look and our link
        write(tmp_path / "secret_key", "the first one's")
        return write(path, text)

    monkeypatch.setattr(Path, "write_text", write_late)
    assert development_secret(tmp_path) == "the first one's"
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


# --- keys


def test_all_keys_derive_from_the_secret_and_differ_by_purpose() -> None:
    keys = Keys.of(loaded(secret_key=SECRET))
    assert keys.access == (SigningKey(derived(SECRET, "access")),)
    assert keys.refresh == derived(SECRET, "refresh")
    everything = [keys.access[0].key, keys.refresh, keys.at_rest[0], keys.pepper[0]]
    assert len(set(everything)) == 4
    assert SECRET.encode() not in everything


@pytest.mark.parametrize(
    ("given", "signs"),
    [
        ({}, derived(SECRET, "access")),
        ({"jwt_secret": OTHER_SECRET}, OTHER_SECRET.encode()),
        ({"jwt_access_secret": THIRD_SECRET}, THIRD_SECRET.encode()),
        ({"jwt_secret": OTHER_SECRET, "jwt_access_secret": THIRD_SECRET}, THIRD_SECRET.encode()),
    ],
)
def test_the_most_specific_secret_signs_access_tokens(given: dict[str, str], signs: bytes) -> None:
    keys = Keys.of(loaded(secret_key=SECRET, **given))
    assert keys.access[0].key == signs
    # a token from before the secret was given still verifies
    assert keys.access[-1].key == derived(SECRET, "access")


def test_refresh_tokens_have_a_secret_of_their_own_if_one_is_given() -> None:
    keys = Keys.of(
        loaded(secret_key=SECRET, jwt_secret=OTHER_SECRET, jwt_refresh_secret=THIRD_SECRET)
    )
    assert keys.refresh == THIRD_SECRET.encode()


def test_the_previous_secret_verifies_and_does_not_sign() -> None:
    keys = Keys.of(loaded(secret_key=SECRET, secret_key_previous=OTHER_SECRET))
    for now_and_then in (keys.at_rest, keys.pepper, tuple(key.key for key in keys.access)):
        assert len(now_and_then) == 2
    assert keys.access[0].key == derived(SECRET, "access")
    assert keys.access[1].key == derived(OTHER_SECRET, "access")
    before = Keys.of(loaded(secret_key=OTHER_SECRET))
    assert keys.stored_forms("rt_x")[1] == before.stored("rt_x")
    assert keys.stored("rt_x") == keys.stored_forms("rt_x")[0]


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = loaded(data_dir=tmp_path / "file" / "data")
    for use in (lambda: settings.secret, lambda: Database(settings)):
        with pytest.raises(SettingsRefused) as refused:
            use()
        (said,) = refused.value.sentences
        assert said == f"DATA_DIR: {settings.data_dir} cannot be used: Not a directory."


async def test_without_configuration_the_data_folder_is_made_with_the_database(
    tmp_path: Path,
) -> None:
    database = Database(loaded(data_dir=tmp_path / "new"))
    assert await present_revision(database) is None
    await database.dispose()
    assert (tmp_path / "new" / "quartermaster.db").is_file()
