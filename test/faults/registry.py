"""The scenarios by name. One is a function that does harm to a world and lets it recover."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from world import World

Scenario = Callable[[World, Random], None]
SCENARIOS: dict[str, Scenario] = {}
WEIGHTS: dict[str, int] = {}
ALONE: set[str] = set()


def scenario(name: str, *, weight: int = 4, alone: bool = False) -> Callable[[Scenario], Scenario]:
    """Register a scenario.

    Parameters
    ----------
    weight : int
        How often it comes in a long run; the costly ones come less often.
    alone : bool
        It wants a world of its own.
    """

    def register(function: Scenario) -> Scenario:
        SCENARIOS[name] = function
        WEIGHTS[name] = weight
        if alone:
            ALONE.add(name)
        return function

    return register
