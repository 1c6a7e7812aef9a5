"""What a save call means: which files and objects, under which names.

Everything here only looks. A selection that cannot be saved whole is refused before a
byte is written.

What of a directory is saved, and what is skipped, `cellkeep_core.folders` says.
With ``preserve_path`` a file's name is its path from the current folder. A directory that
lies elsewhere has no such path: its files are named from the directory itself. A file of a list
that lies elsewhere is named by its whole path, without the first slash.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cellkeep.context.provenance import git_project
from cellkeep.errors import (
    BadNameError,
    EmptySelectionError,
    NameConflictError,
    NameRequiredError,
    NoSuchFileError,
    NotADirectoryPathError,
    NotAFilePathError,
)
from cellkeep_core.choice import Choice
from cellkeep_core.folders import OwnFolders, Skipped, kind_of, walk
from cellkeep_core.names import check_name, name_for_path
from cellkeep_core.paths import (
    current_folder,
    folder_in_words,
)
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True)
class FileItem:
    """A file to save. Its path is text: a directory has thousands of them."""

    path: str
    name: str
    given: str
    media_type: str | None = None


@dataclass(frozen=True)
class ObjectItem:
    """A live object to save."""

    obj: Any
    name: str
    allow_pickle: bool = False


@dataclass(frozen=True)
class OutputsItem:
    """The outputs of a cell, in nbformat 4's form, to save as one artifact."""

    outputs: list[dict[str, Any]]
    name: str


@dataclass(frozen=True)
class TextItem:
    """A text to save as a file that lies nowhere yet."""

    text: str
    name: str
    summary: str


Item = FileItem | ObjectItem | OutputsItem | TextItem


def is_path(what: object) -> bool:
    """Whether `what` can only be meant as a path where a save call takes nothing else."""
    return isinstance(what, (str, os.PathLike))


def names_a_file(what: object) -> bool:
    """Whether `what` names a file, where a save call takes objects too.

    A text of a class of its own, such as an enumeration's member, is a value, unless there is a
    file of that name.
    """
    if isinstance(what, str) and type(what) is not str and not isinstance(what, os.PathLike):
        return os.path.exists(what)  # noqa: PTH110  (False of texts that cannot be a path)
    return is_path(what)


def file_item(
    path: str | os.PathLike[str],
    *,
    preserve_path: bool,
    outside: bool = False,
    name: str | None = None,
    media_type: str | None = None,
) -> FileItem:
    """Return the item for one file.

    Raises
    ------
    NoSuchFileError, NotAFilePathError, BadNameError
        Where there is no regular file at the path, or its name cannot be used.
    """
    given = _text_of(path)
    place = Path(given)
    mode = _mode_of(place, path)
    if stat.S_ISDIR(mode):
        raise NotAFilePathError(
            f"{given!r} is a directory.", hint="Save it with run.save_directory(...)."
        )
    if not stat.S_ISREG(mode):
        raise NotAFilePathError(
            f"{given!r} is {kind_of(mode)}, not a file.",
            hint="Copy what it gives into a file and save that.",
        )
    if name is None:
        name = name_for_path(place, preserve_path=preserve_path, outside=outside)
    return FileItem(str(place), check_name(name), given, media_type)


def name_in_project(path: str | os.PathLike[str]) -> str:
    """Return the name of a file by its path from the root of the git project it is in."""
    place = Path(_text_of(path))
    project = git_project(place.resolve().parent)
    if project is None:
        raise BadNameError(
            f"{str(place)!r} is in no git project.",
            hint="Save it with preserve_path_relative_to='cwd', or give it a name.",
        )
    return name_for_path(os.path.relpath(place.resolve(), project), preserve_path=True)


def object_item(obj: Any, name: str | None, *, allow_pickle: bool) -> ObjectItem:
    """Return the item for one object; `NameRequiredError` without a name."""
    if name is None:
        hint = "Add it to the call: name='results'."
        if isinstance(obj, str) and type(obj) is not str:
            hint += f" As a path it names no file: there is no {str.__str__(obj)[:200]!r}."
        raise NameRequiredError(
            f"An object needs a name, and this {type(obj).__name__} was given none.", hint=hint
        )
    return ObjectItem(obj, check_name(name), allow_pickle)


