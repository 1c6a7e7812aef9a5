"""What was made from what, asked for in Python."""

from __future__ import annotations

import pytest

import cellkeep
from cellkeep import Run, errors


def test_a_lineage_goes_from_a_runs_inputs_to_its_results_and_across_runs() -> None:
    first, second = Run(name="prepare"), Run(name="train")
    first.save(b"raw", "input", name="raw").wait(30)
    first.save(b"clean", "output", name="clean").wait(30)
    second.save(b"clean", "input", name="table").wait(30)
    second.save(b"model", "output", name="model").wait(30)
    found = second.lineage("model")
    assert [step.name for step in found] == ["raw", "clean", "table", "model"]
    assert [step.run for step in found] == ["prepare", "prepare", "train", "train"]
    assert found[-1].made_from == (found[2].id,)
    assert [step.name for step in second.lineage()] == [step.name for step in found]
    assert repr(found).endswith("model v1 (train) *")
    assert [step.name for step in cellkeep.lineage("raw")] == ["raw", "clean", "table", "model"]


def test_the_lineage_of_nothing_says_so() -> None:
    with pytest.raises(errors.ArtifactNotFoundError, match="nope"):
        Run().lineage("nope")
    with pytest.raises(errors.ArtifactNotFoundError, match="of the run"):
        Run().lineage()


def inputs_of(run: Run, name: str) -> list[str]:
    handle = run.save(name.encode(), "output", name=name)
    handle.wait(30)
    return [one.name for one in handle.transfer.offer.provenance.inputs or ()]


def test_a_run_has_the_inputs_of_its_own_time_and_those_of_nobodys() -> None:
    with Run(name="prepare") as prepare:
        for name in ("shared", "first only", "second only"):
            prepare.save(name.encode(), "output", name=name).wait(30)
    cellkeep.load("shared", run=prepare.id)
    with Run(name="first") as first:
        cellkeep.load("first only", run=prepare.id)
        assert inputs_of(first, "a") == ["shared", "first only"]
    with Run(name="second") as second:
        assert inputs_of(second, "b") == ["shared"]
        cellkeep.load("second only", run=prepare.id)
        cellkeep.load("shared", run=prepare.id)
        assert inputs_of(second, "c") == ["second only", "shared"]
        # Nobody can know which of two open runs it is for.
        beside = Run(name="beside")
        cellkeep.load("first only", run=prepare.id)
        assert inputs_of(beside, "d") == ["shared", "first only"]
        assert inputs_of(second, "e") == ["second only", "shared", "first only"]
    # The process's own run goes on all the time.
    assert inputs_of(cellkeep.current_run(), "f") == ["second only", "shared", "first only"]
