"""What the two ends of a move have to do, whichever of them is a folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from cellkeep_core.errors import CellkeepError
    from cellkeep_core.protocol import (
        Artifact,
        History,
        Offer,
        Receipt,
        Run,
        RunInfo,
        RunSettings,
        StoreStatus,
    )


@dataclass(frozen=True)
class Moving:
    """An artifact on its way, as every route takes it.

    Attributes
    ----------
    offer : Offer
        What it is, and was where it comes from.
    content : Path
        Its bytes, verified.
    thumbnail : bytes or None
        PNG.
    prefixes : mapping
        Empty: its bytes are not hashed here.
    """

    offer: Offer
    content: Path
    thumbnail: bytes | None
    prefixes: Mapping[int, str] = field(default_factory=dict)

    def read_bytes(self) -> bytes:
        """Return the bytes, all at once: for small ones."""
        return self.content.read_bytes()


class End(Protocol):
    """A store, as it is moved from or to. Errors are `CellkeepError`."""

    def status(self) -> StoreStatus:
        """Return the store in numbers."""

    def runs(self) -> Iterator[RunInfo]:
        """Yield the runs, the one with the latest save first."""

    def run(self, run_id: str) -> RunInfo | None:
        """Return a run; None where it is not there, or not to be seen."""

    def artifacts(self, run_id: str | None = None) -> Iterator[Artifact]:
        """Yield all artifacts, or those of a run; what was stored first comes first."""

    def artifact(self, artifact_id: str) -> Artifact | None:
        """Return an artifact; None where it is not there, or not to be seen."""

    def digests_in(self, run_id: str) -> dict[str, str]:
        """Return the digests of what is in a run, by the artifacts' ids."""

    def history(self, artifact_id: str) -> History:
        """Return the versions of an artifact's name."""

    def thumbnail(self, artifact: Artifact) -> bytes | None:
        """Return an artifact's PNG."""

    def content(
        self, artifact: Artifact, progress: Callable[[int], None]
    ) -> AbstractContextManager[Path]:
        """Give a file with an artifact's bytes, verified, for as long as it is needed.

        Parameters
        ----------
        progress : callable
            Called with the bytes that have come, where they come from elsewhere; may raise to stop.
        """

    def receipt(self, artifact_id: str) -> Receipt | None:
        """Return the receipt that an id got, also of what was deleted since."""

    def put_many(
        self, items: Sequence[tuple[Moving, bytes | None]]
    ) -> Sequence[Receipt | CellkeepError | None]:
        """Store small artifacts with their bytes; None for one whose bytes are wanted."""

    def put(self, item: Moving, progress: Callable[[int], None]) -> Receipt:
        """Store an artifact of any size, from where an earlier try came to.

        Parameters
        ----------
        progress : callable
            Called with the bytes that went; may raise to stop.
        """

    def put_run(self, run: Run) -> None:
        """Make a run that has no artifacts."""

    def put_settings(self, run_id: str, settings: RunSettings) -> None:
        """Change what a run does with what is saved again."""
