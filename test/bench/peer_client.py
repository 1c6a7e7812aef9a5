"""One tool that stores what an experiment makes, told what to do line by line.

Runs in the tool's own environment, so it imports nothing of ours but `cellkeep` itself. It times
itself: until the tool says that it is stored, and with an fsync of all that it wrote on top.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TINY = {"loss": 0.25, "accuracy": 0.75}


class Tool:
    """What every tool can do: take files. Objects are written to files first, as its users do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scratch = folder / "scratch"
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.start()

    def start(self) -> None:
        """Load the tool and begin a run."""

    def file(self, path: Path) -> None:
        """Store a file, or a folder of files."""
        raise NotImplementedError

    def array(self, array: Any) -> None:
        import numpy as np

        np.save(self.scratch / "array.npy", array)
        self.file(self.scratch / "array.npy")

    def frame(self, frame: Any) -> None:
        frame.to_parquet(self.scratch / "frame.parquet")
        self.file(self.scratch / "frame.parquet")

    def figure(self, figure: Any) -> None:
        figure.savefig(self.scratch / "figure.png")
        self.file(self.scratch / "figure.png")

    def tiny(self, count: int, mark: float) -> None:
        """Store so many tiny objects, one after the other."""
        for step in range(count):
            path = self.scratch / f"step {step}.json"
            path.write_text(json.dumps(TINY | {"step": step, "mark": mark}))
            self.file(path)


class Files(Tool):
    """Plain files: the floor."""

    def start(self) -> None:
        self.target = self.folder / "files"
        self.target.mkdir(exist_ok=True)

    def file(self, path: Path) -> None:
        import shutil

        if path.is_dir():
            shutil.copytree(path, self.target / path.name, dirs_exist_ok=True)
        else:
            shutil.copyfile(path, self.target / path.name)


class Cellkeep(Tool):
    def start(self) -> None:
        import cellkeep

        self.run = cellkeep.Run("bench")
        self.run.save([0], "output", name="warm-up").wait(60)

    def file(self, path: Path) -> None:
        save = self.run.save_directory if path.is_dir() else self.run.save
        save(str(path), "output").wait(300)

    def _object(self, value: Any, name: str) -> None:
        self.run.save(value, "output", name=name).wait(300)

    def array(self, array: Any) -> None:
        self._object(array, "array")

    def frame(self, frame: Any) -> None:
        self._object(frame, "frame")

    def figure(self, figure: Any) -> None:
        self._object(figure, "figure")

    def tiny(self, count: int, mark: float) -> None:
        handles = [
            self.run.save(TINY | {"step": step, "mark": mark}, "output", name=f"step {step}")
            for step in range(count)
        ]
        for handle in handles:
            handle.wait(300)


class Mlflow(Tool):
    """With a server where `MLFLOW_TRACKING_URI` names one, else in a folder."""

    def start(self) -> None:
        import mlflow

        self.mlflow = mlflow
        if "MLFLOW_TRACKING_URI" not in os.environ:
            mlflow.set_tracking_uri(f"sqlite:///{self.folder}/mlflow.db")
            mlflow.create_experiment("bench", artifact_location=str(self.folder / "artifacts"))
        mlflow.set_experiment("bench")
        mlflow.start_run()

    def file(self, path: Path) -> None:
        log = self.mlflow.log_artifacts if path.is_dir() else self.mlflow.log_artifact
        log(str(path))

    def figure(self, figure: Any) -> None:
        self.mlflow.log_figure(figure, "figure.png")

    def tiny(self, count: int, mark: float) -> None:
        for step in range(count):
            self.mlflow.log_dict(TINY | {"step": step, "mark": mark}, f"step {step}.json")


class Wandb(Tool):
    """Offline; what is stored is known at the end of a run, so each work is a run."""

    def _log(self, *paths: Path) -> None:
        import wandb

        run = wandb.init(project="bench", mode="offline", dir=str(self.folder))
        for path in paths:
            artifact = wandb.Artifact(path.stem.replace(" ", "-"), "output")
            (artifact.add_dir if path.is_dir() else artifact.add_file)(str(path))
            run.log_artifact(artifact)
        run.finish()

    def file(self, path: Path) -> None:
        self._log(path)

    def tiny(self, count: int, mark: float) -> None:
        paths = [self.scratch / f"step {step}.json" for step in range(count)]
        for step, path in enumerate(paths):
            path.write_text(json.dumps(TINY | {"step": step, "mark": mark}))
        self._log(*paths)


