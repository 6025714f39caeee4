"""What Alembic does for the command line; loaded when a migration is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from app.core.revisions import SCRIPTS
from app.core.search_ddl import described
from app.core.startup import StartupRefused
from app.models import metadata

FILE_TEMPLATE = "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("file_template", FILE_TEMPLATE)
    config.set_main_option("timezone", "UTC")
    return config


@contextmanager
def _refused() -> Iterator[None]:
    """What Alembic refuses, in the way in which the command line says it plainly."""
    try:
        yield
    except CommandError as refusal:
        raise StartupRefused(str(refusal)) from refusal


def upgrade(revision: str) -> None:
    with _refused():
        command.upgrade(alembic_config(), revision)


def downgrade(revision: str) -> None:
    with _refused():
        command.downgrade(alembic_config(), revision)


def generate(message: str) -> None:
    with _refused():
        command.revision(alembic_config(), message=message, autogenerate=True)


def scripts() -> Iterator[Script]:
    """The newest first."""
    return ScriptDirectory.from_config(alembic_config()).walk_revisions()


def differences(connection: Connection) -> list[str]:
    """In what the database is not as the models say."""
    context = MigrationContext.configure(connection, opts={"include_name": described})
    return [str(difference) for difference in compare_metadata(context, metadata)]
