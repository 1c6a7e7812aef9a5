"""Notebooks written as files, for tests that need outputs and no kernel to make them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def code_cell(
    cell_id: str, source: str, *outputs: dict[str, Any], count: int | None = 1
) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": cell_id,
        "source": source,
        "metadata": {},
        "execution_count": count,
        "outputs": list(outputs),
    }


PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}


def write_notebook(
    path: Path,
    *cells: dict[str, Any],
    kernel: dict[str, str] | None = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    about = {"kernelspec": kernel or PYTHON} | (metadata or {})
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": about}
    path.write_text(json.dumps(content | {"cells": list(cells)}))


def display(data: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": metadata}
