"""The uploads that are under way in a staging area: made, found again, expired."""

from __future__ import annotations

import errno
import shutil
from typing import TYPE_CHECKING

from msgspec import UNSET, structs

from cellkeep_core.errors import CellkeepError
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.spool import UNHASHED
from cellkeep_store.digests import RunningDigests
from cellkeep_store.filesystem import fsync_folder, storage_errors
from cellkeep_store.offers import checked_offer, is_id, is_size
from cellkeep_store.staging import CONTENT, Staging, idle_seconds
from cellkeep_store.upload import LIFETIME_S, Upload, upload_not_found
from cellkeep_store.upload_info import UploadInfo, read_info, write_info
from cellkeep_store.upload_offer import check_metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cellkeep_core.protocol import Offer, Receipt, Run
    from cellkeep_store.intake import Intake


class Uploads:
    """Makes and opens `Upload`s."""

    def __init__(
        self,
        staging: Staging,
        intake: Intake,
        find_receipt: Callable[[str], Receipt | None],
        find_run: Callable[[str | None], Run],
    ) -> None:
        self._staging = staging
        self._intake = intake
        self._find_receipt = find_receipt
        self._find_run = find_run
        self._digests = RunningDigests()

    def create(
        self,
        size: int,
        offer: Offer | None,
        metadata: dict[str, str] | None,
        thumbnail: bytes | None,
        *,
        partial: bool = False,
    ) -> Upload:
        """Make an upload, or find the one that was made for the same offer."""
        info = UploadInfo(size=size, created_at=utc_now(), metadata=metadata or {}, partial=partial)
        if not is_size(size):
            raise CellkeepError(f"{size!r} is no number of bytes.", code="BAD_REQUEST")
        if offer is None:
            upload_id = new_id()
            check_metadata(upload_id, info.metadata)
            self._find_run(info.metadata.get("run"))
        else:
            info.offer = offer = checked_offer(offer, thumbnail, unhashed=True)
            upload_id = offer.id
            if size != offer.size:
                raise CellkeepError(
                    f"{offer.name!r} was offered with {offer.size} bytes, not {size}.",
                    code="SIZE_MISMATCH",
                )
            there = self._find(offer, thumbnail)
            if there is not None:
                return there
        self._intake.require_room(size)
        return self._make(upload_id, info, thumbnail)

    def join(self, parts: Sequence[str], metadata: dict[str, str]) -> Upload:
        """Make one upload of whole partial ones, in their order, and remove them."""
        pieces = [self.open(part) for part in parts]
        for piece in pieces:
            if not piece.info.partial or piece.offset != piece.size:
                raise CellkeepError(
                    f"The upload {piece.id!r} is not partial, or not whole yet.",
                    hint="Send all of the parts before they are joined.",
                    code="BAD_REQUEST",
                )
        size = sum(piece.size for piece in pieces)
        upload_id = new_id()
        check_metadata(upload_id, metadata)
        self._find_run(metadata.get("run"))
        self._intake.require_room(size)
        info = UploadInfo(
            size=size, created_at=utc_now(), metadata=metadata, parts=[one.id for one in pieces]
        )
        whole = self._make(upload_id, info, None)
        try:
            with whole.locked():
                for piece in pieces:
                    piece.append_to(whole)
                whole.finish()
        except BaseException:
            whole.discard()  # the parts are still there: it can be tried again
            raise
        for piece in pieces:
            piece.discard()
        return whole

    def open(self, upload_id: str) -> Upload:
        """Find an upload."""
        folder = self._staging.folder / upload_id
        if not is_id(upload_id):
            raise upload_not_found(upload_id)
        with storage_errors(folder):
            try:
                info = read_info(folder)
            except FileNotFoundError:
                raise upload_not_found(upload_id) from None
            if idle_seconds(folder) > LIFETIME_S:
                raise CellkeepError(
                    "The upload was left for more than a day.",
                    hint="Begin it again.",
                    code="UPLOAD_EXPIRED",
                )
        return self._upload(folder, info)

    def expire(self, older_than_s: float) -> int:
        """Remove what nobody has written to for so long."""
        with storage_errors(self._staging.folder):
            return self._staging.expire(older_than_s)

    def _find(self, offer: Offer, thumbnail: bytes | None) -> Upload | None:
        try:
            upload = self.open(offer.id)
        except CellkeepError as error:
            if error.code == "UPLOAD_EXPIRED":
                shutil.rmtree(self._staging.folder / offer.id, ignore_errors=True)
                return None
            if error.code == "UPLOAD_NOT_FOUND":
                return None
            raise
        known = upload.info.offer
        if known is not UNSET and known.size == offer.size:
            if offer.sha256 in (known.sha256, UNHASHED):
                return upload
            if known.sha256 == UNHASHED:
                return self._learn_digest(offer, thumbnail)
        raise CellkeepError(
            f"The id of {offer.name!r} was already used, for other bytes.",
            hint="Save it again, so that it gets an id of its own.",
            code="ID_CONFLICT",
        )

    def _learn_digest(self, offer: Offer, thumbnail: bytes | None) -> Upload:
        """Write down the digest that was to follow, and what else was learned of the bytes."""
        folder = self._staging.folder / offer.id
        with storage_errors(folder):
            # Not under the upload's lock, which the one who sends the bytes may hold for long.
            # Whoever writes the last byte, or comes here after it, reads this and stores them.
            if thumbnail:
                (folder / "thumbnail.png").write_bytes(thumbnail)
            info = structs.replace(read_info(folder), offer=offer)
            write_info(folder, info)
        return self._upload(folder, info)

    def _make(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> Upload:
        final = self._staging.folder / upload_id
        new = self._staging.folder / new_id()
        with storage_errors(self._staging.folder):
            try:
                new.mkdir(mode=0o700)
                (new / CONTENT).touch()
                if thumbnail:
                    (new / "thumbnail.png").write_bytes(thumbnail)
                write_info(new, info)
                # Another process may make the upload of the same offer: the first one stands.
                new.rename(final)
                fsync_folder(self._staging.folder)
            except OSError as error:
                shutil.rmtree(new, ignore_errors=True)
                if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
                    return self.open(upload_id)
                raise
        return self._upload(final, info)

    def _upload(self, folder: Path, info: UploadInfo) -> Upload:
        return Upload(
            folder,
            info,
            intake=self._intake,
            digests=self._digests,
            find_receipt=self._find_receipt,
            find_run=self._find_run,
        )
