"""Power failures on every route: ``python test/power [--points N] [--seed S] [--route ROUTE]``."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from failures import fail_at_points, take_record
from routes import ROUTES


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=200, help="failures of each route")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the same ones again")
    parser.add_argument("--route", choices=list(ROUTES), help="this route only")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    lost = False
    for route in [options.route] if options.route else ROUTES:
        folder = Path(tempfile.mkdtemp(prefix="cellkeep-power-"))
        try:
            record = take_record(route, folder, options.seed)
            outcome = fail_at_points(folder, record, options.points, options.seed)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        held = f"{outcome.points} failures, {outcome.receipts} receipts held at them"
        print(f"{route}: {held}, {len(outcome.lost)} lost", flush=True)
        for one in outcome.lost:
            print(f"  {one}")
        lost = lost or bool(outcome.lost)
    return int(lost)


if __name__ == "__main__":
    sys.exit(main())
