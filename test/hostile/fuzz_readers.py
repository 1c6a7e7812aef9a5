"""Changes valid files and reads them; run as a process, because the worst finding ends it.

``python -m hostile.fuzz_readers <folder> <examples>``, with ``test/`` on the path. The file that
is being read is ``<folder>/last``, and how it is read stands in ``<folder>/last.json``.
"""

from __future__ import annotations

import json
import struct
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cellkeep.codecs import decode
from cellkeep.codecs.describing.describe import describe_here
from cellkeep_core.errors import CellkeepError
from hostile.data_files import valid_files

if TYPE_CHECKING:
    from collections.abc import Callable

EXTREMES = (0, 1, -1, 7, 255, 2**15, 2**28, 2**31 - 1, -(2**31), 2**40, 2**62, 2**63 - 1, -(2**63))


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
    """Read a file in every way, and touch each of its values."""
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
        if hasattr(value, "to_pylist"):
            value.to_pylist()
        elif hasattr(value, "to_dict"):
            value.to_dict()
        else:
            repr(value)
    except Exception:  # noqa: BLE001  (a value may be of no year, or a text no UTF-8)
        return


def reader_of(folder: Path, name: str, examples: int) -> Callable[[], None]:
    """Return the property of one file: it is read, or refused, and the process lives."""
    media_type, codec, content = valid_files()[name]

    @given(changed(content))
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def survives(mutated: bytes) -> None:
        path = folder / "last"
        path.unlink(missing_ok=True)
        path.write_bytes(mutated)
        path.chmod(0o600)
        (folder / "last.json").write_text(json.dumps([name, media_type, codec]))
        read(path, media_type, codec)

    return survives


def main() -> None:
    """Read changed forms of each valid file."""
    folder, examples = Path(sys.argv[1]), int(sys.argv[2])
    names = sys.argv[3:] or list(valid_files())
    warnings.simplefilter("ignore")
    for name in names:
        reader_of(folder, name, examples)()
    print(f"read {examples} changed forms of each of {len(names)} files")


if __name__ == "__main__":
    main()
