"""Writes the golden artifacts that both languages read: ``schema/vectors/artifacts``.

Run as ``python scripts/make_vectors.py``. A file that is there is never written again: what an
older version wrote is what today's readers must still read. Delete a file to make it anew.
``manifest.json`` is written from the files each time.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from artifact_values import Case, cases

from cellkeep.codecs import decode, encode
from cellkeep_core.protocol import to_builtins
from cellkeep_core.registry import registry

TARGET = Path(__file__).resolve().parent.parent / "schema" / "vectors" / "artifacts"
MOST_BYTES = 20_000
FIRST_VALUES = 6


def main() -> None:
    """Write the files that are missing, and the manifest."""
    TARGET.mkdir(parents=True, exist_ok=True)
    entries = [_entry(case) for case in cases()]
    manifest = {
        "about": "Golden artifacts (scripts/make_vectors.py). Both languages read each file. "
        "Under `expect` is what a reader finds; numbers that JSON cannot say exactly are text.",
        "artifacts": entries,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (TARGET / "manifest.json").write_text(text, "utf-8")
    known = {entry["file"] for entry in entries} | {"manifest.json"}
    for stray in sorted(path.name for path in TARGET.iterdir() if path.name not in known):
        raise SystemExit(f"{stray} is of no case: delete it.")


def _entry(case: Case) -> dict[str, Any]:
    partial = TARGET / ".partial"
    with partial.open("wb") as sink:
        encoded = encode(case.obj, sink)
    row = registry().codec(encoded.codec)
    path = TARGET / f"{encoded.codec}-{case.name}{row.extension if row else ''}"
    if path.exists():
        partial.unlink()
    else:
        partial.rename(path)
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise SystemExit(f"{path.name} has {len(content)} bytes; {MOST_BYTES} are the most.")
    return {
        "file": path.name,
        "codec": encoded.codec,
        "media_type": encoded.media_type,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "summary": encoded.summary,
        "preview": to_builtins(encoded.preview),
        "expect": _expected_document(path, encoded.codec)
        or _expected(decode(path, encoded.codec), encoded.codec, encoded.preview),
    }


def _expected(back: Any, codec: str, preview: Any) -> dict[str, Any]:
    if codec.startswith("ndarray-"):
        return _expected_array(np.asarray(back), scalar=isinstance(back, np.generic))
    match codec:
        case "table-arrow.v1":
            names = [column.name for column in preview.columns]
            first_row = preview.head[0] if preview.head else None
            return {"rows": preview.rows, "columns": names, "first_row": first_row}
        case "tensors-safetensors.v1":
            return {"tensors": {name: _expected_tensor(one) for name, one in back.items()}}
        case "plotly-json.v1":
            figure = back.to_plotly_json()
            kinds = [trace["type"] for trace in figure["data"]]
            return {"traces": kinds, "title": figure["layout"]["title"]["text"]}
        case "image-png.v1" | "image-tiff.v1":
            return {"size": list(back.size), "mode": back.mode}
        case "json.v1":
            return {"value": back}
        case "bytes.v1":
            return {"first_bytes": list(back[:FIRST_VALUES])}
    raise SystemExit(f"Say what a reader finds in {codec}.")


def _expected_document(path: Path, codec: str) -> dict[str, Any] | None:
    """Return what is in a file whose JSON says it."""
    if "mimebundle.v1" in codec or codec == "displayed.v1":
        outputs = json.loads(path.read_bytes())["outputs"]
        types = [sorted(output.get("data", {})) for output in outputs]
        return {"output_types": [o["output_type"] for o in outputs], "media_types": types}
    if codec == "values-json.v1":
        return {"value": json.loads(path.read_bytes())}
    if codec == "values-zip.v1":
        with zipfile.ZipFile(path) as archive:
            return {"files": archive.namelist(), "value": json.loads(archive.read("values.json"))}
    if codec == "xarray-zarr.v1":
        with zipfile.ZipFile(path) as archive:
            return {"files": archive.namelist(), "value": json.loads(archive.read(".zmetadata"))}
    return None


def _expected_array(array: np.ndarray[Any, Any], *, scalar: bool) -> dict[str, Any]:
    dtype = array.dtype.name if array.dtype.type.__module__ == "ml_dtypes" else array.dtype.str
    order = "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"
    if array.dtype.names:
        values = [[str(part) for part in row.item()] for row in array.reshape(-1)[:FIRST_VALUES]]
    else:
        values = [_number(value) for value in array.reshape(-1)[:FIRST_VALUES]]
    found = {"shape": list(array.shape), "dtype": dtype, "order": order, "first_values": values}
    return {**found, "scalar": True} if scalar else found


def _expected_tensor(tensor: Any) -> dict[str, Any]:
    values = [_number(value) for value in tensor.reshape(-1).tolist()[:FIRST_VALUES]]
    name = str(tensor.dtype).removeprefix("torch.")
    return {"dtype": name, "shape": list(tensor.shape), "first_values": values}


def _number(value: Any) -> Any:
    """Return a value as a JSON number where that is exact in every language, else as text."""
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, bool):
        return plain
    if isinstance(plain, int) and abs(plain) <= 2**53:
        return plain
    if isinstance(plain, float) and np.isfinite(plain):
        return plain
    return str(value)


if __name__ == "__main__":
    main()
