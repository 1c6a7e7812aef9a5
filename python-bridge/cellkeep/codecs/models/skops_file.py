"""What skops writes, made the same for the same model.

skops names arrays and objects by their addresses in memory, bytes by random numbers, and dates
each entry of its ZIP: one model would be another file, and a new version, at each save. Here they
are counted as they come, and the dates are fixed; skops reads them all the same. Between the fields
of a record, as in the nodes of a tree, an array has whatever memory held: here it has zeros.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from cellkeep.codecs.record_gaps import without_gaps
from cellkeep.codecs.zip_file import zip_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMA = "schema.json"
# How the header of an ``.npy`` names what lies between two fields; it is shorter than that.
_GAP, _HEADER_BYTES = b"('', '|V", 1 << 16


def write_reproducibly(data: bytes, sink: BinaryIO) -> None:
    """Write what `skops.io.dumps` returned to a sink.

    Raises
    ------
    ValueError
        Before the first byte, where a file is named that is not there.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        schema = json.loads(source.read(_SCHEMA))
        files = _renamed(schema)
        if not files.keys() <= set(source.namelist()):
            raise ValueError("skops names a file that it did not write")
        with zipfile.ZipFile(sink, "w") as target:
            for name, new in files.items():
                with source.open(name) as opened, zip_entry(target, new) as entry:
                    file = cast("zipfile.ZipExtFile", opened)
                    if name.endswith(".npy") and _GAP in file.peek(_HEADER_BYTES)[:_HEADER_BYTES]:
                        _write_without_gaps(opened, entry)
                    else:
                        shutil.copyfileobj(file, entry, 1 << 20)
            with zip_entry(target, _SCHEMA) as entry:
                entry.write(json.dumps(schema, indent=2).encode())


def _write_without_gaps(file: IO[bytes], sink: BinaryIO) -> None:
    """Write an array of records with zeros between their fields."""
    import numpy as np

    array = np.lib.format.read_array(file, allow_pickle=False)
    np.lib.format.write_array(sink, without_gaps(array), allow_pickle=False)


def _renamed(schema: Any) -> dict[str, str]:
    """Count ids and files anew, in place; return the new name of each file."""
    ids: dict[int, int] = {}
    files: dict[str, str] = {}
    for number, node in enumerate(_nodes(schema), 1):
        known = node.get("__id__")
        # Whether two equal numbers or texts are one object says nothing, and changes by a load.
        if node["__loader__"] == "JsonNode":
            node["__id__"] = number
        elif isinstance(known, int):
            node["__id__"] = ids.setdefault(known, number)
        name = node.get("file")
        if isinstance(name, str):
            node["file"] = files.setdefault(name, f"{len(files) + 1}.{name.rpartition('.')[2]}")
    return files


def _nodes(part: Any) -> Iterator[dict[str, Any]]:
    """Yield each node, in the order of the text; what a person named is none: it has no loader."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get("__loader__"), str):
                yield one
            waiting += reversed(one.values())
        elif isinstance(one, list):
            waiting += reversed(one)
