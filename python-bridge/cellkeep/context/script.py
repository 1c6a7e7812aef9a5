"""The script that runs: its path, its arguments without secrets, the machine and the account.

`ANONYMOUS` in the environment leaves out the machine and the account, `NO_ENVIRONMENT` the
installed packages.
"""

from __future__ import annotations

import getpass
import os
import re
import socket
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cellkeep.context import environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cellkeep_core.protocol import Provenance

ANONYMOUS = "CELLKEEP_ANONYMOUS"
NO_ENVIRONMENT = "CELLKEEP_NO_ENVIRONMENT"
ENVIRONMENT_NAME = "environment/requirements.txt"
"""The artifact of a run that lists the installed packages; in a folder, as people have a file so
called themselves."""
HIDDEN = "•••"
"""What stands for the value of an argument that is nobody's business."""

_MOST_ARGUMENTS = 100
_MOST_CHARACTERS = 200
_GIT_TIMEOUT_S = 30
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SECRET_WORDS = frozenset(
    (
        *("token", "tokens", "pass", "password", "passwd", "passphrase", "pwd", "secret"),
        *("secrets", "key", "keys", "apikey", "credential", "credentials", "auth"),
        *("authorization", "bearer", "cookie"),
    )
)
_SECRET_PARTS = ("password", "passwd", "secret", "apikey", "credential", "authtoken")
_LIKE_A_SECRET = re.compile(
    r"(sk-|ghp_|gho_|ghs_|github_pat_|glpat-|hf_|xox[abp]-|AKIA|eyJ)[\w.-]{10,}|-----BEGIN "
)
_IN_URL = re.compile(r"(?<=://)[^/@\s]+(?=@)")


def add_script(provenance: Provenance, project: Path | None) -> None:
    """Add what is known of the script, where this process runs one.

    Parameters
    ----------
    project : Path, optional
        The root of the git project that is worked in.
    """
    file = _script()
    if file is None:
        return
    provenance.script = _path_in(project, Path(file))
    arguments = list(without_secrets(sys.argv[1:]))
    if arguments:
        provenance.arguments = arguments
    if not _is_set(ANONYMOUS):
        host, user = _machine()
        if host:
            provenance.host = host
        if user:
            provenance.user = user


def keeps_environment(asked: bool | None) -> bool:
    """Whether a run keeps the installed packages: a script's does, others where it was asked for.

    Parameters
    ----------
    asked : bool, optional
        What the run was told; ``CELLKEEP_NO_ENVIRONMENT`` holds all the same.
    """
    if _is_set(NO_ENVIRONMENT):
        return False
    return _script() is not None if asked is None else asked


def without_secrets(arguments: Iterable[str]) -> Iterator[str]:
    """Yield arguments, at most 100, with the values of what sounds like a secret left out."""
    hide_next = False
    for count, argument in enumerate(arguments):
        if count == _MOST_ARGUMENTS:
            return
        name, equals, value = argument.partition("=")
        hide, hide_next = hide_next, False
        if hide and not argument.startswith("--"):
            yield HIDDEN
        elif equals and value and _is_secret(name):
            yield f"{_short(name)}={HIDDEN}"
        else:
            hide_next = argument.startswith("-") and not equals and _is_secret(name)
            shown = HIDDEN if _LIKE_A_SECRET.search(argument) else argument
            yield _short(_IN_URL.sub(HIDDEN, shown))


class DirtyFlag:
    """Whether the working tree has changes, asked of git on a thread: no save waits for it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._asked: dict[tuple[Path, str], bool | None] = {}

    def of(self, project: Path, commit: str) -> bool | None:
        """Return what was found at this commit; None where it is not known, or not yet."""
        with self._lock:
            if (project, commit) not in self._asked:
                self._asked[project, commit] = None
                threading.Thread(
                    target=self._ask, args=(project, commit), name="cellkeep-git", daemon=True
                ).start()
            return self._asked[project, commit]

    def _ask(self, project: Path, commit: str) -> None:
        # Never a hook or a file monitor of the project's: only its index is compared.
        command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]
        command += ["--no-optional-locks", "status", "--porcelain", "--untracked-files=no"]
        try:
            done = subprocess.run(  # noqa: S603  (every word of it is ours)
                command,
                cwd=project,
                capture_output=True,
                check=True,
                timeout=_GIT_TIMEOUT_S,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, subprocess.SubprocessError):
            return
        with self._lock:
            self._asked[project, commit] = bool(done.stdout.strip())


dirty_flag = DirtyFlag()


def _script() -> str | None:
    """Return the path of the script that this process runs; None in IPython and without one."""
    if environment.ipython_shell() is not None:
        return None
    return getattr(sys.modules.get("__main__"), "__file__", None) or None


def _is_set(variable: str) -> bool:
    return os.environ.get(variable, "") not in ("", "0")


@cache
def _machine() -> tuple[str, str]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        user = ""
    return _short(socket.gethostname()), _short(user)


@cache
def _path_in(project: Path | None, file: Path) -> str:
    whole = Path(os.path.abspath(file))  # noqa: PTH100  (links stay as they were called)
    if project is not None and whole.is_relative_to(project):
        whole = whole.relative_to(project)
    return str(whole).encode("utf-8", "replace").decode()


def _is_secret(name: str) -> bool:
    bare = name.lower().replace("-", "").replace("_", "")
    if any(part in bare for part in _SECRET_PARTS):
        return True
    return any(word.lower() in _SECRET_WORDS for word in _WORDS.findall(name))


def _short(text: str) -> str:
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"
