"""The copies of saves that go to mirrors: after the save has its receipt, and never in its way."""

from __future__ import annotations

import logging
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from cellkeep.errors import ArtifactNotFoundError, CellkeepError, StoreUnreachableError
from cellkeep.transfer.carrier import Carrier
from cellkeep.transfer.mirrors.address import called, is_installed
from cellkeep.transfer.mirrors.content import Content
from cellkeep.transfer.mirrors.mirror import shown
from cellkeep.transfer.reading import Reader
from cellkeep.transfer.transfer import Transfer
from cellkeep_core.ids import new_id
from cellkeep_core.mirrors import CopyJob, is_mirrored
from cellkeep_core.protocol import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cellkeep.transfer.board import StatusBoard
    from cellkeep.transfer.mirrors.mirror import Mirror
    from cellkeep.transfer.notices import Notices
    from cellkeep.transfer.reach import Reach
    from cellkeep_core.protocol import Artifact, TransferStatus
    from cellkeep_core.spool import SpoolEntry, SpoolSession

_log = logging.getLogger("cellkeep")


class Copy(Transfer):
    """One artifact on its way to one mirror.

    Parameters
    ----------
    entry : SpoolEntry
        Its content says what is to be copied and where to; the bytes are the store's.
    on_change : callable
        As of `Transfer`.
    """

    is_copy = True

    def __init__(self, entry: SpoolEntry, on_change: Callable[[Transfer], None]) -> None:
        super().__init__(entry, on_change)
        self.job = from_json(entry.read_bytes(), CopyJob)

    def status(self) -> TransferStatus:
        """Return what travels to the front end."""
        status = super().status()
        status.mirror = called(self.job.mirror)
        return status


class Copies(Carrier):
    """The copies of this process that are under way, and the thread that carries them."""

    def __init__(self, board: StatusBoard, notices: Notices, reach: Reach) -> None:
        super().__init__(board, notices, ("cellkeep-copies",))
        self._reach = reach
        self._mirrors: dict[str, Mirror] = {}
        self._expected: dict[str, SpoolEntry] = {}

    def expect(self, entries: Sequence[SpoolEntry], mirror: str, spool: SpoolSession) -> None:
        """Note in the spool that these saves go to a mirror, too, once the store has them."""
        for entry in entries:
            offer = structs.replace(entry.offer, id=new_id())
            draft = spool.draft(offer.id)
            draft.content.write_bytes(to_json(CopyJob(mirror=mirror, offer_id=entry.offer.id)))
            self._expected[entry.offer.id] = draft.commit(offer)

    def expects(self, offer_id: str) -> bool:
        """Whether a save is to be copied, and its copy has not begun."""
        return offer_id in self._expected

    def save_ended(self, transfer: Transfer) -> None:
        """Start the copy of a save that is stored; drop that of one that was cancelled."""
        entry = self._expected.get(transfer.id)
        if entry is None:
            return
        try:
            if transfer.state == "cancelled":
                entry.discard()
            else:
                self._start([self.track(entry)])
        except (CellkeepError, OSError):  # the save itself has ended well
            _log.warning("The copy of %r is lost.", transfer.offer.name, exc_info=True)
        finally:
            self._expected.pop(transfer.id, None)

    def track(self, entry: SpoolEntry) -> Copy:
        """Create an entry's copy without starting it."""
        copy = Copy(entry, self._changed)
        self._track(copy)
        return copy

    def adopt(self, entries: Sequence[SpoolEntry]) -> list[Transfer]:
        """Return the copies of a dead process that can be carried here, tracked.

        Others wait on: their client is not installed here, or the save itself waits.
        """
        adopted: list[Transfer] = []
        for entry in entries:
            job = Copy(entry, self._changed).job
            installed = is_installed(job.mirror.partition(":")[0])
            if installed and self._reach.receipt(job.offer_id) is not None:
                adopted.append(self.track(entry))
        return adopted

    def _deliver(self, transfer: Transfer) -> None:
        assert isinstance(transfer, Copy)
        job = transfer.job
        receipt = self._reach.receipt(job.offer_id)
        if receipt is None:
            raise StoreUnreachableError(
                f"The store does not say that it has {transfer.offer.name!r}.",
                hint="The copy waits until this process reaches the store.",
            )
        with tempfile.TemporaryDirectory(prefix="cellkeep-copy-") as folder:
            reader = Reader(self._reach, lambda: Path(folder) / "read")
            # By its id: it may have another name by now, or be deleted.
            with suppress(ArtifactNotFoundError):
                artifact = reader.find(receipt.artifact_id, receipt.run_id)
                if not is_mirrored(artifact, shown(job.mirror)):
                    self._copy(transfer, artifact, Content(artifact, reader, Path(folder)))
        # The receipt of the artifact as that of its copy.
        copy = transfer.offer
        transfer.stored(
            structs.replace(receipt, offer_id=copy.id, size=copy.size, sha256=copy.sha256)
        )

    def _copy(self, transfer: Copy, artifact: Artifact, content: Content) -> None:
        address = transfer.job.mirror
        transfer.advance("uploading")
        # One that has failed is opened afresh: its run may be gone there, or its token new.
        mirror = self._mirrors.pop(address, None) or _open(address)
        run = structs.replace(transfer.offer.run, id=artifact.run_id)
        place = mirror.put(content, run, transfer.checkpoint)
        self._mirrors[address] = mirror
        self._reach.note_mirror(artifact.id, place)

    def _parked_words(self, transfer: Transfer, error: CellkeepError) -> str:
        return (
            f"{error.message} The store has what you saved; the copies wait in "
            f"{transfer.entry.folder.parent} and are sent when it can take them, also by the "
            "next process that uses cellkeep."
        )


def _open(address: str) -> Mirror:
    """Return a mirror; its client is imported only now."""
    scheme, _, rest = address.partition(":")
    if scheme == "mlflow":
        from cellkeep.transfer.mirrors.mlflow import MlflowMirror

        return MlflowMirror(rest)
    from cellkeep.transfer.mirrors.simvue import SimvueMirror

    return SimvueMirror(rest)
