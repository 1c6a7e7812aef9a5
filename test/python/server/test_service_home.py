"""The service's own address in a browser, where Jupyter's own token signs people in."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def server_options() -> dict[str, Any]:
    return {"jpserver_extensions": {"cellkeep_server.serve": True}}


async def test_who_is_not_signed_in_is_sent_to_sign_in_and_then_told_what_to_do(
    api: Any, http_server_client: Any
) -> None:
    home = f"{api.base_url}cellkeep"
    stranger = await http_server_client.fetch(home, follow_redirects=False, raise_error=False)
    assert stranger.code == 302
    assert "login?next=" in stranger.headers["Location"]  # Jupyter's own page of signing in
    known = await api("GET", home)
    assert known.status == 200
    assert f"CELLKEEP_SERVER=http://127.0.0.1:{api.port}{api.base_url}" in known.body.decode()
