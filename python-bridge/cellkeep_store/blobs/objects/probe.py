"""What a storage does with requests that it must refuse; tried with objects of our own."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Self

from cellkeep_core.ids import new_id
from cellkeep_core.media import DEFAULT
from cellkeep_store.blobs.objects.requests import (
    CHECKSUM,
    Answer,
    Part,
    StorageRequests,
    answered_with,
)
from cellkeep_store.blobs.objects.storage import ObjectStorage

_AT_ONCE = 4
_DISPOSITION = 'attachment; filename="doctor"'
_CONTENT, _OTHER = b"what cellkeep doctor puts", b"what it says that it puts"


class Enforced(NamedTuple):
    """What a storage refuses.

    Attributes
    ----------
    bodies : bool
        Bytes with another SHA-256 than the one that was signed.
    parts : bool
        Parts with another one, and putting them together by another one.
    once : bool
        A second object under a key, where that was not allowed.
    """

    bodies: bool
    parts: bool
    once: bool


def enforced_by(storage: ObjectStorage) -> Enforced:
    """Try a storage; raise `StoreUnreachableError` where it does not answer."""
    with Probe(storage) as probe:
        return Enforced(
            bodies=probe.refuses_wrong_body() and probe.refuses_missing_checksum(),
            parts=probe.refuses_wrong_part() and probe.refuses_wrong_completion(),
            once=probe.refuses_second(),
        )


class Probe:
    """Tries a storage, and removes what it has put there at the end."""

    def __init__(self, storage: ObjectStorage) -> None:
        self._storage = storage
        self._requests = StorageRequests(storage)
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
        return answer.refused and self._is_missing("body")

    def refuses_missing_checksum(self) -> bool:
        """Return whether a request without a header that was signed is not taken."""
        answer = self._send("PUT", "bare", headers=_checksum(_CONTENT), body=_CONTENT, bare=True)
        return answer.refused and self._is_missing("bare")

    def refuses_second(self) -> bool:
        """Return whether an object is put once where that is asked for."""
        headers = {**_checksum(_CONTENT), "if-none-match": "*"}
        answers = [self._send("PUT", "once", headers=headers, body=_CONTENT) for _ in range(2)]
        return answers[0].status == 200 and answers[1].refused

    def refuses_wrong_part(self) -> bool:
        """Return whether a part with another SHA-256 than the signed one is not taken."""
        upload = self._begin("part")
        try:
            return self._part("part", upload, _OTHER).refused
        finally:
            self._requests.abort(f"{self._folder}/part", upload)

    def refuses_wrong_completion(self) -> bool:
        """Return whether an upload is not completed by a digest that its part has not."""
        upload = self._begin("completion")
        try:
            self._part("completion", upload, _CONTENT)
            return self._complete("completion", upload, _OTHER).refused
        finally:
            self._requests.abort(f"{self._folder}/completion", upload)

    def answers_as_signed(self) -> bool:
        """Return whether what is read comes with the headers that its address says."""
        put = self._send("PUT", "page", headers={"content-type": "text/html"}, body=_CONTENT)
        answer = self._send("GET", "page", answered_with(_DISPOSITION))
        told = [answer.headers.get(f"content-{name}") for name in ("type", "disposition")]
        return put.ok and told == [DEFAULT, _DISPOSITION]

    def lets_page_read(self, endpoint: str, origin: str) -> bool:
        """Return whether a page of an origin reads a range, by the address that clients have."""
        self._send("PUT", "read", body=_CONTENT)
        url = self._requests.address("GET", f"{self._folder}/read", endpoint=endpoint)
        answer = self._requests.exchange("GET", url, {"origin": origin, "range": "bytes=0-3"})
        return answer.status == 206 and _lets_in(answer, origin)

    def lets_page_put(self, endpoint: str, origin: str) -> bool:
        """Return whether a page of an origin puts bytes with their SHA-256 there."""
        url = self._requests.address("PUT", f"{self._folder}/put", endpoint=endpoint)
        asked = {
            "origin": origin,
            "access-control-request-method": "PUT",
            "access-control-request-headers": CHECKSUM,
        }
        answer = self._requests.exchange("OPTIONS", url, asked)
        methods, headers = (
            {one.strip().lower() for one in answer.headers.get(name, "").split(",")}
            for name in ("access-control-allow-methods", "access-control-allow-headers")
        )
        is_allowed = "put" in methods and bool(headers & {"*", CHECKSUM})
        return answer.ok and is_allowed and _lets_in(answer, origin)

    def completed_at_once(self) -> int:
        """Return how many of four are told that they completed one object that may be put once."""
        uploads = [self._begin("raced") for _ in range(_AT_ONCE)]
        for upload in uploads:
            self._part("raced", upload, _CONTENT)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            answers = list(pool.map(lambda one: self._complete("raced", one, _CONTENT), uploads))
        for upload in uploads:
            self._requests.abort(f"{self._folder}/raced", upload)
        return sum(answer.ok for answer in answers)

    def clock_ahead_s(self) -> float:
        """Return how many seconds the storage's clock is ahead of this machine's."""
        before = time.time()
        answer = self._send("HEAD", "body")
        if answer.date is None:
            return 0.0
        return answer.date - (before + time.time()) / 2

    def server(self) -> str:
        """Return what the storage says that it is."""
        return self._send("HEAD", "body").headers.get("server", "")

    def _begin(self, name: str) -> str:
        return self._requests.begin(f"{self._folder}/{name}")

    def _part(self, name: str, upload: str, said: bytes) -> Answer:
        query = {"partNumber": "1", "uploadId": upload}
        return self._send("PUT", name, query, _checksum(said), _CONTENT)

    def _complete(self, name: str, upload: str, said: bytes) -> Answer:
        etag = hashlib.md5(_CONTENT, usedforsecurity=False).hexdigest()
        part = Part(1, len(_CONTENT), f'"{etag}"')
        return self._requests.complete(
            f"{self._folder}/{name}", upload, [(part, _digest(said))], {"if-none-match": "*"}
        )

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
        key = f"{self._folder}/{name}"
        return self._requests.send(method, key, query, headers, body, bare=bare)


def _lets_in(answer: Answer, origin: str) -> bool:
    return answer.headers.get("access-control-allow-origin") in (origin, "*")


def _digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def _checksum(content: bytes) -> dict[str, str]:
    return {CHECKSUM: _digest(content)}
