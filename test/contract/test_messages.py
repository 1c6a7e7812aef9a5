"""The golden messages, as Python reads and writes them; `test/ts/protocol` does the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cellkeep_core import protocol
from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import from_json, from_msgpack, to_builtins, to_json, to_msgpack

VECTORS = json.loads(
    (Path(__file__).parents[2] / "schema" / "vectors" / "messages.json").read_text("utf-8")
)


def by_name(vectors: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(vector, id=vector["name"]) for vector in vectors]


def kind_of(vector: dict[str, Any]) -> Any:
    return getattr(protocol, vector["type"])


@pytest.mark.parametrize("vector", by_name(VECTORS["valid"]))
def test_message_is_read_checked_and_written_as_the_same_bytes(vector: dict[str, Any]) -> None:
    data = bytes.fromhex(vector["msgpack"])
    value = from_msgpack(data, kind_of(vector))
    assert to_builtins(value) == vector["value"]
    assert to_msgpack(to_builtins(value)) == data
    assert to_msgpack(value).hex() == vector.get("python", vector["msgpack"])


@pytest.mark.parametrize("vector", by_name(VECTORS["valid"]))
def test_message_comes_back_equal_from_json(vector: dict[str, Any]) -> None:
    kind = kind_of(vector)
    value = from_json(json.dumps(vector["value"], ensure_ascii=False), kind)
    assert to_builtins(value) == vector["value"]
    assert from_json(to_json(value), kind) == value


@pytest.mark.parametrize("vector", by_name(VECTORS["valid"]))
def test_message_with_fields_of_a_newer_version_is_read(vector: dict[str, Any]) -> None:
    newer = {**vector["value"], "of_a_newer_version": 1}
    assert to_builtins(from_json(json.dumps(newer), kind_of(vector))) == vector["value"]


@pytest.mark.parametrize("vector", by_name(VECTORS["invalid"]))
def test_wrong_message_is_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(CellkeepError) as caught:
        from_msgpack(bytes.fromhex(vector["msgpack"]), kind_of(vector))
    assert caught.value.code == "BAD_REQUEST"
