"""Stores what a tracker has: again, it changes nothing and goes on where it stopped."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import structs

from cellkeep_core.errors import CellkeepError, DigestMismatchError, RunNotFoundError
from cellkeep_core.ids import named_id
from cellkeep_core.protocol import ArtifactEdit, Provenance, Run
from cellkeep_store.catalog.queries import IMPORTED
from cellkeep_store.importing.tracker import Tracker, TrackerFile, TrackerRun
from cellkeep_store.store import Store

# One file's trouble is its own; these end all.
_ENDS = ("STORE_FULL", "STORE_UNREACHABLE", "CATALOG_BUSY")


@dataclass
class TrackerReport:
    """What came in, or would come in.

    Attributes
    ----------
    runs, artifacts : int
        New here.
    existing : int
        Files that were here already.
    bytes : int
        Of the new artifacts; of a look beforehand, as far as the tracker says.
    failed : list of str
        What could not be stored, and why.
    """

    runs: int = 0
    artifacts: int = 0
    existing: int = 0
    bytes: int = 0
    failed: list[str] = field(default_factory=list)


def import_runs(
    store: Store,
    tracker: Tracker,
    *,
    dry_run: bool = False,
    each: Callable[[TrackerRun, int], None] | None = None,
) -> TrackerReport:
    """Store the runs of a tracker with their files, each file as an artifact of its run.

    A run keeps its id, name, times and what describes it. What was deleted here since an
    earlier import stays deleted.

    Parameters
    ----------
    dry_run : bool, default False
        Only say what would be stored.
    each : callable, optional
        Called with each run and how many of its files are new.

    Raises
    ------
    CellkeepError
        Where the tracker cannot be read, or the store has no room: what came before is stored.
    """
    report = TrackerReport()
    for found in tracker.runs():
        run = _run_here(store, tracker, found.run)
        new = [one for one in found.files if not _receipt(store, tracker, run, one)]
        report.existing += len(found.files) - len(new)
        if each is not None:
            each(found, len(new))
        try:
            is_new = not store.catalog.has_run(run.id)
            if is_new and not dry_run:
                store.editor.put_run(run)
        except CellkeepError as error:
            report.failed.append(f"{run.name}: {error.message}")
            continue
        report.runs += is_new
        for one in new:
            if dry_run:
                report.artifacts += 1
                report.bytes += one.size or 0
            else:
                _store(store, tracker, run, found.ended_at, one, report)
    return report


def _run_here(store: Store, tracker: Tracker, run: Run) -> Run:
    """Return the run that it becomes: marked, and never one that was saved into here."""
    try:
        here = store.catalog.run(run.id).run
    except RunNotFoundError:
        here = None
    if here is not None and here.metadata.get(IMPORTED) != tracker.name:
        run = structs.replace(run, id=named_id(tracker.name, run.id))
    return structs.replace(run, metadata={**run.metadata, IMPORTED: tracker.name})


def _id_of(tracker: Tracker, run: Run, file: TrackerFile) -> str:
    return named_id(tracker.name, run.id, file.address)


def _receipt(store: Store, tracker: Tracker, run: Run, file: TrackerFile) -> bool:
    return store.catalog.find_receipt(_id_of(tracker, run, file)) is not None


def _store(
    store: Store, tracker: Tracker, run: Run, at: str, file: TrackerFile, report: TrackerReport
) -> None:
    with tempfile.TemporaryDirectory(prefix="cellkeep-import-") as folder:
        try:
            path = tracker.fetch(file, Path(folder))
            if file.digest is not None and _digest_of(path, file.digest[0]) != file.digest[1]:
                raise DigestMismatchError(f"Its bytes are not those that {tracker.name} kept.")
            receipt = store.ingest.ingest_file(
                path,
                run=run,
                name=file.name,
                category=file.category,
                media_type=file.media_type,
                codec=file.codec,
                provenance=Provenance(via="cli", original_path=file.address),
                metadata=file.metadata or {},
                offer_id=_id_of(tracker, run, file),
                created_at=file.at or at,
            )
        except CellkeepError as error:
            if error.code in _ENDS:
                raise
            report.failed.append(f"{run.name}, {file.name}: {error.message}")
            return
        for alias in file.aliases:
            store.editor.set_alias(receipt.artifact_id, alias)
        if file.notes:
            store.editor.edit(receipt.artifact_id, ArtifactEdit(notes=file.notes))
    report.artifacts += 1
    report.bytes += receipt.size


def _digest_of(path: Path, algorithm: str) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(
            file, lambda: hashlib.new(algorithm, usedforsecurity=False)
        ).digest()
