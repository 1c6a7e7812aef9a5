"""Files of Jupyter's contents manager, found safely: the server reads what the person may see."""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, Protocol

from jupyter_core.paths import is_hidden
from jupyter_core.utils import ensure_async
from jupyter_server.services.contents.filemanager import FileContentsManager
from jupyter_server.services.contents.manager import ContentsManager
from tornado.web import HTTPError

from cellkeep_core.choice import Choice
from cellkeep_core.errors import (
    CellkeepError,
    EmptySelectionError,
    NameConflictError,
    NoSuchFileError,
    NotAFilePathError,
    TooLargeError,
)
from cellkeep_core.folders import OwnFolders
from cellkeep_server.service import StoreService

MAX_FILES = 10_000
"""Most files that one request may name, those in its folders counted."""


class Selected(NamedTuple):
    """A file to save: the artifact's name, and the contents API's path and size."""

    name: str
    path: str
    size: int


class ContentsSource(Protocol):
    """Where the server gets files from."""

    async def expand(self, paths: list[str]) -> list[Selected]:
        """Return the files that are meant, folders opened up.

        Raises
        ------
        CellkeepError
            Where a path is not there or may not be read, where two files would get one name,
            and where there is nothing or too much.
        """

    def file(self, path: str) -> AbstractAsyncContextManager[Path]:
        """Give one file as a path on this machine, for as long as the context lasts."""


def contents_source(manager: ContentsManager, service: StoreService) -> ContentsSource:
    """Return the best way to read what a contents manager has."""
    # Files on this machine are read where they are: no base64, no copy in memory.
    if isinstance(manager, FileContentsManager):
        return LocalContents(manager, service)
    return ManagedContents(manager, service)


class LocalContents:
    """Files below the contents manager's root folder.

    Which of them may be read is what Jupyter serves: with ``allow_hidden`` off no path with a
    hidden part, but what has a visible name as well, by a link or a hard link, by that name. Of
    a folder goes what it lists. Only a link to a place outside the root is refused here alone.
    """

    def __init__(self, manager: FileContentsManager, service: StoreService) -> None:
        self._manager = manager
        self._service = service

    async def expand(self, paths: list[str]) -> list[Selected]:
        """Walk the folders in a thread."""
        return await self._service.in_thread(lambda: _checked(self._find(paths)))

    @asynccontextmanager
    async def file(self, path: str) -> AsyncIterator[Path]:
        """Give the file itself, checked anew: links may have changed since."""
        yield await self._service.in_thread(lambda: self._locate(path))

    def _find(self, paths: list[str]) -> Iterator[Selected]:
        own = OwnFolders()
        for path in paths:
            place = self._locate(path)
            name = PurePosixPath(path.strip("/")).name or place.name
            yield from self._open_up(path.strip("/"), place, name, (), own, Choice())

    def _open_up(
        self,
        path: str,
        place: Path,
        name: str,
        above: tuple[Path, ...],
        own: OwnFolders,
        choice: Choice,
    ) -> Iterator[Selected]:
        if place.is_file():
            yield Selected(name, path, place.stat().st_size)
        elif not place.is_dir() or place in above:
            if not above:
                raise NotAFilePathError(f"{path!r} is neither a file nor a folder.")
            yield Selected(name, path, 0)  # in a folder it fails by itself, with the reason
        elif not own.has(place):  # a store is not saved into itself
            way = tuple(name.split("/")[1:])  # from the folder that was named
            choice = choice.within(place, way)
            for entry in sorted(found.name for found in place.iterdir()):
                inner = f"{path}/{entry}".lstrip("/")
                if self._hides(place / entry, place) or not self._lists(entry):
                    continue  # as in the file browser, where nobody sees it either
                if choice.why_not((*way, entry), is_folder=(place / entry).is_dir()):
                    continue
                try:
                    found = self._locate(inner)
                except CellkeepError:
                    yield Selected(f"{name}/{entry}", inner, 0)
                else:
                    above_it = (*above, place)
                    yield from self._open_up(inner, found, f"{name}/{entry}", above_it, own, choice)

    def _locate(self, path: str) -> Path:
        missing = NoSuchFileError(f"There is no file or folder {path!r}.")
        parts = [part for part in path.split("/") if part]
        if any(part in (".", "..") or "\x00" in part for part in parts):
            raise missing
        root = self._root()
        named = root.joinpath(*parts)
        try:
            real = named.resolve(strict=True)
        except (OSError, RuntimeError) as error:  # RuntimeError: a link to itself
            raise missing from error
        if self._hides(named, root):
            missing.hint = "Hidden files can be saved with ContentsManager.allow_hidden = True."
            raise missing
        if not real.is_relative_to(root):
            raise CellkeepError(
                f"{path!r} is a link to a place outside the folder that Jupyter serves.",
                hint="Copy the file into that folder, or save it from the kernel with run.save().",
                code="FORBIDDEN",
            )
        if not os.access(real, os.R_OK | os.X_OK if real.is_dir() else os.R_OK):
            raise CellkeepError(f"{path!r} cannot be read: permission denied.", code="FORBIDDEN")
        return real

    def _hides(self, place: Path, root: Path) -> bool:
        if self._manager.allow_hidden:
            return False
        try:
            return bool(is_hidden(place, root))
        except OSError:  # a link that leads nowhere or in circles has its name alone
            return place.name.startswith(".")

    def _lists(self, name: str) -> bool:
        return bool(self._manager.should_list(name))  # type: ignore[no-untyped-call]

    def _root(self) -> Path:
        return Path(self._manager.root_dir).resolve()


