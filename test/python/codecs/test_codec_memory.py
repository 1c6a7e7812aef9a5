"""Saving large things takes no second copy of them."""

from __future__ import annotations

import math
import sys

import pytest

from run_script import run_script

# In a process of its own: the peak of this one would be that of every test before.
SCRIPT = """
import sys
from pathlib import Path
from cellkeep.codecs import encode
import numpy as np
def memory(name):
    # Not getrusage: its peak outlives exec(), so it would be that of the tests' own process.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024
{make_small}
path = Path(sys.argv[1])
with path.open("wb") as file:
    encode(small, file)  # so that libraries are loaded, and what they keep is not counted
{make}
Path("/proc/self/clear_refs").write_text("5")  # the peak starts again from here
resident = memory("VmRSS")
with path.open("wb") as file:
    encode(obj, file)
print(memory("VmHWM") - resident, path.stat().st_size / 2**20)
"""
ARRAY = "np.ones((25_000, 1000))"
FRAME = "pd.DataFrame({f'c{i}': np.ones(n) for i in range(8)} | {'t': pd.array(['text'] * n)})"
CASES = {
    "array": ("small = np.ones((3, 3))", f"obj = {ARRAY}"),
    "fortran array": ("small = np.ones((3, 3))", "obj = np.ones((1000, 25_000)).T"),
    "every other row": ("small = np.ones((3, 3))", f"obj = {ARRAY}[::2]"),
    "big-endian array": ("small = np.ones(3, '>f8')", "obj = np.ones((25_000, 1000), '>f8')"),
    "complex array": ("small = np.ones(3) * 1j", "obj = np.ones((12_500, 1000), complex)"),
    "state_dict": (
        "import torch; small = {'a': torch.ones(3)}",
        "obj = {f'l{i}': torch.ones(5 << 20) for i in range(10)}",
    ),
    "transposed tensor": (
        "import torch; small = {'a': torch.ones(3, 3).t()[:2]}",
        "obj = torch.ones(7000, 7000).t()[:, ::2]",
    ),
    "frame": (
        f"import pandas as pd; n = 3; small = {FRAME}",
        f"n = 3_000_000; obj = {FRAME}",
    ),
}

FURTHER = ("every other row", "big-endian array", "complex array")
"""Whose bytes go the way of another case."""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from Linux's /proc")
@pytest.mark.parametrize(
    "case", [pytest.param(one, marks=pytest.mark.long if one in FURTHER else ()) for one in CASES]
)
def test_the_peak_stays_less_than_64_megabytes_above_the_object(
    case: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    make_small, make = CASES[case]
    path = tmp_path_factory.mktemp("memory") / "content"
    script = SCRIPT.format(make_small=make_small, make=make)
    lowest = math.inf
    # The least of a few counts: the peak is the process's, and the system gives it pages in lots.
    for _ in range(3):
        above, written = map(float, run_script(script, path).split())
        path.unlink()
        assert written > 90
        lowest = min(lowest, above)
        if lowest < 64:
            return
    raise AssertionError(f"it took {lowest} MB more than the object")
