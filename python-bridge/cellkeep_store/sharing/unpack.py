"""The way in of an archive that `archive` wrote, which anybody may have changed since.

Nothing of it becomes a path: bytes are read from the entries that the manifest's digests
name, never more of them than the manifest says, and each is verified before it is stored.
"""

from __future__ import annotations

import errno
import hashlib
import re
import stat
import struct
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec
from msgspec import UNSET, structs

from cellkeep_core.copying import offer_of
from cellkeep_core.errors import BadRequestError, CellkeepError, RunNotFoundError
from cellkeep_core.ids import new_id
from cellkeep_core.limits import LIMITS, check_aliases
from cellkeep_core.protocol import (
    Artifact,
    ArtifactEdit,
    ImportedRun,
    ImportReport,
    Offer,
    Run,
    or_unset,
)
from cellkeep_core.text import counted
from cellkeep_store.catalog.naming import check_edit
from cellkeep_store.catalog.queries import IMPORTED
from cellkeep_store.labels import check_alias
from cellkeep_store.offers import checked_offer, checked_run
from cellkeep_store.sharing.manifest import (
    FORMAT,
    MANIFEST,
    blob_name,
    read_manifest,
    thumbnail_name,
)

if TYPE_CHECKING:
    from cellkeep_store.sharing.manifest import ForeignManifest
    from cellkeep_store.store import Store

MAX_ENTRIES = 500_000
# All that `zipfile` raises for bytes that are no zip: its own error is one of many.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError),
)
MAX_MANIFEST_BYTES = 512 * 1024 * 1024
# What describes is text of many ids and digests, and shrinks to a hundredth at the most.
MAX_RATIO = 200
_ALWAYS_UNPACKED_BYTES = 1024 * 1024
_MOST_RUNS_TOLD = 100
_NOTHING_STORED = re.compile("^Nothing (of it )?was stored. ")
_MOST_NAME = LIMITS.name_characters - len(" (imported)")


