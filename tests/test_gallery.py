"""Every system of the gallery runs, and ends with the number that it claims."""

import re

import nbformat
import pytest
from claims import GALLERY, broken, claims_of
from executed import executed

# notebook -> cell, the number in its output, and how small it may be at the worst of seeds
CLAIMS = {
    "actions": ("number", r"LSTM: ([\d.]+)%", 88),
    "captions": ("number", r"shown: ([\d.]+)%", 75),
    "resnet": ("number", r"factor of (\d+)", 5),
    "vae": ("number", r"(\d+)%", 65),
    "perceptron": ("ten-digits", r"it is ([\d.]+) %", 90.0),
    "architectures": ("all", r"GoogLeNet +([\d,]+)", 6_998_552),
    "audio": ("number", r"([\d.]+)%", 85),
    "detection": ("number", r"([\d.]+)%", 75),
    "gan": ("number", r"(\d+) of 10", 8),
    "language": ("number", r"closes (\d+)%", 55),
    "lenet": ("number", r"([\d.]+)%", 96.5),
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


def read(path):
    return nbformat.read(path, as_version=4)


@pytest.mark.slow(seconds=20)
@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_every_claim_holds_and_every_figure_has_words(path, once):
    notebook = executed(path, once)
    assert not [*broken(notebook)]
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/svg+xml" in output.get("data", {}):
                assert len(output.data["text/plain"].split()) >= 4, cell.id


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_code_is_short_and_a_claim_is_about_what_its_cell_says(path):
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert len([x for x in cell.source.splitlines() if x.strip()]) <= 15, cell.id
        for said, decides in claims_of(cell).items():
            assert said in cell.source, (cell.id, said)
            compile(decides, cell.id, "eval")


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_something_is_to_be_broken_and_something_to_be_made_better(path):
    prose = "\n".join(c.source for c in read(path).cells if c.cell_type == "markdown")
    for task in ("Break it", "Make it better"):
        told = prose.split(f"· {task}: ")[1].split("**Exercise")[0]
        assert "<summary>Hint</summary>" in told
        assert "<summary>Solution</summary>" in told
        assert "Why: " in told


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
