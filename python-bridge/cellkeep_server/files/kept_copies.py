"""Copies that have not ended, in files: a server that is started again shows them.

They lie in the store's folder, so that whoever chooses another folder sees those of that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import structs

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import ErrorInfo, StorePlace, TransferStatus, from_json, to_json
from cellkeep_core.protocol.base import Wire

FOLDER = "copies"
KEPT = timedelta(days=7)
"""How long one that failed is shown."""
NOTHING_CHANGED = "Nothing was changed where it comes from. Retry goes on with what is missing."


class KeptCopy(Wire):
    """What one transfer copies: a run, or one artifact of it; for whom, and how far it is."""

    to: StorePlace
    status: TransferStatus
    run_id: str | None = None
    artifact_id: str | None = None
    owner: str | None = None


class KeptCopies:
    """The files, one for each copy that has not ended.

    Parameters
    ----------
    root : Path
        The store's folder. Without one there are none.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER

    def note(self, copy: KeptCopy, status: TransferStatus) -> None:
        """Write down how far a copy is. One that could not be written is only not shown again."""
        path = self._folder / f"{status.id}.json"
        with suppress(OSError):
            if status.state in ("stored", "cancelled"):
                path.unlink(missing_ok=True)
            elif status.state in ("queued", "failed"):
                self._folder.mkdir(mode=0o700, exist_ok=True)
                path.write_bytes(to_json(structs.replace(copy, status=status)))

    def left(self) -> Iterator[KeptCopy]:
        """Return those that a server before this one has left, as they failed; forget old ones."""
        for path in sorted(self._folder.glob("*.json")):
            with suppress(OSError, CellkeepError):  # the server was killed while it wrote
                copy = from_json(path.read_bytes(), KeptCopy)
                if datetime.now(UTC) - datetime.fromisoformat(copy.status.updated_at) > KEPT:
                    path.unlink()
                else:
                    yield structs.replace(copy, status=_failed(copy.status))


def _failed(status: TransferStatus) -> TransferStatus:
    if status.state == "failed":
        return status
    error = ErrorInfo(
        code="CANCELLED",
        message="The Jupyter server was stopped before all of it was copied.",
        hint=f"What was copied is there. {NOTHING_CHANGED}",
        retryable=True,
    )
    return structs.replace(status, state="failed", error=error)
