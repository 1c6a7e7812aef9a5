"""What this process has loaded from the store, noted for the provenance of what it saves next."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from cellkeep_core.protocol import ArtifactRef

if TYPE_CHECKING:
    from cellkeep.transfer import Transfer
    from cellkeep_core.protocol import Artifact

# The newest of them: a loop over thousands of artifacts must not be told with each save.
MOST = 100
_lock = threading.Lock()
_loaded: dict[str, ArtifactRef | Transfer] = {}


def note_loaded(found: Artifact | Transfer) -> None:
    """Remember that an artifact was loaded; again counts as newest."""
    from cellkeep.transfer import Transfer

    ref: ArtifactRef | Transfer
    if isinstance(found, Transfer):
        ref = found  # its version is known when it is stored
    else:
        ref = ArtifactRef(
            artifact_id=found.id,
            run_id=found.run_id,
            name=found.name,
            version=found.version,
            sha256=found.sha256,
        )
    with _lock:
        _loaded.pop(found.id, None)
        _loaded[found.id] = ref
        while len(_loaded) > MOST:
            del _loaded[next(iter(_loaded))]


def loaded_inputs() -> list[ArtifactRef]:
    """Return what was loaded so far, oldest first."""
    with _lock:
        loaded = list(_loaded.values())
    refs = (one if isinstance(one, ArtifactRef) else _of_transfer(one) for one in loaded)
    return [ref for ref in refs if ref is not None]


def _of_transfer(transfer: Transfer) -> ArtifactRef | None:
    receipt = transfer.receipt
    if receipt is None:
        return None
    return ArtifactRef(
        artifact_id=receipt.artifact_id,
        run_id=receipt.run_id,
        name=receipt.name,
        version=receipt.version,
        sha256=receipt.sha256,
    )
