"""The packages that this process has, as a requirements file that pip and uv install from."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
from functools import lru_cache
from importlib.metadata import distributions
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from importlib.metadata import Distribution

# What stands in a line of its own: metadata of a broken package must not become an option of pip.
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_VERSION = re.compile(r"[A-Za-z0-9.!+_-]+")
_URL = re.compile(r"[!-~]+")


class Requirements(NamedTuple):
    """The text of a ``requirements.txt``, and how many packages it names."""

    text: str
    packages: int


def requirements() -> Requirements:
    """Return a ``requirements.txt``: Python and platform as comments, then a line each.

    A package of a folder on this machine is a comment, because it is found nowhere else; one of an
    address has it, without the password.
    """
    return _requirements(tuple((place, _changed_at(place)) for place in sys.path))


def _changed_at(place: str) -> int:
    try:
        return os.stat(place or ".").st_mtime_ns  # noqa: PTH116  (any text, also no path)
    except (OSError, ValueError):
        return 0


@lru_cache(maxsize=1)
def _requirements(_places: tuple[tuple[str, int], ...]) -> Requirements:
    found: dict[str, str] = {}
    for one in distributions():
        name, version = _name_and_version(one)
        if _NAME.fullmatch(name) and _VERSION.fullmatch(version):
            # The first on the path is the one that an import finds.
            found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), _line(one, name, version))
    head = (
        f"# Python {platform.python_version()} ({platform.python_implementation()})",
        f"# {platform.platform()}",
    )
    lines = (*head, *(found[key] for key in sorted(found)))
    return Requirements("".join(f"{line}\n" for line in lines), len(found))


def _name_and_version(one: Distribution) -> tuple[str, str]:
    """Read two lines; the standard library's way parses the whole text, with the package's page."""
    try:
        text = one.read_text("METADATA") or one.read_text("PKG-INFO") or ""
    except (OSError, ValueError):  # no permission, or no UTF-8
        return "", ""
    head = text.partition("\n\n")[0]
    fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    return fields.get("Name", "").strip(), fields.get("Version", "").strip()


def _line(one: Distribution, name: str, version: str) -> str:
    from_index = f"{name}=={version}"
    origin = _origin(one)
    url = origin.get("url")
    if not isinstance(url, str) or not _URL.fullmatch(url):
        return from_index
    if url.startswith("file:"):
        # conda notes the folder that it was built in, which is on nobody's machine.
        by_conda = (one.read_text("INSTALLER") or "").strip() == "conda"
        return from_index if by_conda else f"# {from_index} (of a folder or file of this machine)"
    parts = urlsplit(url)
    url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    version_control = origin.get("vcs_info")
    if isinstance(version_control, dict):
        words = [version_control.get("vcs"), version_control.get("commit_id")]
        if not all(isinstance(word, str) and _URL.fullmatch(word) for word in words):
            return from_index
        return f"{name} @ {words[0]}+{url}@{words[1]}"
    return f"{name} @ {url}"


def _origin(one: Distribution) -> dict[str, object]:
    """Return what an installer noted of a package that is not from an index."""
    try:
        origin = json.loads(one.read_text("direct_url.json") or "{}")
    except ValueError:
        return {}
    return origin if isinstance(origin, dict) else {}
