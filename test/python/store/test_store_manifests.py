"""The manifest of an archive, which is read in parts."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import make_run

from cellkeep_core.protocol import to_json
from cellkeep_store.sharing.elements import Elements
from cellkeep_store.sharing.manifest import read_manifest

SCALARS = st.none() | st.booleans() | st.integers() | st.text()


OBJECTS = st.dictionaries(
    st.text(max_size=3),
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=8,
    ),
)


@settings(max_examples=30)
@given(
    arrays=st.dictionaries(st.sampled_from(["runs", "artifacts", "others"]), st.lists(OBJECTS)),
    scalars=st.dictionaries(st.text("abcdé", max_size=3), SCALARS),
    indent=st.sampled_from([None, 1]),
    escape=st.booleans(),
    chunk=st.sampled_from([1, 7, 1 << 16]),
)
def test_a_manifest_read_in_parts_has_all_that_is_in_it(
    arrays: Any, scalars: Any, indent: Any, escape: bool, chunk: int
) -> None:
    whole = {**scalars, **arrays}
    text = json.dumps(whole, indent=indent, ensure_ascii=escape).encode()
    elements = Elements(Dripping(text, chunk), len(text))
    found: dict[str, list[Any]] = {}
    for key, element in elements:
        found.setdefault(key, []).append(json.loads(element))
    assert found == {key: value for key, value in arrays.items() if value}
    assert json.loads(elements.rest) == {**scalars, **{key: [] for key in arrays}}


def test_a_manifest_has_bounds_whatever_it_is_packed_to() -> None:
    head = b'{"format":1,"store_id":"x","made_at":"now","artifacts":[],"runs":['
    run = to_json(make_run())
    whole = head + b",".join([run] * 3) + b"]}"
    assert len(read_manifest(io.BytesIO(whole), len(whole), 3).runs) == 1
    with pytest.raises(ValueError, match="more than 100 bytes"):
        read_manifest(io.BytesIO(whole), 100, 3)
    with pytest.raises(ValueError, match="more than 2 runs"):
        read_manifest(io.BytesIO(whole), len(whole), 2)
    large = head + to_json(make_run(metadata={"a": "x" * (5 << 20)})) + b"]}"
    with pytest.raises(ValueError, match="too large"):
        read_manifest(io.BytesIO(large), len(large), 3)


class Dripping(io.BytesIO):
    """Gives so many bytes at a time."""

    def __init__(self, content: bytes, chunk: int) -> None:
        super().__init__(content)
        self._chunk = chunk

    def read(self, _size: int | None = -1) -> bytes:
        return super().read(self._chunk)
