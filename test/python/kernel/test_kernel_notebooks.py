"""Several notebooks on one kernel, and a notebook that is renamed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from front_end import FrontEnd
from live_objects import SETUP, note_of, stored
from real_kernel import RealKernel

from cellkeep_core.protocol import NotebookMessage


@pytest.fixture
def page(kernel: RealKernel, attach) -> FrontEnd:
    """A page that shows two notebooks on one kernel, of which one has the kernel's comms."""
    assert kernel.run(SETUP).ok
    page = attach(notebook="first.ipynb")
    told(page, "one", "first.ipynb")
    told(page, "two", "second.ipynb")
    return page


def told(page: FrontEnd, connection: str, path: str) -> None:
    page.say(NotebookMessage(client_id=page.client_id, connection=connection, path=path))
    count = len(page.snapshots())
    page.resync(expected=1, got=2)  # answered after it was heard
    page.kernel.wait_until(lambda: len(page.snapshots()) > count)


@contextmanager
def as_connection(kernel: RealKernel, connection: str) -> Iterator[None]:
    session = kernel.client.session
    before, session.session = session.session, connection
    yield
    session.session = before


def notebooks(kernel: RealKernel) -> dict[str, str]:
    with kernel.open_store() as store:
        found = store.catalog.artifacts().items
    return {one.name: str(one.provenance.notebook) for one in found}


def test_saves_are_of_the_notebook_that_asks_for_them_also_after_it_was_moved(
    kernel: RealKernel, page: FrontEnd
) -> None:
    page.auto_capture("tables", [], notebook="second.ipynb")
    show = (
        "{0} = pd.DataFrame({{'a': [1]}})\ndisplay({0})\n"
        "cellkeep.save([1], 'output', name='{0} saved').wait()"
    )
    for name, connection in (("of one", "one"), ("of two", "two"), ("of another", "three")):
        with as_connection(kernel, connection):
            code = show.format(name.replace(" ", "_"))
            assert kernel.run(code).ok
    kernel.wait_until(lambda: len(notebooks(kernel)) == 5)
    assert notebooks(kernel) == {
        "of_one saved": "first.ipynb",
        "of_two": "second.ipynb",  # the first notebook wants nothing kept by itself
        "of_two saved": "second.ipynb",
        "of_another": "first.ipynb",  # nobody said whose it is
        "of_another saved": "first.ipynb",
    }
    with as_connection(kernel, "two"):
        note = note_of(kernel, "pd.Series([2.5])")
    told(page, "two", "moved/second.ipynb")
    told(page, "one", "renamed.ipynb")
    kept = stored(kernel, page, page.keep(note["object"], "shown before"))
    assert kept.provenance.notebook == "moved/second.ipynb"
    page.leave()
    with as_connection(kernel, "two"):
        assert kernel.run(show.format("later")).ok
    with as_connection(kernel, "one"):
        assert kernel.run("cellkeep.save([2], 'output', name='first later').wait()").ok
    kernel.wait_until(lambda: "later" in notebooks(kernel))
    now = notebooks(kernel)
    assert now["later"] == now["later saved"] == "moved/second.ipynb"
    assert now["first later"] == "renamed.ipynb"
