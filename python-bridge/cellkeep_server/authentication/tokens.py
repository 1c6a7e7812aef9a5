"""Access tokens for kernels: one for all of their requests, and a grant for each upload.

Neither is a Jupyter token: they are valid only where a handler says so. Both are signed with a
key that is made when the server starts and never leaves it, so they end with the server, and
the server need not remember any.
"""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Literal

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
    """

    kind: Literal["kernel", "grant"]
    upload_id: str | None = None


class AccessTokens:
    """Issues tokens and grants, and verifies those that requests come with.

    Parameters
    ----------
    lifetime_s : float
        How long a grant is valid, by the monotonic clock.
    """

    def __init__(self, lifetime_s: float) -> None:
        self._key = secrets.token_bytes(32)
        self._lifetime_s = lifetime_s
        self.kernel_token = f"{TOKEN_PREFIX}{self._sign('kernel')}"

    def grant(self, upload_id: str) -> tuple[str, str]:
        """Return a grant for an upload, and when it expires as a protocol timestamp."""
        until_ms = int((time.monotonic() + self._lifetime_s) * 1000)
        claim = f"{upload_id}.{until_ms}"
        return f"{GRANT_PREFIX}{claim}.{self._sign(claim)}", utc_text(
            time.time() + self._lifetime_s
        )

    def read(self, header: str | None) -> AccessToken | None:
        """Return the token of an ``Authorization`` header; None where it is not one of ours.

        Raises
        ------
        HTTPError
            401 where it is one of ours, and invalid or expired.
        """
        scheme, _, text = (header or "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        text = text.strip()
        if text.startswith(GRANT_PREFIX):
            return self._read_grant(text.removeprefix(GRANT_PREFIX))
        if hmac.compare_digest(text.encode(), self.kernel_token.encode()):
            return AccessToken("kernel")
        raise HTTPError(401, "This is not a token of this server: it may have been restarted.")

    def _read_grant(self, text: str) -> AccessToken:
        claim, _, signature = text.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(claim).encode()):
            raise HTTPError(401, "This is not a grant of this server: it may have been restarted.")
        upload_id, _, until_ms = claim.partition(".")
        if time.monotonic() * 1000 > int(until_ms):
            raise HTTPError(401, "The grant has expired; the same offer again brings another.")
        return AccessToken("grant", upload_id)

    def _sign(self, claim: str) -> str:
        return urlsafe_b64encode(hmac.digest(self._key, claim.encode(), "sha256")).decode()
