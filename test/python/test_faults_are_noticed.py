"""The fault harness itself: what it must call a loss, it does call a loss."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "faults"))

from checks import check
from ledger import Ledger

from cellkeep_core.protocol import to_builtins
from cellkeep_store import Store
from offers import make_offer, make_run


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger")


def save(root: Path, ledger: Ledger, content: bytes, name: str = "thing") -> Path:
    """Store bytes, write all of it down, and return the blob's file."""
    offer = make_offer(content, make_run(), name)
    ledger.run(offer.run.id)
    ledger.begin(name, offer.sha256)
    ledger.keep(name, offer.sha256)
    with Store.open(root) as store:
        receipt = store.ingest.put_bytes(offer, content)
        ledger.receipt(to_builtins(receipt))
        return store.contents.local_path(receipt.artifact_id)


def test_a_store_that_kept_all_is_well(tmp_path: Path, ledger: Ledger) -> None:
    save(tmp_path / "store", ledger, b"kept")
    tally = check(tmp_path / "store", ledger)
    assert (tally.under_way, tally.stored, tally.lost) == (1, 1, [])


def test_a_save_that_is_nowhere_is_lost_unless_the_reason_was_told(
    tmp_path: Path, ledger: Ledger
) -> None:
    save(tmp_path / "store", ledger, b"kept")
    digest = hashlib.sha256(b"gone").hexdigest()
    ledger.keep("gone", digest)
    assert len(check(tmp_path / "store", ledger).lost) == 1
    ledger.tell("gone", digest, "the disk is full")
    tally = check(tmp_path / "store", ledger)
    assert (tally.told, tally.lost) == (1, [])


@pytest.mark.parametrize("how", ["other bytes", "cut", "gone"])
def test_a_blob_that_is_not_as_it_was_is_lost(tmp_path: Path, ledger: Ledger, how: str) -> None:
    blob = save(tmp_path / "store", ledger, b"as it was")
    blob.chmod(0o600)
    if how == "gone":
        blob.unlink()
    else:
        blob.write_bytes(b"as it wAs" if how == "other bytes" else b"as it")
    assert check(tmp_path / "store", ledger).lost


def test_a_receipt_without_an_artifact_and_an_artifact_that_nobody_saved_are_lost(
    tmp_path: Path, ledger: Ledger
) -> None:
    save(tmp_path / "store", ledger, b"mine")
    with Store.open(tmp_path / "store") as store:
        (artifact,) = store.catalog.artifacts().items
        store.trash.delete_artifact(artifact.id)
    assert any("its artifact is gone" in line for line in check(tmp_path / "store", ledger).lost)
    stranger = Ledger(tmp_path / "other")
    stranger.run(artifact.run_id)
    save(tmp_path / "store", Ledger(tmp_path / "unseen"), b"not mine")
    with Store.open(tmp_path / "store") as store:
        stranger.run(store.catalog.artifacts().items[0].run_id)
    assert any("nobody saved it" in line for line in check(tmp_path / "store", stranger).lost)


def test_a_gap_in_the_versions_is_lost(tmp_path: Path, ledger: Ledger) -> None:
    run = make_run()
    ledger.run(run.id)
    with Store.open(tmp_path / "store") as store:
        for content in (b"1", b"2", b"3"):
            offer = make_offer(content, run, "thing")
            ledger.keep("thing", offer.sha256)
            receipt = store.ingest.put_bytes(offer, content)
            if content == b"2":
                doomed = receipt.artifact_id
        store.trash.delete_artifact(doomed)
    assert any("versions [1, 3]" in line for line in check(tmp_path / "store", ledger).lost)
