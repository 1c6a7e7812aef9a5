"""Draw which folder imports which, in both languages, into docs/architecture.md.

One picture of the packages, one of each package's folders, one of the folders of ``src``.
Imports for types count, loose files beside the folders do not; an arrow is left out where others
lead there already. Folders in a circle have an arrow with two heads. ``--check`` says whether it
is up to date.
"""

from __future__ import annotations

import argparse
import ast
import posixpath
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "architecture.md"
BEGIN = "<!-- The picture of the imports: written by scripts/draw_imports.py -->"
END = "<!-- End of the picture -->"
PYTHON = "python-bridge/"
TS_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]*)['"]""")

Graph = dict[str, set[str]]


def python_graph(files: list[str], box_of: Callable[[str], str]) -> Graph:
    """Return which box imports which; a file without a box is left out."""
    modules = {_module(file): file for file in files}
    graph: Graph = defaultdict(set)
    for module, file in modules.items():
        box = box_of(file)
        for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))):
            for name in _imported(node, module, is_package=file.endswith("__init__.py")):
                found = modules.get(name) or modules.get(name.rpartition(".")[0])
                other = box_of(found) if found else ""
                if box and other and other != box:
                    graph[box].add(other)
    return graph


def _module(file: str) -> str:
    name = file.removeprefix(PYTHON).removesuffix(".py").replace("/", ".")
    return name.removesuffix(".__init__")


def _package(file: str) -> str:
    return file.removeprefix(PYTHON).partition("/")[0]


def _folder_of(package: str) -> Callable[[str], str]:
    """Return the function that gives a file's folder in a package; empty for loose files."""

    def box_of(file: str) -> str:
        owner, *folders, _ = file.removeprefix(PYTHON).split("/")
        return folders[0] if owner == package and folders else ""

    return box_of


def _imported(node: ast.AST, module: str, *, is_package: bool) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        up = node.level - is_package
        above = module.split(".")[: -up or None]
        base = ".".join([*above, *([base] if base else [])])
    return [f"{base}.{alias.name}" for alias in node.names]


def typescript_graph(files: list[str]) -> Graph:
    """Return which folder of `src` imports which."""
    graph: Graph = defaultdict(set)
    for file in files:
        box = _typescript_box(file)
        for path in TS_IMPORT.findall((ROOT / file).read_text("utf-8")):
            other = _typescript_box(posixpath.normpath(f"{posixpath.dirname(file)}/{path}"))
            if other and other != box:
                graph[box].add(other)
    return graph


def _typescript_box(path: str) -> str:
    """Return the folder, or the name of a file that is in none; empty outside of `src`."""
    top, _, rest = path.partition("/")
    return rest.split("/")[0].partition(".")[0] if top == "src" else ""


def without_detours(graph: Graph) -> Graph:
    """Leave out each arrow whose end other arrows reach too."""
    reach = {box: _reached(graph, box) for box in graph}

    def is_detour(box: str, end: str, by: str) -> bool:
        later = reach.get(by, set())
        return by != end and end in later and box not in later and by not in reach.get(end, set())

    return {
        box: {end for end in ends if not any(is_detour(box, end, by) for by in ends)}
        for box, ends in graph.items()
    }


def _reached(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        box = waiting.pop()
        if box not in found:
            found.add(box)
            waiting += graph.get(box, ())
    return found


def mermaid(graph: Graph) -> str:
    """Return the picture as text; boxes that import each other have an arrow with two heads."""
    lines = ["```mermaid", "flowchart TD"]
    drawn = without_detours(graph)
    for box in sorted(drawn):
        for end in sorted(drawn[box]):
            mutual = box in drawn.get(end, ())
            if not (mutual and end < box):
                lines.append(f"  {_node(box)} {'<-->' if mutual else '-->'} {_node(end)}")
    return "\n".join([*lines, "```"])


def _node(box: str) -> str:
    # Mermaid takes a few words, such as "end", for its own: no bare name is one of them.
    return f'{box.replace(".", "__")}_["{box}"]'


def picture() -> str:
    """Return what stands between the two markers."""
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "src", PYTHON],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    files = [file for file in tracked if (ROOT / file).exists()]
    python = [file for file in files if re.search(r"^python-.*\.py$", file)]
    packages = sorted({_package(file) for file in python})
    drawn = [("The packages:", python_graph(python, _package))]
    drawn += [
        (f"The folders of `{package}`:", python_graph(python, _folder_of(package)))
        for package in packages
    ]
    typescript = typescript_graph([file for file in files if re.search(r"^src/.*\.tsx?$", file)])
    drawn.append(("The folders of `src`:", typescript))
    parts = [text for title, graph in drawn if graph for text in (title, mermaid(graph))]
    return "\n\n".join([BEGIN, *parts, END])


def main() -> int:
    """Write or check the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    text = TARGET.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        print(f"docs/architecture.md lacks the markers {BEGIN} and {END}")
        return 1
    wanted = before + picture() + after
    if check and wanted != text:
        print("docs/architecture.md does not show the imports as they are: make generate")
    elif wanted != text:
        TARGET.write_text(wanted, "utf-8")
    return int(check and wanted != text)


if __name__ == "__main__":
    sys.exit(main())
