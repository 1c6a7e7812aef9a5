"""Runs of MLflow, read by its own client: of a server, a database or a folder."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url

from cellkeep_core.errors import BadRequestError, CellkeepError, NoSuchFileError
from cellkeep_core.ids import is_id, named_id, utc_text
from cellkeep_core.limits import LIMITS
from cellkeep_core.protocol import Run
from cellkeep_core.trackers import missing_package, mlflow_folder, mlflow_uri
from cellkeep_store.importing.tracker import TrackerFile, TrackerRun, metadata_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = 1000
# MLflow's own tags say where a run came from; the person's say what it is.
_INTERNAL = "mlflow."


class MlflowTracker:
    """The runs of an MLflow that is there now; deleted ones are left out.

    Parameters
    ----------
    address : str
        What follows ``mlflow:``: ``//host:5000``, or what MLflow takes as its tracking URI, such
        as ``http://…``, ``sqlite:///mlflow.db`` or a folder.

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST`` where MLflow's client is not installed, or does not answer.
    """

    name = "mlflow"

    def __init__(self, address: str) -> None:
        # Its own defaults are to try for minutes, and to refuse the folders of its older versions.
        os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
        os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
        try:
            from mlflow import MlflowClient
        except ImportError as error:
            raise missing_package("MLflow", "mlflow-skinny") from error
        missing = _missing(address)
        if missing is not None:
            raise NoSuchFileError(
                f"There is no run of MLflow's in {str(missing)!r}.",
                hint="Give an address: mlflow://host:5000, mlflow:sqlite:///db, mlflow:FOLDER.",
            )
        self.address = mlflow_uri(address)
        with self._asking():
            self._client: Any = MlflowClient(tracking_uri=self.address)

    def runs(self) -> Iterator[TrackerRun]:
        """Yield all runs, the oldest first."""
        with self._asking():
            experiments = list(_pages(self._client.search_experiments))
            ids = [each.experiment_id for each in experiments]
            names = {each.experiment_id: each.name for each in experiments}
            models = self._models(ids)
            found = list(
                _pages(
                    self._client.search_runs,
                    experiment_ids=ids,
                    order_by=["attributes.start_time ASC"],
                )
            )
        for each in found:
            with self._asking():
                yield self._run(each, names[each.info.experiment_id], models)

    def fetch(self, file: TrackerFile, folder: Path) -> Path:
        """Download a file into an empty folder."""
        from mlflow.artifacts import download_artifacts

        if ".." in file.address.split("/"):
            raise self._not_below(file)
        with self._asking():
            found = download_artifacts(
                artifact_uri=file.address, dst_path=str(folder), tracking_uri=self.address
            )
        path = Path(found)
        if path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
            raise self._not_below(file)
        return path

    @staticmethod
    def _not_below(file: TrackerFile) -> CellkeepError:
        """Return the refusal of a name by which a server would choose where a file is written."""
        return BadRequestError(f"MLflow's {file.name[:80]!r} is not a file below its run.")

    def _run(self, found: Any, experiment: str, models: dict[str, list[Any]]) -> TrackerRun:
        info, data = found.info, found.data
        run_id = info.run_id
        begun = utc_text((info.start_time or 0) / 1000)
        ended = utc_text(info.end_time / 1000) if info.end_time else begun
        own = {key: value for key, value in data.tags.items() if not key.startswith(_INTERNAL)}
        about = {
            "experiment": experiment,
            "run_id": run_id,
            "status": info.status,
            "ended_at": ended,
            "source": data.tags.get("mlflow.source.name"),
            "git_commit": data.tags.get("mlflow.source.git.commit"),
            "parent_run_id": data.tags.get("mlflow.parentRunId"),
        }
        run = Run(
            id=run_id if is_id(run_id) else named_id("mlflow", run_id),
            name=info.run_name or data.tags.get("mlflow.runName") or run_id,
            folder="/" + experiment.strip("/"),
            tags=[],
            metadata=metadata_of(
                *(self.name, about, data.tags.get("mlflow.note.content")),
                ("param", data.params.items()),
                ("metric", data.metrics.items()),
                ("tag", own.items()),
            ),
            created_at=begun,
        )
        files = list(self._files(f"runs:/{run_id}", ""))
        for model in models.get(run_id, []):
            files += self._files(f"models:/{model.model_id}", f"{model.name}/")
        return TrackerRun(run, ended, files)

    def _files(self, root: str, prefix: str, below: str = "") -> Iterator[TrackerFile]:
        from mlflow.artifacts import list_artifacts

        for one in list_artifacts(**_where(root, below), tracking_uri=self.address):
            if not one.is_dir:
                yield TrackerFile(f"{prefix}{one.path}", one.file_size, f"{root}/{one.path}")
            elif _is_below(one.path, below):
                yield from self._files(root, prefix, one.path)

    def _models(self, experiment_ids: list[str]) -> dict[str, list[Any]]:
        """Return the logged models of each run: since MLflow 3 they are not among its files."""
        search = getattr(self._client, "search_logged_models", None)
        by_run: dict[str, list[Any]] = {}
        if search is not None and experiment_ids:
            for model in _pages(search, experiment_ids=experiment_ids):
                by_run.setdefault(model.source_run_id, []).append(model)
        return by_run

    @contextmanager
    def _asking(self) -> Iterator[None]:
        from mlflow.exceptions import MlflowException

        try:
            yield
        except (MlflowException, OSError) as error:
            said = shorten(str(error).splitlines()[0].rstrip("."), 300, placeholder="…")
            raise BadRequestError(
                f"MLflow at {self.address} could not be read: {said}.",
                hint="What was imported until now is stored; the same command goes on from there.",
            ) from error


def _missing(address: str) -> Path | None:
    """Return a folder or file that is not MLflow's: its client would begin a new one there."""
    folder = mlflow_folder(address)
    if folder is not None:
        # Each experiment has one.
        return folder if next(folder.glob("*/meta.yaml"), None) is None else None
    path = make_url(address).database if address.startswith("sqlite:") else None
    return Path(path) if path and not Path(path).is_file() else None


def _is_below(path: str, folder: str) -> bool:
    """Return whether a folder that was listed is a further one, and its files can have names."""
    return path.startswith(f"{folder}/" if folder else "") and len(path) < LIMITS.name_characters


def _where(root: str, below: str) -> dict[str, str]:
    """Return how MLflow is asked for a folder: it takes no address of a run without a path."""
    kind, _, its_id = root.partition(":/")
    if kind == "runs":
        return {"run_id": its_id, **({"artifact_path": below} if below else {})}
    return {"artifact_uri": f"{root}/{below}" if below else root}


def _pages(search: Any, **how: Any) -> Iterator[Any]:
    """Yield all that MLflow gives page by page."""
    token = None
    while True:
        page = search(**how, page_token=token)
        yield from page
        token = page.token
        if not token:
            return
