"""Opens a mirror by its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cellkeep.transfer.mirrors.mirror import Mirror


def open_mirror(address: str) -> Mirror:
    """Return a mirror; its client is imported only now."""
    scheme, _, rest = address.partition(":")
    if scheme == "mlflow":
        from cellkeep.transfer.mirrors.mlflow import MlflowMirror

        return MlflowMirror(rest)
    from cellkeep.transfer.mirrors.simvue import SimvueMirror

    return SimvueMirror(rest)
