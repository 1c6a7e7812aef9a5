"""What the tests of the magics share: a kernel with variables, and what is kept of it."""

from __future__ import annotations

from typing import Any

from real_kernel import Execution, RealKernel

from cellkeep.codecs import SavedOutput, decode

SETUP = (
    "import numpy as np, pandas as pd\n"
    "import cellkeep\n"
    "df = pd.DataFrame({'a': [1, 2]})\n"
    "class Model: pass\n"
    "model = Model(); model.weights = np.arange(3)\n"
    "results = {'loss': [0.5]}"
)


def saved_outputs(kernel: RealKernel, name: str) -> list[dict[str, Any]]:
    assert kernel.run(f"cellkeep.load({name!r})").ok
    with kernel.open_store() as store:
        artifact = store.catalog.resolve(name)
        assert artifact.codec == "mimebundle.v1"
        loaded = decode(store.contents.local_path(artifact.id), artifact.codec)
    assert isinstance(loaded, SavedOutput)
    return loaded.outputs


def html_of(execution: Execution) -> str:
    bundles = execution.outputs("execute_result", "display_data")
    return " ".join(str(one["data"].get("text/html", "")) for one in bundles)


def run_names(kernel: RealKernel) -> list[str]:
    names: list[str] = eval(kernel.value("sorted(r.name for r in cellkeep.current_run().list())"))
    return names