class ManagedContents:
    """Files that only the contents manager can read, such as those in object storage."""

    def __init__(self, manager: ContentsManager, service: StoreService) -> None:
        self._manager = manager
        self._service = service

    async def expand(self, paths: list[str]) -> list[Selected]:
        """Ask the contents manager for each folder."""
        found: list[Selected] = []
        for path in paths:
            model = await self._get(path, content=False)
            name = PurePosixPath(path.strip("/")).name or "files"
            await self._gather(model, name, found)
        return _checked(iter(found))

    @asynccontextmanager
    async def file(self, path: str) -> AsyncIterator[Path]:
        """Give a copy of the file, under its own name so that its type is seen."""
        model = await self._get(path, content=True)
        with tempfile.TemporaryDirectory(prefix="cellkeep-") as folder:
            copy = Path(folder) / (PurePosixPath(path).name or "file")
            await self._service.in_thread(lambda: copy.write_bytes(_bytes_of(model)))
            yield copy

    async def _gather(self, model: dict[str, Any], name: str, found: list[Selected]) -> None:
        if len(found) > MAX_FILES:
            return  # `_checked` says that it is too many
        if model["type"] != "directory":
            found.append(Selected(name, model["path"], model.get("size") or 0))
            return
        folder = await self._get(model["path"], content=True)
        for inner in folder["content"]:
            await self._gather(inner, f"{name}/{inner['name']}", found)

    async def _get(self, path: str, *, content: bool) -> dict[str, Any]:
        try:
            answer = self._manager.get(path.strip("/"), content=content)  # type: ignore[no-untyped-call]
            model: dict[str, Any] = await ensure_async(answer)
        except HTTPError as error:
            if error.status_code == 404:
                raise NoSuchFileError(f"There is no file or folder {path!r}.") from error
            raise CellkeepError(
                f"Jupyter's contents manager refused {path!r}: {error.log_message or error}.",
                code="FORBIDDEN" if error.status_code == 403 else "BAD_REQUEST",
            ) from error
        return model


def _checked(found: Iterator[Selected]) -> list[Selected]:
    selected: list[Selected] = []
    by_name: dict[str, str] = {}
    for item in found:
        if len(selected) == MAX_FILES:
            raise TooLargeError(
                f"There are more than {MAX_FILES:,} files.",
                hint="Save fewer folders at once, or an archive of them.",
            )
        other = by_name.setdefault(item.name, item.path)
        if other != item.path:
            raise NameConflictError(
                f"{other!r} and {item.path!r} would both be named {item.name!r}.",
                hint="Save the folder that holds both, or one after the other.",
            )
        selected.append(item)
    if not selected:
        raise EmptySelectionError("There is no file in what was selected.")
    return list(dict.fromkeys(selected))  # the same path named twice is one file


def _bytes_of(model: dict[str, Any]) -> bytes:
    content = model["content"]
    if model.get("format") == "base64":
        return base64.b64decode(content)
    if model.get("type") == "notebook":
        import nbformat

        notebook = nbformat.from_dict(content)  # type: ignore[no-untyped-call]
        return str(nbformat.writes(notebook)).encode()  # type: ignore[no-untyped-call]
    if isinstance(content, str):
        return content.encode()
    return json.dumps(content).encode()
