"""A process of its own that saves with cellkeep, told what to do line by line.

``Helper`` is the side of the bench. Run as a program it is the other side, which times
itself, so that neither the pipe nor the start of Python is in a figure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self


class Helper:
    """The helper's process, with an environment of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CELLKEEP")}
        own = {"JUPYTER_DATA_DIR": str(folder / "data"), "CELLKEEP_STORE": str(folder / "store")}
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**kept, **own, **environment},
            cwd=folder,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)

    def ask(self, what: str, *arguments: Any) -> dict[str, Any]:
        """Let it do something and return what it measured."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([what, *arguments]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the helper died at {what} {arguments}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer


class _Worker:
    def __init__(self) -> None:
        import cellkeep

        self._run = cellkeep.Run("bench")
        self._array: Any = None

    def save(self, path: str) -> dict[str, Any]:
        """Save a file; seconds until the call returned and until the receipt, and the route."""
        return self._timed(lambda: self._run.save(path, "input", name="file"))

    def directory(self, path: str) -> dict[str, Any]:
        """Save a directory; seconds until all receipts."""
        begun = time.perf_counter()
        handles = self._run.save_directory(path, "input")
        blocked = time.perf_counter() - begun
        handles.wait(300)
        receipt = time.perf_counter() - begun
        return {"blocked": blocked, "receipt": receipt, "files": len(handles)}

    def tiny(self, count: int) -> dict[str, Any]:
        """Save so many tiny objects in a loop; seconds until the last call and all receipts."""
        begun = time.perf_counter()
        handles = [
            self._run.save({"step": step, "at": time.time()}, "output", name=f"step {step}")
            for step in range(count)
        ]
        blocked = time.perf_counter() - begun
        for handle in handles:
            handle.wait(300)
        return {"blocked": blocked, "receipt": time.perf_counter() - begun}

    def tiny_files(self, folder: str, count: int) -> dict[str, Any]:
        """Write such objects to a file each, on the disk one by one."""
        begun = time.perf_counter()
        for step in range(count):
            with (Path(folder) / f"{step}.json").open("w") as file:
                json.dump({"step": step, "at": time.time()}, file)
                file.flush()
                os.fsync(file.fileno())
        return {"took": time.perf_counter() - begun}

    def array(self, megabytes: int) -> dict[str, Any]:
        """Make the array that `save_array` saves."""
        import numpy as np

        import cellkeep

        cellkeep.Run("warm-up").save(np.zeros(8), "output", name="warm-up").wait(30)
        self._array = np.random.default_rng(0).random(megabytes * 131072)
        return {}

    def save_array(self) -> dict[str, Any]:
        self._array[:: 1 << 20] += 1  # new content, or the store would have it
        return self._timed(lambda: self._run.save(self._array, "output", name="array"))

    def np_save(self, folder: str, sync: bool) -> dict[str, Any]:
        """Write the array by `np.save`, as the limit: to a new file that stays, as a save's does.

        One that is removed gives its memory to the next, which then takes a third of the time.
        """
        import numpy as np

        path = Path(folder) / f"plain {time.monotonic_ns()}.npy"
        begun = time.perf_counter()
        with path.open("xb") as file:
            np.save(file, self._array)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        return {"took": time.perf_counter() - begun}

    def savefig(self, name: str) -> dict[str, Any]:
        """Draw a figure and write it as PNG; seconds of the writing."""
        from drawings import DRAWINGS

        figure = DRAWINGS[name]()
        begun = time.perf_counter()
        figure.savefig("figure.png")
        return {"took": time.perf_counter() - begun}

    def save_figure(self, name: str) -> dict[str, Any]:
        """Draw a figure and save it; seconds until the call returned."""
        from drawings import DRAWINGS

        figure = DRAWINGS[name]()
        begun = time.perf_counter()
        handle = self._run.save(figure, "output", name=name)
        took = time.perf_counter() - begun
        handle.wait(300)
        return {"took": took}

    def memory(self) -> dict[str, Any]:
        """Save the array once more; how far the peak of the memory was above what it was."""
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        before = _status("VmRSS")
        told = self.save_array()
        return {"above": _status("VmHWM") - before, **told}

    def _timed(self, save: Any) -> dict[str, Any]:
        begun = time.perf_counter()
        handle = save()
        blocked = time.perf_counter() - begun
        handle.wait(300)
        receipt = time.perf_counter() - begun
        status = handle.transfer_status()
        return {
            "blocked": blocked,
            "receipt": receipt,
            "route": status.route,
            "existing": handle.receipt.existing,
        }


def _status(field: str) -> int:
    """Return a size in /proc/self/status, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(field)


def main() -> None:
    out, sys.stdout = sys.stdout, sys.stderr
    worker = _Worker()
    for line in sys.stdin:
        what, *arguments = json.loads(line)
        try:
            answer = getattr(worker, what)(*arguments)
        except Exception as error:  # noqa: BLE001  (the bench raises it on its side)
            answer = {"error": repr(error)}
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    main()
