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
