"""JSON only where it is exact, bytes, and pickle only where it was allowed."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections import OrderedDict, namedtuple
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.stats
from codec_support import QUICK, assert_same_nesting, refusal_of, round_trip, written
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from PIL import Image

from cellkeep.codecs import decode, encode
from cellkeep.codecs.trees.tree import from_tree
from cellkeep_core.errors import (
    CodecNotFoundError,
    ContentUnreadableError,
    NoSuchFileError,
    NotSerialisableError,
    PickleRefusedError,
)
from run_script import run_script

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
EXACT = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXT,
    ),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(TEXT, inner)),
    max_leaves=10,
)


@given(EXACT.filter(lambda value: value is not None))
@QUICK
def test_json_values_come_back_with_their_types(value: Any) -> None:
    encoded, back = round_trip(value)
    assert (encoded.codec, encoded.media_type) == ("json.v1", "application/json")
    assert_same_nesting(back, value)


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Text("a"), "Text"),
        ({Text("a"): 1}, "keys()"),
        ({"a": [(object(),)]}, "['a'][0][0]"),
        (memoryview(b"a"), "bytes(x)"),
    ],
)
def test_what_no_codec_keeps_is_refused_with_its_place(value: Any, words: str) -> None:
    assert words in str(refusal_of(value))


def test_a_value_that_contains_itself_or_is_very_deep_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    for value in (loop, deep):
        refusal_of(value)


@pytest.mark.parametrize(
    "value",
    [
        (1, 2),
        {"a": [(1,)]},
        {1: "a"},
        {"a": float("nan")},
        [float("inf")],
        {"a": {1, 2}},
        OrderedDict(a=1),
        [np.float64(1)],
        "\ud800",
        [10**5000],
        bytearray(b"a"),
        1j,
    ],
)
def test_what_json_would_change_is_kept_as_a_value_with_its_types(value: Any) -> None:
    encoded, back = round_trip(value)
    assert encoded.codec == "values-json.v1"
    assert type(back) is type(value)
    # NaN is not equal to itself, and 5,000 digits have no repr.
    assert back == value or repr(back) == repr(value)


def test_what_no_codec_keeps_comes_back_by_pickle() -> None:
    value = {"a": Text("b")}
    encoded, back = round_trip(value, allow_pickle=True)
    assert (encoded.codec, encoded.summary) == ("pickle.v1", "pickle of dict")
    assert back == value


def test_allow_pickle_does_not_change_what_another_codec_stores() -> None:
    assert round_trip({"a": 1}, allow_pickle=True)[0].codec == "json.v1"


def test_a_pickle_is_never_loaded_unasked(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(b"cos\nsystem\n(S'touch pwned'\ntR.")
    with pytest.raises(PickleRefusedError, match="allow_pickle=True"):
        decode(path, "pickle.v1")
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("obj", [threading.Lock(), lambda: 1, (n for n in "a")])
def test_what_cannot_be_pickled_says_so_and_what_to_do(obj: Any) -> None:
    refusal_of(obj)
    with pytest.raises(NotSerialisableError, match="Save the data in it"):
        encode(obj, io.BytesIO(), allow_pickle=True)


def test_none_is_nothing_to_save_even_as_a_pickle() -> None:
    for allow in (False, True):
        with pytest.raises(NotSerialisableError, match="nothing to save"):
            encode(None, io.BytesIO(), allow_pickle=allow)


@given(st.binary())
@QUICK
def test_bytes_come_back_as_bytes(value: bytes) -> None:
    encoded, back = round_trip(value)
    assert encoded.codec == "bytes.v1"
    assert type(back) is bytes
    assert back == value


def test_bytes_are_called_what_they_begin_with() -> None:
    file = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(file, "png")
    picture, back = round_trip(file.getvalue())
    assert (picture.media_type, picture.summary) == ("image/png", "30 × 20 px")
    assert picture.preview is not None
    assert picture.thumbnail is not None
    assert back == file.getvalue()
    for words in (b"", b"some words", b"\x00\x01"):
        encoded, _ = round_trip(words)
        assert encoded.media_type == "application/octet-stream"
        assert "byte" in encoded.summary


def test_an_unknown_codec_is_named(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(b"")
    with pytest.raises(CodecNotFoundError, match=r"molecule\.v1"):
        decode(path, "molecule.v1")


def test_a_file_that_is_not_there_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFileError):
        decode(tmp_path / "nothing", "json.v1")


@pytest.mark.parametrize(
    "codec",
    [
        "ndarray-arrow.v1",
        "ndarray-npy.v1",
        "table-arrow.v1",
        "tensors-safetensors.v1",
        "figure-mimebundle.v1",
        "plotly-json.v1",
        "json.v1",
        "values-json.v1",
        "values-zip.v1",
        "mimebundle.v1",
    ],
)
@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"{}", b"ARROW1\0\0" + bytes(40), b"\xff" * 99]
)
def test_bytes_that_a_codec_did_not_write_are_called_unreadable(
    tmp_path: Path, codec: str, content: bytes
) -> None:
    if (codec, content) == ("json.v1", b"{}") or (codec, content) == ("plotly-json.v1", b"{}"):
        return  # these are a value and a figure
    path = tmp_path / "content"
    path.write_bytes(content)
    with pytest.raises(ContentUnreadableError, match=codec):
        decode(path, codec)


class ShortWrites(io.RawIOBase):
    """An unbuffered file that takes a few bytes at a time."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        part = bytes(memoryview(data).cast("B")[:1000])
        self.taken += part
        return len(part)


