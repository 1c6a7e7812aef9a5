"""A store is its owner's alone whoever opens it first, and nothing of another's is adopted."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from test_spool import make_offer, orphans, put

from cellkeep_core.modes import GROUP, PRIVATE, is_own, modes_of
from cellkeep_core.spool import SpoolSession
from cellkeep_store.cli.checks import examine
from cellkeep_store.store import Store
from run_script import run_script

SOMEBODY = 54321

SAVE = """
import os, sys
os.umask(int(sys.argv[1], 8))
import cellkeep
run = cellkeep.Run("a script")
run.save({"a": 1}, "output", name="small")
with open("large.bin", "wb") as file:
    file.write(os.urandom(9 << 20))
run.save("large.bin", "output").wait()
cellkeep.load("small")
"""


def mode(path: Path) -> str:
    return f"{stat.S_IMODE(path.lstat().st_mode):o}"


def save(root: Path, data: Path, umask: str, cwd: Path) -> None:
    """Save from a script, which is the first to open the store."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CELLKEEP")},
        "CELLKEEP_STORE": str(root),
        "JUPYTER_DATA_DIR": str(data),
    }
    run_script(SAVE, umask, cwd=cwd, env=environment)


def open_to_others(folder: Path) -> list[str]:
    """Return what others can reach and read or write: nothing below a closed folder."""
    found = []
    for path in sorted(folder.iterdir()):
        bits = stat.S_IMODE(path.lstat().st_mode)
        if bits & 0o077:
            found.append(f"{path.name} {bits:o}")
        if path.is_dir() and bits & 0o077:
            found += open_to_others(path)
    return found


@pytest.mark.parametrize(
    "umask",
    ["000", *(pytest.param(further, marks=pytest.mark.long) for further in ("002", "022"))],
)
def test_a_store_that_a_script_opens_first_is_private(tmp_path: Path, umask: str) -> None:
    root, data = tmp_path / "new" / "store", tmp_path / "data"
    save(root, data, umask, tmp_path)
    assert mode(root) == "700"
    assert open_to_others(root) == []
    assert {path.name for path in root.iterdir()} >= {"store.json", "catalog.sqlite", "spool"}
    assert open_to_others(data / "cellkeep") == []
    assert mode(data / "cellkeep") == "700"


