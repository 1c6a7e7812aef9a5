"""Runs: the named groups that artifacts are saved to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal, Self

from msgspec import UNSET

from cellkeep import environment
from cellkeep.errors import BadNameError, NameRequiredError, NotSerialisableError, RunClosedError
from cellkeep.handle import Handle, Handles
from cellkeep.metadata import check_metadata
from cellkeep.saving import SaveOptions, save_items
from cellkeep.selection import (
    Item,
    Skipped,
    all_items,
    check_selection,
    directory_items,
    file_item,
    is_path,
    object_item,
    skipped_line,
)
from cellkeep.transfer import engine_if_any
from cellkeep.transfer.farewell import what_is_left
from cellkeep.transfer.notices import tell
from cellkeep.transfer.settings import exit_timeout_s
from cellkeep_core import protocol
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.media import check_media_type
from cellkeep_core.names import check_category, check_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import TracebackType

    from cellkeep.listing import ArtifactList
    from cellkeep.provenance import Via

PathLike = str | os.PathLike[str]
CategoryName = Literal["code", "input", "output"]


class Run:
    """A named group of artifacts.

    Parameters
    ----------
    name : str, optional
        The name people see, 1 to 512 characters; need not be unique. By default the
        notebook's file name, else the script's.
    folder : str
        A slash-separated place for the run that starts with ``/``; default ``"/"``.
    tags : iterable of str
        Words to find it by.
    metadata : dict, optional
        Anything JSON can hold.

    Attributes
    ----------
    id : str
        The run's id, 32 hex digits.
    closed : bool
        Whether it was closed. A closed run can be loaded from, not saved to.

    Examples
    --------
    >>> with cellkeep.Run("training", tags=["resnet"]) as run:  # doctest: +SKIP
    ...     run.save(weights, "output", name="weights")
    """

    def __init__(
        self,
        name: str | None = None,
        folder: str = "/",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        self.id = new_id()
        self.folder = _check_folder(folder)
        self.tags = _check_tags(tags)
        self.metadata = check_metadata(metadata)
        self.created_at = utc_now()
        self.closed = False
        self._name = None if name is None else check_name(name)

    @property
    def name(self) -> str:
        """The name people see."""
        return self._name if self._name is not None else environment.default_run_name()

    def describe(self) -> protocol.Run:
        """Return the run as it travels with each offer."""
        return protocol.Run(
            id=self.id,
            name=self.name,
            folder=self.folder,
            tags=list(self.tags),
            metadata=self.metadata,
            created_at=self.created_at,
            notebook=environment.notebook_path() or UNSET,
            kernel_id=environment.kernel_id() or UNSET,
        )

    # -- saving ------------------------------------------------------------------------

    def save(
        self,
        what: Any,
        category: CategoryName,
        filetype: str | None = None,
        preserve_path: bool = False,
        name: str | None = None,
        allow_pickle: bool = False,
        metadata: Mapping[str, Any] | None = None,
        *,
        new_version: bool = False,
    ) -> Handle:
        """Save a file or an object, as it is now, and return without waiting for the store.

        Parameters
        ----------
        what : str, Path or object
            A path of a file, or the object itself. To save a text as an object use
            `save_object`.
        category : {"code", "input", "output"}
            The part it plays in the run.
        filetype : str, optional
            A file's media type; by default from its content, then from its name.
        preserve_path : bool
            Keep the folders of a file's path in its name. By default the name is the
            file's own.
        name : str, optional
            The artifact's name: needed for an object, optional for a file.
        allow_pickle : bool
            Store an object by pickle where nothing else can.
        metadata : dict, optional
            Anything JSON can hold.
        new_version : bool
            Make a new version even of bytes that the name already has.

        Returns
        -------
        Handle
            Where the save stands. Nothing that happens to the object or the file from
            now on changes what is saved.

        Raises
        ------
        CellkeepError
            A subclass that says what is wrong and what to do; nothing is saved then, and
            the next save works. `RunClosedError`, `UnknownCategoryError`,
            `BadNameError`, `BadMediaTypeError`, `NoSuchFileError`, `NotAFilePathError`,
            `FileChangedError`, `NameRequiredError`, `NotSerialisableError`,
            `PickleRefusedError`, `StoreFullError`.
        """
        options = self._options(category, metadata, new_version=new_version)
        item: Item
        if is_path(what):
            item = file_item(
                what,
                preserve_path=preserve_path,
                name=name,
                media_type=_checked_type(filetype),
            )
        else:
            item = object_item(what, name, allow_pickle=allow_pickle)
            if filetype is not None:
                raise NotSerialisableError(
                    "filetype is for files; an object's type is its codec's.",
                    hint="Leave filetype out, or write the object to a file and save that.",
                )
        return save_items(self, [item], options)[0]

    def save_directory(
        self,
        directory: PathLike,
        category: CategoryName,
        filetype: str | None = None,
        preserve_path: bool = False,
        *,
        new_version: bool = False,
    ) -> Handles:
        """Save every file of a directory and of those in it, each as one artifact.

        Parameters
        ----------
        directory : str or Path
            The directory.
        category, filetype, preserve_path, new_version
            As in `save`, for all files.

        Returns
        -------
        Handles
            One handle per file; ``.skipped`` says what was left out and why: links to
            directories, pipes and the like, empty directories, ``.git``,
            ``.ipynb_checkpoints`` and ``__pycache__``.

        Raises
        ------
        NotADirectoryPathError, NameConflictError, EmptySelectionError
            And those of `save`. Nothing is saved then.
        """
        options = self._options(category, None, new_version=new_version)
        files, skipped = directory_items(
            directory, preserve_path=preserve_path, media_type=_checked_type(filetype)
        )
        check_selection(files, skipped, repr(str(directory)))
        return self._save_many(files, skipped, options)

    def save_all(
        self,
        items: Iterable[PathLike],
        category: CategoryName,
        filetype: str | None = None,
        preserve_path: bool = False,
        *,
        new_version: bool = False,
    ) -> Handles:
        """Save a list of files and directories: all of it, or nothing.

        Parameters
        ----------
        items : iterable of str or Path
            Files and directories. A file that is listed twice is saved once.
        category, filetype, preserve_path, new_version
            As in `save`, for all files.

        Returns
        -------
        Handles
            As `save_directory`.

        Raises
        ------
        EmptySelectionError, NameConflictError
            And those of `save` and `save_directory`. Nothing is saved then.
        """
        options = self._options(category, None, new_version=new_version)
        files, skipped = all_items(
            items, preserve_path=preserve_path, media_type=_checked_type(filetype)
        )
        check_selection(files, skipped, "the list")
        return self._save_many(files, skipped, options)

    def save_file(
        self,
        file_path: PathLike,
        category: CategoryName,
        file_type: str | None = None,
        preserve_path: bool = False,
        snapshot: bool = False,  # noqa: ARG002  (always so here)
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Handle:
        """Save a file, with the parameters of Simvue's client.

        ``snapshot`` changes nothing: what is saved is always the file as it is now.
        """
        if not is_path(file_path):
            raise NameRequiredError(
                f"file_path is {type(file_path).__name__}, not a path.",
                hint="Save an object with run.save_object(obj, category, name).",
            )
        return self.save(file_path, category, file_type, preserve_path, name, metadata=metadata)

    def save_object(
        self,
        obj: Any,
        category: CategoryName,
        name: str | None = None,
        allow_pickle: bool = False,
        metadata: Mapping[str, Any] | None = None,
    ) -> Handle:
        """Save an object, with the parameters of Simvue's client; text too is an object here."""
        options = self._options(category, metadata)
        return save_items(self, [object_item(obj, name, allow_pickle=allow_pickle)], options)[0]

    def save_selection(
        self,
        items: Sequence[Item],
        category: CategoryName,
        *,
        skipped: Sequence[Skipped] = (),
        via: Via = "magic",
    ) -> Handles:
        """Save what a magic command selected: all of it, or nothing."""
        options = self._options(category, None, via=via)
        return self._save_many(items, skipped, options)

    # -- reading -----------------------------------------------------------------------

    def load(self, name: str, version: int | None = None, allow_pickle: bool = False) -> Any:
        """Return what was saved under a name, as the same type.

        Parameters
        ----------
        name : str
            The artifact's name.
        version : int, optional
            1 for the first; the latest by default. One that is still under way is waited for.
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
        from cellkeep.loading import load_from_run

        return load_from_run(self.id, self.name, name, version, allow_pickle=allow_pickle)

    def list(self) -> ArtifactList:
        """Return the run's artifacts, newest first, those still under way included."""
        from cellkeep.listing import list_run

        return list_run(self.id)

    # -- ending ------------------------------------------------------------------------

    def close(self) -> None:
        """Wait for saves under way, for at most ``CELLKEEP_EXIT_TIMEOUT`` seconds (30), and end.

        What did not reach the store by then is safe in the spool; a warning says so.
        """
        if self.closed:
            return
        self.closed = True
        carrier = engine_if_any()
        if carrier is None:
            return
        left = carrier.drain(exit_timeout_s(), self.id)
        if left:
            carrier.notices.take()  # the same news in other words
            tell(what_is_left(left))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Run {self.name!r} {self.id[:8]}{' closed' if self.closed else ''}>"

    # -- helpers -----------------------------------------------------------------------

    def _options(
        self,
        category: CategoryName,
        metadata: Mapping[str, Any] | None,
        *,
        via: Via = "save",
        new_version: bool = False,
    ) -> SaveOptions:
        """Check what every save call checks first."""
        if self.closed:
            raise RunClosedError(
                f"The run {self.name!r} is closed.",
                hint="Make a new one with cellkeep.Run(...), or save before it is closed.",
            )
        check_category(category)
        return SaveOptions(category, check_metadata(metadata), via, new_version)

    def _save_many(
        self, items: Sequence[Item], skipped: Sequence[Skipped], options: SaveOptions
    ) -> Handles:
        handles = Handles(save_items(self, items, options), skipped)
        if skipped:
            tell(skipped_line(skipped))
        return handles


