"""The clean-up that nobody asks for."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from conftest import eventually
from samples import run, stored

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_server.app import CellkeepApp
from cellkeep_store.maintenance.maintenance import Maintenance


async def keep_the_last_of_three(api: Any) -> None:
    here = run()
    for content in (b"1", b"2", b"3"):
        await stored(api, content, of=here)
    settings = {"versions": "version", "keep_last": 1}
    await api("PUT", f"runs/{here.id}/settings", json_body=settings)


async def listed(api: Any) -> int:
    return len((await api("GET", "artifacts")).json["items"])


@pytest.mark.parametrize("cellkeep_config", [{"collect_interval": 0.2}])
async def test_what_is_due_is_done_by_itself_and_logged(
    api: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await keep_the_last_of_three(api)
        await eventually(lambda: "2 artifacts expired" in caplog.text)
    assert await listed(api) == 1
    assert (await api("GET", "trash")).json["artifacts"] == 2


@pytest.mark.parametrize("cellkeep_config", [{"collect_interval": 0}])
async def test_it_can_be_switched_off(api: Any, app: CellkeepApp) -> None:
    await keep_the_last_of_three(api)
    assert app.cleaner._task is None
    assert await listed(api) == 3


async def test_a_server_that_has_just_started_waits_first(api: Any, app: CellkeepApp) -> None:
    await keep_the_last_of_three(api)
    assert app.cleaner._task is not None
    assert not app.cleaner._task.done()
    assert await listed(api) == 3


@pytest.mark.parametrize("cellkeep_config", [{"collect_interval": 0.05}])
async def test_trouble_is_logged_and_it_is_tried_again(
    api: Any, app: CellkeepApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = 0

    def fail(self: Maintenance, **_named: Any) -> Any:
        nonlocal tried
        tried += 1
        if tried == 1:
            raise StoreUnreachableError("The disk is away.")
        raise ZeroDivisionError

    monkeypatch.setattr(Maintenance, "collect", fail)
    await stored(api, b"x")
    await eventually(lambda: tried > 2)
    assert "could not clean up its store: The disk is away." in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert app.cleaner._task is not None
    assert not app.cleaner._task.done()
