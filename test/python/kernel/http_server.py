"""What the tests of the http route share: what is to arrive, and whether it did."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_process import JupyterProcess

from cellkeep.transfer.session import current_session
from cellkeep_store import Store

BIG = os.urandom(24_000_000)


def check(server: JupyterProcess, handle: Any, data: bytes = BIG) -> None:
    """The bytes are in the server's store, came by http, and not into a store of ours."""
    assert handle.wait(60).version == 1
    transfer = current_session().engine.find(handle.id)
    assert transfer is not None
    assert transfer.status().route == "http"
    with Store.open(server.store) as store:
        path = store.contents.local_path(handle.receipt.artifact_id)
        assert path.read_bytes() == data
    assert not (Path(os.environ["CELLKEEP_STORE"]) / "store.json").exists()


def until(met: Callable[[], bool], timeout: float = 20) -> None:
    deadline = time.monotonic() + timeout
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.02)
