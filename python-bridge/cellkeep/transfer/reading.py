"""Reads stored artifacts: from the store's folder if that store is shown, else from its server."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from cellkeep.errors import CellkeepError
from cellkeep.transfer.hashing import sha256_of
from cellkeep.transfer.server_reading import ServerReader, damaged
from cellkeep_core.ids import new_id
from cellkeep_core.modes import make_folders
from cellkeep_core.protocol import Artifact, Lineage, RunPage, from_json
from cellkeep_core.read_cache import ReadCache
from cellkeep_core.spool import full_or_unreachable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cellkeep.transfer.reach import Reach
    from cellkeep.transfer.server_reading import OpenAt
    from cellkeep_core.protocol import Run


class Reader:
    """The artifacts of the store that people look at.

    Parameters
    ----------
    reach : Reach
        The ways out of this process.
    own_folder : callable
        Returns the folder, the process's own, for what was downloaded.
    """

    def __init__(self, reach: Reach, own_folder: Callable[[], Path]) -> None:
        self._reach = reach
        self._own_folder = own_folder
        self._server = ServerReader(reach.link)

    def artifact(self, run_id: str, name: str, version: int | None) -> Artifact | None:
        """Return one version of a name in a run, the latest where none is given."""
        if not self._by_server():
            return self._reach.store.artifact(run_id, name, version)
        versions = self._server.artifacts({"run": run_id, "name": name})  # the newest first
        return next((one for one in versions if version in (None, one.version)), None)

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
        return from_json(self._server.get(f"links?{urlencode(asked)}"), Artifact)

    def runs(self, name_or_id: str) -> list[Run]:
        """Return the runs of a name, the latest first, and the one with an id."""
        if not self._by_server():
            return self._reach.store.runs(name_or_id)
        asked = urlencode({"name": name_or_id, "limit": "500"})
        page = from_json(self._server.get(f"runs?{asked}"), RunPage)
        # An older server does not know the question.
        return [info.run for info in page.items if name_or_id in (info.run.name, info.run.id)]

    def artifacts(self, run_id: str) -> list[Artifact]:
        """Return a run's artifacts, newest first."""
        if not self._by_server():
            return self._reach.store.artifacts(run_id)
        return list(self._server.artifacts({"run": run_id}))

    def search(
        self, text: str | None, *, category: str | None, kind: str | None, limit: int
    ) -> list[Artifact]:
        """Return artifacts of any run whose name, media type or run has the text, newest first."""
        if not self._by_server():
            return self._reach.store.search(text, category=category, kind=kind, limit=limit)
        asked = {"q": text, "category": category, "kind": kind}
        query = {key: value for key, value in asked.items() if value is not None}
        return list(islice(self._server.artifacts(query), limit))

    def lineage(self, artifact_id: str) -> Lineage:
        """Return what an artifact was made from, and what was made from it."""
        if not self._by_server():
            return self._reach.store.lineage(artifact_id)
        return from_json(self._server.get(f"artifacts/{artifact_id}/lineage"), Lineage)

    def content_path(self, artifact: Artifact) -> Path:
        """Return a read-only file with an artifact's bytes, verified.

        What came from a server once is taken from this machine's disk (`ReadCache`).

        Raises
        ------
        BlobDamagedError
            Where they no longer have their digest.
        """
        if self._by_server():
            return self._downloaded(artifact, None, _cache())
        path = self._reach.store.content_path(artifact.id)
        if path is None:
            return self._downloaded(artifact, self._reach.store.open_content)
        if sha256_of(path) != artifact.sha256:
            self._reach.store.check_blob(artifact.sha256)  # noted: saving it again replaces it
            raise damaged(artifact)
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
        self._server.write_form(artifact, form, path)

    def _by_server(self) -> bool:
        return self._reach.standing() == "another" and self._reach.link.address() is not None

    def _downloaded(
        self, artifact: Artifact, open_at: OpenAt | None, cache: ReadCache | None = None
    ) -> Path:
        folder, sha256 = self._own_folder(), artifact.sha256
        try:
            make_folders(folder)
            path = folder / sha256
            if path.exists() or (cache is not None and cache.take(sha256, path)):
                if sha256_of(path) == sha256:
                    return path
                path.unlink(missing_ok=True)
                if cache is not None:
                    cache.forget(sha256)
            part = folder / f"{sha256}.{new_id()}.part"  # other threads may load it, too
            self._server.download(artifact, part, open_at)
            part.chmod(0o400)
            part.replace(path)
            if cache is not None:
                cache.keep(sha256, path)
        except CellkeepError:
            raise
        except OSError as error:
            raise full_or_unreachable(error, folder) from error
        return path


def _cache() -> ReadCache | None:
    try:
        return ReadCache.of_user()
    except CellkeepError:  # no home folder to have it in
        return None
