"""JupyterHub for a test: people and groups, no proxy and no servers of theirs."""

import os

from jupyterhub.proxy import Proxy


class NoProxy(Proxy):
    """The test asks the hub's own address: nothing is routed."""

    should_start = False

    async def add_route(self, *route):
        """Route nothing."""

    async def delete_route(self, routespec):
        """Route nothing."""

    async def get_all_routes(self):
        """Return none."""
        return {}


c = get_config()  # noqa: F821  (given by traitlets)
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = int(os.environ["HUB_PORT"])
c.JupyterHub.db_url = "sqlite:///hub.sqlite"
c.JupyterHub.load_groups = {"members": {"users": ["ann", "ben"]}, "team": {"users": ["ben"]}}
c.JupyterHub.services = [
    {"name": "cellkeep", "url": os.environ["SERVICE_URL"], "api_token": "s" * 40},
    {"name": "test", "api_token": "t" * 40},
]
c.JupyterHub.load_roles = [
    {
        "name": "cellkeep",
        "services": ["cellkeep"],
        "scopes": ["read:users:name", "read:users:groups", "read:groups"],
    },
    {"name": "test", "services": ["test"], "scopes": ["admin:users", "tokens"]},
    {
        "name": "members",
        "groups": ["members"],
        "scopes": ["access:services!service=cellkeep"],
    },
]
