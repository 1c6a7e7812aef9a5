"""Which files of a folder are meant: patterns as in ``.gitignore``.

A ``.cellkeepignore`` in a folder says what of it is left out, in the folders below too; a line of
a deeper one goes before, and ``!`` takes a file in again. What a call gives comes on top:
``exclude`` leaves out as well, and of ``include`` a file has to match one. Patterns of a call are
from the folder that it names.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

from cellkeep_core.errors import BadRequestError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".cellkeepignore"

Patterns = str | Iterable[str]


class Choice:
    """The patterns that hold in one folder.

    Parameters
    ----------
    exclude, include : str or iterable of str
        Patterns, for the folder that is named and all below it.
    """

    def __init__(self, exclude: Patterns = (), include: Patterns = ()) -> None:
        self._exclude = _spec(exclude, "exclude")
        self._include = _spec(include, "include")
        # Of each folder on the way: how many parts its path has, and its own file's lines.
        self._files: tuple[tuple[int, GitIgnoreSpec], ...] = ()

    def within(self, folder: str | Path, parts: tuple[str, ...]) -> Choice:
        """Return what holds in a folder on the way, whose own file counts from here on.

        Parameters
        ----------
        parts : tuple of str
            The way to it from the folder that was named.
        """
        try:
            lines = (Path(folder) / IGNORE_FILE).read_text("utf-8", "surrogateescape")
        except OSError:
            return self
        inner = copy(self)
        inner._files = (*inner._files, (len(parts), _spec(lines.splitlines(), str(folder))))  # noqa: SLF001  (a copy of this)
        return inner

    def why_not(self, parts: tuple[str, ...], *, is_folder: bool) -> str | None:
        """Return why something is left out; None where it is meant."""
        if self._exclude.match_file(_path(parts, is_folder)):
            return "excluded"
        for depth, spec in reversed(self._files):
            said = spec.check_file(_path(parts[depth:], is_folder)).include
            if said is not None:
                if said:
                    return f"excluded by {IGNORE_FILE}"
                break
        if is_folder or not len(self._include) or self._include.match_file(_path(parts, False)):
            return None
        return "not included"


def _path(parts: tuple[str, ...], is_folder: bool) -> str:
    return "/".join(parts) + ("/" if is_folder else "")


def _spec(patterns: Patterns, where: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    lines = [patterns] if isinstance(patterns, str) else list(patterns)
    try:
        return GitIgnoreSpec.from_lines(lines)
    except (ValueError, TypeError, AttributeError) as error:
        raise BadRequestError(
            f"{where} has a pattern that is none: {error}.",
            hint="Patterns are as in .gitignore: '*.tmp', 'build/', '!keep.tmp'.",
        ) from error
