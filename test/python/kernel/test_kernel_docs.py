"""What README.md and the how-to pages tell people to run, run: in a kernel, and by the command.

Each Python block, magic line and command is taken from the pages as it stands there. What a reader
has and the page does not make (an array, a file, a model) is made before; nothing else is.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from real_kernel import RealKernel
from traitlets.config import Config

from cellkeep_server.app import CellkeepApp
from cellkeep_store.cli import main

ROOT = Path(__file__).resolve().parents[3]
HOW_TO = ROOT / "docs" / "how-to"
# They are about servers that this reader has not; tests of their own do what they say.
OF_SERVERS = {HOW_TO / "team.md", HOW_TO / "moving-in.md", HOW_TO / "mirrors.md"}
PAGES = [ROOT / "README.md", *sorted({*HOW_TO.glob("*.md")} - OF_SERVERS)]
PLACEHOLDER = ROOT / "src" / "ui" / "sidebar" / "Placeholder.tsx"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMPLETION = re.compile(r"(_CELLKEEP_COMPLETE)=(\w+) cellkeep")
INLINE = re.compile(r"`([^`\n]+)`")
# What a reader calls their own things.
FOR = {
    "NAME": "losses",
    "WORDS": "notes",
    "RUN": "spare",
    "FOLDER": "system",
    "COMMAND": "ls",
    "[--exclude …] [--include …]": "--exclude '*.tmp'",
}
# What a reader has.
HAS = """
import numpy as np, pandas as pd, matplotlib.pyplot as plt
from pathlib import Path
array = np.arange(12.0).reshape(3, 4)
x, results = array, pd.DataFrame({"loss": [0.5, 0.25]})
state = {"step": 3}
Path("data.csv").write_text("a,b\\n1,2\\n")
Path("figure.png").write_bytes(bytes(100))
Path("notes.md").write_text("notes")
for name in ("system/controlDict", "project/main.py", "project/build/out.o", "data/raw.csv"):
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(name)
"""
# A model of another process is not loaded without a question.
ELSEWHERE = """
import sys, cellkeep
from sklearn.ensemble import RandomForestClassifier
with cellkeep.open_run(sys.argv[1]) as run:
    run.save(RandomForestClassifier(2).fit([[0.0], [1.0]], [0, 1]), "output", name="forest")
"""
HAS_ON = {
    "README.md": 'cellkeep.save(results, "output", name="losses").wait()',
    "versions.md": """
for loss in (0.5, 0.25):
    with cellkeep.Run("training") if loss == 0.5 else cellkeep.open_run("training") as run:
        run.save(pd.DataFrame({"loss": [loss]}), "output", name="results")
with cellkeep.Run("spare") as spare:
    spare.save(b"raw", "input", name="raw")
""",
    "models.md": f"""
