"""What the tests of live objects share: a kernel with the usual libraries, and its answers."""

from __future__ import annotations

from typing import Any

from front_end import FrontEnd
from real_kernel import RealKernel

from cellkeep_core.protocol import Artifact


def stored(kernel: RealKernel, page: FrontEnd, request_id: str) -> Artifact:
    """Wait for a wish's artifact, and return it as the store has it."""
    kept = page.answer(request_id)
    assert not kept.error, kept.error
    transfer_id = kept.transfer_id
    kernel.wait_until(lambda: page.state(transfer_id) == "stored")
    with kernel.open_store() as store:
        return store.catalog.artifact(transfer_id)


def note_of(kernel: RealKernel, code: str, **options: Any) -> dict[str, str]:
    execution = kernel.run_ok(code, **options)
    (note,) = execution.notes
    return note


SETUP = (
    "import numpy as np, pandas as pd, matplotlib.pyplot as plt, time, weakref, gc\n"
    "from IPython.display import HTML, display\n"
    "import cellkeep"
)