def import_archive(store: Store, source: Path | IO[bytes]) -> ImportReport:
    """Store what an archive has. Again, it changes nothing; what was deleted comes back.

    Ids, names, bytes and provenance are the same as where it came from; versions are
    counted anew, in their order. No run of this store's own gets anything: what an archive has
    for one goes into a run beside it (`_run_here`).

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST`` where it is no archive of Cellkeep's, or a hostile one, and
        ``TOO_LARGE``, ``BAD_NAME`` and others of an offer where it describes what no offer may:
        then nothing was stored. ``DIGEST_MISMATCH`` and ``SIZE_MISMATCH`` where bytes are not
        what the manifest says: what came before them is stored, whole and verified, and the
        hint says how many that are.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            entries = _checked_entries(archive)
            manifest = _manifest(archive, entries)
            _check_descriptions(store, archive, entries, manifest)
            return _store_all(store, archive, entries, manifest)
    except CellkeepError:
        raise
    except (*_DAMAGED, OSError) as error:
        # A zip that points before its beginning is sought there, which no file takes.
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise
        raise _not_whole(error) from error


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


def _manifest(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> ForeignManifest:
    if MANIFEST not in entries:
        raise _refused(f"it has no {MANIFEST}")
    entry = entries[MANIFEST]
    if entry.file_size > max(_ALWAYS_UNPACKED_BYTES, entry.compress_size * MAX_RATIO):
        raise _refused(f"its {MANIFEST} unpacks to {entry.file_size:,} bytes")
    try:
        with archive.open(entry) as file:
            manifest = read_manifest(file, MAX_MANIFEST_BYTES, MAX_ENTRIES)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise _refused(f"its {MANIFEST} is wrong: {error}") from error
    if manifest.format != FORMAT:
        raise BadRequestError(
            f"The archive has format {manifest.format}; this Cellkeep reads {FORMAT}.",
            hint="Upgrade Cellkeep here: pip install -U cellkeep.",
        )
    sizes: dict[str, int] = {}
    for artifact in manifest.artifacts:
        info = entries.get(blob_name(artifact.sha256))
        if info is None or artifact.run_id not in manifest.runs:
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
    manifest: ForeignManifest,
) -> ImportReport:
    new = {each.sha256: each.size for each in manifest.artifacts}
    # Before the first byte: an archive that unpacks to more than fits is refused as a whole.
    store.ingest.require_room(
        sum(size for sha256, size in new.items() if not store.contents.has(sha256))
    )

    @lru_cache(maxsize=16)
    def run_here(run_id: str) -> Run:
        return _run_here(store, manifest.run(run_id), manifest.store_id)

    report = ImportReport(artifacts=0, existing=0, runs=0, bytes=0)
    restored: list[str] = []
    into: dict[str, ImportedRun] = {}
    try:
        for listed in sorted(manifest.artifacts, key=lambda each: each.seq):
            artifact = listed.artifact()
            its_id = _id_here(store, artifact, restored)
            if its_id is None:
                report.existing += 1
                continue
            run = run_here(artifact.run_id)
            if run.id not in into:
                is_new = not store.catalog.has_run(run.id)
                into[run.id] = ImportedRun(run_id=run.id, name=run.name, artifacts=0, new=is_new)
            into[run.id].artifacts += 1
            thumbnail = _thumbnail(entries, artifact)
            picture = None if thumbnail is None else archive.read(thumbnail)
            with archive.open(entries[blob_name(artifact.sha256)]) as content:
                store.ingest.put_stream(_offer(artifact, its_id, run), content, picture)
            report.artifacts += 1
            report.bytes += artifact.size
            _annotate(store, artifact, its_id)
    except (CellkeepError, *_DAMAGED) as error:
        raise _ended_early(error, report.artifacts, len(restored)) from error
    report.runs = sum(run.new for run in into.values())
    report.restored = or_unset(len(restored) or None)
    report.into = or_unset(list(into.values())[:_MOST_RUNS_TOLD] or None)
    return report


def _ended_early(error: Exception, stored: int, restored: int) -> CellkeepError:
    """Return the error with the truth about what came before it."""
    refused = error if isinstance(error, CellkeepError) else _not_whole(error)
    if not stored and not restored:
        return refused
    came = [f"{counted(stored, 'artifact')} stored, whole and verified"] if stored else []
    came += [f"{counted(restored, 'artifact')} brought back from the trash"] if restored else []
    advice = _NOTHING_STORED.sub("", refused.hint or "")
    return type(refused)(
        refused.message,
        hint=f"Before it: {', '.join(came)}. Importing again takes none of them twice. {advice}",
        code=refused.code,
    )


def _thumbnail(entries: dict[str, zipfile.ZipInfo], artifact: Artifact) -> zipfile.ZipInfo | None:
    return entries.get(thumbnail_name(artifact.id)) if artifact.thumbnail else None


def _check_descriptions(
    store: Store,
    archive: zipfile.ZipFile,
    entries: dict[str, zipfile.ZipInfo],
    manifest: ForeignManifest,
) -> None:
    """Refuse what an offer, a run or an edit may not say, before the first of them is stored."""
    runs = {
        run_id: checked_run(_run_here(store, manifest.run(run_id), manifest.store_id))
        for run_id in manifest.runs
    }
    for listed in manifest.artifacts:
        artifact = listed.artifact()
        picture = _thumbnail(entries, artifact)
        if picture is not None and picture.file_size > LIMITS.thumbnail_bytes:
            raise _refused(f"the picture of {artifact.name[:80]!r} is too large")
        try:
            offer = _offer(artifact, artifact.id, runs[artifact.run_id])
            checked_offer(offer, archive.read(picture) if picture else None, with_run=False)
            check_edit(_edit(artifact))
            check_aliases(len(artifact.aliases or ()))
            for alias in artifact.aliases or ():
                check_alias(alias)
        except CellkeepError as error:
            raise type(error)(
                f"{artifact.name[:80]!r} of the archive: {error.message}",
                hint="Nothing of it was stored. Export it again with the newest Cellkeep.",
                code=error.code,
            ) from error


def _run_here(store: Store, run: Run, store_id: str) -> Run:
    """Return the run that an archive's run becomes: marked, and never one of this store's own.

    The mark keeps what it has from being what a name means everywhere (see `addressing`).
    """
    try:
        here = store.catalog.run(run.id).run
    except RunNotFoundError:
        here = None
    beside = f"{IMPORTED} {store_id} {run.id}"
    if here is not None and IMPORTED not in here.metadata:
        # The same one again for the same run, so that nothing is imported twice.
        its_id = store.own_id(beside) or hashlib.sha256(beside.encode()).hexdigest()[:32]
        run = structs.replace(run, id=its_id, name=f"{run.name[:_MOST_NAME]} (imported)")
    elif here is None:
        # It may be somebody else's, of which nothing is said: each person has their own.
        run = structs.replace(run, id=store.own_id(beside) or run.id)
    return structs.replace(run, metadata={**run.metadata, IMPORTED: store_id[:32]})


def _id_here(store: Store, artifact: Artifact, restored: list[str]) -> str | None:
    """Return the id to store it under; None where it is here already, or is again (`restored`)."""
    its_id = artifact.id
    receipt = store.catalog.find_receipt(its_id)
    if receipt is None and (own_id := store.own_id(its_id)):
        its_id, receipt = own_id, store.catalog.find_receipt(own_id)
    if receipt is None:
        return its_id
    if receipt.sha256 == artifact.sha256:
        try:
            store.catalog.artifact(receipt.artifact_id)
        except LookupError:
            if store.trash.restore([receipt.artifact_id]):
                restored.append(receipt.artifact_id)
                return None
        else:
            return None
    # Deleted for good, or another's: a receipt is never given for something else.
    return new_id()


def _offer(artifact: Artifact, its_id: str, run: Run) -> Offer:
    offer = offer_of(artifact, its_id, run)
    offer.new_version = True
    return offer


def _edit(artifact: Artifact) -> ArtifactEdit:
    return ArtifactEdit(tags=artifact.tags, notes=artifact.notes)


def _annotate(store: Store, artifact: Artifact, its_id: str) -> None:
    edit = _edit(artifact)
    if edit.tags is not UNSET or edit.notes is not UNSET:
        store.editor.edit(its_id, edit)
    for alias in artifact.aliases or ():
        store.editor.set_alias(its_id, alias, move=False)


def _not_whole(error: Exception) -> CellkeepError:
    return _refused(f"it is not a whole zip ({error})")


def _refused(why: str) -> CellkeepError:
    return BadRequestError(
        f"The archive is refused: {why}.",
        hint="Nothing of it was stored. Ask for it again, from someone you trust.",
    )
