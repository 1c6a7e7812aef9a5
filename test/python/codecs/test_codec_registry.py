"""Codecs of others: registered, ranked, found by entry point, and never in the way."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from codec_support import round_trip, written

from cellkeep.codecs import Codec, DeclinedError, Encoded, decode, encode, register
from cellkeep.codecs.built_in import built_in_codecs
from cellkeep.codecs.registry import all_codecs
from cellkeep_core.errors import CodecNotFoundError, NameConflictError, NotSerialisableError
from cellkeep_core.registry import registry
from run_script import run_script


class Molecule:
    def __init__(self, formula: str) -> None:
        self.formula = formula


class MoleculeCodec:
    safe = True

    def __init__(self, codec_id: str = "molecule.v1", rank: int = 50) -> None:
        self.id = codec_id
        self.rank = rank

    def matches(self, obj: object) -> bool:
        return isinstance(obj, (Molecule, dict))

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        if isinstance(obj, dict):
            raise DeclinedError("Not a molecule.")
        sink.write(obj.formula.encode())
        return Encoded(self.id, "chemical/x-formula", obj.formula)

    def decode(self, path: Path) -> Molecule:
        return Molecule(path.read_text())


@pytest.fixture
def molecule() -> Iterator[None]:
    dispose = register(MoleculeCodec())
    yield
    dispose()


@pytest.mark.usefixtures("molecule")
def test_a_registered_codec_stores_and_loads() -> None:
    encoded, back = round_trip(Molecule("H2O"))
    assert (encoded.codec, encoded.summary) == ("molecule.v1", "H2O")
    assert back.formula == "H2O"


@pytest.mark.usefixtures("molecule")
def test_a_codec_that_declines_gives_way_to_the_next() -> None:
    assert round_trip({"a": 1})[0].codec == "json.v1"


def test_a_disposed_codec_is_gone_and_disposing_again_is_harmless(tmp_path: Path) -> None:
    dispose = register(MoleculeCodec())
    later = register(MoleculeCodec("molecule.v2"))
    dispose()
    dispose()
    assert [codec.id for codec in all_codecs() if "molecule" in codec.id] == ["molecule.v2"]
    later()
    with pytest.raises(CodecNotFoundError):
        decode(tmp_path / "x", "molecule.v1")


def test_rank_decides_and_ties_go_to_the_first() -> None:
    disposers = [
        register(MoleculeCodec(name, rank))
        for name, rank in [("late.v1", 60), ("a.v1", 50), ("b.v1", 50)]
    ]
    try:
        assert round_trip(Molecule("X"))[0].codec == "a.v1"
        disposers.pop(1)()
        assert round_trip(Molecule("X"))[0].codec == "b.v1"
    finally:
        for dispose in disposers:
            dispose()


def test_an_id_that_is_taken_is_refused() -> None:
    with pytest.raises(NameConflictError, match=r"json\.v1"):
        register(MoleculeCodec("json.v1"))


def test_what_is_not_a_codec_is_refused() -> None:
    with pytest.raises(TypeError, match="lacks"):
        register(object())  # type: ignore[arg-type]


def test_a_codec_that_fails_is_named_and_does_not_fall_back_silently() -> None:
    class Broken(MoleculeCodec):
        def encode(self, obj: Any, sink: BinaryIO) -> Encoded:  # noqa: ARG002
            sink.write(b"half")
            raise ZeroDivisionError("oops")

    class Late(MoleculeCodec):
        def encode(self, obj: Any, sink: BinaryIO) -> Encoded:  # noqa: ARG002
            sink.write(b"half")
            raise DeclinedError("Too late.")

    for codec in (Broken("broken.v1"), Late("late.v1")):
        dispose = register(codec)
        try:
            with pytest.raises(NotSerialisableError, match=codec.id):
                encode(Molecule("X"), io.BytesIO(), allow_pickle=True)
        finally:
            dispose()


def test_the_built_in_codecs_are_those_of_the_type_registry() -> None:
    built_in = {codec.id: codec for codec in built_in_codecs(all_codecs)}
    assert built_in.keys() == {row.codec for row in registry().codecs}
    for row in registry().codecs:
        assert built_in[row.codec].safe == row.safe
        assert isinstance(built_in[row.codec], Codec)


PLUGIN = """
class C:
    id, rank, safe = "plugin.v1", 5, True
    def matches(self, obj): return obj == "take me"
    def encode(self, obj, sink):
        from cellkeep.codecs import Encoded
        sink.write(b"!")
        return Encoded(self.id, "text/plain")
    def decode(self, path): return "take me"
"""


def test_entry_points_are_loaded_on_first_use_and_a_broken_one_stops_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "plugin_codec.py").write_text(PLUGIN)
    info = tmp_path / "plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugin\nVersion: 1.0\n")
    points = "[cellkeep.codecs]\nbroken = no_such_module:C\ngood = plugin_codec:C\n"
    (info / "entry_points.txt").write_text(points)
    script = (
        "import io, sys\n"
        "from cellkeep.codecs import encode\n"
        "assert 'plugin_codec' not in sys.modules\n"
        "print(encode('take me', io.BytesIO()).codec, encode('other', io.BytesIO()).codec)\n"
    )
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    told = run_script(script, env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.STDOUT)
    assert "plugin.v1 json.v1\n" in told
    assert "no_such_module" in told


HEAVY = (
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "torch",
    "safetensors",
    "matplotlib",
    "plotly",
    "PIL",
    "sklearn",
    "skops",
    "onnx",
    "xgboost",
    "lightgbm",
    "IPython",
    "altair",
    "awkward",
    "bokeh",
    "dask",
    "geopandas",
    "shapely",
)


def test_importing_the_codecs_and_saving_plain_values_loads_no_library() -> None:
    script = (
        "import io, sys\n"
        "from cellkeep.codecs import encode\n"
        "encode({'a': [1, 'b']}, io.BytesIO()); encode(b'x', io.BytesIO())\n"
        "encode({1}, io.BytesIO(), allow_pickle=True)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    assert run_script(script) == "[]\n"


def test_a_library_that_is_not_installed_is_named_on_load(tmp_path: Path) -> None:
    import pandas as pd

    (tmp_path / "content").write_bytes(written(pd.DataFrame({"a": [1]})))
    script = (
        "import sys; sys.modules['pandas'] = None\n"
        "from pathlib import Path\n"
        "from cellkeep.codecs import decode\n"
        "from cellkeep_core.errors import CodecNotFoundError\n"
        "try: decode(Path('content'), 'table-arrow.v1')\n"
        "except CodecNotFoundError as error: print(error)\n"
    )
    assert "Install pandas" in run_script(script, cwd=tmp_path)
