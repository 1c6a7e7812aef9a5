"""What tests of outputs that are kept by themselves share."""

from __future__ import annotations

from typing import Any

from real_kernel import Execution, RealKernel

from cellkeep_core.protocol import Artifact


def kept_by(kernel: RealKernel, code: str, cell_id: str | None) -> list[Artifact]:
    """Run a cell, and return what was stored because of it, oldest first."""
    return kept_since(kernel, lambda: kernel.run(code, cell_id=cell_id))


def kept_since(kernel: RealKernel, act: Any, *, text: bool = False) -> list[Artifact]:
    """Return what was stored because of an act; what cells printed only where it is wanted."""
    with kernel.open_store() as store:
        before = {one.id for one in store.catalog.artifacts(limit=1000).items}
    execution = act()
    assert not isinstance(execution, Execution) or execution.ok, execution.outputs("error")
    settle(kernel)
    with kernel.open_store() as store:
        found = store.catalog.artifacts(limit=1000).items
    fresh = [one for one in reversed(found) if one.id not in before]
    return [one for one in fresh if text or not one.name.startswith("text of ")]


def first_cell(kept: list[Artifact]) -> str:
    """What the cell of the first artifact is called in names."""
    return f"cell [{kept[0].provenance.execution_count}]"


def settle(kernel: RealKernel) -> None:
    from_engine = "cellkeep.transfer.session.current_session().engine.drain(20)"
    assert kernel.run(f"import cellkeep.transfer.session; print({from_engine})").stdout == "[]\n"
