"""What kernels may do here: a token for their own few requests, and a grant for each upload.

Neither is a Jupyter token: they open nothing but the addresses whose handlers say so. Both
are signed with a key that is made when the server starts and never leaves it, so they end
with the server, and nothing of them needs to be kept.
"""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from tornado.web import HTTPError

from cellkeep_core.server_file import SCHEME, TOKEN_PREFIX

GRANT_PREFIX = "ckg."


@dataclass(frozen=True)
class Permit:
    """What a request came with.

    Attributes
    ----------
    kind : 'kernel' or 'grant'
        A kernel's token, or the permission for one upload.
    upload_id : str, optional
        That upload.
    """

    kind: Literal["kernel", "grant"]
    upload_id: str | None = None


class Permits:
    """Makes tokens and grants, and tells true ones from others.

    Parameters
    ----------
    lifetime_s : float
        Seconds that a grant holds. The clock is one that nobody can set.
    """

    def __init__(self, lifetime_s: float) -> None:
        self._key = secrets.token_bytes(32)
        self._lifetime_s = lifetime_s
        self.kernel_token = f"{TOKEN_PREFIX}{self._sign('kernel')}"

    def grant(self, upload_id: str) -> tuple[str, str]:
        """Return a grant for an upload, and when it ends as a protocol timestamp."""
        until_ms = int((time.monotonic() + self._lifetime_s) * 1000)
        said = f"{upload_id}.{until_ms}"
        ends = datetime.now(UTC) + timedelta(seconds=self._lifetime_s)
        shown = f"{ends:%Y-%m-%dT%H:%M:%S}.{ends.microsecond // 1000:03d}Z"
        return f"{GRANT_PREFIX}{said}.{self._sign(said)}", shown

    def read(self, header: str | None) -> Permit | None:
        """Return what an ``Authorization`` header permits; None where it is not one of ours.

        Raises
        ------
        HTTPError
            401 where it is one of ours and not true, or no longer.
        """
        scheme, _, text = (header or "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        text = text.strip()
        if text.startswith(GRANT_PREFIX):
            return self._read_grant(text.removeprefix(GRANT_PREFIX))
        if hmac.compare_digest(text.encode(), self.kernel_token.encode()):
            return Permit("kernel")
        raise HTTPError(401, "This is not a token of this server: it may have been restarted.")

    def _read_grant(self, text: str) -> Permit:
        said, _, signature = text.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(said).encode()):
            raise HTTPError(401, "This is not a grant of this server: it may have been restarted.")
        upload_id, _, until_ms = said.partition(".")
        if time.monotonic() * 1000 > int(until_ms):
            raise HTTPError(401, "The grant has expired; the same offer again brings another.")
        return Permit("grant", upload_id)

    def _sign(self, said: str) -> str:
        return urlsafe_b64encode(hmac.digest(self._key, said.encode(), "sha256")).decode()
