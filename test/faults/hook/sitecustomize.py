"""Loaded by every Python under test: see `steps.arm_from_environment`, and `clock.by_file`."""

import os
import sys
import threading
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

from steps import arm_from_environment

arm_from_environment()


def _sleep(seconds: float) -> None:
    threading.Event().wait(seconds)


if "FAKETIME_TIMESTAMP_FILE" in os.environ:
    # libfaketime that leaves the monotonic clock alone refuses each sleep by it (EINVAL).
    time.sleep = _sleep
