"""Addresses of mirrors: checked when a run is made, before anything is saved."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import NamedTuple

from cellkeep.errors import BadRequestError, CellkeepError, tell
from cellkeep_core.trackers import missing_package, mlflow_uri, simvue_url

VARIABLE = "CELLKEEP_MIRROR"
"""The mirror of all runs of a process that name none themselves."""


class Kind(NamedTuple):
    """A tracker that can be a mirror: what people call it, its package and its extra."""

    called: str
    module: str
    extra: str


KINDS = {
    "mlflow": Kind("MLflow", "mlflow", "cellkeep[mlflow]"),
    "simvue": Kind("Simvue", "simvue", "cellkeep[simvue]"),
}


def check_mirror(address: str) -> str:
    """Return a mirror's address where it can be one; imports nothing.

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST``: no tracker's address, or its client is not installed.
    """
    scheme, colon, rest = address.partition(":")
    kind = KINDS.get(scheme)
    if kind is None or not colon or (scheme == "mlflow" and not rest.removeprefix("//")):
        raise BadRequestError(
            f"{address!r} is no mirror.",
            hint="A mirror is mlflow://HOST:PORT, mlflow: and a tracking URI or folder, "
            "simvue://HOST, or simvue: for the server that Simvue is set to.",
        )
    if not is_installed(scheme):
        raise missing_package(kind.called, f'"{kind.extra}"')
    if scheme == "mlflow":
        return f"mlflow:{mlflow_uri(rest)}"
    return f"simvue:{simvue_url(rest) or ''}"


def mirror_of_run(address: str | None) -> str | None:
    """Return the mirror of a run: the one that is named, else that of ``CELLKEEP_MIRROR``.

    A setting that is wrong is told, and saves go on without a mirror.

    Raises
    ------
    CellkeepError
        As of `check_mirror`, where one is named.
    """
    if address is not None:
        return check_mirror(address) if address else None
    setting = os.environ.get(VARIABLE)
    if not setting:
        return None
    try:
        return check_mirror(setting)
    except CellkeepError as error:
        tell(f"{VARIABLE}: {error} What is saved goes to the store alone.")
        return None


def is_installed(scheme: str) -> bool:
    """Return whether the client of a kind of mirror is installed in this environment."""
    return find_spec(KINDS[scheme].module) is not None


def called(address: str) -> str:
    """Return what people call the tracker of an address."""
    return KINDS[address.partition(":")[0]].called
