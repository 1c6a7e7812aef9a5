"""What is done, as the authorizer is asked.

Of every request it is asked by the HTTP method, as everywhere in Jupyter: ``read`` or ``write`` at
the resource `AUTH_RESOURCE`. Of what not everybody who may write should do, it is asked once more,
at a resource of that act's own (`resource_of`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import JupyterHandler

AUTH_RESOURCE = "cellkeep"
OTHERS = f"{AUTH_RESOURCE}:others"
"""What the authorizer is asked about where an upload or a transfer is somebody else's."""

Act = Literal["delete", "purge", "share", "collect", "limit", "manage"]
"""
``delete``: artifacts, to the trash or for good. ``purge``: empty the trash. ``share``: let others
at a run. ``collect``: clean the whole store up. ``limit``: say how much it may hold. ``manage``:
see what was done in it, by whom, and say whose a run is.
"""

ADMIN_ACTS: tuple[Act, ...] = ("collect", "limit", "manage")
"""Those that concern everybody's runs."""


def by_method(**acts: Act) -> Mapping[str, Act]:
    """Return which act each of some HTTP methods is."""
    return MappingProxyType(acts)


def resource_of(act: Act) -> str:
    """Return what the authorizer is asked about for an act."""
    return f"{AUTH_RESOURCE}:{act}"


async def may(handler: JupyterHandler, action: str, resource: str) -> bool:
    """Ask Jupyter's authorizer whether the person of a request may do something."""
    word = handler.authorizer.is_authorized(handler, handler.current_user, action, resource)
    return bool(await ensure_async(word))
