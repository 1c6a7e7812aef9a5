"""An S3-compatible object storage of this test run's own: SeaweedFS, on loopback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ports import free_port

BUCKET = "cellkeep"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "cellkeep-test",
    "AWS_SECRET_ACCESS_KEY": "not-a-secret",
    "AWS_REGION": "us-east-1",
}
_HIGHEST = 55_000  # each port has another one 10,000 above it


@contextmanager
def running_storage() -> Iterator[str]:
    """Start a server with one bucket; yield its endpoint."""
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="ckweed-", dir=place))
    try:
        ports = _free_ports(4)
        server = _start(folder, *ports)
        try:
            endpoint = f"http://127.0.0.1:{ports[3]}"
            _wait_until_it_answers(endpoint, server, folder)
            yield endpoint
        finally:
            server.kill()  # it would take up to 20 s to put in order what is thrown away
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, master: int, volume: int, filer: int, s3: int) -> subprocess.Popen[bytes]:
    keys = {
        "accessKey": CREDENTIALS["AWS_ACCESS_KEY_ID"],
        "secretKey": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    }
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identity = {"name": "test", "credentials": [keys], "actions": actions}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    program = Path(sys.executable).with_name("weed")
    command = [str(program), "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    command += [f"-master.port={master}", "-master.volumeSizeLimitMB=64", f"-volume.port={volume}"]
    command += ["-volume.max=200", "-filer", f"-filer.port={filer}", "-s3", f"-s3.port={s3}"]
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0", f"-s3.config={folder / 's3.json'}"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)


def let_pages_in(endpoint: str, *origins: str) -> None:
    """Let pages of these origins, and no others, read and put objects by signed addresses."""
    rule = {
        "AllowedOrigins": list(origins),
        "AllowedMethods": ["GET", "HEAD", "PUT"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["Content-Range", "ETag"],
        "MaxAgeSeconds": 600,
    }
    put_rules(endpoint, {"CORSRules": [rule]})


def put_rules(endpoint: str, rules: dict[str, Any] | None) -> None:
    """Say which pages may ask the storage, or say nothing of it."""
    if rules is None:
        _client(endpoint).delete_bucket_cors(Bucket=BUCKET)
    else:
        _client(endpoint).put_bucket_cors(Bucket=BUCKET, CORSConfiguration=rules)


def _client(endpoint: str) -> Any:
    import botocore.session

    return botocore.session.get_session().create_client(
        "s3",
        endpoint_url=endpoint,
        region_name=CREDENTIALS["AWS_REGION"],
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )


def _wait_until_it_answers(endpoint: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    """Make the bucket, again and again until that goes."""
    from botocore.exceptions import BotoCoreError, ClientError

    client = _client(endpoint)
    end = time.monotonic() + 60
    while True:
        try:
            client.create_bucket(Bucket=BUCKET)
            client.put_object(Bucket=BUCKET, Key="first", Body=b"volumes are made by now")
        except (BotoCoreError, ClientError):
            assert server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < end, (folder / "log").read_text()
            time.sleep(0.1)
        else:
            return


def _free_ports(count: int) -> list[int]:
    ports: list[int] = []
    while len(ports) < count:
        port = free_port()
        if port < _HIGHEST and port not in ports:
            ports.append(port)
    return ports
