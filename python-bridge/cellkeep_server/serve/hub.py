"""Sign-in by JupyterHub, whose service this is (``pip install "cellkeep[hub]"``)."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jupyterhub.singleuser.extension import JupyterHubAuthorizer, JupyterHubIdentityProvider
from tornado.httpclient import AsyncHTTPClient, HTTPError

from cellkeep_server.serve.authorizer import ServiceAuthorizer

if TYPE_CHECKING:
    from jupyter_server.auth import User
    from jupyter_server.base.handlers import JupyterHandler

GROUPS_S = 60.0
"""How long it is remembered of which groups somebody is."""


class HubIdentityProvider(JupyterHubIdentityProvider):
    """Asks the hub who somebody is, and of which groups.

    A person's own token need not be allowed to say so: the groups are asked with the service's,
    whose role needs ``read:users:groups``.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._groups: dict[str, tuple[float, frozenset[str]]] = {}

    async def get_user(self, handler: JupyterHandler) -> User | None:
        """Return who makes a request, None where the hub does not know them."""
        user: Any = await super().get_user(handler)
        if user is not None and not hasattr(user, "groups"):
            user.groups = await self._groups_of(user.username)
        found: User | None = user
        return found

    async def _groups_of(self, name: str) -> frozenset[str]:
        known = self._groups.get(name)
        if known is not None and time.monotonic() - known[0] < GROUPS_S:
            return known[1]
        try:
            answer = await AsyncHTTPClient().fetch(
                f"{self.hub_auth.api_url}/users/{quote(name, safe='')}",
                headers={"Authorization": f"token {self.hub_auth.api_token}"},
            )
        except (HTTPError, OSError) as error:
            # Without an answer nobody is in a group: their own runs are there all the same.
            self.log.warning("The hub does not say of which groups %s is: %s", name, error)
            return frozenset()
        groups = frozenset(json.loads(answer.body).get("groups") or ())
        self._groups[name] = time.monotonic(), groups
        return groups


class HubAuthorizer(JupyterHubAuthorizer, ServiceAuthorizer):
    """Lets in whom the hub gives access to this service; the rest is `ServiceAuthorizer`'s."""

    def is_authorized(self, handler: JupyterHandler, user: Any, action: str, resource: str) -> bool:
        """Return whether somebody may do something."""
        if not self.hub_auth.check_scopes(self.hub_auth.access_scopes, user.hub_user):
            return False
        return ServiceAuthorizer.is_authorized(self, handler, user, action, resource)
