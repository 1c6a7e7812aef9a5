"""A store of its own for each test, and nothing of the person's in reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from presigned_client import PART
from store_samples import make_run, save_named

from cellkeep_core.ids import new_id
from cellkeep_core.protocol import Provenance
from cellkeep_store import Store
from cellkeep_store.catalog import first_rows
from object_storage import BUCKET
from postgres_server import drop_database, new_database


@contextmanager
def migrated_database(socket: str) -> Iterator[str]:
    name = new_id()
    yield new_database(socket, name, "migrated")
    drop_database(socket, name)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    for name in ("STORE", "SPOOL", "STORE_LIMIT", "CATALOG_URL"):
        monkeypatch.delenv(f"CELLKEEP_{name}", raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def catalog_url(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str | None]:
    """Where the store of a test has its catalog: in its folder, unless `BOTH_CATALOGS` asks."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield None
        return
    with migrated_database(request.getfixturevalue("postgres")) as url:
        monkeypatch.setenv("CELLKEEP_CATALOG_URL", url)
        yield url


@pytest.fixture
def store(root: Path, catalog_url: str | None) -> Iterator[Store]:
    with Store.open(root) as opened:
        yield opened


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of the modules that say so on a catalog of either kind."""
    if not getattr(metafunc.module, "BOTH_CATALOGS", False):
        return
    for user, catalog in (("store", "catalog_url"), ("filled_store", "filled_store")):
        if user in metafunc.fixturenames:
            metafunc.parametrize(catalog, ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "other") as opened:
        yield opened


@pytest.fixture(scope="session")
def object_storage(storage_environment: dict[str, str]) -> Iterator[str]:
    """The endpoint of an object storage, whose credentials are in the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in storage_environment.items():
            patch.setenv(name, value)
        yield storage_environment["AWS_ENDPOINT_URL"]


@pytest.fixture
def service(object_storage: str, migrated_url: str) -> tuple[str, str]:
    """The URLs of a store of a team, which nobody has made yet."""
    return f"s3://{BUCKET}/tests/{new_id()}", migrated_url


@pytest.fixture
def servers(service: tuple[str, str], tmp_path: Path) -> Iterator[list[Store]]:
    """A store of a team, opened by three servers."""
    with ExitStack() as opened:
        folders = [tmp_path / f"server {number}" for number in range(3)]
        yield [opened.enter_context(Store.open_service(*service, each)) for each in folders]


@pytest.fixture
def stores(
    service: tuple[str, str], object_storage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Store]]:
    """Two servers of one service, whose clients reach the storage."""
    monkeypatch.setattr("cellkeep_store.uploads.presigned.PART_BYTES", PART)
    with ExitStack() as opened:
        yield [
            opened.enter_context(
                Store.open_service(*service, tmp_path / each, client_endpoint=object_storage)
            )
            for each in "01"
        ]


@pytest.fixture
def migrated_url(postgres: str) -> Iterator[str]:
    """A catalog of nobody, as it is after all migrations."""
    with migrated_database(postgres) as url:
        yield url


@pytest.fixture(params=["few", "several", "many"])
def looked_for(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look by all ways there are: as where few match, several, and many."""
    if request.param != "few":
        monkeypatch.setattr(first_rows, "FEW", -1)
    if request.param == "several":
        monkeypatch.setattr(first_rows, "WALKED", 0)


@pytest.fixture
def own_library(store: Store, looked_for: None) -> Store:
    """Some artifacts, for a test that changes them."""
    return filled(store)


@pytest.fixture(scope="module")
def filled_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    with ExitStack() as stack:
        url = None
        if request.param == "postgres":
            url = stack.enter_context(migrated_database(request.getfixturevalue("postgres")))
        root = tmp_path_factory.mktemp("filled") / "store"
        yield filled(stack.enter_context(Store.open(root, catalog_url=url)))


@pytest.fixture
def library(filled_store: Store, looked_for: None) -> Store:
    """The same, saved once for the tests of a module, which only read it."""
    return filled_store


def filled(store: Store) -> Store:
    first = make_run("vision", folder="/team/a", tags=["paper"], notebook="work/vision.ipynb")
    second = make_run("text", folder="/team", tags=[])
    save_named(store, "Zebra", first, 10, media_type="image/png", category="input")
    save_named(store, "apple", first, 500, media_type="image/svg+xml")
    save_named(store, "train.py", second, 3, media_type="text/x-python", category="code")
    elsewhere = Provenance(via="save", notebook="other.ipynb")
    save_named(store, "mango", second, 70, media_type="image/png", provenance=elsewhere)
    return store
