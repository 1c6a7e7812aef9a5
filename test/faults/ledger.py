"""What was begun, what was promised, and what the store's word was: one line each, in a file.

The file is appended to by the processes that are killed, so it is as true as their last breath.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Ledger:
    """The saves of one injection.

    A save is known by its name and the SHA-256 of its bytes, which are random and so its own.
    """

    path: Path
    runs: set[str] = field(default_factory=set)
    begun: set[tuple[str, str]] = field(default_factory=set)
    kept: set[tuple[str, str]] = field(default_factory=set)
    told: dict[tuple[str, str], str] = field(default_factory=dict)
    receipts: list[dict[str, Any]] = field(default_factory=list)

    def write(self, what: str, value: Any) -> None:
        """Append a line, in one write that no kill can halve."""
        line = json.dumps([what, value]).encode() + b"\n"
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)

    def run(self, run_id: str) -> None:
        self.write("run", run_id)

    def begin(self, name: str, sha256: str) -> None:
        """The save begins: if anything of it becomes visible, then it is this."""
        self.write("begun", [name, sha256])

    def keep(self, name: str, sha256: str) -> None:
        """`save` has returned, or the store has said that it goes on: it must arrive."""
        self.write("kept", [name, sha256])

    def tell(self, name: str, sha256: str, reason: str) -> None:
        """The person was told that this is not saved, and why."""
        self.write("told", [name, sha256, reason])

    def receipt(self, receipt: dict[str, Any]) -> None:
        self.write("receipt", receipt)

    def read(self) -> Ledger:
        """Take in what was written so far."""
        fresh = Ledger(self.path)
        lines = self.path.read_bytes().splitlines() if self.path.exists() else []
        for line in lines:
            what, value = json.loads(line)
            match what:
                case "run":
                    fresh.runs.add(value)
                case "begun":
                    fresh.begun.add((value[0], value[1]))
                case "kept":
                    fresh.kept.add((value[0], value[1]))
                case "told":
                    fresh.told[(value[0], value[1])] = value[2]
                case "receipt":
                    fresh.receipts.append(value)
        return fresh


@dataclass
class Tally:
    """What was injected and what became of it."""

    injections: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    under_way: int = 0
    stored: int = 0
    told: int = 0
    lost: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.injections += other.injections
        self.faults += other.faults
        self.under_way += other.under_way
        self.stored += other.stored
        self.told += other.told
        self.lost += other.lost
