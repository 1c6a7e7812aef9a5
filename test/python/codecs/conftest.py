"""What the tests of models begin with, and those of figures end with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import pytest
from IPython.core.interactiveshell import InteractiveShell

from cellkeep.codecs.models import trusted


@pytest.fixture
def no_figures_left() -> Iterator[None]:
    """Close what a test has drawn."""
    yield
    plt.close("all")


@pytest.fixture
def interactive_shell() -> Iterator[Any]:
    """IPython's shell in this process."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


@pytest.fixture
def nothing_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has allowed no type of a model, and written no model."""
    monkeypatch.setattr(trusted, "_trusted", set())
    monkeypatch.setattr(trusted, "_written", set())
