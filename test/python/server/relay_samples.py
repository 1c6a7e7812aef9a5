"""What the tests of a relay ask it, and a script that saves through it."""

from __future__ import annotations

import json
from typing import Any

from conftest import Api, eventually
from test_service_process import ask

from cellkeep_core.protocol import TransferStatus
from cellkeep_server.relay.app import RelayApp

SAVES = """
import json, os, time, warnings
import cellkeep
told = []
warnings.showwarning = lambda message, *_: told.append(str(message))
warnings.simplefilter("always")
run = cellkeep.Run("quota")
for size in (8500, 500):
    open(str(size), "wb").write(os.urandom(size))
    run.save(str(size), "input").wait(60)
open("large", "wb").write(os.urandom(5000))
waits = run.save("large", "input")
while waits.error is None:
    time.sleep(0.01)
print(json.dumps({"code": waits.error.code, "told": told}), flush=True)
input()
waits.retry()
print(waits.wait(60).status)
"""


def sent_by(client: dict[str, str]) -> Any:
    return lambda path: json.loads(ask(path, **client)[1])


async def moved(api: Api, relay: RelayApp, **asked: Any) -> list[TransferStatus]:
    """Copy, and return what became of it."""
    begun = await api("POST", "copies", json_body=asked)
    assert begun.status == 202, begun.body
    ids = {one["id"] for one in begun.json["transfers"]}

    def ended() -> list[TransferStatus]:
        known = relay.transfers.recent(lambda _: True)
        return [one for one in known if one.id in ids and one.state in ("stored", "failed")]

    await eventually(lambda: len(ended()) == len(ids), 30)
    return ended()
