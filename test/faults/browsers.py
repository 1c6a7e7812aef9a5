"""Real browsers in JupyterLab, killed while bytes go through their page.

Few and bounded: a JupyterLab, a browser and a page take seconds to start.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from browser_process import BrowserProcess
from children import bytes_of, sha256
from lab_page import SIDEBAR, LabPage
from lab_server import RemoteKernels
from line import Line
from playwright.sync_api import Playwright, sync_playwright
from registry import scenario
from world import World, wait_until

MB = 1 << 20
SAVE = """
import cellkeep, random
content = random.Random({seed!r}).randbytes({size})
handle = cellkeep.current_run().save(content, "output", name={name!r})
open({ran!r}, "w").write(cellkeep.current_run().id)
"""


class Lab(RemoteKernels):
    """A JupyterLab that shows the world's store; its kernels reach a page and nothing else."""

    @property
    def store(self) -> Path:
        return self.home.parent / "store"


def _lab(world: World) -> Lab:
    """Return the world's JupyterLab, started on first use."""
    for close in world.closing:
        owner = getattr(close, "__self__", None)
        if isinstance(owner, Lab):
            return owner
    lab = Lab(world.home / "lab")
    lab.start()
    world.closing.append(lab.stop)
    return lab


class Desk:
    """One notebook of one injection, and the browsers that show it one after the other."""

    def __init__(self, world: World, chance: Random, playwright: Playwright) -> None:
        self.world, self.lab = world, _lab(world)
        self._playwright, self._browsers = playwright, list[BrowserProcess]()
        self.name = f"kept {chance.getrandbits(32):x}"
        self.notebook = f"{self.name}.ipynb"
        spec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
        cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": ""}
        empty = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": spec}}
        self.lab.notebooks.mkdir(parents=True, exist_ok=True)
        path = self.lab.notebooks / self.notebook
        path.write_text(json.dumps(empty | {"cells": [cell | {"execution_count": None}]}))

    def open(self) -> LabPage:
        """Open the notebook in a new browser."""
        profile = self.world.work / f"profile-{len(self._browsers)}"
        browser = BrowserProcess(self._playwright, profile)
        self._browsers.append(browser)
        page = LabPage(browser.new_page(), self.lab).open(self.notebook)
        page.show_sidebar()
        return page

    def kill(self) -> None:
        """Kill -9 of the newest browser, with all its processes."""
        self._browsers[-1].kill()

    def found(self) -> dict[str, Any] | None:
        """Return the artifact of this injection, once it is in the store."""
        items = self.lab.get("cellkeep/api/artifacts?limit=100")["items"]
        return next((one for one in items if one["name"] == self.name), None)

    def stored(self) -> None:
        """Wait until it is stored, and write down what the store says."""
        artifact = wait_until(self.found, f"{self.name} is stored", 90)
        self.world.ledger.run(artifact["run_id"])

    def close(self) -> None:
        for browser in self._browsers:
            browser.kill()


@contextmanager
def _desk(world: World, chance: Random) -> Iterator[Desk]:
    with sync_playwright() as playwright:
        desk = Desk(world, chance, playwright)
        try:
            yield desk
        finally:
            desk.close()


@scenario("kill-browser-drop", weight=1)
def browser_killed_in_a_dropped_upload(world: World, chance: Random) -> None:
    """kill -9 of the browser while it uploads a dropped file; dropped again, it arrives."""
    with _desk(world, chance) as desk:
        file = world.work / desk.name
        file.write_bytes(bytes_of(chance.random(), chance.choice([3, 20, 40]) * MB))
        digest = sha256(file.read_bytes())
        world.ledger.begin(desk.name, digest)

        def drop() -> None:
            page = desk.open()
            sidebar = page.show_sidebar()
            page.drag_files(sidebar, [str(file)])
            target = page.page.locator(
                ".jp-Cellkeep-DropTarget:not(.jp-Cellkeep-mod-run)[data-category=input]"
            )
            page.drop_files(target, [str(file)])

        drop()
        time.sleep(chance.random())
        desk.kill()
        world.injected("kill -9 of a browser that uploads a dropped file")
        drop()
        world.ledger.keep(desk.name, digest)
        desk.stored()


def _killed_while_the_kernel_sends(
    world: World, chance: Random, size: int, bytes_per_second: int
) -> None:
    """Kill the only browser of a kernel that sends through it, and open another one."""
    with _desk(world, chance) as desk:
        page = desk.open()
        if bytes_per_second:
            Line(page.page).limit(bytes_per_second)
        seed = str(chance.random())
        digest = sha256(bytes_of(seed, size))
        world.ledger.begin(desk.name, digest)
        ran = world.work / "ran"
        source = SAVE.format(seed=seed, size=size, name=desk.name, ran=str(ran))
        page.type_cell(source).locator(".jp-InputPrompt").click()
        page.page.keyboard.press("Control+Enter")
        wait_until(ran.exists, "the cell saves", 60)
        world.ledger.keep(desk.name, digest)
        world.ledger.run(ran.read_text())
        time.sleep(chance.random())
        desk.kill()
        small = "small payload" if bytes_per_second else "stream"
        world.injected(f"kill -9 of a browser that carries a kernel's {small}")
        time.sleep(chance.random())
        again = desk.open()
        desk.stored()
        again.page.locator(f"{SIDEBAR} .jp-Cellkeep-mod-flight").wait_for(state="detached")


@scenario("kill-browser-stream", weight=1)
def browser_killed_under_a_stream(world: World, chance: Random) -> None:
    """kill -9 of the browser through which a kernel streams; the next one goes on with it."""
    _killed_while_the_kernel_sends(world, chance, chance.choice([10, 20]) * MB, 0)


@scenario("kill-browser-comm", weight=1)
def browser_killed_with_a_small_payload(world: World, chance: Random) -> None:
    """kill -9 of the browser that has a kernel's small payload to bring to the server."""
    size = chance.randrange(1, 7 * MB)
    _killed_while_the_kernel_sends(world, chance, size, size)
