"""Opening a store: making it, finding it again, and saying why it cannot be used."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from store_samples import blob_files, make_offer, refused, write

from at_once import at_once
from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.protocol import Receipt
from cellkeep_store import BatchItem, Store, opening
from cellkeep_store.catalog import migrate
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.tables import metadata
from cellkeep_store.filesystem import file_system_of, is_network
from run_script import run_script

NOBODY = 65534


def test_a_new_store_has_the_documented_layout_and_is_private(root: Path) -> None:
    with Store.open(root) as store:
        described = json.loads((root / "store.json").read_text())
        assert described["format"] == 2
        assert described["store_id"] == store.store_id
        assert {path.name for path in root.iterdir()} >= {"catalog.sqlite", "blobs", "staging"}
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["my%20data", "50%25", "what?x=1", "a#b", "two words", "Grüße"])
def test_all_is_in_the_folder_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    root = tmp_path / name
    with Store.open(root) as store:
        receipt = store.ingest.put_bytes(make_offer(b"kept"), b"kept")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (root / "catalog.sqlite").exists()
    with Store.open(root) as store:
        assert store.contents.read(receipt.artifact_id) == b"kept"


def test_a_store_opened_again_is_the_same_store(root: Path) -> None:
    with Store.open(root) as first:
        receipt = first.ingest.put_bytes(make_offer(b"kept"), b"kept")
        uploads = first.catalog.uploads_run()
    with Store.open(root) as second:
        assert second.store_id == first.store_id
        assert second.catalog.uploads_run() == uploads
        assert second.catalog.find_receipt(receipt.offer_id) == receipt


def test_the_environment_chooses_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLKEEP_STORE", str(tmp_path / "chosen"))
    with Store.open() as store:
        assert store.root == tmp_path / "chosen"


def test_the_default_folder_is_in_jupyters_data_folder(tmp_path: Path) -> None:
    with Store.open() as store:
        assert store.root == tmp_path / "jupyter" / "cellkeep" / "store"


def test_threads_that_open_a_new_store_at_once_get_one_store(root: Path) -> None:
    def open_it() -> str:
        with Store.open(root) as store:
            return store.store_id

    assert len(set(at_once(*[open_it] * 8))) == 1


def test_processes_that_open_a_new_store_at_once_get_one_store(root: Path) -> None:
    code = (
        "import sys, pathlib; from cellkeep_store import Store; "
        "print(Store.open(pathlib.Path(sys.argv[1])).store_id)"
    )
    children = [
        subprocess.Popen([sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE, text=True)
        for _ in range(5)
    ]
    ids = [child.communicate(timeout=60)[0] for child in children]
    assert [child.returncode for child in children] == [0] * 5
    assert len(set(ids)) == 1


def test_opening_a_current_store_imports_neither_alembic_nor_jupyter_server(root: Path) -> None:
    Store.open(root).close()
    code = (
        "import sys, pathlib; from cellkeep_store import Store;"
        "Store.open(pathlib.Path(sys.argv[1]));"
        "print([name for name in sys.modules if name in "
        "('alembic', 'numpy', 'pyarrow', 'jupyter_server', 'IPython', 'filetype')])"
    )
    assert run_script(code, root, timeout=60) == "[]\n"


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(root: Path) -> None:
    Store.open(root).close()
    catalog = Database(root / "catalog.sqlite", shared_disk=False)
    with catalog.read() as connection:
        opts = {"compare_type": True, "include_name": _not_an_index_over_text}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []
    catalog.close()


def _not_an_index_over_text(name: str | None, kind: str, _parents: object) -> bool:
    # SQLite keeps a full-text index in tables, which only SQL text can make.
    return not (kind == "table" and name is not None and "_fts" in name)


def test_the_head_in_the_code_is_the_head_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.HEAD


def test_a_local_store_uses_a_write_ahead_log_and_syncs_every_commit(store: Store) -> None:
    with store.database.read() as tx:
        assert tx.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert tx.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_on_a_network_file_system_there_is_no_write_ahead_log(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "file_system_of", lambda _path: "nfs4")
    with Store.open(root) as store:
        store.ingest.put_bytes(make_offer(b"over the network"), b"over the network")
        with store.database.read() as tx:
            assert tx.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
    assert not (root / "catalog.sqlite-wal").exists()


def test_a_store_that_moves_to_a_network_leaves_the_write_ahead_log(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(root) as store:
        receipt = store.ingest.put_bytes(make_offer(b"moved"), b"moved")
    monkeypatch.setattr(opening, "file_system_of", lambda _path: "cifs")
    with Store.open(root) as store:
        assert store.catalog.find_receipt(receipt.offer_id) == receipt
        with store.database.read() as tx:
            assert tx.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"


@pytest.mark.parametrize(
    ("kind", "network"),
    [
        ("ext4", False),
        ("xfs", False),
        ("tmpfs", False),
        ("overlay", False),
        ("apfs", False),
        ("ntfs", False),
        ("fuseblk", False),
        ("", False),
        ("nfs", True),
        ("nfs4", True),
        ("cifs", True),
        ("smb3", True),
        ("smbfs", True),
        ("fuse.sshfs", True),
        ("fuse.s3fs", True),
        ("lustre", True),
        ("gpfs", True),
        ("beegfs", True),
        ("9p", True),
    ],
)
def test_which_file_systems_count_as_network(kind: str, network: bool) -> None:
    assert is_network(kind) is network


def test_the_file_system_of_a_folder_is_that_of_the_innermost_mount() -> None:
    assert file_system_of(Path("/proc/self")) == "proc"


def test_a_file_where_the_folder_should_be_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachableError, match="cannot be written"):
        Store.open(write(tmp_path / "file", b""))


def test_a_folder_that_cannot_be_written_is_unreachable(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    for folder in (tmp_path, *tmp_path.parents):
        # The other user must be able to reach it, to be refused there and not above it.
        if folder != Path("/") and not folder.stat().st_mode & 0o001 and os.getuid() == 0:
            folder.chmod(folder.stat().st_mode | 0o011)
        if folder.name.startswith("pytest-of"):
            break
    code = (
        "import os, sys, pathlib\n"
        "from cellkeep_store import Store\n"
        "from cellkeep_core.errors import StoreUnreachableError\n"
        f"if os.getuid() == 0: os.setuid({NOBODY})\n"
        "try: Store.open(pathlib.Path(sys.argv[1]) / 'store')\n"
        "except StoreUnreachableError as error: print(error)\n"
    )
    told = run_script(code, locked, timeout=60)
    assert "Permission denied" in told
    assert "CELLKEEP_STORE" in told


def test_a_store_of_a_newer_format_is_refused_and_left_alone(root: Path) -> None:
    Store.open(root).close()
    newer = {"format": 3, "store_id": "0" * 32}
    (root / "store.json").write_text(json.dumps(newer))
    with pytest.raises(StoreUnreachableError, match=r"format 3.*[Uu]pgrade"):
        Store.open(root)
    assert json.loads((root / "store.json").read_text()) == newer


def test_a_store_of_format_1_goes_on_in_its_own_layout(root: Path) -> None:
    Store.open(root).close()
    described = json.loads((root / "store.json").read_text())
    (root / "store.json").write_text(json.dumps({**described, "format": 1}))
    offers = [make_offer(b"content %d" % turn, name=f"{turn}") for turn in range(3)]
    with Store.open(root) as store:
        alone = store.ingest.put_bytes(offers[0], b"content 0")
        batch = [BatchItem(offer, b"content %d" % n) for n, offer in enumerate(offers)][1:]
        receipts = [alone, *store.ingest.put_many(batch)]
    with Store.open(root) as store:
        for turn, (offer, receipt) in enumerate(zip(offers, receipts, strict=True)):
            assert isinstance(receipt, Receipt)
            sha256 = offer.sha256
            path = store.contents.local_path(receipt.artifact_id)
            assert path == root / "blobs" / sha256[:2] / sha256[2:4] / sha256
            assert path.read_bytes() == b"content %d" % turn
        assert all(finding.ok for finding in store.maintenance.verify())
        assert sorted(store.blobs.walk()) == sorted(offer.sha256 for offer in offers)
        store.limit.change(10_000)
    assert json.loads((root / "store.json").read_text())["format"] == 1


def test_a_catalog_of_a_newer_cellkeep_is_refused(root: Path) -> None:
    with Store.open(root) as store, store.database.write() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9000'")
    with pytest.raises(StoreUnreachableError, match="newer Cellkeep"):
        Store.open(root)


def test_an_unreadable_store_file_is_never_written_over(root: Path) -> None:
    Store.open(root).close()
    (root / "store.json").write_text("{")
    with pytest.raises(StoreUnreachableError, match=r"store\.json cannot be read"):
        Store.open(root)
    assert (root / "store.json").read_text() == "{"


def test_a_missing_store_file_beside_a_catalog_is_refused(root: Path) -> None:
    Store.open(root).close()
    (root / "store.json").unlink()
    with pytest.raises(StoreUnreachableError, match="was removed"):
        Store.open(root)


def test_blobs_without_a_catalog_do_not_get_an_empty_one(root: Path) -> None:
    with Store.open(root) as store:
        store.ingest.put_bytes(make_offer(b"kept"), b"kept")
    (root / "catalog.sqlite").unlink()
    with pytest.raises(StoreUnreachableError, match="blobs and no catalog"):
        Store.open(root)
    assert len(blob_files(root)) == 1
    assert not (root / "catalog.sqlite").exists()


def test_a_catalog_that_is_no_database_is_unreachable_and_says_so(root: Path) -> None:
    Store.open(root).close()
    (root / "catalog.sqlite").write_bytes(b"this is not a database at all" * 100)
    with pytest.raises(StoreUnreachableError, match="damaged"):
        Store.open(root)


def test_a_limit_that_is_no_number_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELLKEEP_STORE_LIMIT", "10 GB")
    with refused("BAD_REQUEST", match="digits only"):
        Store.open(root)
