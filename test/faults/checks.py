"""What must hold after every fault, looked at in the store itself and not by what it says."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path

from ledger import Ledger, Tally

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Artifact
from cellkeep_store import Store


def check(root: Path, ledger: Ledger) -> Tally:
    """Compare the store in a folder with an injection's ledger."""
    with Store.open(root) as store:
        return compare(store, ledger)


def compare(store: Store, ledger: Ledger) -> Tally:
    """Compare a store with an injection's ledger; whatever is wrong stands in `lost`."""
    ledger = ledger.read()
    tally = Tally(under_way=len(ledger.begun | ledger.kept))
    found: dict[tuple[str, str], Artifact] = {}
    for run in ledger.runs:
        for artifact in _all(store, run):
            found[(artifact.name, artifact.sha256)] = artifact
        tally.lost += _version_gaps(store, run)
    tally.lost += _receipts(store, ledger)
    for key, artifact in found.items():
        if key not in ledger.begun | ledger.kept:
            tally.lost.append(f"{key}: in the store, and nobody saved it")
        tally.lost += _blob(store, artifact)
    for key in ledger.kept:
        if key in found:
            continue
        if key in ledger.told:
            tally.told += 1
        else:
            tally.lost.append(f"{key}: save() returned, and it is neither stored nor told")
    tally.told += len(set(ledger.told) - ledger.kept - set(found))
    tally.stored = len(found)
    tally.lost += [
        f"verify: {finding.kind}: {finding.message}"
        for finding in store.maintenance.verify(orphan_age_s=0)
        if not finding.ok
    ]
    tally.lost += [f"quick check: {problem}" for problem in store.maintenance.quick_check()]
    return tally


def _all(store: Store, run: str) -> list[Artifact]:
    items: list[Artifact] = []
    cursor: str | None = None
    while True:
        page = store.catalog.artifacts(run=run, limit=1000, cursor=cursor)
        items += page.items
        cursor = page.next_cursor or None
        if cursor is None:
            return items


def _version_gaps(store: Store, run: str) -> list[str]:
    versions: dict[str, list[int]] = defaultdict(list)
    for artifact in _all(store, run):
        versions[artifact.name].append(artifact.version)
    return [
        f"{name!r} has the versions {sorted(numbers)}"
        for name, numbers in versions.items()
        if sorted(numbers) != list(range(1, len(numbers) + 1))
    ]


def _receipts(store: Store, ledger: Ledger) -> list[str]:
    wrong = []
    for said in ledger.receipts:
        what = f"receipt of {said['name']!r}"
        known = store.catalog.find_receipt(said["offer_id"])
        if known is None:
            wrong.append(f"{what}: the catalog has forgotten it")
            continue
        if (known.sha256, known.version) != (said["sha256"], said["version"]):
            wrong.append(f"{what}: the catalog says something else")
        try:
            artifact = store.catalog.artifact(said["artifact_id"])
        except LookupError:
            wrong.append(f"{what}: its artifact is gone")
            continue
        if (artifact.sha256, artifact.size) != (said["sha256"], said["size"]):
            wrong.append(f"{what}: its artifact has other bytes")
        if (artifact.name, artifact.sha256) not in ledger.begun | ledger.kept:
            wrong.append(f"{what}: for bytes that nobody saved")
        wrong += _blob(store, artifact)
    return wrong


def _blob(store: Store, artifact: Artifact) -> list[str]:
    try:
        content = store.contents.read(artifact.id)
    except (CellkeepError, OSError) as error:
        return [f"{artifact.name!r} v{artifact.version}: no bytes: {error}"]
    if (hashlib.sha256(content).hexdigest(), len(content)) != (artifact.sha256, artifact.size):
        return [f"{artifact.name!r} v{artifact.version}: its bytes are not those that were saved"]
    return []
