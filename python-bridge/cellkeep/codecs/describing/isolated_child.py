"""The process that describes files; see `cellkeep.codecs.describing.isolated`."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from cellkeep.codecs.describing.describe import describe_here
from cellkeep.codecs.describing.isolated import LONGEST_ANSWER_S
from cellkeep_core.process_limits import limit_memory

_LONGEST_IDLE_S = 60


def main(descriptor: int) -> None:
    """Answer until the other end is closed, nothing comes for a while, or a file ends it."""
    limit_memory()
    with Connection(descriptor) as pipe:
        pipe.send_bytes(b"ready")
        while True:
            # Alarms end the process also where native code would hold on to it.
            signal.alarm(_LONGEST_IDLE_S)
            try:
                path, media_type = msgspec.msgpack.decode(pipe.recv_bytes(), type=tuple[bytes, str])
            except EOFError:
                return
            signal.alarm(int(LONGEST_ANSWER_S))
            facts = describe_here(Path(os.fsdecode(path)), media_type)
            pipe.send_bytes(msgspec.msgpack.encode(facts))
