"""Each plugin of the front end can be disabled alone, as `jupyter labextension disable` does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser_process import fresh_page
from lab_page import LabPage
from lab_server import TOKEN, LabServer
from line import Line
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page

# The services among the plugins, and who cannot do without them. JupyterLab says so in the console.
SAVING = {"outputs", "offload", "drop"}
SELECTION = {
    *("artifacts", "deletion", "archive", "editing", "sidebar", "export"),
    *("documents", "compare", "lineage", "runs", "transfers"),
}
CATALOG = {
    *SAVING,
    *SELECTION,
    *("connection", "sidebar-state", "saving", "codecs", "viewers", "previews", "kernels"),
    *("storage", "status", "notifications", "cards", "helper", "new-run"),
}
DEPENDENTS = {
    "plugin": {"service", *CATALOG},
    "service": CATALOG,
    "connection": {"sidebar", "offload", "drop"},
    "commands": {*SAVING, *SELECTION, "auto-capture", "storage", "new-run"},
    "sidebar-state": SELECTION,
    "hosts": {"saving", "kernels", "helper", "auto-capture", "new-run", *SAVING},
    "saving": SAVING,
    "viewers": {"documents", "previews"},
}
# Everything else stands alone.
ALONE = [
    *("codecs", "capturers", "helper", "kernels", "outputs", "auto-capture", "offload"),
    *("artifacts", "deletion", "archive", "editing", "previews", "sidebar", "drop", "export"),
    *("documents", "search", "compare", "lineage", "runs", "storage", "transfers", "status"),
    *("notifications", "cards", "new-run"),
]

PLUGINS = """() => window.jupyterapp.listPlugins()
  .filter(id => id.startsWith('cellkeep:'))
  .map(id => [id.slice('cellkeep:'.length), window.jupyterapp.isPluginActivated(id)])"""

# As the server writes the list into the page; before JupyterLab's scripts read it.
DISABLE = """document.addEventListener('readystatechange', () => {
  const element = document.getElementById('jupyter-config-data');
  if (document.readyState === 'interactive' && element) {
    const config = JSON.parse(element.textContent);
    config.disabledExtensions = [...(config.disabledExtensions ?? []), 'PLUGIN'];
    element.textContent = JSON.stringify(config);
  }
})"""


def start(page: Page, server: LabServer, disabled: str | None = None) -> LabPage:
    """Open JupyterLab, with a plugin disabled by the page's configuration."""
    if disabled:
        page.add_init_script(DISABLE.replace("PLUGIN", f"cellkeep:{disabled}"))
    lab = LabPage(page, server)
    # Nothing is typed here, so that nobody waits for the launcher to take the focus.
    page.goto(f"{server.url}/lab?token={TOKEN}&reset")
    lab.ready()
    page.evaluate(
        "() => window.jupyterapp.restored.then(() => window.jupyterapp.allPluginsActivated)"
    )
    return lab


def errors_of(page: Page) -> list[str]:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def test_documents_download_and_delete_without_the_sidebar(page: Page, server: LabServer) -> None:
    server.script(
        "import cellkeep\n"
        "with cellkeep.Run('alone') as run: run.save({'a': 1}, 'output', name='alone')"
    )
    said = errors_of(page)
    lab = start(page, server, "sidebar")
    artifact = lab.wait_stored("alone")["alone"]
    lab.command("cellkeep:open-artifact", artifactId=artifact["id"])
    tools = page.get_by_role("toolbar", name="Artifact", exact=True)
    with page.expect_download() as download:
        tools.get_by_role("button", name="Download").click()
    assert json.loads(download.value.path().read_text()) == {"a": 1}
    tools.get_by_role("button", name="More").click()
    lab.menu_item("Delete").click()
    undo = page.get_by_role("button", name="Undo")
    undo.wait_for()
    assert "alone" not in {one["name"] for one in lab.stored()}
    undo.click()
    lab.wait_stored("alone")
    assert not [error for error in said if "cellkeep" in error.lower()]


# The buttons and menu entries of each plugin among those of the others.
CONTROLS = {
    "artifacts": {"Insert load code", "Download", "Copy load code", "Download selected"},
    "deletion": {"Delete", "Delete selected", "Delete buttons…"},
    "archive": {"Export buttons as zip", "Import Zip…", "Export as Zip"},
    "editing": {
        *("Edit the metadata", "Write a note", "Add tag", "Add alias", "Mark this version as best"),
        *("Copy the link to v1", "Retention of buttons…", "Edit Tags…"),
    },
    "documents": {"Open", "Go to the Cell It Came From"},
    "compare": {
        "Compare selected",
        "Select two versions to compare them",
        "Compare v1",
        "Compare with…",
    },
    "lineage": {"Show Lineage"},
    "runs": {"Table of runs", "Table of Runs"},
    "storage": {"Storage and Trash"},
    "new-run": {"New Run"},
    "sidebar": {"Show in the sidebar", "Show buttons in the sidebar"},
    "transfers": {"Pause slow.bin", "Cancel slow.bin", "Pause All Saves", "Cancel All Saves"},
}

