"""What has a receipt is there after a power failure: a few points of each route, fresh each time.

`make power` tries 200 of each.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "power"))

from failures import fail_at_points, take_record
from routes import ROUTES

POINTS = 5
TO_SEE_A_LOSS = 12


@pytest.mark.parametrize("route", ROUTES)
def test_what_has_a_receipt_survives_a_power_failure(tmp_path: Path, route: str) -> None:
    seed = int(time.time())
    record = take_record(route, tmp_path, seed)
    outcome = fail_at_points(tmp_path, record, POINTS, seed)
    assert outcome.lost == [], f"seed {seed}"
    assert (outcome.points, outcome.receipts > 0) == (POINTS, True)


def test_a_disk_that_does_not_sync_is_seen_to_lose(tmp_path: Path) -> None:
    record = take_record("library", tmp_path, 1)
    assert fail_at_points(tmp_path, record, POINTS, 1).lost == []
    assert fail_at_points(tmp_path, record, TO_SEE_A_LOSS, 1, deaf=True).lost != []
