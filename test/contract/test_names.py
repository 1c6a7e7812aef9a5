"""The golden names: the same file is read by ``src/protocol/names.ts``'s tests."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from cellkeep_core.errors import BadNameError
from cellkeep_core.names import check_name

VECTORS = Path(__file__).parents[2] / "schema" / "vectors" / "names.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text("ascii"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_name_is_composed_or_refused_as_the_vectors_say(case: dict[str, Any]) -> None:
    if case.get("error"):
        with pytest.raises(BadNameError) as caught:
            check_name(case["input"])
        assert caught.value.hint, "a refusal says what to do"
    else:
        assert check_name(case["input"]) == case["output"]


def test_the_vectors_are_sound() -> None:
    names = [case["name"] for case in CASES]
    assert len(CASES) >= 40
    assert len(set(names)) == len(names)
    for case in CASES:
        assert ("output" in case) != ("error" in case)
        if "output" in case:
            assert unicodedata.is_normalized("NFC", case["output"])
            assert check_name(case["output"]) == case["output"], "checking again changes nothing"
