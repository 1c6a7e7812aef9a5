"""Simvue as a mirror: artifacts become artifacts of a run of Simvue's, by its own client."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cellkeep.errors import CellkeepError
from cellkeep.transfer.mirrors.mirror import away, mirrored_name, refused
from cellkeep_core.ids import utc_now
from cellkeep_core.protocol import MirrorPlace
from cellkeep_core.trackers import simvue_errors, simvue_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cellkeep.transfer.mirrors.content import Content
    from cellkeep_core.protocol import Run

_CALLED = "Simvue"
_RUN_KEY = "cellkeep_run"
_ODD = re.compile(r"[^A-Za-z0-9 ._/:-]")
_WORD = re.compile(r"[\w\-. ]+")
# Simvue's client writes and reads an object as a whole in memory; larger ones go as files.
_LARGEST_OBJECT = 256 * 1024 * 1024
# What Simvue's client gives back as an object from these very bytes.
_KEPT = ("plotly-json.v1", "json.v1")
_OBJECTS = {
    "ndarray-arrow.v1": ("numpy", "ndarray"),
    "ndarray-npy.v1": ("numpy", "ndarray"),
    "table-arrow.v1": ("pandas", "DataFrame"),
    "tensors-safetensors.v1": ("torch", "Tensor"),
}
_ANY = "application/octet-stream"


class SimvueMirror:
    """A Simvue server, with the token that Simvue's own configuration has for it.

    The run's folder, name, tags and plain metadata are those of the run there; a key of its
    metadata, `cellkeep_run`, says which run it is.

    Parameters
    ----------
    address : str
        What follows ``simvue:``.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        with self._asking("its runs"):
            self._server = simvue_server(address)
        self._runs: dict[str, tuple[str, str]] = {}

    def put(self, content: Content, run: Run, checkpoint: Callable[[], None]) -> MirrorPlace:
        """Send an object or a file unless Simvue has it; see `Mirror`."""
        artifact = content.artifact
        with self._asking(artifact.name):
            called, run_id = self._run(run)
        value = _as_object(content)
        is_object = value is not None or artifact.codec in _KEPT
        name = artifact.name if is_object else content.written.name
        name = mirrored_name(name, artifact.version, artifact.id).translate(_TAKEN)
        with self._asking(artifact.name):
            is_there = self._has(run_id, name)
        if not is_there:
            checkpoint()
            with self._asking(artifact.name):
                self._send(content, run_id, name, value)
        return MirrorPlace(
            called=_CALLED,
            mirror=f"simvue:{self._address}",
            place=f"{run.folder.strip('/')}/{called}/{name}".lstrip("/"),
            url=f"{self._server}/dashboard/runs/run/{run_id}",
            at=utc_now(),
        )

    def _send(self, content: Content, run_id: str, name: str, value: Any) -> None:
        from simvue.api.objects import FileArtifact, ObjectArtifact

        artifact = content.artifact
        common: dict[str, Any] = {
            "name": name,
            "storage": None,
            "metadata": {"cellkeep_id": artifact.id, "sha256": artifact.sha256},
            "server_url": self._server,
        }
        if value is not None:
            made = ObjectArtifact.new(obj=value, allow_pickling=False, **common)
        else:
            path, _, media_type = content.kept if artifact.codec in _KEPT else content.written
            made = FileArtifact.new(file_path=path, mime_type=_known(media_type), **common)
        # Only now is it the run's: what was cut off before is nobody's.
        made.attach_to_run(run_id, artifact.category)

    def _has(self, run_id: str, name: str) -> bool:
        from simvue.api.objects import Artifact as SimvueArtifact
        from simvue.exception import ObjectNotFoundError

        try:
            return any(
                one.name == name
                for _, one in SimvueArtifact.from_run(run_id, server_url=self._server)
            )
        except ObjectNotFoundError:
            return False

    def _run(self, run: Run) -> tuple[str, str]:
        """Return the run's name there, and its id."""
        from simvue.api.objects import Run as SimvueRun

        known = self._runs.get(run.id)
        if known is not None:
            return known
        name = f"{_ODD.sub('_', run.name)}-{run.id[:8]}"  # Simvue looks for a run by its name
        found = SimvueRun.get(
            filters=json.dumps([f"name == {name}"]),
            return_metadata=True,
            return_basic=True,
            server_url=self._server,
        )
        its_id = next(
            (
                run_id
                for run_id, one in found
                if (one.staging.get("metadata") or {}).get(_RUN_KEY) == run.id
            ),
            None,
        )
        self._runs[run.id] = known = (name, its_id or self._new_run(run, name))
        return known

    def _new_run(self, run: Run, name: str) -> str:
        from simvue.api.objects import Folder
        from simvue.api.objects import Run as SimvueRun

        folder = Folder.new(path=run.folder, server_url=self._server)
        folder.commit()
        made = SimvueRun.new(folder=run.folder, status="completed", server_url=self._server)
        made.name = name
        made.tags = [tag for tag in run.tags if _WORD.fullmatch(tag)]
        plain = {
            key: value
            for key, value in run.metadata.items()
            if isinstance(value, str | int | float) and _WORD.fullmatch(key)
        }
        made.metadata = {**plain, _RUN_KEY: run.id}
        made.commit()
        return str(made.id)

    @contextmanager
    def _asking(self, name: str) -> Iterator[None]:
        try:
            with simvue_errors():
                yield
        except CellkeepError:
            raise
        except OSError as error:
            cause = error.__cause__ or error
            if isinstance(cause, OSError) or type(cause).__name__ == "RetryableHTTPError":
                raise away(_CALLED, self._address or "its server", error) from error
            raise refused(_CALLED, name, error) from error


_TAKEN = str.maketrans("+=,", "___")


def _as_object(content: Content) -> Any:
    """Return what Simvue's client gives back as the object that it was; None for a file."""
    artifact = content.artifact
    given_back = _OBJECTS.get(artifact.codec)
    if given_back is None or artifact.size > _LARGEST_OBJECT:
        return None
    try:
        value = content.load()
    except CellkeepError:  # a library is missing here: the file says as much
        return None
    its = type(value)
    return value if (its.__module__.partition(".")[0], its.__name__) == given_back else None


def _known(media_type: str) -> str:
    """Return a media type that Simvue's client takes: which ones depends on the machine."""
    from simvue.utilities import get_mimetypes

    essence = media_type.partition(";")[0].strip().lower()
    return essence if essence in get_mimetypes() else _ANY
