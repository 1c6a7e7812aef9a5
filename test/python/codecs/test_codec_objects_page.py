"""docs/how-to/objects.md says what is kept of each type: every row of it is done here."""

from __future__ import annotations

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
from codec_support import refusal_of, round_trip
from kept_objects import KEPT, REFUSED

from cellkeep_core.registry import registry
from docs_table import HOW_TO, docs_table

PAGE = HOW_TO / "objects.md"
MAKER = "python/codecs/test_codec_objects_page.py"


def test_the_page_says_what_is_kept_of_each_type() -> None:
    rows = []
    for what, make, lost in KEPT:
        obj = make()
        encoded, back = round_trip(obj)
        row = registry().codec(encoded.codec)
        assert row is not None
        stored = f"{row.kind}, `{row.extension}`" if row.extension else row.kind
        same = type(back) is type(obj)
        assert same or lost != "nothing", what
        returned = "the same type" if same else f"`{type(back).__name__}`"
        rows.append((what, stored, returned, lost))
    plt.close("all")
    docs_table(f"{MAKER}, kept", ("type", "stored as", "what comes back", "lost"), rows, PAGE)


def test_the_page_says_what_is_refused_and_what_to_do() -> None:
    rows = []
    for what, make in REFUSED:
        way, _, _ = str(refusal_of(make())).partition(" To store it as a pickle")
        rows.append((what, way))
    docs_table(f"{MAKER}, refused", ("type", "what Cellkeep says"), rows, PAGE)
