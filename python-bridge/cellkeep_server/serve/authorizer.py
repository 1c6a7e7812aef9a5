"""What a person may do in the service, apart from the rights on each run."""

from __future__ import annotations

from jupyter_server.auth import Authorizer, User
from jupyter_server.base.handlers import JupyterHandler
from traitlets import List, Unicode

from cellkeep_server.http.acts import ADMIN_ACTS, AUTH_RESOURCE, OTHERS, resource_of
from cellkeep_server.http.persons import groups_of, tells_apart

_OF_ADMINS = {resource_of(act) for act in ADMIN_ACTS}
_OF_ALL = {"api", "events"}


class ServiceAuthorizer(Authorizer):
    """Lets everybody who is signed in to Cellkeep, and admins to what concerns all.

    What they may do with a run is the store's to say (`cellkeep_store.catalog.rights`). Where
    persons are not told apart, whoever has the token is the admin.
    """

    admin_users = List(Unicode(), help="Names of those who look after the service.").tag(
        config=True
    )
    admin_groups = List(Unicode(), help="Groups whose members look after the service.").tag(
        config=True
    )

    def is_authorized(
        self, handler: JupyterHandler, user: User, action: str, resource: str
    ) -> bool:
        """Return whether somebody may do something."""
        if resource in _OF_ADMINS:
            return not tells_apart(handler) or self._is_admin(user)
        if resource == OTHERS:
            return not tells_apart(handler)
        return (
            resource == AUTH_RESOURCE
            or resource.startswith(f"{AUTH_RESOURCE}:")
            or (resource in _OF_ALL and action in ("read", "execute"))
        )

    def _is_admin(self, user: User) -> bool:
        return user.username in self.admin_users or not groups_of(user).isdisjoint(
            self.admin_groups
        )
