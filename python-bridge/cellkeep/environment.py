"""Where this process runs: which kernel, which notebook, which script."""

from __future__ import annotations

import os
import re
import sys
import uuid
from pathlib import Path, PurePosixPath
from typing import Any

_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_imported_in = os.getpid()


def ipython_shell() -> Any | None:
    """Return the IPython shell of this process, or None in plain Python."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def jupyter_kernel() -> Any | None:
    """Return the ipykernel that runs this process, or None.

    A forked child is not a kernel: the sockets it inherited belong to its parent.
    """
    if os.getpid() != _imported_in:
        return None
    return getattr(ipython_shell(), "kernel", None)


def kernel_id() -> str | None:
    """Return the kernel's id as the Jupyter server names it, from its connection file."""
    if jupyter_kernel() is None:
        return None
    application = getattr(sys.modules.get("ipykernel.kernelapp"), "IPKernelApp", None)
    if application is None or not application.initialized():
        return None
    found = _UUID.search(Path(application.instance().connection_file).name)
    return str(uuid.UUID(found.group())) if found else None


def notebook_path() -> str | None:
    """Return the notebook's path, from whoever knows it: the front end, Jupyter or VS Code."""
    told = _path_told_by_front_end()
    if told:
        return told
    if jupyter_kernel() is None:
        return None
    session = os.environ.get("JPY_SESSION_NAME")
    if session:
        return session
    shell = ipython_shell()
    path = getattr(shell, "user_ns", {}).get("__vsc_ipynb_file__")
    return path if isinstance(path, str) else None


def default_run_name() -> str:
    """Return the notebook's file name, else the script's, else what kind of session this is."""
    notebook = notebook_path()
    if notebook:
        return PurePosixPath(notebook.replace("\\", "/")).name or notebook
    if ipython_shell() is not None:
        return "notebook" if jupyter_kernel() is not None else "ipython session"
    script = getattr(sys.modules.get("__main__"), "__file__", None) or sys.argv[0]
    name = Path(script).name if script and script != "-c" else ""
    return name or "python session"


def _path_told_by_front_end() -> str | None:
    bridge = sys.modules.get("cellkeep.bridge")
    running = bridge.running_bridge() if bridge is not None else None
    return running.front_ends.notebook() if running is not None else None
