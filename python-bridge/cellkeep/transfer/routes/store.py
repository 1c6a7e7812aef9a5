"""The `store` route: this process puts the bytes into the store itself.

The only module of the helper that imports the store, and only when it is first needed.
"""

from __future__ import annotations

# Of what the store loads; it cannot be loaded any more while a script ends.
import concurrent.futures.thread  # noqa: F401
import threading
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from cellkeep.errors import (
    ArtifactNotFoundError,
    CellkeepError,
    StoreUnreachableError,
)
from cellkeep.transfer import fork_gate
from cellkeep_core.held_locks import held_here
from cellkeep_core.spool import full_or_unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cellkeep_core.protocol import Artifact, Lineage, MirrorPlace, Receipt, Run
    from cellkeep_core.spool import PackedEntry, SpoolEntry
    from cellkeep_store import Store

T = TypeVar("T")


class StoreRoute:
    """The store as this process reaches it, opened on first use and again after it was away."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._store: Store | None = None
        self._root: Path | None = None

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of opening the store."""
        return held_here(self._lock)

    def have(self, entry: SpoolEntry) -> Receipt | None:
        """Return the receipt where the store has these bytes already (route `have`)."""
        return self._ask(lambda store: store.ingest.offer(entry.offer, entry.thumbnail))

    def link_blob(self, sha256: str, size: int, target: Path) -> bool:
        """Hard-link a blob of the store; False where that is not possible."""
        try:
            return self._ask(lambda store: store.contents.link(sha256, size, target))
        except CellkeepError:
            return False

    def put(self, entry: SpoolEntry, progress: Callable[[int], None]) -> Receipt:
        """Make the entry's content a blob and return its receipt. The content is consumed."""
        verified = _is_ours_alone(entry.content)
        return self._ask(
            lambda store: store.ingest.put_file(
                entry.offer,
                entry.content,
                entry.thumbnail,
                consume=True,
                verified=verified,
                synced=entry.synced,
                progress=progress,
            )
        )

    def put_many(
        self, batch: Sequence[tuple[PackedEntry, memoryview]]
    ) -> list[Receipt | CellkeepError | None]:
        """Make blobs of small entries; the receipt of each, or why there is none."""

        def put(store: Store) -> list[Receipt | CellkeepError | None]:
            from cellkeep_store import BatchItem

            return store.ingest.put_many(
                [BatchItem(entry.offer, content, entry.thumbnail) for entry, content in batch]
            )

        return self._ask(put)

    def receipt(self, offer_id: str) -> Receipt | None:
        """Return the receipt of an offer, from whichever route it was stored by."""
        return self._ask(lambda store: store.catalog.find_receipt(offer_id))

    def artifact(self, run_id: str, name: str, version: int | None) -> Artifact | None:
        """Return one version of a name in a run, the latest where none is given."""
        try:
            return self._ask(lambda store: store.catalog.find_artifact(run_id, name, version))
        except ArtifactNotFoundError:
            return None

    def find(self, address: str, run_id: str, notebook: str | None, *, alone: bool) -> Artifact:
        """Return what an address means from a run, or raise `ArtifactNotFoundError`."""
        return self._ask(
            lambda store: store.catalog.resolve(
                address, run_id=run_id, notebook=notebook, alone=alone
            )
        )

    def lineage(self, artifact_id: str) -> Lineage:
        """Return what an artifact was made from, and what was made from it."""
        return self._ask(lambda store: store.catalog.lineage(artifact_id))

    def runs(self, name_or_id: str) -> list[Run]:
        """Return the runs of a name, the latest first, and the one with an id."""
        page = self._ask(lambda store: store.catalog.runs(500, name=name_or_id))
        return [info.run for info in page.items]

    def artifacts(self, run_id: str) -> list[Artifact]:
        """Return a run's artifacts, newest first."""

        def all_pages(store: Store) -> list[Artifact]:
            page = store.catalog.artifacts(run=run_id)
            found = list(page.items)
            while page.next_cursor:
                page = store.catalog.artifacts(run=run_id, cursor=page.next_cursor)
                found += page.items
            return found

        return self._ask(all_pages)

    def search(
        self, text: str | None, *, category: str | None, kind: str | None, limit: int
    ) -> list[Artifact]:
        """Return artifacts of any run whose name, media type or run has the text, newest first."""
        page = self._ask(
            lambda store: store.catalog.artifacts(q=text, category=category, kind=kind, limit=limit)
        )
        return list(page.items)

    def content_path(self, artifact_id: str) -> Path | None:
        """Return the blob's read-only file; None where the store keeps its bytes elsewhere."""
        return self._ask(lambda store: store.contents.local_path(artifact_id))

    def open_content(self, artifact: Artifact, offset: int) -> BinaryIO:
        """Open an artifact's bytes from an offset on."""
        rest = range(offset, artifact.size)
        return self._ask(lambda store: store.contents.open(artifact.id, rest))

    def write_form(self, artifact: Artifact, form: str, path: Path) -> None:
        """Write an artifact into a new file in another form than its bytes as kept."""

        def write(store: Store) -> None:
            from cellkeep_store import copy_out

            copy_out(store, artifact, path, form=form, overwrite=False)

        self._ask(write)

    def note_mirror(self, artifact_id: str, place: MirrorPlace) -> None:
        """Note where an artifact is, too."""
        self._ask(lambda store: store.editor.add_mirror(artifact_id, place))

    def check_blob(self, sha256: str) -> bool:
        """Return whether a blob is whole; one that is not is replaced by the next save of it."""
        return self._ask(lambda store: store.maintenance.check_blob(sha256))

    def _ask(self, question: Callable[[Store], T]) -> T:
        try:
            with fork_gate.gate.entered():
                return question(self._open())
        except CellkeepError as error:
            if error.code == "STORE_UNREACHABLE":
                self._forget()
            raise
        except OSError as error:
            self._forget()
            raise full_or_unreachable(error, _place()) from error

    def _open(self) -> Store:
        with self._lock:
            root = _place()  # `%env CELLKEEP_STORE=...` may have moved it
            if self._store is None or root != self._root:
                self._store, self._root = import_store().open(root), root
            return self._store

    def _forget(self) -> None:
        # A store that went away is opened afresh when it is back.
        with self._lock:
            self._store = None


def import_store() -> type[Store]:
    """Load the store's libraries: half a second for the first caller.

    Raises
    ------
    StoreUnreachableError
        Where they are not installed.
    """
    try:
        from cellkeep_store import Store
    except ImportError as error:
        raise StoreUnreachableError(
            f"The store's package cannot be imported: {error}.",
            hint="Install cellkeep whole, or attach a front end that has it.",
        ) from error
    return Store


def _is_ours_alone(content: Path) -> bool:
    # A file with a second name is the link of a blob that was deleted meanwhile: its bytes
    # were verified at some time in the past, so they are looked at again.
    try:
        return content.stat().st_nlink == 1
    except FileNotFoundError:
        return True  # the store says what is missing


def _place() -> Path:
    from cellkeep_core.paths import store_root

    return store_root()
