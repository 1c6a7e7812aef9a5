"""Where this process runs: its kernel, notebook and script."""

from __future__ import annotations

import os
import re
import sys
import uuid
from functools import cache
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from cellkeep_core.ids import new_id

_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_imported_in = os.getpid()
PROCESS_ID = new_id()  # another one after each restart of the kernel, whose own id stays


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
    file = connection_file()
    return _id_in(file) if file is not None else None


def connection_file() -> str | None:
    """Return the path of this kernel's connection file, or None."""
    if jupyter_kernel() is None:
        return None
    application = getattr(sys.modules.get("ipykernel.kernelapp"), "IPKernelApp", None)
    if application is None or not application.initialized():
        return None
    path: str = application.instance().abs_connection_file
    return path


@cache
def _id_in(connection_file: str) -> str | None:
    found = _UUID.search(Path(connection_file).name)
    return str(uuid.UUID(found.group())) if found else None


def notebook_path() -> str | None:
    """Return the notebook's path where Jupyter or VS Code tells this process."""
    if jupyter_kernel() is None:
        return None
    session = os.environ.get("JPY_SESSION_NAME")
    if session:
        # A console's name, such as "Console 1", stands where a notebook's path does.
        return session if PurePath(session).suffix else None
    shell = ipython_shell()
    path = getattr(shell, "user_ns", {}).get("__vsc_ipynb_file__")
    return path if isinstance(path, str) else None


def default_run_name(notebook: str | None) -> str:
    """Return the notebook's file name, else the script's, else what kind of session this is."""
    session = notebook or (jupyter_kernel() and os.environ.get("JPY_SESSION_NAME"))
    if session:
        return PurePosixPath(session.replace("\\", "/")).name or session
    if ipython_shell() is not None:
        return "notebook" if jupyter_kernel() is not None else "ipython session"
    script = getattr(sys.modules.get("__main__"), "__file__", None) or sys.argv[0]
    name = Path(script).name if script and script != "-c" else ""
    return name or "python session"
