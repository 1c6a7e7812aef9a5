"""What an address may mean, as both languages read it."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellkeep_core.addresses import link, readings, short_address
from cellkeep_core.errors import CellkeepError

VECTORS = Path(__file__).parents[3] / "schema" / "vectors" / "addresses.json"
CASES = json.loads(VECTORS.read_text("utf-8"))["cases"]
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda name: name.strip() and not name.startswith("/")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["address"][:40])
def test_an_address_is_read_as_the_vectors_say(case: dict[str, Any]) -> None:
    if case.get("error"):
        with pytest.raises(CellkeepError) as refused:
            readings(case["address"])
        assert refused.value.code == "BAD_REQUEST"
        return
    told = [
        {key: value for key, value in reading._asdict().items() if value not in (None, "")}
        for reading in readings(case["address"])
    ]
    assert told == case["readings"]


@given(NAMES, st.integers(1, 10**9))
def test_a_written_address_can_be_read_whatever_is_in_the_name(name: str, version: int) -> None:
    name = unicodedata.normalize("NFC", name)
    (read,) = readings(link("a" * 32, "b" * 32, name, version))
    assert (read.name, read.version, read.run) == (name, str(version), "b" * 32)
    short = readings(short_address("b" * 32, name, version))
    assert any(
        (each.name, each.version, each.run) == (name, str(version), "b" * 12) for each in short
    )
