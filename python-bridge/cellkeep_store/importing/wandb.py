"""Runs that W&B wrote into a folder: made offline, or synced and still there.

A run's log is LevelDB's (github.com/google/leveldb, doc/log_format.md): blocks of 32 KiB with
records in pieces, after a head of seven bytes. The records are messages of W&B's own package.
"""

from __future__ import annotations

import base64
import binascii
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cellkeep_core.errors import BadRequestError, CellkeepError, NoSuchFileError
from cellkeep_core.ids import named_id, utc_text
from cellkeep_core.protocol import Run
from cellkeep_core.trackers import missing_package
from cellkeep_store.importing.tracker import TrackerFile, TrackerRun, metadata_of

_HEAD = b":W&B"
_HEAD_BYTES = 7
_BLOCK = 32 * 1024
_PIECE = struct.Struct("<IHB")
_WHOLE, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4
_LATEST = "latest"  # what W&B calls every newest version, as we do


class WandbTracker:
    """The runs below a folder, which W&B calls ``wandb``.

    Parameters
    ----------
    folder : str
        That folder, or one of a single run.

    Raises
    ------
    CellkeepError
        ``FILE_NOT_FOUND`` where there is no run in it, ``BAD_REQUEST`` where W&B's package, which
        knows the records, is not installed.
    """

    name = "wandb"

    def __init__(self, folder: str) -> None:
        self._root = Path(folder.removeprefix("//")).expanduser().resolve()
        self._logs = sorted([*self._root.glob("run-*.wandb"), *self._root.glob("*/run-*.wandb")])
        if not self._logs:
            raise NoSuchFileError(
                f"There is no run of W&B's in {str(self._root)!r}.",
                hint="Give the folder that W&B calls wandb: cellkeep import wandb:./wandb",
            )
        try:
            from wandb.proto import wandb_internal_pb2
        except ImportError as error:
            raise missing_package("W&B", "wandb") from error
        self._records: Any = wandb_internal_pb2

    def runs(self) -> Iterator[TrackerRun]:
        """Yield all runs, the oldest first."""
        read = {log.resolve(): self._read(log.resolve()) for log in self._logs}
        yield from sorted(
            (run for run in read.values() if run is not None), key=lambda one: one.run.created_at
        )

    def fetch(self, file: TrackerFile, folder: Path) -> Path:  # noqa: ARG002  (of a download)
        """Return where a file is; nothing is downloaded."""
        path = Path(file.address)
        # W&B links to what a person saved by its path; a stranger's folder may link anywhere.
        if not path.resolve().is_relative_to(self._root.parent) and file.digest is None:
            raise BadRequestError(
                f"{file.name!r} is a link out of the folder, to {str(path.resolve())!r}.",
                hint="Store it by `cellkeep put`.",
            )
        if not path.is_file():
            raise NoSuchFileError(f"The bytes of {file.name!r} are no longer at {file.address!r}.")
        return path

    def _read(self, log: Path) -> TrackerRun | None:
        """Return the run of a log, as far as it was written; None where it does not begin."""
        told = _Told()
        with log.open("rb") as source:
            for data in _pieces(source, log):
                record = self._records.Record()
                try:
                    record.ParseFromString(data)
                except Exception as error:
                    raise _unreadable(log) from error
                told.take(record)
        return told.run(log.parent / "files") if told.begun is not None else None


