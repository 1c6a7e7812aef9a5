"""Figures as people draw them, each new and with data that no other has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable

RANDOM = np.random.default_rng()


def line() -> Figure:
    figure = Figure()
    axes = figure.subplots()
    axes.plot(RANDOM.normal(size=200), label="loss")
    axes.set(title="Training", xlabel="step", ylabel="loss")
    axes.legend()
    return figure


def grid() -> Figure:
    figure = Figure(figsize=(10, 8))
    for axes in figure.subplots(3, 3).flat:
        axes.plot(RANDOM.normal(size=500))
        axes.set_xlabel("step")
    return figure


def image() -> Figure:
    figure = Figure()
    axes = figure.subplots()
    figure.colorbar(axes.imshow(RANDOM.normal(size=(200, 200))))
    return figure


def scatter() -> Figure:
    figure = Figure()
    x, y, colour = RANDOM.normal(size=(3, 2000))
    figure.subplots().scatter(x, y, c=colour)
    return figure


def legend_outside() -> Figure:
    figure = Figure()
    axes = figure.subplots()
    for number in range(6):
        axes.plot(RANDOM.normal(size=50), label=f"series {number}")
    axes.legend(bbox_to_anchor=(1.05, 1), loc="upper left")
    return figure


DRAWINGS: dict[str, Callable[[], Figure]] = {
    "a line": line,
    "3 × 3 lines": grid,
    "an image": image,
    "2,000 points": scatter,
    "a legend outside": legend_outside,
}
