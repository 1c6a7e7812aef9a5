"""The file that tells this server's kernels its address and their token."""

from __future__ import annotations

import hashlib
import os
import re
from logging import Logger
from pathlib import Path
from typing import Any

from cellkeep_core.files import write_private_file
from cellkeep_core.protocol import or_unset, to_json
from cellkeep_core.server_file import VARIABLE, ServerAddress, remove_server_file

_WILDCARDS = ("", "*", "0.0.0.0", "::")  # noqa: S104  (not bound here, only recognised)
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


class ServerFile:
    """The server's file in Jupyter's runtime folder.

    Its name depends on what is served and not on when: kernels that outlive a restart of the
    server find the new address and token in the same file.

    Parameters
    ----------
    serverapp : ServerApp
        The server.
    root : Path
        Folder of its store.
    token : str
        The kernels' access token.
    """

    def __init__(self, serverapp: Any, root: Path, token: str, log: Logger) -> None:
        self._server = serverapp
        self._token = token
        self._log = log
        self._store_id: str | None = None
        served = "\0".join((str(root), str(serverapp.root_dir), serverapp.base_url))
        name = f"cellkeep-{hashlib.sha256(served.encode()).hexdigest()[:16]}.json"
        self.path = Path(serverapp.runtime_dir) / name

    def export(self) -> None:
        """Put its path into the environment, which kernels inherit."""
        os.environ[VARIABLE] = str(self.path)

    def write(self, store_id: str | None = None) -> None:
        """Write it, with the store's id once that is known."""
        self._store_id = store_id or self._store_id
        try:
            write_private_file(self.path, to_json(self._address()))
        except OSError as error:
            self._log.warning(
                "Cellkeep cannot tell kernels where this server is (%s): they use the store's "
                "folder, or a browser.",
                error,
            )

    def remove(self) -> None:
        """Remove it: its token ends with this server."""
        remove_server_file(self.path, self._token)

    def _address(self) -> ServerAddress:
        server = self._server
        its_id = or_unset(self._store_id)
        address = ServerAddress(url=self._url(), token=self._token, store_id=its_id)
        if server.sock:
            address.socket = str(Path(server.sock).absolute())
        elif server.certfile:
            # The first one is the server's own; clients accept that one alone, whoever signed it.
            found = _PEM.search(Path(server.certfile).read_text("ascii", "replace"))
            if found:
                address.certificate = found.group()
        return address

    def _url(self) -> str:
        server = self._server
        ip = server.ip
        if ip in _WILDCARDS:
            ip = "::1" if ip == "::" else "127.0.0.1"
        host = "localhost" if server.sock else f"[{ip}]" if ":" in ip else ip
        scheme = "https" if server.certfile and not server.sock else "http"
        port = "" if server.sock else f":{server.port}"
        return f"{scheme}://{host}{port}{server.base_url}"
