"""What `cellkeep doctor` looks at, from the folder up to the spools."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import sqlalchemy

from cellkeep_core import PROTOCOL_VERSION, __version__
from cellkeep_core.errors import CellkeepError
from cellkeep_core.mirrors import mirror_spools
from cellkeep_core.modes import GROUP, is_own, modes_of, wrong_modes
from cellkeep_core.paths import spool_roots
from cellkeep_core.spool import foreign_sessions, read_folder, sessions, waiting_folders
from cellkeep_core.spool_room import spool_limit, waiting
from cellkeep_core.text import counted, human_bytes
from cellkeep_store.catalog.read_only import is_read_only
from cellkeep_store.filesystem import file_system_of, fsync_file, is_network, storage_errors
from cellkeep_store.staging import Staging
from cellkeep_store.store import Store

_LITTLE_BYTES = 1_000_000_000


Level = Literal["ok", "warn", "fail"]


class Check(msgspec.Struct, frozen=True):
    """One line of the doctor's."""

    name: str
    level: Level
    message: str
    todo: str = ""


class Found(NamedTuple):
    """What a look finds: a check's line without its name."""

    level: Level
    message: str
    todo: str = ""


ok = partial(Found, "ok")
warn = partial(Found, "warn")
fail = partial(Found, "fail")