import subprocess, sys
from sklearn.linear_model import LogisticRegression
pipeline = LogisticRegression().fit([[0.0], [1.0]], [0, 1])
model, tokenizer = pipeline, {{"words": 3}}
run = cellkeep.current_run()
run.save(3, "output", name="begun").wait()
subprocess.run([sys.executable, "-c", {ELSEWHERE!r}, run.id], check=True)
""",
}


def inline(page: Path, start: str) -> list[str]:
    """Return what a page has in backquotes, outside of its blocks, that starts so."""
    prose = FENCE.sub("", page.read_text())
    return [text.replace("\\|", "|") for text in INLINE.findall(prose) if text.startswith(start)]


def written_out(command: str) -> list[str]:
    for word, own in FOR.items():
        command = command.replace(word, own)
    return shlex.split(command)[1:]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealKernel]:
    with RealKernel(tmp_path_factory.mktemp("reader")) as kernel:
        kernel.run_ok(HAS)
        yield kernel


class Reader:
    """Somebody who does what the pages say, in order, and notes what does not work."""

    def __init__(self, kernel: RealKernel) -> None:
        self.kernel = kernel
        self.problems: list[str] = []

    def runs(self, code: str) -> None:
        """Run a block; a comment that begins with an error's name says that its line ends so."""
        lines = code.splitlines(keepends=True)
        errors = [n for n, line in enumerate(lines) if re.match(r"# \w+Error: ", line)]
        for begin, end in zip([0, *errors], [*errors, len(lines)], strict=True):
            part = "".join(lines[begin:end])
            expected = "" if end == len(lines) else lines[end].removeprefix("# ").split(":")[0]
            content = self.kernel.run(part).reply["content"]
            if content.get("ename", "") != expected:
                said = f"{content.get('ename')}: {content.get('evalue')}"
                self.problems.append(f"{part}-> {said}; expected {expected or 'no error'}")

    def terminal(self, code: str) -> None:
        """Run the lines of a terminal, which are commands of ours."""
        for line in code.splitlines():
            if completion := COMPLETION.search(line):
                env = dict([completion.groups()])
                said = CliRunner().invoke(main, env=env, prog_name="cellkeep")
                if "COMP_WORDS" not in said.output and "commandline" not in said.output:
                    self.problems.append(f"{line} -> {said.output}{said.exception}")
                continue
            self.asks(shlex.join(shlex.split(line, comments=True)))

    def asks(self, command: str) -> None:
        """Run a command of a page; of one that says only its name, ask for its help."""
        if "|" in command:
            for word in command.removeprefix("cellkeep ").split("|"):
                said = CliRunner().invoke(main, [word.strip(), "--help"]).output
                if "--json" not in said:
                    self.problems.append(f"{word} -> {said}")
            return
        words = written_out(command)
        if not command.startswith("cellkeep "):
            self.problems.append(f"{command} -> it is no command of ours")
            return
        if len(words) == 1 and words[0] not in ("doctor", "trash", "gc"):
            words.append("--help")
        else:
            words += ["--store", str(self.kernel.store_folder)]
            words += ["--yes"] if words[0] == "rm" else []  # it asks a person in a terminal
        result = CliRunner().invoke(main, words)
        # As diff(1) does, it ends with 1 where there are differences.
        if result.exit_code != 0 and (words[0], result.exit_code) != ("diff", 1):
            self.problems.append(f"{command} -> {result.output}{result.exception}")


def test_every_block_magic_and_command_of_the_pages_does_what_it_says(
    kernel: RealKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(kernel.folder)
    reader = Reader(kernel)
    reader.runs("import cellkeep")
    for page in sorted(PAGES, key=lambda page: page.name == "clean-up.md"):  # it deletes: last
        reader.runs(HAS_ON.get(page.name, ""))
        for language, code in FENCE.findall(page.read_text()):
            if code.startswith("# jupyter_server_config.py"):
                configured(code)
            elif language == "python":
                reader.runs(code)
            elif not code.startswith(("make ", "CellkeepWarning")):
                reader.terminal(code)
        for magic in inline(page, "%"):
            if magic == "%keep":  # only its name
                reader.runs("%keep?")
            elif not magic.startswith("%pip"):
                reader.runs(f"{magic}\nprint(1)" if magic.startswith("%%") else magic)
        reader.runs("%autokeep off")
        for command in inline(page, "cellkeep "):
            reader.asks(command)
    for command in hints():
        reader.runs("6 * 7")
        reader.runs(command)
    assert not reader.problems, "\n\n".join(reader.problems)


def hints() -> list[str]:
    """Return the lines of code that the empty sidebar says to run."""
    return re.findall(r"^const \w+_COMMAND = '(%.*)';", PLACEHOLDER.read_text(), re.MULTILINE)


def configured(code: str) -> None:
    """Run a part of Jupyter's configuration, as the server does."""
    config = Config()
    exec(code, {"c": config})
    for name, value in config.CellkeepApp.items():
        trait = CellkeepApp.class_traits(config=True)[name]
        trait.validate(CellkeepApp(), value)