NAMES = """() => [...document.querySelectorAll('button, input[type=checkbox], .lm-Menu-item')]
  .filter(node => node.closest('[class*=jp-Cellkeep-], .lm-Menu'))
  .filter(node => node.checkVisibility({visibilityProperty: true}) && node.offsetHeight > 0)
  .map(node => node.ariaLabel || node.title || node.innerText.trim())"""


def controls(lab: LabPage, slow: Path) -> set[str]:
    """The names of the buttons and menu entries in each place where Cellkeep has some."""
    page = lab.page
    names: set[str] = set()

    def there_is(command: str) -> bool:
        return bool(page.evaluate("id => window.jupyterapp.commands.hasCommand(id)", command))

    def note_menu(place: Locator) -> None:
        place.get_by_role("button", name="More", exact=True).click()
        page.locator(".lm-Menu-item:not(.lm-mod-hidden)").first.wait_for()
        names.update(page.evaluate(NAMES))
        page.keyboard.press("Escape")

    newest = lab.wait_stored("button")["button"]
    if there_is("cellkeep:show-sidebar"):
        sidebar = lab.show_sidebar()
        Line(page).limit(1000)
        lab.drag_files(sidebar, [str(slow)])
        target = page.locator(".jp-Cellkeep-DropTarget[data-category=input]").first
        lab.drop_files(target, [str(slow)])
        page.locator(".jp-Cellkeep-mod-transfer").filter(has_text="slow.bin").wait_for()
        lab.row("button").click()
        details = sidebar.locator(".jp-Cellkeep-Details")
        details.get_by_role("button", name="History").click()
        details.get_by_role("list", name="Versions").get_by_text("v1").wait_for()
        note_menu(details)
        note_menu(sidebar.get_by_role("toolbar"))
        lab.row("other").click(modifiers=["Control"])
        sidebar.get_by_role("button", name="Clear selection").wait_for()
        names.update(page.evaluate(NAMES))
        if there_is("cellkeep:cancel-transfer"):
            # The next page would send it, in a run that is newer than what is looked at.
            lab.command("cellkeep:cancel-transfer")
    for command in ("open-artifact", "lineage", "storage"):
        if there_is(f"cellkeep:{command}"):
            lab.command(f"cellkeep:{command}", artifactId=newest["id"])
            document = page.locator(".jp-Cellkeep-Document:visible")
            document.get_by_role("button").first.wait_for()
            document.get_by_text("button").first.wait_for()
            names.update(page.evaluate(NAMES))
            if command == "open-artifact":
                note_menu(document)
    return names


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory, server: LabServer) -> Path:
    """A file that is on its way for as long as a test looks; and what there is to look at."""
    server.script(
        "import cellkeep\n"
        "with cellkeep.Run('buttons') as run:\n"
        "    for version in (1, 2): run.save({'a': version}, 'output', name='button')\n"
        "    run.save({'b': 1}, 'output', name='other')"
    )
    path = tmp_path_factory.mktemp("slow") / "slow.bin"
    path.write_bytes(bytes(3_000_000))
    return path


@dataclass
class Usual:
    """Nothing is disabled."""

    said: set[str]
    """What JupyterLab itself says in the console."""
    controls: set[str]


@pytest.fixture(scope="module")
def usual(context: BrowserContext, server: LabServer, slow: Path) -> Usual:
    with fresh_page(context, server) as page:
        said = errors_of(page)
        lab = start(page, server)
        assert dict(page.evaluate(PLUGINS)) == dict.fromkeys([*DEPENDENTS, *ALONE], True)
        assert not [error for error in said if "cellkeep" in error.lower()]
        return Usual(set(said), controls(lab, slow))


@pytest.mark.long
@pytest.mark.parametrize("disabled", [*ALONE, *DEPENDENTS])
def test_the_others_start_and_what_is_disabled_has_no_button(
    page: Page, server: LabServer, slow: Path, usual: Usual, disabled: str
) -> None:
    said = errors_of(page)
    lab = start(page, server, disabled)
    stopped = DEPENDENTS.get(disabled, set())
    expected = {name: name not in stopped for name in [*DEPENDENTS, *ALONE] if name != disabled}
    assert dict(page.evaluate(PLUGINS)) == expected
    # Which of them miss a service was looked at above; JupyterLab says it in several ways.
    said = [one for one in said if not (stopped and "No provider for: cellkeep:" in one)]
    assert [one for one in said if one not in usual.said] == []

    if disabled in CONTROLS:
        its = CONTROLS[disabled]
        assert its <= usual.controls, "the test looks where the buttons are"
        left = controls(lab, slow)
        assert left & its == set()
        assert usual.controls & {"Refresh", "Clear selection"} <= left or disabled == "sidebar"
