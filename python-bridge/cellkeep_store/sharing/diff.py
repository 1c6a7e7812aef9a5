"""What is different between two versions, or two runs."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import msgspec

from cellkeep_core.protocol import Artifact, to_builtins
from cellkeep_store.catalog.filters import LATEST, ArtifactFilter

if TYPE_CHECKING:
    from cellkeep_store.store import Store

MAX_TEXT_BYTES = 1_000_000
_FIELDS = ("name", "category", "media_type", "codec", "kind", "size", "sha256", "summary")
_TEXT = {"application/json", "application/x-ndjson", "application/javascript"}


class Change(msgspec.Struct, frozen=True):
    """One field that is not the same; what is None is not there."""

    field: str
    before: Any
    after: Any


class ArtifactDiff(msgspec.Struct, frozen=True):
    """Two artifacts compared."""

    before: Artifact
    after: Artifact
    same_bytes: bool
    changes: list[Change]
    source: list[str]
    text: list[str]


class RunDiff(msgspec.Struct, frozen=True):
    """Two runs compared by the latest version of each name."""

    added: list[Artifact]
    removed: list[Artifact]
    changed: list[tuple[Artifact, Artifact]]
    same: int


def diff_artifacts(store: Store, before: Artifact, after: Artifact) -> ArtifactDiff:
    """Compare fields, metadata and provenance, the lines of the code and those of what is text."""
    changes = _changes("", _fields(before), _fields(after))
    same = before.sha256 == after.sha256
    text = [] if same else _text_diff(store, before, after)
    return ArtifactDiff(before, after, same, changes, _source_diff(before, after), text)


def diff_runs(store: Store, before: str, after: str) -> RunDiff:
    """Compare two runs by their ids."""
    first, second = _latest(store, before), _latest(store, after)
    both = first.keys() & second.keys()
    changed = [
        (first[name], second[name])
        for name in sorted(both)
        if first[name].sha256 != second[name].sha256
    ]
    return RunDiff(
        added=[second[name] for name in sorted(second.keys() - first.keys())],
        removed=[first[name] for name in sorted(first.keys() - second.keys())],
        changed=changed,
        same=len(both) - len(changed),
    )


def _latest(store: Store, run_id: str) -> dict[str, Artifact]:
    store.catalog.run(run_id)
    wanted = ArtifactFilter(run=run_id, alias=LATEST)
    return {artifact.name: artifact for artifact in store.catalog.select(wanted)}


def _fields(artifact: Artifact) -> dict[str, Any]:
    its: dict[str, Any] = to_builtins(artifact)
    fields = {field: its.get(field) for field in _FIELDS}
    return fields | {"metadata": its["metadata"], "provenance": its["provenance"]}


def _changes(place: str, before: Any, after: Any) -> list[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            change
            for key in sorted(before.keys() | after.keys())
            for change in _changes(
                f"{place}.{key}" if place else key, before.get(key), after.get(key)
            )
        ]
    return [] if before == after else [Change(place, before, after)]


def _source_diff(before: Artifact, after: Artifact) -> list[str]:
    first, second = (each.provenance.source or "" for each in (before, after))
    names = [f"code of {each.name} v{each.version}" for each in (before, after)]
    return _unified(first, second, names)


def _text_diff(store: Store, before: Artifact, after: Artifact) -> list[str]:
    if not all(_is_text(each) for each in (before, after)):
        return []
    first, second = (
        store.contents.read(each.id).decode("utf-8", "replace") for each in (before, after)
    )
    return _unified(first, second, [f"{each.name} v{each.version}" for each in (before, after)])


def _unified(first: str, second: str, names: list[str]) -> list[str]:
    lines = first.splitlines(), second.splitlines()
    return list(difflib.unified_diff(*lines, names[0], names[1], lineterm=""))


def _is_text(artifact: Artifact) -> bool:
    texts = artifact.media_type.startswith("text/") or artifact.media_type in _TEXT
    return texts and artifact.size <= MAX_TEXT_BYTES
