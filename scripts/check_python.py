"""Stop with advice where Python is too old; runs on any Python 3."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Cellkeep needs Python 3.11 or newer, and this is {}.{}. "
        "Run `make PYTHON=python3.12 lab`, for instance.".format(*sys.version_info[:2])
    )
