"""What all Python tests share."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# pytest takes plugins only from a conftest that it loads first: not from the server tests' own.
pytest_plugins = ["pytest_jupyter.jupyter_server"]

# pytest is a script, and each run in it would keep the installed packages.
os.environ["CELLKEEP_NO_ENVIRONMENT"] = "1"

# A machine may be slow, and is then not wrong. The test command tries the same examples each time,
# so that a change is judged by what it changes; `make long` searches for others.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("patient", PATIENT, derandomize=True)
settings.register_profile("searching", PATIENT, derandomize=False)
settings.load_profile("patient")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach, which none of pytest's own is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        path.chmod(0o755)
        yield path
