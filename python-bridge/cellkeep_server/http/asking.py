"""The one question to Jupyter's authorizer."""

from __future__ import annotations

from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import JupyterHandler


async def may(handler: JupyterHandler, action: str, resource: str) -> bool:
    """Ask Jupyter's authorizer whether the person of a request may do something."""
    word = handler.authorizer.is_authorized(handler, handler.current_user, action, resource)
    return bool(await ensure_async(word))
