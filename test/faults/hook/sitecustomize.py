"""Loaded by every Python of a server under test: see `steps.arm_from_environment`."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

from steps import arm_from_environment

arm_from_environment()
