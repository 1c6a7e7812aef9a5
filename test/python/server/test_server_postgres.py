"""A server whose catalog is in a PostgreSQL that its configuration names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from samples import stored

from cellkeep_core.ids import new_id
from postgres_server import new_database


@pytest.fixture(scope="module")
def url(postgres: str) -> str:
    return new_database(postgres, new_id())


@pytest.fixture
def cellkeep_config(url: str, request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"catalog_url": getattr(request, "param", url)}


async def test_the_catalog_is_where_the_configuration_says(
    api: Any, store_folder: Path, url: str
) -> None:
    receipt = await stored(api, b"kept")
    content = await api("GET", f"artifacts/{receipt['artifact_id']}/content")
    assert content.body == b"kept"
    assert (store_folder / "blobs").is_dir()
    assert not (store_folder / "catalog.sqlite").exists()
    assert os.environ["CELLKEEP_CATALOG_URL"] == url  # for kernels


@pytest.mark.parametrize("cellkeep_config", ["mysql://somewhere/else"], indirect=True)
async def test_a_url_that_cannot_be_used_is_told(api: Any) -> None:
    answer = await api("GET", "status")
    assert (answer.status, answer.json["code"]) == (503, "STORE_UNREACHABLE")
    assert "mysql" in answer.json["message"]
