"""Whether people who do not see the page, or use no mouse, can use it: axe, in both themes."""

from __future__ import annotations

import json
from typing import Any

from lab_page import LabPage
from lab_server import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "test-results" / "access"


# Another theme changes nothing else.
OF_COLOURS = ["color-contrast", "link-in-text-block"]


def violations(lab: LabPage, *where: str, rules: list[str] | None = None) -> list[str]:
    """What axe holds against parts of the page, in words; all its rules unless some are named."""
    if not lab.page.evaluate("typeof window.axe === 'object'"):
        lab.page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = lab.page.evaluate(
        """([where, runOnly]) =>
            axe.run({include: where}, runOnly ? {runOnly} : {}).then(one => one.violations)""",
        [[[selector] for selector in where], rules],
    )
    return [
        f"{one['id']}: {node['html'][:200]} {json.dumps(node['any'][:1])[:300]}"
        for one in found
        for node in one["nodes"]
    ]


def check(lab: LabPage, name: str, *where: str) -> None:
    for number, theme in enumerate(lab.themes()):
        lab.picture(PICTURES / f"{name}-{theme.lower()}.png")
        found = violations(lab, *where, rules=OF_COLOURS if number else None)
        assert found == [], f"{name}, {theme}"
