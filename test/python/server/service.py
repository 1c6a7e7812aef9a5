"""A service whose persons say who they are in a header, and what the tests ask of it."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth import IdentityProvider, User
from samples import MSGPACK, packed

GROUPS = {"gert": ("team",)}
AVATARS = {"olga": "https://avatars.example.org/olga.png", "otto": "javascript:alert(1)"}


class Persons(IdentityProvider):
    """Takes somebody's word for who they are, by a header of its own or as a token."""

    def get_user(self, handler: Any) -> User | None:
        headers = handler.request.headers
        token = headers.get("Authorization", "").removeprefix("token of-")
        said = token if token != headers.get("Authorization", "") else None
        name: str | None = headers.get("X-Person", said)
        handler._token_authenticated = name is not None
        if not name:
            return None
        user = User(username=name, avatar_url=AVATARS.get(name))
        user.groups = GROUPS.get(name, ())  # type: ignore[attr-defined]
        return user


def as_person(name: str | None) -> dict[str, str]:
    """Return the headers of somebody, None for a stranger."""
    return {} if name is None else {"X-Person": name}


SERVICE = {
    "jpserver_extensions": {"cellkeep_server.serve": True},
    "identity_provider_class": Persons,
}


async def save(api: Any, person: str, made: Any, content: bytes, **more: Any) -> Any:
    """Save bytes as somebody; return the answer."""
    body = packed(made, content, **more)
    return await api("POST", "offers", body=body, headers={**MSGPACK, **as_person(person)})
