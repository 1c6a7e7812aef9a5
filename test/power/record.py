"""What recorder.c wrote down: one entry for each call, in the order of the calls."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "recorder.c"
_HEAD = struct.Struct("=c4Q")


@dataclass(frozen=True)
class Entry:
    """One call.

    Attributes
    ----------
    kind : str
        ``c`` a new file, ``l`` another name of one, ``m`` a new folder, ``r`` renamed, ``u`` a name
        removed, ``w`` bytes written, ``t`` another size, ``s`` a file or folder synced, ``a`` all
        synced.
    inode : int
        Which file or folder.
    number : int
        Where the bytes begin, or the new size.
    one, two : bytes
        The name and the new name, or the bytes.
    """

    kind: str
    inode: int
    number: int
    one: bytes
    two: bytes


def entries(path: Path) -> Iterator[Entry]:
    """Read a record."""
    with path.open("rb") as file:
        while head := file.read(_HEAD.size):
            kind, inode, number, first, second = _HEAD.unpack(head)
            yield Entry(kind.decode(), inode, number, file.read(first), file.read(second))


def build_recorder(folder: Path) -> Path:
    """Compile recorder.c with the machine's C compiler, or with PyPI's Zig."""
    library = folder / "recorder.so"
    found = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    compiler = [found] if found else [sys.executable, "-m", "ziglang", "cc"]
    options = ["-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"]
    subprocess.run([*compiler, *options], check=True, timeout=120)
    return library


def recorded(library: Path, folder: Path, record: Path) -> dict[str, str]:
    """Return the environment of a process whose calls are written down."""
    return {"LD_PRELOAD": str(library), "POWER_FOLDER": str(folder), "POWER_LOG": str(record)}
