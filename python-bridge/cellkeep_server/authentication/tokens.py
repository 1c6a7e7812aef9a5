"""Access tokens for kernels: one for all of their requests, and a grant for each upload.

Neither is a Jupyter token: they are valid only where a handler says so. Both are signed, so the
server need not remember any. On a person's own server the key is made when it starts and never
leaves it, so they end with it. The servers of a service share a key: what one grants holds with the
others, and after a restart, until the time that it says. A service gives out no kernel's token:
there everybody comes with a token of their own, and a grant is good for its person alone.
"""

from __future__ import annotations

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from tornado.web import HTTPError

from cellkeep_core.ids import utc_text
from cellkeep_core.server_file import SCHEME, TOKEN_PREFIX

GRANT_PREFIX = "ckg."


@dataclass(frozen=True)
class AccessToken:
    """A token of ours that a request came with.

    Attributes
    ----------
    kind : 'kernel' or 'grant'
        A kernel's token, or the grant for one upload.
    upload_id : str, optional
        That upload.
    person : str, optional
        Whose it is, where persons are told apart.
    groups : tuple of str
        The groups that they were of when it was given.
    """

    kind: Literal["kernel", "grant"]
    upload_id: str | None = None
    person: str | None = None
    groups: tuple[str, ...] = ()


class AccessTokens:
    """Issues tokens and grants, and verifies those that requests come with.

    Parameters
    ----------
    lifetime_s : float
        How long a grant is valid.
    key : callable, optional
        Returns the key to sign with, which other servers have too. Default: one of its own, and a
        kernel's token signed with it.
    """

    def __init__(self, lifetime_s: float, key: Callable[[], bytes] | None = None) -> None:
        own = secrets.token_bytes(32)
        self._key = key or (lambda: own)
        self._lifetime_s = lifetime_s
        self.kernel_token = None if key else f"{TOKEN_PREFIX}{self._sign('kernel')}"

    def grant(
        self, upload_id: str, person: str | None = None, groups: tuple[str, ...] = ()
    ) -> tuple[str, str]:
        """Return a grant for an upload, and when it expires as a protocol timestamp."""
        until = time.time() + self._lifetime_s
        claim = _packed([upload_id, int(until * 1000), person, list(groups)])
        return f"{GRANT_PREFIX}{claim}.{self._sign(f'{GRANT_PREFIX}{claim}')}", utc_text(until)

    def is_ours(self, header: str | None) -> bool:
        """Return whether an ``Authorization`` header has a token of ours, true or not."""
        return (header or "").partition(" ")[0].lower() == SCHEME.lower()

    def read(self, header: str | None) -> AccessToken | None:
        """Return the token of an ``Authorization`` header; None where it is not one of ours.

        Raises
        ------
        HTTPError
            401 where it is one of ours, and invalid or expired.
        """
        if not self.is_ours(header):
            return None
        text = (header or "").partition(" ")[2].strip()
        if text.startswith(GRANT_PREFIX):
            return self._read_grant(text.removeprefix(GRANT_PREFIX))
        known = self.kernel_token
        if known is not None and hmac.compare_digest(text.encode(), known.encode()):
            return AccessToken("kernel")
        raise HTTPError(401, "This is not a token of this server: it may have been restarted.")

    def _read_grant(self, text: str) -> AccessToken:
        claim, _, signature = text.rpartition(".")
        wanted = self._sign(f"{GRANT_PREFIX}{claim}")  # so that no kernel's token is one
        if not hmac.compare_digest(signature.encode(), wanted.encode()):
            raise HTTPError(401, "This is not a grant of this server: it may have been restarted.")
        upload_id, until_ms, person, groups = json.loads(urlsafe_b64decode(claim))
        if time.time() * 1000 > until_ms:
            raise HTTPError(401, "The grant has expired; the same offer again brings another.")
        return AccessToken("grant", upload_id, person, tuple(groups))

    def _sign(self, claim: str) -> str:
        return urlsafe_b64encode(hmac.digest(self._key(), claim.encode(), "sha256")).decode()


def _packed(claim: list[Any]) -> str:
    return urlsafe_b64encode(json.dumps(claim, separators=(",", ":")).encode()).decode()
