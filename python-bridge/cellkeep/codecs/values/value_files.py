"""``values-json.v1`` and ``values-zip.v1``: values in any nesting, by their exact types.

``values-json.v1`` is ``{"codec": "values-json.v1", "value": ...}``, whose value is as
`cellkeep.codecs.trees` writes it. Where arrays, tables, tensors or what else has a codec of its
own are in it, ``values-zip.v1`` is a ZIP file, not compressed, of that same JSON as ``values.json``
and each of these as a file of the codec it would have by itself. The JSON has ``{"part": 0}`` in
its place and the list ``parts`` of rows such as::

    {"file": "0.arrow", "codec": "ndarray-arrow.v1",
     "type": "numpy.ndarray", "summary": "3 float64"}

Dates and modes in the ZIP are fixed: the same value gives the same bytes.
"""

from __future__ import annotations

import io
import json
import reprlib
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from cellkeep.codecs.arrays.array_preview import array_summary
from cellkeep.codecs.base import (
    DeclinedError,
    Encoded,
    WholeWrites,
    loaded_type,
    type_name,
    versions,
)
from cellkeep.codecs.previews.text_preview import cell_text, text_preview
from cellkeep.codecs.trees import records
from cellkeep.codecs.trees.places import at
from cellkeep.codecs.trees.tree import from_tree, is_value, to_tree
from cellkeep.codecs.unpacking import check_entries
from cellkeep.codecs.values.single_values import value_preview
from cellkeep.codecs.zip_file import zip_entry
from cellkeep_core.registry import registry
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cellkeep.codecs.base import Codec
    from cellkeep.codecs.trees.places import Node
    from cellkeep.codecs.trees.places import Path as Place

JSON_ID = "values-json.v1"
ZIP_ID = "values-zip.v1"
_VALUES = "values.json"
# Their own values are in the trees.
_LIBRARIES = ("numpy", "pandas")
# A tree keeps values itself; of a figure, and of what is kept as shown, only that would come back.
_FIGURE = "figure-mimebundle.v1"
_SHOWN = frozenset({_FIGURE, "displayed.v1"})
_NO_PARTS = frozenset({"json.v1", JSON_ID, ZIP_ID}) | _SHOWN


class ValuesJsonCodec:
    """Dicts, lists, tuples, sets and single values that JSON alone would change."""

    id = JSON_ID
    rank = 85
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is a container or a value."""
        return is_value(obj)

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write it as UTF-8."""
        try:
            tree = to_tree(obj)
        except DeclinedError as declined:
            raise DeclinedError("") from declined  # with parts it may be kept: that is asked next
        text = _to_json({"codec": self.id, "value": tree})
        sink.write(text.encode())
        libraries, preview = versions(*_LIBRARIES), value_preview(_short_repr(obj), obj)
        return Encoded(self.id, "application/json", _summary(obj), preview, libraries=libraries)

    def decode(self, path: Path) -> object:
        """Read it; of classes only those come back whose modules are imported here."""
        return from_tree(_document(path.read_bytes(), self.id)["value"])


class _Part(NamedTuple):
    codec: Codec
    obj: Any
    row: dict[str, str]


