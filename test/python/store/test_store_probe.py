"""What is signed, and what `cellkeep doctor` finds out about an object storage."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import botocore.auth
import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from click.testing import CliRunner

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_store.blobs.objects.requests import Answer, StorageRequests
from cellkeep_store.blobs.objects.signing import Keys, keys_from_environment, signed
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.cli import main
from object_storage import put_rules

_SEND = StorageRequests.send
AT = datetime(2026, 11, 30, 9, 8, 7, tzinfo=UTC)


@pytest.mark.parametrize("token", [None, "a/token+of=a session"])
@pytest.mark.parametrize(
    ("method", "key", "query", "headers"),
    [
        ("GET", "blobs/ab/cd", {}, {}),
        ("PUT", "a b/ü~*'()&=+", {}, {"x-amz-checksum-sha256": "abc/+=", "if-none-match": "*"}),
        ("PUT", "x", {"partNumber": "12", "uploadId": "u/+ =~é"}, {"content-length": " 1  2 "}),
        ("POST", "x", {"uploads": ""}, {"x-amz-checksum-algorithm": "SHA256"}),
    ],
)
def test_an_address_is_signed_as_the_storages_own_library_signs_it(
    method: str,
    key: str,
    query: dict[str, str],
    headers: dict[str, str],
    token: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: AT)
    url = f"http://127.0.0.1:8333/bucket/{quote(key, safe='/~')}"
    text = "&".join(f"{quote(name, '~')}={quote(value, '~')}" for name, value in query.items())
    request = AWSRequest(method, f"{url}?{text}" if text else url, headers=dict(headers))
    request.context["payload_signing_enabled"] = False
    auth = S3SigV4QueryAuth(Credentials("ak", "sk", token), "s3", "eu-west-9", expires=77)
    auth.add_auth(request)
    keys = Keys("ak", "sk", "eu-west-9", token)
    ours = signed(method, url, query, headers, keys, at=AT, lasts_s=77)

    def parts(address: str) -> Any:
        place = urlsplit(address)
        return place[:3], parse_qs(place.query, keep_blank_values=True)

    assert parts(ours) == parts(request.url)


def checks(
    service: tuple[str, str], monkeypatch: pytest.MonkeyPatch, *options: str
) -> dict[str, Any]:
    monkeypatch.setenv("CELLKEEP_CATALOG_URL", service[1])
    result = CliRunner().invoke(main, ["doctor", "--storage", service[0], "--json", *options])
    return {check["name"]: check for check in json.loads(result.output)["checks"]}


def send_without_headers(
    requests: StorageRequests, method: str, key: str, *given: Any, **named: Any
) -> Answer:
    """Send as to a storage that knows no checksums and no conditions: without them."""
    query = given[0] if given else named.pop("query", None)
    body = given[2] if len(given) > 2 else named.pop("body", b"")
    return _SEND(requests, method, key, query, {}, body)


def test_a_storage_is_tried_and_nothing_of_that_is_left(
    service: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = checks(service, monkeypatch)
    levels = {name: check["level"] for name, check in found.items()}
    assert levels.pop("durability") == "warn"
    assert "SeaweedFS" in found["durability"]["message"]
    assert set(levels.values()) == {"ok"}, found
    assert set(levels) == {
        *("versions", "store", "catalog", "checksums", "parts", "put once", "reading", "clock")
    }
    storage = ObjectStorage(service[0])
    assert [one.key for page in storage.walk("doctor") for one in page] == []
    storage.close()


def test_what_a_storage_does_not_refuse_is_told_with_what_follows(
    service: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time
    monkeypatch.setattr(StorageRequests, "send", send_without_headers)
    monkeypatch.setattr("cellkeep_store.blobs.objects.probe.time.time", lambda: now() - 120)
    found = checks(service, monkeypatch)
    for name in ("checksums", "parts", "put once", "clock"):
        assert found[name]["level"] == "warn", found[name]
        assert found[name]["todo"]
    assert re.search(r"1(1|2)\d seconds ahead", found["clock"]["message"])


def test_without_keys_nothing_can_be_tried(
    service: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    found = checks(service, monkeypatch)
    assert found["store"]["level"] == "fail"
    assert "credentials" in found["store"]["todo"]
    with pytest.raises(StoreUnreachableError, match="AWS_SECRET_ACCESS_KEY are not set"):
        keys_from_environment()


def test_whether_pages_reach_the_storage_is_tried_by_their_origins(
    service: tuple[str, str], object_storage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, other = "https://hub.example.org", "https://other.example.org"
    monkeypatch.setenv("CELLKEEP_STORAGE_CLIENT_ENDPOINT", object_storage)

    def pages(*origins: str) -> tuple[str, str, str]:
        options = [text for origin in origins for text in ("--origin", origin)]
        found = checks(service, monkeypatch, *options)["pages"]
        return found["level"], found["message"], found["todo"]

    level, _, todo = pages()
    assert level == "warn"
    assert "--origin" in todo
    # SeaweedFS lets everybody in, as long as nobody says whom.
    level, told, todo = pages(hub)
    assert (level, "any origin" in told) == ("warn", True)
    try:
        # The lines that are to be set, as they stand there.
        rules = json.loads(re.search(r"'(.*)'", todo)[1])  # type: ignore[index]
        put_rules(object_storage, rules)
        assert pages(f"{hub}/")[0] == "ok"
        level, told, todo = pages(hub, other)
        assert (level, other in told, hub in told) == ("warn", True, False)
        assert f'["{hub}", "{other}"]' in todo
    finally:
        put_rules(object_storage, None)
