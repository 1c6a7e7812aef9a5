"""What an archive's page opens of an artifact, and the process that makes it."""

from __future__ import annotations

import html
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from archive_support import archive_of
from store_samples import make_offer, save

from cellkeep_core.registry import registry
from cellkeep_store import Store
from cellkeep_store.sharing.views import maker as making
from cellkeep_store.sharing.views.document import View, digest, sandboxed
from cellkeep_store.sharing.views.libraries import LIBRARIES, library_document
from cellkeep_store.sharing.views.maker import ViewMaker
from cellkeep_store.sharing.views.view import Subject, view_of
from hostile import data_files

ARROW = "application/vnd.apache.arrow.file"


def view(content: bytes, media_type: str, codec: str = "bytes.v1") -> View:
    subject = Subject(codec, media_type, registry().kind_of(codec, media_type))
    found = view_of(io.BytesIO(content), subject)
    assert found is not None
    return found


def npy(values: np.ndarray) -> bytes:  # type: ignore[type-arg]
    sink = io.BytesIO()
    np.save(sink, values)
    return sink.getvalue()


def test_a_table_has_its_first_rows_with_the_whole_value_of_what_is_shortened() -> None:
    rows = pa.table(
        {
            "x": [1 / 3] * 1500,
            "when": pa.array([1_000_000_001] * 1500, pa.timestamp("ns")),
            "text": pa.array(["<b>\u202e"] * 1500).dictionary_encode(),
            "none": pa.nulls(1500),
        }
    )
    text = view(data_files.arrow_file(rows), ARROW).text
    assert text.count("<tr>") == 1001
    assert "the first 1,000 rows" in text
    assert '<td class="number" title="0.3333333333333333">0.333333</td>' in text
    assert "1970-01-01 00:00:01.000000001" in text
    whole = pa.table({"when": pa.array([1_000_000], pa.timestamp("us", "UTC"))})
    assert ">1970-01-01 00:00:01Z<" in view(data_files.arrow_file(whole), ARROW).text
    assert "&lt;b&gt;\\u202e" in text
    assert text.count('<td class="missing">missing</td>') == 1000
    assert "2 rows" in view(b"a,b\n1,x\n2,y\n", "text/csv").text
    assert "1 row<" in view(b"a\tb\n1\tx\n", "text/tab-separated-values").text
    assert "<pre></pre>" in view(b"", "text/csv").text


def test_no_spike_of_a_line_and_no_cell_of_a_small_map_is_lost() -> None:
    line = np.zeros(1_000_000, np.float32)
    line[123_456] = 7
    text = view(npy(line), "application/x-npy").text
    assert "from 0 to 7" in text
    (path,) = re.findall(r' d="([^"]*)"', text)
    assert ",0.000" in path  # the top
    many = view(npy(np.arange(3000.0).reshape(1500, 2)), "application/x-npy").text
    assert "one in 2 rows" in many
    assert "from 0 to 2997" in many
    assert "shown: [0, :, :]" in view(npy(np.ones((2, 3, 4))), "application/x-npy").text
    assert "a" in view(npy(np.array(["a", "b"])), "application/x-npy").text


def test_json_is_a_tree_and_markdown_has_no_markup_of_others() -> None:
    tree = view(json.dumps({"<a>": [1, None, "x"]}).encode(), "application/json").text
    assert "&lt;a&gt;: <small>[3]</small>" in tree
    assert "<pre>{not json</pre>" in view(b"{not json", "application/json").text
    deep = b"[" * 100_000 + b"]" * 100_000
    assert "<pre>[[" in view(deep, "application/json").text
    text = view(b"# T\n\n<script>x</script>\n\n[l](javascript:x)", "text/markdown").text
    assert "<h1>T</h1>" in text
    assert "<script>x" not in text
    assert 'href="javascript' not in text


