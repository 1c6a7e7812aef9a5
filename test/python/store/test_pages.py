"""Pages that are downloaded need no network."""

from __future__ import annotations

import importlib.util
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cellkeep_core.errors import CellkeepError
from cellkeep_core.registry import KEPT, registry
from cellkeep_store.forms import front_end
from cellkeep_store.forms.forms import _writer, write_form

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
    with pytest.raises(CellkeepError, match="install plotly") as refused:
        written()
    assert refused.value.code == "NOT_SERIALISABLE"


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
