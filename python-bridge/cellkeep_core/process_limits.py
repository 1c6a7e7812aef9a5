"""Limits that a process sets itself before it reads what a stranger may have made."""

from __future__ import annotations

import resource

MOST_MEMORY_BYTES = 4 << 30


def limit_memory(most: int = MOST_MEMORY_BYTES) -> None:
    """Let this process take no more memory than that, and leave no core file when it ends."""
    for what, value in ((resource.RLIMIT_AS, most), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (bound, hard))
