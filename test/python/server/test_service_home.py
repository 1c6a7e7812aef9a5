"""The service's own address in a browser, where Jupyter's own token signs people in."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def server_options() -> dict[str, Any]:
    return {"jpserver_extensions": {"cellkeep_server.serve": True}}


async def test_who_is_not_signed_in_is_sent_to_sign_in_and_then_told_what_to_do(api: Any) -> None:
    stranger = await api("GET", f"{api.base_url}cellkeep", auth=False)
    assert "password" in stranger.body.decode()  # Jupyter's own page of signing in
    assert stranger.status == 200
    known = await api("GET", f"{api.base_url}cellkeep")
    assert known.status == 200
    assert f"CELLKEEP_SERVER=http://127.0.0.1:{api.port}{api.base_url}" in known.body.decode()
