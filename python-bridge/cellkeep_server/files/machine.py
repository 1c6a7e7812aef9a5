"""What belongs to a server that runs on a person's own machine: its files and its kernels."""

from __future__ import annotations

from collections.abc import Callable
from logging import Logger
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async

from cellkeep_core.protocol import TransferStatus
from cellkeep_server.authentication.server_file import ServerFile
from cellkeep_server.authentication.tokens import AccessTokens
from cellkeep_server.events.renames import RenameFollower
from cellkeep_server.files.contents import contents_source
from cellkeep_server.files.saving import StoreSaver
from cellkeep_server.files.transfers import ServerTransfers
from cellkeep_server.service import StoreService


class Machine:
    """Files that the server saves by itself, and the kernels that it tells where it is.

    A service for several people (`cellkeep serve`) has none of this.

    Attributes
    ----------
    transfers : ServerTransfers
        Files on their way from Jupyter's contents into the store.
    server_file : ServerFile
        Where kernels find the server's address and their token.
    renames : RenameFollower
        Follows notebooks that move.
    """

    def __init__(
        self,
        serverapp: Any,
        service: StoreService,
        tokens: AccessTokens,
        announce: Callable[[TransferStatus], None],
        root: Path,
        log: Logger,
    ) -> None:
        self.transfers = ServerTransfers(
            StoreSaver(service),
            contents_source(serverapp.contents_manager, service),
            on_change=announce,
            log=log,
        )
        assert tokens.kernel_token is not None, "made with a key of its own"
        self.server_file = ServerFile(serverapp, root, tokens.kernel_token, log)
        self.server_file.export()
        # On the loop: the port is known there.
        serverapp.io_loop.add_callback(self.server_file.write)
        self.renames = RenameFollower(
            service,
            serverapp.event_logger,
            serverapp.kernel_manager.list_kernel_ids,
            # Of an extension that may begin after this one.
            lambda: serverapp.web_app.settings.get("file_id_manager"),
            lambda path: ensure_async(serverapp.contents_manager.get(path, type="notebook")),
            log,
        )

    def leave(self) -> None:
        """Tell kernels no more, and follow no more renames."""
        self.server_file.remove()
        self.renames.close()
