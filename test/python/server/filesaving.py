"""Asking the server to save files of the contents manager, and waiting for it."""

from __future__ import annotations

import asyncio
from typing import Any

from samples import run

from cellkeep_core.protocol import to_builtins


def request(*paths: str, category: str = "input") -> dict[str, Any]:
    return {"paths": list(paths), "run": to_builtins(run("files")), "category": category}


async def ended(api: Any, count: int) -> dict[str, Any]:
    """Wait until all transfers have ended; return them by name."""
    async with asyncio.timeout(15):
        while True:
            found = (await api("GET", "transfers")).json["transfers"]
            if len(found) == count and all(
                item["state"] in ("stored", "failed", "cancelled") for item in found
            ):
                return {item["name"]: item for item in found}
            await asyncio.sleep(0.02)
