"""What a learner sees after *Run All*: each thing once, as a card, with text for plain files."""

import re

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = [pytest.mark.slow(seconds=10), pytest.mark.filterwarnings("ignore")]

GIVEN = """
import numpy as np
from chainrule.exercises import check, implements
calls = []
"""
WRONG = """
@implements("mul.vjp")
def mul_vjp(g, y, a, b):
    calls.append(1)
    return g * b, b
"""
RIGHT = WRONG.replace("g * b, b", "g * b, g * a").replace("calls.append(1)", "calls.append(2)")
RENAMED = """
@implements("perceptron.predict")
def my_predict(x, w, b):
    return (x @ w + b > 0).astype(int)
"""
LEANING = """
@implements("exp.vjp")
def exp_vjp(g, y, x):
    return product(g, y)
"""
CHECK = 'before = len(calls)\ncheck("mul.vjp", mul_vjp)'
COUNT = "len(calls) - before"


def run(*cells):
    """The outputs of each cell, the first of which is given."""
    sources = [GIVEN, *cells]
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    NotebookClient(notebook, kernel_name="python3", allow_errors=True).execute()
    return [cell.outputs for cell in notebook.cells[1:]]


def plain(outputs):
    """What a plain file shows of the outputs of a cell."""
    texts = [
        output.get("text")
        or "\n".join(output.get("traceback", ()))
        or output.get("data", {}).get("text/plain", "")
        for output in outputs
    ]
    return " ".join(" ".join(texts).split())


def test_a_sentence_stands_once_whether_a_check_follows_or_not():
    offered, checked, count = map(plain, run(WRONG, CHECK, COUNT))
    sentence = "The gradient for a is right. The gradient for b"
    assert sentence in offered
    assert "expected: (30, 20)" in offered
    assert checked == "mul.vjp is not right yet: see above. mul.vjp is not right yet."
    assert count == "0"


def test_a_function_that_passes_is_tried_once_and_its_check_says_so_in_a_line():
    offered, checked, count = map(plain, run(RIGHT, CHECK, COUNT))
    assert offered == "mul.vjp passes: right on 4 inputs. It is now part of your engine."
    assert checked == "mul.vjp passes."
    assert count == "0"


def test_what_was_changed_between_a_function_and_its_check_counts():
    helper = "product = np.multiply"
    offered, _, checked = map(plain, run(LEANING, helper, 'check("exp.vjp", exp_vjp)'))
    assert "name 'product' is not defined" in offered
    assert checked == "exp.vjp passes: right on 3 inputs."


def test_a_check_without_a_submission_says_all_by_itself():
    source = 'check("mul.vjp", lambda g, y, a, b: (g, g))'
    (outputs,) = run(source)
    assert "This passes g on unchanged" in plain(outputs)
    assert [output.output_type for output in outputs] == ["display_data", "error"]


def test_a_failed_check_is_a_card_and_a_failed_cell_whose_error_has_the_text():
    _, outputs = run(WRONG, CHECK)
    card, error = outputs
    assert "cr-verdict not-yet raised" in card.data["text/html"]
    assert error.ename == "NotYet"
    assert "The gradient for b" in error.evalue


def test_a_function_of_another_name_is_found_by_the_check_of_its_notebook():
    offered, checked = map(plain, run(RENAMED, 'check("perceptron.predict", predict)'))
    assert "The checks ask for `predict`: that name now means your `my_predict`." in offered
    assert checked == "perceptron.predict passes."


@pytest.mark.parametrize("what", ["validate", "autograde"])
def test_where_nbgrader_runs_the_cells_the_traceback_says_it_all(monkeypatch, what):
    monkeypatch.setenv("NBGRADER_EXECUTION", what)
    _, (error,) = run(WRONG, CHECK)
    assert error.output_type == "error"
    said = re.sub(r"\s+", " ", "\n".join(error.traceback))
    assert "The gradient for a is right. The gradient for b" in said
    assert "returned: (30, 3)" in said
