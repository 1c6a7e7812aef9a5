"""Requests of our own to an object storage: what its library has no method for."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, unescape

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.media import DEFAULT
from cellkeep_store.blobs.objects.signing import keys_from_environment, signed
from cellkeep_store.blobs.objects.storage import ObjectStorage

CHECKSUM = "x-amz-checksum-sha256"
_LASTS_S = 300
_TIMEOUT_S = 60


class Answer(NamedTuple):
    """What the storage answered.

    Attributes
    ----------
    status : int
        The HTTP status.
    body : str
        XML, where there is any.
    headers : dict of str to str
        By names in lower case.
    """

    status: int
    body: str
    headers: dict[str, str]

    @property
    def ok(self) -> bool:
        """Whether it was done; an error may come inside of a 200, after a wait."""
        return 200 <= self.status < 300 and "<Error>" not in self.body

    @property
    def refused(self) -> bool:
        """Whether the storage has something against the request."""
        return 400 <= self.status < 500 or (self.status == 200 and not self.ok)

    @property
    def date(self) -> float | None:
        """What the storage's clock said (Unix time)."""
        told = self.headers.get("date")
        return None if told is None else parsedate_to_datetime(told).timestamp()


class Part(NamedTuple):
    """A part of an upload, as the storage has it."""

    number: int
    size: int
    etag: str


class StorageRequests:
    """Signed requests to the objects of a storage.

    Parameters
    ----------
    storage : ObjectStorage
        Which.
    """

    def __init__(self, storage: ObjectStorage) -> None:
        self._storage = storage
        self._keys = keys_from_environment()

    def address(
        self,
        method: str,
        key: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        endpoint: str | None = None,
        lasts_s: int = _LASTS_S,
    ) -> str:
        """Return the address of one request, which cannot be sent in another way.

        Parameters
        ----------
        headers : mapping of str to str, optional
            What must be sent along exactly so, by names in lower case.
        endpoint : str, optional
            Where whoever sends it reaches the storage. Default: as this server does.
        lasts_s : int
            How many seconds from now on it may be begun.
        """
        url = self._storage.address(quote(key), endpoint)
        at = datetime.now(UTC)
        return signed(method, url, query or {}, headers or {}, self._keys, at=at, lasts_s=lasts_s)

    def send(
        self,
        method: str,
        key: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        *,
        bare: bool = False,
    ) -> Answer:
        """Send a signed request, `bare` without the headers that were signed.

        Raises
        ------
        StoreUnreachableError
            Where nothing answers.
        """
        wanted = dict(headers or {})
        url = self.address(method, key, query, wanted)
        return self.exchange(method, url, {} if bare else wanted, body)

    def exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Answer:
        """Send a request to an address as it is; raises as `send` does."""
        place = urlsplit(url)
        kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
        connection = kind(place.netloc, timeout=_TIMEOUT_S)
        try:
            connection.request(method, f"{place.path}?{place.query}", body, dict(headers))
            got = connection.getresponse()
            told = {name.lower(): value for name, value in got.headers.items()}
            return Answer(got.status, got.read().decode(errors="replace"), told)
        except (OSError, HTTPException) as error:
            raise StoreUnreachableError(
                f"The object storage {self._storage.url} does not answer: {error}."
            ) from error
        finally:
            connection.close()

    def begin(self, key: str) -> str:
        """Begin an upload in parts, each of which is compared with its SHA-256; return its id."""
        headers = {"x-amz-checksum-algorithm": "SHA256"}
        answer = self.send("POST", key, {"uploads": ""}, headers)
        found = re.search("<UploadId>(.*?)</UploadId>", answer.body)
        if found is None:
            raise StoreUnreachableError(
                f"The object storage {self._storage.url} begins no upload in parts "
                f"({answer.status})."
            )
        return unescape(found[1])

    def parts(self, key: str, upload_id: str) -> list[Part]:
        """Return the parts of an upload that are there; none where there is no such upload."""
        found: list[Part] = []
        marker = ""
        while True:
            query = {"uploadId": upload_id}
            if marker:
                query["part-number-marker"] = marker
            answer = self.send("GET", key, query)
            if not answer.ok:
                return found
            for part in re.findall("<Part>(.*?)</Part>", answer.body, re.DOTALL):
                number, size = _text(part, "PartNumber"), _text(part, "Size")
                found.append(Part(int(number), int(size), _text(part, "ETag")))
            if _text(answer.body, "IsTruncated") != "true":
                return found
            marker = _text(answer.body, "NextPartNumberMarker")

    def complete(
        self,
        key: str,
        upload_id: str,
        parts: Iterable[tuple[Part, str]],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Make one object of parts, by the SHA-256 (base64) that each should have."""
        listed = "".join(
            f"<Part><PartNumber>{part.number}</PartNumber><ETag>{escape(part.etag)}</ETag>"
            f"<ChecksumSHA256>{checksum}</ChecksumSHA256></Part>"
            for part, checksum in parts
        )
        body = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()
        return self.send("POST", key, {"uploadId": upload_id}, headers, body)

    def abort(self, key: str, upload_id: str) -> None:
        """Give an upload up, and what is there of it."""
        self.send("DELETE", key, {"uploadId": upload_id})

    def checksum(self, key: str) -> tuple[int, str] | None:
        """Return an object's size and the SHA-256 that the storage has compared it with.

        For an object of parts that is the digest of theirs, ``-`` and how many they are; it is
        empty where the storage keeps none. None where there is no such object.
        """
        answer = self.send("HEAD", key, headers={"x-amz-checksum-mode": "ENABLED"})
        if not answer.ok:
            return None
        return int(answer.headers.get("content-length", "-1")), answer.headers.get(CHECKSUM, "")


def answered_with(disposition: str) -> dict[str, str]:
    """Return what of a signed query says how an object is given out, whoever has put it there.

    Nothing that a client has said of it is answered: a browser shows no page of it.
    """
    return {
        "response-cache-control": "private, no-store",
        "response-content-disposition": disposition,
        "response-content-type": DEFAULT,
    }


def base64_of(sha256: str) -> str:
    """Return a digest as the storage writes it."""
    return base64.b64encode(bytes.fromhex(sha256)).decode()


def composite_of(digests: Iterable[str]) -> str:
    """Return the checksum of an object of parts with these SHA-256."""
    parts = [bytes.fromhex(one) for one in digests]
    whole = hashlib.sha256(b"".join(parts)).digest()
    return f"{base64.b64encode(whole).decode()}-{len(parts)}"


def _text(xml: str, name: str) -> str:
    found = re.search(f"<{name}>(.*?)</{name}>", xml, re.DOTALL)
    return "" if found is None else unescape(found[1], {"&quot;": '"', "&#34;": '"'})
