"""Kept bytes in another form, written by a process of its own, which may die.

What is converted may be a stranger's file, and is read by native code. The process takes the
bytes at its input, gives the result at its output, and waits where nobody reads it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import BinaryIO

from cellkeep_core.errors import CellkeepError, NotSerialisableError

BLOCK_BYTES = 256 * 1024
LONGEST_PAUSE_S = 60.0
"""A conversion that gives nothing for so long is ended."""

_MOST_AT_ONCE = asyncio.Semaphore(2)
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from cellkeep_store.forms.child import main; main(*sys.argv[2:])"
)


@asynccontextmanager
async def converted(file: BinaryIO, codec: str, form: str) -> AsyncIterator[AsyncIterator[bytes]]:
    """Start to write a form of a file; its parts, the first of which is there already.

    Raises
    ------
    CellkeepError
        ``NOT_SERIALISABLE`` where it cannot be written so, also between the parts.
    """
    # Isolated: PYTHON* variables are not looked at, but the places where this one finds modules.
    places = json.dumps([place for place in sys.path if place])
    async with _MOST_AT_ONCE:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", _PROGRAM, places, codec, form),
            stdin=file,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=BLOCK_BYTES,
        )
        try:
            first = await _next(process, form)
            yield _parts(process, form, first)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            # Not `wait`: it waits for ever where what was written stands unread in a pipe.
            await process.communicate()


async def _parts(
    process: asyncio.subprocess.Process, form: str, first: bytes
) -> AsyncIterator[bytes]:
    part = first
    while part:
        yield part
        part = await _next(process, form)


async def _next(process: asyncio.subprocess.Process, form: str) -> bytes:
    assert process.stdout is not None, "a pipe"
    try:
        async with asyncio.timeout(LONGEST_PAUSE_S):
            part = await process.stdout.read(BLOCK_BYTES)
            if not part and await process.wait() != 0:
                raise await _failure(process, form)
    except TimeoutError:
        raise _failed(f"nothing came for {LONGEST_PAUSE_S:g} seconds", form) from None
    return part


async def _failure(process: asyncio.subprocess.Process, form: str) -> CellkeepError:
    assert process.stderr is not None, "a pipe"
    said = (await process.stderr.read(4096)).decode(errors="replace")
    if process.returncode == 3:
        return NotSerialisableError(said, hint="It can be had as kept.")
    return _failed("what reads it ended without a word", form)


def _failed(why: str, form: str) -> CellkeepError:
    return NotSerialisableError(
        f"It cannot be written as {form!r}: {why}.", hint="It can be had as kept."
    )
