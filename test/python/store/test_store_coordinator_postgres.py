"""What PostgreSQL's locks and notices do when processes die and connections are cut."""

from __future__ import annotations

import subprocess
import sys

import psycopg
from store_samples import assert_held

from cellkeep_store.catalog.coordinator import PostgresCoordinator

SAYS = (
    "import sys\n"
    "from cellkeep_store.catalog.coordinator import PostgresCoordinator\n"
    "coordinator = PostgresCoordinator(sys.argv[1])\n"
)


def run_beside(url: str, code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SAYS + code, url], stdout=subprocess.PIPE, text=True
    )


def cut_others(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as link:
        link.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_notice_of_another_server_is_heard_also_after_the_connection_was_cut(
    migrated_url: str,
) -> None:
    coordinator = PostgresCoordinator(migrated_url)
    listener = coordinator.listen("alter")
    assert not listener.wait(0)
    assert run_beside(migrated_url, "coordinator.notify('alter')\n").wait(30) == 0
    assert listener.wait(30)
    cut_others(migrated_url)
    assert listener.wait(30), "notices may have been lost, so it looks"
    assert run_beside(migrated_url, "coordinator.notify('alter')\n").wait(30) == 0
    assert listener.wait(30)
    coordinator.close()


def test_who_can_hear_no_notices_goes_on_without(migrated_url: str, postgres: str) -> None:
    elsewhere = f"postgresql://cellkeep@/postgres?host={postgres}"  # as deaf as behind a pooler
    for deaf in (elsewhere, "postgresql://cellkeep@127.0.0.1:1/none"):
        coordinator = PostgresCoordinator(migrated_url, listen_url=deaf)
        listener = coordinator.listen("alter")
        assert run_beside(migrated_url, "coordinator.notify('alter')\n").wait(30) == 0
        assert not listener.wait(0.2)
        coordinator.notify("alter")
        assert listener.wait(0), "its own it hears all the same"
        coordinator.close()


def test_what_a_server_held_is_free_when_it_dies_or_its_connection_is_cut(
    migrated_url: str,
) -> None:
    coordinator = PostgresCoordinator(migrated_url)
    held = (
        "import time\n"
        "with coordinator.shared('leases/0'), coordinator.exclusive('leases/1'):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with run_beside(migrated_url, held) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        assert_held(coordinator.exclusive("leases/0", 0.05))
        assert_held(coordinator.shared("leases/1", timeout_s=0.05))
        child.kill()
        child.wait()
    with coordinator.exclusive("leases/0", 5), coordinator.exclusive("leases/1", 5):
        cut_others(migrated_url)
        with coordinator.shared("leases/0", "leases/1", timeout_s=5):
            pass  # another server would get them now: leases alone decide nothing
    with coordinator.exclusive("leases/0", 5):
        pass
    coordinator.close()


def test_a_lock_is_the_transactions_so_that_a_pooler_may_stand_between(migrated_url: str) -> None:
    coordinator = PostgresCoordinator(migrated_url)
    with coordinator.exclusive("leases/0"), psycopg.connect(migrated_url) as link:
        states = link.execute(
            "SELECT state FROM pg_stat_activity JOIN pg_locks USING (pid) "
            "WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        ).fetchall()
    assert states == [("idle in transaction",)]
    with psycopg.connect(migrated_url) as link:
        assert link.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        ).fetchone() == (0,)
    coordinator.close()
