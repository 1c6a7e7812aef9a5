"""The way out: a verified copy of an artifact under a file name that is safe anywhere."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO

from cellkeep_core.errors import BlobDamagedError, CellkeepError, NameConflictError
from cellkeep_core.files import copy_stream
from cellkeep_core.ids import new_id
from cellkeep_core.registry import KEPT, registry
from cellkeep_store.forms.forms import write_form

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact
    from cellkeep_store.store import Store

_MAX_BYTES = 255  # of a file name on every common file system
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
# Windows gives these to devices, whatever their extension.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def file_name(artifact: Artifact, form: str = KEPT) -> str:
    """Return a file name for an artifact: the last part of its name, safe on any system.

    It has the ending of its form, so that other programs know it.
    """
    name = artifact.name.rsplit("/", 1)[-1]
    name = "".join(
        "_" if unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character
        for character in name
    )
    name = _FORBIDDEN.sub("_", name).strip(" .") or "artifact"
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    return _shortened(registry().named(name, artifact, form))


def copy_out(
    store: Store, artifact: Artifact, target: Path, *, form: str = KEPT, overwrite: bool
) -> None:
    """Write an artifact to a file, which appears whole and verified or not at all.

    Raises
    ------
    BlobDamagedError
        Where the blob no longer has its digest.
    CellkeepError
        ``NAME_CONFLICT`` where the file is there already; other codes where it cannot be written.
    """
    digest = hashlib.sha256()
    with (
        written_whole(target, overwrite=overwrite) as copy,
        store.contents.open(artifact.id) as blob,
    ):
        if form == KEPT:
            copy_stream(blob, copy, digest=digest)
        else:
            copy_stream(blob, None, digest=digest)
            blob.seek(0)
            write_form(blob, artifact.codec, form, copy)
        if digest.hexdigest() != artifact.sha256:
            raise BlobDamagedError(
                f"The stored bytes of {artifact.name!r} v{artifact.version} are damaged; "
                "nothing was written.",
                hint="Run `cellkeep verify`; saving the same thing again replaces them.",
            )


@contextmanager
def written_whole(target: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """Give a file to write to, which appears at its place when all of it is there, or not at all.

    Raises
    ------
    CellkeepError
        ``NAME_CONFLICT`` where there is one already; other codes where it cannot be written.
    """
    if target.exists() and not overwrite:
        raise _exists(target)
    part = target.with_name(f".{new_id()}.part")
    try:
        with part.open("xb") as file:
            yield file
        _move(part, target, overwrite=overwrite)
    except FileExistsError:
        raise _exists(target) from None
    except CellkeepError:
        raise
    except OSError as error:
        raise CellkeepError(
            f"{str(target)!r} cannot be written: {error.strerror or error}.",
            hint="Choose another place with -o.",
            code="FORBIDDEN" if isinstance(error, PermissionError) else "BAD_REQUEST",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _move(part: Path, target: Path, *, overwrite: bool) -> None:
    if overwrite:
        part.replace(target)
        return
    try:
        # Unlike a rename, a link never writes over what somebody made meanwhile.
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # no hard links here
        if target.exists():
            raise FileExistsError(str(target)) from None
        part.replace(target)


def _exists(target: Path) -> CellkeepError:
    return NameConflictError(
        f"{str(target)!r} is there already.",
        hint="Choose another place with -o, or write over it with --force.",
    )


def _shortened(name: str) -> str:
    if len(name.encode()) <= _MAX_BYTES:
        return name
    suffix = PurePath(name).suffix
    if len(suffix.encode()) > 20:
        suffix = ""
    stem = name[: len(name) - len(suffix)]
    while len(f"{stem}{suffix}".encode()) > _MAX_BYTES:
        stem = stem[:-1]
    return f"{stem}{suffix}"
