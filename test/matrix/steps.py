"""What runs in each environment: ``steps.py save NAME`` and ``steps.py load NAME WRITER...``."""

from __future__ import annotations

import importlib
import sys
import traceback
import warnings
from importlib.metadata import version
from typing import Any

from kinds import AbsentError, Case

import cellkeep


def values_of(name: str) -> Any:
    """What is saved in an environment: its library alone is installed there."""
    return importlib.import_module("torch_values" if name.startswith("torch-") else "values")


def save(name: str) -> int:
    values = values_of(name)
    saved = []
    # Old libraries warn of new ones, and of Python.
    warnings.simplefilter("ignore")
    with cellkeep.Run(name) as run:
        for case in values.CASES:
            try:
                value = case.make()
            except AbsentError:
                continue
            run.save(value, "output", name=f"{name}/{case.name}")
            saved.append(case.name)
        run.save(saved, "output", name=f"{name}/saved")
    here = ", ".join(f"{library} {version(library)}" for library in values.LIBRARIES)
    print(f"{name}: saved {len(saved)} with {here}")
    return 0


def load(name: str, writers: list[str]) -> int:
    failed = loaded = 0
    for writer in writers:
        run = cellkeep.open_run(writer)
        saved = run.load(f"{writer}/saved")
        for case in values_of(name).CASES:
            if case.name not in saved:
                continue
            try:
                _load(name, writer, run, case)
                loaded += 1
            except Exception:  # noqa: BLE001  (the next kinds are tried too)
                failed += 1
                print(f"{name} does not load {case.name} of {writer}:\n{traceback.format_exc()}")
    print(f"{name}: loaded {loaded} of {', '.join(writers)}; {failed} not")
    return int(failed > 0)


def _load(name: str, writer: str, run: cellkeep.Run, case: Case) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", cellkeep.CellkeepWarning)
        back = run.load(f"{writer}/{case.name}")
    texts = [str(one.message) for one in said]
    assert name != writer or not texts, texts
    case.check(back, texts)


if __name__ == "__main__":
    step, me, *others = sys.argv[1:]
    sys.exit(save(me) if step == "save" else load(me, others))