class _Told:
    """What the records of one run say, the last word of each."""

    def __init__(self) -> None:
        self.begun: Any = None
        self._seconds = 0
        self._summary: dict[str, Any] = {}
        self._config: dict[str, Any] = {}
        self._keys: dict[str, str] = {}
        self._artifacts: list[Any] = []

    def take(self, record: Any) -> None:
        kind = record.WhichOneof("record_type")
        if kind == "run":
            self.begun = record.run
            _update(self._config, record.run.config.update)
        elif kind == "config":
            _update(self._config, record.config.update)
        elif kind == "summary":
            _update(self._summary, record.summary.update)
        elif kind == "history":
            self._note_media(record.history.item)
        elif kind == "artifact":
            self._artifacts.append(record.artifact)
        elif kind == "exit":
            self._seconds = record.exit.runtime

    def run(self, files: Path) -> TrackerRun:
        """Return the run, with the files of its folder and of its artifacts."""
        run = self.begun
        started = run.start_time.seconds + run.start_time.nanos / 1e9
        about = {
            "project": run.project,
            "run_id": run.run_id,
            "entity": run.entity,
            "group": run.run_group,
            "job_type": run.job_type,
            "ended_at": utc_text(started + self._seconds),
        }
        summary = {key: value for key, value in self._summary.items() if _is_plain(key, value)}
        config = {key: value for key, value in self._config.items() if _is_plain(key, value)}
        its = Run(
            id=named_id("wandb", run.entity, run.project, run.run_id),
            name=run.display_name or run.run_id,
            folder=f"/{run.project}",
            tags=list(run.tags),
            metadata=metadata_of(
                *(WandbTracker.name, about, run.notes),
                ("config", config.items()),
                ("summary", summary.items()),
            ),
            created_at=utc_text(started),
        )
        found = [*self._media(files), *self._of_artifacts()]
        return TrackerRun(its, about["ended_at"], found)

    def _note_media(self, items: Any) -> None:
        """Note under which name each file was logged: its own name is a digest."""
        value: dict[str, Any] = {}
        _update(value, items)
        for key, one in value.items():
            if isinstance(one, dict) and str(one.get("_type", "")).endswith("-file"):
                path = one.get("path")
                if isinstance(path, str):
                    self._keys.setdefault(path, key)

    def _media(self, folder: Path) -> Iterator[TrackerFile]:
        logged = list(self._keys)

        def place(path: Path) -> tuple[int, str]:
            name = path.relative_to(folder).as_posix()
            return (logged.index(name) if name in self._keys else -1, name)

        for path in sorted((one for one in folder.rglob("*") if one.is_file()), key=place):
            name = path.relative_to(folder).as_posix()
            key = self._keys.get(name)
            shown = name if key is None else key + "".join(path.suffixes[-2:])
            yield TrackerFile(shown, path.stat().st_size, str(path))

    def _of_artifacts(self) -> Iterator[TrackerFile]:
        for artifact in self._artifacts:
            about = json.loads(artifact.metadata or "{}")
            for entry in artifact.manifest.contents:
                if not entry.local_path:
                    continue  # a reference: its bytes were never W&B's
                yield TrackerFile(
                    f"{artifact.name}/{entry.path}",
                    entry.size,
                    entry.local_path,
                    ("md5", _md5(entry.digest)),
                    aliases=tuple(one for one in artifact.aliases if one != _LATEST),
                    notes=artifact.description,
                    metadata={**about, "type": artifact.type} if isinstance(about, dict) else None,
                )


def _update(values: dict[str, Any], items: Any) -> None:
    """Apply what a record changes: keys, or ways of keys into maps."""
    for item in items:
        way = list(item.nested_key) or [item.key]
        place = values
        for key in way[:-1]:
            inner = place.get(key)
            place[key] = place = inner if isinstance(inner, dict) else {}
        try:
            place[way[-1]] = json.loads(item.value_json)
        except ValueError:
            place[way[-1]] = item.value_json


def _is_plain(key: str, value: Any) -> bool:
    """Return whether it describes the run, and is neither W&B's own nor a file's record."""
    return not key.startswith("_") and not (isinstance(value, dict) and "_type" in value)


def _md5(digest: str) -> bytes:
    try:
        return base64.b64decode(digest, validate=True)
    except binascii.Error:
        return b""  # of no file


def _pieces(source: IO[bytes], log: Path) -> Iterator[bytes]:
    """Yield the records of a log; one that was not written to its end is left out."""
    if not source.read(_HEAD_BYTES).startswith(_HEAD):
        raise _unreadable(log)
    at, whole = _HEAD_BYTES, bytearray()
    while True:
        left = _BLOCK - at % _BLOCK
        if left < _PIECE.size:
            source.read(left)
            at += left
            continue
        head = source.read(_PIECE.size)
        if len(head) < _PIECE.size:
            return
        _, size, kind = _PIECE.unpack(head)
        data = source.read(size)
        at += _PIECE.size + size
        if len(data) < size or kind not in (_WHOLE, _FIRST, _MIDDLE, _LAST):
            return
        whole += data
        if kind in (_WHOLE, _LAST):
            yield bytes(whole)
            whole.clear()


def _unreadable(log: Path) -> CellkeepError:
    return BadRequestError(
        f"{str(log)!r} is not a log that this W&B reads.",
        hint="Install the version of wandb that wrote it.",
    )
