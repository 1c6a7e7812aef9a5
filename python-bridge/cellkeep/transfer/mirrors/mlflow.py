"""MLflow as a mirror: artifacts become files of a run of MLflow's, by its own client."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from cellkeep.transfer.mirrors.mirror import away, mirrored_name, refused, shown
from cellkeep_core.ids import utc_now
from cellkeep_core.protocol import MirrorPlace
from cellkeep_core.trackers import require_listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cellkeep.transfer.mirrors.content import Content
    from cellkeep_core.protocol import Run

_CALLED = "MLflow"
_RUN_TAG = "cellkeep.run"
_PARAMETER = re.compile(r"[\w\-./ ]{1,250}")
_LONGEST_VALUE = 500
# Of MLflow's errors those that may pass.
_PASSES = frozenset({"INTERNAL_ERROR", "TEMPORARILY_UNAVAILABLE", "REQUEST_LIMIT_EXCEEDED"})


class MlflowMirror:
    """A server, database or folder of MLflow's.

    The run's folder is the experiment, its name the run's, its plain metadata the parameters. A
    tag, `cellkeep.run`, says which run it is, so that all processes use the same one.

    Parameters
    ----------
    uri : str
        MLflow's tracking URI.
    """

    def __init__(self, uri: str) -> None:
        if uri.startswith("file:"):  # MLflow refuses the folders of its older versions unasked
            os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
        from mlflow import MlflowClient

        self._uri = uri
        with self._asking("its runs"):
            self._client: Any = MlflowClient(tracking_uri=uri)
        self._runs: dict[str, tuple[str, str, str]] = {}

    def put(self, content: Content, run: Run, checkpoint: Callable[[], None]) -> MirrorPlace:
        """Send a file unless MLflow has it; see `Mirror`."""
        artifact = content.artifact
        name = mirrored_name(content.written.name, artifact.version, artifact.id)
        folder, _, last = name.rpartition("/")
        size = content.written.path.stat().st_size
        with self._asking(artifact.name):
            experiment, experiment_id, run_id = self._run(run)
            there = self._client.list_artifacts(run_id, folder or None)
            if not any(one.path == name and one.file_size == size for one in there):
                checkpoint()
                # MLflow's client calls a file what it is called on the disk.
                with content.named(last) as path:
                    self._client.log_artifact(run_id, str(path), folder or None)
        place = MirrorPlace(
            called=_CALLED,
            mirror=shown(f"mlflow:{self._uri}"),
            place=f"{experiment}/{run.name}/{name}",
            at=utc_now(),
        )
        if self._uri.startswith("http"):
            at = f"experiments/{experiment_id}/runs/{run_id}/artifacts/{quote(name)}"
            place.url = f"{shown(self._uri).rstrip('/')}/#/{at}"
        return place

    def _run(self, run: Run) -> tuple[str, str, str]:
        """Return the name of the experiment, its id, and the id of the run there."""
        known = self._runs.get(run.id)
        if known is not None:
            return known
        name = run.folder.strip("/") or "Default"
        experiment_id = self._experiment(name)
        found = self._client.search_runs(
            [experiment_id], f"tags.`{_RUN_TAG}` = '{run.id}'", max_results=1
        )
        its_id = found[0].info.run_id if found else self._new_run(experiment_id, run)
        self._runs[run.id] = known = (name, experiment_id, its_id)
        return known

    def _experiment(self, name: str) -> str:
        from mlflow.exceptions import MlflowException

        found = self._client.get_experiment_by_name(name)
        if found is None:
            try:
                return str(self._client.create_experiment(name))
            except MlflowException:  # another process was first
                found = self._client.get_experiment_by_name(name)
                if found is None:
                    raise
        return str(found.experiment_id)

    def _new_run(self, experiment_id: str, run: Run) -> str:
        from mlflow.entities import Param

        begun = datetime.fromisoformat(run.created_at).timestamp()
        tags = {_RUN_TAG: run.id, **({"cellkeep.tags": ", ".join(run.tags)} if run.tags else {})}
        made = self._client.create_run(
            experiment_id, start_time=int(begun * 1000), tags=tags, run_name=run.name
        )
        plain = [
            Param(key, str(value))
            for key, value in run.metadata.items()
            if isinstance(value, str | int | float)
            and _PARAMETER.fullmatch(key)
            and len(str(value)) <= _LONGEST_VALUE
        ]
        if plain:
            self._client.log_batch(made.info.run_id, params=plain[:100])
        # Files come when they are saved; no process of MLflow's runs that could end it later.
        # `set_terminated` would print its address under whatever cell runs.
        self._client.update_run(made.info.run_id, status="FINISHED")
        return str(made.info.run_id)

    @contextmanager
    def _asking(self, name: str) -> Iterator[None]:
        from mlflow.exceptions import MlflowException

        try:
            require_listening(self._uri)
            yield
        except MlflowException as error:
            if error.error_code in _PASSES:
                raise away(_CALLED, self._uri, error) from error
            raise refused(_CALLED, name, error) from error
        except OSError as error:
            raise away(_CALLED, self._uri, error) from error
