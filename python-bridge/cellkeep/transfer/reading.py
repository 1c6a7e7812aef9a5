"""Reads stored artifacts: from the store's folder if that store is shown, else from its server."""

from __future__ import annotations

import hashlib
import shutil
from http.client import HTTPException, HTTPResponse
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlencode

from cellkeep.errors import (
    BlobDamagedError,
    CellkeepError,
    StoreUnreachableError,
)
from cellkeep.transfer.hashing import sha256_of
from cellkeep.transfer.server_link import Answer
from cellkeep_core.modes import make_folders
from cellkeep_core.protocol import Artifact, ArtifactPage, Lineage, RunPage, from_json
from cellkeep_core.spool import full_or_unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cellkeep.transfer.reach import Reach
    from cellkeep_core.protocol import Run

    OpenAt = Callable[[Artifact, int], HTTPResponse | BinaryIO]

TRIES = 5
"""Interruptions in a row, with nothing read in between, that end a download."""

_PIECE_BYTES = 1024 * 1024


class Reader:
    """The artifacts of the store that people look at.

    Parameters
    ----------
    reach : Reach
        The ways out of this process.
    cache : callable
        Returns the folder, the process's own, for what was downloaded.
    """

    def __init__(self, reach: Reach, cache: Callable[[], Path]) -> None:
        self._reach = reach
        self._cache = cache

    def artifact(self, run_id: str, name: str, version: int | None) -> Artifact | None:
        """Return one version of a name in a run, the latest where none is given."""
        if not self._by_server():
            return self._reach.store.artifact(run_id, name, version)
        return self._first(
            lambda one: version in (None, one.version), {"run": run_id, "name": name}
        )

    def find(
        self, address: str, run_id: str, notebook: str | None = None, *, alone: bool = False
    ) -> Artifact:
        """Return what an address means, seen from a run and a notebook.

        Parameters
        ----------
        alone : bool
            Look in that run only.

        Raises
        ------
        ArtifactNotFoundError
            With what there is instead.
        """
        if not self._by_server():
            return self._reach.store.find(address, run_id, notebook, alone=alone)
        asked = {"link": address, "run": run_id, "alone": str(int(alone))}
        if notebook is not None:
            asked["notebook"] = notebook
        return from_json(self._get(f"links?{urlencode(asked)}"), Artifact)

    def runs(self, name_or_id: str) -> list[Run]:
        """Return the runs of a name, the latest first, and the one with an id."""
        if not self._by_server():
            return self._reach.store.runs(name_or_id)
        asked = urlencode({"name": name_or_id, "limit": "500"})
        page = from_json(self._get(f"runs?{asked}"), RunPage)
        # An older server does not know the question.
        return [info.run for info in page.items if name_or_id in (info.run.name, info.run.id)]

    def artifacts(self, run_id: str) -> list[Artifact]:
        """Return a run's artifacts, newest first."""
        if not self._by_server():
            return self._reach.store.artifacts(run_id)
        return list(self._pages({"run": run_id}))

    def search(
        self, text: str | None, *, category: str | None, kind: str | None, limit: int
    ) -> list[Artifact]:
        """Return artifacts of any run whose name, media type or run has the text, newest first."""
        if not self._by_server():
            return self._reach.store.search(text, category=category, kind=kind, limit=limit)
        asked = {"q": text, "category": category, "kind": kind}
        query = {key: value for key, value in asked.items() if value is not None}
        return list(islice(self._pages(query), limit))

    def lineage(self, artifact_id: str) -> Lineage:
        """Return what an artifact was made from, and what was made from it."""
        if not self._by_server():
            return self._reach.store.lineage(artifact_id)
        return from_json(self._get(f"artifacts/{artifact_id}/lineage"), Lineage)

    def content_path(self, artifact: Artifact) -> Path:
        """Return a read-only file with an artifact's bytes, verified.

        Raises
        ------
        BlobDamagedError
            Where they no longer have their digest.
        """
        if self._by_server():
            return self._downloaded(artifact, self._content)
        path = self._reach.store.content_path(artifact.id)
        if path is None:
            return self._downloaded(artifact, self._reach.store.open_content)
        if sha256_of(path) != artifact.sha256:
            self._reach.store.check_blob(artifact.sha256)  # noted: saving it again replaces it
            raise _damaged(artifact)
        return path

    def write_form(self, artifact: Artifact, form: str, path: Path) -> None:
        """Write an artifact into a new file in another form than its bytes as kept.

        Raises
        ------
        CellkeepError
            ``NOT_SERIALISABLE`` where it has no such form.
        """
        if not self._by_server():
            self._reach.store.write_form(artifact, form, path)
            return
        kept = self._open(f"artifacts/{artifact.id}/content?as={form}")
        with kept as source, path.open("xb") as file:
            shutil.copyfileobj(source, file)

    def _by_server(self) -> bool:
        return self._reach.standing() == "another" and self._reach.link.address() is not None

    def _first(self, fits: Callable[[Artifact], bool], query: dict[str, str]) -> Artifact | None:
        """Return the first artifact that fits, newest first."""
        return next((one for one in self._pages(query) if fits(one)), None)

    def _pages(self, query: dict[str, str]) -> Iterator[Artifact]:
        asked = {**query, "limit": "500"}
        while True:
            page = from_json(self._get(f"artifacts?{urlencode(asked)}"), ArtifactPage)
            yield from page.items
            if not page.next_cursor:
                return
            asked["cursor"] = page.next_cursor

    def _get(self, path: str) -> bytes:
        for attempt in range(1, TRIES + 1):
            try:
                answer = self._reach.link.request("GET", path)
            except CellkeepError:
                raise
            except (OSError, HTTPException) as error:
                self._reach.link.hang_up()
                if attempt == TRIES:
                    raise _unreachable(error) from error
                continue
            if answer.status != 200:
                raise answer.error() or _unreachable(f"it answered {answer.status}")
            return answer.body
        raise AssertionError

    def _downloaded(self, artifact: Artifact, open_at: OpenAt) -> Path:
        folder = self._cache()
        try:
            make_folders(folder)
            path = folder / artifact.sha256
            if not path.exists():
                part = path.with_suffix(".part")
                self._download(artifact, part, open_at)
                part.chmod(0o400)
                part.replace(path)
        except CellkeepError:
            raise
        except OSError as error:
            raise full_or_unreachable(error, folder) from error
        return path

    def _download(self, artifact: Artifact, part: Path, open_at: OpenAt) -> None:
        digest = hashlib.sha256()
        cuts = 0
        with part.open("wb") as file:
            while (done := file.tell()) < artifact.size:
                try:
                    with open_at(artifact, done) as source:
                        while piece := source.read(_PIECE_BYTES):
                            file.write(piece)
                            digest.update(piece)
                            cuts = 0
                except CellkeepError:
                    raise
                except (OSError, HTTPException) as error:
                    self._reach.link.hang_up()
                    cuts += 1
                    if cuts >= TRIES:
                        raise _unreachable(error) from error
        if digest.hexdigest() != artifact.sha256:
            part.unlink()
            raise _damaged(artifact)

    def _content(self, artifact: Artifact, offset: int) -> HTTPResponse:
        part = {"Range": f"bytes={offset}-", "If-Range": f'"{artifact.sha256}"'} if offset else {}
        return self._open(f"artifacts/{artifact.id}/content", part)

    def _open(self, path: str, part: dict[str, str] | None = None) -> HTTPResponse:
        link = self._reach.link
        headers = {"Authorization": link.authorization(), **(part or {})}
        response = link.open("GET", path, headers)
        if response.status == (206 if part else 200):
            return response
        answer = Answer(response.status, response.headers, response.read())
        raise answer.error() or _unreachable(f"it answered {answer.status}")


def _damaged(artifact: Artifact) -> BlobDamagedError:
    return BlobDamagedError(
        f"The stored bytes of {artifact.name!r} v{artifact.version} no longer have their digest.",
        hint="`cellkeep verify` looks for others. Save it again, or restore the store.",
    )


def _unreachable(reason: object) -> StoreUnreachableError:
    return StoreUnreachableError(
        f"The server cannot be reached: {reason}.",
        hint="Nothing is lost. Try again when it is back.",
    )
