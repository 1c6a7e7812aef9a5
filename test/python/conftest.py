"""What all Python tests share."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import inspect

from cellkeep_store import opening
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.migrate import migrate
from cellkeep_store.catalog.postgres import PostgresDatabase
from object_storage import CREDENTIALS, running_storage
from postgres_server import new_database, running_server
from quick_folder import quick_folder

# pytest takes plugins only from a conftest that it loads first: not from the server tests' own.
pytest_plugins = ["pytest_jupyter.jupyter_server"]

# pytest is a script, and each run in it would keep the installed packages.
os.environ["CELLKEEP_NO_ENVIRONMENT"] = "1"
# Where pytest makes `tmp_path`, unless it is told another place.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", quick_folder())

# A machine may be slow, and is then not wrong. The test command tries the same examples each time,
# so that a change is judged by what it changes; `make long` searches for others.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("patient", PATIENT, derandomize=True)
settings.register_profile("searching", PATIENT, derandomize=False)
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run the migrations once, for they take longer than most tests: new catalogs are copies.

    Processes that a test starts run them, and so do the tests of migrations. Of PostgreSQL there
    is a template of its own.
    """
    first = Database(tmp_path_factory.mktemp("migrated") / "catalog.sqlite", shared_disk=False)
    migrate(first)
    first.close()

    def copy_or_migrate(database: Database) -> None:
        if type(database) is not Database or database.shared_disk or not is_new(database):
            migrate(database)
            return
        with (
            closing(sqlite3.connect(first.path)) as migrated,
            closing(sqlite3.connect(database.path)) as new,
        ):
            migrated.backup(new)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "migrate", copy_or_migrate)
        yield


def is_new(database: Database) -> bool:
    with database.read() as connection:
        return not inspect(connection).get_table_names()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The socket of a database server, whose database "migrated" is copied for each test."""
    with running_server() as socket:
        catalog = PostgresDatabase(new_database(socket, "migrated"))
        migrate(catalog)
        catalog.close()
        yield socket


@pytest.fixture(scope="session")
def storage_environment() -> Iterator[dict[str, str]]:
    """The variables by which a store reaches an object storage."""
    with running_storage() as endpoint:
        yield {**CREDENTIALS, "AWS_ENDPOINT_URL": endpoint}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach, which none of pytest's own is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        path.chmod(0o755)
        yield path
