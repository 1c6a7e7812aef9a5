"""The service beside a real JupyterHub, which says who somebody is and of which groups."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from samples import MSGPACK, offer, packed
from test_service_process import ask, await_answer, serving

from ports import free_port

CONFIG = Path(__file__).parent / "hub_config.py"
BASE = "/services/cellkeep/"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A hub of its own; its API, and the port that it expects the service on."""
    port, service = free_port(), free_port()
    log = tmp_path / "hub.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)],
            cwd=tmp_path,
            env={
                **os.environ,
                "HUB_PORT": str(port),
                "SERVICE_URL": f"http://127.0.0.1:{service}",
                "HOME": str(tmp_path),
            },
            stdout=out,
            stderr=out,
        )
    api = f"http://127.0.0.1:{port}/hub/api"
    try:
        token = f"token {'t' * 40}"
        await_answer(process, log, 200, f"{api}/users", Authorization=token)
        yield api, service
    finally:
        process.terminate()
        process.wait(20)


def test_people_of_a_hub_share_with_its_groups_and_others_stay_out(
    tmp_path: Path, hub: tuple[str, int]
) -> None:
    api, port = hub
    admin = {"Authorization": f"token {'t' * 40}"}
    people = {}
    for name in ("ann", "ben", "eve"):
        ask(f"{api}/users/{name}", "POST", b"{}", **admin)
        status, told = ask(f"{api}/users/{name}/tokens", "POST", b"{}", **admin)
        assert status == 201, told
        people[name] = {"Authorization": f"token {json.loads(told)['token']}"}
    with serving(
        tmp_path,
        configured='c.HubAuthorizer.admin_groups = ["team"]',
        port=port,
        base=BASE,
        JUPYTERHUB_API_TOKEN="s" * 40,
        JUPYTERHUB_API_URL=api,
        JUPYTERHUB_SERVICE_NAME="cellkeep",
        JUPYTERHUB_SERVICE_PREFIX=BASE,
        JUPYTERHUB_SERVICE_URL=f"http://127.0.0.1:{port}{BASE}",
        JUPYTERHUB_CLIENT_ID="service-cellkeep",
        JUPYTERHUB_OAUTH_ACCESS_SCOPES='["access:services!service=cellkeep"]',
        JUPYTERHUB_OAUTH_SCOPES='["access:services!service=cellkeep"]',
    ) as (url, _):
        made = offer(b"kept")
        saved = ask(f"{url}offers", "POST", packed(made, b"kept"), **MSGPACK, **people["ann"])
        assert saved[0] == 200, saved
        address = f"{url}artifacts/{made.id}/content"
        assert ask(address, **people["ben"])[0] == 404
        shares = {"shares": [{"kind": "group", "name": "team", "level": "view"}]}
        json_type = {"Content_Type": "application/json"}
        given = ask(
            f"{url}runs/{made.run.id}/shares",
            "PUT",
            json.dumps(shares).encode(),
            **json_type,
            **people["ann"],
        )
        assert given[0] == 200, given
        # The hub's proxy passes on the name by which people know the hub.
        assert ask(address, Host="hub.example.org", **people["ben"]) == (200, b"kept")
        # A cookie alone, which a page of another site would send along, changes nothing.
        forged = {"Cookie": "service-cellkeep=ann; _xsrf=forged", "X_XSRFToken": "forged"}
        refused = ask(f"{url}offers", "POST", packed(made, b"kept"), **MSGPACK, **forged)
        assert refused[0] == 403
        # The hub says who else is of one's groups; with `team` she has shared a run.
        for name, known in (
            ("ann", ["members", "team", "ben"]),
            ("ben", ["members", "team", "ann"]),
        ):
            told = json.loads(ask(f"{url}contacts", **people[name])[1])["items"]
            assert {one["name"] for one in told} == set(known), name
        # Eve is somebody at the hub, and has no access to this service.
        assert ask(address, **people["eve"])[0] == 403
        assert ask(f"{url}status", **people["eve"])[0] == 403
        _script_saves_and_loads(tmp_path, url, people)
        _a_browser_is_sent_to_sign_in(port)
        # Of the team are the admins.
        for name, status in (("ann", 403), ("ben", 200)):
            assert ask(f"{url}activity", **people[name])[0] == status


def _a_browser_is_sent_to_sign_in(port: int) -> None:
    """Open the service's address as a browser that knows nothing of it yet."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"{BASE}?cellkeep=link")
    to_page = connection.getresponse()
    assert (to_page.status, to_page.read()) == (302, b"")
    connection.request("GET", to_page.headers["Location"])
    to_hub = connection.getresponse()
    place = to_hub.headers["Location"]
    assert to_hub.status == 302, to_hub.read()
    assert place.startswith("/hub/api/oauth2/authorize?"), place
    assert "client_id=service-cellkeep" in place
    connection.close()


SCRIPT = """
import sys, numpy, cellkeep
if sys.argv[1] == "save":
    run = cellkeep.Run("of a script")
    run.save(numpy.arange(1_000_000), "output", name="large").wait(60)
    run.save({"small": 1}, "output", name="small").wait(60)
loaded = cellkeep.load("large")
assert loaded.sum() == 499_999_500_000, loaded
print("loaded")
"""


def _script_saves_and_loads(folder: Path, url: str, people: dict[str, dict[str, str]]) -> None:
    """Save and load as somebody whose own token the script has."""
    (folder / "script.py").write_text(SCRIPT)
    own = {name: value for name, value in os.environ.items() if not name.startswith("CELLKEEP_")}
    for name, what in (("ann", "save"), ("ben", "load")):
        done = subprocess.run(
            [sys.executable, "script.py", what],
            cwd=folder,
            env={
                **own,
                "HOME": str(folder / name),
                "CELLKEEP_SERVER": url.removesuffix("cellkeep/api/"),
                "CELLKEEP_TOKEN": people[name]["Authorization"].removeprefix("token "),
            },
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        if name == "ann":
            assert done.stdout.strip() == "loaded", done.stderr
        else:
            assert "No run has an artifact called 'large'" in done.stderr
    found = json.loads(ask(f"{url}artifacts?name=large", **people["ann"])[1])["items"]
    assert [one["size"] > 7_000_000 for one in found] == [True]
