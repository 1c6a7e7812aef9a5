"""Files of every kind that there is a viewer for, made by the libraries that people use.

Run as a script with `CELLKEEP_STORE` set and a folder as its argument: it saves what `run.save`
takes as values, and writes what is stored as files into the folder.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import sys
import tarfile
import wave
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

BIG_ROWS = 10_000_000
PLANETS = ["Mercury", "Venus", "Earth", "Mars"]


def save_values() -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    import altair as alt
    import matplotlib.pyplot as plt
    import pandas as pd
    import plotly.graph_objects as go
    import pyarrow as pa
    import torch
    from bokeh.plotting import figure as bokeh_figure

    import cellkeep

    run = cellkeep.Run("viewers")
    random = np.random.default_rng(0)

    def keep(value: Any, name: str) -> None:
        run.save(value, "output", name=name).wait(120)

    def big_batches() -> Any:
        step = 65_536
        schema = pa.schema([("id", pa.int64()), ("value", pa.float64()), ("kind", pa.string())])
        for start in range(0, BIG_ROWS, step):
            ids = np.arange(start, min(start + step, BIG_ROWS))
            kinds = pa.array(PLANETS).take(pa.array(ids % 4))
            columns = [pa.array(ids), pa.array(np.sin(ids / 1e6)), kinds]
            yield pa.record_batch(columns, schema=schema)

    batches = big_batches()
    first = next(batches)
    reader = pa.RecordBatchReader.from_batches(first.schema, (b for b in [first, *batches]))
    keep(reader, "big table")

    frame = pd.DataFrame(
        {
            "planet": pd.Categorical(PLANETS * 250),
            "mass": random.normal(10, 3, 1000),
            "moons": pd.array([0, 1, None, 2] * 250, dtype="Int64"),
            "seen": pd.date_range("2026-01-01", periods=1000, freq="h", tz="Europe/Berlin"),
            "note": ["=cmd()", "-5", "plain", None] * 250,
        }
    )
    keep(frame, "planets")
    changed = frame.copy()
    changed.loc[3, "mass"] = 99.5
    changed.loc[7, "note"] = "changed"
    keep(changed.assign(extra=1), "planets")

    rows, columns = np.mgrid[0:300, 0:400]
    waves = np.sin(rows / 20) * np.cos(columns / 30)
    keep(waves, "waves")
    keep(waves + 0.1 * (rows > 150), "waves")
    keep(np.stack([waves * step for step in range(5)]).astype("f4"), "cube")
    keep(random.normal(size=100_000).cumsum(), "walk")
    keep(rows % 7 == 0, "mask")

    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 4))
    keep(model.state_dict(), "model")
    with torch.no_grad():
        model[2].weight += 0.5
    keep(model.state_dict(), "model")

    figure = go.Figure(go.Scatter(y=[1, 3, 2], name="loss", mode="lines"))
    figure.update_layout(title="Loss", width=640, height=420)
    keep(figure, "loss")
    figure.data[0].y = [2, 1, 3]
    keep(figure, "loss")
    hostile = go.Figure(go.Bar(x=["<img src=x onerror=window.hacked=1>"], y=[1]))
    hostile.update_layout(title="<script>window.hacked=1</script><a href='javascript:1'>t</a>")
    keep(hostile, "hostile figure")

    bars = alt.Chart(frame[["planet", "mass"]], width=300, height=200).mark_bar()
    keep(bars.encode(x="planet:N", y="mean(mass):Q"), "masses")
    keep(alt.Chart("https://example.org/a.csv").mark_point().encode(x="a:Q"), "chart of elsewhere")

    live = bokeh_figure(title="Lines", width=300, height=200)
    live.line([1, 2, 3], [1, 3, 2])
    keep(live, "lines")

    for scale in (1, 2):
        plot, axes = plt.subplots(figsize=(4, 3))
        axes.plot(np.arange(50), np.sqrt(np.arange(50)) * scale)
        axes.set_title("Roots")
        keep(plot, "roots")
        plt.close(plot)

    keep(typed_table(), "typed")
    keep({"lr": 0.1, "layers": [1, 2, {"deep": True}]}, "settings")
    keep({"lr": 0.2, "layers": [1, 2, {"deep": True}]}, "settings")
    run.close()


def typed_table() -> Any:
    """Return a table with a column of every type that a file may keep or lose."""
    import datetime as dt
    from decimal import Decimal

    import pyarrow as pa

    ns = [1_767_225_600_123_456_789, None, -1]
    columns = {
        "small": pa.array([1, None, -128], pa.int8()),
        "unsigned": pa.array([0, 2**32 - 1, None], pa.uint32()),
        "large": pa.array([2**63, None, 2**64 - 1], pa.uint64()),
        "exact": pa.array([2**53 + 1, -1, None], pa.int64()),
        "single": pa.array([0.1, None, float("inf")], pa.float32()),
        "flag": pa.array([True, None, False]),
        "day": pa.array([dt.date(2026, 2, 28), None, dt.date(1969, 12, 31)]),
        "instant": pa.array(ns, pa.timestamp("ns", "Europe/Berlin")),
        "local": pa.array([1_234_567, None, -1], pa.timestamp("us")),
        "second": pa.array([5, None, -5], pa.timestamp("s")),
        "price": pa.array([Decimal("12.30"), None, Decimal("-0.05")], pa.decimal128(10, 2)),
        "raw": pa.array([b"\x00\xff" * 100, None, b""]),
        "word": pa.array(["=cmd()", None, "\u202eabc"]),
        "kind": pa.array(["a", None, "a"]).dictionary_encode(),
    }
    return pa.table(columns)


class Runs:
    """What an attacker puts into a pickle."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return (os.system, ("true",))


