"""`quartermaster env-example`: every setting with its meaning, made from the settings themselves."""

import typer

from app.core.config import Settings

HEAD = """\
# Every setting of Quartermaster. Copy this file to `.env`; a plain copy runs on SQLite.
# Empty values are ignored. Each secret can also be given as a file: SECRET_KEY_FILE=/run/secrets/key
# Made by `quartermaster env-example`; do not edit by hand.
"""
# what a document's reader would look for, in place of an empty value
SAMPLES = {
    "database_url": "postgresql+psycopg://quartermaster:password@localhost:5432/quartermaster",
    "postgres_user": "quartermaster",
    "postgres_password": "",
    "postgres_host": "localhost",
    "postgres_db": "quartermaster",
    "redis_url": "redis://localhost:6379/0",
    "celery_broker_url": "redis://localhost:6379/1",
    "public_url": "https://stock.example.org",
    "first_superuser_email": "admin@example.org",
    "cors_origins": "http://localhost:3000,http://localhost:5173",
    "backend_cors_origins": '["http://localhost:3000"]',
    "rate_limits": "on",
    "trusted_proxies": "10.0.0.0/8",
    "csp_mode": "strict",
}


def render() -> str:
    """The text of `.env.example`: each name commented out, with its default or a sample."""
    lines = [HEAD]
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=False)
        plain = default if isinstance(default, str | int | float) else ""
        if isinstance(default, bool):
            plain = str(default).lower()
        lines += [f"# {field.description}", f"#{name.upper()}={SAMPLES.get(name, plain)}", ""]
    return "\n".join(lines)


def env_example() -> None:
    """Print `.env.example`, which the repository keeps in its root and in backend/."""
    typer.echo(render(), nl=False)


def add_to(app: typer.Typer) -> None:
    app.command("env-example")(env_example)
