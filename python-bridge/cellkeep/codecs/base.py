"""What a codec is, and what it returns."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, runtime_checkable

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Buffer

    from cellkeep_core.protocol.generated import Preview


@dataclass(frozen=True)
class Encoded:
    """What was written to the sink.

    Attributes
    ----------
    codec : str
        Id of the codec that wrote it, such as ``table-arrow.v1``.
    media_type : str
        Media type of the bytes.
    summary : str
        What it is in a few words, such as ``1,000,000 × 8``; empty where there is nothing to say.
    preview : Preview or None
        Facts that can be shown without reading the bytes.
    thumbnail : bytes or None
        A PNG of at most 64 KiB, its longest side at most 240 pixels.
    libraries : dict[str, str]
        Versions of the libraries that made the object.
    """

    codec: str
    media_type: str
    summary: str = ""
    preview: Preview | None = None
    thumbnail: bytes | None = None
    libraries: dict[str, str] = field(default_factory=dict)


class DeclinedError(Exception):
    """A codec cannot store this object exactly; raised before it writes anything.

    The next codec is asked then. Where none is left, its reason and advice are what the
    person reads.

    Parameters
    ----------
    reason : str
        A sentence: what about the object cannot be kept; empty where a codec that is asked
        later keeps more, and says it better.
    advice : str, optional
        A sentence: what can be saved instead, with ``x`` for the object.

    Attributes
    ----------
    says_where : bool
        Whether the advice says where in a nesting the object is.
    """

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice
        self.says_where = False


@runtime_checkable
class Codec(Protocol):
    """One way to store one kind of object.

    Attributes
    ----------
    id : str
        Name and version, such as ``molecule-sdf.v1``. Stored with every artifact: bytes
        that an id has written must stay readable under that id.
    rank : int
        Lower is asked first; among equals, the one registered first. The built-in codecs
        have 10 to 90; pickle always comes after every other.
    safe : bool
        Whether reading its bytes can never run code that is in them.

    Notes
    -----
    A codec may also have ``kind``, one of the kinds in ``schema/types.json``: what an output is
    called before it is saved; ``extra``, the optional extra of Cellkeep that brings what it
    needs; and ``version_bound``, the modules whose objects another version may read otherwise:
    a person is told where the versions differ.
    """

    id: str
    rank: int
    safe: bool

    def matches(self, obj: object) -> bool:
        """Whether this codec may be asked to store the object. Quick, and imports nothing."""

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the object as a stream, or raise `DeclinedError` before the first byte."""

    def decode(self, path: Path) -> object:
        """Return what `encode` was given, of the same type."""


class WholeWrites(io.RawIOBase):
    """A sink that writes all of what it is given, and knows how much that was.

    An unbuffered file may take only a part of a large write (2 GiB on Linux).
    Closing it leaves the sink beneath open.
    """

    def __init__(self, sink: BinaryIO) -> None:
        super().__init__()
        self._sink = sink
        self.written = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Write all bytes and return their number."""
        rest = memoryview(data).cast("B")
        size = rest.nbytes
        while rest.nbytes:
            count = self._sink.write(rest)
            if not count:
                raise BlockingIOError("The sink takes no more bytes.")
            self.written += count
            rest = rest[count:]
        return size


def versions(*names: str) -> dict[str, str]:
    """Return the versions of those of the libraries that are loaded."""
    loaded = ((name, sys.modules.get(name)) for name in names)
    return {name: str(getattr(module, "__version__", "")) for name, module in loaded if module}


def library_of(obj: object) -> dict[str, str]:
    """Return the version of the library that an object is of, where it says one."""
    root = type(obj).__module__.partition(".")[0]
    version = getattr(sys.modules.get(root), "__version__", None)
    return {root: str(version)} if version else {}


def type_name(obj: object) -> str:
    """Return the type of an object as a person would write it, ``builtins`` left out."""
    kind = type(obj)
    name = kind.__qualname__
    return name if kind.__module__ == "builtins" else f"{kind.__module__}.{name}"


def reason_of(error: Exception) -> str:
    """Return an error as a part of a sentence: ``ValueError: it is too long``."""
    return f"{type(error).__name__}: {error}".rstrip(": .")


def loaded_type(obj: object, module: str, *names: str) -> bool:
    """Whether the object is an instance of one of a module's types; imports nothing."""
    owner = sys.modules.get(module)
    kinds = tuple(kind for name in names if isinstance(kind := getattr(owner, name, None), type))
    return bool(kinds) and isinstance(obj, kinds)
