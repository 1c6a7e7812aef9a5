"""Runs of a Simvue server, read by Simvue's own client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cellkeep_core.errors import BadRequestError
from cellkeep_core.ids import is_sha256, named_id, utc_text
from cellkeep_core.protocol import Run
from cellkeep_core.trackers import simvue_errors, simvue_server
from cellkeep_store.importing.tracker import TrackerFile, TrackerRun, metadata_of

_PREFIX = "application/vnd.simvue."
# What Simvue's objects are here: by what they are stored as, and what they are loaded as.
_OBJECTS = {
    "numpy.v1": ("application/x-npy", "ndarray-npy.v1"),
    "df.v1": ("text/csv", "bytes.v1"),
    "torch.v1": ("application/zip", "bytes.v1"),
}
_CATEGORIES = ("code", "input", "output")


class SimvueTracker:
    """The runs that a person sees on a Simvue server.

    Parameters
    ----------
    address : str
        What follows ``simvue:``: ``//host``, a URL, or nothing for the server of Simvue's own
        configuration, which has the token in any case.

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST`` where Simvue's client is not installed, has no token for the server, or
        the server does not answer.
    """

    name = "simvue"

    def __init__(self, address: str) -> None:
        with self._asking():
            self._server = simvue_server(address)

    def runs(self) -> Iterator[TrackerRun]:
        """Yield all runs, the oldest first."""
        from simvue.api.objects import Run as SimvueRun

        with self._asking():
            told = {"return_basic": True, "return_metadata": True, "return_metrics": True}
            told |= {"return_timing": True}
            found = [run.staging for _, run in SimvueRun.get(server_url=self._server, **told)]
        for each in sorted(found, key=lambda one: str(one.get("created"))):
            with self._asking():
                yield self._run(each)

    def fetch(self, file: TrackerFile, folder: Path) -> Path:
        """Download a file into an empty folder."""
        from simvue.api.objects import Artifact

        path = folder / "content"
        with self._asking():
            artifact = Artifact(file.address, server_url=self._server)
            with path.open("wb") as target:
                for piece in artifact.download_content():
                    target.write(piece)
        return path

    def _run(self, found: dict[str, Any]) -> TrackerRun:
        run_id = str(found["id"])
        begun = _time(found.get("started")) or _time(found.get("created")) or utc_text(0)
        ended = _time(found.get("endtime")) or begun
        about = {
            "run_id": run_id,
            "status": found.get("status"),
            "user": found.get("user"),
            "ended_at": ended,
        }
        its = Run(
            id=named_id("simvue", run_id),
            name=found.get("name") or run_id,
            folder="/" + str(found.get("folder") or "").strip("/"),
            tags=list(found.get("tags") or ()),
            metadata=metadata_of(
                *(self.name, about, found.get("description")),
                ("metadata", (found.get("metadata") or {}).items()),
                ("metric", _last_values(found.get("metrics") or {})),
            ),
            created_at=begun,
        )
        return TrackerRun(its, ended, list(self._files(run_id)))

    def _files(self, run_id: str) -> Iterator[TrackerFile]:
        from simvue.api.objects import Artifact
        from simvue.exception import ObjectNotFoundError

        try:
            found = [
                (its_id, one.staging)
                for its_id, one in Artifact.from_run(run_id, server_url=self._server)
            ]
        except ObjectNotFoundError:  # a run without any
            return
        for its_id, one in sorted(found, key=lambda pair: str(pair[1].get("created"))):
            if not one.get("uploaded", True):
                continue  # announced, and its bytes never came
            media_type, codec = _kind(str(one.get("mime_type") or ""))
            sha256 = one.get("checksum")
            category = one.get("category")
            yield TrackerFile(
                str(one["name"]).lstrip("/"),
                one.get("size"),
                its_id,
                ("sha256", bytes.fromhex(sha256)) if is_sha256(sha256) else None,
                category=category if category in _CATEGORIES else "output",
                media_type=media_type,
                codec=codec,
                at=_time(one.get("created")),
                metadata=one.get("metadata"),
            )

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            with simvue_errors():
                yield
        except OSError as error:
            raise BadRequestError(
                f"Simvue could not be read: {str(error)[:300]}.",
                hint="What was imported until now is stored; the same command goes on from there.",
            ) from error


def _time(text: object) -> str | None:
    """Return a time of Simvue's, which are in UTC, as the protocol writes it."""
    if not text:
        return None
    return utc_text(datetime.fromisoformat(str(text)).replace(tzinfo=UTC).timestamp())


def _kind(media_type: str) -> tuple[str | None, str]:
    """Return an artifact's media type, None where only its content says, and its codec."""
    if media_type.startswith(_PREFIX):
        return _OBJECTS.get(media_type.removeprefix(_PREFIX), (None, "bytes.v1"))
    return (media_type or None) if media_type != "application/octet-stream" else None, "bytes.v1"


def _last_values(metrics: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    return ((name, its["last"]) for name, its in metrics.items() if "last" in its)
