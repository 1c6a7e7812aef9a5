"""What was saved, back as the same type."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from cellkeep.errors import ArtifactNotFoundError
from cellkeep.inputs import note_loaded
from cellkeep.text import human_bytes
from cellkeep.transfer import Transfer, engine_if_any, reader

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact, Offer


@dataclass(frozen=True)
class SavedFile:
    """A file as it was saved.

    Attributes
    ----------
    name : str
        The artifact's name.
    media_type : str
        Its media type.
    size : int
        Its bytes.
    path : Path
        The store's own file, or a copy of this process: read it, do not change it.
    """

    name: str
    media_type: str
    size: int
    path: Path

    def read_bytes(self) -> bytes:
        """Return the whole content."""
        return self.path.read_bytes()

    def read_text(self, encoding: str = "utf-8") -> str:
        """Return the whole content as text."""
        return self.path.read_text(encoding)

    def copy_to(self, folder: str | Path) -> Path:
        """Copy it into a folder that exists, under the last part of its name.

        Returns
        -------
        Path
            The copy, which can be changed.

        Raises
        ------
        FileExistsError
            Where the folder has a file of that name already.
        """
        target = Path(folder) / PurePosixPath(self.name).name
        with target.open("xb") as copy, self.path.open("rb") as content:
            shutil.copyfileobj(content, copy, 1024 * 1024)
        return target

    def __repr__(self) -> str:
        return f"<SavedFile {self.name!r} · {self.media_type} · {human_bytes(self.size)}>"


def load_from_run(
    run_id: str, run_name: str, name: str, version: int | None, *, allow_pickle: bool
) -> Any:
    """Return an artifact of one run; one still under way in this process is waited for."""
    found = _find(run_id, name, version)
    if found is None:
        which = "" if version is None else f" version {version} of"
        raise ArtifactNotFoundError(
            f"The run {run_name!r} has no{which or ' artifact'} {name!r}.",
            hint="run.list() shows what it has.",
        )
    return _read(found, allow_pickle=allow_pickle)


def load_from_anywhere(run_id: str, name: str, version: int | None, *, allow_pickle: bool) -> Any:
    """Return an artifact of a run, else the newest of that name in any run."""
    found = _find(run_id, name, version)
    if found is None:
        newest = reader().newest(name)
        if newest is not None:
            found = _find(newest.run_id, name, version)
    if found is None:
        which = "an artifact" if version is None else f"a version {version} of an artifact"
        raise ArtifactNotFoundError(
            f"No run has {which} called {name!r}.",
            hint="`cellkeep ls` shows what the store has.",
        )
    return _read(found, allow_pickle=allow_pickle)


def _find(run_id: str, name: str, version: int | None) -> Artifact | Transfer | None:
    """Return the artifact, or a save that waits in the spool and can be read there."""
    under_way = _under_way(run_id, name)
    if under_way is not None and version is None:
        under_way.wait_for(lambda: under_way.ended or _stands_still(under_way), None)
        if under_way.receipt is None:
            return under_way if _stands_still(under_way) else _stored(run_id, name, None)
        return _stored(run_id, name, under_way.receipt.version)
    stored = _stored(run_id, name, version)
    if stored is None and under_way is not None:
        # Its number is known when it is stored.
        under_way.wait_for(lambda: under_way.ended or _stands_still(under_way), None)
        stored = _stored(run_id, name, version)
    return stored


def _stored(run_id: str, name: str, version: int | None) -> Artifact | None:
    return reader().artifact(run_id, name, version)


def _under_way(run_id: str, name: str) -> Transfer | None:
    carrier = engine_if_any()
    transfers = carrier.transfers() if carrier is not None else []
    mine = [
        one
        for one in transfers
        if not one.ended and one.offer.run.id == run_id and one.offer.name == name
    ]
    return mine[-1] if mine else None


def _stands_still(transfer: Transfer) -> bool:
    return transfer.parked or transfer.state == "paused"


def _read(found: Artifact | Transfer, *, allow_pickle: bool) -> Any:
    value = _value(found, allow_pickle=allow_pickle)
    note_loaded(found)
    return value


def _value(found: Artifact | Transfer, *, allow_pickle: bool) -> Any:
    if isinstance(found, Transfer):
        return _decode(found.offer, found.entry.content, allow_pickle=allow_pickle)
    path = reader().content_path(found)
    return _decode(found, path, allow_pickle=allow_pickle)


def _decode(what: Artifact | Offer, path: Path, *, allow_pickle: bool) -> Any:
    from cellkeep import codecs

    if what.codec == "bytes.v1" and _was_file(what):
        return SavedFile(what.name, what.media_type, what.size, path)
    return codecs.decode(path, what.codec, allow_pickle=allow_pickle)


def _was_file(what: Artifact | Offer) -> bool:
    # A `bytes` object too is stored as bytes; only a file has a path, or came by hand.
    provenance = what.provenance
    return provenance.original_path is not UNSET or provenance.via not in ("save", "magic")
