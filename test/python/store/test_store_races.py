"""A save and a delete of the same bytes at the same time, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from store_samples import RACED, blob_files, make_offer

from cellkeep_store import Store
from waiting import wait_until

BOTH_CATALOGS = True
HERE = Path(__file__).parent


class Child:
    """A process that stands still at a step until it is told to go on."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def wait_until_there(self) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "here\n"

    def go_on(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def get_as_far_as_it_can(self) -> None:
        """Give it time to come to where it has to wait, or to do harm."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(0.7)

    def end(self) -> None:
        _, errors = self._process.communicate(timeout=60)
        assert self._process.returncode == 0, errors


@contextmanager
def started(*arguments: object) -> Iterator[Child]:
    process = subprocess.Popen(
        [sys.executable, "store_children.py", "pause_at", *map(str, arguments)],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Child(process)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def children() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def there(store: Store) -> str:
    return store.ingest.put_bytes(make_offer(RACED, name="first"), RACED).artifact_id


def assert_only_the_save_is_left(store: Store) -> None:
    (artifact,) = store.catalog.artifacts().items
    assert artifact.name == "saved again"
    assert store.contents.read(artifact) == RACED
    assert [one.kind for one in store.maintenance.verify(orphan_age_s=0)] == ["whole"]
    # And the next delete takes the bytes: nobody holds a lease.
    assert store.trash.delete_artifact(artifact.id).freed_bytes == len(RACED)
    assert blob_files(store.root) == []


def test_rows_that_went_before_the_look(store: Store, children: ExitStack) -> None:
    remover = children.enter_context(started(store.root, "rows gone", there(store)))
    remover.wait_until_there()
    saver = children.enter_context(started(store.root, "in its place"))
    saver.wait_until_there()
    remover.go_on()
    remover.get_as_far_as_it_can()
    saver.go_on()
    saver.end()
    remover.end()
    assert_only_the_save_is_left(store)


def test_rows_that_go_between_the_look_and_the_commit(store: Store, children: ExitStack) -> None:
    first = there(store)
    saver = children.enter_context(started(store.root, "in its place"))
    saver.wait_until_there()
    remover = children.enter_context(started(store.root, "nowhere", first))
    wait_until(lambda: not store.catalog.artifacts().items)
    remover.get_as_far_as_it_can()
    saver.go_on()
    saver.end()
    remover.end()
    assert_only_the_save_is_left(store)


def test_a_file_that_is_about_to_go_when_the_save_comes(store: Store, children: ExitStack) -> None:
    first = there(store)
    saver = children.enter_context(started(store.root, "looked"))
    saver.wait_until_there()
    remover = children.enter_context(started(store.root, "found unknown", first))
    remover.wait_until_there()
    saver.go_on()
    saver.get_as_far_as_it_can()
    remover.go_on()
    remover.end()
    saver.end()  # it found no file, looked once more and wrote the bytes
    assert_only_the_save_is_left(store)
