r"""What an artifact may be called.

A name is what people see, never a path on a disk. It may hold any Unicode, with ``/``
between its parts. The same rules, with the same golden vectors (``schema/vectors/names.json``),
hold in ``src/protocol/names.ts``.

A file's name may hold bytes that are no UTF-8, or control characters. Each becomes ``\x`` and two
hex digits, as in ``caf\xE9.txt``; where a name has such characters itself, its backslash becomes
``\x5C``. So `unescape_bytes` gives back exactly the name that the file had.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path, PurePath

from cellkeep_core.errors import BadNameError, UnknownCategoryError
from cellkeep_core.limits import LIMITS

CATEGORIES = ("code", "input", "output")
# Controls, surrogates and line or paragraph separators cannot be shown in one line.
_FORBIDDEN = {"Cc", "Cs", "Zl", "Zp"}
# Controls, and what Python has for a byte that is no UTF-8.
_BYTE = re.compile("[\x00-\x1f\x7f\udc80-\udcff]")
_LIKE_A_BYTE = re.compile(r"\\(?=x(?:5C|7F|[0189A-F][0-9A-F]))")
_ESCAPED = re.compile(r"\\x(5C|7F|[0189A-F][0-9A-F])")


def check_name(name: str, what: str = "an artifact's name") -> str:
    """Return the name in Unicode's composed form (NFC), or say why it cannot be a name.

    Parameters
    ----------
    name : str
        1 to 512 characters after NFC, no control characters, lone surrogates or line
        separators; parts between slashes not empty and not ``.`` or ``..``.
    what : str
        What it is to be, for the refusal: the names of runs, folders and tags have the same rules.

    Raises
    ------
    BadNameError
        With the rule that the name breaks.
    """
    if not isinstance(name, str):
        raise BadNameError(f"A name is text, not {type(name).__name__}.")
    name = unicodedata.normalize("NFC", name)
    if not name.strip():
        raise _bad(name, what, "it is empty")
    most = LIMITS.name_characters
    if len(name) > most:
        raise _bad(name, what, f"it has {len(name)} characters, and {most} are the most")
    # What can be printed holds none of them, and a look at each character costs more.
    if not name.isprintable() and any(
        unicodedata.category(character) in _FORBIDDEN for character in name
    ):
        raise _bad(name, what, "it holds a control character, line separator or lone surrogate")
    if name.startswith("/"):
        raise _bad(name, what, "it starts with a slash")
    parts = name.split("/")
    if ".." in parts or "." in parts:
        raise _bad(name, what, "a part of it is '.' or '..'")
    if "" in parts:
        raise _bad(name, what, "a part of it is empty")
    return name


def escape_bytes(path: str) -> str:
    """Return a path as text that can be shown, stored and sent; nearly always the same."""
    if "\\" in path:
        path = _LIKE_A_BYTE.sub(r"\\x5C", path)
    if path.isprintable():
        return path
    return _BYTE.sub(lambda byte: f"\\x{ord(byte[0]) & 0xFF:02X}", path)


def unescape_bytes(name: str) -> str:
    """Return the path that `escape_bytes` was given."""
    return _ESCAPED.sub(
        lambda byte: bytes.fromhex(byte[1]).decode("ascii", "surrogateescape"), name
    )


def name_for_path(path: str | PurePath, *, preserve_path: bool, outside: bool = False) -> str:
    """Return the artifact name of a file.

    Parameters
    ----------
    path : str or PurePath
        The path as the person gave it.
    preserve_path : bool
        Keep the folders of the path. An absolute path, or one that leaves its folder by
        ``..``, is taken relative to the current folder, and refused where it lies outside.
    outside : bool
        Name one that lies outside by its whole path, without the first slash.

    Raises
    ------
    BadNameError
        Where the path cannot be kept, or its name breaks a rule of `check_name`.
    """
    if not preserve_path:
        last = os.path.basename(path)  # noqa: PTH119  (asked for thousands of files)
        if last in ("", ".", ".."):
            last = Path(path).name or Path(path).resolve().name
        return check_name(escape_bytes(last))
    pure = path if isinstance(path, Path) else Path(path)
    if pure.is_absolute() or ".." in pure.parts:
        try:
            # Not resolve() of the last part: a symlink keeps its own name.
            pure = (pure.parent.resolve() / pure.name).relative_to(Path.cwd().resolve())
        except ValueError as error:
            if outside:
                whole = pure.parent.resolve() / pure.name
                return check_name(escape_bytes(whole.relative_to(whole.anchor).as_posix()))
            raise BadNameError(
                f"The path {str(path)!r} lies outside the current folder, so it cannot be a name.",
                hint="Save it with preserve_path=False, or change to a folder above it first.",
            ) from error
    return check_name(escape_bytes(pure.as_posix()))


def check_category(category: str) -> str:
    """Return the category, or raise `UnknownCategoryError` with the three there are."""
    if category not in CATEGORIES:
        raise UnknownCategoryError(
            f"There is no category {category!r}.", hint="Use 'code', 'input' or 'output'."
        )
    return category


def _bad(name: str, what: str, why: str) -> BadNameError:
    shown = name if len(name) <= 60 else name[:57] + "..."
    return BadNameError(
        f"{shown!r} cannot be {what}: {why}.",
        hint=f"Use up to {LIMITS.name_characters} characters, '/' between parts, and nothing that "
        "cannot be printed.",
    )
