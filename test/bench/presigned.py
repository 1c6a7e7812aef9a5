"""A file from a script straight into a team's object storage, against obstore's own multipart."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from figures import Figure, median
from helper import Helper
from rounds import MB, make_new, random_file, shuffled, timed

from object_storage import BUCKET, CREDENTIALS, running_storage

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "python" / "server"), str(HERE.parent / "python" / "store")]

SIZE = 256 * MB
ROUNDS = 5


def measure(folder: Path) -> list[Figure]:
    source = random_file(folder / "source.bin", SIZE)
    with team(folder) as (endpoint, url), script(folder, url) as helper:

        def save() -> dict[str, float]:
            make_new(source)
            told = helper.ask("save", str(source))
            assert told["route"] == "http", f"it went by {told['route']}"
            whole, copied = float(told["receipt"]), float(told["blocked"])
            return {"save": whole, "its copy in the spool": copied, "after it": whole - copied}

        limit = "obstore's multipart"
        seconds = shuffled(
            ROUNDS, {limit: lambda: timed(lambda: obstore_put(endpoint, source)), "save": save}
        )
    figures = []
    for name in ("after it", "save"):
        value = 100 * median(seconds[limit]) / median(seconds[name])
        work = f"{SIZE // MB} MB into object storage: {name}, until the receipt"
        figures.append(Figure(work, value, f"% of {limit}", "≥ 90 %", value >= 90, seconds))
    return figures


def obstore_put(endpoint: str, source: Path) -> None:
    """Put a file as obstore does by itself."""
    import obstore
    from obstore.store import S3Store

    config = {name.lower(): value for name, value in CREDENTIALS.items()}
    store = S3Store(
        BUCKET,
        config={**config, "aws_endpoint": endpoint},  # type: ignore[typeddict-item]
        client_options={"allow_http": True},
    )
    obstore.put(store, "bench/limit", source)


@contextmanager
def team(folder: Path) -> Iterator[tuple[str, str]]:
    """A service whose clients reach its storage."""
    from test_service_process import serving

    from postgres_server import new_database, running_server

    (folder / "service").mkdir()
    with running_storage() as endpoint, running_server() as socket:
        shared = {
            **CREDENTIALS,
            "AWS_ENDPOINT_URL": endpoint,
            "CELLKEEP_STORAGE_URL": f"s3://{BUCKET}/team",
            "CELLKEEP_STORAGE_CLIENT_ENDPOINT": endpoint,
            "CELLKEEP_CATALOG_URL": new_database(socket, "team"),
        }
        with serving(folder / "service", **shared) as (url, _):
            yield endpoint, url


def script(folder: Path, url: str) -> Helper:
    """A script that knows the service, and has a spool of its own."""
    return Helper(
        folder / "script",
        CELLKEEP_SPOOL=str(folder / "script" / "spool"),
        CELLKEEP_SERVER=url.removesuffix("cellkeep/api/"),
        CELLKEEP_TOKEN="of-olga",
    )
