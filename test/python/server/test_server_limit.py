"""The store's limit, as a person sets it in JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from samples import MSGPACK, offer, packed, stored

from cellkeep_core.protocol import to_builtins
from cellkeep_store import Store


async def test_limit_is_set_and_taken_away_for_browser_and_kernels(
    api: Any, store_folder: Path
) -> None:
    answer = await api("PUT", "limit", json_body={"limit_bytes": 10})
    assert answer.status == 200
    assert answer.json["limit_bytes"] == 10
    assert "limit_fixed" not in answer.json
    assert (await api("GET", "status")).json["limit_bytes"] == 10
    content = b"x" * 11
    body = packed(offer(content), content)
    refused = await api("POST", "offers", body=body, headers=MSGPACK)
    assert (refused.status, refused.json["code"]) == (507, "STORE_FULL")
    assert "settings in JupyterLab" in refused.json["hint"]
    with Store.open(store_folder) as kernels:  # as a kernel's `store` route opens it
        assert kernels.limit.bytes == 10
        lifted = await api("PUT", "limit", json_body={})
        assert lifted.status == 200
        assert "limit_bytes" not in lifted.json
        assert kernels.limit.bytes is None
    await stored(api, content)


async def test_limit_that_a_kernel_set_is_the_servers_too(api: Any, store_folder: Path) -> None:
    await api("GET", "status")
    with Store.open(store_folder) as kernels:
        kernels.limit.change(3)
    assert (await api("GET", "status")).json["limit_bytes"] == 3


@pytest.mark.parametrize("cellkeep_config", [{"limit_bytes": 1000}])
async def test_limit_of_the_configuration_cannot_be_changed(api: Any) -> None:
    refused = await api("PUT", "limit", json_body={})
    assert (refused.status, refused.json["code"]) == (403, "FORBIDDEN")
    assert "c.CellkeepApp.limit_bytes" in refused.json["message"]
    status = (await api("GET", "status")).json
    assert (status["limit_bytes"], status["limit_fixed"]) == (1000, True)


async def test_limit_of_the_environment_cannot_be_changed(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLKEEP_STORE_LIMIT", "1000")  # read when the store is first needed
    refused = await api("PUT", "limit", json_body={"limit_bytes": 1})
    assert (refused.status, refused.json["code"]) == (403, "FORBIDDEN")
    assert "CELLKEEP_STORE_LIMIT" in refused.json["message"]
    status = (await api("GET", "status")).json
    assert (status["limit_bytes"], status["limit_fixed"]) == (1000, True)


@pytest.mark.parametrize(
    "body",
    [{"limit_bytes": -1}, {"limit_bytes": None}, {"limit_bytes": "10"}, {"limit_bytes": 0.5}],
)
async def test_what_is_no_limit_is_refused_and_changes_nothing(
    api: Any, body: dict[str, Any]
) -> None:
    await api("PUT", "limit", json_body={"limit_bytes": 10})
    refused = await api("PUT", "limit", json_body=body)
    assert (refused.status, refused.json["code"]) == (400, "BAD_REQUEST")
    assert (await api("GET", "status")).json["limit_bytes"] == 10


async def test_a_disk_without_room_is_told_to_clients_of_object_storages_too(api: Any) -> None:
    huge = {"offer": to_builtins(offer(b"", size=2**50)), "presigned": True}
    refused = await api("POST", "offers", json_body=huge)
    assert (refused.status, refused.json["code"]) == (507, "STORE_FULL")
