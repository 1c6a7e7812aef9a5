"""Questions to a server about what it has stored, and the bytes of that."""

from __future__ import annotations

import hashlib
import shutil
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlencode

from msgspec import UNSET

from cellkeep.errors import BlobDamagedError, CellkeepError, StoreUnreachableError
from cellkeep.transfer.object_storage import (
    STRAIGHT_FROM_BYTES,
    StorageClosedError,
    StoredBytes,
    read_from,
)
from cellkeep.transfer.server_link import Answer
from cellkeep_core.protocol import ArtifactPage, ContentAddress, from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cellkeep.transfer.server_link import ServerLink
    from cellkeep_core.protocol import Artifact

    OpenAt = Callable[[Artifact, int], HTTPResponse | StoredBytes | BinaryIO]

TRIES = 5
"""Interruptions in a row, with nothing read in between, that end a download."""

_PIECE_BYTES = 1024 * 1024


class ServerReader:
    """What a server tells, however often the line is cut.

    Parameters
    ----------
    link : ServerLink
        The way to it.
    """

    def __init__(self, link: ServerLink) -> None:
        self._link = link

    def get(self, path: str) -> bytes:
        """Return what the server answers to a question.

        Raises
        ------
        StoreUnreachableError
        CellkeepError
            What the server has against it.
        """
        for attempt in range(1, TRIES + 1):
            try:
                answer = self._link.request("GET", path)
            except CellkeepError:
                raise
            except (OSError, HTTPException) as error:
                self._link.hang_up()
                if attempt == TRIES:
                    raise _unreachable(error) from error
                continue
            if answer.status != 200:
                told = answer.error()
                if answer.status == 401 or (told is not None and told.code == "SIGNED_OUT"):
                    raise _unreachable("it does not take this process's token")
                raise told or _unreachable(f"it answered {answer.status}")
            return answer.body
        raise AssertionError

    def artifacts(self, query: dict[str, str]) -> Iterator[Artifact]:
        """Yield all artifacts that a query means."""
        return self.all_pages("artifacts", query, ArtifactPage)

    def all_pages(self, path: str, query: dict[str, str], kind: type[Any]) -> Iterator[Any]:
        """Yield what a query lists, page after page of this kind."""
        asked = {**query, "limit": "500"}
        while True:
            page = from_json(self.get(f"{path}?{urlencode(asked)}"), kind)
            yield from page.items
            if not page.next_cursor:
                return
            asked["cursor"] = page.next_cursor

    def download(
        self,
        artifact: Artifact,
        target: Path,
        open_at: OpenAt | None = None,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Write an artifact's bytes to a file, verified.

        Parameters
        ----------
        open_at : callable, optional
            Opens them at an offset. Default: at the server, or in its object storage.
        progress : callable, optional
            Called with the bytes that have come; may raise to stop.

        Raises
        ------
        BlobDamagedError
            Where they have not their digest; there is no file then.
        StoreUnreachableError
        OSError
            Of the file.
        """
        open_at = open_at or self._content
        digest = hashlib.sha256()
        cuts = 0
        with target.open("wb") as file:
            while (done := file.tell()) < artifact.size:
                try:
                    with open_at(artifact, done) as source:
                        while piece := source.read(_PIECE_BYTES):
                            file.write(piece)
                            digest.update(piece)
                            cuts = 0
                            progress(file.tell())
                except CellkeepError:
                    raise
                except (OSError, HTTPException) as error:
                    self._link.hang_up()
                    cuts += 1
                    if cuts >= TRIES:
                        raise _unreachable(error) from error
        if digest.hexdigest() != artifact.sha256:
            target.unlink()
            raise damaged(artifact)

    def write_form(self, artifact: Artifact, form: str, path: Path) -> None:
        """Write an artifact into a new file in another form than its bytes as kept."""
        kept = self._open(f"artifacts/{artifact.id}/content?as={form}", {})
        with kept as source, path.open("xb") as file:
            shutil.copyfileobj(source, file)

    def _content(self, artifact: Artifact, offset: int) -> HTTPResponse | StoredBytes:
        """Open the bytes where the storage has them, or at the service."""
        storage = self._link.storage
        if artifact.size > STRAIGHT_FROM_BYTES and storage.is_tried():
            url = self._address(artifact)
            try:
                if url is not None:
                    return read_from(url, offset, storage)
            except (OSError, HTTPException, StorageClosedError) as error:
                storage.close(error)
        part = {"Range": f"bytes={offset}-", "If-Range": f'"{artifact.sha256}"'} if offset else {}
        return self._open(f"artifacts/{artifact.id}/content", part)

    def _address(self, artifact: Artifact) -> str | None:
        """Ask where the storage has an artifact: each time anew, for it expires."""
        answer = self._link.request("GET", f"artifacts/{artifact.id}/address?verifies=1")
        if answer.status == 200:
            url = from_json(answer.body, ContentAddress).url
            if url is not UNSET:
                return url
        told = answer.error()
        if told is None or told.code != "ARTIFACT_NOT_FOUND":
            self._link.storage.close("the server has no address for it")
        return None

    def _open(self, path: str, part: dict[str, str]) -> HTTPResponse:
        headers = {"Authorization": self._link.authorization(), **part}
        response = self._link.open("GET", path, headers)
        if response.status == (206 if part else 200):
            return response
        answer = Answer(response.status, response.headers, response.read())
        raise answer.error() or _unreachable(f"it answered {answer.status}")


def damaged(artifact: Artifact) -> BlobDamagedError:
    """Return the error for bytes that are not those that were stored."""
    return BlobDamagedError(
        f"The stored bytes of {artifact.name!r} v{artifact.version} no longer have their digest.",
        hint="`cellkeep verify` looks for others. Save it again, or restore the store.",
    )


def _unreachable(reason: object) -> StoreUnreachableError:
    return StoreUnreachableError(
        f"The server cannot be reached: {reason}.",
        hint="Nothing is lost. Try again when it is back.",
    )
