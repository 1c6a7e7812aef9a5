"""Sign-in by JupyterHub, whose service this is (``pip install "cellkeep[hub]"``)."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import quote

from jupyter_server.auth import User
from jupyter_server.base.handlers import JupyterHandler
from jupyterhub.singleuser.extension import JupyterHubAuthorizer, JupyterHubIdentityProvider
from tornado.httpclient import AsyncHTTPClient, HTTPError

from cellkeep_server.serve.authorizer import ServiceAuthorizer

GROUPS_S = 60.0
"""How long it is remembered of which groups somebody is."""
_MOST_GROUPS = 50


class HubIdentityProvider(JupyterHubIdentityProvider):
    """Asks the hub who somebody is, and of which groups.

    A person's own token need not be allowed to say so: the groups are asked with the service's,
    whose role needs ``read:users:groups``, and ``read:groups`` to say who else is of them.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._groups: dict[str, tuple[float, frozenset[str]]] = {}
        self._members: dict[str, tuple[float, frozenset[str]]] = {}

    @property
    def lab_url(self) -> str:
        """Where the hub shows anybody their own JupyterLab, started where it does not run."""
        return f"{self.hub_auth.hub_host}{self.hub_auth.hub_prefix}user-redirect/lab"

    async def get_user(self, handler: JupyterHandler) -> User | None:
        """Return who makes a request, None where the hub does not know them."""
        user: Any = await super().get_user(handler)
        if user is not None and not hasattr(user, "groups"):
            user.groups = await self._asked(self._groups, "users", user.username, "groups")
        found: User | None = user
        return found

    async def fellows_of(self, user: Any) -> set[str]:
        """Return who is of a person's groups; none where the service's role may not ask for it."""
        fellows: set[str] = set()
        for group in sorted(user.groups)[:_MOST_GROUPS]:
            fellows |= await self._asked(self._members, "groups", group, "users")
        return fellows

    async def _asked(
        self, known: dict[str, tuple[float, frozenset[str]]], of: str, name: str, what: str
    ) -> frozenset[str]:
        """Return what the hub says of a user or a group, which is remembered for a while."""
        found = known.get(name)
        if found is not None and time.monotonic() - found[0] < GROUPS_S:
            return found[1]
        try:
            answer = await AsyncHTTPClient().fetch(
                f"{self.hub_auth.api_url}/{of}/{quote(name, safe='')}",
                headers={"Authorization": f"token {self.hub_auth.api_token}"},
            )
        except (HTTPError, OSError) as error:
            # Without an answer nobody is in a group: their own runs are there all the same.
            self.log.warning("The hub does not say the %s of %s: %s", what, name, error)
            return frozenset()
        told = frozenset(json.loads(answer.body).get(what) or ())
        known[name] = time.monotonic(), told
        return told


class HubAuthorizer(JupyterHubAuthorizer, ServiceAuthorizer):
    """Lets in whom the hub gives access to this service; the rest is `ServiceAuthorizer`'s."""

    def is_authorized(self, handler: JupyterHandler, user: Any, action: str, resource: str) -> bool:
        """Return whether somebody may do something."""
        if not self.hub_auth.check_scopes(self.hub_auth.access_scopes, user.hub_user):
            return False
        return ServiceAuthorizer.is_authorized(self, handler, user, action, resource)
