"""What `cellkeep doctor --storage` looks at: what a store of several servers relies on."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from cellkeep_core.errors import CellkeepError
from cellkeep_store.blobs.objects.probe import Probe
from cellkeep_store.blobs.objects.requests import CHECKSUM
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.cli.checks import Check, Found, catalog, check_each, fail, ok, versions, warn
from cellkeep_store.store import Store

_FOREIGN = "https://elsewhere.invalid"
_SKEW_S = 60.0
_MOST_SKEW_S = 900.0
"""With a larger difference S3 refuses what is signed."""


def examine_service(
    storage_url: str, catalog_url: str, endpoint: str, origins: Sequence[str]
) -> Iterator[Check]:
    """Yield the checks, each on its own: one that fails stops no other.

    Parameters
    ----------
    endpoint : str
        Where clients reach the storage; empty where they do not.
    origins : sequence of str
        Where people's JupyterLab is (``https://hub.example.org``).
    """
    yield Check("versions", *versions())
    with tempfile.TemporaryDirectory() as folder:
        try:
            store = Store.open_service(storage_url, catalog_url, Path(folder))
        except CellkeepError as error:
            yield Check("store", "fail", error.message, error.hint or "")
            return
        with store:
            yield Check("store", "ok", f"{store.blobs.location} ({store.store_id})")
            yield from check_each({"catalog": lambda: catalog(store)})
    yield from _storage_checks(storage_url, endpoint, origins)


def _storage_checks(url: str, endpoint: str, origins: Sequence[str]) -> Iterator[Check]:
    try:
        with closing(ObjectStorage(url)) as storage, Probe(storage) as probe:
            yield from check_each(
                {
                    "checksums": lambda: _checksums(probe),
                    "parts": lambda: _parts(probe),
                    "put once": lambda: _put_once(probe),
                    "reading": lambda: _reading(probe),
                    "clock": lambda: _clock(probe),
                    "durability": lambda: _durability(probe),
                }
            )
            if endpoint:
                pages = partial(_pages, probe, storage.bucket, endpoint, origins)
                yield from check_each({"pages": pages})
    except CellkeepError as error:
        yield Check("storage", "fail", error.message, error.hint or "")


def _checksums(probe: Probe) -> Found:
    if probe.refuses_wrong_body() and probe.refuses_missing_checksum():
        return ok("Bytes with another SHA-256 than they should are refused.")
    return warn(
        "The storage takes bytes with another SHA-256 than they should have.",
        "What is damaged on its way there is noticed only when it is read: run `verify` often. "
        "What clients put there themselves is read before its receipt.",
    )


def _parts(probe: Probe) -> Found:
    if probe.refuses_wrong_part() and probe.refuses_wrong_completion():
        return ok("Parts are compared with their SHA-256, and once more at the end.")
    return warn(
        "The storage takes parts, or completes them, with another SHA-256 than they have.",
        "What is larger than 8 MiB may be damaged on its way there, which is noticed when it is "
        "read: run `verify` often. What clients put there in parts is read before its receipt.",
    )


def _put_once(probe: Probe) -> Found:
    if not probe.refuses_second():
        return warn(
            "The storage puts an object over one that is there, although that was not allowed.",
            "Let one server make the store, before others open it. Nothing else relies on it.",
        )
    accepted = probe.completed_at_once()
    if accepted > 1:
        return ok(
            f"An object is put once. Of four uploads in parts that were completed at once, "
            f"{accepted} were told so; nothing relies on that, for keys are given once.",
        )
    return ok("An object is put once, also by uploads in parts.")


def _reading(probe: Probe) -> Found:
    if probe.answers_as_signed():
        return ok("What clients read comes with the headers that were signed.")
    return warn(
        "The storage gives objects out with other headers than were signed.",
        "Nothing is to be done: clients read through the service.",
    )


def _clock(probe: Probe) -> Found:
    ahead_s = probe.clock_ahead_s()
    text = (
        f"The storage's clock is {abs(ahead_s):.0f} seconds {'ahead' if ahead_s > 0 else 'behind'}."
    )
    todo = "Let both follow a time server: signatures are refused from 15 minutes on."
    if abs(ahead_s) >= _MOST_SKEW_S:
        return fail(text, todo)
    if abs(ahead_s) >= _SKEW_S:
        return warn(text, todo)
    return ok("The storage's clock goes as this machine's.")


def _pages(probe: Probe, bucket: str, endpoint: str, origins: Sequence[str]) -> Found:
    """Whether browsers may ask the storage: it says so to pages, by their origins (CORS)."""
    if not origins:
        return warn(
            "Whether browsers reach the storage was not looked at.",
            "Say by --origin where people's JupyterLab is, such as https://hub.example.org.",
        )
    shut_out = [
        origin
        for origin in origins
        if not (probe.lets_page_read(endpoint, origin) and probe.lets_page_put(endpoint, origin))
    ]
    todo = f"Set exactly these: {_rules(bucket, origins)}"
    if shut_out:
        text = f"The storage lets no page of {', '.join(shut_out)} read and put bytes (CORS)."
        return warn(text, f"{todo} Until then browsers go through the service.")
    if probe.lets_page_read(endpoint, _FOREIGN):
        return warn("The storage lets pages of any origin in (CORS).", todo)
    return ok(f"Pages of {', '.join(origins)} read and put bytes; no others.")


def _rules(bucket: str, origins: Sequence[str]) -> str:
    rule = {
        "AllowedOrigins": list(origins),
        "AllowedMethods": ["GET", "HEAD", "PUT"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["Content-Range", "ETag", CHECKSUM, "x-amz-checksum-type"],
        "MaxAgeSeconds": 600,
    }
    told = json.dumps({"CORSRules": [rule]})
    return f"aws s3api put-bucket-cors --bucket {bucket} --cors-configuration '{told}'"


def _durability(probe: Probe) -> Found:
    if "seaweedfs" in probe.server().lower():
        return warn(
            "SeaweedFS acknowledges bytes that may be in the memory of its machine only.",
            "Keep two copies (its replication), or receipts are no promise in a power failure.",
        )
    return ok("That acknowledged bytes are on a disk is the storage's word.")
