"""Arrays of any rank and any size, and what holds many of them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from cellkeep_core.spool import UNHASHED, SpoolSession
from offers import make_offer, make_run
from viewers.page import Viewers, cell


def test_arrays(viewers: Viewers) -> None:
    document = viewers.open("waves")
    expect(document.get_by_role("img", name=re.compile("Heat map: 300 × 400"))).to_be_visible()
    expect(document).to_contain_text("All 120,000 values of this slice.")
    viewers.shot("array")
    # The value under the pointer, wherever the picture lies in its canvas.
    picture = document.get_by_role("img", name=re.compile("Heat map"))
    box = picture.bounding_box()
    assert box
    scale = min(box["width"] / 400, box["height"] / 300)
    left, top = (box["width"] - 400 * scale) / 2, (box["height"] - 300 * scale) / 2
    picture.hover(position={"x": left + 7.5 * scale, "y": top + 5.5 * scale})
    value = float(np.sin(5 / 20) * np.cos(7 / 30))
    expect(document.locator("output")).to_have_text(re.compile(rf"^\[5, 7\] {str(value)[:12]}"))
    document = viewers.open("cube")
    slider = document.get_by_role("slider")
    slider.fill("4")
    expect(document.locator(".jp-Cellkeep-ColumnPanel")).to_contain_text("3.99")
    document.get_by_role("button", name="Values").click()
    expect(cell(document, 0, 0)).to_have_text("0.0")
    document = viewers.open("walk")
    expect(document.get_by_role("img", name=re.compile("Line"))).to_be_visible()
    expect(document).to_contain_text("the least and the greatest are drawn")
    viewers.shot("line")
    document = viewers.open("mask")
    document.get_by_role("button", name="Values").click()
    expect(cell(document, 7, 3)).to_have_text("True")
    document = viewers.open("fortran.npy")
    document.get_by_role("button", name="Values").click()
    expect(cell(document, 2, 5)).to_have_text("65.0")
    document = viewers.open("photo.npy")
    expect(document.get_by_role("img", name="Image")).to_be_visible()
    viewers.shot("photo")


def store_four_gigabytes(viewers: Viewers) -> str:
    """Store an array of which most is not on the disk: the spool's file becomes the store's."""
    session = SpoolSession.open([viewers.lab.server.store / "spool"])
    told = {"category": "input", "media_type": "application/x-npy", "sha256": UNHASHED}
    offer = make_offer(b"", make_run("huge"), "huge.npy", **told)
    draft = session.draft(offer.id)
    shape = (32_768, 32_768)
    array = np.lib.format.open_memmap(draft.content, mode="w+", dtype="f4", shape=shape)
    array[:64] = 7
    del array
    offer.size = draft.content.stat().st_size
    draft.commit(offer)
    session.close()
    [receipt] = viewers.lab.server.cellkeep("push")["receipts"]
    return str(receipt["artifact_id"])


@pytest.mark.long
def test_arrays_of_four_gigabytes_open_by_a_sample(viewers: Viewers) -> None:
    artifact_id = store_four_gigabytes(viewers)
    viewers.ids["huge"] = [artifact_id]
    heat_map = re.compile("Heat map")
    # The server hashes a blob whole before it gives out the first byte of it.
    viewers.open("huge").get_by_role("img", name=heat_map).wait_for()
    document = viewers.open_measured("huge", lambda doc: doc.get_by_role("img", name=heat_map))
    expect(document).to_contain_text("A sample of")
    document.get_by_role("button", name="Values").click()
    expect(cell(document, 0, 0)).to_have_text("7.0")
    viewers.close()
    viewers.lab.server.cellkeep("rm", artifact_id, "--permanent", "--yes")


def test_tensors(viewers: Viewers) -> None:
    document = viewers.open("model")
    document.get_by_role("treeitem", name=re.compile("weight")).first.click()
    expect(document.locator(".jp-Cellkeep-ColumnPanel").last).to_contain_text("Norm")
    expect(document.get_by_role("img", name=re.compile("Heat map"))).to_be_visible()
    viewers.shot("tensors")
