"""What an archive says of itself: ``cellkeep.json``, and where it keeps bytes and pictures."""

from __future__ import annotations

from typing import IO

import msgspec

from cellkeep_core.protocol import Artifact, Run
from cellkeep_store.sharing.elements import Elements

FORMAT = 1
MANIFEST = "cellkeep.json"


class Manifest(msgspec.Struct, frozen=True):
    """The runs and artifacts of an archive."""

    format: int
    store_id: str
    made_at: str
    runs: list[Run]
    artifacts: list[Artifact]


class Listed(msgspec.Struct, frozen=True):
    """An artifact of a manifest that came from elsewhere.

    Only what is asked of all at once is there as values: the rest is decoded when its turn
    comes, for values take up to twenty times the room of their text.
    """

    seq: int
    name: str
    sha256: str
    size: int
    run_id: str
    text: bytes

    def artifact(self) -> Artifact:
        """Return all of it."""
        return msgspec.json.decode(self.text, type=Artifact)


class ForeignManifest(msgspec.Struct, frozen=True):
    """A manifest that came from elsewhere; its runs are texts by their ids."""

    format: int
    store_id: str
    runs: dict[str, bytes]
    artifacts: list[Listed]

    def run(self, run_id: str) -> Run:
        """Return a run."""
        return msgspec.json.decode(self.runs[run_id], type=Run)


class _Head(msgspec.Struct, frozen=True):
    format: int
    store_id: str
    made_at: str
    runs: list[msgspec.Raw]
    artifacts: list[msgspec.Raw]


def read_manifest(source: IO[bytes], most_bytes: int, most_elements: int) -> ForeignManifest:
    """Read a manifest one run and artifact after another, and check each.

    Raises
    ------
    ValueError
        It is none (`msgspec.MsgspecError` is one too), or larger than it may be.
    """
    runs: dict[str, bytes] = {}
    artifacts: list[Listed] = []
    elements = Elements(source, most_bytes)
    for count, (key, text) in enumerate(elements, 1):
        if count > most_elements:
            raise ValueError(f"it names more than {most_elements:,} runs and artifacts")
        if key == "runs":
            runs[msgspec.json.decode(text, type=Run).id] = text
        elif key == "artifacts":
            found = msgspec.json.decode(text, type=Artifact)
            artifacts.append(
                Listed(found.seq, found.name, found.sha256, found.size, found.run_id, text)
            )
    head = msgspec.json.decode(elements.rest, type=_Head)
    return ForeignManifest(head.format, head.store_id, runs, artifacts)


def blob_name(sha256: str) -> str:
    """Return where an archive has the bytes: never a name that somebody chose."""
    return f"data/{sha256}"


def thumbnail_name(artifact_id: str) -> str:
    """Return where an archive has the picture of an artifact."""
    return f"thumbnails/{artifact_id}.png"
