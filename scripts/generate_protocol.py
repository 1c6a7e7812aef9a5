"""Write the Python protocol types and the packaged copies of the schemas.

Run as ``python scripts/generate_protocol.py [--check]``. With ``--check`` nothing is
written, and the exit code is 1 where a generated file is not what the schema gives.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "schema"
CORE = ROOT / "python-bridge" / "cellkeep_core"
# The package reads these at run time, so it must hold copies: an installed wheel has no schema/.
COPIES = {
    SCHEMA / name: CORE / "data" / name for name in ("types.json", "errors.json", "limits.json")
}
OPTIONS = [
    "--input-file-type=jsonschema",
    "--output-model-type=msgspec.Struct",
    "--base-class=cellkeep_core.protocol.base.Wire",
    "--use-annotated",
    "--target-python-version=3.11",
    "--use-standard-collections",
    "--use-union-operator",
    "--enum-field-as-literal=all",
    "--use-schema-description",
    "--keep-model-order",
    "--disable-timestamp",
    "--formatters=ruff-format",
]


def generated_types() -> str:
    """Return the text of ``generated.py`` for the current schema."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "generated.py"
        command = [sys.executable, "-m", "datamodel_code_generator"]
        command += [f"--input={SCHEMA / 'protocol.json'}", f"--output={out}", *OPTIONS]
        subprocess.run(command, check=True, cwd=folder)
        return out.read_text("utf-8")


def main() -> int:
    """Write or check every generated file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    wanted = {CORE / "protocol" / "generated.py": generated_types()}
    wanted |= {target: source.read_text("utf-8") for source, target in COPIES.items()}
    stale = [
        path
        for path, text in wanted.items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} is not what schema/ gives: run `make generate`")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], "utf-8")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
