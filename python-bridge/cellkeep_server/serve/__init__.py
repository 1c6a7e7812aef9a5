"""`cellkeep serve`: Jupyter Server with only Cellkeep in it, for several people.

Nothing is imported here until Jupyter Server asks for the extension.
"""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from cellkeep_server.serve.service import CellkeepService

    return [{"module": "cellkeep_server.serve", "app": CellkeepService}]
