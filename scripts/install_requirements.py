"""Install what the package and an extra of it need, while the package itself is being built.

Run as ``python scripts/install_requirements.py EXTRA`` by the Python that gets them.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent


def requirements(project: dict[str, Any], extra: str) -> Iterator[str]:
    """Yield the requirements of an extra, those of the project's own extras in it among them."""
    for line in project["optional-dependencies"][extra]:
        requirement = Requirement(line)
        if requirement.name == project["name"]:
            for own in sorted(requirement.extras):
                yield from requirements(project, own)
        else:
            yield line


def main(extra: str) -> None:
    """Install them by pip, as the wheel would be."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *requirements(project, extra)]
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *wanted], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
