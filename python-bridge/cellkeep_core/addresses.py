"""How an artifact is addressed: in Python, on the command line, in links, in the sidebar's search.

The forms, with the same golden vectors (``schema/vectors/addresses.json``) in
``src/protocol/addresses.ts``:

- ``df``: the latest version of a name;
- ``df@3``, ``df@v3``, ``df@best``, ``df@latest``: a version, by its number or an alias;
- ``training/df``, ``training/df@3``: of a run, by its name, its id or the first 8 to 32 digits
  of its id;
- ``cellkeep://store/run/name@version``: a link, its parts percent-encoded; without the store's
  id (``cellkeep:///run/name``) it is of this store;
- 32 hex digits: an artifact's id.

A name may hold ``/`` and ``@`` itself, and so may a run's. So a text has several readings, and
the first that means something counts: the whole as a name; what stands before the last ``@`` as a
name with a version; then, for each ``/`` from the left, what stands before it as a run. A link
has one reading.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote, unquote

from cellkeep_core.errors import BadRequestError, CellkeepError

SCHEME = "cellkeep"
RUN_DIGITS = 12
"""Digits of a run's id in an address that this program writes."""

_MOST_CHARACTERS = 4096
_MOST_RUNS = 8
_VERSION = re.compile(r"v?[0-9]{1,15}|[a-z][a-z0-9._-]{0,63}")


class Reading(NamedTuple):
    """One thing that an address may mean.

    Attributes
    ----------
    name : str
        The artifact's name.
    version : str
        A number, with or without a ``v``, or an alias; empty for the latest.
    run : str or None
        A run's name, id or the beginning of its id; None where it says no run.
    store : str or None
        The store's id, where a link says it.
    """

    name: str
    version: str = ""
    run: str | None = None
    store: str | None = None


def readings(address: str) -> list[Reading]:
    """Return what an address may mean, the first of it first.

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST`` where it can be no address.
    """
    address = unicodedata.normalize("NFC", address)
    if not address.strip() or len(address) > _MOST_CHARACTERS:
        raise _no_address(address)
    if address.startswith(f"{SCHEME}://"):
        return [_link(address)]
    found = _with_version(address, None)
    slash = -1
    for _ in range(_MOST_RUNS):
        slash = address.find("/", slash + 1)
        if slash < 0:
            break
        run, rest = address[:slash], address[slash + 1 :]
        if run and rest:
            found += _with_version(rest, run)
    return found


def link(store_id: str, run_id: str, name: str, version: int) -> str:
    """Return the permanent link to a version."""
    return f"{SCHEME}://{store_id}/{run_id}/{quote(name, safe='/')}@{version}"


def short_address(run_id: str, name: str, version: int) -> str:
    """Return an address that means this version tomorrow too."""
    return f"{run_id[:RUN_DIGITS]}/{name}@{version}"


def _with_version(text: str, run: str | None) -> list[Reading]:
    found = [Reading(text, run=run)]
    name, at, version = text.rpartition("@")
    if at and name and _VERSION.fullmatch(version):
        found.append(Reading(name, version, run))
    return found


def _link(address: str) -> Reading:
    store, _, path = address.removeprefix(f"{SCHEME}://").partition("/")
    run, _, rest = path.partition("/")
    if not run or not rest:
        raise _no_address(address)
    name, at, version = rest.rpartition("@")
    if not at:
        name, version = rest, ""
    if not name:
        raise _no_address(address)
    return Reading(unquote(name), unquote(version), unquote(run), store or None)


def _no_address(address: str) -> CellkeepError:
    return BadRequestError(
        f"{address[:200]!r} is no address of an artifact.",
        hint="It reads name, name@3, name@best, run/name@3 or cellkeep://store/run/name@version, "
        "or is an artifact's id.",
    )
