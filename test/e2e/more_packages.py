"""A second environment on top of this one, for packages that are not everybody's."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from lab_server import LabServer

PACKAGES = ["bash_kernel", "jupyter-collaboration", "jupyter-server-nbmodel"]


def make_environment(folder: Path) -> Path:
    """Install the packages beside those that are here; the interpreter that has both."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    site = folder / Path(sysconfig.get_path("purelib")).relative_to(sys.prefix)
    (site / "below.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    for command in ([*pip, *PACKAGES], [str(python), "-m", "bash_kernel.install", "--sys-prefix"]):
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return python


class MorePackagesServer(LabServer):
    """JupyterLab of that environment, with the extensions of both."""

    @property
    def environment(self) -> dict[str, str]:
        environment = super().environment
        below = Path(sys.prefix)
        paths = [environment.get("JUPYTER_PATH", ""), str(below / "share" / "jupyter")]
        return environment | {
            "JUPYTER_PATH": os.pathsep.join(filter(None, paths)),
            "JUPYTER_CONFIG_PATH": str(below / "etc" / "jupyter"),
            "JUPYTERLAB_DIR": str(below / "share" / "jupyter" / "lab"),
        }
