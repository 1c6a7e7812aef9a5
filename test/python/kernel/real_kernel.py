"""A real Jupyter kernel, and what its cells did."""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from jupyter_client.manager import KernelManager

from cellkeep.card import CARD
from cellkeep_core.protocol import Artifact
from cellkeep_store import Store


@dataclass
class Execution:
    """What one cell did."""

    reply: dict[str, Any]
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return bool(self.reply["content"]["status"] == "ok")

    @property
    def stdout(self) -> str:
        return self._stream("stdout")

    @property
    def stderr(self) -> str:
        return self._stream("stderr")

    def _stream(self, name: str) -> str:
        return "".join(one["text"] for one in self.outputs("stream") if one["name"] == name)

    def outputs(self, *kinds: str) -> list[dict[str, Any]]:
        kinds = kinds or ("display_data", "execute_result", "error")
        return [one["content"] for one in self.messages if one["msg_type"] in kinds]

    @property
    def notes(self) -> list[dict[str, str]]:
        """What the metadata of the outputs says of the objects behind them."""
        shown = self.outputs("display_data", "execute_result", "update_display_data")
        return [one["metadata"]["cellkeep"] for one in shown if "cellkeep" in one["metadata"]]

    @property
    def card(self) -> dict[str, Any]:
        """The data of the last card that it showed."""
        return [one["data"] for one in self.outputs("display_data") if CARD in one["data"]][-1]

    @property
    def result(self) -> dict[str, Any]:
        (found,) = self.outputs("execute_result")
        data: dict[str, Any] = found["data"]
        return data


class RealKernel:
    """An ipykernel in a process of its own, with a store of its own."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        self.store_folder = folder / "store"
        environment = {
            **os.environ,
            "CELLKEEP_STORE": str(self.store_folder),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "IPYTHONDIR": str(folder / "ipython"),
            "JPY_SESSION_NAME": str(folder / "analysis.ipynb"),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            **env,
        }
        environment.pop("CELLKEEP_SPOOL", None)
        # With it a kernel does not pass on what child processes write.
        environment.pop("PYTEST_CURRENT_TEST", None)
        self.kernel_id = str(uuid.uuid4())
        # As a Jupyter server names it.
        connection_file = str(folder / f"kernel-{self.kernel_id}.json")
        self.manager = KernelManager(kernel_name="python3", connection_file=connection_file)
        self.manager.start_kernel(env=environment, cwd=str(folder))
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.messages: list[dict[str, Any]] = []
        self._started_at = 0  # in messages
        self.arrived = threading.Condition()
        self._start_reading()

    def _start_reading(self) -> None:
        self._stopping = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _stop_reading(self) -> None:
        self._stopping = True
        self._reader.join(5)

    def _read(self) -> None:
        while not self._stopping:
            try:
                message = self.client.get_iopub_msg(timeout=0.2)
            except Exception:  # noqa: BLE001  (Empty, and the socket's end)
                continue
            with self.arrived:
                self.messages.append(message)
                self.arrived.notify_all()

    def restart(self) -> None:
        """Kill the kernel and start it again."""
        self._stop_reading()  # a socket is for one thread at a time
        self.manager.restart_kernel(now=True)
        self._started_at = len(self.messages)
        self.client.wait_for_ready(timeout=60)
        self._start_reading()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._stop_reading()
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def has_feed(self) -> bool:
        """Whether the helper has opened its feed, which it does a moment after its import."""
        return any(
            one["msg_type"] == "comm_open" and one["content"]["target_name"] == "cellkeep.feed"
            for one in self.messages[self._started_at :]
        )

    def wait_until(self, met: Callable[[], Any], timeout: float = 20) -> Any:
        with self.arrived:
            assert self.arrived.wait_for(met, timeout), "it did not come in time"
            return met()

    def start(self, code: str, cell_id: str | None = "cell-1") -> str:
        """Begin a cell, and return its message id. Without an id as server-side execution does."""
        message = self.client.session.msg(
            "execute_request",
            {
                "code": code,
                "silent": False,
                "store_history": True,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": True,
            },
            metadata={"cellId": cell_id} if cell_id is not None else {},
        )
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def finish(self, msg_id: str, timeout: float = 60) -> Execution:
        """Wait for a cell's end."""
        deadline = time.monotonic() + timeout
        while True:
            reply = self.client.get_shell_msg(timeout=max(deadline - time.monotonic(), 0.1))
            if reply["parent_header"].get("msg_id") == msg_id:
                break

        def of_cell() -> list[dict[str, Any]]:
            return [one for one in self.messages if one["parent_header"].get("msg_id") == msg_id]

        def idle() -> bool:
            return any(
                one["msg_type"] == "status" and one["content"]["execution_state"] == "idle"
                for one in of_cell()
            )

        self.wait_until(idle)
        with self.arrived:
            return Execution(reply, of_cell())

    def run(self, code: str, timeout: float = 60, cell_id: str | None = "cell-1") -> Execution:
        """Run a cell to its end."""
        return self.finish(self.start(code, cell_id), timeout)

    def run_ok(self, code: str, timeout: float = 60, cell_id: str | None = "cell-1") -> Execution:
        """Run a cell that must not raise."""
        execution = self.run(code, timeout, cell_id)
        assert execution.ok, execution.reply["content"]
        return execution

    def value(self, expression: str) -> str:
        """Return the printed value of an expression."""
        return self.run_ok(f"print({expression})").stdout.strip()

    def complete(self, line: str) -> list[str]:
        msg_id = self.client.complete(line, len(line))
        while True:
            reply = self.client.get_shell_msg(timeout=20)
            if reply["parent_header"].get("msg_id") == msg_id:
                matches: list[str] = reply["content"]["matches"]
                return matches

    def open_store(self) -> Store:
        return Store.open(self.store_folder)

    def artifact(self, name: str) -> Artifact:
        """Return the latest artifact of a name."""
        with self.open_store() as store:
            return store.catalog.resolve(name)
