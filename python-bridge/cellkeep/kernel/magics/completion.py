"""Completion after our magics: variables, paths, flags and their values."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType
from typing import Any

from cellkeep.kernel.autokeep.settings import WHATS
from cellkeep_core.names import CATEGORIES

_FLAGS = {
    "keep": (
        "--as",
        "-c",
        "--category",
        "-n",
        "--name",
        "--type",
        "--pickle",
        "--wait",
        "--timeout",
    ),
    "autokeep": ("--updates",),
    "artifacts": ("-a", "--all", "-c", "--category", "-k", "--kind"),
}
_MEDIA_TYPES = ("text/plain", "text/csv", "application/json", "image/png", "application/pdf")
_MOST_PATHS = 200


def keep_matcher(shell: Any) -> Any:
    """Return a matcher for IPython's completer.

    A matcher, not the older ``complete_command`` hook: next to a hook's matches IPython
    still shows Jedi's, which takes the line for Python and offers ``and`` and ``or``.
    """
    from IPython.core.completer import SimpleCompletion, context_matcher

    @context_matcher()
    def keep_matches(context: Any) -> dict[str, Any]:
        found = completions(shell, context.text_until_cursor, context.token)
        return {
            "completions": [SimpleCompletion(text) for text in found],
            "ordered": True,
            "suppress": bool(found),
        }

    return keep_matches


def completions(shell: Any, line: str, word: str) -> list[str]:
    """Return what may follow on a line of ours.

    Parameters
    ----------
    shell : InteractiveShell
        Where the variables are.
    line : str
        The line up to the cursor.
    word : str
        The end of it that is being written.
    """
    words = line[: len(line) - len(word)].split()
    magic = words[0].lstrip("%") if words else ""
    if magic not in _FLAGS:
        return []
    values = _values_after(words[-1])
    if values is not None:
        return [value for value in values if value.startswith(word)]
    if word.startswith("-"):
        flags = _FLAGS[magic] + (("--each",) if words[0] == "%%keep" else ())
        return [flag for flag in flags if flag.startswith(word)]
    if magic == "autokeep":
        return [what for what in WHATS if what.startswith(word)]
    if magic == "artifacts" or words[0] == "%%keep":
        return []
    return _variables(shell, word) + _paths(word)


def _values_after(flag: str) -> tuple[str, ...] | None:
    """Return what may follow a flag that takes a value, or None where it takes none."""
    match flag:
        case "-c" | "--category":
            return CATEGORIES
        case "-k" | "--kind":
            from cellkeep_core.registry import registry

            return tuple(row.kind for row in registry().kinds)
        case "--type":
            return _MEDIA_TYPES
        case "--updates":
            return ("last", "each")
        case "-n" | "--name" | "--as" | "--timeout":
            return ()
    return None


def _variables(shell: Any, word: str) -> list[str]:
    if "." in word:
        owner_name, _, start = word.rpartition(".")
        from cellkeep.kernel.magics.names import value_of

        owner = value_of(owner_name, shell.user_ns)
        names = [name for name in _attributes(owner) if name.startswith(start)]
        return [f"{owner_name}.{name}" for name in names if start or not name.startswith("_")]
    hidden = shell.user_ns_hidden
    return sorted(
        name
        for name, value in shell.user_ns.items()
        if name.startswith(word)
        and not name.startswith("_")
        and (name not in hidden or hidden[name] is not value)
        and not isinstance(value, (ModuleType, type))
    )


def _attributes(owner: object) -> list[str]:
    try:
        return [name for name in dir(owner) if not callable(getattr(type(owner), name, None))]
    except Exception:  # noqa: BLE001  (a person's own __dir__ may do anything)
        return []


def _paths(word: str) -> list[str]:
    folder, start = os.path.split(word)
    try:
        with os.scandir(Path(folder).expanduser() if folder else os.curdir) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []
    fitting = [
        os.path.join(folder, entry.name) + ("/" if entry.is_dir() else "")  # noqa: PTH118  (as it was typed)
        for entry in entries
        if entry.name.startswith(start) and (start or not entry.name.startswith("."))
    ]
    return fitting[:_MOST_PATHS]