class ValuesZipCodec:
    """The same with arrays, tables, tensors and what else has a codec in it.

    Parameters
    ----------
    codecs : callable
        Returns the codecs that may keep a part.
    """

    id = ZIP_ID
    rank = 86
    safe = True

    def __init__(self, codecs: Callable[[], Iterable[Codec]]) -> None:
        self._codecs = codecs

    def matches(self, obj: object) -> bool:
        """Whether it is a container or a value."""
        return is_value(obj)

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the values, then each part as a stream."""
        parts = _Parts(self._codecs())
        tree = to_tree(obj, parts.add)
        rows = [part.row for part in parts.found]
        document = {"codec": self.id, "value": tree, "parts": rows}
        with zipfile.ZipFile(sink, "w") as archive:
            with zip_entry(archive, _VALUES) as file:
                file.write(_to_json(document).encode())
            for part in parts.found:
                with zip_entry(archive, part.row["file"]) as file:
                    part.codec.encode(part.obj, file)
        summary = f"{_summary(obj)}, {counted(len(rows), 'part')}".lstrip(", ")
        libraries = {**versions(*_LIBRARIES), **parts.libraries}
        preview = text_preview(_short_repr(obj))
        return Encoded(self.id, "application/zip", summary, preview, libraries=libraries)

    def decode(self, path: Path) -> object:
        """Read it; a part that is in several places is one object again."""
        by_id = {codec.id: codec for codec in self._codecs() if codec.id not in _NO_PARTS}
        parts: list[object] = []
        # What maps its file keeps the pages when the name is gone; Windows keeps the file a while.
        with (
            tempfile.TemporaryDirectory(prefix="cellkeep-", ignore_cleanup_errors=True) as folder,
            zipfile.ZipFile(path) as archive,
        ):
            check_entries(archive, [_VALUES], path)
            document = _document(archive.read(_VALUES), self.id)
            check_entries(archive, [_VALUES, *(row["file"] for row in document["parts"])], path)
            for number, row in enumerate(document["parts"]):
                codec = by_id.get(row["codec"])
                if codec is None or not codec.safe:
                    raise ValueError(f"there is no codec {row['codec']!r} for the part {number}")
                # Never by the name that is in the file: that could lead anywhere.
                place = Path(folder) / str(number)
                with archive.open(row["file"]) as source, place.open("wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
                parts.append(codec.decode(place))
        return from_tree(document["value"], lambda node: parts[node["part"]])


class _Parts:
    """Collects what has a codec of its own; the same object again is the same part."""

    def __init__(self, codecs: Iterable[Codec]) -> None:
        self.found: list[_Part] = []
        self.libraries: dict[str, str] = {}
        every = list(codecs)
        self._codecs = [codec for codec in every if codec.id not in _NO_PARTS]
        self._only_shown = [codec for codec in every if codec.id in _SHOWN]
        self._numbers: dict[int, int] = {}
        self._places: dict[Place, int] = {}

    def add(self, value: object, place: Place) -> Node | None:
        """Take a value where a codec keeps it exactly. Decline, with its place, where none does."""
        number = self._numbers.get(id(value))
        if number is None:
            # A second walk meets the data of a masked array as another object, in the same place.
            number = self._places.get(place)
        if number is not None:
            return {"part": number}
        # A package may have a codec for its dataclasses.
        if is_value(value) and not records.is_value(value):
            # A tuple of bars is a part of a figure, as plt.hist() returns it.
            self._decline_what_is_only_shown(value, place, _FIGURE)
            return None
        declined: DeclinedError | None = None
        for codec in self._codecs:
            if not codec.safe or not codec.matches(value):
                continue
            if hasattr(type(value), "read_next_batch"):
                reason = f"The {type_name(value)}{at(place)} can be read only once."
                raise DeclinedError(reason, "Save x.read_all().")
            nowhere = cast("BinaryIO", _Nowhere())
            try:
                # Once to nowhere: nothing may be declined when the first byte is written.
                encoded = codec.encode(value, cast("BinaryIO", WholeWrites(nowhere)))
            except DeclinedError as error:
                declined = error
                continue
            self._numbers[id(value)] = self._places[place] = len(self.found)
            self.libraries.update(encoded.libraries)
            extension = registry().extension_of(encoded.codec, encoded.media_type)
            row = {
                "file": f"{len(self.found)}{extension}",
                "codec": encoded.codec,
                "type": type_name(value),
                "summary": encoded.summary,
            }
            self.found.append(_Part(codec, value, row))
            return {"part": self._numbers[id(value)]}
        if declined is not None and not is_value(value):
            where = f" It is{at(place)}." if place else ""
            raise DeclinedError(f"{declined.reason}{where}", declined.advice)
        if not is_value(value):
            self._decline_what_is_only_shown(value, place, *_SHOWN)
        return None

    def _decline_what_is_only_shown(self, value: object, place: Place, *ids: str) -> None:
        if place and any(each.id in ids and each.matches(value) for each in self._only_shown):
            raise DeclinedError(
                f"Of the {type_name(value)}{at(place)} only what it shows can be kept.",
                "Save its text: sympy.srepr(x)."
                if loaded_type(value, "sympy", "Basic", "MatrixBase")
                else "Save it by itself, and the rest without it.",
            )


class _Nowhere(io.RawIOBase):
    """A sink that keeps nothing."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        return memoryview(data).nbytes


def _to_json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _document(text: bytes, codec: str) -> dict[str, Any]:
    document = json.loads(text)
    if not isinstance(document, dict) or document.get("codec") != codec:
        raise ValueError("it has no values")
    return document


def _summary(obj: Any) -> str:
    if isinstance(obj, dict):
        return counted(len(obj), "key")
    if isinstance(obj, (list, tuple, set, frozenset)):
        return counted(len(obj), "item")
    if getattr(obj, "shape", ()) and hasattr(obj, "dtype"):
        return f"{type(obj).__name__} {array_summary(obj)}"  # sparse, masked, of Python objects
    text = cell_text(" ".join(_short_repr(obj).split()))
    return text if type(obj).__name__ in text.partition("(")[0] else f"{type_name(obj)} {text}"


def _short_repr(obj: object) -> str:
    short = reprlib.Repr()
    short.maxlevel, short.maxstring, short.maxlong, short.maxother = 5, 200, 200, 200
    short.maxdict = short.maxlist = short.maxtuple = short.maxset = short.maxfrozenset = 50
    try:
        return short.repr(obj)
    except Exception:  # noqa: BLE001  (a class's own repr must not stop a save)
        return type_name(obj)
