"""Cellkeep's Jupyter Server extension: the HTTP API, resumable uploads and events.

Nothing is imported here until Jupyter Server asks for the extension.
"""

from __future__ import annotations

from typing import Any

from cellkeep_core._version import __version__

__all__ = ["__version__"]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from cellkeep_core.server_file import is_named

    if is_named():
        from cellkeep_server.relay.app import RelayApp

        return [{"module": "cellkeep_server", "app": RelayApp}]
    from cellkeep_server.app import CellkeepApp

    return [{"module": "cellkeep_server", "app": CellkeepApp}]
