"""The uploads that are under way: ``store.uploads``."""

from __future__ import annotations

import time
from collections.abc import Sequence

from msgspec import UNSET, structs

from cellkeep_core.errors import BadRequestError, CellkeepError
from cellkeep_core.ids import is_byte_count, is_id, new_id, utc_now, utc_text
from cellkeep_core.protocol import Offer, UnfinishedUpload, or_unset
from cellkeep_core.spool import UNHASHED
from cellkeep_store.offers import checked_offer, id_conflict
from cellkeep_store.uploads.info import UploadInfo
from cellkeep_store.uploads.metadata import check_metadata
from cellkeep_store.uploads.storage import bytes_begun, upload_not_found
from cellkeep_store.uploads.upload import LIFETIME_S, Upload, UploadParts


class Uploads:
    """Makes and opens `Upload`s."""

    def __init__(self, parts: UploadParts) -> None:
        self.parts = parts
        self._storage = parts.storage

    def create(
        self,
        size: int,
        *,
        offer: Offer | None = None,
        metadata: dict[str, str] | None = None,
        thumbnail: bytes | None = None,
        partial: bool = False,
        deferred: bool = False,
        owner: str | None = None,
        through: bool = True,
        checked_pieces: bool = False,
    ) -> Upload:
        """Begin an upload. For an offer there is one, which a repeated call finds again.

        Parameters
        ----------
        size : int
            Bytes in all.
        metadata : dict of str to str, optional
            What to make an offer of where there is none: ``filename``, ``filetype``,
            ``category`` (default input), ``run`` (an id; default the run 'Uploads'), ``name``.
        partial : bool, default False
            It becomes a piece of another upload (`join`), and nothing by itself.
        deferred : bool, default False
            Its size is said later (`Upload.say_size`); `size` is the most that it may become.
        owner : str, optional
            Who sends it, where a server tells persons apart. Whoever asks again finds the first's.
        through : bool, default True
            Whether the bytes come through this server.
        checked_pieces : bool, default False
            An offer whose digest follows gets it from the store, where `Upload.checked` was said
            of all of its bytes.

        Raises
        ------
        RunNotFoundError, BadNameError, UnknownCategoryError, BadMediaTypeError
        CellkeepError
            ``ID_CONFLICT``, ``SIZE_MISMATCH``, ``BAD_REQUEST``.
        """
        info = UploadInfo(
            size=size,
            created_at=utc_now(),
            metadata=metadata or {},
            partial=partial,
            deferred=deferred,
            checked_pieces=checked_pieces,
            owner=or_unset(owner),
        )
        if not is_byte_count(size):
            raise BadRequestError(f"{size!r} is no number of bytes.")
        if offer is None:
            upload_id = new_id()
            check_metadata(upload_id, info.metadata)
            self.parts.find_run(info.metadata.get("run"))
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
        room = info.bytes_begun(0)
        self.parts.require_room(room, begun=self.begun_bytes, run_id=info.run_id, through=through)
        return self._make(upload_id, info, thumbnail)

    def join(
        self, parts: Sequence[str], metadata: dict[str, str], owner: str | None = None
    ) -> Upload:
        """Make one upload of whole partial ones, in their order, and remove them.

        Errors as in `create`.
        """
        pieces = [self.open(part) for part in parts]
        for piece in pieces:
            if not piece.info.partial or piece.info.deferred or piece.offset != piece.size:
                raise BadRequestError(
                    f"The upload {piece.id!r} is not partial, or not whole yet.",
                    hint="Send all of the parts before they are joined.",
                )
        size = sum(piece.size for piece in pieces)
        upload_id = new_id()
        check_metadata(upload_id, metadata)
        self.parts.find_run(metadata.get("run"))
        self.parts.require_room(size, run_id=metadata.get("run"))
        info = UploadInfo(
            size=size,
            created_at=utc_now(),
            metadata=metadata,
            parts=[one.id for one in pieces],
            owner=or_unset(owner),
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
        """Find an upload; ``UPLOAD_NOT_FOUND`` or ``UPLOAD_EXPIRED`` where there is none."""
        state = self._storage.find(upload_id) if is_id(upload_id) else None
        if state is None:
            raise upload_not_found(upload_id)
        if time.time() - state.written_at > LIFETIME_S:
            raise CellkeepError(
                "The upload was left for more than a day.",
                hint="Begin it again.",
                code="UPLOAD_EXPIRED",
            )
        return Upload(upload_id, state.info, self.parts)

    def unfinished(self) -> list[UnfinishedUpload]:
        """Return all that have begun and not ended, the largest first."""
        told = []
        for upload_id, state in self._storage.begun().items():
            upload = UnfinishedUpload(
                upload_id=upload_id,
                bytes=state.bytes_begun,
                begun_at=state.info.created_at,
                written_at=utc_text(state.written_at),
                owner=state.info.owner,
            )
            told.append(upload)
        return sorted(told, key=lambda upload: (-upload.bytes, upload.upload_id))

    def owners(self, upload_ids: Sequence[str]) -> list[str | None]:
        """Return whose uploads are; None where one is nobody's, or there is none."""
        found = self._storage.find_all([one for one in upload_ids if is_id(one)])
        oldest = time.time() - LIFETIME_S
        its = {one: state.info.owner for one, state in found.items() if state.written_at >= oldest}
        return [its.get(one) or None for one in upload_ids]

    def begun_bytes(self) -> int:
        """Return the bytes of all that have begun and not ended."""
        return bytes_begun(self._storage)

    def expire(self, older_than_s: float = LIFETIME_S) -> int:
        """Remove what nobody has written to for so long, and what dead processes left."""
        return self._storage.expire(older_than_s)

    def _find(self, offer: Offer, thumbnail: bytes | None) -> Upload | None:
        try:
            upload = self.open(offer.id)
        except CellkeepError as error:
            if error.code == "UPLOAD_EXPIRED":
                lease = self._storage.lease(offer.id)
                lease.remove()
                lease.release()
                return None
            if error.code == "UPLOAD_NOT_FOUND":
                return None
            raise
        known = upload.info.offer
        if known is not UNSET and known.size == offer.size:
            if offer.sha256 in (known.sha256, UNHASHED):
                return upload
            if known.sha256 == UNHASHED:
                # The digest that was to follow, and what else was learned of the bytes. Whoever
                # writes the last byte, or comes here after it, reads this and stores them.
                info = structs.replace(upload.info, offer=offer)
                self._storage.describe(offer.id, info, thumbnail)
                return Upload(offer.id, info, self.parts)
        raise id_conflict(offer, ", for other bytes")

    def _make(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> Upload:
        # Another process may create the upload of the same offer: the first one stands.
        if not self._storage.create(upload_id, info, thumbnail):
            return self.open(upload_id)
        return Upload(upload_id, info, self.parts)
