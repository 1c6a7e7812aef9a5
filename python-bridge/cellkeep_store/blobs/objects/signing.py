"""Requests to object storage that anybody may send who has their address (SigV4 in the query)."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from cellkeep_core.errors import StoreUnreachableError

_ALGORITHM = "AWS4-HMAC-SHA256"


class Keys(NamedTuple):
    """Who signs, and for which region."""

    access_key_id: str
    secret_access_key: str
    region: str
    session_token: str | None = None


def keys_from_environment() -> Keys:
    """Return the service's keys; raise `StoreUnreachableError` where none are set."""
    name, secret = (os.environ.get(f"AWS_{one}") for one in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"))
    if not name or not secret:
        raise StoreUnreachableError(
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, so nothing can be signed.",
            hint="Set them in the environment of this service alone.",
        )
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    return Keys(name, secret, region, os.environ.get("AWS_SESSION_TOKEN"))


def signed(
    method: str,
    url: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    keys: Keys,
    *,
    at: datetime,
    lasts_s: int,
) -> str:
    """Return the address of one request, which cannot be sent in another way.

    Parameters
    ----------
    url : str
        Without a query; its path as it is sent, percent-encoded.
    headers : mapping of str to str
        What must be sent along exactly so, by names in lower case; without ``host``.
    at : datetime
        When it is signed (UTC).
    lasts_s : int
        How many seconds from then on it may be begun.
    """
    place = urlsplit(url)
    time, day = at.strftime("%Y%m%dT%H%M%SZ"), at.strftime("%Y%m%d")
    scope = f"{day}/{keys.region}/s3/aws4_request"
    sent = {"host": place.netloc, **headers}
    names = ";".join(sorted(sent))
    asked = {
        **query,
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{keys.access_key_id}/{scope}",
        "X-Amz-Date": time,
        "X-Amz-Expires": str(lasts_s),
        "X-Amz-SignedHeaders": names,
    }
    if keys.session_token:
        asked["X-Amz-Security-Token"] = keys.session_token
    text = "&".join(f"{quote(name, '~')}={quote(asked[name], '~')}" for name in sorted(asked))
    lines = [f"{name}:{' '.join(sent[name].split())}\n" for name in sorted(sent)]
    request = "\n".join([method, place.path, text, "".join(lines), names, "UNSIGNED-PAYLOAD"])
    digest = hashlib.sha256(request.encode()).hexdigest()
    key = f"AWS4{keys.secret_access_key}".encode()
    for part in (day, keys.region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    to_sign = f"{_ALGORITHM}\n{time}\n{scope}\n{digest}"
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    return f"{url}?{text}&X-Amz-Signature={signature}"
