"""Databases that take long to make: made once by each worker, and copied for whoever wants one like it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from app.core.ids import new_id
from tests.services import postgres


@dataclass
class Models:
    folder: Path
    files: dict[str, Path] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)

    def have(self, what: str, url: str, make: Callable[[], object]) -> None:
        """Have at `url`, where an empty database is, what `make` would leave there.

        Nobody may be connected to it.
        """
        there = make_url(url)
        if there.get_backend_name() == "sqlite":
            self._have_file(what, Path(str(there.database)), make)
        else:
            self._have_template(what, there, make)

    def _have_file(self, what: str, path: Path, make: Callable[[], object]) -> None:
        if what in self.files:
            shutil.copy(self.files[what], path)
            return
        make()
        self.files[what] = Path(shutil.copy(path, self.folder / f"{what}.db"))

    def _have_template(self, what: str, there: URL, make: Callable[[], object]) -> None:
        server, name = postgres.shared(), str(there.database)
        if what in self.templates:
            server.drop_database(name)
            server.create_database(name, template=self.templates[what])
            return
        make()
        model = f"qm_model_{new_id().hex}"
        server.create_database(model, template=name)
        self.templates[what] = model

    def drop(self) -> None:
        for name in self.templates.values():
            postgres.shared().drop_database(name)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Models]:
    models = Models(tmp_path_factory.mktemp("models"))
    yield models
    models.drop()
