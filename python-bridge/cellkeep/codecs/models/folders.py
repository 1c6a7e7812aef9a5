"""Folders of models in one file: a ZIP without compression, and a note of what it is.

Dates and modes in the ZIP are fixed: the same folder gives the same bytes.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.zip_file import entry_info, zip_entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NOTE = "cellkeep.json"
_READ_BYTES = 1 << 20


def write_folder(folder: Path, note: dict[str, Any], sink: BinaryIO) -> list[str]:
    """Write the files of a folder, and return their names."""
    names = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    with zipfile.ZipFile(sink, "w") as archive:
        with archive.open(entry_info(_NOTE), "w") as file:
            file.write(json.dumps(note).encode())
        for name in names:
            with (folder / name).open("rb") as source, zip_entry(archive, name) as file:
                shutil.copyfileobj(source, file, _READ_BYTES)
    return names


def read_folder(path: Path, folder: Path, is_read: Callable[[str], bool]) -> dict[str, Any]:
    """Unpack a file that `write_folder` wrote into an empty folder, and return the note.

    Parameters
    ----------
    path : Path
        The file.
    folder : Path
        Where to.
    is_read : callable
        Whether the library reads a file of this name, and runs nothing that is in it.

    Raises
    ------
    ValueError
        It holds another file, or one that would lie elsewhere.
    """
    with zipfile.ZipFile(path) as archive:
        note = json.loads(archive.read(_NOTE))
        if not isinstance(note, dict):
            raise TypeError("its note is none")
        for entry in archive.infolist():
            if entry.filename == _NOTE:
                continue
            name = PurePosixPath(entry.filename)
            inside = not name.is_absolute() and ".." not in name.parts and "\\" not in str(name)
            # Stored as it is, so that it cannot unpack to more than the file has.
            if not inside or entry.compress_type != zipfile.ZIP_STORED or entry.is_dir():
                raise ValueError(f"it holds {entry.filename!r}, which is not written so")
            if not is_read(entry.filename):
                raise ValueError(f"it holds {entry.filename!r}, which is never read")
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, target.open("xb") as file:
                shutil.copyfileobj(source, file, _READ_BYTES)
    return note
