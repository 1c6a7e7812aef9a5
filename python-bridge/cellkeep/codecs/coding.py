"""`encode` and `decode`: the right codec for an object, and its errors in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cellkeep.codecs.base import DeclinedError, Encoded, WholeWrites, type_name
from cellkeep.codecs.registry import all_codecs, codec_of
from cellkeep_core.errors import (
    BlobDamagedError,
    CellkeepError,
    CodecNotFoundError,
    NoSuchFileError,
    NotSerialisableError,
    PickleRefusedError,
)

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep.codecs.base import Codec

_PICKLE = "pickle.v1"


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
        if codec.id == _PICKLE or not codec.matches(obj):
            continue
        whole = WholeWrites(sink)
        try:
            return codec.encode(obj, cast("BinaryIO", whole))
        except DeclinedError as declined:
            if whole.written:
                raise _failed(codec, obj, declined) from declined
            reasons.append(declined)
        except (CellkeepError, OSError, MemoryError):
            raise
        except Exception as error:
            raise _failed(codec, obj, error) from error
    if not allow_pickle:
        raise _refused(obj, reasons)
    return codec_of(_PICKLE).encode(obj, cast("BinaryIO", WholeWrites(sink)))


def decode(path: Path, codec: str, *, allow_pickle: bool = False) -> Any:
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

    Raises
    ------
    PickleRefusedError
        A pickle, without ``allow_pickle=True``.
    CodecNotFoundError
        No such codec, or a library that it needs is not installed.
    BlobDamagedError
        The bytes are not what the codec writes.
    """
    chosen = codec_of(codec)
    if not chosen.safe and not allow_pickle:
        raise PickleRefusedError(
            "This was saved as a pickle. Loading a pickle can run any code that is in it.",
            hint="If you trust who saved it, load it with allow_pickle=True.",
        )
    if not path.is_file():
        raise NoSuchFileError(f"There is no file {path}.")
    try:
        return chosen.decode(path)
    except ImportError as error:
        name = error.name or str(error)
        raise CodecNotFoundError(
            f"Loading this needs {name!r}, which cannot be imported here.",
            hint=f"Install {name.split('.')[0]}, or run this where it is installed.",
        ) from error
    except (CellkeepError, OSError, MemoryError):
        raise
    except Exception as error:
        raise BlobDamagedError(
            f"The bytes are not what {codec} writes: {error}",
            hint="`cellkeep verify` tells whether the store still has what was saved.",
        ) from error


def _failed(codec: Codec, obj: object, error: Exception) -> NotSerialisableError:
    reason = f"{type(error).__name__}: {error}".rstrip(": .")
    return NotSerialisableError(
        f"The codec {codec.id} failed on this {type_name(obj)}: {reason}.",
        hint="Nothing was saved. allow_pickle=True does not help here; convert the object first.",
    )


def _refused(obj: object, reasons: list[DeclinedError]) -> PickleRefusedError:
    allow = "To store it as a pickle, save it with allow_pickle=True."
    if not reasons:
        return PickleRefusedError(f"No codec gives a {type_name(obj)} back exactly.", hint=allow)
    # The first codec is the one that fits best; what the others miss would only confuse.
    best = reasons[0]
    return PickleRefusedError(best.reason, hint=f"{best.advice} {allow}".lstrip())