def test_the_log_and_index_of_the_catalog_are_private_while_it_is_open(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with Store.open(tmp_path / "store") as store:
            names = [path.name for path in store.root.iterdir()]
            assert {"catalog.sqlite-wal", "catalog.sqlite-shm", "store.lock"} <= {*names}
            assert open_to_others(store.root) == []
    finally:
        os.umask(before)


def test_each_opening_sets_the_modes_again(tmp_path: Path) -> None:
    root = tmp_path / "store"
    Store.open(root).close()
    root.chmod(0o755)
    for name in ("catalog.sqlite", "store.json", "store.lock"):
        (root / name).chmod(0o644)
    (root / "blobs").chmod(0o777)
    Store.open(root).close()
    assert mode(root) == "700"
    assert open_to_others(root) == []


def test_a_folder_with_other_things_in_it_stays_as_open_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home").chmod(0o755)
    (tmp_path / "home" / "public").mkdir()
    Store.open(tmp_path / "home").close()
    assert mode(tmp_path / "home") == "755"
    assert open_to_others(tmp_path / "home") == [f"public {mode(tmp_path / 'home' / 'public')}"]


def test_a_group_store_is_a_choice_that_is_written_down(tmp_path: Path) -> None:
    root = tmp_path / "store"
    root.mkdir()
    root.chmod(0o2770)
    Store.open(root).close()
    assert modes_of(root) is GROUP
    assert '"sharing": "group"' in (root / "store.json").read_text()
    assert (mode(root / "blobs"), mode(root / "catalog.sqlite")) == ("2770", "660")
    # It stays so whatever happens to the folder, until somebody writes something else.
    root.chmod(0o700)
    Store.open(root).close()
    assert mode(root) == "2770"


def test_a_bit_that_was_inherited_is_no_choice(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home").chmod(0o2775)
    root = tmp_path / "home" / "store"
    Store.open(root).close()
    assert modes_of(root) is PRIVATE
    assert mode(root) == "700"


def test_a_store_made_in_a_folder_of_a_group_is_the_groups(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    if os.geteuid() == 0:
        os.chown(shared, SOMEBODY, SOMEBODY + 1)
    shared.chmod(0o2775)
    others = shared.stat().st_gid != shared.stat().st_uid  # else the group has nobody else
    root = shared / "project" / "store"
    assert modes_of(root) is (GROUP if others else PRIVATE)
    Store.open(root).close()
    assert modes_of(root) is (GROUP if others else PRIVATE)
    found = {mode(path) for path in (root.parent, root, root / "blobs", root / "staging")}
    assert found == {"2770" if others else "700"}
    assert mode(root / "catalog.sqlite") == ("660" if others else "600")
    # Only where the folder itself is, and is open to the group.
    shared.chmod(0o2755)
    assert modes_of(shared / "other") is PRIVATE


OPEN_AS = """
import os, sys, tempfile
from pathlib import Path
from cellkeep_store.store import Store
with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
    store.maintenance.quick_check()  # imports all that the other user may not be able to read
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(54321); os.setuid(int(sys.argv[1]))
os.umask(0o022)
with Store.open(Path(sys.argv[2])) as store:
    store.limit.change(int(sys.argv[1]))
    print(store.limit.bytes, store.maintenance.quick_check())
"""


def test_a_group_store_is_shared_by_its_group(open_folder: Path) -> None:
    root = open_folder / "store"
    root.mkdir()
    if os.geteuid() == 0:
        os.chown(root, SOMEBODY, SOMEBODY)
    root.chmod(0o2770)
    # Where the tests do not run as root, all three are one user, and the modes are looked at.
    for uid in (SOMEBODY, SOMEBODY + 1, SOMEBODY):
        assert run_script(OPEN_AS, uid, root, timeout=60) == f"{uid} []\n"
    found = {path.name: mode(path) for path in root.iterdir()}
    assert {found[name] for name in ("blobs", "staging")} == {"2770"}
    assert {found[name] for name in ("catalog.sqlite", "store.json", "store.lock")} == {"660"}


# -- the spool -------------------------------------------------------------------------


def give_away(path: Path) -> None:
    """Make what is there somebody else's; without root, what others may change or have linked."""
    if os.geteuid() == 0:
        os.chown(path, SOMEBODY, SOMEBODY)
    elif path.is_dir():
        path.chmod(0o770)
    else:
        elsewhere = path.rename(path.parents[3] / path.name)
        path.symlink_to(elsewhere)


def left_behind(root: Path) -> Path:
    """Return a session whose process is gone, with a save in it."""
    session = SpoolSession.open([root])
    offer = make_offer(5)
    offer.name = "loss"
    put(session, b"hello", offer)
    session.close()
    # What was made a moment ago may be between its making and its locking.
    os.utime(session.folder / "lock", (1, 1))
    return session.folder


def adopted(root: Path) -> list[str]:
    return [entry.offer.name for entry in orphans(root)]


def test_a_session_of_ones_own_is_adopted(tmp_path: Path) -> None:
    session = left_behind(tmp_path / "spool")
    assert is_own(session)
    assert adopted(tmp_path / "spool") == ["loss"]


def test_a_session_of_somebody_else_is_not_adopted(tmp_path: Path) -> None:
    session = left_behind(tmp_path / "spool")
    give_away(session)
    assert adopted(tmp_path / "spool") == []
    assert session.exists()


def test_a_session_with_a_file_of_somebody_else_is_not_adopted(tmp_path: Path) -> None:
    session = left_behind(tmp_path / "spool")
    (offer,) = session.glob("*/offer.json")
    give_away(offer)
    assert adopted(tmp_path / "spool") == []


def test_a_link_in_a_session_is_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"private")
    session = left_behind(tmp_path / "spool")
    (content,) = session.glob("*/content")
    content.unlink()
    content.symlink_to(secret)
    assert adopted(tmp_path / "spool") == []


def test_a_linked_session_or_entry_is_not_adopted(tmp_path: Path) -> None:
    session = left_behind(tmp_path / "elsewhere")
    (tmp_path / "spool").mkdir(mode=0o700)
    (tmp_path / "spool" / session.name).symlink_to(session)
    assert adopted(tmp_path / "spool") == []
    other = left_behind(tmp_path / "spool")
    (entry,) = session.glob("*-*")
    (other / entry.name.replace("-", "1-", 1)).symlink_to(entry)
    assert adopted(tmp_path / "spool") == []


def test_a_session_that_others_can_write_to_is_not_adopted(tmp_path: Path) -> None:
    session = left_behind(tmp_path / "spool")
    session.chmod(0o770)
    assert adopted(tmp_path / "spool") == []


def test_what_lies_where_others_may_put_another_is_not_ones_own(tmp_path: Path) -> None:
    session = left_behind(tmp_path / "spool")
    assert is_own(session)
    session.parent.chmod(0o770)
    assert not is_own(session)
    session.parent.chmod(0o1770)  # sticky: nobody moves what is another's
    assert is_own(session)


def test_nobody_else_may_put_a_session_into_the_spool(tmp_path: Path) -> None:
    root = tmp_path / "spool"
    root.mkdir()
    root.chmod(0o777)
    left_behind(root)
    assert mode(root) == "755"
    assert adopted(root) == ["loss"]


# -- the doctor ------------------------------------------------------------------------


def permissions(root: Path, *, repair: bool = False) -> tuple[str, str]:
    (check,) = [one for one in examine(root, repair=repair) if one.name == "permissions"]
    return check.level, check.message


def test_the_doctor_reports_modes_and_sets_them_where_it_is_asked(tmp_path: Path) -> None:
    root = tmp_path / "store"
    Store.open(root).close()
    assert permissions(root)[0] == "ok"
    (root / "catalog.sqlite").chmod(0o644)
    level, message = permissions(root)
    assert (level, "catalog.sqlite 644 instead of 600" in message) == ("warn", True)
    assert mode(root / "catalog.sqlite") == "644"
    assert permissions(root, repair=True)[0] == "ok"
    assert mode(root / "catalog.sqlite") == "600"


def test_the_doctor_names_sessions_that_will_not_be_adopted(tmp_path: Path) -> None:
    root = tmp_path / "store"
    Store.open(root).close()
    session = left_behind(root / "spool")
    session.chmod(0o777)
    (check,) = [one for one in examine(root) if one.name == "spools"]
    assert check.level == "warn"
    assert str(session) in check.message


def test_a_store_written_before_there_was_a_choice_is_private(tmp_path: Path) -> None:
    root = tmp_path / "store"
    Store.open(root).close()
    written = root / "store.json"
    written.write_text(written.read_text().replace(', "sharing": "private"', ""))
    assert '"sharing"' not in written.read_text()
    assert modes_of(root) is PRIVATE
