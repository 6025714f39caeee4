"""Databases that take long to make: made by the first of a run who wants one, and copied for everybody else."""

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import make_url

from app.core.ids import new_id
from tests.services import postgres


def have(what: str, url: str, make: Callable[[], object]) -> None:
    """Have at `url`, where an empty database is, what `make` would leave there.

    Nobody may be connected to it.
    """
    there = make_url(url)
    if there.get_backend_name() == "sqlite":
        _have_file(what, Path(str(there.database)), make)
    else:
        _have_database(what, str(there.database), make)


def _have_file(what: str, path: Path, make: Callable[[], object]) -> None:
    def fill(model: Path) -> None:
        make()
        shutil.copy(path, model)

    shutil.copy(file(what, fill), path)


def _have_database(what: str, name: str, make: Callable[[], object]) -> None:
    server = postgres.shared()

    def fill(model: str) -> None:
        make()
        server.create_database(model, template=name)

    model = template(what, fill)
    server.drop_database(name)
    server.create_database(name, template=model)


def file(what: str, fill: Callable[[Path], object]) -> Path:
    """An SQLite file that `fill` made at the path that it was given."""
    with postgres.one_process_at_a_time(what) as folder:
        model, part = folder / f"{what}.db", folder / f"{what}.part"
        if not model.exists():
            fill(part)
            part.rename(model)
        return model


def template(what: str, fill: Callable[[str], object]) -> str:
    """The name of a PostgreSQL database that `fill` made by the name that it was given."""
    with postgres.one_process_at_a_time(what) as folder:
        filled = folder / f"{what}.filled"
        if not filled.exists():
            name = f"qm_model_{new_id().hex}"  # other runs may use the same server
            postgres.keep(name)
            fill(name)
            filled.write_text(name)
        return filled.read_text()
