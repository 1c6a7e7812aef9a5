"""Moving in: runs of other trackers, with what they kept, become runs of the store."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cellkeep_store.importing.tracker import Tracker

TRACKERS = {"mlflow": "MlflowTracker", "wandb": "WandbTracker", "simvue": "SimvueTracker"}
"""What an address of `cellkeep import` may begin with, and the class of each in its module."""


def open_tracker(name: str, address: str) -> Tracker:
    """Return a tracker by its name and address; its library is imported only now."""
    tracker: type[Tracker] = getattr(import_module(f"{__name__}.{name}"), TRACKERS[name])
    return tracker(address)  # type: ignore[call-arg]  # the protocol says nothing of its address
