"""What the tests of the http route share: what is to arrive, and whether it did."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jupyter_process import JupyterProcess

from cellkeep_store import Store

BIG = os.urandom(24_000_000)


def check(server: JupyterProcess, handle: Any, data: bytes = BIG) -> None:
    """The bytes are in the server's store, came by http, and not into a store of ours."""
    assert handle.wait(60).version == 1
    assert handle.transfer_status().route == "http"
    with Store.open(server.store) as store:
        path = store.contents.local_path(handle.receipt.artifact_id)
        assert path.read_bytes() == data
    assert not (Path(os.environ["CELLKEEP_STORE"]) / "store.json").exists()
