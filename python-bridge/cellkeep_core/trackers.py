"""Addresses of other trackers, and what is asked of them before their own clients are.

What follows ``mlflow:`` or ``simvue:`` where runs are imported from there, or mirrored to there.
"""

from __future__ import annotations

import re
import socket
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from cellkeep_core.errors import BadRequestError, CellkeepError

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES_A_HOST = re.compile(r"//[^/]")
_LOOPBACK = ("localhost", "127.", "[::1]")
_PORTS = {"http": 80, "https": 443}
_PATIENCE_S = 5.0


def mlflow_folder(address: str) -> Path | None:
    """Return the folder that an address of MLflow names; None where it is no folder's."""
    named = address.removeprefix("//")
    if _NAMES_A_HOST.match(address) or "://" in address or not named:
        return None
    return Path(named).expanduser().resolve()


def mlflow_uri(address: str) -> str:
    """Return MLflow's tracking URI: of ``//host:5000``, a folder, or as it is."""
    if _NAMES_A_HOST.match(address):
        return f"http:{address}"
    folder = mlflow_folder(address)
    return address if folder is None else folder.as_uri()


def simvue_url(address: str) -> str | None:
    """Return the URL of a Simvue server: of ``//host``, or as it is; None for Simvue's own choice.

    A host is asked over TLS, for a token goes there, unless it is this machine.
    """
    if _NAMES_A_HOST.match(address):
        here = address.removeprefix("//").startswith(_LOOPBACK)
        return f"{'http' if here else 'https'}:{address}"
    return address.removeprefix("//") or None


def missing_package(called: str, package: str) -> CellkeepError:
    """Return the error of a tracker whose own client is not installed."""
    return BadRequestError(
        f"{called}'s client is not installed here.", hint=f"pip install {package}"
    )


def require_listening(url: str) -> None:
    """Raise ``OSError`` where nobody listens at a URL of HTTP; other URLs are of no server.

    The trackers' own clients try for minutes before they say so.
    """
    parts = urlsplit(url)
    if parts.hostname is None or parts.scheme not in _PORTS:
        return
    if parts.scheme in getproxies() and not proxy_bypass(parts.hostname):
        return  # only the proxy knows
    port = parts.port or _PORTS[parts.scheme]
    socket.create_connection((parts.hostname, port), _PATIENCE_S).close()


def simvue_server(address: str) -> str:
    """Return the URL of a Simvue server that answers, and takes the token that Simvue is set to.

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST`` where Simvue's client is not installed, or set to another server.
    OSError
        Where the server does not answer; within `simvue_errors`, where it refuses.
    """
    try:
        from simvue.config.user import SimvueConfiguration
    except ImportError as error:
        raise missing_package("Simvue", "simvue") from error
    wanted = simvue_url(address)
    # Which of environment, address and file it is, and with which token, is Simvue's to say.
    used = SimvueConfiguration.fetch(mode="offline", server_url=wanted).server.url
    if used is None:
        raise BadRequestError(
            "Simvue is not told of a server.",
            hint="Set SIMVUE_URL and SIMVUE_TOKEN, or write Simvue's simvue.toml.",
        )
    server = _plain(str(used))
    if wanted is not None and server != _plain(wanted):
        raise BadRequestError(
            f"SIMVUE_URL is {server}, which Simvue's client uses before {wanted}.",
            hint="Name the same server in both, or unset SIMVUE_URL.",
        )
    require_listening(server)
    SimvueConfiguration.fetch(mode="online", server_url=wanted)
    return server


def _plain(url: str) -> str:
    return url.removesuffix("/").removesuffix("/api")


@contextmanager
def simvue_errors() -> Iterator[None]:
    """Raise whatever Simvue's client raises as ``OSError``: it has no error of its own for it."""
    try:
        yield
    except (CellkeepError, OSError):
        raise
    except Exception as error:
        said = str(error).strip().splitlines() or [repr(error)]
        raise OSError(said[-1]) from error
