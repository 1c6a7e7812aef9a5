"""What of a folder is left out: patterns as git has them; and names that are no text."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cellkeep import Run, errors
from cellkeep_core.choice import IGNORE_FILE, Choice
from cellkeep_core.folders import OwnFolders, Skipped, walk
from cellkeep_core.names import check_name, escape_bytes, unescape_bytes


def make(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(path)


def test_patterns_of_a_call_and_of_ignore_files() -> None:
    make("d/a.csv", "d/b.tmp", "d/build/c.csv", "d/sub/keep.tmp", "d/sub/e.tmp", "d/sub/f.csv")
    run = Run()
    names = run.save_directory("d", "input", preserve_path=True, exclude="*.tmp").names
    assert names == ["d/a.csv", "d/build/c.csv", "d/sub/f.csv"]
    handles = run.save_directory(
        "d", "input", preserve_path=True, include=["*.csv", "keep.*"], exclude=["build/"]
    )
    assert handles.names == ["d/a.csv", "d/sub/f.csv", "d/sub/keep.tmp"]
    assert {one.path: one.reason for one in handles.skipped} == {
        "d/b.tmp": "not included",
        "d/build": "excluded",
        "d/sub/e.tmp": "not included",
    }
    Path("d", IGNORE_FILE).write_text("*.tmp\n/build/\n# a comment\n")
    Path("d/sub", IGNORE_FILE).write_text("!keep.tmp\n")
    both = [f"d/{IGNORE_FILE}", f"d/sub/{IGNORE_FILE}"]
    for handles in (
        run.save_directory("d", "input", preserve_path=True),
        run.save_all(["d"], "input", preserve_path=True),
    ):
        expected = [both[0], "d/a.csv", both[1], "d/sub/f.csv", "d/sub/keep.tmp"]
        assert handles.names == expected
    assert run.save_all(["d/a.csv", "d/b.tmp"], "input", exclude="*.tmp").names == ["a.csv"]
    with pytest.raises(errors.EmptySelectionError, match="excluded"):
        run.save_directory("d", "input", exclude="*")
    with pytest.raises(errors.CellkeepError, match="pattern"):
        run.save_directory("d", "input", exclude=[5])  # type: ignore[list-item]


NAMES = st.sampled_from(["a", "b", "a.c", "b.c", "x"])
PATTERNS = st.sampled_from(
    [
        "a",
        "*.c",
        "/a",
        "a/",
        "/a/b",
        "!a.c",
        "**/b",
        "a/**",
        "x/*",
        "!x/",
        "?",
        "[ab].c",
        "!/x/a",
        "",
    ]
)


@settings(max_examples=25, deadline=None)
@given(
    files=st.sets(st.lists(NAMES, min_size=1, max_size=3).map(tuple), min_size=1, max_size=6),
    top=st.lists(PATTERNS, max_size=3),
    inner=st.lists(PATTERNS, max_size=2),
)
def test_ignore_files_mean_what_git_means_by_them(
    files: set[tuple[str, ...]], top: list[str], inner: list[str]
) -> None:
    import shutil

    shutil.rmtree("project", ignore_errors=True)
    root = Path("project")
    for parts in sorted(files):
        path = root.joinpath(*parts)
        if any(above.is_file() for above in (path, *path.parents)) or path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    for folder, lines in ((root, top), (root / "x", inner)):
        if folder.is_dir():
            (folder / ".gitignore").write_text("\n".join(lines))
            (folder / IGNORE_FILE).write_text("\n".join(lines))
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"],
        capture_output=True,
        check=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
    ).stdout.decode()
    found = [one for one in walk(str(root), OwnFolders(), Choice()) if not isinstance(one, Skipped)]
    ours = {os.path.relpath(path, root) for path in found}
    assert ours == {path for path in listed.split("\0") if path}


@given(st.binary(min_size=1, max_size=30))
def test_every_name_of_a_file_comes_back_exactly(raw: bytes) -> None:
    name = os.fsdecode(raw)
    escaped = escape_bytes(name)
    assert unescape_bytes(escaped) == name
    escaped.encode()  # it can be stored and sent
    plain = not re.search("[\x00-\x1f\x7f\udc80-\udcff]", name)
    assert (escaped == name) is plain or "\\x" in name


def test_names_that_are_no_text_are_kept_by_the_rule(tmp_path: Path) -> None:
    raw = {b"caf\xe9.csv": "caf\\xE9.csv", b"lit\\xE9.csv": "lit\\x5CxE9.csv", b"a\\b": "a\\b"}
    raw |= {b"two\nlines.csv": "two\\x0Alines.csv", b"lit\\x0A.csv": "lit\\x5Cx0A.csv"}
    Path("d").mkdir()
    for name in raw:
        Path("d", os.fsdecode(name)).write_bytes(name)
    run = Run()
    handles = run.save_directory("d", "input").wait(20)
    assert set(handles.names) == set(raw.values())
    single = run.save(os.fsdecode(b"d/caf\xe9.csv"), "output").wait(20)
    assert single.name == "caf\\xE9.csv"
    for name, kept in raw.items():
        assert check_name(kept) == kept
        loaded = run.load(kept)
        assert os.fsencode(loaded.path.name) == name
        assert os.fsencode(loaded.copy_to(tmp_path).name) == name
        assert (tmp_path / os.fsdecode(name)).read_bytes() == name
