"""`encode` and `decode`: they find the right codec for an object, and word its errors."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cellkeep.codecs.base import DeclinedError, Encoded, WholeWrites, reason_of, type_name
from cellkeep.codecs.made_with import both_versions, made_with, tell_other_versions
from cellkeep.codecs.models.model import how_to_install
from cellkeep.codecs.registry import all_codecs, codec_of, version_bound
from cellkeep.codecs.ways import can_be_pickled, is_code, way_that_works
from cellkeep_core.errors import (
    CellkeepError,
    CodecNotFoundError,
    ContentUnreadableError,
    NoSuchFileError,
    NotSerialisableError,
    PickleRefusedError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cellkeep.codecs.base import Codec

_PICKLE = "pickle.v1"
_SHOWN = "displayed.v1"
_NO_WAY = "Pickle does not take it either. Save what it gives or holds instead."


def encode(obj: object, sink: BinaryIO, *, allow_pickle: bool = False) -> Encoded:
    """Write an object to a sink by the best codec that gives it back exactly.

    Parameters
    ----------
    obj : object
        Anything but None.
    sink : BinaryIO
        Takes the bytes in order; it is never read, sought or closed.
    allow_pickle : bool
        Use pickle where no other codec can store the object.

    Returns
    -------
    Encoded
        The codec, the media type, and what can be shown at once.

    Raises
    ------
    PickleRefusedError
        Only pickle could store it and that was not allowed. Nothing was written.
    NotSerialisableError
        Nothing can store it. Where a codec failed half-way the sink holds a part that
        means nothing and must be thrown away.
    OSError
        The sink's own errors, as they are.
    """
    if obj is None:
        raise NotSerialisableError(
            "None holds nothing to save.",
            hint="A function that shows or changes something often returns None: save the thing.",
        )
    reasons: list[DeclinedError] = []
    for codec in all_codecs():
        # What an object shows is less than itself: only where nobody knows a way to keep it.
        if codec.id == _SHOWN and (allow_pickle or reasons):
            continue
        if codec.id == _PICKLE or not codec.matches(obj):
            continue
        whole = WholeWrites(sink)
        try:
            return codec.encode(obj, cast("BinaryIO", whole))
        except DeclinedError as declined:
            if whole.written:
                raise _failed(codec, obj, declined) from declined
            if declined.reason:
                reasons.append(declined)
        except (CellkeepError, OSError, MemoryError):
            raise
        except Exception as error:
            raise _failed(codec, obj, error) from error
    if not allow_pickle:
        raise _refused(obj, reasons)
    return codec_of(_PICKLE).encode(obj, cast("BinaryIO", WholeWrites(sink)))


def decode(
    path: Path,
    codec: str,
    *,
    allow_pickle: bool = False,
    libraries: Mapping[str, str] | None = None,
) -> Any:
    """Return the object that a codec wrote to a file.

    Arrays come back as writable arrays of their own. Arrow tables and tensors stay on the
    file's pages, read when they are touched; writing to such a tensor changes only this
    process's copy.

    Parameters
    ----------
    path : Path
        The bytes.
    codec : str
        Id of the codec that wrote them.
    allow_pickle : bool
        Load a pickle, which can run any code that is in it.
    libraries : Mapping[str, str], optional
        The versions that wrote it, as `Encoded` has them. What this version of a library does not
        know is left out with a warning that names both.

    Raises
    ------
    PickleRefusedError
        A pickle, without ``allow_pickle=True``.
    CodecNotFoundError
        No such codec, or a library that it needs is not installed.
    ContentUnreadableError
        The bytes are not what the codec writes, or what this version of its library reads.
    """
    chosen = codec_of(codec)
    if not chosen.safe and not allow_pickle:
        raise PickleRefusedError(
            "This was saved as a pickle. Loading a pickle can run any code that is in it.",
            hint="If you trust who saved it, load it with allow_pickle=True.",
        )
    if not path.is_file():
        raise NoSuchFileError(f"There is no file {path}.")
    with made_with(libraries or {}):
        value = _decoded(path, chosen)
        tell_other_versions(version_bound())
        return value


def _decoded(path: Path, codec: Codec) -> Any:
    try:
        return codec.decode(path)
    except ModuleNotFoundError as error:
        name = error.name or str(error)
        if sys.modules.get(name.split(".")[0]) is not None:
            # It is installed: another version of it has such a module.
            raise _unreadable(codec, error) from error
        raise CodecNotFoundError(
            f"Loading this needs {name!r}, which cannot be imported here.",
            hint=how_to_install(codec.extra)
            if hasattr(codec, "extra")
            else f"Install {name.split('.')[0]}, or run this where it is installed.",
        ) from error
    except (CellkeepError, MemoryError):
        raise
    except Exception as error:
        # Arrow says of damaged bytes too that it is an OSError, but one of no system call; and a
        # ZIP file that points before its beginning is sought there, which no file takes.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
        raise _unreadable(codec, error) from error


def _unreadable(codec: Codec, error: Exception) -> ContentUnreadableError:
    then, now = both_versions()
    if not then:
        return ContentUnreadableError(
            f"The bytes are not what {codec.id} reads: {reason_of(error)}.",
            hint="They are not changed: `cellkeep get` copies them out as a file.",
        )
    return ContentUnreadableError(
        f"It was saved with {then}, and {now} cannot read it as {codec.id}: {reason_of(error)}.",
        hint=f"The stored bytes are whole. Load it with {then}, or copy them out as a file with "
        "`cellkeep get`.",
    )


def _failed(codec: Codec, obj: object, error: Exception) -> NotSerialisableError:
    return NotSerialisableError(
        f"The codec {codec.id} failed on this {type_name(obj)}: {reason_of(error)}.",
        hint="Nothing was saved. allow_pickle=True does not help here; convert the object first.",
    )


def _refused(obj: object, reasons: list[DeclinedError]) -> PickleRefusedError:
    # The first codec is the one that fits best; what the others miss would only confuse.
    best = reasons[0] if reasons else DeclinedError(_nobody_keeps(obj))
    advice = best.advice or way_that_works(obj)
    if can_be_pickled(obj):
        advice = f"{advice} To store it as a pickle, save it with allow_pickle=True.".lstrip()
    return PickleRefusedError(best.reason, hint=advice or _NO_WAY)


def _nobody_keeps(obj: object) -> str:
    if is_code(obj):
        name = getattr(obj, "__qualname__", None) or getattr(obj, "__name__", "This")
        return f"{name} is code, which is not kept."
    return f"No codec gives a {type_name(obj)} back exactly."