def write_files(folder: Path) -> None:
    import nbformat
    import pandas as pd
    import pyarrow as pa
    from PIL import Image
    from pyarrow import feather

    def write(name: str, content: bytes | str) -> None:
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)

    random = np.random.default_rng(1)
    rows = 30_000
    frame = pd.DataFrame({"i": np.arange(rows), "x": random.normal(size=rows)})
    frame["word"] = [f"word {index % 17}" for index in range(rows)]
    frame["when"] = pd.date_range("2026-01-01", periods=rows, freq="min")
    frame.to_parquet(folder / "snappy.parquet")
    frame.to_parquet(folder / "zstd.parquet", compression="zstd", row_group_size=7000)
    frame.to_csv(folder / "table.csv", index=False)
    odd = "# made by me\nname;x\nZoë;1\nÅsa;2;more\n"
    (folder / "habits.csv").write_bytes(odd.encode("cp1252"))
    (folder / "latin.txt").write_bytes("Grüße aus Malmö".encode("cp1252"))
    (folder / "wide.txt").write_bytes("Grüße aus Malmö".encode("utf-16"))
    (folder / "nan.json").write_text('{"loss": [NaN, -Infinity, 1]}')
    feather.write_feather(pa.Table.from_pandas(frame), folder / "lz4.feather", compression="lz4")
    feather.write_feather(pa.Table.from_pandas(frame), folder / "zstd.feather", compression="zstd")
    np.save(folder / "fortran.npy", np.asfortranarray(np.arange(600.0).reshape(20, 30)))
    photo = (np.mgrid[0:60, 0:80][0][..., None] * np.array([4, 2, 1])).astype("u1")
    np.save(folder / "photo.npy", photo)

    for index, colour in enumerate([(200, 30, 30), (30, 160, 30), (30, 30, 200)]):
        picture = Image.new("RGB", (320, 200), colour)
        picture.putpixel((10, 10), (255, 255, 255))
        picture.save(folder / f"picture {index}.png")
    Image.new("RGB", (64, 64), (9, 9, 9)).save(folder / "really a picture.csv", format="PNG")
    write(
        "hostile.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='100' onload='parent.hacked=1'>"
        "<script>parent.hacked=1</script><circle cx='50' cy='50' r='40' fill='teal'/></svg>",
    )
    write(
        "hostile.html",
        "<!doctype html><h1 id=t>Report</h1><img src=x onerror='parent.hacked=1'>"
        "<script>parent.hacked=1; top.location='about:blank'</script>",
    )
    write(
        "hostile.md",
        "# Title\n\nText with *emphasis*.\n\n<script>parent.hacked=1</script>"
        "<img src=x onerror='parent.hacked=1'>[link](javascript:alert(1))\n",
    )
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_markdown_cell("# Analysis\n<script>parent.hacked=1</script>"),
        nbformat.v4.new_code_cell(
            "print(1)",
            outputs=[
                nbformat.v4.new_output("stream", text="1\n"),
                nbformat.v4.new_output(
                    "display_data",
                    data={"text/html": "<b>bold</b><script>parent.parent.hacked=1</script>"},
                ),
            ],
        ),
    ]
    write("analysis.ipynb", nbformat.writes(notebook))
    write(
        "hostile.csv",
        "\"<img src=x onerror='hacked=1'>\",b\n"
        '"<script>hacked=1</script>",\u202egnp.exe\n=HYPERLINK(),\x1b[31mred\n',
    )
    keys = {"__proto__": {"hacked": 1}, "<img src=x onerror='hacked=1'>": "\u202egnp.exe\x07"}
    write("hostile.json", json.dumps({"constructor": keys, "long": "x" * 3_000_000}))
    write("code.py", "".join(f"def f{index}(x):\n    return x + {index}\n" for index in range(500)))
    write("long.log", "".join(f"{index:08d} a line of a long log\n" for index in range(100_000)))
    write("deep.json", "[" * 20_000 + "1" + "]" * 20_000)
    write("wide.json", json.dumps({f"key {index}": index for index in range(50_000)}))
    write("broken.json", '{"a": ')
    write("minimal.pdf", _pdf())
    with wave.open(str(folder / "tone.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes((np.sin(np.arange(8000) / 5) * 9000).astype("<i2").tobytes())
    with zipfile.ZipFile(folder / "files.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for index in range(300):
            archive.writestr(f"folder/file {index}.txt", "text " * index)
        archive.writestr("../../escape.txt", "no")
    for name, mode in (("files.tar", "w"), ("files.tar.gz", "w:gz")):
        with tarfile.open(folder / name, mode) as archive:
            for index in range(20):
                entry = tarfile.TarInfo(f"{'long ' * 30}{index}.txt")
                entry.size = 700
                archive.addfile(entry, io.BytesIO(b"x" * 700))
    with gzip.open(folder / "one.txt.gz", "wb") as file:
        file.write(b"hello " * 1000)
    write("plain.pkl", pickle.dumps({"a": np.arange(10), "b": [1, 2]}))
    write("evil.pkl", pickle.dumps(Runs()))
    write("noise.bin", random.bytes(300_000))
    # Files that stop where they should not, or say what is not so.
    write("cut.feather", (folder / "lz4.feather").read_bytes()[:-400])
    words = pa.table({"\u202eword": ["some", "words"] * 500})
    feather.write_feather(words, folder / "lies.feather", compression="uncompressed")
    # Where each word ends, which now lies far behind the file.
    ends = np.array([4, 9, 13, 18], "i4").tobytes()
    content = (folder / "lies.feather").read_bytes()
    assert content.count(ends) == 1
    write("lies.feather", content.replace(ends, b"\xff\xff\xff\x7f" * 4))
    write("cut.parquet", b"PAR1" + b"\x00" * 40 + b"\xff\xff\xff\x7fPAR1")
    write("cut.npy", (folder / "fortran.npy").read_bytes()[:40])
    write("cut.zip", (folder / "files.zip").read_bytes()[:500])
    header = json.dumps({"w": {"dtype": "F32", "shape": [9, 9], "data_offsets": [0, 10**12]}})
    write("cut.safetensors", len(header).to_bytes(8, "little") + header.encode())


def _pdf() -> bytes:
    """Return a PDF of one empty page, with the table of where its parts are."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 4\n0000000000 65535 f \n%strailer\n<< /Size 4 /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (table, len(body))
    )


if __name__ == "__main__":
    save_values()
    write_files(Path(sys.argv[1]))