@pytest.mark.parametrize(
    "obj",
    [np.arange(5000.0), np.arange(5000) * 1j, "x" * 5000, {"a": {"b" * 5000}}, [np.zeros(5000)]],
)
def test_a_sink_that_takes_only_a_part_of_each_write_gets_all_bytes(obj: Any) -> None:
    expected, sink = io.BytesIO(), ShortWrites()
    encode(obj, expected, allow_pickle=True)
    encode(obj, sink, allow_pickle=True)  # type: ignore[arg-type]
    assert bytes(sink.taken) == expected.getvalue()


class FullDisk(io.RawIOBase):
    """A sink whose disk is full."""

    def writable(self) -> bool:
        return True

    def write(self, _data: Any, /) -> int:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("obj", [np.arange(5.0), np.arange(5) * 1j, "x", {"a": {1}}])
def test_a_full_disk_is_the_sinks_own_error(obj: Any) -> None:
    with pytest.raises(OSError, match="No space left"):
        encode(obj, FullDisk(), allow_pickle=True)  # type: ignore[arg-type]


def test_the_numbers_and_short_texts_in_a_value_are_told_beside_it() -> None:
    encoded, _ = round_trip({"loss": 0.5, "list": [1], "model": {"name": "vit", "deep": {"a": 1}}})
    assert encoded.preview.values == {"loss": 0.5, "model.name": "vit", "model.deep.a": 1}
    values = {"loss": np.float32(0.5), "n": np.int64(3), "ok": np.bool_(True), 1: 2, "": 3}
    encoded, _ = round_trip({**values, "nan": float("nan"), "large": 2**80, "x" * 500: 4})
    assert encoded.codec == "values-json.v1"
    assert encoded.preview.values == {"loss": 0.5, "n": 3, "ok": True, "large": str(2**80)}
    assert round_trip(0.25)[0].preview.values == {"": 0.25}
    assert round_trip("a text of a person " * 500)[0].preview.values is UNSET
    assert len(round_trip({str(key): key for key in range(1000)})[0].preview.values) == 100


class Noted(namedtuple("Noted", "x")):  # noqa: PYI024  (as SciPy's have them)
    pass


def test_a_named_tuple_comes_back_with_its_attributes_also_without_its_class() -> None:
    value = Noted(1)
    value.note = "beside"
    encoded, same = round_trip(value)
    assert encoded.codec == "values-json.v1"
    text = written(value).decode().replace(f"{__name__}:", "not_imported_here:")
    for back in (same, from_tree(json.loads(text)["value"])):
        assert (back, back.x, back.note) == ((1,), 1, "beside")
    with pytest.raises(ValueError, match="'os' is not a module that is kept"):
        from_tree({"module": "os"})


def test_pickle_is_not_offered_for_what_it_does_not_take() -> None:
    class Own:
        pass

    with socket.socket() as opened, Path(__file__).open("rb") as file:
        for x in (threading.Lock(), opened, (n for n in ""), file, lambda: 0, Own()):
            refused = refusal_of(x)
            with pytest.raises(NotSerialisableError):
                encode(x, io.BytesIO(), allow_pickle=True)
            assert refused.hint
            assert "as a pickle" not in str(refused)


def test_a_result_of_scipy_has_its_methods_where_scipy_is_not_imported_yet() -> None:
    tree = written([scipy.stats.ttest_ind([1.0, 2, 3], [2.0, 3, 5])]).decode()
    program = f"""if True:
        import json, sys
        from cellkeep.codecs.trees.tree import from_tree
        result = from_tree(json.loads({tree!r})["value"])[0]
        print(result.confidence_interval())
    """
    assert run_script(program).startswith("ConfidenceInterval(")
