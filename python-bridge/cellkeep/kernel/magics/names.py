"""What the words after ``%keep`` mean: variables first, then files and directories."""

from __future__ import annotations

import ast
import glob
import os
from fnmatch import fnmatchcase
from pathlib import Path
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from cellkeep.errors import BadNameError, NoSuchFileError
from cellkeep.saving.selection import FileItem as _FileItem
from cellkeep.saving.selection import (
    Item,
    check_selection,
    directory_items,
    file_item,
    object_item,
)
from cellkeep_core.media import check_media_type
from cellkeep_core.paths import folder_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cellkeep_core.folders import Skipped

_MISSING = object()


def select_named(
    words: list[str],
    namespace: Mapping[str, Any],
    *,
    name: str | None,
    media_type: str | None,
    allow_pickle: bool,
    hidden: Mapping[str, Any] | None = None,
) -> tuple[list[Item], list[Skipped]]:
    """Return the items that the words stand for, and what is skipped in directories.

    Parameters
    ----------
    words : list of str
        Names of variables, dotted or with constant subscripts (``model.weights``,
        ``results['loss']``), or paths; or patterns with ``*``, ``?`` and ``[...]``. A variable
        has precedence over a file of the same name; ``./name`` always means the file. A pattern
        means the variables that match it, or the files where no variable does.
    namespace : mapping
        The person's variables.
    name : str or None
        The artifact's name, where the words stand for one thing.
    media_type : str or None
        For files.
    allow_pickle : bool
        For objects.
    hidden : mapping, optional
        IPython's own variables, which no pattern means.
    """
    if media_type is not None:
        check_media_type(media_type)
    words = [fit for word in words for fit in _fitting(word, namespace, hidden or {})]
    if name is not None and len(words) > 1:
        raise BadNameError(
            f"-n {name!r} can name one thing, and here are {len(words)}.",
            hint="Save them one by one, or leave -n out.",
        )
    items: list[Item] = []
    skipped: list[Skipped] = []
    for word in words:
        value = value_of(word, namespace)
        if value is not _MISSING:
            own_name = name or _own_name(word, value, namespace)
            items.append(object_item(value, own_name, allow_pickle=allow_pickle))
            continue
        path = Path(word).expanduser()
        if path.is_dir():
            if name is not None:
                raise BadNameError(
                    f"{word!r} is a directory, whose files keep their own names.",
                    hint="Leave -n out.",
                )
            files, passed = directory_items(path, preserve_path=True, media_type=media_type)
            check_selection(files, passed, repr(word))
            items += files
            skipped += passed
        elif path.exists():
            items.append(file_item(path, preserve_path=False, name=name, media_type=media_type))
        else:
            raise NoSuchFileError(
                f"There is no variable and no file called {word!r}.",
                hint="Run the cell that makes it first, or look for it from "
                f"{folder_in_words()}. Nothing was saved.",
            )
    check_selection([_as_file(item) for item in items], skipped, "the list")
    return items, skipped


def _fitting(word: str, namespace: Mapping[str, Any], hidden: Mapping[str, Any]) -> list[str]:
    """Return what a pattern stands for; a word that is no pattern stands for itself."""
    if not any(character in word for character in "*?["):
        return [word]
    if value_of(word, namespace) is not _MISSING or Path(word).expanduser().exists():
        return [word]
    variables = [
        name
        for name, value in namespace.items()
        if fnmatchcase(name, word)
        and (word.startswith("_") or not name.startswith("_"))
        and (name not in hidden or hidden[name] is not value)
        and not isinstance(value, (ModuleType, type, FunctionType))
    ]
    found = sorted(variables) or [
        # As files, also where a variable has the name of one.
        path if os.path.dirname(path) else os.path.join(os.curdir, path)  # noqa: PTH118, PTH120
        for path in sorted(glob.glob(str(Path(word).expanduser())))  # noqa: PTH207  (as typed)
    ]
    if not found:
        raise NoSuchFileError(
            f"No variable and no file fits {word!r}.",
            hint=f"Files are looked for from {folder_in_words()}. Nothing was saved.",
        )
    return found


def _own_name(word: str, value: Any, namespace: Mapping[str, Any]) -> str:
    """Return a name for ``_``, which soon means something else: a variable's, or ``Out[3]``."""
    if not word or word.strip("_"):
        return word
    if isinstance(value, str) and value == "":
        raise NoSuchFileError(
            f"There is no result yet that {word} could mean.",
            hint="Run a cell that ends with a value first. Nothing was saved.",
        )
    for name, other in namespace.items():
        if other is value and not name.startswith("_"):
            return name
    results: Mapping[int, Any] = namespace.get("Out", {})
    return next((f"Out[{number}]" for number, one in results.items() if one is value), word)


def value_of(word: str, namespace: Mapping[str, Any]) -> Any:
    """Return the value of a variable's name, attribute or constant subscript, else `_MISSING`.

    Nothing is called: any other expression is not a variable.
    """
    try:
        tree = ast.parse(word, mode="eval").body
    except (SyntaxError, ValueError):
        return _MISSING
    return _walk(tree, namespace)


def _walk(node: ast.expr, namespace: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return namespace.get(node.id, _MISSING)
    if isinstance(node, ast.Attribute):
        owner = _walk(node.value, namespace)
        return _MISSING if owner is _MISSING else getattr(owner, node.attr, _MISSING)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        owner = _walk(node.value, namespace)
        if owner is _MISSING:
            return _MISSING
        try:
            return owner[node.slice.value]
        except (LookupError, TypeError):
            return _MISSING
    return _MISSING


def _as_file(item: Item) -> _FileItem:
    # Two things of one name are a conflict whether they are files or not.
    return item if isinstance(item, _FileItem) else _FileItem(item.name, item.name, item.name)