# The run of this kernel or script, made on first use.
_current: Run | None = None


def current_run() -> Run:
    """Return the run of this kernel or script, made on first use and named after the notebook.

    In a Jupyter kernel its id is the kernel's, so that what the front end saves from this
    notebook lands in the same run.
    """
    global _current
    if _current is None or _current.closed:
        run = Run()
        kernel_id = environment.kernel_id()
        if kernel_id is not None:
            run.id = kernel_id.replace("-", "")
        _current = run
    return _current


def save(
    what: Any,
    category: CategoryName,
    filetype: str | None = None,
    preserve_path: bool = False,
    name: str | None = None,
    allow_pickle: bool = False,
    metadata: Mapping[str, Any] | None = None,
    *,
    new_version: bool = False,
) -> Handle:
    """Save a file or an object to the current run; all as in `Run.save`."""
    return current_run().save(
        what,
        category,
        filetype,
        preserve_path,
        name,
        allow_pickle,
        metadata,
        new_version=new_version,
    )


def load(
    name: str,
    version: int | None = None,
    run: Run | str | None = None,
    allow_pickle: bool = False,
) -> Any:
    """Return what was saved under a name: from the current run, else the newest of any run.

    Parameters
    ----------
    name : str
        The artifact's name.
    version : int, optional
        1 for the first; the latest by default.
    run : Run or str, optional
        A run, or a run's id, to look in alone.
    allow_pickle : bool
        Load a pickle, which can run any code that is in it.

    Raises
    ------
    ArtifactNotFoundError, PickleRefusedError, CodecNotFoundError, BlobDamagedError
    """
    from cellkeep.loading import load_from_anywhere, load_from_run

    if isinstance(run, Run):
        return run.load(name, version, allow_pickle)
    if run is not None:
        return load_from_run(run, run, name, version, allow_pickle=allow_pickle)
    return load_from_anywhere(current_run().id, name, version, allow_pickle=allow_pickle)


def _check_folder(folder: str) -> str:
    if not isinstance(folder, str) or not folder.startswith("/"):
        raise BadNameError(
            f"{folder!r} is not a folder for a run.",
            hint="Start it with '/', as in '/papers/2026'.",
        )
    inside = folder.strip("/")
    return f"/{check_name(inside)}" if inside else "/"


def _check_tags(tags: Iterable[str]) -> list[str]:
    if isinstance(tags, str):
        raise BadNameError(f"tags is the text {tags!r}.", hint=f"Write it as tags=[{tags!r}].")
    return [check_name(tag) for tag in tags]


def _checked_type(filetype: str | None) -> str | None:
    return None if filetype is None else check_media_type(filetype)
