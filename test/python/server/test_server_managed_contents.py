"""Files of a contents manager that has no folder on this machine."""

from __future__ import annotations

import base64
import json
from typing import Any, ClassVar

import pytest
from filesaving import ended, request
from jupyter_server.services.contents.manager import ContentsManager
from tornado.web import HTTPError


class MemoryContents(ContentsManager):
    """A contents manager without a disk, as those of object storages are."""

    FILES: ClassVar[dict[str, Any]] = {
        "top.txt": ("text", "file", "hello"),
        "folder/picture.png": ("base64", "file", base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()),
        "folder/book.ipynb": (
            "json",
            "notebook",
            {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
        ),
    }

    def get(self, path: str, content: bool = True, **_: Any) -> Any:
        path = path.strip("/")
        if path in self.FILES:
            form, kind, value = self.FILES[path]
            model = {"name": path.rsplit("/", 1)[-1], "path": path, "type": kind, "size": None}
            return {**model, "format": form, "content": value} if content else model
        inner = [key for key in self.FILES if key.startswith(f"{path}/")]
        if not inner:
            raise HTTPError(404, f"No such file: {path}")
        model = {"name": path, "path": path, "type": "directory", "size": None}
        return {**model, "content": [self.get(key, False) for key in inner]} if content else model


@pytest.mark.parametrize("server_options", [{"contents_manager_class": MemoryContents}])
async def test_files_of_another_contents_manager_are_read_through_it(api: Any) -> None:
    missing = await api("POST", "contents", json_body=request("nothing"))
    assert (missing.status, missing.json["code"]) == (404, "FILE_NOT_FOUND")
    await api("POST", "contents", json_body=request("top.txt", "folder"))
    found = await ended(api, 3)
    kinds = {}
    for name, item in found.items():
        assert item["state"] == "stored", item
        path = f"artifacts/{item['receipt']['artifact_id']}"
        artifact = (await api("GET", path)).json
        content = (await api("GET", f"{path}/content")).body
        kinds[name] = (artifact["media_type"], content)
    assert kinds["top.txt"] == ("text/plain", b"hello")
    assert kinds["folder/picture.png"] == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert kinds["folder/book.ipynb"][0] == "application/x-ipynb+json"
    assert json.loads(kinds["folder/book.ipynb"][1])["nbformat"] == 4
