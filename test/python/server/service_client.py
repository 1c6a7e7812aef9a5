"""Who asks a service: requests of a person, and processes that save and load as one."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from waiting import wait_until


def ask(
    url: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, bytes]:
    """Return status and body of an answer."""
    try:
        with urlopen(Request(url, body, named(headers), method=method), timeout=30) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def named(headers: dict[str, str]) -> dict[str, str]:
    """Return headers as HTTP names them."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


def log_of(folder: Path) -> str:
    """Return the log of a service."""
    (found,) = folder.glob("log-*")
    return found.read_text()


CLIENT = """
import os, sys, threading
from cellkeep import Run
from cellkeep.transfer.adoption import adopt_again
from cellkeep.transfer.routes import presigned
from cellkeep.transfer.routes.http import HttpRoute
from cellkeep.transfer.session import current_session

put, numbers = presigned.PartSending._put, []
put_rest = HttpRoute.put

def told(sending, file, request):
    is_early = threading.current_thread().name == "cellkeep-early"
    numbers.append(f"{request.number}{' early' if is_early else ''}")
    if "dies" in sys.argv and request.number == 2:
        os._exit(9)
    return put(sending, file, request)

def after_all_that_goes_early(route, entry, *given):
    if entry.offer.id in route._early:
        route._early[entry.offer.id].join()
    return put_rest(route, entry, *given)

presigned.PartSending._put = told
HttpRoute.put = after_all_that_goes_early
if "dies" in sys.argv:
    presigned.AT_ONCE = 1
    HttpRoute.send_early = lambda *_: None  # the file is whole before a part is put
if "goes on" in sys.argv:
    adopt_again(current_session().engine, 100)
else:
    for path in sys.argv[2:]:
        Run(environment=False).save(path, name=os.path.basename(path)).wait(100)
print(*sorted(numbers), sep=", ")
"""


def client(folder: Path, url: str, *arguments: str, program: str = CLIENT) -> tuple[int, str]:
    """Save files as Olga from a process of its own; return its end and which parts it has put."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("CELLKEEP_")}
    its = {
        "HOME": str(folder),
        "CELLKEEP_SPOOL": str(folder / "spool"),
        "CELLKEEP_SERVER": url.removesuffix("cellkeep/api/"),
        "CELLKEEP_TOKEN": "of-olga",
        "CELLKEEP_CACHE_BYTES": "0",
    }
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**own, **its},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert ended.returncode in (0, 9), ended.stderr
    return ended.returncode, ended.stdout.strip()


def kept(url: str, name: str) -> bytes | None:
    """Return the bytes that Olga has under a name, None where there are none."""
    found = json.loads(ask(f"{url}artifacts?name={name}", X_Person="olga")[1])["items"]
    if not found:
        return None
    artifact = f"{url}artifacts/{found[0]['id']}"
    for path in ("content", "address"):
        assert ask(f"{artifact}/{path}", X_Person="otto")[0] == 404
    given = json.loads(ask(f"{artifact}/address", X_Person="olga")[1])
    content = ask(f"{artifact}/content", X_Person="olga")[1]
    if "127.0.0.1:1/" not in given["url"]:
        assert ask(given["url"]) == (200, content)
    return content


def parts_of_others(folder: Path) -> list[tuple[str, bytes]]:
    """Return what somebody else might ask of the last upload that a server was asked about."""
    upload = re.findall(r"/cellkeep/api/(uploads/[0-9a-f]+)/parts", log_of(folder))[-1]
    body = json.dumps({"parts": [{"number": 1, "sha256": "0" * 64}]}).encode()
    return [(f"{upload}/parts", body), (f"{upload}/completion", b"")]


LOADS = """
import hashlib, sys
import cellkeep
for name in sys.argv[1:]:
    print(hashlib.sha256(cellkeep.load(name).read_bytes()).hexdigest())
"""


def loads(folder: Path, url: str, contents: dict[str, bytes], *names: str) -> None:
    """Load as Olga in a process of its own, and see that it is what was saved."""
    wanted = [hashlib.sha256(contents[name]).hexdigest() for name in names]
    assert client(folder, url, *names, program=LOADS) == (0, "\n".join(wanted))


def asked_for_bytes(folder: Path, wanted: list[str]) -> None:
    """Wait until these requests are logged that brought bytes, or asked for them, and no others."""
    wait_until(
        lambda: sorted(requests_of(folder, "/content", "/address")) == sorted(wanted),
        otherwise=lambda: f"not {wanted}: {requests_of(folder, '/content', '/address')}",
    )


def requests_of(folder: Path, *more: str) -> list[str]:
    """Return what a server was asked with bytes or for parts, in order, and of what more."""
    lines = [
        json.loads(line) for line in log_of(folder).splitlines() if line[:1] + line[-1:] == "{}"
    ]
    asked = [(line.get("method"), line.get("path", "")) for line in lines]
    return [
        method if method == "PATCH" else path.rpartition("/")[2]
        for method, path in asked
        if method == "PATCH" or path.endswith(("/parts", "/completion", *more))
    ]
