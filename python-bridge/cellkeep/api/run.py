"""Runs: the named groups that artifacts are saved to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal

from cellkeep.api.base_run import BaseRun
from cellkeep.api.handle import Handle, Handles
from cellkeep.api.metadata import check_metadata
from cellkeep.context.script import keeps_environment
from cellkeep.errors import NameRequiredError, NotSerialisableError, RunClosedError, tell
from cellkeep.saving.environment import save_environment_soon
from cellkeep.saving.save import SaveOptions, save_items
from cellkeep.saving.selection import (
    Item,
    all_items,
    check_selection,
    directory_items,
    file_item,
    is_path,
    name_in_project,
    names_a_file,
    object_item,
    skipped_line,
)
from cellkeep_core.choice import Choice, Patterns
from cellkeep_core.media import check_media_type
from cellkeep_core.names import check_category

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cellkeep.context.provenance import Via
    from cellkeep_core.folders import Skipped

PathLike = str | os.PathLike[str]
CategoryName = Literal["code", "input", "output"]


class Run(BaseRun):
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
    versions : {"version", "overwrite", "skip-if-same"}, optional
        What a name that is saved again becomes: always a new version; the only one, the
        earlier ones to the trash; a new version unless nothing changed, which is the default.
        The run's settings, in the sidebar and by ``cellkeep run``, change it later.
    environment : bool, optional
        Whether the first save also keeps the installed packages, in the background, as the
        artifact ``environment/requirements.txt``; by default where a script runs, and never
        with ``CELLKEEP_NO_ENVIRONMENT=1``.
    mirror : str, optional
        Another tracker that gets what is saved, too, when the store has it:
        ``mlflow://host:5000``, ``mlflow:`` and a tracking URI or folder, ``simvue://host``,
        ``simvue:``. By default that of ``CELLKEEP_MIRROR``; an empty one is none.

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

    def save(
        self,
        what: Any,
        category: CategoryName = "output",
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
            `save_object`; an enumeration's member is an object where no file has its name.
        category : {"code", "input", "output"}
            The part it plays in the run; default ``"output"``.
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
        if names_a_file(what):
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
        return self._save([item], options)[0]

    def save_directory(
        self,
        directory: PathLike,
        category: CategoryName = "output",
        filetype: str | None = None,
        preserve_path: bool = False,
        *,
        file_type: str | None = None,
        exclude: Patterns = (),
        include: Patterns = (),
        new_version: bool = False,
    ) -> Handles:
        """Save every file of a directory and of those in it, each as one artifact.

        Parameters
        ----------
        directory : str or Path
            The directory.
        category, filetype, preserve_path, new_version
            As in `save`, for all files. ``file_type`` is ``filetype`` by Simvue's name.
        exclude, include : str or iterable of str
            Patterns as in ``.gitignore``, from the directory: what is left out, and what
            alone is meant. A ``.cellkeepignore`` in the directory says the former, too.

        Returns
        -------
        Handles
            One handle per file; ``.skipped`` says what was left out and why: what patterns
            exclude, links to directories, pipes and the like, empty directories, ``.git``,
            ``.ipynb_checkpoints`` and ``__pycache__``.

        Raises
        ------
        NotADirectoryPathError, NameConflictError, EmptySelectionError
            And those of `save`. Nothing is saved then.
        """
        options = self._options(category, None, new_version=new_version)
        files, skipped = directory_items(
            directory,
            preserve_path=preserve_path,
            media_type=_checked_type(filetype or file_type),
            choice=Choice(exclude, include),
        )
        check_selection(files, skipped, repr(str(directory)))
        return self._save_many(files, skipped, options)

    def save_all(
        self,
        items: Iterable[PathLike],
        category: CategoryName = "output",
        filetype: str | None = None,
        preserve_path: bool = False,
        *,
        file_type: str | None = None,
        exclude: Patterns = (),
        include: Patterns = (),
        new_version: bool = False,
    ) -> Handles:
        """Save a list of files and directories: all of it, or nothing.

        Parameters
        ----------
        items : iterable of str or Path
            Files and directories. A file that is listed twice is saved once.
        category, filetype, preserve_path, file_type, exclude, include, new_version
            As in `save_directory`, for all files; patterns are looked for in a listed file's
            own name.

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
            items,
            preserve_path=preserve_path,
            media_type=_checked_type(filetype or file_type),
            choice=Choice(exclude, include),
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
        *,
        preserve_path_relative_to: Literal["cwd", "git"] | None = None,
    ) -> Handle:
        """Save a file, with the parameters of Simvue's client.

        ``snapshot`` changes nothing: what is saved is always the file as it is now. With
        ``preserve_path``, or ``"cwd"``, its name is its path from the current folder, and that of
        a file that lies elsewhere its whole path without the first slash; with ``"git"`` it is
        the path in the git project.
        """
        if not is_path(file_path):
            raise NameRequiredError(
                f"file_path is {type(file_path).__name__}, not a path.",
                hint="Save an object with run.save_object(obj, category, name).",
            )
        if name is None and preserve_path_relative_to == "git":
            name = name_in_project(file_path)
        item = file_item(
            file_path,
            preserve_path=preserve_path or preserve_path_relative_to == "cwd",
            outside=True,
            name=name,
            media_type=_checked_type(file_type),
        )
        return self._save([item], self._options(category, metadata))[0]

    def save_object(
        self,
        obj: Any,
        category: CategoryName,
        name: str | None = None,
        allow_pickle: bool = False,
        metadata: Mapping[str, Any] | None = None,
    ) -> Handle:
        """Save an object, with the parameters of Simvue's client; text too is an object here.

        Without a ``name`` it gets one of its type and identity, such as ``dict_140480937944128``.
        """
        options = self._options(category, metadata)
        if name is None:
            name = f"{type(obj).__name__.lower()}_{id(obj)}"
        return self._save([object_item(obj, name, allow_pickle=allow_pickle)], options)[0]

    def save_selection(
        self, items: Sequence[Item], category: CategoryName, skipped: Sequence[Skipped] = ()
    ) -> Handles:
        """Save what a magic command selected: all of it, or nothing."""
        options = self._options(category, None, via="magic")
        return self._save_many(items, skipped, options)

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
        environment = keeps_environment(self._environment)
        checked = check_metadata(metadata)
        return SaveOptions(category, checked, via, new_version, environment, self.mirror)

    def _save(self, items: Sequence[Item], options: SaveOptions) -> list[Handle]:
        described = self.describe()
        saved = save_items(described, self.inputs, items, options)
        if options.environment:
            save_environment_soon(described)
        return [Handle(transfer, thumbnail) for transfer, thumbnail in saved]

    def _save_many(
        self, items: Sequence[Item], skipped: Sequence[Skipped], options: SaveOptions
    ) -> Handles:
        handles = Handles(self._save(items, options), skipped)
        news = [one for one in skipped if not one.chosen]
        if news:
            tell(skipped_line(news))
        return handles


def _checked_type(filetype: str | None) -> str | None:
    return None if filetype is None else check_media_type(filetype)
