"""A notebook as slides: nothing is lost, nothing piles up, the short path is a part of the long."""

import copy
import re

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from presentation import LECTURES, ROOT, present, slides

NOTEBOOKS = sorted(LECTURES.rglob("*.ipynb"))
TYPES = ["slide", "subslide", "fragment", "skip", "-", None]
CODES = ["x = 1", "widgets.Timeline()", "\n".join(f"x{i} = {i}" for i in range(12)), ""]
CODES += ["with predict('a') as measured:\n    measured(2)", "a = f()\npictures.draw_graph(a)"]


@st.composite
def cells(draw):
    made = draw(st.sampled_from([new_code_cell, new_markdown_cell]))
    cell = made(draw(st.sampled_from(CODES)))
    kind = draw(st.sampled_from(TYPES))
    if kind:
        cell.metadata["slideshow"] = {"slide_type": kind}
    said = {"path": draw(st.sampled_from([None, 90])), "notes": draw(st.sampled_from(["", "Ask."]))}
    cell.metadata["chainrule"] = {name: value for name, value in said.items() if value}
    return cell


notebooks = st.lists(cells(), max_size=12).map(lambda cells: new_notebook(cells=cells))


def kind_of(cell):
    return cell["metadata"].get("slideshow", {}).get("slide_type", "-")


def deck(notebook):
    """The slides of a notebook, as lists of the cells' ids."""
    found = []
    for cell in notebook["cells"]:
        if kind_of(cell) in ("skip", "notes"):
            continue
        if not found or kind_of(cell) in ("slide", "subslide"):
            found.append([])
        found[-1].append(cell["id"])
    return found


@given(notebooks, st.sampled_from([45, 90]))
def test_every_cell_of_the_path_is_there_in_its_order_and_valid(notebook, minutes):
    before = copy.deepcopy(notebook)
    made = slides.as_slides(notebook, minutes)
    assert notebook == before
    kept = [c["id"] for c in notebook.cells if c.metadata["chainrule"].get("path", 0) <= minutes]
    assert [cell["id"] for cell in made["cells"] if kind_of(cell) != "notes"] == kept
    nbformat.validate(nbformat.from_dict(made))


@given(notebooks)
def test_the_short_path_is_the_long_one_without_some_cells_and_joins_no_slides(notebook):
    long, short = (deck(slides.as_slides(notebook, minutes)) for minutes in (90, 45))
    kept = {name for slide in short for name in slide}
    left = [[name for name in slide if name in kept] for slide in long]
    assert [slide for slide in left if slide] == short


@given(notebooks)
def test_code_without_a_slide_type_begins_a_slide_and_shows_no_output_of_before(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [nbformat.v4.new_output("stream", text="old")], 7
    untyped = {c.id for c in notebook.cells if "slideshow" not in c.metadata}
    made = slides.as_slides(notebook)
    begins = {slide[0] for slide in deck(made)}
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            assert cell["id"] not in untyped or cell["id"] in begins
            assert (cell["outputs"], cell["execution_count"]) == ([], None)


@given(notebooks)
def test_notes_stand_behind_their_cell(notebook):
    made = slides.as_slides(notebook)["cells"]
    for cell, following in zip(made, [*made[1:], None], strict=False):
        said = cell["metadata"].get("chainrule", {}).get("notes")
        follows = following is not None and kind_of(following) == "notes"
        assert follows == bool(said)
        assert not follows or following["source"] == said


@pytest.mark.parametrize(
    ("code", "beside_a_text", "alone"),
    [
        ("x = 1\nprint(x)", False, False),
        ("\n".join(f"x{i} = {i}" for i in range(20)), True, False),
        ("widgets.Timeline()", True, True),
        ("Playground(mission='spiral')", True, True),
        ("a = f()\nb = g(a)\nc = h(b)\npictures.draw_graph(c)", False, False),
        ("\n".join(["x = 1"] * 9) + "\npictures.draw_graph(c)", True, True),
        ("my_prediction = ...\npredict(my_prediction, 3)", True, True),
        ("with predict('gates') as measured:\n    measured(14)", True, True),
        ("recall(2)", True, True),
    ],
)
def test_code_is_folded_where_the_slide_is_not_about_it(code, beside_a_text, alone):
    found = []
    for kind in ("fragment", "slide"):
        cell = new_code_cell(code, metadata={"slideshow": {"slide_type": kind}})
        (made,) = slides.as_slides(new_notebook(cells=[cell]))["cells"]
        found.append(made["metadata"].get("jupyter", {}).get("source_hidden", False))
    assert found == [beside_a_text, alone]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("course") / present.SLIDES.name
    slides.copy_as_slides(LECTURES, made)
    return made


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_becomes_slides_whose_links_lead_where_they_led(path, folder):
    assert present.SLIDES.parent == LECTURES.parent
    made = nbformat.read(folder / path.relative_to(LECTURES), as_version=4)
    nbformat.validate(made)
    assert made.metadata["chainrule"]["minutes"] == 90
    texts = [cell.source for cell in made.cells if cell.cell_type == "markdown"]
    for link in re.findall(r"\]\(([^)#:]+)\)", "\n".join(texts)):
        meant = (present.SLIDES / path.relative_to(LECTURES)).parent / link
        meant = meant.resolve()
        inside = meant.is_relative_to(present.SLIDES)
        there = folder / meant.relative_to(present.SLIDES) if inside else meant
        assert there.exists(), link


def test_what_was_there_before_goes(tmp_path):
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides" / "old.ipynb").write_text("{}", encoding="utf-8")
    slides.copy_as_slides(LECTURES, tmp_path / "slides", 45)
    assert {p.name for p in (tmp_path / "slides").rglob("*.ipynb")} == {p.name for p in NOTEBOOKS}


def test_git_takes_no_notice_of_the_copy():
    assert f"/{present.SLIDES.name}/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_found_by_number_name_beginning_and_path(path):
    words = [path.stem, path.stem[:-1], path.name, f"lectures/{path.name}", str(path)]
    if path.parent == LECTURES:
        number = path.stem.split("_")[0]
        words += [number, number.lstrip("0")]
    assert {present.find(word) for word in words} == {path}


@pytest.mark.parametrize("word", ["7", "0", "", "a", "lectures/", "backpropagation"])
def test_a_word_that_means_no_notebook_or_several_is_answered_with_names(word, capsys):
    assert present.main([word]) == 2
    said = capsys.readouterr().err
    assert sum(path.stem in said for path in NOTEBOOKS) >= 2


@pytest.mark.parametrize("words", [["2", "--minutes", "60"], [], ["2", "--port", "x"]])
def test_what_cannot_be_meant_is_refused(words):
    with pytest.raises(SystemExit, match="2"):
        present.main(words)


def test_a_lecture_in_my_is_shown_as_it_was_changed_there(tmp_path, monkeypatch):
    own = tmp_path / "my" / "lectures"
    own.mkdir(parents=True)
    (own / "02_mine.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(present, "OWN", own)
    assert present.is_own(str(own / "02_mine.ipynb"))
    assert present.find(str(own / "02_mine.ipynb"), own) == own / "02_mine.ipynb"
    assert not any(map(present.is_own, ("02", "lectures/02_backpropagation.ipynb", "my")))