def test_a_notebook_is_its_cells_with_their_outputs() -> None:
    shown = {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<b>bold</b>"}}
    printed = {"output_type": "stream", "name": "stdout", "text": ["1\n", "2\n"]}
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Title\n", "$a^2$"]},
        {"cell_type": "code", "source": "print(1 < 2)", "outputs": [printed, shown]},
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    kind = "application/x-ipynb+json"
    text = view(json.dumps(notebook).encode(), kind).text
    assert "<h1>Title</h1>" in text
    assert 'class="formula">a^2<' in text
    assert '<pre class="source">print(1 &lt; 2)' in text
    assert "<pre>1\n2" in text
    assert "&lt;b&gt;bold" in text.split("<iframe", 1)[1]
    assert 'class="tree"' in view(b'{"cells": 1}', kind).text


def test_formulas_and_diagrams_are_what_is_marked_so_and_nothing_in_code() -> None:
    text = (
        b"Is $a<b$ and $$x$$ and \\\\(c\\\\)?\n\n\\begin{align}y\\end{align}\n\n"
        b"It costs \\$5 and \\$6. `$d$` [l](http://e.com/$f$)\n\n```py\n$g$\n```\n\n"
        b"```mermaid\ngraph LR\n```\n"
    )
    made = view(text, "text/markdown")
    formulas = re.findall(r'<span class="formula"([^>]*)>(.*?)</span>', made.text)
    display = " data-display"
    assert formulas == [
        ("", "a&lt;b"),
        (display, "x"),
        ("", "c"),
        (display, r"\begin{align}y\end{align}"),
    ]
    assert 'href="http://e.com/$f$"' in made.text
    assert made.libraries == {"mermaid"}
    # Its script is there only where there is a formula.
    assert "katex" in made.text
    assert "katex" not in view(b"# Title", "text/markdown").text


def test_what_a_library_draws_is_given_to_its_document_and_runs_only_there() -> None:
    pdf = view(b"%PDF-1.4 <script>", "application/pdf")
    assert pdf.libraries == {"pdf"}
    spec = {"mark": "</iframe><script>x</script>"}
    output = {"output_type": "display_data", "data": {"application/vnd.vegalite.v5+json": spec}}
    bundle = json.dumps({"outputs": [output]}).encode()
    chart = view(bundle, "application/vnd.jupyter.mimebundle+json", "chart-mimebundle.v1")
    assert chart.libraries == {"vega"}
    for made in (pdf, chart):
        assert "<script" not in made.text
        assert "script-src &#x27;none&#x27;" in made.text
    for name in LIBRARIES:
        text = library_document(name)
        policy = re.search(r"script-src ([^;]*);", html.unescape(text))
        scripts = re.findall(
            r'<script type="(?:module|text/javascript)">(.*?)</script>', text, re.DOTALL
        )
        assert policy is not None
        allowed = [f"'{digest(script)}'" for script in scripts]
        # Pictures in PDFs are decoded by WebAssembly; no text becomes a script.
        allowed += ["'wasm-unsafe-eval'"] if name == "pdf" else []
        assert policy[1] == " ".join(allowed)


@pytest.mark.parametrize("file", [name for name in dir(data_files) if "_offsets_" in name])
def test_an_export_of_a_hostile_file_ends_well(store: Store, file: str) -> None:
    bad = save(store, getattr(data_files, file)(), media_type=ARROW, codec="table-arrow.v1")
    good = save(store, data_files.arrow_file(pa.table({"n": [1]})), media_type=ARROW)
    with ViewMaker(store) as maker:
        maker.view(bad)
        assert "1 row<" in str(maker.view(good))


LIMIT_OF_A_CONVERSION = """
import resource
from cellkeep_store.forms.child import main
try:
    main("none", "none")
except SystemExit:
    print(resource.getrlimit(resource.RLIMIT_AS)[0])
"""


def test_what_reads_files_of_others_for_a_server_has_a_bound_of_memory(store: Store) -> None:
    command = [sys.executable, "-c", LIMIT_OF_A_CONVERSION]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert 0 < int(done.stdout) <= 4 << 30
    with ViewMaker(store) as maker:
        maker.view(save(store, data_files.arrow_file(pa.table({"n": [1]})), media_type=ARROW))
        assert maker.process is not None
        limits = Path(f"/proc/{maker.process.pid}/limits").read_text().splitlines()
    (space,) = [line.split()[3] for line in limits if line.startswith("Max address space")]
    assert int(space) <= 4 << 30


def test_a_view_that_ends_its_process_ends_no_export(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = save(store, data_files.arrow_file(pa.table({"n": [1]})), media_type=ARROW)
    with ViewMaker(store) as maker:
        assert maker.view(good) is not None
        process = maker.process
        assert process is not None
        os.kill(process.pid, signal.SIGSTOP)
        killer = threading.Timer(0.2, process.kill)
        killer.start()
        assert maker.view(good) is None  # it died meanwhile
        killer.join()
        assert maker.view(good) is not None
        assert maker.process is not None
        monkeypatch.setattr(making, "LONGEST_S", 0.5)
        os.kill(maker.process.pid, signal.SIGSTOP)
        assert maker.view(good) is None  # it took too long
        monkeypatch.undo()
        assert maker.view(good) is not None


def test_the_same_bytes_have_one_view(store: Store) -> None:
    offers = [make_offer(b"text", name=name, media_type="text/plain") for name in "ab"]
    for offer in offers:
        store.ingest.put_bytes(offer, b"text")
    with zipfile.ZipFile(archive_of(store)) as archive:
        views = [name for name in archive.namelist() if name.startswith("views/")]
        assert len(views) == 1
        assert archive.read("index.html").decode().count(f'data-src="{views[0]}"') == 2


def test_html_of_others_stands_in_a_frame_that_may_do_nothing() -> None:
    frame = sandboxed("<script>1</script>")
    assert ' sandbox srcdoc="' in frame
    inner = html.unescape(html.unescape(frame))
    for rule in ("default-src 'none'", "script-src 'none'", "frame-src 'none'"):
        assert inner.index(rule) < inner.index("<script>")
