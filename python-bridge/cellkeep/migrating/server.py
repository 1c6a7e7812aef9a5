"""A store behind a server, as one end of a move."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cellkeep.transfer.routes.http import HttpRoute
from cellkeep.transfer.server_link import ServerLink
from cellkeep.transfer.server_reading import ServerReader
from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import (
    Artifact,
    History,
    RunInfo,
    RunPage,
    StoreStatus,
    from_json,
    to_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cellkeep.migrating.ends import Moving
    from cellkeep_core.protocol import Receipt, Run, RunSettings
    from cellkeep_core.server_file import ServerAddress


class ServerEnd:
    """A server, asked and told by HTTP with the person's token."""

    def __init__(self, address: ServerAddress) -> None:
        self._link = ServerLink(address)
        self._reader = ServerReader(self._link)
        self._route = HttpRoute(self._link)

    def status(self) -> StoreStatus:
        """Return the store in numbers."""
        return from_json(self._reader.get("status"), StoreStatus)

    def runs(self) -> Iterator[RunInfo]:
        """Yield the runs, the one with the latest save first."""
        return self._reader.all_pages("runs", {}, RunPage)

    def run(self, run_id: str) -> RunInfo | None:
        """Return a run; None where it is not there, or not to be seen."""
        told = self._find(f"runs/{run_id}", "RUN_NOT_FOUND")
        return None if told is None else from_json(told, RunInfo)

    def artifacts(self, run_id: str | None = None) -> Iterator[Artifact]:
        """Yield all artifacts, or those of a run; what was stored first comes first."""
        of_run = {} if run_id is None else {"run": run_id}
        return self._reader.artifacts({"sort": "time", "order": "asc", **of_run})

    def artifact(self, artifact_id: str) -> Artifact | None:
        """Return an artifact; None where it is not there, or not to be seen."""
        told = self._find(f"artifacts/{artifact_id}", "ARTIFACT_NOT_FOUND")
        return None if told is None else from_json(told, Artifact)

    def digests_in(self, run_id: str) -> dict[str, str]:
        """Return the digests of what is in a run, by the artifacts' ids."""
        return {one.id: one.sha256 for one in self._reader.artifacts({"run": run_id})}

    def history(self, artifact_id: str) -> History:
        """Return the versions of an artifact's name."""
        return from_json(self._reader.get(f"artifacts/{artifact_id}/history"), History)

    def thumbnail(self, artifact: Artifact) -> bytes | None:
        """Return an artifact's PNG."""
        return self._reader.get(f"artifacts/{artifact.id}/thumbnail")

    @contextmanager
    def content(self, artifact: Artifact, progress: Callable[[int], None]) -> Iterator[Path]:
        """Give a file with an artifact's bytes, verified."""
        with tempfile.TemporaryDirectory(prefix="cellkeep-migrate-") as folder:
            path = Path(folder) / "content"
            self._reader.download(artifact, path, progress=progress)
            yield path

    def receipt(self, artifact_id: str) -> Receipt | None:
        """Return the receipt that an id got, also of what was deleted since."""
        return self._route.receipt(artifact_id)

    def put_many(
        self, items: Sequence[tuple[Moving, bytes | None]]
    ) -> Sequence[Receipt | CellkeepError | None]:
        """Store small artifacts with their bytes; None for one whose bytes are wanted."""
        return self._route.put_many(
            [(item, None if content is None else memoryview(content)) for item, content in items]
        )

    def put(self, item: Moving, progress: Callable[[int], None]) -> Receipt:
        """Store an artifact of any size, from where an earlier try came to."""
        return self._route.put(item, lambda: None, progress)

    def put_run(self, run: Run) -> None:
        """Make a run that has no artifacts."""
        self._route.put_json(f"runs/{run.id}", to_json(run))

    def put_settings(self, run_id: str, settings: RunSettings) -> None:
        """Change what a run does with what is saved again."""
        self._route.put_json(f"runs/{run_id}/settings", to_json(settings))

    def close(self) -> None:
        """Close this thread's connection."""
        self._link.hang_up()

    def _find(self, path: str, missing: str) -> bytes | None:
        try:
            return self._reader.get(path)
        except CellkeepError as error:
            if error.code != missing:
                raise
            return None
