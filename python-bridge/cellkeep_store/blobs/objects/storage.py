"""An S3-compatible object storage, reached by obstore."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import urlsplit

from cellkeep_core.errors import StoreUnreachableError

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config, S3Store

T = TypeVar("T")
R = TypeVar("R")

BLOBS = "blobs"
_MARK = "store.json"
_PART_BYTES = 8 << 20
_MOST_PARTS = 9_000  # of one object; S3 has room for 10,000
_AT_ONCE = 16
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
_TIMEOUT = "300s"  # of one request, which carries a part at the most


class Found(NamedTuple):
    """An object in the storage.

    Attributes
    ----------
    key : str
        Its name, without the store's prefix.
    size : int
        Its bytes.
    etag : str
        Another one for other bytes.
    placed_at : float
        When it was placed, by the storage's clock (Unix time).
    """

    key: str
    size: int
    etag: str
    placed_at: float


class ObjectStorage:
    """The objects under one prefix of a bucket.

    Parameters
    ----------
    url : str
        ``s3://bucket/prefix``. Endpoint, region and credentials are taken from the environment
        (``AWS_ENDPOINT_URL``, ``AWS_REGION``, ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY`` and
        whatever else obstore knows), and stand nowhere else.

    Raises
    ------
    StoreUnreachableError
        Where the URL is none, or obstore (``pip install cellkeep[team]``) is missing.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or parts.query:
            raise StoreUnreachableError(
                "The URL of the object storage is none.",
                hint="Write s3://bucket/prefix; the credentials belong into the environment.",
            )
        self.bucket, self.prefix = parts.netloc, parts.path.strip("/")
        self.url = f"s3://{self.bucket}/{self.prefix}".rstrip("/")
        self._store = self._opened()
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="cellkeep-objects")

    def put(self, files: Mapping[str, str]) -> None:
        """Put files under their keys, several at once; all are stored when this returns."""
        self._each(self._put, files.items())

    def put_bytes(self, key: str, content: bytes) -> None:
        """Put bytes that are in memory."""
        import obstore

        with self._errors():
            obstore.put(self._store, key, content)

    def find(self, keys: Iterable[str]) -> list[Found | None]:
        """Ask for objects, several at once; None for each that there is not."""
        return self._each(self._find, keys)

    def read(self, key: str, part: range) -> bytes:
        """Return some bytes of an object; raise `FileNotFoundError` where there is none."""
        import obstore

        if not part:
            if self._find(key) is None:
                raise FileNotFoundError(key)
            return b""
        with self._errors():
            return bytes(obstore.get_range(self._store, key, start=part.start, end=part.stop))

    def walk(self, under: str = BLOBS) -> Iterator[list[Found]]:
        """List the objects in a folder of the prefix, in order, page by page."""
        import obstore

        pages = iter(obstore.list(self._store, prefix=under))
        while True:
            with self._errors():
                page = next(pages, None)
            if page is None:
                return
            yield [
                _found(one["path"], one["size"], one["e_tag"], one["last_modified"]) for one in page
            ]

    def remove(self, keys: Iterable[str]) -> None:
        """Remove objects; those that are gone already are passed over."""
        import obstore

        doomed = sorted(keys)
        if doomed:
            with self._errors():
                obstore.delete(self._store, doomed)

    def mark(self) -> str | None:
        """Return the id of the store whose bytes are here, None where nobody's are."""
        import obstore

        try:
            with self._errors():
                content = bytes(obstore.get(self._store, _MARK).bytes())
        except FileNotFoundError:
            return None
        try:
            return str(json.loads(content)["store_id"])
        except (ValueError, KeyError, TypeError) as error:
            raise StoreUnreachableError(
                f"{_MARK} in {self.url} is not what Cellkeep writes.",
                hint="Choose another prefix, or bring the object back from a backup.",
            ) from error

    def set_mark(self, store_id: str) -> None:
        """Write down whose bytes are here, unless somebody has."""
        import obstore

        content = json.dumps({"store_id": store_id}).encode()
        try:
            with self._errors():
                obstore.put(self._store, _MARK, content, mode="create")
        except obstore.exceptions.AlreadyExistsError:
            return
        except FileNotFoundError as error:
            raise StoreUnreachableError(
                f"There is no bucket {self.bucket!r} in the object storage.",
                hint="Make it there first, and give this service the right to read and write.",
            ) from error

    def address(self, key: str, endpoint: str | None = None) -> str:
        """Return where an object is, for requests of our own; the key is percent-encoded.

        Parameters
        ----------
        endpoint : str, optional
            Where others reach the storage. Default: where this server does.
        """
        endpoint = endpoint or _endpoint()
        if endpoint is None:
            endpoint = f"https://s3.{os.environ.get('AWS_REGION') or 'us-east-1'}.amazonaws.com"
        parts = [endpoint.rstrip("/"), self.bucket, self.prefix, key]
        return "/".join(part for part in parts if part)

    def close(self) -> None:
        """End its threads."""
        self._threads.shutdown()

    def _put(self, item: tuple[str, str]) -> None:
        import obstore

        key, path = item
        part = max(_PART_BYTES, Path(path).stat().st_size // _MOST_PARTS)
        with self._errors():
            obstore.put(self._store, key, Path(path), chunk_size=part)

    def _find(self, key: str) -> Found | None:
        import obstore

        try:
            with self._errors():
                one = obstore.head(self._store, key)
        except FileNotFoundError:
            return None
        return _found(key, one["size"], one["e_tag"], one["last_modified"])

    def _each(self, work: Callable[[T], R], items: Iterable[T]) -> list[R]:
        todo = list(items)
        if len(todo) == 1:
            return [work(todo[0])]
        return list(self._threads.map(work, todo))

    def _opened(self) -> S3Store:
        try:
            from obstore.store import S3Store
        except ModuleNotFoundError as error:
            raise StoreUnreachableError(
                "The package for object storage is not installed.",
                hint="pip install cellkeep[team]",
            ) from error
        client: ClientConfig = {"connect_timeout": "10s", "timeout": _TIMEOUT}
        config: S3Config = {}
        if not os.environ.get("AWS_CHECKSUM_ALGORITHM"):
            # The storage compares each body that it gets with its SHA-256.
            config["checksum_algorithm"] = "SHA256"
        endpoint = _endpoint()
        if endpoint is not None:
            config["endpoint"] = endpoint
            client["allow_http"] = endpoint.startswith("http://")
        with self._errors():
            return S3Store(
                self.bucket, prefix=self.prefix or None, config=config, client_options=client
            )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn what the storage refuses into a `StoreUnreachableError`."""
        import obstore

        try:
            yield
        except obstore.exceptions.AlreadyExistsError:
            raise
        except obstore.exceptions.BaseError as error:
            raise StoreUnreachableError(
                f"The object storage {self.url} cannot be used: {_reason(error)}",
                hint="Is it running, and are endpoint and credentials of this service right? What "
                "was not stored waits, and goes when it answers.",
            ) from error


def _endpoint() -> str | None:
    return next((os.environ[name] for name in _ENDPOINTS if os.environ.get(name)), None)


def _found(key: str, size: int, etag: str | None, at: datetime) -> Found:
    return Found(key, size, etag or "", at.timestamp())


def _reason(error: Exception) -> str:
    # Behind it stands what a programmer wants to know.
    return str(error).partition("\n")[0].strip()
