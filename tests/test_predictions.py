"""Predictions and exercises of the lectures, as their learners meet them.

What is seen with the dots left takes a run of its own: of a third of the notebooks each day.
"""

import importlib
import json
import re
from collections import Counter
from html import unescape
from pathlib import Path

import nbformat
import pytest
from executed import executed, unanswered

from chainrule.exercises.practice import exercises
from chainrule.exercises.questions import GALLERY, predictions, questions
from chainrule.exercises.questions.official import asked_in

ROOT = Path(__file__).resolve().parents[1]


def marks(path):
    """One process for each notebook; the gallery takes its time."""
    slow = [pytest.mark.slow(seconds=20)] if path.parent.name == "gallery" else []
    return [pytest.mark.xdist_group(path.stem), *slow]


LECTURES = sorted((ROOT / "lectures").glob("*.ipynb"))
GALLERY_NOTEBOOKS = sorted((ROOT / "lectures" / "gallery").glob("*.ipynb"))
ALL = [*LECTURES, *GALLERY_NOTEBOOKS]
ASKING = [p for p in ALL if "predict(" in p.read_text(encoding="utf-8")]
RUN = [pytest.param(p, marks=marks(p), id=p.stem) for p in ASKING]
REPLY = re.compile(r"(?:Right|Close|You said)\b.*?(?:: |it is )(.+?)\. ")


def asked(notebook):
    """The questions of a notebook, each with its cell."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [(questions[name], cell) for cell in cells for name in asked_in(cell.source)]


def lecture_of(path):
    """What a lecture is called where questions are kept: 3, or 3b for a second half."""
    said = path.stem.split("_")[0].lstrip("0")
    return int(said) if said.isdecimal() else said


def texts(outputs):
    """What is shown of outputs, as text; figures with their letters."""
    for output in outputs:
        data = output.get("data", {})
        yield from (output.get("text", ""), data.get("text/plain", ""))
        yield unescape(
            re.sub("<style>.*?</style>|<[^>]*>", " ", data.get("text/html", ""), flags=re.S)
        )


def test_each_prediction_is_made_in_one_cell_of_its_lecture_and_no_other_is():
    found = {number: Counter() for number in predictions}
    for path in ALL:
        number = lecture_of(path) if path.parent.name == "lectures" else GALLERY
        found[number] += Counter(q.name for q, _ in asked(nbformat.read(path, as_version=4)))
    assert found == {n: Counter(q.name for q in them) for n, them in predictions.items()}


@pytest.mark.parametrize("path", GALLERY_NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_of_the_gallery_asks_two_predictions_of_its_own(path):
    names = [question.name for question, _ in asked(nbformat.read(path, as_version=4))]
    assert len(names) == 2
    assert all(name.startswith(f"{path.stem}-") for name in names)


@pytest.mark.parametrize("path", RUN)
def test_the_official_answers_are_what_is_measured(path, once):
    for question, cell in asked(executed(path, once)):
        replies = [text for text in texts(cell.outputs) if question.because in text]
        assert replies, question.name
        assert all(re.search(r"\b(Right|Close): ", reply) for reply in replies), replies[0]


@pytest.mark.share(3)
@pytest.mark.parametrize("path", RUN)
def test_with_the_dots_left_no_output_tells_the_truth(path, once):
    answered = {question.name: cell for question, cell in asked(executed(path, once))}
    notebook = unanswered(path, once)
    widgets = json.dumps(notebook.metadata.get("widgets", {}), ensure_ascii=False)
    for question, cell in asked(notebook):
        asking = [output for output in cell.outputs if "cr-question" in str(output.get("data"))]
        assert len(asking) == len(asked_in(cell.source)), "the question, once"
        reply = next(t for t in texts(answered[question.name].outputs) if question.because in t)
        truth = REPLY.search(reply)[1]
        shown = " ".join(texts(output for output in cell.outputs if output not in asking))
        assert not re.search(rf"(?<![\w.]){re.escape(truth)}(?![\w.])", shown), question.name
        for image in images(cell.outputs):
            assert image not in images(after_reply(answered[question.name].outputs))
        assert question.because not in widgets
        assert question.because not in " ".join(texts(all_outputs(notebook)))


@pytest.fixture
def fold(monkeypatch):
    """What the site makes of a notebook."""
    monkeypatch.syspath_prepend(ROOT / "docs")
    return importlib.import_module("predictions").fold


@pytest.mark.parametrize("path", RUN)
def test_the_site_folds_each_answer_with_what_its_cell_shows(path, once, fold):
    shown = {question.name: len(cell.outputs) for question, cell in asked(executed(path, once))}
    for question, cell in asked(fold(executed(path, once))):
        html = [output.data.get("text/html", "") for output in cell.outputs if "data" in output]
        (card,) = (text for text in html if "<details>" in text)
        before, folded = card.split("<details>")
        assert question.because not in unescape(re.sub("<[^>]*>", "", before))
        assert (
            question.because in unescape(re.sub("<[^>]*>|`", "", folded)) or "`" in question.because
        )
        assert len(cell.outputs) <= shown[question.name]


def images(outputs):
    return [found for output in outputs if (found := output.get("data", {}).get("image/svg+xml"))]


def after_reply(outputs):
    """What was held back: displayed, not returned by the cell."""
    at = next(i for i, output in enumerate(outputs) if "cr-question" in str(output.get("data")))
    return [output for output in outputs[at + 1 :] if output.output_type == "display_data"]


def all_outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


@pytest.mark.share(3)
@pytest.mark.parametrize("path", RUN)
def test_solutions_of_exercises_pass_and_wrong_ones_are_refused_for_what_is_wrong(path, once):
    number = lecture_of(path)
    solved = set()
    for cell in unanswered(path, once).cells:
        if told := cell.metadata.get("exercise"):
            said = list(texts(cell.outputs))
            assert any(told["says"] in text for text in said), (told, said)
            solved |= {told["name"]} if told["right"] else set()
        elif found := re.search(r'^exercise\("([\w.]+)"', cell.source, re.MULTILINE):
            said = " ".join(texts(cell.outputs))
            assert "Nothing is written here yet." in said, (found[1], said)
    assert solved == {name for name in exercises if name.split(".")[0] == str(number)}
