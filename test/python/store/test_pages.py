"""Pages that are downloaded need no network."""

from __future__ import annotations

import importlib.util
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from store_samples import refused

from cellkeep_core.registry import KEPT, registry
from cellkeep_store.forms import front_end
from cellkeep_store.forms.forms import _writer, write_form
from cellkeep_store.forms.libraries import script_for
from cellkeep_store.forms.pages import inline, standalone

FIGURE = json.dumps({"data": [{"y": [1, 2]}], "layout": {"title": {"text": "</script>"}}}).encode()


@pytest.fixture
def without_plotly(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec

    def find(name: str) -> Any:
        return None if name == "plotly" else real(name)

    monkeypatch.setattr(front_end, "find_spec", find)


def written() -> str:
    sink = io.BytesIO()
    write_form(io.BytesIO(FIGURE), "plotly-json.v1", "html", sink)
    return sink.getvalue().decode()


def test_a_figure_s_page_has_plotly_in_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, without_plotly: None
) -> None:
    script = (
        tmp_path
        / "labextensions"
        / "cellkeep"
        / "static"
        / "library-plotly-strict.min.0123456789abcdef.js"
    )
    script.parent.mkdir(parents=True)
    script.write_text("globalThis.Plotly = {}")
    monkeypatch.setattr(front_end, "package_folders", lambda _: [])
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    page = written()
    assert "globalThis.Plotly = {}" in page
    assert not re.search(r"<(script|link)[^>]*(src|href)=", page)
    assert page.count("</script>") == 2


def test_where_there_is_no_plotly_there_is_no_page(
    monkeypatch: pytest.MonkeyPatch, without_plotly: None
) -> None:
    monkeypatch.setattr(front_end, "package_folders", lambda _: [])
    monkeypatch.setattr(front_end, "jupyter_path", lambda *_: [])
    with refused("NOT_SERIALISABLE", match="install plotly"):
        written()


def test_every_form_that_is_offered_has_a_writer() -> None:
    offering = [row.codec for row in registry().codecs if set(row.forms) != {KEPT}]
    assert "displayed.v1" in offering
    for codec in offering:
        assert _writer(codec)
    output = {"output_type": "display_data", "data": {"text/plain": "seen"}, "metadata": {}}
    sink = io.BytesIO()
    source = io.BytesIO(json.dumps({"outputs": [output]}).encode())
    write_form(source, "displayed.v1", "txt", sink)
    assert sink.getvalue() == b"seen\n"


def test_a_script_is_carried_where_it_does_the_same() -> None:
    import bokeh
    import plotly.io

    page = plotly.io.to_html({"data": []}, include_plotlyjs="cdn")
    (address,) = re.findall(r'src="([^"]+)"', page)
    assert "Plotly" in (script_for(address) or "")
    assert script_for(address.replace("plotly-", "plotly-1")) is None  # another major version
    bokehs = f"https://cdn.bokeh.org/bokeh/release/bokeh-widgets-{bokeh.__version__}.min.js"
    assert "Bokeh" in (script_for(bokehs) or "")
    assert script_for(bokehs.replace(bokeh.__version__, "1.2.3")) is None
    assert script_for("https://example.org/plotly-4.1.1.min.js") is None


def test_a_script_in_a_page_neither_ends_it_nor_depends_on_its_encoding() -> None:
    element = inline("a = '</script><!--é😀'; b = /<\\/SCRIPT>/")
    assert element == (
        "<script>a = '\\x3c/script>\\x3c!--\\u00e9\\ud83d\\ude00'; b = /<\\/SCRIPT>/</script>"
    )


def test_what_a_page_still_loads_is_named_in_it() -> None:
    known = (
        b"<html><body class=x>\xff<p><a href=https://a.org>a</a><img src=own.png></p></body></html>"
    )
    assert standalone(known) == known
    loading = known.replace(b"own.png", b"//b.org/picture.png?a=1&amp;b=2")
    whole = standalone(loading)
    assert b'<body class=x><p role="note"' in whole
    assert b"This page loads picture.png from b.org." in whole
    assert whole.endswith(loading.partition(b"<body class=x>")[2])


def test_a_page_that_was_made_to_take_time_takes_none() -> None:
    import time

    for part in (b"<script ", b"<script src=//a ", b"<link ", b"<img src = ", b"import ( "):
        began = time.process_time()
        standalone(part * 500_000)
        assert time.process_time() - began < 5, part
