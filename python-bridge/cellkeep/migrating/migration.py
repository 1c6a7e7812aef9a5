"""Moves what a store has to another, in the order in which it was stored.

Nothing is changed where it comes from. What is there already is left alone, so the same move
again goes on where it stopped: an artifact is there with all that describes it, or not at all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec import UNSET, UnsetType, structs

from cellkeep.migrating.ends import Moving
from cellkeep_core.copying import offer_of
from cellkeep_core.errors import ArtifactNotFoundError, BadRequestError, CellkeepError
from cellkeep_core.protocol import Moved, Offer, RunSettings, to_json
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.migrating.ends import End
    from cellkeep_core.protocol import Artifact, FormerName, Receipt, Run, RunInfo

T = TypeVar("T")

SMALL_BYTES = 1024 * 1024
"""Up to so many bytes an artifact travels together with others."""

_BATCH_BYTES = 8 * 1024 * 1024
_BATCH_OFFERS = 500
_NAMES_KNOWN = 10_000
_RUNS_KNOWN = 64
# One artifact's trouble is its own; these end all.
_ENDS = ("STORE_FULL", "STORE_UNREACHABLE", "CATALOG_BUSY", "PROTOCOL_MISMATCH", "CANCELLED")
_AS_NEW = RunSettings(versions="skip-if-same")
_WHY = {
    "RUN_NOT_FOUND": "somebody else has a run of its id there",
    "ID_CONFLICT": "somebody else has an artifact of its id there",
    "FORBIDDEN": "you may not manage this run there",
}
_OF_RUNS = ("RUN_NOT_FOUND", "FORBIDDEN")


@dataclass
class Report:
    """What was moved, or would be.

    Attributes
    ----------
    artifacts, bytes : int
        New there.
    existing : int
        Artifacts that were there already.
    deleted : int
        Artifacts that were there, and were deleted there since: they stay so.
    new : Counter of str
        How many artifacts of each run are new there, by its id.
    failed : Counter of str
        What was not moved and why, and how many artifacts that are.
    error : CellkeepError or None
        The first that was told of these.
    """

    artifacts: int = 0
    bytes: int = 0
    existing: int = 0
    deleted: int = 0
    new: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    error: CellkeepError | None = None


def _found(what: T | None) -> T:
    """Return what was asked for; raise where it is not there."""
    if what is None:
        raise ArtifactNotFoundError("It is no longer there.")
    return what


class _Name(NamedTuple):
    """What is known of a name where it comes from."""

    newest: int
    last_version: int | UnsetType
    former: list[FormerName]


class Migration:
    """One move.

    Parameters
    ----------
    source, target : End
        From where, and to where.
    dry_run : bool, default False
        Only count what would be moved.
    only_run : str, optional
        The run that is moved, and no other.
    only_artifact : str, optional
        The artifact that is moved, and no other.

    Attributes
    ----------
    runs : dict of str to RunInfo
        The runs to move, by their ids.
    report : Report
        What was moved until now.
    """

    def __init__(
        self,
        source: End,
        target: End,
        *,
        dry_run: bool = False,
        only_run: str | None = None,
        only_artifact: str | None = None,
    ) -> None:
        self._source = source
        self._target = target
        self._dry_run = dry_run
        self._batch: list[tuple[Moving, bytes]] = []
        self._batch_bytes = 0
        self.report = Report()
        self._from, self._to = source.status(), target.status()
        if self._from.store_id == self._to.store_id:
            raise BadRequestError("Both are the same store.")
        self._only_run = only_run
        self._only = None if only_artifact is None else _found(source.artifact(only_artifact))
        its_run = only_run if self._only is None else self._only.run_id
        if its_run is None:
            all_runs = {info.run.id: info for info in source.runs()}
            self.runs = {
                its_id: info for its_id, info in all_runs.items() if info.level in (UNSET, "own")
            }
            self._left = len(all_runs) - len(self.runs)
            self._there = {info.run.id: info for info in target.runs()}
        else:
            # Of a run that somebody shares, too: it was asked for.
            self.runs, self._left = {its_run: _found(source.run(its_run))}, 0
            there = target.run(its_run)
            self._there = {} if there is None else {its_run: there}
        self._moved_bytes = 0
        self._digests_there = lru_cache(_RUNS_KNOWN)(target.digests_in)
        self._names: dict[tuple[str, str], _Name] = {}
        self._refused_runs: set[str] = set()

    def what_stays(self) -> list[str]:
        """Return what is not moved, a line each."""
        lines = []
        if trashed := self._from.trash_artifacts or 0:
            lines.append(f"The trash ({counted(trashed, 'artifact')}) stays where it is.")
        if self._from.spooled:
            saves = counted(self._from.spooled, "save")
            lines.append(f"{saves} not in the store yet: run `cellkeep push` first to move that.")
        if self._left:
            lines.append(f"{counted(self._left, 'run')} of others, shared with you: not moved.")
        if self._from.person is not UNSET:
            lines.append("With whom runs are shared, and who did what with them, is not kept.")
        if self._to.person is not UNSET:
            lines.append(f"What is moved belongs to {self._to.person} there; nobody else sees it.")
        if self.runs:
            lines.append("Links that name the store (cellkeep://…) go on meaning the old one.")
        return lines

    def room_there(self) -> int | UnsetType:
        """Return the bytes that there is room for, where there is a limit."""
        limit = self._to.limit_bytes
        return UNSET if limit is UNSET else max(limit - self._to.bytes, 0)

    def run(self, progress: Callable[[int], object] = lambda _: None) -> Report:
        """Move all of it.

        Parameters
        ----------
        progress : callable, optional
            Called with the bytes of all that was looked at or moved until now. It may raise to
            stop; what was moved before stays there.

        Raises
        ------
        CellkeepError
            ``STORE_FULL``, ``STORE_UNREACHABLE`` and others that end all; `report` says what
            was moved before.
        """
        self._progress = progress
        only = self._only
        for artifact in self._source.artifacts(self._only_run) if only is None else (only,):
            if artifact.run_id not in self.runs:
                continue
            if not self._is_there(artifact):
                if self._dry_run:
                    self._count(artifact.run_id, artifact.size)
                else:
                    self._move(artifact)
            self._moved_bytes += artifact.size
            progress(self._moved_bytes)
        self._flush()
        if not self._dry_run and self._only is None:
            # At last: a run that overwrites would trash what came before.
            for info in reversed(self.runs.values()):
                self._finish(info)
        return self.report

    def _watch(self, done: int) -> None:
        self._progress(self._moved_bytes + done)

    def _digest_there(self, artifact: Artifact) -> str | None:
        if self._only is None:
            return self._digests_there(artifact.run_id).get(artifact.id)
        found = self._target.artifact(artifact.id)
        return None if found is None else found.sha256

    def _is_there(self, artifact: Artifact) -> bool:
        if artifact.run_id not in self._there:
            return False
        there = self._digest_there(artifact)
        if there == artifact.sha256:
            self.report.existing += 1
            return True
        if there is None and (receipt := self._target.receipt(artifact.id)) is not None:
            self.report.deleted += receipt.sha256 == artifact.sha256
            return receipt.sha256 == artifact.sha256
        return False

    def _move(self, artifact: Artifact) -> None:
        small = artifact.size <= SMALL_BYTES
        if not small or self._batch_bytes > _BATCH_BYTES or len(self._batch) == _BATCH_OFFERS:
            self._flush()  # also before a large one: numbers of a name come in their order
        try:
            offer = self._offer(artifact)
            picture = self._source.thumbnail(artifact) if artifact.thumbnail else None
            with self._source.content(artifact, self._watch) as path:
                moving = Moving(offer, path, picture)
                if small:
                    content = moving.read_bytes()
                    self._batch.append((moving, content))
                    self._batch_bytes += len(content) + len(picture or b"") + len(to_json(offer))
                else:
                    self._note(offer, self._put(moving))
        except CellkeepError as error:
            self._refused(artifact, error)

    def _put(self, moving: Moving) -> Receipt | CellkeepError:
        """Store one that is large, unless its bytes are there or it is refused."""
        known = self._target.put_many([(moving, None)])[0]
        return known if known is not None else self._target.put(moving, self._watch)

    def _flush(self) -> None:
        batch, self._batch, self._batch_bytes = self._batch, [], 0
        if not batch:
            return
        outcomes = self._target.put_many(batch)
        for (moving, _), outcome in zip(batch, outcomes, strict=True):
            assert outcome is not None, "its bytes were sent"
            self._note(moving.offer, outcome)

    def _note(self, offer: Offer, outcome: Receipt | CellkeepError) -> None:
        assert offer.moved is not UNSET, "all of them are"
        version = offer.moved.version
        if isinstance(outcome, CellkeepError):
            self._refused(offer, outcome)
        elif (outcome.artifact_id, outcome.version) != (offer.id, version):
            raise CellkeepError(
                f"{offer.name!r} v{version} became v{outcome.version} there.",
                hint="The server is older than this command. Update it, and delete there what "
                "came until now: pip install -U cellkeep.",
                code="PROTOCOL_MISMATCH",
            )
        else:
            self._count(offer.run.id, offer.size)

    def _count(self, run_id: str, size: int) -> None:
        self.report.artifacts += 1
        self.report.bytes += size
        self.report.new[run_id] += 1

    def _refused(self, what: Artifact | Offer, error: CellkeepError) -> None:
        if error.code in _ENDS:
            raise error
        self.report.error = self.report.error or error
        run = self.runs[what.run.id if isinstance(what, Offer) else what.run_id].run
        why = _WHY.get(error.code, error.message)
        if error.code in _OF_RUNS:
            self._refused_runs.add(run.id)
            self.report.failed[f"{run.name} ({run.id}): {why}"] += 1
        else:
            self.report.failed[f"{run.name}/{what.name} ({what.id}): {why}"] += 1

    def _finish(self, info: RunInfo) -> None:
        run, there = info.run, self._there.get(info.run.id)
        settings = info.settings or _AS_NEW
        before = (there.settings if there is not None else UNSET) or _AS_NEW
        try:
            if there is None and not info.artifacts:
                self._target.put_run(_as_it_was(info))
            if run.id not in self._refused_runs and settings != before == _AS_NEW:
                self._target.put_settings(run.id, settings)
        except CellkeepError as error:
            if error.code in _ENDS:
                raise
            why = _WHY.get(error.code, error.message)
            self.report.failed[f"{run.name} ({run.id}): {why}"] += 1

    def _offer(self, artifact: Artifact) -> Offer:
        name = self._name_of(artifact)
        former = [one for one in name.former if one.artifact_id == artifact.id]
        offer = offer_of(artifact, artifact.id, _as_it_was(self.runs[artifact.run_id]))
        offer.moved = Moved(
            version=artifact.version,
            last_version=name.last_version if artifact.version == name.newest else UNSET,
            stored_at=artifact.stored_at,
            tags=artifact.tags,
            notes=artifact.notes,
            aliases=artifact.aliases,
            former=former or UNSET,
            saved_metadata=artifact.saved_metadata,
        )
        return offer

    def _name_of(self, artifact: Artifact) -> _Name:
        key = artifact.run_id, artifact.name
        if key not in self._names:
            if len(self._names) == _NAMES_KNOWN:
                self._names.clear()
            history = self._source.history(artifact.id)
            newest = max(each.version for each in history.versions)
            self._names[key] = _Name(newest, history.last_version, history.former or [])
        return self._names[key]


def _as_it_was(info: RunInfo) -> Run:
    """Return a run with when it was last changed."""
    return structs.replace(info.run, updated_at=info.updated_at)
