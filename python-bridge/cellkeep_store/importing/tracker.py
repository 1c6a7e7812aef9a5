"""What a tracker that is imported from has to tell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from cellkeep_core.protocol import Category, Run


class TrackerFile(NamedTuple):
    """A file that a run has.

    Attributes
    ----------
    name : str
        Its path in the run, which becomes the artifact's name.
    size : int, optional
        In bytes, where the tracker knows it before the file is read.
    address : str
        Where the tracker has it.
    digest : tuple of str and bytes, optional
        An algorithm, and what its bytes must have by it, where the tracker knows that.
    category : {"code", "input", "output"}
        The part it plays in the run.
    media_type : str, optional
        What the tracker knows it to be; by default from its content, then from its name.
    codec : str
        What wrote the bytes, where they are an object that can be loaded as one.
    at : str, optional
        When it was made; by default when its run ended.
    aliases : tuple of str
        Labels of this version.
    notes : str
        What a person wrote about it.
    metadata : dict
        What else describes it.
    """

    name: str
    size: int | None
    address: str
    digest: tuple[str, bytes] | None = None
    category: Category = "output"
    media_type: str | None = None
    codec: str = "bytes.v1"
    at: str | None = None
    aliases: tuple[str, ...] = ()
    notes: str = ""
    metadata: dict[str, Any] | None = None


class TrackerRun(NamedTuple):
    """A run, as it will be in the store, and what it has."""

    run: Run
    ended_at: str
    files: list[TrackerFile]


class Tracker(Protocol):
    """Another tracker's runs and files."""

    name: str

    def runs(self) -> Iterator[TrackerRun]:
        """Yield all runs, the oldest first."""
        ...

    def fetch(self, file: TrackerFile, folder: Path) -> Path:
        """Return where a file is: where it was already, or in an empty folder after a download."""
        ...


def metadata_of(
    tracker: str,
    about: Mapping[str, Any],
    note: str | None,
    *parts: tuple[str, Iterable[tuple[str, Any]]],
) -> dict[str, Any]:
    """Return what describes a run as one map; of two values of one name the second is prefixed.

    Parameters
    ----------
    about : mapping of str to Any
        What the tracker itself says of the run, as far as it does: stands under its name.
    note : str, optional
        What a person wrote about it.
    *parts
        Each a prefix, and names with values. Numbers that are written as text become numbers,
        so that runs can be sorted by them; what is not finite stays text, as JSON wants it.
    """
    found: dict[str, Any] = {}
    for prefix, pairs in parts:
        for key, value in pairs:
            found[f"{prefix}.{key}" if key in found else key] = _value(value)
    if note:
        found["note"] = note
    return {**found, tracker: {key: value for key, value in about.items() if value}}


def _value(value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = float(value) if not value.lstrip("+-").isdecimal() else int(value)
        except ValueError:
            return value
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