def check_each(
    looks: Mapping[str, Callable[[], Found]],
    within: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Iterator[Check]:
    """Yield what each look finds: one that fails stops no other."""
    for name, look in looks.items():
        try:
            with within():
                found = look()
        except CellkeepError as error:
            found = fail(error.message, error.hint or "")
        yield Check(name, *found)


def examine(root: Path, *, repair: bool = False) -> Iterator[Check]:
    """Yield the checks of a store, each on its own: one that fails stops no other.

    Parameters
    ----------
    repair : bool
        Give what has other permissions than it should those that it should have.
    """
    yield Check("versions", *versions())
    try:
        store = Store.open(root, leave_modes=not repair)
    except CellkeepError as error:
        yield Check("store", "fail", error.message, error.hint or "")
    else:
        with store:
            yield Check("store", "ok", f"{root} ({store.store_id})")
            looks = {
                "writing": lambda: _write(root),
                "file system": lambda: _file_system(root),
                "space": lambda: _space(store),
                "limit": lambda: _limit(store),
                "permissions": lambda: _permissions(root),
                "catalog": lambda: catalog(store),
                "uploads": lambda: _staging(root),
            }
            yield from check_each(looks, partial(storage_errors, root))
    yield Check("spools", *_spools(root))
    yield Check("mirrors", *_copies(root))


def versions() -> Found:
    """Return what runs here."""
    return ok(
        f"cellkeep {__version__}, protocol {PROTOCOL_VERSION}, Python "
        f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, SQLAlchemy "
        f"{sqlalchemy.__version__}",
    )


def _write(root: Path) -> Found:
    if is_read_only(root):
        return warn(
            "The store can only be read here; what is saved waits in the spool.",
            "Set CELLKEEP_STORE to a folder that you can write, to save elsewhere.",
        )
    staging = Staging(root / "staging")
    with staging.new() as staged:
        staged.write_bytes(b"cellkeep doctor")
        fsync_file(staged)
        with staging.link(staged) as linked:
            links = linked is not None
    if not links:
        return warn(
            "The folder can be written, without hard links.",
            "Saves work; each is copied once more. A local disk would be faster.",
        )
    return ok("The folder can be written, and bytes enter without a copy.")


def _file_system(root: Path) -> Found:
    kind = file_system_of(root)
    if is_network(kind):
        return warn(
            f"{kind}, on a network: the catalog is kept without a write-ahead log.",
            "Saves are safe, and slower. CELLKEEP_STORE can name a folder on a local disk.",
        )
    return ok(kind or "not known")


def _space(store: Store) -> Found:
    usage = shutil.disk_usage(store.root)
    text = f"{human_bytes(usage.free)} free of {human_bytes(usage.total)} on its disk"
    if usage.free == 0:
        return fail(text, "Delete artifacts with `cellkeep rm`, or make room.")
    if usage.free < _LITTLE_BYTES:
        return warn(text, "Make room before it runs out.")
    return ok(text)


def _limit(store: Store) -> Found:
    used, limit = store.status().bytes, store.limit.bytes
    if limit is None:
        return ok(f"none; {human_bytes(used)} stored")
    # The limit to the byte: a rounded one could be more than it is.
    text = f"{human_bytes(used)} of {limit:,} bytes"
    if limit > 0:
        text += f" ({100 * used // limit}%)"
    text += f", set in {store.limit.place}"
    if used >= limit:
        todo = "New bytes are refused. Delete artifacts with `cellkeep rm`, or raise the limit."
        return fail(text, todo)
    if used > 0.9 * limit:
        return warn(text, "Make room or raise it before new bytes are refused.")
    return ok(text)


def _permissions(root: Path) -> Found:
    if os.name == "nt":
        return ok("as Windows inherits them")
    about = root.stat()
    mode = stat.filemode(about.st_mode)
    if about.st_mode & stat.S_IWOTH:
        return warn(
            f"{mode}: everybody can write here.",
            f"`cellkeep doctor --repair`, or chmod o-w {root}",
        )
    wrong = list(wrong_modes(root))
    if wrong:
        shown = ", ".join(
            f"{one.path.name} {one.mode:o} instead of {one.wanted:o}" for one in wrong
        )
        return warn(
            f"Others may read or write more, or less, than they should: {shown}.",
            "`cellkeep doctor --repair` sets it right, and so does the next kernel or server that "
            "opens the store.",
        )
    shared = modes_of(root) is GROUP
    if about.st_uid != os.getuid() and not shared:
        return warn(
            f"{mode}: the folder belongs to user {about.st_uid}, and you are {os.getuid()}.",
            "What you save may not be writable for its owner, and the other way round.",
        )
    whose = "its group's" if shared else "its owner's alone"
    return ok(f"{mode}, {whose}")


def catalog(store: Store) -> Found:
    """Return whether catalog and blobs agree at a glance."""
    problems = store.maintenance.quick_check()
    status = store.status()
    if problems:
        shown = "; ".join(problems[:5])
        return fail(
            f"{counted(len(problems), 'problem')}: {shown}",
            "`cellkeep verify` tells which artifacts. Make a copy before you repair anything.",
        )
    return ok(f"{status.artifacts} artifacts in {status.runs} runs, every blob there")


def _staging(root: Path) -> Found:
    folders = len(Staging(root / "staging").folders())
    return ok(f"{folders} under way or waiting to expire" if folders else "none")


def _spools(root: Path) -> Found:
    roots = spool_roots(root)
    spool = waiting(roots)
    limit = spool_limit()
    odd = [str(folder) for folder in _no_entries(roots)]
    if odd:
        return warn(
            f"{len(odd)} folders hold a save that cannot be read: {', '.join(odd[:5])}",
            "Look for a file named content in them, keep what you need, then remove them.",
        )
    foreign = [str(folder) for folder in foreign_sessions(roots)]
    if foreign:
        return warn(
            f"{counted(len(foreign), 'folder')} of saves may be another user's, or changed by "
            f"others, and will not be stored: {', '.join(foreign[:5])}",
            "Whoever made them can run `cellkeep push`. If that was you, look into them, then "
            "chmod -R go-w them and the folder above.",
        )
    if spool.saves:
        of_limit = f" of {limit:,} bytes" if limit is not None else ""
        return warn(
            f"{spool.saves} saves wait, {human_bytes(spool.bytes)}{of_limit}, the oldest since "
            f"{spool.oldest_at}.",
            "Running kernels send theirs; `cellkeep push` stores those of kernels that ended.",
        )
    return ok("nothing waits")


def _copies(root: Path) -> Found:
    found = waiting(mirror_spools(spool_roots(root)))
    if not found.saves:
        return ok("nothing waits")
    return warn(
        f"{counted(found.saves, 'copy', 'copies')} wait for a mirror, the oldest since "
        f"{found.oldest_at}; the store has what was saved.",
        "The process that saved it sends it, or the next one that uses cellkeep where the "
        "mirror's client is installed.",
    )


def _no_entries(roots: Sequence[Path]) -> Iterator[Path]:
    """Yield folders that should be entries of this user's spools and have no readable offer."""
    for session in filter(is_own, sessions(roots)):
        for folder in waiting_folders(session):
            try:
                read_folder(folder)
            except (OSError, CellkeepError):
                yield folder
