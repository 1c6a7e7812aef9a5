"""The processes that the store's tests start: ``python store_children.py <what> <root> ...``."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[2]))
from store_samples import RACED, make_offer

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Receipt, Run, from_json
from cellkeep_store import BatchItem, Store
from cellkeep_store.blobs.folder import BlobFolder
from cellkeep_store.blobs.leases import BlobLeases
from cellkeep_store.catalog import commit
from cellkeep_store.catalog.database import Database
from cellkeep_store.coordinator import FolderCoordinator
from cellkeep_store.ingest import committer
from cellkeep_store.ingest.committer import Committer
from cellkeep_store.syncing import FolderSync


def save_versions(root: Path, run_json: str, count: str) -> None:
    """Save one name so many times, each with bytes of its own, and print the versions."""
    run = from_json(run_json, Run)
    with Store.open(root) as store:
        for turn in range(int(count)):
            content = f"{os.getpid()} {turn}".encode()
            print(store.ingest.put_bytes(make_offer(content, run), content).version, flush=True)


def save_and_delete_the_same(root: Path, run_json: str, count: str) -> None:
    """Save and delete the same bytes over and over; what is there must always be readable."""
    run = from_json(run_json, Run)
    content = b"the very same bytes"
    with Store.open(root) as store:
        for turn in range(int(count)):
            offer = make_offer(content, run, f"{os.getpid()} {turn}")
            receipt = store.ingest.put_bytes(offer, content)
            assert store.contents.read(receipt.artifact_id) == content
            if turn < int(count) - 1:
                store.trash.delete_artifact(receipt.artifact_id)


def save_for_ever(root: Path, sources: str, seed: str) -> None:
    """Save files of all sizes by both ways; print a line only when there is a receipt."""
    chance = random.Random(int(seed))
    with Store.open(root) as store:
        print("ready", flush=True)
        for turn in range(100_000):
            content = chance.randbytes(chance.choice([0, 10, 70_000, 3_000_000]))
            source = Path(sources) / f"{seed}-{turn}"
            source.write_bytes(content)
            offer = make_offer(content, name=f"{seed}-{turn}")
            receipt = store.ingest.put_file(offer, source, consume=chance.random() < 0.5)
            print(json.dumps([receipt.artifact_id, receipt.sha256]), flush=True)


def _die(*_args: Any, **_named: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _do_before(kind: Any, name: str, what: Callable[..., None]) -> None:
    real: Callable[..., Any] = getattr(kind, name)

    def do_and_run(*args: Any, **named: Any) -> Any:
        what()
        return real(*args, **named)

    setattr(kind, name, do_and_run)


def _die_after(kind: Any, name: str, calls: int = 1) -> None:
    real: Callable[..., Any] = getattr(kind, name)
    left = calls

    def run_and_die(*args: Any, **named: Any) -> Any:
        nonlocal left
        result = real(*args, **named)
        left -= 1
        if left == 0:
            _die()
        return result

    setattr(kind, name, run_and_die)


def _die_inside(kind: Any, name: str) -> None:
    real: Callable[..., AbstractContextManager[None]] = getattr(kind, name)

    @contextmanager
    def enter_and_die(*args: Any, **named: Any) -> Iterator[None]:
        with real(*args, **named):
            yield _die()

    setattr(kind, name, enter_and_die)


def die_at(root: Path, step: str, consume: str) -> None:
    """Save one file, and be killed at a step of it."""
    steps: dict[str, Callable[[], None]] = {
        "staged": lambda: _do_before(BlobFolder, "make_folders", _die),
        "leased": lambda: _die_inside(FolderCoordinator, "shared"),
        "before the blob is placed": lambda: _do_before(BlobFolder, "place", _die),
        "after the blob is placed": lambda: _die_after(BlobFolder, "place"),
        "before the commit": lambda: _die_after(commit, "commit_offers"),
        "after the commit": lambda: _die_after(Committer, "_commit"),
    }
    content = b"saved once" * 1000
    source = root.parent / "source"
    source.write_bytes(content)
    with Store.open(root) as store:
        steps[step]()
        store.ingest.put_file(make_offer(content, id="a" * 32), source, consume=consume == "True")


def save_batches(root: Path, run_json: str, count: str) -> None:
    """Save three names in batches, each time with bytes of its own, and print the versions."""
    run = from_json(run_json, Run)
    told = []
    with Store.open(root) as store:
        for turn in range(int(count)):
            contents = [(name, f"{name} {os.getpid()} {turn}".encode()) for name in "abc"]
            items = [
                BatchItem(make_offer(content, run, name), content) for name, content in contents
            ]
            for outcome in store.ingest.put_many(items):
                assert isinstance(outcome, Receipt), outcome
                told.append([outcome.name, outcome.version])
    print(json.dumps(told))


def die_in_batch(root: Path, step: str) -> None:
    """Save a batch of six, and be killed at a step of it."""
    steps: dict[str, Callable[[], None]] = {
        "in staging": lambda: _die_after(committer, "write_in", 6),
        "folders made": lambda: _die_after(BlobFolder, "make_folders"),
        "synced": lambda: _die_after(FolderSync, "wait"),
        "leased": lambda: _die_inside(FolderCoordinator, "shared"),
        "half of them moved": lambda: _die_after(BlobFolder, "place", 3),
        "all moved": lambda: _die_after(FolderSync, "wait", 2),
        "rows written": lambda: _die_after(commit, "commit_offers"),
        "committed": lambda: _die_after(Committer, "_commit"),
    }
    contents = [b"content %d" % turn for turn in range(6)]
    items = [
        BatchItem(make_offer(content, name=f"{i}", id=f"{i:032x}"), content)
        for i, content in enumerate(contents)
    ]
    with Store.open(root) as store:
        steps[step]()
        store.ingest.put_many(items)


def die_deleting(root: Path, step: str, artifact_id: str) -> None:
    """Delete an artifact for good, and be killed at a step of it."""
    steps: dict[str, Callable[[], None]] = {
        "rows gone": lambda: _do_before(FolderCoordinator, "exclusive", _die),
        "leased": lambda: _die_inside(FolderCoordinator, "exclusive"),
        "before the file is removed": lambda: _do_before(BlobFolder, "remove", _die),
        "after the file is removed": lambda: _die_after(BlobFolder, "remove"),
    }
    with Store.open(root) as store:
        steps[step]()
        store.trash.delete_artifact(artifact_id)


def pause_at(root: Path, step: str, artifact_id: str = "") -> None:
    """Save `RACED`, or delete an artifact; wait at a step, once, until somebody says to go on."""
    paused = False

    def pause() -> None:
        nonlocal paused
        if not paused:
            paused = True
            print("here", flush=True)
            sys.stdin.readline()

    steps: dict[str, Callable[[], None]] = {
        "looked": lambda: _do_before(BlobLeases, "shared", pause),
        "in its place": lambda: _do_before(Database, "_writing", pause),
        "rows gone": lambda: _do_before(BlobLeases, "remove_all", pause),
        "found unknown": lambda: _do_before(BlobFolder, "remove", pause),
        "nowhere": lambda: None,
    }
    with Store.open(root) as store:
        steps[step]()
        if artifact_id:
            store.trash.delete_artifact(artifact_id)
        else:
            store.ingest.put_bytes(make_offer(RACED, name="saved again"), RACED)


def fill(root: Path) -> None:
    """Save until the disk is full, and print what happened as JSON."""
    kept: list[list[str]] = []
    refused: list[str] = []
    with Store.open(root) as store:
        for turn in range(100):
            content = random.Random(turn).randbytes(600_000)
            try:
                receipt = store.ingest.put_bytes(make_offer(content, name=f"{turn}"), content)
                kept.append([receipt.artifact_id, receipt.sha256])
            except CellkeepError as error:
                refused.append(error.code)
                if len(refused) == 3:
                    break
    _tell_what_is_there(root, kept, refused)


def fill_by_batches(root: Path) -> None:
    """As `fill`, ten at a time."""
    kept: list[list[str]] = []
    refused: list[str] = []
    with Store.open(root) as store:
        for turn in range(20):
            chance = random.Random(turn)
            contents = [chance.randbytes(50_000) for _ in range(10)]
            outcomes = store.ingest.put_many(
                [BatchItem(make_offer(each, name=f"{turn}"), each) for each in contents]
            )
            kept += [[one.artifact_id, one.sha256] for one in outcomes if isinstance(one, Receipt)]
            refused += [one.code for one in outcomes if isinstance(one, CellkeepError)]
            if len(refused) >= 30:
                break
    _tell_what_is_there(root, kept, refused)


def _tell_what_is_there(root: Path, kept: list[list[str]], refused: list[str]) -> None:
    with Store.open(root) as store:
        findings = {finding.kind for finding in store.maintenance.verify(orphan_age_s=0)}
        sizes = [store.contents.local_path(artifact).stat().st_size for artifact, _ in kept]
        print(
            json.dumps(
                {
                    "kept": len(kept),
                    "listed": len(store.catalog.artifacts(limit=1000).items),
                    "refused": refused,
                    "kinds": sorted(findings),
                    "sizes": sorted(set(sizes)),
                    "staged": len(list((root / "staging").iterdir())),
                }
            )
        )


def fill_by_limit(root: Path, most: str, how: str = "fill") -> None:
    """As `fill` or another, where no file may be larger than so many bytes."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
    globals()[how](root)


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    globals()[what](Path(where), *rest)