class Trackio(Tool):
    def start(self) -> None:
        import trackio

        self.trackio = trackio
        trackio.init(project="bench")

    def file(self, path: Path) -> None:
        artifact = self.trackio.Artifact(path.stem.replace(" ", "-"), "output")
        (artifact.add_dir if path.is_dir() else artifact.add_file)(str(path))
        self.trackio.log_artifact(artifact)


class Pins(Tool):
    def start(self) -> None:
        import pins

        self.board = pins.board_folder(str(self.folder / "board"))

    def file(self, path: Path) -> None:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        self.board.pin_upload([str(file) for file in files], name=path.stem.replace(" ", "-"))

    def array(self, array: Any) -> None:
        self.board.pin_write(array, "array", type="joblib")

    def frame(self, frame: Any) -> None:
        self.board.pin_write(frame, "frame", type="parquet")

    def tiny(self, count: int, mark: float) -> None:
        for step in range(count):
            self.board.pin_write(TINY | {"step": step, "mark": mark}, f"step-{step}", type="json")


TOOLS = {
    "files": Files,
    "cellkeep": Cellkeep,
    "mlflow": Mlflow,
    "wandb": Wandb,
    "trackio": Trackio,
    "pins": Pins,
}


class Works:
    """The works, by name, on one tool."""

    def __init__(self, tool: Tool) -> None:
        self._tool = tool
        self._made: dict[str, Any] = {}

    def array(self, megabytes: int) -> Callable[[], None]:
        import numpy as np

        array = self._once("array", lambda: np.random.default_rng(0).random(megabytes * 131072))
        array[:: 1 << 16] = np.random.default_rng().random()
        return lambda: self._tool.array(array)

    def frame(self, rows: int) -> Callable[[], None]:
        frame = self._once("frame", lambda: _frame(rows))
        frame["noise"] = frame["noise"] + 1
        return lambda: self._tool.frame(frame)

    def figure(self, points: int) -> Callable[[], None]:
        import matplotlib.figure
        import numpy as np

        figure = matplotlib.figure.Figure()
        figure.subplots().plot(np.random.default_rng().random(points).cumsum())
        return lambda: self._tool.figure(figure)

    def tiny(self, count: int) -> Callable[[], None]:
        mark = time.time()
        return lambda: self._tool.tiny(count, mark)

    def file(self, path: str) -> Callable[[], None]:
        return lambda: self._tool.file(Path(path))

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]


def _frame(rows: int) -> Any:
    """Make a table of eight columns of mixed types."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "number": np.arange(rows),
            "noise": random.random(rows),
            "mass": random.random(rows).astype("float32"),
            "flag": random.random(rows) < 0.5,
            "when": pd.date_range("2020", periods=rows, freq="s"),
            "city": pd.Categorical(random.choice(["Quito", "Oslo", "Lima"], rows)),
            "name": random.integers(0, 1000, rows).astype("U"),
            "count": random.integers(0, 100, rows).astype("int16"),
        }
    )


def sync_since(folder: Path, begun: float) -> None:
    """Bring all that was written since then to the disk, by the tool and by its server."""
    server = os.environ.get("SERVER_FOLDER")
    for root in (folder, *([Path(server)] if server else [])):
        for path in [root, *root.rglob("*")]:
            if "scratch" in path.parts or not (path.is_file() or path.is_dir()):
                continue
            if path.lstat().st_ctime >= begun:
                descriptor = os.open(path, os.O_RDONLY)
                os.fsync(descriptor)
                os.close(descriptor)


def main(name: str, folder: Path) -> None:
    out, sys.stdout = sys.stdout, sys.stderr
    works = Works(TOOLS[name](folder))
    print(json.dumps({"ready": True}), file=out, flush=True)
    for line in sys.stdin:
        what, argument = json.loads(line)
        try:
            work = getattr(works, what)(argument)
            on_the_clock, begun = time.time(), time.perf_counter()
            work()
            stored = time.perf_counter() - begun
            sync_since(folder, on_the_clock)
            answer: dict[str, Any] = {"stored": stored, "synced": time.perf_counter() - begun}
        except Exception as error:  # noqa: BLE001  (the bench prints it in the tool's row)
            answer = {"error": repr(error)}
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
