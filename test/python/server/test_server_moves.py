"""Notebooks that move when their kernel is gone, by Jupyter's file ids in both its ways."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from conftest import Api, eventually
from samples import run, stored

from cellkeep_core.ids import new_id
from cellkeep_core.protocol import Provenance
from cellkeep_store import Store

NOTEBOOK = "work [1]/a.ipynb"
EMPTY = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(params=["Arbitrary", "Local"])
def jp_server_config(
    jp_server_config: dict[str, Any], request: pytest.FixtureRequest, tmp_path: Path
) -> dict[str, Any]:
    manager = f"jupyter_server_fileid.manager.{request.param}FileIdManager"
    jp_server_config["ServerApp"]["jpserver_extensions"]["jupyter_server_fileid"] = True
    return {
        **jp_server_config,
        "FileIdExtension": {"file_id_manager_class": manager},
        "BaseFileIdManager": {"db_path": str(tmp_path / "file_ids.db")},
    }


async def rename(api: Api, before: str, after: str) -> None:
    answer = await api(
        "PATCH", f"{api.base_url}api/contents/{quote(before)}", json_body={"path": after}
    )
    assert answer.status == 200


async def saved_by_a_kernel_that_is_gone(api: Api, store: Store, root: Path) -> tuple[str, str]:
    (root / NOTEBOOK).parent.mkdir()
    (root / NOTEBOOK).write_text(json.dumps(EMPTY))
    kernel_id = (await api("POST", f"{api.base_url}api/kernels", json_body={})).json["id"]
    its_run = msgspec.structs.replace(run("a.ipynb"), kernel_id=kernel_id, notebook=NOTEBOOK)
    told = Provenance(via="output", notebook=NOTEBOOK, cell_id="c")
    receipt = await stored(api, b"1", of=its_run, provenance=told)
    # Of another server's notebook, which has the same path.
    other = msgspec.structs.replace(run("a.ipynb"), kernel_id=new_id(), notebook=NOTEBOOK)
    elsewhere = await stored(api, b"2", of=other, provenance=told)
    await eventually(lambda: bool(store.catalog.notebook_files(NOTEBOOK)))
    assert (await api("DELETE", f"{api.base_url}api/kernels/{kernel_id}")).status == 204
    return receipt["artifact_id"], elsewhere["artifact_id"]


async def test_a_notebook_is_followed_by_its_file_id_when_its_kernel_is_gone(
    api: Api, store_folder: Path, jp_root_dir: Path
) -> None:
    with Store.open(store_folder) as store:
        kept, elsewhere = await saved_by_a_kernel_that_is_gone(api, store, jp_root_dir)

        def where() -> str | None:
            return store.catalog.artifact(kept).provenance.notebook

        await rename(api, NOTEBOOK, "work [1]/b.ipynb")
        await eventually(lambda: where() == "work [1]/b.ipynb")
        # Its folder twice: of what is in it the package may lose the ids.
        for before, after in (("work [1]", "done"), ("done", "työ")):
            await rename(api, before, after)
            await eventually(lambda now=after: where() == f"{now}/b.ipynb")
        # Two at once.
        await rename(api, "työ", "last")
        await rename(api, "last/b.ipynb", "c.ipynb")
        await eventually(lambda: where() == "c.ipynb")
        assert store.catalog.run(store.catalog.artifact(kept).run_id).run.name == "c.ipynb"
        assert store.catalog.artifact(elsewhere).provenance.notebook == NOTEBOOK


async def test_another_file_at_the_old_path_is_not_taken_for_it(
    api: Api, store_folder: Path, jp_root_dir: Path, jp_serverapp: Any
) -> None:
    with Store.open(store_folder) as store:
        kept, _ = await saved_by_a_kernel_that_is_gone(api, store, jp_root_dir)
        place = f"{api.base_url}api/contents/{quote(NOTEBOOK)}"
        assert (await api("DELETE", place)).status == 204
        another = {"type": "notebook", "content": EMPTY}
        assert (await api("PUT", place, json_body=another)).status == 201
        await rename(api, NOTEBOOK, "work [1]/b.ipynb")
        await jp_serverapp.event_logger.gather_listeners()
        assert store.catalog.artifact(kept).provenance.notebook == NOTEBOOK


@pytest.mark.parametrize("jp_server_config", ["Local"], indirect=True)
async def test_a_notebook_that_was_moved_in_a_terminal_is_followed_when_it_is_opened(
    api: Api,
    store_folder: Path,
    jp_root_dir: Path,
    jp_serverapp: Any,
) -> None:
    with Store.open(store_folder) as store:
        kept, elsewhere = await saved_by_a_kernel_that_is_gone(api, store, jp_root_dir)

        async def where_after_opening(path: str, cell: str) -> str | None:
            cells = [{"cell_type": "raw", "id": cell, "metadata": {}, "source": ""}]
            (jp_root_dir / path).write_text(json.dumps(EMPTY | {"cells": cells}))
            assert (await api("GET", f"{api.base_url}api/contents/{quote(path)}")).status == 200
            await jp_serverapp.event_logger.gather_listeners()
            return store.catalog.artifact(kept).provenance.notebook

        (jp_root_dir / NOTEBOOK).rename(jp_root_dir / "b.ipynb")
        # As where the system gives a deleted file's number to another one.
        assert await where_after_opening("b.ipynb", "another") == NOTEBOOK
        (jp_root_dir / "b.ipynb").rename(jp_root_dir / "c.ipynb")
        assert await where_after_opening("c.ipynb", "c") == "c.ipynb"
        (jp_root_dir / "c.ipynb").rename(jp_root_dir / NOTEBOOK)
        assert await where_after_opening(NOTEBOOK, "c") == NOTEBOOK
        assert store.catalog.artifact(elsewhere).provenance.notebook == NOTEBOOK
