"""Loading: what was saved comes back as the same type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import UNSET

from cellkeep.api.named_links import link_by_name
from cellkeep.errors import ArtifactNotFoundError, tell
from cellkeep.transfer.adoption import adopt_again
from cellkeep.transfer.flushing import Patience
from cellkeep.transfer.session import current_session
from cellkeep.transfer.settings import exit_timeout_s
from cellkeep.transfer.transfer import Transfer
from cellkeep_core.addresses import readings, short_address
from cellkeep_core.files import copy_stream
from cellkeep_core.names import unescape_bytes
from cellkeep_core.protocol import ArtifactRef
from cellkeep_core.runs import the_run
from cellkeep_core.text import human_bytes, local_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep_core.protocol import Artifact, Offer, Receipt, Run

    Found = Artifact | Transfer

T = TypeVar("T")


@dataclass(frozen=True)
class SavedFile:
    """A file as it was saved.

    Attributes
    ----------
    name : str
        The artifact's name.
    media_type : str
        Its media type.
    size : int
        Its bytes.
    content : Path
        The store's own file, or a copy of this process: read it, do not change it.

    Notes
    -----
    It is ``os.PathLike``: give it to whatever takes a path, as in
    ``pd.read_csv(run.load("d.csv.gz"))``.
    """

    name: str
    media_type: str
    size: int
    content: Path

    @cached_property
    def path(self) -> Path:
        """Return the content by the last part of its name, whose ending tells what it is.

        A link that is there as long as this process.
        """
        return link_by_name(self.content, self._file_name)

    @property
    def _file_name(self) -> str:
        return unescape_bytes(PurePosixPath(self.name).name)

    def __fspath__(self) -> str:
        return str(self.path)

    def read_bytes(self) -> bytes:
        """Return the whole content."""
        return self.content.read_bytes()

    def read_text(self, encoding: str = "utf-8") -> str:
        """Return the whole content as text."""
        return self.content.read_text(encoding)

    def copy_to(self, folder: str | Path) -> Path:
        """Copy it into a folder that exists, under the last part of its name.

        Returns
        -------
        Path
            The copy, which can be changed.

        Raises
        ------
        FileExistsError
            Where the folder has a file of that name already.
        """
        target = Path(folder) / self._file_name
        with target.open("xb") as copy, self.content.open("rb") as content:
            copy_stream(content, copy, digest=None)
        return target

    def __repr__(self) -> str:
        return f"<SavedFile {self.name!r} · {self.media_type} · {human_bytes(self.size)}>"


def load_from_run(
    run_id: str, run_name: str, name: str, version: int | str | None, *, allow_pickle: bool
) -> Any:
    """Return an artifact of one run; one still under way in this process is waited for."""
    sought = _Sought(run_id, name, version, alone=True)
    found = _or_adopted(sought.find)
    if found is None:
        which = "" if version is None else f" version {version} of"
        raise ArtifactNotFoundError(
            f"The run {run_name!r} has no{which or ' artifact'} {name!r}.",
            hint=f"{_where_to_look(run_id, run_name, name)} {sought.hint}".strip(),
        )
    return _read(found, allow_pickle=allow_pickle)


def find_run(name_or_id: str) -> Run:
    """Return the run of a name or an id: of the store, or one that this process is saving to.

    Raises
    ------
    RunNotFoundError, AmbiguousRunError
    """
    return the_run(name_or_id, _or_adopted(lambda: _runs_called(name_or_id)))


def _runs_called(name_or_id: str) -> list[Run]:
    session = current_session()
    engine = session.running_engine
    under_way = {
        one.offer.run.id: one.offer.run
        for one in (engine.transfers() if engine is not None else [])
        if not one.ended and name_or_id in (one.offer.run.name, one.offer.run.id)
    }
    if name_or_id in under_way:  # also where the store is away
        return [under_way[name_or_id]]
    stored = session.reader.runs(name_or_id)
    return list({**under_way, **{run.id: run for run in stored}}.values())


def _where_to_look(run_id: str, run_name: str, name: str) -> str:
    """Return what to do where a run has not what was asked for: a new one has nothing yet."""
    shown = "run.list() shows what it has."
    others = [run for run in current_session().reader.runs(run_name) if run.id != run_id]
    if not others:
        return shown
    return (
        f"{shown} Another run of that name is in the store: cellkeep.load({name!r}, "
        f"run={others[0].id!r}) loads from it, cellkeep.open_run({others[0].id!r}) goes on with "
        f"it, and `cellkeep ls --run {others[0].id}` in a terminal lists it."
    )


def load_from_anywhere(
    run_id: str, name: str, version: int | str | None, *, allow_pickle: bool
) -> Any:
    """Return what an address means: of a run, else of its notebook, else of any run.

    Where it says no run, and another's is loaded, it is told which that is.
    """
    sought = _Sought(run_id, name, version)
    found = _or_adopted(sought.find)
    if found is None:
        which = "an artifact" if version is None else f"a version {version} of an artifact"
        raise ArtifactNotFoundError(f"No run has {which} called {name!r}.", hint=sought.hint)
    value = _read(found, allow_pickle=allow_pickle)
    if not isinstance(found, Transfer) and found.run_id != run_id and sought.names(found):
        tell(_of_another_run(found))
    return value


def _of_another_run(found: Artifact) -> str:
    notebook = found.provenance.notebook
    of = f" of {notebook!r}" if notebook and notebook != found.run_name else ""
    exact = short_address(found.run_id, found.name, found.version)
    return (
        f"This run has no {found.name!r}. Loaded v{found.version} from the run "
        f"{found.run_name!r}{of}, {local_time(found.created_at)}: {exact!r} is exactly this one."
    )


def _or_adopted(find: Callable[[], T]) -> T:
    """Look, and before that is given up once more with what dead workers of this process left."""
    found = find()
    if not found:
        adopt_again(current_session().engine, exit_timeout_s())
        found = find()
    return found


class _Sought:
    """What somebody wants to load, looked for in the store and among the saves under way."""

    def __init__(
        self, run_id: str, name: str, version: int | str | None, *, alone: bool = False
    ) -> None:
        self.hint = ""
        self._run_id, self._alone = run_id, alone
        self._address = name if version is None else f"{name}@{version}"
        self._plain = [each for each in readings(self._address) if each.run is None]

    def names(self, found: Artifact) -> bool:
        """Return whether an artifact was meant by its name, and no run was said."""
        return any(found.name == each.name for each in self._plain)

    def find(self) -> Found | None:
        """Return the artifact, or a save that waits in the spool and can be read there."""
        numbered = None
        for reading in self._plain:
            under_way = _under_way(self._run_id, reading.name)
            if under_way is None:
                continue
            if reading.version in ("", "latest"):
                return self._latest(under_way)
            numbered = numbered or under_way
        stored = self._stored()
        if stored is None and numbered is not None:
            # Its number is known when it is stored.
            _wait_while_it_moves(numbered)
            stored = self._stored()
        return stored

    def _latest(self, under_way: Transfer) -> Found | None:
        _wait_while_it_moves(under_way)
        if under_way.receipt is None:
            return self._stored() if under_way.ended else under_way
        receipt = under_way.receipt
        reader = current_session().reader
        return reader.artifact(self._run_id, receipt.name, receipt.version)

    def _stored(self) -> Artifact | None:
        session = current_session()
        notebook = None if self._alone else session.notebook()
        try:
            return session.reader.find(self._address, self._run_id, notebook, alone=self._alone)
        except ArtifactNotFoundError as error:
            self.hint = error.hint or ""
            return None


def _under_way(run_id: str, name: str) -> Transfer | None:
    engine = current_session().running_engine
    transfers = engine.transfers_of(run_id) if engine is not None else []
    mine = [one for one in transfers if not one.ended and one.offer.name == name]
    return mine[-1] if mine else None


def _wait_while_it_moves(transfer: Transfer) -> None:
    patience = Patience(current_session().engine)

    def is_over() -> bool:
        return transfer.ended or transfer.parked or transfer.state == "paused"

    while not transfer.wait_for(is_over, 1.0):
        if patience.is_over():
            return


def _read(found: Artifact | Transfer, *, allow_pickle: bool) -> Any:
    session = current_session()
    what: Artifact | Offer
    loaded: ArtifactRef | Callable[[], ArtifactRef | None]
    if isinstance(found, Transfer):
        what, path, loaded = found.offer, found.entry.content, partial(_ref_of_save, found)
    else:
        what, path, loaded = found, session.reader.content_path(found), _ref(found.id, found)
    value = _decode(what, path, allow_pickle=allow_pickle)
    session.inputs.note(found.id, loaded)
    return value


def _ref_of_save(transfer: Transfer) -> ArtifactRef | None:
    receipt = transfer.receipt
    return _ref(receipt.artifact_id, receipt) if receipt is not None else None


def _ref(artifact_id: str, found: Artifact | Receipt) -> ArtifactRef:
    return ArtifactRef(
        artifact_id=artifact_id,
        run_id=found.run_id,
        name=found.name,
        version=found.version,
        sha256=found.sha256,
    )


def _decode(what: Artifact | Offer, path: Path, *, allow_pickle: bool) -> Any:
    from cellkeep import codecs

    if what.codec == "bytes.v1" and _was_file(what):
        return SavedFile(what.name, what.media_type, what.size, path)
    libraries = what.provenance.libraries or {}
    return codecs.decode(path, what.codec, allow_pickle=allow_pickle, libraries=libraries)


def _was_file(what: Artifact | Offer) -> bool:
    # A `bytes` object too is stored as bytes; only a file has a path, or came by hand.
    provenance = what.provenance
    return provenance.original_path is not UNSET or provenance.via not in ("save", "magic")
