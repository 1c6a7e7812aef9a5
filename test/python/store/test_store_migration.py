"""A store of the first form, brought to the newest one."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from store_samples import make_offer, make_run

from cellkeep_core.protocol import ArtifactRef, Provenance, to_json
from cellkeep_store import Store
from cellkeep_store.catalog import migrate
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.filters import ArtifactFilter


def first_form(root: Path) -> str:
    """Make a store as the first Cellkeep did, with an artifact in it; return its id."""
    Store.open(root).close()
    for file in root.glob("catalog.sqlite*"):
        file.unlink()
    catalog = Database(root / "catalog.sqlite", shared_disk=False)
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    run = make_run("old run", tags=["paper"])
    used = ArtifactRef(artifact_id="a" * 32, run_id="b" * 32, name="in", version=1, sha256="c" * 64)
    code = "loss.plot(kind='line')"
    provenance = Provenance(via="save", notebook="Work/Old.ipynb", inputs=[used], source=code)
    offer = make_offer(b"old", run, "Old Loss", provenance=provenance)
    with catalog.write() as tx:
        config.attributes["connection"] = tx
        command.upgrade(config, "0001")
        values = {
            "run": run.id,
            "id": offer.id,
            "sha": offer.sha256,
            "at": run.created_at,
            "provenance": to_json(provenance).decode(),
            "tags": json.dumps(run.tags),
            "metadata": '{"lr": 0.1}',
            "other": "d" * 32,
            "preview": json.dumps({"type": "text", "text": '{"loss":0.5}', "truncated": False}),
        }
        for statement in (
            "INSERT INTO runs (id, name, search, folder, tags, metadata, created_at, updated_at, "
            "last_change) VALUES (:run, 'old run', 'old run', '/', :tags, :metadata, :at, :at, 1)",
            "INSERT INTO blobs VALUES (:sha, 3, :at, false)",
            "INSERT INTO artifacts (id, run_id, name, search, version, category, media_type, "
            "codec, kind, size, sha256, created_at, stored_at, provenance, metadata) VALUES "
            "(:id, :run, 'Old Loss', 'old loss' || char(10) || 'text/plain', 1, 'output', "
            "'text/plain', 'bytes.v1', 'text', 3, :sha, :at, :at, :provenance, '{}')",
            "INSERT INTO names VALUES (:run, 'Old Loss', 1)",
            "INSERT INTO artifacts (id, run_id, name, search, version, category, media_type, "
            "codec, kind, size, sha256, created_at, stored_at, provenance, metadata, preview) "
            "VALUES (:other, :run, 'scores', 'scores' || char(10) || 'x', 1, 'output', "
            "'application/json', 'json.v1', 'json', 3, :sha, :at, :at, '{\"via\": \"save\"}', "
            "'{}', :preview)",
        ):
            tx.execute(text(statement), values)
    catalog.close()
    return offer.id


def test_a_store_of_the_first_form_keeps_everything_and_can_be_searched(root: Path) -> None:
    artifact_id = first_form(root)
    with Store.open(root) as store:
        before = store.catalog.artifact(artifact_id)
        assert (before.name, before.version, before.provenance.notebook) == (
            "Old Loss",
            1,
            "Work/Old.ipynb",
        )
        (row,) = store.catalog.run_table().items
        assert row.values == {"metadata:lr": 0.1, "artifact:scores:loss": 0.5}
        store.trash.delete(["d" * 32], permanent=True)
        for wanted in (
            ArtifactFilter(q="old.ipynb loss"),
            ArtifactFilter(q="kind='LINE'"),
            ArtifactFilter(tag="paper"),
            ArtifactFilter(notebook="Work/Old.ipynb"),
            ArtifactFilter(alias="latest"),
        ):
            assert [each.id for each in store.catalog.artifacts(where=wanted).items] == [
                artifact_id
            ]
        assert [node.name for node in store.catalog.lineage(artifact_id).nodes] == [
            "Old Loss",
            "in",
        ]
        assert store.maintenance.quick_check() == [f"the bytes {before.sha256} are gone"]
        again = store.ingest.put_bytes(
            make_offer(b"new", store.catalog.run(before.run_id).run, "Old Loss"), b"new"
        )
        assert again.version == 2


def test_a_migration_that_fails_leaves_the_store_as_it_was(root: Path) -> None:
    first_form(root)
    file = root / "catalog.sqlite"
    link = sqlite3.connect(file)
    # In the way of the migration, as nothing of ours could be.
    link.execute("CREATE TABLE facets (x)")
    link.commit()
    before = list(link.iterdump())
    try:
        Store.open(root).close()
    except Exception:  # noqa: BLE001  (any will do: what is left matters)
        assert list(link.iterdump()) == before
    else:
        raise AssertionError("it cannot have succeeded")
    finally:
        link.close()
