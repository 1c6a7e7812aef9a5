"""Moving in: runs of other trackers, with what they kept, become runs of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cellkeep_store.importing.tracker import Tracker

TRACKERS = ("mlflow", "wandb", "simvue")
"""What an address of `cellkeep import` may begin with."""


def open_tracker(name: str, address: str) -> Tracker:
    """Return a tracker by its name and address; its library is imported only now."""
    if name == "mlflow":
        from cellkeep_store.importing.mlflow import MlflowTracker

        return MlflowTracker(address)
    if name == "wandb":
        from cellkeep_store.importing.wandb import WandbTracker

        return WandbTracker(address)
    if name == "simvue":
        from cellkeep_store.importing.simvue import SimvueTracker

        return SimvueTracker(address)
    raise ValueError(name)
