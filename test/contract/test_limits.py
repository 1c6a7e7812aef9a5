"""Both languages have the limits of ``schema/limits.json``; the protocol's types say no others."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from cellkeep_core.limits import LIMITS

SCHEMA = Path(__file__).resolve().parents[2] / "schema"


def test_python_has_every_limit_of_the_schema() -> None:
    limits = json.loads((SCHEMA / "limits.json").read_text("utf-8"))["limits"]
    assert msgspec.to_builtins(LIMITS) == limits


def test_the_types_of_the_protocol_have_the_same_limits() -> None:
    definitions = json.loads((SCHEMA / "protocol.json").read_text("utf-8"))["definitions"]
    for kind, field, limit in (
        ("Run", "name", LIMITS.name_characters),
        ("Offer", "name", LIMITS.name_characters),
        ("ArtifactEdit", "name", LIMITS.name_characters),
        ("ArtifactEdit", "notes", LIMITS.notes_characters),
    ):
        assert definitions[kind]["properties"][field]["maxLength"] == limit, (kind, field)
