"""Diagrams, formulas and the text of PDFs, drawn where they can reach nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser_process import fresh_page
from lab_page import LabPage
from lab_server import ROOT, LabServer
from line import wait_until
from playwright.sync_api import BrowserContext, FrameLocator, Locator, expect

from hostile import pdfs
from hostile.documents import MARKDOWN, bombs

# Whether something is drawn in a line of text, whose base is so far above the end of the page.
INK = """(canvas, base) => {
  const scale = canvas.width / 300;
  const top = Math.round((300 - base - 14) * scale);
  const { data } = canvas.getContext('2d').getImageData(0, top, canvas.width, 14 * scale);
  return data.some((value, index) => index % 4 < 3 && value < 128);
}"""
# The colour in the middle of a square of the page.
COLOUR = """(canvas, [x, y]) => {
  const scale = canvas.width / 300;
  const at = [(x + 50) * scale, (300 - y - 50) * scale].map(Math.round);
  return [...canvas.getContext('2d').getImageData(...at, 1, 1).data];
}"""
SHOTS = ROOT / "test-results" / "documents"


class Documents:
    """Opens what is stored by its name, and looks inside of its frame."""

    def __init__(self, lab: LabPage) -> None:
        self.lab = lab
        self._ids = {item["name"]: item["id"] for item in lab.stored()}

    def open(self, name: str) -> Locator:
        self.lab.command("application:close-all")
        self.lab.command("cellkeep:open-artifact", artifactId=self._ids[name])
        return self.lab.page.locator("#jp-main-dock-panel .jp-Cellkeep-Document:visible")

    @property
    def inside(self) -> FrameLocator:
        document = self.lab.page.locator("#jp-main-dock-panel .jp-Cellkeep-Document:visible")
        return document.frame_locator("iframe").first.frame_locator("iframe").first

    def shot(self, name: str) -> None:
        self.lab.picture(SHOTS / f"{name}.png")


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def documents(
    context: BrowserContext,
    server: LabServer,
    tmp_path_factory: pytest.TempPathFactory,
    asked: list[str],
) -> Iterator[Documents]:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "report.md").write_text(MARKDOWN)
    (folder / "bombs.md").write_text(bombs("http://elsewhere.invalid"))
    whole = pdfs.with_pictures()
    for name, content in {
        "text": pdfs.with_text(),
        "pictures": whole,
        "long": pdfs.with_pages(2000),
        "locked": pdfs.locked("geheim"),
        "damaged": whole[:200],
    }.items():
        (folder / f"{name}.pdf").write_bytes(content)
    server.cellkeep("put", "--run", "documents", "-c", "input", *map(str, folder.iterdir()))
    with fresh_page(context, server) as page:
        # What a policy stops is no answer; the meter hears what would reach another server.
        page.on("response", lambda one: asked.append(one.url))
        yield Documents(LabPage(page, server).open())


@pytest.mark.parametrize(
    "theme", [pytest.param("JupyterLab Light", marks=pytest.mark.long), "JupyterLab Dark"]
)
def test_markdown_has_its_diagrams_and_formulas(documents: Documents, theme: str) -> None:
    documents.lab.command("apputils:change-theme", theme=theme)
    document = documents.open("report.md")
    inside = documents.inside
    diagram = inside.locator("img[src^='data:image/svg+xml']")
    expect(diagram).to_have_count(1, timeout=20_000)
    expect(document.get_by_role("status")).to_have_count(0)
    assert "Read the data" in (diagram.get_attribute("alt") or "")
    box = diagram.bounding_box()
    assert box is not None
    assert box["width"] > 100
    assert box["height"] > 100
    assert diagram.evaluate("image => image.naturalWidth > 0")
    # Formulas: one in its line, one on its own; dollars in code are dollars.
    expect(inside.locator("math")).to_have_count(2)
    expect(inside.locator("math[display='block'] mfrac")).to_have_count(1)
    expect(inside.locator("p code")).to_have_text("$6 + $7")
    expect(inside.get_by_text('x = "$a$"')).to_be_visible()
    # What is no diagram stays as it was written, with a word.
    expect(inside.get_by_text("this is no diagram")).to_be_visible()
    expect(inside.get_by_text("This diagram is shown as it is written")).to_have_count(1)
    assert document.locator("iframe").get_attribute("sandbox") == ""
    documents.shot(f"markdown-{theme.split()[-1].lower()}")


def test_hostile_diagrams_and_formulas_do_nothing(documents: Documents, asked: list[str]) -> None:
    page = documents.lab.page
    tabs = len(page.context.pages)
    document = documents.open("bombs.md")
    inside = documents.inside
    expect(inside.locator("h1")).to_have_text("Bombs")
    expect(document.get_by_role("status")).to_have_count(0, timeout=40_000)
    page.wait_for_timeout(500)
    drawn = inside.locator("img[src^='data:image/svg+xml']")
    assert drawn.count() >= 1
    drawn.first.click()
    assert inside.locator("a, script, svg, [onerror]").count() == 0
    assert [url for url in asked if "elsewhere" in url] == []
    assert page.evaluate("window.hacked") is None
    assert len(page.context.pages) == tabs
    assert page.url.startswith(documents.lab.server.url)
    assert page.locator(".jp-Cellkeep-HiddenFrame").count() == 0
    documents.shot("bombs")


def test_the_text_of_a_pdf_can_be_selected_and_found(
    documents: Documents, asked: list[str]
) -> None:
    documents.open("text.pdf")
    inside = documents.inside
    words = inside.get_by_text("Findable words")
    expect(words).to_be_visible(timeout=20_000)
    # Only maps of their codes tell what these are.
    for _, _, text in pdfs.CJK.values():
        expect(inside.get_by_text(text)).to_be_visible()
    # Each line is drawn, also where its font is in no file and on no disk.
    for line in range(len(pdfs.FONTS)):
        assert inside.locator(".sheet canvas").first.evaluate(INK, 280 - 28 * line), pdfs.FONTS[
            line
        ]
    assert any(url.endswith(".bcmap") for url in asked)
    words.dblclick()
    assert words.evaluate("() => getSelection().toString()").strip() in ("Findable", "words")
    # It lies over the picture of the words.
    page, text = (inside.locator(one).bounding_box() for one in (".sheet", ".text span >> nth=0"))
    assert page is not None
    assert text is not None
    assert abs((text["x"] - page["x"]) / page["width"] - 20 / 300) < 0.02
    assert 0.3 < text["width"] / page["width"] < 0.8
    documents.shot("pdf")


def test_the_pictures_of_a_pdf_are_shown_in_every_coding(
    documents: Documents, asked: list[str]
) -> None:
    documents.open("pictures.pdf")
    canvas = documents.inside.locator(".sheet canvas").first
    canvas.wait_for()

    def drawn(name: str) -> bool:
        x, y, colour = pdfs.PICTURES[name]
        seen = canvas.evaluate(COLOUR, [x, y])
        return seen[3] == 255 and all(abs(a - b) < 40 for a, b in zip(seen, colour, strict=False))

    try:
        wait_until(lambda: all(map(drawn, pdfs.PICTURES)))
    finally:
        print({name: canvas.evaluate(COLOUR, pdfs.PICTURES[name][:2]) for name in pdfs.PICTURES})
        documents.shot("pdf-pictures")
    ours = (documents.lab.server.url, "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []


def test_words_are_found_on_all_pages_of_a_long_pdf(documents: Documents) -> None:
    page = documents.lab.page
    documents.open("long.pdf")
    inside = documents.inside
    expect(inside.get_by_role("group", name="Page 1 of 2000")).to_be_visible()
    documents.lab.command("documentsearch:start")
    box = page.locator(".jp-DocumentSearch-overlay .jp-DocumentSearch-input").first
    box.fill("Sheet 1999")
    expect(page.locator(".jp-DocumentSearch-index-counter")).to_have_text("1/1")
    expect(inside.get_by_role("group", name="Page 1999 of 2000")).to_be_in_viewport()
    box.fill("Sheet 77")
    # 77, and 770 to 779.
    counter = page.locator(".jp-DocumentSearch-index-counter")
    expect(counter).to_have_text("1/11")
    page.keyboard.press("Enter")
    expect(counter).to_have_text("2/11")
    expect(inside.get_by_role("group", name="Page 770 of 2000")).to_be_in_viewport()
    documents.shot("pdf-find")
    page.keyboard.press("Escape")
    # By keyboard, from inside: the search opens, and the keys of the page scroll it.
    inside.locator(".sheet").nth(769).click()
    page.keyboard.press("Home")
    expect(inside.get_by_role("group", name="Page 1 of 2000")).to_be_in_viewport()
    page.keyboard.press("ControlOrMeta+f")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")


def test_a_locked_pdf_asks_for_its_password_and_a_damaged_one_says_so(
    documents: Documents,
) -> None:
    document = documents.open("locked.pdf")
    password = document.get_by_label("This document is locked. Its password:")
    password.fill("false")
    password.press("Enter")
    expect(document.get_by_text("That password does not open it.")).to_be_visible()
    documents.shot("pdf-locked")
    password.fill("geheim")
    document.get_by_role("button", name="Unlock").click()
    expect(documents.inside.get_by_text("Unlocked words")).to_be_visible()
    expect(password).to_have_count(0)
    damaged = documents.open("damaged.pdf")
    says = damaged.get_by_role("alert")
    expect(says).to_contain_text("It could not be drawn")
    expect(says).to_contain_text("The stored file is as it was saved")
    documents.shot("pdf-damaged")
