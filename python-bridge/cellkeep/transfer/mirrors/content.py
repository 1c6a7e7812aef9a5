"""An artifact as it goes to a mirror: in a form that others open, or as the object it was."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cellkeep.errors import CellkeepError
from cellkeep_core.registry import KEPT, registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellkeep.transfer.reading import Reader
    from cellkeep_core.protocol import Artifact

# The first of these that an artifact has. A page with all its scripts is none.
_USUAL = ("parquet", "npy", "png", "svg", "jpeg", "gif", "webp", "html", "pdf", "md", "txt")


class Written(NamedTuple):
    """A file of an artifact.

    Attributes
    ----------
    path : Path
        Where it is.
    name : str
        The artifact's name with the ending of the form.
    media_type : str
        What it is.
    """

    path: Path
    name: str
    media_type: str


class Content:
    """An artifact and its bytes.

    Parameters
    ----------
    artifact : Artifact
        As the store has it.
    reader : Reader
        Reads its bytes.
    folder : Path
        Empty, for what is written of it.
    """

    def __init__(self, artifact: Artifact, reader: Reader, folder: Path) -> None:
        self.artifact = artifact
        self._reader = reader
        self._folder = folder

    @cached_property
    def written(self) -> Written:
        """The file of it, in the usual form of its kind."""
        artifact = self.artifact
        offered = {form.form: form.media_type for form in registry().forms_of(artifact)}
        form = next((one for one in _USUAL if one in offered), KEPT)
        path = self._folder / "content"
        if form != KEPT:
            try:
                self._reader.write_form(artifact, form, path)
            except CellkeepError as error:
                if error.code != "NOT_SERIALISABLE":
                    raise
                form = KEPT
        if form == KEPT:
            return self.kept
        return Written(path, registry().named(artifact.name, artifact, form), offered[form])

    @cached_property
    def kept(self) -> Written:
        """The file of its bytes as they are."""
        artifact = self.artifact
        path = self._reader.content_path(artifact)
        return Written(path, registry().named(artifact.name, artifact), artifact.media_type)

    @contextmanager
    def named(self, name: str) -> Iterator[Path]:
        """Lend the file under a name of its own, without a second copy where possible."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            path = Path(folder) / name
            try:
                path.hardlink_to(self.written.path)
            except OSError:
                shutil.copyfile(self.written.path, path)
            yield path

    def load(self) -> Any:
        """Return the object that it was, never by pickle."""
        from cellkeep import codecs

        path = self._reader.content_path(self.artifact)
        libraries = self.artifact.provenance.libraries or {}
        return codecs.decode(path, self.artifact.codec, libraries=libraries)
