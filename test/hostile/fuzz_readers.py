"""Changes valid files and reads them; run as a process, because the worst finding ends it.

``python -m hostile.fuzz_readers <folder> <examples> [<name>…]``, with ``test/`` on the path. The
file that is being read is ``<folder>/last``, and how it is read stands in ``<folder>/last.json``.
It ends where one takes more time or memory than so small a file may.
"""

from __future__ import annotations

import faulthandler
import io
import json
import resource
import struct
import sys
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cellkeep.codecs import decode
from cellkeep.codecs.describing.describe import describe_here
from cellkeep_core.errors import CellkeepError
from hostile.data_files import valid_files
from hostile.model_files import model_files, use
from hostile.shown_files import shown_files

if TYPE_CHECKING:
    from collections.abc import Callable

EXTREMES = (0, 1, -1, 7, 255, 2**15, 2**28, 2**31 - 1, -(2**31), 2**40, 2**62, 2**63 - 1, -(2**63))
LONGEST_S = 30
MOST_MEMORY = 1 << 30
# Each is read in a process of its own first, which imports its library: as many take too long.
# So few are the same ones each time; a longer search tries others each time.
THE_SAME = 20
_FEWER = {"lightgbm-text.v1": 50, "xgboost-ubj.v1": 50}


def readable_files() -> dict[str, tuple[str, str, bytes]]:
    """Return an honest file of all that is read here: name -> (media type, codec, content)."""
    return valid_files() | shown_files() | model_files()


@st.composite
def changed_inside(draw: st.DrawFn, content: bytes) -> bytes:
    """Return a ZIP file of which one entry is changed; its checksum is right."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(sorted(entries)))
    entries[name] = draw(changed(entries[name]))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, value in entries.items():
            archive.writestr(name, value)
    return file.getvalue()


@st.composite
def changed(draw: st.DrawFn, content: bytes) -> bytes:
    """Return the content with a few numbers in it changed, bits flipped, or cut."""
    buffer = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(buffer) - 1)))
        kind = draw(st.sampled_from(("byte", "int32", "int64", "cut", "double")))
        if kind == "byte" and buffer:
            buffer[at] ^= draw(st.integers(1, 255))
        elif kind == "cut":
            del buffer[at : at + draw(st.integers(1, 64))]
        elif kind == "double":
            buffer[at:at] = buffer[at : at + 16]
        else:
            form = "<i" if kind == "int32" else "<q"
            width = struct.calcsize(form)
            at -= at % width
            value = draw(st.sampled_from(EXTREMES)) & ((1 << (8 * width)) - 1)
            buffer[at : at + width] = value.to_bytes(width, "little")
    return bytes(buffer)


def read(path: Path, media_type: str, codec: str) -> None:
    """Read a file in every way, touch each of its values, and use what can be used."""
    describe_here(path, media_type)
    if not codec:
        return
    try:
        touch(decode(path, codec))
    except (CellkeepError, MemoryError):
        return


def touch(value: Any) -> None:
    """Read all values; whether they mean anything is not asked."""
    try:
        use(value)
        if hasattr(value, "to_pylist"):
            value.to_pylist()
        elif hasattr(value, "to_dict"):
            value.to_dict()
        else:
            repr(value)
    except Exception:  # noqa: BLE001  (a value may be of no year, or a text no UTF-8)
        return


def reader_of(
    folder: Path, name: str, file: tuple[str, str, bytes], examples: int
) -> Callable[[], None]:
    """Return the property of one file: it is read, or refused, and the process lives."""
    media_type, codec, content = file
    whole = changed(content)
    inside = [changed_inside(content)] * 3 if content.startswith(b"PK") else []

    @given(st.one_of(whole, *inside))
    @settings(
        max_examples=max(2, examples // _FEWER.get(codec, 1)),
        deadline=None,
        database=None,
        derandomize=examples <= THE_SAME,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def survives(mutated: bytes) -> None:
        path = folder / "last"
        path.unlink(missing_ok=True)
        path.write_bytes(mutated)
        path.chmod(0o600)
        (folder / "last.json").write_text(json.dumps([name, media_type, codec]))
        before = most_memory()
        faulthandler.dump_traceback_later(LONGEST_S, exit=True)
        read(path, media_type, codec)
        faulthandler.cancel_dump_traceback_later()
        assert most_memory() - before < MOST_MEMORY, "it takes too much memory"

    return survives


def most_memory() -> int:
    """Return the most memory that this process has had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def main() -> None:
    """Read changed forms of each valid file."""
    folder, examples = Path(sys.argv[1]), int(sys.argv[2])
    names = sys.argv[3:]
    # The large libraries are in an environment of their own, which lacks some of the others.
    files = model_files()
    if not names or not set(names) <= files.keys():
        files = readable_files()
    warnings.simplefilter("ignore")
    for name in names or files:
        reader_of(folder, name, files[name], examples)()
    print(f"read {examples} changed forms of each of {len(names or files)} files")


if __name__ == "__main__":
    main()
