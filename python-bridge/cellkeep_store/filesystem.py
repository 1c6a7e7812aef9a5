"""What the store asks of a file system: durability, and plain words for its refusals."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from cellkeep_core.errors import CellkeepError, NoSuchFileError, NotAFilePathError
from cellkeep_core.modes import make_file, modes_of
from cellkeep_core.spool import full_or_unreachable

# Where SQLite's shared-memory WAL index is unsafe: other machines may write the same files.
_NETWORK = {
    *("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "9p"),
    *("lustre", "gpfs", "beegfs", "ceph", "glusterfs", "orangefs", "pvfs2", "afpfs", "webdav"),
    *("virtiofs", "vboxsf", "prl_fs", "davfs"),
}


@contextmanager
def storage_errors(place: Path | str) -> Iterator[None]:
    """Turn what the operating system refuses at a place of ours into `CellkeepError`s."""
    try:
        yield
    except CellkeepError:
        raise
    except OSError as error:
        raise full_or_unreachable(error, place) from error


@contextmanager
def opened_source(source: Path) -> Iterator[IO[bytes]]:
    """Open a person's file for reading, or say what is wrong with it.

    Raises
    ------
    NoSuchFileError, NotAFilePathError
    """
    try:
        # Stat first: opening a FIFO would wait for its writer.
        if not stat.S_ISREG(source.stat().st_mode):
            raise NotAFilePathError(f"{str(source)!r} is not a regular file.")
        file = source.open("rb")
    except FileNotFoundError as error:
        raise NoSuchFileError(f"There is no file {str(source)!r}.") from error
    except CellkeepError:
        raise
    except OSError as error:
        raise NotAFilePathError(
            f"The file {str(source)!r} cannot be read: {error.strerror or error}."
        ) from error
    with file:
        yield file


def fsync_file(path: Path) -> None:
    """Return when the file's bytes are on the disk."""
    # Windows flushes only what was opened for writing; elsewhere reading is enough, and a
    # read-only file cannot be opened otherwise.
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fsync_folder(path: Path) -> None:
    """Return when the folder's entries are on the disk (Windows does that by itself)."""
    if os.name != "nt":
        fsync_file(path)


def fsync_way_to(path: Path) -> None:
    """Return when a folder can be found on the disk: its own name, and those of all above it.

    Whoever made them may not have waited for that. Folders of others, which cannot be opened,
    and other file systems had their names before.
    """
    device = path.stat().st_dev
    for above in path.resolve().parents:
        if above.stat().st_dev != device:
            break
        with suppress(PermissionError):
            fsync_folder(above)


def remove_file(path: Path) -> bool:
    """Remove a file, also a read-only one; return whether there was one."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except PermissionError:  # Windows refuses to remove what is read-only
        path.chmod(0o600)
        path.unlink()
    return True


def write_durably(path: Path, data: bytes) -> None:
    """Write a small file so that a crash leaves the old one or the new one."""
    new = path.with_name(f"{path.name}.new")
    try:
        make_file(new, modes_of(path.parent).file)
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        fsync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def file_system_of(path: Path) -> str:
    """Return the type of the file system that a folder is on, '' where it is not known."""
    import psutil

    place = os.path.realpath(path)
    best, kind = "", ""
    try:
        partitions = psutil.disk_partitions(all=True)
    except OSError:  # no /proc, say in a jail
        return ""
    for partition in partitions:
        mount = partition.mountpoint
        inside = place == mount or place.startswith(mount.rstrip(os.sep) + os.sep)
        # The last of equal mounts is the one on top.
        if inside and len(mount) >= len(best):
            best, kind = mount, partition.fstype
    return kind.lower()


def is_network(file_system: str) -> bool:
    """Return whether other machines may have the same files open.

    Every FUSE file system counts as one but those that are known to be local disks:
    guessing wrong that way costs a little speed, the other way the catalog.
    """
    if file_system.startswith("fuse"):
        return file_system not in {"fuse.ext2", "fuseblk", "fuse.fuse-overlayfs"}
    return file_system in _NETWORK
