"""The environments of the matrix, one for each set of versions.

torch is a matrix of its own: what PyPI has of it for Linux is some GB, with libraries for GPUs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".venv-matrix"
LIBRARIES = ("oldest", "between", "newest")
TORCH = ("torch-oldest", "torch-newest")

# A kernel saves and loads without these.
_NOT_NEEDED = ("ipywidgets", "jupyter-server", "jupyterlab")
# Versions between, at which a major one of a library begins.
_BETWEEN = ("numpy==2.0.*", "pandas==2.3.*", "plotly==6.0.*", "polars==1.30.*", "pyarrow==20.*")
# The oldest NumPy has no wheels for a newer Python.
_PYTHONS = {"oldest": ">=3.11,<3.13", "between": ">=3.11,<3.14", "newest": sys.executable}
_HOW = {"oldest": ("--resolution", "lowest-direct"), "between": (), "newest": ("--upgrade",)}


def prepared(name: str) -> str:
    """Make an environment, or bring it up to date; return its Python."""
    python = FOLDER / name / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    age = name.removeprefix("torch-")
    if not python.exists():
        _uv("venv", "--python", _PYTHONS[age], str(FOLDER / name))
    wanted = [*_requirements("torch" if name in TORCH else "objects")]
    wanted += _BETWEEN if age == "between" else ()
    _uv("pip", "install", "--python", str(python), *_HOW[age], *wanted)
    return str(python)


def _requirements(extra: str) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [one for one in project["dependencies"] if not one.startswith(_NOT_NEEDED)]
    return [*needed, *project["optional-dependencies"][extra]]


def _uv(*arguments: str) -> None:
    command = [sys.executable, "-m", "uv", "--quiet", *arguments]
    subprocess.run(command, check=True, cwd=ROOT)
