"""Arrays of any rank and any size, and what holds many of them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from playwright.sync_api import expect

from viewers.page import Viewers, cell


def test_arrays(viewers: Viewers) -> None:
    document = viewers.open("waves")
    expect(document.get_by_role("img", name=re.compile("Heat map: 300 × 400"))).to_be_visible()
    expect(document).to_contain_text("All 120,000 values of this slice.")
    viewers.shot("array")
    document = viewers.open("cube")
    slider = document.get_by_role("slider")
    slider.fill("4")
    expect(document.locator(".ck-ColumnPanel")).to_contain_text("3.99")
    document.get_by_role("button", name="Values").click()
    expect(cell(document, 0, 0)).to_have_text("0.0")
    document = viewers.open("walk")
    expect(document.get_by_role("img", name=re.compile("Line"))).to_be_visible()
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


def test_arrays_of_four_gigabytes_open_by_a_sample(viewers: Viewers, tmp_path: Path) -> None:
    file = tmp_path / "huge.npy"
    array = np.lib.format.open_memmap(file, mode="w+", dtype="f4", shape=(32_768, 32_768))
    array[:64] = 7  # the rest is not on the disk
    del array
    [stored] = viewers.lab.server.cellkeep("put", "-c", "input", str(file))
    file.unlink()
    viewers.ids["huge"] = [stored["artifact_id"]]
    heat_map = re.compile("Heat map")
    # The server hashes a blob whole before it gives out the first byte of it.
    viewers.open("huge").get_by_role("img", name=heat_map).wait_for()
    document = viewers.open_measured("huge", lambda doc: doc.get_by_role("img", name=heat_map))
    expect(document).to_contain_text("A sample of")
    document.get_by_role("button", name="Values").click()
    expect(cell(document, 0, 0)).to_have_text("7.0")
    viewers.close()
    viewers.lab.server.cellkeep("rm", stored["artifact_id"], "--yes")


def test_tensors(viewers: Viewers) -> None:
    document = viewers.open("model")
    document.get_by_role("treeitem", name=re.compile("weight")).first.click()
    expect(document.locator(".ck-ColumnPanel").last).to_contain_text("Norm")
    expect(document.get_by_role("img", name=re.compile("Heat map"))).to_be_visible()
    viewers.shot("tensors")
