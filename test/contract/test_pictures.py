"""Pictures in outputs: the same file is read by ``src/capture/markdown.ts``'s tests."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from cellkeep.codecs import encode_outputs

VECTORS = json.loads((Path(__file__).parents[2] / "schema/vectors/pictures.json").read_text())
CASES: list[dict[str, Any]] = VECTORS["cases"]


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in VECTORS["files"].items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kept(media_type: str, text: str, **options: Any) -> Any:
    file = io.BytesIO()
    output = {"output_type": "display_data", "data": {media_type: text}}
    encode_outputs([output], file, **options)
    return json.loads(file.getvalue())["outputs"][0]["data"][media_type]


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_output_has_the_pictures_beside_it_in_it(case: dict[str, Any]) -> None:
    assert kept(case["type"], case["text"]) == case.get("whole", case["text"])
    assert kept(case["type"], case["text"], as_they_are=True) == case["text"]


def test_what_is_no_file_and_a_text_of_beginnings_take_no_time(beside: Path) -> None:
    os.mkfifo(beside / "pipe.png")
    assert kept("text/markdown", "![](pipe.png)") == "![](pipe.png)"
    beginnings = "![<img " * 200_000
    assert kept("text/markdown", beginnings) == beginnings
