"""The processes that the store's tests start: ``python store_children.py <what> <root> ...``."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from store_samples import make_offer

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Receipt, Run, from_json
from cellkeep_store import BatchItem, Store, batch
from cellkeep_store.blobs import BlobFolder
from cellkeep_store.catalog import commit, commit_many
from cellkeep_store.intake import Intake
from cellkeep_store.syncing import FolderSync


def save_versions(root: Path, run_json: str, count: str) -> None:
    """Save one name so many times, each with bytes of its own, and print the versions."""
    run = from_json(run_json, Run)
    with Store.open(root) as store:
        for turn in range(int(count)):
            content = f"{os.getpid()} {turn}".encode()
            print(store.put_bytes(make_offer(content, run), content).version, flush=True)


def save_and_delete_the_same(root: Path, run_json: str, count: str) -> None:
    """Save and delete the same bytes over and over; what is there must always be readable."""
    run = from_json(run_json, Run)
    content = b"the very same bytes"
    with Store.open(root) as store:
        for turn in range(int(count)):
            offer = make_offer(content, run, f"{os.getpid()} {turn}")
            receipt = store.put_bytes(offer, content)
            assert store.content_path(receipt.artifact_id).read_bytes() == content
            if turn < int(count) - 1:
                store.delete_artifact(receipt.artifact_id)


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
            receipt = store.put_file(offer, source, consume=chance.random() < 0.5)
            print(json.dumps([receipt.artifact_id, receipt.sha256]), flush=True)


def die_at(root: Path, step: str, consume: str) -> None:
    """Save one file, and be killed at a step of it."""

    def die_before(kind: Any, name: str) -> None:
        setattr(kind, name, lambda *_args, **_named: os.kill(os.getpid(), signal.SIGKILL))

    def die_after(kind: Any, name: str) -> None:
        real: Callable[..., Any] = getattr(kind, name)

        def run_and_die(*args: Any, **named: Any) -> None:
            real(*args, **named)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(kind, name, run_and_die)

    steps: dict[str, Callable[[], None]] = {
        "staged": lambda: die_before(BlobFolder, "prepare"),
        "before the blob is placed": lambda: die_before(BlobFolder, "place"),
        "after the blob is placed": lambda: die_after(BlobFolder, "place"),
        "before the commit": lambda: die_after(commit, "commit_offer"),
        "after the commit": lambda: die_after(Intake, "_commit"),
    }
    content = b"saved once" * 1000
    source = root.parent / "source"
    source.write_bytes(content)
    with Store.open(root) as store:
        steps[step]()
        store.put_file(make_offer(content, id="a" * 32), source, consume=consume == "True")


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
            for outcome in store.put_many(items):
                assert isinstance(outcome, Receipt), outcome
                told.append([outcome.name, outcome.version])
    print(json.dumps(told))


def die_in_batch(root: Path, step: str) -> None:
    """Save a batch of six, and be killed at a step of it."""

    def die_after(kind: Any, name: str, calls: int) -> None:
        real: Callable[..., Any] = getattr(kind, name)
        left = calls

        def run_and_die(*args: Any, **named: Any) -> Any:
            nonlocal left
            result = real(*args, **named)
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(kind, name, run_and_die)

    steps: dict[str, tuple[Any, str, int]] = {
        "in staging": (batch, "_write", 6),
        "folders made": (BlobFolder, "make_folders", 6),
        "synced": (FolderSync, "wait", 1),
        "half of them moved": (BlobFolder, "move_in", 3),
        "all moved": (FolderSync, "wait", 2),
        "rows written": (commit_many, "commit_offers", 1),
        "committed": (batch.BatchIntake, "_commit", 1),
    }
    contents = [b"content %d" % turn for turn in range(6)]
    items = [
        BatchItem(make_offer(content, name=f"{i}", id=f"{i:032x}"), content)
        for i, content in enumerate(contents)
    ]
    with Store.open(root) as store:
        die_after(*steps[step])
        store.put_many(items)


def fill(root: Path) -> None:
    """Save until the disk is full, and print what happened as JSON."""
    kept: list[list[str]] = []
    refused: list[str] = []
    with Store.open(root) as store:
        for turn in range(100):
            content = random.Random(turn).randbytes(300_000)
            try:
                receipt = store.put_bytes(make_offer(content, name=f"{turn}"), content)
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
            outcomes = store.put_many(
                [BatchItem(make_offer(each, name=f"{turn}"), each) for each in contents]
            )
            kept += [[one.artifact_id, one.sha256] for one in outcomes if isinstance(one, Receipt)]
            refused += [one.code for one in outcomes if isinstance(one, CellkeepError)]
            if len(refused) >= 30:
                break
    _tell_what_is_there(root, kept, refused)


def _tell_what_is_there(root: Path, kept: list[list[str]], refused: list[str]) -> None:
    with Store.open(root) as store:
        findings = {finding.kind for finding in store.verify(orphan_age_s=0)}
        sizes = [store.content_path(artifact).stat().st_size for artifact, _ in kept]
        print(
            json.dumps(
                {
                    "kept": len(kept),
                    "listed": len(store.artifacts(limit=1000).items),
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
