"""What a storage does with requests that it must refuse; tried with objects of our own."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import quote, urlsplit

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.ids import new_id
from cellkeep_store.blobs.objects.signing import keys_from_environment, signed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cellkeep_store.blobs.objects.storage import ObjectStorage

_LASTS_S = 300
_TIMEOUT_S = 30
_AT_ONCE = 4
_CONTENT, _OTHER = b"what cellkeep doctor puts", b"what it says that it puts"


class Answer(NamedTuple):
    """What the storage answered, and what its clock said then (Unix time)."""

    status: int
    body: str
    server: str
    date: float | None


class Probe:
    """Tries a storage, and removes what it has put there at the end."""

    def __init__(self, storage: ObjectStorage) -> None:
        self._storage = storage
        self._keys = keys_from_environment()
        self._folder = f"doctor/{new_id()}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Remove everything."""
        left = [one.key for page in self._storage.walk(self._folder) for one in page]
        self._storage.remove(left)

    def refuses_wrong_body(self) -> bool:
        """Return whether bytes with another SHA-256 than the signed one are not stored."""
        answer = self._send("PUT", "body", headers=_checksum(_OTHER), body=_CONTENT)
        return _refused(answer) and self._is_missing("body")

    def refuses_missing_checksum(self) -> bool:
        """Return whether a request without a header that was signed is not taken."""
        answer = self._send("PUT", "bare", headers=_checksum(_CONTENT), body=_CONTENT, bare=True)
        return _refused(answer) and self._is_missing("bare")

    def refuses_second(self) -> bool:
        """Return whether an object is put once where that is asked for."""
        headers = {**_checksum(_CONTENT), "if-none-match": "*"}
        answers = [self._send("PUT", "once", headers=headers, body=_CONTENT) for _ in range(2)]
        return answers[0].status == 200 and _refused(answers[1])

    def refuses_wrong_part(self) -> bool:
        """Return whether a part with another SHA-256 than the signed one is not taken."""
        upload = self._begin("part")
        try:
            return _refused(self._part("part", upload, _OTHER))
        finally:
            self._send("DELETE", "part", {"uploadId": upload})

    def refuses_wrong_completion(self) -> bool:
        """Return whether an upload is not completed by a digest that its part has not."""
        upload = self._begin("completion")
        try:
            self._part("completion", upload, _CONTENT)
            return _refused(self._complete("completion", upload, _OTHER))
        finally:
            self._send("DELETE", "completion", {"uploadId": upload})

    def completed_at_once(self) -> int:
        """Return how many of four are told that they completed one object that may be put once."""
        uploads = [self._begin("raced") for _ in range(_AT_ONCE)]
        for upload in uploads:
            self._part("raced", upload, _CONTENT)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            answers = list(pool.map(lambda one: self._complete("raced", one, _CONTENT), uploads))
        for upload in uploads:
            self._send("DELETE", "raced", {"uploadId": upload})
        return sum(answer.status == 200 for answer in answers)

    def clock_ahead_s(self) -> float:
        """Return how many seconds the storage's clock is ahead of this machine's."""
        before = time.time()
        answer = self._send("HEAD", "body")
        if answer.date is None:
            return 0.0
        return answer.date - (before + time.time()) / 2

    def server(self) -> str:
        """Return what the storage says that it is."""
        return self._send("HEAD", "body").server

    def _begin(self, name: str) -> str:
        answer = self._send("POST", name, {"uploads": ""}, {"x-amz-checksum-algorithm": "SHA256"})
        found = re.search("<UploadId>(.*?)</UploadId>", answer.body)
        if found is None:
            raise StoreUnreachableError(
                f"The object storage {self._storage.url} begins no upload in parts "
                f"({answer.status})."
            )
        return found[1]

    def _part(self, name: str, upload: str, said: bytes) -> Answer:
        query = {"partNumber": "1", "uploadId": upload}
        return self._send("PUT", name, query, _checksum(said), _CONTENT)

    def _complete(self, name: str, upload: str, said: bytes) -> Answer:
        etag = hashlib.md5(_CONTENT, usedforsecurity=False).hexdigest()
        part = f"<PartNumber>1</PartNumber><ETag>&quot;{etag}&quot;</ETag>"
        part += f"<ChecksumSHA256>{_digest(said)}</ChecksumSHA256>"
        body = f"<CompleteMultipartUpload><Part>{part}</Part></CompleteMultipartUpload>"
        headers = {"if-none-match": "*"}
        return self._send("POST", name, {"uploadId": upload}, headers, body.encode())

    def _is_missing(self, name: str) -> bool:
        return self._storage.find([f"{self._folder}/{name}"]) == [None]

    def _send(
        self,
        method: str,
        name: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        *,
        bare: bool = False,
    ) -> Answer:
        """Send a signed request, `bare` without the headers that were signed."""
        wanted = dict(headers or {})
        url = self._storage.address(quote(f"{self._folder}/{name}"))
        at = datetime.now(UTC)
        address = signed(method, url, query or {}, wanted, self._keys, at=at, lasts_s=_LASTS_S)
        place = urlsplit(address)
        kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
        connection = kind(place.netloc, timeout=_TIMEOUT_S)
        try:
            connection.request(method, f"{place.path}?{place.query}", body, {} if bare else wanted)
            got = connection.getresponse()
            told = got.headers.get("Date")
            return Answer(
                got.status,
                got.read().decode(errors="replace"),
                got.headers.get("Server", ""),
                None if told is None else parsedate_to_datetime(told).timestamp(),
            )
        except (OSError, HTTPException) as error:
            raise StoreUnreachableError(
                f"The object storage {self._storage.url} does not answer: {error}."
            ) from error
        finally:
            connection.close()


def _digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def _checksum(content: bytes) -> dict[str, str]:
    return {"x-amz-checksum-sha256": _digest(content)}


def _refused(answer: Answer) -> bool:
    # An error may come inside of a 200, after a wait.
    return 400 <= answer.status < 500 or (answer.status == 200 and "<Error>" in answer.body)
