"""A run's identity, and how it is read and closed; `cellkeep.api.run` adds saving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from msgspec import UNSET

from cellkeep.api.metadata import check_metadata
from cellkeep.context import environment
from cellkeep.errors import BadNameError
from cellkeep.transfer.mirrors.address import mirror_of_run
from cellkeep.transfer.session import current_session
from cellkeep_core import limits, protocol
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.names import check_name
from cellkeep_core.runs import check_version_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cellkeep.api.lineage import LineageList
    from cellkeep.api.listing import ArtifactList
    from cellkeep.transfer.flushing import Flushed
    from cellkeep_core.protocol import VersionRule


class BaseRun:
    """A run without the methods that save to it; parameters as in `Run`."""

    def __init__(
        self,
        name: str | None = None,
        folder: str = "/",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        versions: VersionRule | None = None,
        environment: bool | None = None,
        mirror: str | None = None,
    ) -> None:
        self.mirror = mirror_of_run(mirror)
        self.id = new_id()
        self.folder = _check_folder(folder)
        self.tags = _check_tags(tags)
        limits.check_place(self.folder, self.tags)
        self.metadata = check_metadata(metadata)
        self.created_at = utc_now()
        self.closed = False
        self.inputs = current_session().inputs.new_run()
        self._name = None if name is None else check_name(name, "a run's name")
        self._environment = environment
        self._versions = UNSET if versions is None else check_version_rule(versions)

    @classmethod
    def described_as(cls, described: protocol.Run) -> Self:
        """Return a run that was made elsewhere, to go on with it here."""
        run = cls(described.name, described.folder, described.tags, described.metadata)
        run.id, run.created_at = described.id, described.created_at
        return run

    @property
    def name(self) -> str:
        """The name people see."""
        return (
            self._name
            if self._name is not None
            else environment.default_run_name(current_session().notebook())
        )

    def describe(self) -> protocol.Run:
        """Return the run as it travels with each offer."""
        return protocol.Run(
            id=self.id,
            name=self.name,
            folder=self.folder,
            tags=list(self.tags),
            metadata=self.metadata,
            created_at=self.created_at,
            notebook=current_session().notebook() or UNSET,
            kernel_id=environment.kernel_id() or UNSET,
            versions=self._versions,
        )

    # -- reading -----------------------------------------------------------------------

    def load(self, name: str, version: int | str | None = None, allow_pickle: bool = False) -> Any:
        """Return what was saved under a name, as the same type.

        Parameters
        ----------
        name : str
            The artifact's name, also with a version: ``df@3``, ``df@best``.
        version : int or str, optional
            1 for the first, or an alias; the latest by default. One that is still under way is
            waited for.
        allow_pickle : bool
            Load a pickle, which can run any code that is in it.

        Returns
        -------
        object
            The object; for a file a `SavedFile`.

        Raises
        ------
        ArtifactNotFoundError, PickleRefusedError, CodecNotFoundError, BlobDamagedError
        """
        from cellkeep.api.loading import load_from_run

        return load_from_run(self.id, self.name, name, version, allow_pickle=allow_pickle)

    def list(self) -> ArtifactList:
        """Return the run's artifacts, newest first, those still under way included."""
        from cellkeep.api.listing import list_run

        return list_run(self.id)

    def lineage(self, name: str | None = None, version: int | str | None = None) -> LineageList:
        """Return what an artifact of the run was made from, and what was made from it.

        Parameters
        ----------
        name : str, optional
            The artifact's name or another address of it; what the run stored last by default.
        version : int or str, optional
            1 for the first, or an alias; the latest by default.

        Raises
        ------
        ArtifactNotFoundError
            Where it is not stored, or not yet.
        """
        from cellkeep.api.lineage import lineage_of

        return lineage_of(self.id, name, version)

    # -- ending ------------------------------------------------------------------------

    def close(self) -> None:
        """Wait for saves under way, for at most ``CELLKEEP_EXIT_TIMEOUT`` seconds (30), and end.

        What did not reach the store by then is safe in the spool; a warning says so.
        """
        if self.closed:
            return
        self.closed = True
        self.inputs.close()
        current_session().flush(run_id=self.id)

    def flush(self, timeout: float | None = None) -> Flushed:
        """Wait for the run's saves; as `cellkeep.flush`."""
        return current_session().flush(timeout, self.id)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Run {self.name!r} {self.id[:8]}{' closed' if self.closed else ''}>"


def _check_folder(folder: str) -> str:
    if not isinstance(folder, str) or not folder.startswith("/"):
        raise BadNameError(
            f"{folder!r} is not a folder for a run.",
            hint="Start it with '/', as in '/papers/2026'.",
        )
    inside = folder.strip("/")
    return f"/{check_name(inside, 'the name of a folder')}" if inside else "/"


def _check_tags(tags: Iterable[str]) -> list[str]:
    if isinstance(tags, str):
        raise BadNameError(f"tags is the text {tags!r}.", hint=f"Write it as tags=[{tags!r}].")
    return [check_name(tag, "a tag") for tag in tags]
