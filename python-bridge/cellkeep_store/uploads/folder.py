"""Uploads in the store's staging folder.

``staging/<id>/`` holds ``content``, ``info.json``, perhaps ``thumbnail.png``, and ``lock``.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedIOBase
from pathlib import Path

from cellkeep_core.errors import CellkeepError
from cellkeep_core.ids import new_id
from cellkeep_core.page_cache import drop_behind, start_writing
from cellkeep_core.protocol import Offer, Receipt, from_json, to_json
from cellkeep_store.catalog.person import Person
from cellkeep_store.file_lock import HeldError
from cellkeep_store.filesystem import (
    fsync_file,
    fsync_folder,
    remove_file,
    storage_errors,
    write_durably,
)
from cellkeep_store.staging import CONTENT, INFO, Staging, last_write, lock_folder
from cellkeep_store.uploads.info import UploadInfo
from cellkeep_store.uploads.storage import UploadState, upload_locked, upload_not_found

Commit = Callable[[Offer, Path, bytes | None, Person | None], Receipt]

_THUMBNAIL = "thumbnail.png"


class FolderUploads:
    """An `UploadStore` in the folders of a staging area.

    Parameters
    ----------
    staging : Staging
        The area.
    commit : callable
        Stores a file of ours, synced and verified, as an artifact, and may move it.
    """

    def __init__(self, staging: Staging, commit: Commit) -> None:
        self._staging = staging
        self._commit = commit

    def create(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> bool:
        """Make a whole folder under another name, then rename it: the first one stands."""
        new = self._folder(new_id())
        with storage_errors(self._staging.folder):
            try:
                new.mkdir(mode=0o700)
                (new / CONTENT).touch()
                _describe(new, info, thumbnail)
                new.rename(self._folder(upload_id))
                fsync_folder(self._staging.folder)
            except OSError as error:
                shutil.rmtree(new, ignore_errors=True)
                if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
                    return False
                raise
        return True

    def describe(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> None:
        """Write ``info.json`` in one step that a crash cannot halve."""
        with _errors(upload_id, self._folder(upload_id)):
            _describe(self._folder(upload_id), info, thumbnail)

    def find(self, upload_id: str) -> UploadState | None:
        """Read ``info.json``, and the size of the content."""
        folder = self._folder(upload_id)
        with storage_errors(folder):
            try:
                info = _read_info(folder)
            except FileNotFoundError:
                return None
            return UploadState(info, _size(folder / CONTENT), last_write(folder))

    def find_all(self, upload_ids: Collection[str]) -> dict[str, UploadState]:
        """Look at each folder."""
        found = ((upload_id, self.find(upload_id)) for upload_id in upload_ids)
        return {upload_id: state for upload_id, state in found if state is not None}

    def begun(self) -> dict[str, UploadState]:
        """Read each ``info.json``."""
        begun = {}
        for folder in self._staging.folders():
            # Gone meanwhile, or the staging of something else, which is short.
            with suppress(CellkeepError):
                state = self.find(folder.name)
                if state is not None and state.offset is not None:
                    begun[folder.name] = state
        return begun

    def lease(self, upload_id: str, timeout_s: float = 0.0) -> FolderLease:
        """Lock the folder."""
        return FolderLease(upload_id, self._staging, self._commit, timeout_s)

    def expire(self, older_than_s: float) -> int:
        """Remove old folders, those that dead processes left among them."""
        with storage_errors(self._staging.folder):
            return self._staging.expire(older_than_s)

    def _folder(self, upload_id: str) -> Path:
        return self._staging.folder / upload_id


class FolderLease:
    """The lock of an upload's folder, and the open file of its content."""

    def __init__(self, upload_id: str, staging: Staging, commit: Commit, timeout_s: float) -> None:
        self._id = upload_id
        self._staging = staging
        self._folder = folder = staging.folder / upload_id
        self._content = folder / CONTENT
        self._commit = commit
        self._descriptor: int | None = None
        # The lock's library makes folders that are missing: neither now nor while it waits.
        self._require_present()
        with self._errors():
            try:
                self._unlock = lock_folder(folder, timeout_s)
            except HeldError as error:
                raise upload_locked() from error
        try:
            self._require_present()
        except CellkeepError:
            self.remove()
            self.release()
            raise
        self._offset = _size(self._content)

    @property
    def offset(self) -> int | None:
        """Bytes received: nobody else can add any."""
        return self._offset

    @property
    def version(self) -> Hashable:
        """Size and time of the file."""
        with self._errors():
            opened = self._descriptor
            at = self._content.stat() if opened is None else os.fstat(opened)
        return at.st_size, at.st_mtime_ns

    def info(self) -> UploadInfo:
        """Read ``info.json``."""
        with self._errors():
            return _read_info(self._folder)

    def append(self, chunk: bytes | memoryview) -> None:
        """Write at the end, and let the disk begin with it."""
        with self._errors():
            descriptor = self._opened()
            before = self._offset or 0
            try:
                os.lseek(descriptor, before, os.SEEK_SET)
                rest = memoryview(chunk)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
            except OSError:
                os.ftruncate(descriptor, before)
                raise
            self._offset = before + len(chunk)
            start_writing(descriptor, before, len(chunk))
            drop_behind(descriptor, before, len(chunk))

    def truncate(self, offset: int) -> None:
        """Cut the file."""
        with self._errors():
            os.ftruncate(self._opened(), offset)
        self._offset = offset

    def open(self) -> BufferedIOBase:
        """Open the file once more."""
        with self._errors():
            return self._content.open("rb")

    def take(self, offer: Offer, person: Person | None = None) -> Receipt:
        """Sync the file, and let a second name of it become the blob."""
        with self._errors():
            self._close()  # Windows moves no file that is open
            # Opened for reading only: after an attempt that failed it may be read-only.
            fsync_file(self._content)
            try:
                thumbnail = (self._folder / _THUMBNAIL).read_bytes()
            except FileNotFoundError:
                thumbnail = None
            with self._staging.link(self._content) as staged:
                # Where there are no hard links the file itself moves.
                return self._commit(offer, staged or self._content, thumbnail, person)

    def clear(self) -> None:
        """Remove the file."""
        self._close()
        with self._errors():
            remove_file(self._content)
        self._offset = None

    def remove(self) -> None:
        """Remove the folder."""
        self._close()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._offset = None

    def release(self) -> None:
        """Close the file and the lock."""
        self._close()
        self._unlock()

    def _require_present(self) -> None:
        if not (self._folder / INFO).exists():
            raise upload_not_found(self._id)

    def _opened(self) -> int:
        if self._descriptor is None:
            # Not O_CREAT: that would make the content of a finished upload anew.
            self._descriptor = os.open(self._content, os.O_RDWR | getattr(os, "O_BINARY", 0))
        return self._descriptor

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        with _errors(self._id, self._folder):
            yield


@contextmanager
def _errors(upload_id: str, folder: Path) -> Iterator[None]:
    with storage_errors(folder):
        try:
            yield
        except FileNotFoundError as error:
            raise upload_not_found(upload_id) from error


def _describe(folder: Path, info: UploadInfo, thumbnail: bytes | None) -> None:
    if thumbnail:
        (folder / _THUMBNAIL).write_bytes(thumbnail)
    write_durably(folder / INFO, to_json(info))


def _read_info(folder: Path) -> UploadInfo:
    return from_json((folder / INFO).read_bytes(), UploadInfo)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
