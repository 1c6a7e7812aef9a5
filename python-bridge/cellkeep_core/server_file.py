"""Where a server tells the kernels that it starts how to reach it.

A small JSON file in Jupyter's runtime folder, for its owner alone. Kernels inherit its path
in an environment variable, which stays right when the server is started again: the file is
then written anew, with another token and perhaps another port.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import UNSET, UnsetType

from cellkeep_core.errors import CellkeepError, StoreUnreachableError
from cellkeep_core.files import FileCache
from cellkeep_core.protocol import from_json
from cellkeep_core.protocol.base import Wire

VARIABLE = "CELLKEEP_SERVER_FILE"
SCHEME = "Cellkeep"
"""Of ``Authorization``: what follows is a kernel's token, or a grant."""

TOKEN_PREFIX = "ck."  # noqa: S105  (it tells a token of ours from one of Jupyter's)


class ServerAddress(Wire):
    """How to reach a server, and what to say to it.

    Attributes
    ----------
    url : str
        Its base URL, with a slash at its end.
    token : str
        A kernel's token of that server, or one of Jupyter's.
    store_id : str, optional
        The store behind it, once it is open.
    certificate : str, optional
        The certificate that it shows, where it speaks TLS: PEM, that one and no other.
    socket : str, optional
        The Unix socket that it listens on in place of a port.
    """

    url: str
    token: str
    store_id: str | UnsetType = UNSET
    certificate: str | UnsetType = UNSET
    socket: str | UnsetType = UNSET

    @property
    def authorization(self) -> str:
        """The value of ``Authorization``."""
        scheme = SCHEME if self.token.startswith(TOKEN_PREFIX) else "token"
        return f"{scheme} {self.token}"


def is_named() -> bool:
    """Whether a person said which server to use."""
    return bool(os.environ.get("CELLKEEP_SERVER"))


def find_server() -> ServerAddress | None:
    """Return the server that a person named by ``CELLKEEP_SERVER``, else the kernel's own.

    Raises
    ------
    StoreUnreachableError
        Where ``CELLKEEP_SERVER`` is no URL.
    """
    url = os.environ.get("CELLKEEP_SERVER")
    if url:
        return address_of(url, "CELLKEEP_SERVER")
    path = os.environ.get(VARIABLE)
    if not path:
        return None
    try:
        return _addresses.read(Path(path))
    except (OSError, CellkeepError):
        return None  # the server is not running, or is just being started again


def address_of(url: str, called: str) -> ServerAddress:
    """Return a person's server by its URL, with the token of ``CELLKEEP_TOKEN``.

    Raises
    ------
    StoreUnreachableError
        Where it is no URL; `called` says what was meant to be one.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreUnreachableError(
            f"{called} is not a URL such as https://hub.example.org/user/me/.",
            hint="Set it to the address of the Jupyter server, and CELLKEEP_TOKEN to a token.",
        )
    base = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"
    return ServerAddress(url=base, token=os.environ.get("CELLKEEP_TOKEN", ""))


_addresses = FileCache(lambda data: from_json(data, ServerAddress))


def remove_server_file(path: Path, token: str) -> None:
    """Remove the file, unless another server has written its own meanwhile."""
    with suppress(OSError, CellkeepError):
        if from_json(path.read_bytes(), ServerAddress).token == token:
            path.unlink()
