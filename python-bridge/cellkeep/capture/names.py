"""What the words after ``%keep`` mean: variables first, then files and directories."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cellkeep.errors import BadNameError, NoSuchFileError
from cellkeep.selection import FileItem as _FileItem
from cellkeep.selection import (
    Item,
    Skipped,
    check_selection,
    directory_items,
    file_item,
    object_item,
)
from cellkeep_core.media import check_media_type

if TYPE_CHECKING:
    from collections.abc import Mapping

_MISSING = object()


def select_named(
    words: list[str],
    namespace: Mapping[str, Any],
    *,
    name: str | None,
    media_type: str | None,
    allow_pickle: bool,
) -> tuple[list[Item], list[Skipped]]:
    """Return the items that the words stand for, and what is skipped in directories.

    Parameters
    ----------
    words : list of str
        Names of variables, dotted or with constant subscripts (``model.weights``,
        ``results['loss']``), or paths. A variable goes before a file of the same name;
        ``./name`` always means the file.
    namespace : mapping
        The person's variables.
    name : str or None
        The artifact's name, where the words stand for one thing.
    media_type : str or None
        For files.
    allow_pickle : bool
        For objects.
    """
    if media_type is not None:
        check_media_type(media_type)
    if name is not None and len(words) > 1:
        raise BadNameError(
            f"-n {name!r} can name one thing, and here are {len(words)}.",
            hint="Keep them one by one, or leave -n out.",
        )
    items: list[Item] = []
    skipped: list[Skipped] = []
    for word in words:
        value = value_of(word, namespace)
        if value is not _MISSING:
            items.append(object_item(value, name or word, allow_pickle=allow_pickle))
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
                f"{Path.cwd()}. Nothing was saved.",
            )
    check_selection([_as_file(item) for item in items], skipped, "the list")
    return items, skipped


def value_of(word: str, namespace: Mapping[str, Any]) -> Any:
    """Return the value of a variable's name, attribute or constant subscript, else a mark.

    Nothing is called: a word that is more than a way to a value is no variable.
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
    return item if isinstance(item, _FileItem) else _FileItem(Path(item.name), item.name, item.name)
