"""Whatever a learner wrote and whatever the course mended: both are there after an update."""

import copy

import nbformat
from hypothesis import given
from hypothesis import strategies as st
from lab_tools import notebook_merge
from nbgrader.utils import compute_checksum

KINDS = ("answer", "words", "check", "code", "text")
merge, joined = notebook_merge.merge, notebook_merge.joined


def cell(kind, name, source, signed=True):
    """A cell as an assignment or a lecture hands it out."""
    made = {"cell_type": "markdown" if kind in ("text", "words") else "code", "id": name,
            "metadata": {}, "source": source}  # fmt: skip
    if made["cell_type"] == "code":
        made |= {"outputs": [], "execution_count": None}
    if kind in ("answer", "words", "check"):
        role = {"grade_id": name, "grade": kind != "answer", "locked": kind == "check",
                "solution": kind != "check", "schema_version": 3, "task": False}  # fmt: skip
        if role["grade"]:
            role["points"] = 1
        made["metadata"]["nbgrader"] = role
    return sign(made) if signed else made


def sign(made):
    """Put nbgrader's digest on a cell, as a release does."""
    role = made["metadata"].get("nbgrader")
    if role:
        role["checksum"] = compute_checksum(nbformat.from_dict(made))
    return made


def notebook(cells):
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def sources(nb):
    return [one["source"] for one in nb["cells"]]


@st.composite
def histories(draw):
    """A notebook as handed out, with a learner's work in it, and corrected by the course."""
    signed = draw(st.booleans())
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6))
    base = [cell(kind, f"{kind}-{i}", f"given {i}", signed) for i, kind in enumerate(kinds)]
    mine = draw(by_learner(copy.deepcopy(base), "mine"))
    new = draw(by_course(copy.deepcopy(base), kinds, signed))
    return notebook(base), notebook(mine), notebook(new)


@st.composite
def by_learner(draw, cells, word):
    """Answers, changes, and cells that are added, copied, deleted and moved."""
    for i, one in enumerate(cells):
        if draw(st.booleans()):
            one["source"] = f"{word} {i}"
        if draw(st.integers(0, 5)) == 0:
            one.pop("id")  # as some programs write notebooks
    for k in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(cells)))
        cells.insert(
            at, cell(draw(st.sampled_from(("code", "text"))), f"own{k}", f"{word} own {k}")
        )
    if cells and draw(st.booleans()):
        again = copy.deepcopy(draw(st.sampled_from(cells)))
        cells.insert(draw(st.integers(0, len(cells))), {**again, "id": "copied"})
    if len(cells) > 1 and draw(st.booleans()):
        del cells[draw(st.integers(0, len(cells) - 1))]
    return draw(st.permutations(cells)) if draw(st.booleans()) else cells


@st.composite
def by_course(draw, cells, kinds, signed):
    """Corrections, and cells that are added, taken away, renamed and moved."""
    for i, one in enumerate(cells):
        if draw(st.integers(0, 2)) == 0:
            one["source"] = f"mended {i}"
        if "nbgrader" in one["metadata"] and draw(st.integers(0, 4)) == 0:
            one["metadata"]["nbgrader"]["grade_id"] = one["id"] = f"renamed-{i}"
        if signed:
            sign(one)
    for k in range(draw(st.integers(0, 2))):
        kind = draw(st.sampled_from(KINDS))
        cells.insert(draw(st.integers(0, len(cells))), cell(kind, f"new-{k}", f"new {k}", signed))
    if len(cells) > 1 and draw(st.booleans()):
        del cells[draw(st.integers(0, len(cells) - 1))]
    return draw(st.permutations(cells)) if draw(st.booleans()) else cells


@given(histories())
def test_all_that_was_written_is_in_the_corrected_notebook(history):
    base, mine, new = history
    found = sources(merge(mine, new, base).notebook)
    assert {text for text in sources(mine) if text.startswith("mine")} <= set(found)


@given(histories())
def test_an_answer_stands_in_its_own_cell_and_is_told_by_name(history):
    base, mine, new = history
    merged = merge(mine, new, base)
    places = {one["metadata"]["nbgrader"]["grade_id"]: one for one in merged.notebook["cells"]
              if "nbgrader" in one["metadata"]}  # fmt: skip
    for one in mine["cells"]:
        name = one["metadata"].get("nbgrader", {}).get("grade_id")
        if name and one["metadata"]["nbgrader"]["solution"] and one["source"].startswith("mine"):
            assert name in merged.carried + merged.beside
            if name in places:
                assert places[name]["source"].startswith("mine")


@given(histories())
def test_what_the_course_mended_is_there_as_it_was_handed_out_or_beside_what_was_written(history):
    base, mine, new = history
    found = "\n".join(sources(merge(mine, new, base).notebook))
    mended = set(sources(new)) - set(sources(base))
    assert all(text in found for text in mended if text.startswith("mended"))


@given(histories())
def test_the_cells_of_the_release_are_there_once_in_its_order_with_its_metadata(history):
    base, mine, new = history
    merged = merge(mine, new, base).notebook
    nbformat.validate(nbformat.from_dict(merged))
    ids = [one["id"] for one in new["cells"]]
    kept = [one for one in merged["cells"] if one["id"] in ids]
    assert [one["id"] for one in kept] == ids
    assert [one["metadata"] for one in kept] == [one["metadata"] for one in new["cells"]]
    others = [one for one in merged["cells"] if one["id"] not in ids]
    assert all(one["metadata"] == {} for one in others)


@given(histories())
def test_an_update_that_broke_off_anywhere_can_be_repeated(history):
    base, mine, new = history
    once = merge(mine, new, base).notebook
    assert merge(once, new, base).notebook["cells"] == once["cells"]
    assert merge(once, new, new).notebook["cells"] == once["cells"]


@given(histories(), st.data())
def test_two_versions_of_the_same_work_are_joined_without_loss(history, data):
    base, mine, new = history
    other = notebook(data.draw(by_learner(copy.deepcopy(base["cells"]), "other")))
    both = joined(mine, other, base)
    words = {text for text in sources(mine) + sources(other) if not text.startswith("given")}
    assert words <= set(sources(both))
    assert words <= set(sources(merge(both, new, base).notebook))


def test_a_notebook_in_which_a_merge_of_gits_stopped_is_read_with_both_sides():
    one = notebook([cell("answer", "a", "given"), cell("text", "t", "given t")])
    ours, theirs = copy.deepcopy(one), copy.deepcopy(one)
    ours["cells"][0]["source"], theirs["cells"][1]["source"] = "mine", "mended t"
    text = []
    lines = [notebook_merge.written(each).splitlines() for each in (ours, theirs)]
    for left, right in zip(*lines, strict=True):
        differ = ["<<<<<<< HEAD", left, "=======", right, ">>>>>>> theirs"]
        text += [left] if left == right else differ
    assert set(sources(notebook_merge.read("\n".join(text)))) >= {"mine", "given t", "mended t"}
