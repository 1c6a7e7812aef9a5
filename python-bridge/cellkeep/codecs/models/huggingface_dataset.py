"""``huggingface-dataset.v1``: data sets of Hugging Face as their folder of Arrow files."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type, versions
from cellkeep.codecs.foreign import checked
from cellkeep.codecs.models.folders import read_folder, write_folder
from cellkeep.codecs.previews.text_preview import text_preview
from cellkeep.codecs.tables.table_preview import MAX_ROWS, Head, table_summary
from cellkeep_core.process_folder import new_process_folder
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from cellkeep_core.protocol.generated import Preview

_READ = frozenset({".arrow", ".json"})


class DatasetCodec:
    """``datasets.Dataset`` and ``DatasetDict``."""

    id = "huggingface-dataset.v1"
    rank = 46
    safe = True
    kind = "archive"
    extra = "huggingface"
    version_bound = ("datasets",)

    def matches(self, obj: object) -> bool:
        """Whether it is a data set, or several by name."""
        return loaded_type(
            obj, "datasets", "Dataset", "DatasetDict", "IterableDataset", "IterableDatasetDict"
        )

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the folder."""
        if loaded_type(obj, "datasets", "IterableDataset", "IterableDatasetDict"):
            raise DeclinedError(
                "It is read while it is used, and may never end.",
                "Save a part: datasets.Dataset.from_list(list(x.take(1000))).",
            )
        with tempfile.TemporaryDirectory(prefix="cellkeep-") as text:
            folder = Path(text)
            obj.save_to_disk(folder)
            write_folder(folder, {"class": type(obj).__name__}, sink)
        summary, preview = _facts(obj)
        return Encoded(
            self.id,
            "application/vnd.huggingface.datasets+zip",
            summary,
            preview,
            libraries=versions("datasets", "pyarrow"),
        )

    def decode(self, path: Path) -> object:
        """Load it; its rows stay in files, which are there as long as this process."""
        import datasets

        folder = new_process_folder()
        note = read_folder(path, folder, lambda name: PurePosixPath(name).suffix in _READ)
        _check(folder)
        loaded: object = datasets.load_from_disk(str(folder), keep_in_memory=False)
        if type(loaded).__name__ != note["class"]:
            raise ValueError(f"it is no {note['class']}")
        return loaded


def _facts(obj: Any) -> tuple[str, Preview]:
    if isinstance(obj, dict):
        rows = ", ".join(f"{name} {split.num_rows:,}" for name, split in obj.items())
        return f"{counted(len(obj), 'split')}: {rows}", text_preview(repr(obj))
    head = Head(obj.features.arrow_schema, {"rows": obj.num_rows})
    table = obj.with_format("arrow")[:MAX_ROWS]
    for batch in table.to_batches():
        head.take(batch)
    return table_summary(obj.num_rows, len(obj.column_names)), head.preview()


def _check(folder: Path) -> None:
    """Refuse files that lie about themselves, and a state that names a file of elsewhere."""
    import pyarrow as pa

    for path in folder.rglob("*.arrow"):
        with pa.memory_map(str(path)) as source, pa.ipc.open_stream(source) as reader:
            for batch in reader:
                checked(batch)
    for path in folder.rglob("state.json"):
        state = json.loads(path.read_bytes())
        files = [*(state.get("_data_files") or ()), *(state.get("_indices_data_files") or ())]
        for file in files:
            name = file["filename"]
            if PurePosixPath(name).name != name or not (path.parent / name).is_file():
                raise ValueError(f"it names the file {name!r}")