def directory_items(
    directory: str | os.PathLike[str],
    *,
    preserve_path: bool,
    media_type: str | None = None,
    choice: Choice | None = None,
) -> tuple[list[FileItem], list[Skipped]]:
    """Return the files of a directory, in the order of their names, and what is skipped.

    Raises
    ------
    NoSuchFileError, NotADirectoryPathError, NotAFilePathError, BadNameError
        Where the directory cannot be read whole, or a file's name cannot be used.
    """
    top = Path(_text_of(directory))
    if not stat.S_ISDIR(_mode_of(top, directory)):
        raise NotADirectoryPathError(
            f"{str(top)!r} is not a directory.", hint="Save a single file with run.save(...)."
        )
    files: list[FileItem] = []
    skipped: list[Skipped] = []
    inside = _is_inside_here(top)
    for path in walk(str(top), OwnFolders(), choice or Choice()):
        if isinstance(path, Skipped):
            skipped.append(path)
            continue
        # A folder elsewhere has names of its own: its place on this machine is no part of them.
        named = path if inside or not preserve_path else os.path.relpath(path, top)
        name = name_for_path(named, preserve_path=preserve_path)
        files.append(FileItem(path, name, path, media_type))
    return files, skipped


def _is_inside_here(folder: Path) -> bool:
    here = current_folder()
    return here is not None and folder.resolve().is_relative_to(here.resolve())


def all_items(
    items: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    *,
    preserve_path: bool,
    media_type: str | None = None,
    choice: Choice | None = None,
) -> tuple[list[FileItem], list[Skipped]]:
    """Return the files of a list of files and directories, each once, and what is skipped."""
    choice = choice or Choice()
    listed = [items] if isinstance(items, (str, os.PathLike)) else list(items)
    files: list[FileItem] = []
    skipped: list[Skipped] = []
    for index, item in enumerate(listed):
        if not is_path(item):
            raise NameRequiredError(
                f"Item {index} is {type(item).__name__}, and a list holds paths only.",
                hint="Save an object by itself: run.save(obj, category, name='...').",
            )
        place = Path(_text_of(item))
        if place.is_dir():
            more, passed = directory_items(
                item, preserve_path=preserve_path, media_type=media_type, choice=choice
            )
            files += more
            skipped += passed
            continue
        file = file_item(item, preserve_path=preserve_path, outside=True, media_type=media_type)
        reason = choice.why_not((place.name,), is_folder=False)
        if reason is None:
            files.append(file)
        else:
            skipped.append(Skipped(file.given, reason, chosen=True))
    return _each_once(files), skipped


def check_selection(files: Sequence[FileItem], skipped: Sequence[Skipped], what: str) -> None:
    """Refuse a selection that is empty, or in which two files have one name.

    Raises
    ------
    EmptySelectionError
        With what was skipped.
    NameConflictError
        With both paths.
    """
    if not files:
        found = f" Of what is there, {skipped_line(skipped)}" if skipped else ""
        raise EmptySelectionError(
            f"There is nothing to save in {what}.{found}",
            hint="Give at least one file, or a directory with files in it.",
        )
    by_name: dict[str, FileItem] = {}
    for item in files:
        other = by_name.setdefault(item.name, item)
        if other is item:
            continue
        if os.path.dirname(other.path) == os.path.dirname(item.path):  # noqa: PTH120  (texts)
            raise NameConflictError(
                f"{other.given!a} and {item.given!a} would both be called {item.name!r}: they "
                "differ only in how Unicode writes their letters.",
                hint="Nothing was saved. Rename one of them, or leave it out by exclude=.",
            )
        raise NameConflictError(
            f"{other.given!r} and {item.given!r} would both be called {item.name!r}.",
            hint="Nothing was saved. Add preserve_path=True to keep their folders.",
        )


def skipped_line(skipped: Sequence[Skipped]) -> str:
    """Return one line that says what was skipped and why."""
    shown = ", ".join(f"{one.path} ({one.reason})" for one in skipped[:5])
    more = f" and {len(skipped) - 5:,} more" if len(skipped) > 5 else ""
    return f"{counted(len(skipped), 'item')} skipped: {shown}{more}."


def _each_once(files: list[FileItem]) -> list[FileItem]:
    # A file that is listed twice, or beside its own directory, is still one file.
    unique: dict[tuple[str, str], FileItem] = {}
    for item in files:
        unique.setdefault((os.path.abspath(item.path), item.name), item)  # noqa: PTH100  (links stay themselves)
    return list(unique.values())


def _text_of(path: str | os.PathLike[Any]) -> str:
    try:
        return os.fsdecode(path)
    except Exception as error:  # what has no path on this machine, such as a file in a cloud
        raise NotAFilePathError(
            f"This {type(path).__name__} gives no path of a file: {error or type(error).__name__}.",
            hint="Save what is in it, or a copy of it on this machine.",
        ) from error


def _mode_of(place: Path, given: object) -> int:
    try:
        return place.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        itself = "text" if isinstance(given, str) else "path"
        raise NoSuchFileError(
            f"There is no file {str(place)!r}.",
            hint=f"Look for it from {folder_in_words()}. To save the {itself} itself, call "
            f"run.save_object({itself}, category, name).",
        ) from error
    except (OSError, ValueError) as error:  # no permission, name too long, a null byte
        raise NotAFilePathError(
            f"{str(given)[:200]!r} cannot be opened: {error}.", hint="Check the path."
        ) from error
