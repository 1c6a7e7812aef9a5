"""Uploads over a bad network, and to a server that is killed."""

from __future__ import annotations

import threading
import time
from random import Random

from children import bytes_of
from client import Client, Sending
from proxy import FAULTS, Proxy
from registry import scenario
from world import Lost, World, wait_until

from offers import make_offer, make_run

MB = 1 << 20


def _saves(
    world: World, chance: Random, proxy: Proxy, *, along: bool = False, **named: object
) -> Client:
    """Send a few artifacts through the proxy, two at a time."""
    run = make_run()
    sendings = []
    sizes = [chance.choice([1, 50_000, 700_000, 3 * MB + 17]) for _ in range(3)]
    for number, size in enumerate(sizes):
        seed = chance.getrandbits(32)
        client = Client(world.server, world.ledger, Random(seed), port=proxy.port, **named)  # type: ignore[arg-type]
        content = bytes_of(seed, size)
        offer = make_offer(content, run, f"save {number % 2}")
        sendings.append(Sending(client, offer, content, along=along))
    for sending in sendings:
        sending.join(90)
    for kind, count in proxy.done.items():
        world.injected(kind, count)
    for sending in sendings:
        sending.has_ended(0)
    return sendings[0].client


@scenario("network")
def bad_network(world: World, chance: Random) -> None:
    """Requests cut, delayed, duplicated, reordered and answered by somebody else."""
    proxy = Proxy(world.server.port, chance, faults=FAULTS)
    try:
        _saves(
            world, chance, proxy, along=chance.random() < 0.3, piece=chance.choice([MB // 4, MB])
        )
    finally:
        proxy.close()


@scenario("flip-checksum")
def flipped_under_a_checksum(world: World, chance: Random) -> None:
    """A bit flipped in an offer, or in a PATCH that has a checksum: refused with 460."""
    content = bytes_of(chance.random(), 2 * MB)
    proxy = Proxy(world.server.port, chance, faults=(), flips=3)
    try:
        client = Client(world.server, world.ledger, chance, port=proxy.port, checksums=True)
        client.piece = MB // 2
        offer = make_offer(content, make_run(), "flipped")
        world.ledger.run(offer.run.id)
        refused = [client.offer(offer, chance.choice([None, content])).status]
        client.port = world.server.port
        url = client.offer(offer).json["upload_url"]
        client.port = proxy.port
        refused += [client.patch(url, 0, content[: MB // 2]).status for _ in "12"]
        if refused != [460, 460, 460] or client.head(url) != 0:
            raise Lost(f"flipped bytes under a checksum were answered with {refused}")
        world.injected("bit flipped in flight, under a checksum", proxy.done.total())
        client.save(offer, content)
    finally:
        proxy.close()


@scenario("flip")
def flipped_without_a_checksum(world: World, chance: Random) -> None:
    """A bit flipped in a PATCH: the digest of the offer tells, and all of it is sent again."""
    content = bytes_of(chance.random(), 300_000)
    proxy = Proxy(world.server.port, chance, faults=(), flips=1)
    try:
        client = Client(world.server, world.ledger, chance, port=world.server.port)
        offer = make_offer(content, make_run(), "flipped")
        world.ledger.run(offer.run.id)
        url = client.offer(offer).json["upload_url"]
        client.port = proxy.port
        answer = client.patch(url, 0, content)
        if answer.status < 400 or answer.json["code"] != "DIGEST_MISMATCH":
            raise Lost(f"flipped bytes were answered with {answer.status} {answer.body[:200]!r}")
        world.injected("bit flipped in flight, without a checksum", proxy.done.total())
        client.save(offer, content)
    finally:
        proxy.close()


def _upload_in_the_middle(world: World, chance: Random) -> Sending:
    """Begin an upload in small pieces, in a thread, and return when some of it has arrived."""
    client = Client(world.server, world.ledger, Random(chance.random()), piece=256 * 1024)
    content = bytes_of(chance.random(), 8 * MB)
    offer = make_offer(content, make_run(), "in the middle")
    sending = Sending(client, offer, content)
    content_file = world.store / "staging" / offer.id / "content"
    some = chance.randrange(1, 4 * MB)

    def arrived() -> bool:
        try:
            return content_file.stat().st_size >= some or not sending.is_alive()
        except FileNotFoundError:
            return not sending.is_alive()

    wait_until(arrived, "the upload begins")
    return sending


@scenario("kill-server", weight=2)
def server_killed_in_an_upload(world: World, chance: Random) -> None:
    """kill -9 of the server in the middle of a PATCH; the upload goes on where it was."""
    sending = _upload_in_the_middle(world, chance)
    was_under_way = sending.is_alive()
    world.server.kill()
    if was_under_way:
        world.injected("kill -9 of the server in an upload, at a moment")
    world.server.start()
    sending.has_ended()
    if was_under_way and not sending.client.resumed_at:
        # Begun anew means that bytes which the disk had were sent twice.
        raise Lost(f"the upload began anew: {sending.client.refused}")


@scenario("kill-server-step", weight=2)
def server_killed_at_a_step(world: World, chance: Random) -> None:
    """kill -9 of the server at a step of an upload, of its verification, or of its commit."""
    client = Client(world.server, world.ledger, Random(chance.random()), piece=256 * 1024)
    content = bytes_of(chance.random(), chance.choice([100, MB, 3 * MB]))
    offer = make_offer(content, make_run(), "at a step")
    along = chance.random() < 0.3
    world.server.die_at_step(chance.randrange(1, 40))
    done = threading.Event()

    def bring_back() -> None:
        while not done.wait(0.02):
            if not world.server.alive:
                world.injected("kill -9 of the server in an upload, at a step")
                world.server.start()

    keeper = threading.Thread(target=bring_back)
    keeper.start()
    try:
        client.save(offer, content, along=along)
    finally:
        done.set()
        keeper.join(60)
        world.server.order.unlink(missing_ok=True)


@scenario("restart-server", weight=2)
def server_restarted_in_an_upload(world: World, chance: Random) -> None:
    """The server is stopped and started as a person does, in the middle of a PATCH."""
    sending = _upload_in_the_middle(world, chance)
    begun = time.monotonic()
    world.server.stop()
    if time.monotonic() - begun > 12:
        raise Lost("the server did not stop for an upload")
    world.injected("server restarted in an upload")
    world.server.start()
    sending.has_ended()


@scenario("offer-twice")
def the_same_offer_at_once(world: World, chance: Random) -> None:
    """The same offer from several connections at once is one artifact."""
    content = bytes_of(chance.random(), chance.choice([100, 400_000, 2 * MB]))
    offer = make_offer(content, make_run(), "once")
    clients = [Client(world.server, world.ledger, Random(seed)) for seed in range(4)]
    sendings = [
        Sending(client, offer, content, along=seed % 3 == 0) for seed, client in enumerate(clients)
    ]
    for sending in sendings:
        sending.has_ended()
    world.injected("the same offer repeated at once", 3)
    found = world.server.ask("GET", f"artifacts?run={offer.run.id}").json["items"]
    if len(found) != 1:
        raise Lost(f"one offer became {len(found)} artifacts")
