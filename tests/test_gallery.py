"""Every system of the gallery runs, and ends with the number that it claims."""

import re
from pathlib import Path

import nbformat
import pytest
from executed import executed

ROOT = Path(__file__).resolve().parents[1]
GALLERY = sorted((ROOT / "lectures" / "gallery").glob("*.ipynb"))

# notebook -> cell, the number in its output, and how small it may be at the worst of seeds
CLAIMS = {
    "actions": ("number", r"LSTM: ([\d.]+)%", 88),
    "captions": ("number", r"shown: ([\d.]+)%", 75),
    "resnet": ("number", r"factor of (\d+)", 8),
    "vae": ("number", r"(\d+)%", 65),
    "perceptron": ("ten-digits", r"([\d.]+)%", 90.0),
    "architectures": ("all", r"GoogLeNet +([\d,]+)", 6_998_552),
    "audio": ("number", r"([\d.]+)%", 85),
    "detection": ("number", r"([\d.]+)%", 75),
    "gan": ("number", r"(\d+) of 10", 8),
    "language": ("number", r"closes (\d+)%", 55),
    "lenet": ("number", r"([\d.]+)%", 97.0),
}


def text_of(cell):
    streams = [o.text for o in cell.get("outputs", []) if o.output_type == "stream"]
    shown = [o.data.get("text/plain", "") for o in cell.get("outputs", []) if "data" in o]
    return "\n".join(streams + shown)


@pytest.mark.slow(seconds=20)
@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_nothing_fails_or_warns_and_the_number_is_what_it_should_be(path, once):
    notebook = executed(path, once)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", (cell.id, output.text)
    name, pattern, least = CLAIMS[path.stem]
    said = text_of(next(cell for cell in notebook.cells if cell.id == name))
    assert float(re.search(pattern, said)[1].replace(",", "")) >= least, said


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_a_system_is_told_in_a_page_with_its_sources_and_no_plotting_code(path):
    notebook = nbformat.read(path, as_version=4)
    prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    code = "\n".join(c.source for c in notebook.cells if c.cell_type == "code")
    for needed in ("**What ours keeps:**", "**What it leaves out:**", "## The honest number"):
        assert needed in prose
    assert re.search(r"\*\*References?\.\*\*", prose)
    assert "plt." not in code
    assert "matplotlib" not in code
    assert not any(cell.get("outputs") for cell in notebook.cells)
