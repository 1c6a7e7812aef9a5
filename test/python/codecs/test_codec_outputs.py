"""Outputs of cells are saved with every representation they have."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from codec_support import round_trip
from IPython.utils.capture import capture_output
from PIL import Image

from cellkeep.codecs import Encoded, SavedOutput, decode, encode_outputs
from cellkeep_core.errors import EmptySelectionError, NotSerialisableError


def png(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).save(file, "PNG")
    return file.getvalue()


DISPLAY = {
    "output_type": "display_data",
    "data": {"image/png": png(300, 200), "text/html": "<b>hi</b>", "text/plain": "hi"},
    "metadata": {"image/png": {"width": 150}},
    "transient": {"display_id": "x"},
}
STREAM = {"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]}
ERROR = {
    "output_type": "error",
    "ename": "KeyError",
    "evalue": "'k'",
    "traceback": ["tb 1", "tb 2"],
}
RESULT = {
    "output_type": "execute_result",
    "execution_count": 3,
    "data": {"application/json": {"a": [1, float("nan")]}, "text/plain": ["x", "y"]},
    "metadata": {},
}


def saved(outputs: list[dict[str, Any]], folder: Path, **options: Any) -> tuple[Encoded, Any]:
    path = folder / "content"
    with path.open("wb") as file:
        encoded = encode_outputs(outputs, file, **options)
    return encoded, decode(path, encoded.codec)


def test_every_output_and_representation_comes_back(tmp_path: Path) -> None:
    outputs = [DISPLAY, STREAM, ERROR, RESULT]
    encoded, back = saved(outputs, tmp_path, source="x = 1")
    assert (encoded.codec, encoded.summary) == ("mimebundle.v1", "4 outputs")
    assert encoded.media_type == "application/vnd.jupyter.mimebundle+json"
    assert type(back) is SavedOutput
    assert back.source == "x = 1"
    assert back.png == png(300, 200)
    assert back.data["text/html"] == "<b>hi</b>"
    assert back.outputs[1] == STREAM
    assert back.outputs[2] == ERROR
    assert back.outputs[3]["execution_count"] == 3
    assert back.outputs[3]["data"]["application/json"] == {"a": [1, None]}
    assert back.text == "hi\na\nb\n\ntb 1\ntb 2\nxy"
    assert "transient" not in back.outputs[0]


def test_what_is_stored_are_outputs_that_notebooks_take(tmp_path: Path) -> None:
    saved([DISPLAY, STREAM, ERROR, RESULT], tmp_path)
    bundle = json.loads((tmp_path / "content").read_bytes())
    assert bundle["nbformat"] == 4
    notebook = nbformat.v4.new_notebook()
    cell = nbformat.v4.new_code_cell("x", outputs=list(map(nbformat.from_dict, bundle["outputs"])))
    notebook.cells.append(cell)
    nbformat.validate(notebook)


def test_preview_and_thumbnail_are_of_the_richest_image(tmp_path: Path) -> None:
    encoded, _ = saved([STREAM, DISPLAY], tmp_path)
    preview: Any = encoded.preview
    assert preview.media_types == ["text/html", "image/png", "text/plain"]
    assert (preview.width, preview.height) == (300, 200)
    assert preview.text == "a\nb\n\nhi"
    with Image.open(io.BytesIO(encoded.thumbnail or b"")) as thumbnail:
        assert thumbnail.size == (240, 160)


@pytest.mark.parametrize(
    ("output", "summary"),
    [
        (DISPLAY, "text/html"),
        (STREAM, "stdout, 4 characters"),
        (ERROR, "KeyError: 'k'"),
        ({"output_type": "display_data", "data": {}, "metadata": {}}, "empty output"),
    ],
)
def test_one_output_is_summed_up(output: dict[str, Any], summary: str, tmp_path: Path) -> None:
    assert saved([output], tmp_path)[0].summary == summary


def test_no_outputs_are_nothing_to_save() -> None:
    with pytest.raises(EmptySelectionError):
        encode_outputs([], io.BytesIO())


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "comm", "data": {}},
        {"data": {"text/plain": "a"}},
        {"output_type": "display_data", "data": {"text/plain": object()}},
    ],
)
def test_what_is_no_output_is_refused_before_a_byte_is_written(output: dict[str, Any]) -> None:
    sink = io.BytesIO()
    with pytest.raises(NotSerialisableError):
        encode_outputs([STREAM, output], sink)
    assert sink.getvalue() == b""


def test_a_damaged_image_costs_only_the_thumbnail(tmp_path: Path) -> None:
    output = {
        "output_type": "display_data",
        "data": {"image/png": "!!!not base64", "text/plain": "a"},
    }
    encoded, back = saved([output], tmp_path)
    assert encoded.thumbnail is None
    assert back.text == "a"


def test_lone_surrogates_do_not_stop_a_save(tmp_path: Path) -> None:
    _, back = saved([{"output_type": "stream", "name": "stdout", "text": "a\ud800"}], tmp_path)
    assert back.text == "a?"


def test_a_loaded_output_is_saved_again_as_it_was(tmp_path: Path) -> None:
    _, back = saved([DISPLAY, STREAM], tmp_path, source="y")
    encoded, again = round_trip(back)
    assert encoded.codec == "mimebundle.v1"
    assert again == back


@pytest.mark.usefixtures("interactive_shell")
def test_a_loaded_output_shows_every_output_in_a_notebook(tmp_path: Path) -> None:
    _, back = saved([DISPLAY, ERROR], tmp_path)
    with capture_output() as captured:
        back._ipython_display_()
    shown = [output.data for output in captured.outputs]
    assert shown[0]["image/png"] == base64.b64encode(png(300, 200)).decode()
    assert shown[1] == {"text/plain": "tb 1\ntb 2"}


def test_what_capture_holds_is_saved_as_outputs(interactive_shell: Any) -> None:
    with capture_output() as captured:
        print("printed")
        interactive_shell.display_pub.publish({"text/html": "<i>x</i>"})
    encoded, back = round_trip(captured)
    assert encoded.codec == "mimebundle.v1"
    assert back.data == {"text/html": "<i>x</i>"}
    assert "printed" in back.text
