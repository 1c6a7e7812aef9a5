"""The example of a codec, installed as a person would, in a kernel."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from front_end import FrontEnd, attaching
from live_objects import stored
from real_kernel import RealKernel

EXAMPLE = Path(__file__).parents[3] / "examples" / "pillow-codec"


def test_the_example_codec_is_found_when_it_is_installed(tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [*command, "--no-index", "--quiet", "--target", str(packages), str(EXAMPLE)],
        check=True,
        timeout=100,
    )
    path = os.pathsep.join(filter(None, [str(packages), os.environ.get("PYTHONPATH")]))
    with RealKernel(tmp_path, PYTHONPATH=path) as kernel:
        execution = kernel.run_ok(
            "import cellkeep\n"
            "from PIL import Image\n"
            "image = Image.linear_gradient('L').convert('RGB')\nimage"
        )
        (note,) = execution.notes
        assert (note["kind"], note["type"]) == ("image", "PIL.Image.Image")
        # Nobody uploads, so that it goes by the store with its thumbnail.
        with attaching(kernel, FrontEnd) as attach:
            page = attach(acknowledge=False, upload=False)
            artifact = stored(kernel, page, page.keep(note["object"], "gradient"))
        assert (artifact.codec, artifact.kind) == ("pillow-png.v1", "image")
        assert artifact.summary == "256 × 256 px"
        assert artifact.thumbnail
        loaded = "cellkeep.load('gradient').tobytes() == image.tobytes()"
        assert kernel.value(loaded) == "True"
        # What it declines, the next codec keeps.
        assert kernel.run("odd = image.convert('CMYK')\n%keep odd").ok
        assert kernel.value("cellkeep.load('odd').tobytes() == odd.tobytes()") == "True"
