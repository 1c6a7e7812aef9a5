"""The way in of an archive that `archive` wrote, which anybody may have changed since.

Nothing of it becomes a path: bytes are read from the entries that the manifest's digests
name, never more of them than the manifest says, and each is verified before it is stored.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

import msgspec
from msgspec import UNSET

from cellkeep_core.errors import CellkeepError
from cellkeep_core.ids import new_id
from cellkeep_core.protocol import Artifact, ArtifactEdit, ImportReport, Offer, Run
from cellkeep_store.archive import FORMAT, MANIFEST, Manifest, blob_name, thumbnail_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cellkeep_store.store import Store

MAX_ENTRIES = 500_000
# All that `zipfile` raises for bytes that are no zip: its own error is one of many.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError),
)
MAX_MANIFEST_BYTES = 512 * 1024 * 1024
MAX_THUMBNAIL_BYTES = 1024 * 1024


def import_archive(
    store: Store, source: Path | IO[bytes], *, progress: Callable[[int], None] | None = None
) -> ImportReport:
    """Store what an archive has. Again, it changes nothing; what was deleted comes back.

    Ids, names, bytes and provenance are the same as where it came from; versions are
    counted anew, in their order.

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST`` where it is no archive of Cellkeep's, or a hostile one: then nothing
        was stored. ``DIGEST_MISMATCH`` and ``SIZE_MISMATCH`` where bytes are not what the
        manifest says: what came before them is stored, whole and verified.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            entries = _checked_entries(archive)
            manifest = _manifest(archive, entries)
            return _store_all(store, archive, entries, manifest, progress)
    except CellkeepError:
        raise
    except _DAMAGED as error:
        raise _refused(f"it is not a whole zip ({error})") from error


def _checked_entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise _refused(f"it has {len(infos):,} entries, and {MAX_ENTRIES:,} are the most")
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename
        # None of them would be followed; but whoever wrote them meant harm.
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise _refused(f"an entry leaves its folder ({name[:80]!r})")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise _refused(f"an entry is a link ({name[:80]!r})")
        if name in entries:
            raise _refused(f"two entries have one name ({name[:80]!r})")
        if info.flag_bits & 0x1:
            raise _refused("it is encrypted")
        entries[name] = info
    return entries


def _manifest(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> Manifest:
    if MANIFEST not in entries:
        raise _refused(f"it has no {MANIFEST}")
    data = _read(archive, entries[MANIFEST], MAX_MANIFEST_BYTES)
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _refused(f"its {MANIFEST} is wrong: {error}") from error
    if manifest.format != FORMAT:
        raise CellkeepError(
            f"The archive has format {manifest.format}; this Cellkeep reads {FORMAT}.",
            hint="Upgrade Cellkeep here: pip install -U cellkeep.",
            code="BAD_REQUEST",
        )
    runs = {run.id for run in manifest.runs}
    sizes: dict[str, int] = {}
    for artifact in manifest.artifacts:
        info = entries.get(blob_name(artifact.sha256))
        if info is None or artifact.run_id not in runs:
            raise _refused(f"{artifact.name[:80]!r} lacks its bytes or its run")
        if (
            info.file_size != artifact.size
            or sizes.setdefault(artifact.sha256, artifact.size) != artifact.size
        ):
            raise _refused(f"{artifact.name[:80]!r} has not as many bytes as it says")
    return manifest


def _store_all(
    store: Store,
    archive: zipfile.ZipFile,
    entries: dict[str, zipfile.ZipInfo],
    manifest: Manifest,
    progress: Callable[[int], None] | None,
) -> ImportReport:
    new = {each.sha256: each.size for each in manifest.artifacts}
    # Before the first byte: an archive that unpacks to more than fits is refused as a whole.
    store.require_room(sum(size for sha256, size in new.items() if not store.has_blob(sha256)))
    runs = {run.id: run for run in manifest.runs}
    report = ImportReport(artifacts=0, existing=0, runs=0, bytes=0)
    report.runs = sum(not store.has_run(run_id) for run_id in runs)
    for artifact in sorted(manifest.artifacts, key=lambda each: each.seq):
        its_id = _id_here(store, artifact)
        if its_id is None:
            report.existing += 1
            continue
        picture = None
        name = thumbnail_name(artifact.id)
        if artifact.thumbnail and name in entries:
            picture = _read(archive, entries[name], MAX_THUMBNAIL_BYTES)
        offer = _offer(artifact, its_id, runs[artifact.run_id])
        with archive.open(entries[blob_name(artifact.sha256)]) as content:
            store.put_stream(offer, content, picture)
        _annotate(store, artifact, its_id)
        report.artifacts += 1
        report.bytes += artifact.size
        if progress is not None:
            progress(report.bytes)
    return report


def _id_here(store: Store, artifact: Artifact) -> str | None:
    """Return the id to store it under; None where it is here already."""
    receipt = store.find_receipt(artifact.id)
    if receipt is None:
        return artifact.id
    if receipt.sha256 == artifact.sha256:
        try:
            store.artifact(receipt.artifact_id)
        except LookupError:
            if store.restore([receipt.artifact_id]):
                return None
        else:
            return None
    # Deleted for good, or another's: a receipt is never given for something else.
    return new_id()


def _offer(artifact: Artifact, its_id: str, run: Run) -> Offer:
    return Offer(
        id=its_id,
        run=run,
        name=artifact.name,
        category=artifact.category,
        media_type=artifact.media_type,
        codec=artifact.codec,
        size=artifact.size,
        sha256=artifact.sha256,
        created_at=artifact.created_at,
        summary=artifact.summary,
        preview=artifact.preview,
        provenance=artifact.provenance,
        metadata=artifact.metadata,
        new_version=True,
    )


def _annotate(store: Store, artifact: Artifact, its_id: str) -> None:
    edit = ArtifactEdit(tags=artifact.tags, notes=artifact.notes)
    if edit.tags is not UNSET or edit.notes is not UNSET:
        store.edit(its_id, edit)
    for alias in artifact.aliases or ():
        taken = {each.alias for each in store.history(its_id).aliases}
        if alias not in taken:
            store.set_alias(its_id, alias)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(info) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise _refused(f"{info.filename[:80]!r} has more than {most:,} bytes")
    return data


def _refused(why: str) -> CellkeepError:
    return CellkeepError(
        f"The archive is refused: {why}.",
        hint="Nothing of it was stored. Ask for it again, from someone you trust.",
        code="BAD_REQUEST",
    )
