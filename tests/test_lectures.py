"""Every lecture runs from top to bottom, and what it says is to be seen is there."""

import math
import re
import symtable
from pathlib import Path

import nbformat
import pytest
from claims import LECTURES, broken, claims_of, run
from executed import executed

ROOT = Path(__file__).resolve().parents[1]


def read(path):
    return nbformat.read(path, as_version=4)


def cells(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def text_of(cell):
    outputs = cell.get("outputs", [])
    streams = [o.text for o in outputs if o.output_type == "stream"]
    shown = [o.data.get("text/plain", "") for o in outputs if "data" in o]
    return "\n".join(streams + shown)


WITH_CLAIMS = [path for path in LECTURES if any(map(claims_of, read(path).cells))]


def in_its_process(path):
    """Where a lecture has run, nothing waits for it."""
    return pytest.param(path, marks=pytest.mark.xdist_group(path.stem))


@pytest.fixture(params=[*map(in_its_process, LECTURES)], ids=lambda path: path.stem)
def lecture(request, once):
    return executed(request.param, once)


@pytest.fixture
def lecture_2(once):
    return executed(ROOT / "lectures" / "02_backpropagation.ipynb", once)


def test_no_cell_fails_or_warns(lecture):
    for cell in cells(lecture, "code"):
        for output in cell.outputs:
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", (cell.id, output.text)


def test_every_figure_has_words_for_those_who_do_not_see_it(lecture):
    for cell in cells(lecture, "code"):
        for output in cell.outputs:
            if "image/svg+xml" in output.get("data", {}):
                assert len(output.data["text/plain"].split()) >= 4, cell.id
                assert "aria-label" in output.data["image/svg+xml"], cell.id


@pytest.mark.xdist_group("02_backpropagation")
def test_lecture_2_prints_the_exact_numbers_of_the_neuron(lecture_2):
    printed = text_of(next(c for c in lecture_2.cells if c.id == "neuron")).split()
    sigma = 1 / (1 + math.exp(-1))
    told = dict(zip(printed[:12:2], map(float, printed[1:12:2]), strict=True))
    factors = {"w₀": -1, "x₀": 2, "w₁": -2, "x₁": -3, "w₂": 1}
    assert told.pop("f") == pytest.approx(sigma, rel=1e-14)
    assert told == pytest.approx(
        {n: k * sigma * (1 - sigma) for n, k in factors.items()}, rel=1e-14
    )


def test_every_claim_holds(lecture):
    assert not [*broken(lecture)]


@pytest.mark.slow(seconds=40)
@pytest.mark.share(4)
@pytest.mark.parametrize("again", range(2))
@pytest.mark.parametrize("path", WITH_CLAIMS, ids=lambda path: path.stem)
def test_every_claim_holds_from_other_seeds(path, again):
    """Three runs a day, beside the one of each lecture, from another seed each time."""
    assert not [*broken(run(path))]


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_a_claim_is_about_what_its_cell_says(path):
    for cell in read(path).cells:
        for said, decides in claims_of(cell).items():
            assert said in cell.source, (cell.id, said)
            compile(decides, cell.id, "eval")


@pytest.mark.parametrize("path", [*map(in_its_process, WITH_CLAIMS)], ids=lambda path: path.stem)
def test_what_is_shown_is_followed_by_a_claim(path, once):
    notebook, waiting = executed(path, once), ""
    for cell in notebook.cells:
        if claims_of(cell):
            waiting = ""
        shown = [o for o in cell.get("outputs", []) if "image/svg+xml" in o.get("data", {})]
        if any("application/vnd.jupyter.widget-view+json" not in o.data for o in shown):
            assert not waiting, f"nothing is claimed of the figure of {waiting}"
            waiting = cell.id
    assert not waiting, f"nothing is claimed of the figure of {waiting}"


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_code_is_short_and_draws_nothing_itself(path):
    for cell in cells(read(path), "code"):
        assert len([x for x in cell.source.splitlines() if x.strip()]) <= 20, cell.id
        assert not re.search(r"plt\.|matplotlib", cell.source), cell.id


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_every_link_to_another_notebook_leads_somewhere(path):
    for cell in cells(read(path), "markdown"):
        for link in re.findall(r"\]\(([^)#:]+)\)", cell.source):
            assert (path.parent / link).is_file(), link


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_a_lecture_can_be_shown_as_slides(path):
    kinds = [c.metadata.get("slideshow", {}).get("slide_type") for c in read(path).cells]
    assert kinds.count("slide") >= 6


@pytest.mark.parametrize("path", WITH_CLAIMS, ids=lambda path: path.stem)
def test_the_same_lines_in_pytorch_run(path):
    pytest.importorskip("torch")
    text = "\n".join(cell.source for cell in cells(read(path), "markdown"))
    blocks = [b for b in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "import torch" in b]
    assert blocks, "a lecture ends with its lines in PyTorch"
    for block in blocks:
        exec(compile(block, path.stem, "exec"), {})


def names_of(cell):
    """The names that a code cell makes, and those of the notebook that it uses."""
    top = symtable.symtable(cell.source, cell.id, "exec")
    made = {one.get_name() for one in top.get_symbols() if one.is_assigned() or one.is_imported()}
    used, tables = set(), [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        used |= {one.get_name() for one in table.get_symbols() if one.is_global()}
    own = {one.get_name() for one in top.get_symbols() if one.is_referenced()}
    return made, (used | own) - made


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_the_short_path_uses_no_name_that_only_the_long_one_makes(path):
    code = cells(read(path), "code")
    is_long = [cell.metadata.get("chainrule", {}).get("path") == 90 for cell in code]
    names = [names_of(cell) for cell in code]
    made = set().union(*(mine for (mine, _), long in zip(names, is_long, strict=True) if not long))
    everywhere = set().union(*(mine for mine, _ in names))
    for cell, (_, used), long in zip(code, names, is_long, strict=True):
        missing = set() if long else used & everywhere - made
        assert not missing, cell.id
