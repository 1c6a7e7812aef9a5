"""What is said of an artifact has a digest of its own on its way: ``Content-Digest``."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from samples import MSGPACK, offer, packed

from cellkeep_core.content_digest import HEADER, content_digest
from cellkeep_core.protocol import to_builtins


def flipped(body: bytes, at: int) -> bytes:
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]


@pytest.mark.parametrize("path", ["offers", "batch"])
async def test_a_flip_anywhere_in_a_request_is_refused(api: Any, path: str) -> None:
    made = offer(b"content", name="said truly")
    item = {"offer": to_builtins(made), "content": b"content"}
    body = msgspec.msgpack.encode(item if path == "offers" else [item])
    headers = {**MSGPACK, HEADER: content_digest(body)}
    # Its name, one of its digests, its content: another offer, or none at all.
    for said in (b"said truly", made.sha256.encode(), b"content"):
        wrong = flipped(body, body.rindex(said))
        answer = await api("POST", path, body=wrong, headers=headers)
        assert (answer.status, answer.json["code"]) == (460, "CHECKSUM_MISMATCH")
        assert answer.json["retryable"]
    assert (await api("GET", "status")).json["artifacts"] == 0
    answer = await api("POST", path, body=body, headers=headers)
    assert answer.status == 200
    assert (await api("GET", "status")).json["artifacts"] == 1


@pytest.mark.parametrize(
    "header", [None, "sha-512=:AAAA:", "md5=:AAAA:, crc32c=:AAAA:", "nothing that is known"]
)
async def test_other_digests_and_none_are_no_reason_to_refuse(api: Any, header: str | None) -> None:
    body = packed(offer(b"content"), b"content", None)
    headers = MSGPACK if header is None else {**MSGPACK, HEADER: header}
    assert (await api("POST", "offers", body=body, headers=headers)).status == 200


async def test_it_may_stand_among_others_and_with_parameters(api: Any) -> None:
    body = packed(offer(b"content"), b"content", None)
    said = f"md5=:AAAA:,  {content_digest(body)};q=1"
    headers = {**MSGPACK, HEADER: said}
    assert (await api("POST", "offers", body=flipped(body, 40), headers=headers)).status == 460
    assert (await api("POST", "offers", body=body, headers=headers)).status == 200
