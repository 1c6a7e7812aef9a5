"""The process of the service: Jupyter Server without files, kernels or other extensions."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.serverapp import ServerApp
from jupyter_server.serverapp import flags as jupyter_flags
from jupyter_server.services.contents.filemanager import AsyncFileContentsManager
from traitlets import Bool, default

from cellkeep_server.serve.authorizer import ServiceAuthorizer
from cellkeep_server.serve.home import PATH as HOME
from cellkeep_server.serve.logs import JsonFormatter, log_request

EXTENSION = "cellkeep_server.serve"
HUB_URL = "JUPYTERHUB_SERVICE_URL"


class NoFiles(AsyncFileContentsManager):
    """Jupyter's contents without an address: the service shows nobody its machine's files."""

    def get_extra_handlers(self) -> list[Any]:
        """Return none."""
        return []


class ServeApp(ServerApp):
    """Jupyter Server with only Cellkeep in it: its addresses, its events, Jupyter's sign-in.

    Its configuration file is ``cellkeep_serve_config.py``, in Jupyter's configuration folders.
    """

    name = "cellkeep-serve"
    description = "Cellkeep for several people: one store, and rights on its runs."
    # Not Jupyter's own contents, files, kernels, sessions and terminals.
    default_services = ("api", "events")  # type: ignore[assignment]  # typed by Jupyter's own list

    flags = {  # noqa: RUF012  (as Jupyter's own)
        **jupyter_flags,
        "json-logs": ({"ServeApp": {"json_logs": True}}, "Write each line of the log as JSON."),
    }

    json_logs = Bool(
        False, help="Whether each line of the log is a JSON object, for machines to read."
    ).tag(config=True)

    @default("contents_manager_class")
    def _default_contents(self) -> type[NoFiles]:
        return NoFiles

    @default("authorizer_class")
    def _default_authorizer(self) -> type[ServiceAuthorizer]:
        if not _in_hub():
            return ServiceAuthorizer
        from cellkeep_server.serve.hub import HubAuthorizer

        return HubAuthorizer

    @default("identity_provider_class")
    def _default_identity(self) -> Any:
        if not _in_hub():
            return ServerApp.identity_provider_class.default_value
        from cellkeep_server.serve.hub import HubIdentityProvider

        return HubIdentityProvider

    @default("base_url")
    def _default_base_url(self) -> str:
        return os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "/")

    @default("ip")
    def _default_address(self) -> str:
        return urlsplit(os.environ.get(HUB_URL, "")).hostname or "localhost"

    @default("port")
    def _default_own_port(self) -> int:
        return urlsplit(os.environ.get(HUB_URL, "")).port or 8900

    @default("allow_remote_access")
    def _default_remote(self) -> bool:
        # The hub's proxy passes on the name by which people know the hub, of whatever machine.
        remote: bool = _in_hub() or super()._default_allow_remote()
        return remote

    @default("trust_xheaders")
    def _default_forwarded(self) -> bool:
        return _in_hub()  # its proxy says who asked, and whether by https

    @default("default_url")
    def _default_page(self) -> str:
        return f"{self.base_url}{HOME}"

    def initialize(
        self,
        argv: list[str] | None = None,
        find_extensions: bool = False,
        new_httpserver: bool = True,
        starter_extension: Any = None,
    ) -> None:
        """Load Cellkeep and, unless asked for, no other extension, whatever is installed."""
        self.jpserver_extensions = {EXTENSION: True}
        self.open_browser = False
        self.no_browser_open_file = True
        super().initialize(argv, find_extensions, new_httpserver, starter_extension)

    def init_logging(self) -> None:
        """Have all be written as JSON where that is wanted, requests among it."""
        super().init_logging()
        if self.json_logs:
            for handler in self.log.handlers:
                handler.setFormatter(JsonFormatter())
            self.tornado_settings = {**self.tornado_settings, "log_function": log_request}

    def init_webapp(self) -> None:
        """Leave the XSRF check to `prepare`, where it is known who asks.

        The hub puts its own in place, which Tornado would call before that, and so refuse tokens.
        """
        super().init_webapp()
        if _in_hub():
            self.web_app.settings["xsrf_cookies"] = False


def _in_hub() -> bool:
    return bool(os.environ.get("JUPYTERHUB_API_TOKEN") and os.environ.get("JUPYTERHUB_API_URL"))
