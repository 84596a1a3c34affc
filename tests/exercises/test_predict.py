"""A prediction holds back what its cell shows until there is a commitment."""

import json

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from chainrule.exercises import predict
from chainrule.exercises.questions import questions, record
from chainrule.exercises.questions.asking import Asked
from chainrule.exercises.questions.kinds import Count
from chainrule.exercises.questions.question import Question

pytestmark = pytest.mark.filterwarnings("ignore")

GATES = Question(
    "gates",
    "How many of the 16 gates?",
    Count(),
    14,
    "XOR and XNOR are missing.",
    hint="Which two?",
)
GIVEN = (
    """
import sys
from chainrule import pictures
from chainrule.exercises import predict
from chainrule.exercises.questions import questions
from chainrule.exercises.questions.kinds import Count
from chainrule.exercises.questions.question import Question
"""
    + f"questions['gates'] = {GATES!r}"
)
BODY = """
    print("first SECRET")
    print("to stderr SECRET", file=sys.stderr)
    display({"text/plain": "SECRET in a display"}, raw=True)
    measured(14, pictures.draw_shares([1, 2], [0.5, 1], 20))
    print("last SECRET")
made = "by the body"
"""
ASKED = f'with predict("gates", ...) as measured:{BODY}'


@pytest.fixture(autouse=True)
def own_record(monkeypatch, tmp_path):
    monkeypatch.setenv("CHAINRULE_RECORD", str(tmp_path / "answers.jsonl"))
    monkeypatch.setattr(record, "_memory", [])
    monkeypatch.setitem(questions, "gates", GATES)
    return tmp_path / "answers.jsonl"


def run(*sources, errors=False):
    """A notebook of these cells, run; and the outputs of each."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in (GIVEN, *sources)])
    NotebookClient(notebook, kernel_name="python3", allow_errors=errors).execute()
    return notebook, [cell.outputs for cell in notebook.cells[1:]]


def kinds(outputs):
    return [output.get("name", output.output_type) for output in outputs]


def test_with_the_dots_there_is_the_question_and_nothing_else():
    notebook, (outputs, later) = run(ASKED, "made")
    (shown,) = outputs
    assert GATES.text in shown.data["text/plain"]
    assert "in place of the dots" in shown.data["text/plain"]
    assert GATES.text in shown.data["text/html"]
    everything = json.dumps(notebook)
    assert "SECRET in" not in everything.replace(json.dumps(ASKED)[1:-1], "")
    assert everything.count(GATES.because) == 1, "in the cell that makes the question"
    assert later[0].data["text/plain"] == "'by the body'"


def test_with_a_guess_there_is_the_reply_and_then_everything_in_its_order():
    _, (outputs,) = run(ASKED.replace("...", '"15"'))
    assert "You said 15; it is 14." in outputs[0].data["text/plain"]
    assert kinds(outputs[1:]) == ["stdout", "stderr", "display_data", "display_data", "stdout"]
    assert [output.get("text") for output in outputs[1:3]] == [
        "first SECRET\n",
        "to stderr SECRET\n",
    ]
    assert "image/svg+xml" in outputs[4].data
    assert outputs[5].text == "last SECRET\n"


def test_a_guess_that_cannot_be_read_is_no_commitment(own_record):
    _, (outputs,) = run(ASKED.replace("...", '"a handful"'))
    assert len(outputs) == 1
    assert "Please answer with a whole number" in outputs[0].data["text/plain"]
    assert "SECRET in" not in json.dumps(outputs)
    assert not own_record.exists()


def test_an_error_in_the_body_shows_as_usual_and_leaves_nothing_captured():
    broken = ASKED.replace("print(", "1 / 0\n    print(", 1)
    _, (outputs, later) = run(broken, 'print("as usual")', errors=True)
    assert kinds(outputs) == ["display_data", "error"]
    assert outputs[1].ename == "ZeroDivisionError"
    assert later[0].text == "as usual\n"


def test_who_has_committed_before_sees_it_at_once():
    committed = "from chainrule.exercises.questions import record\nrecord.add('gates', '15', False)"
    _, (_, outputs) = run(committed, ASKED)
    assert len(outputs) == 1, "the widget holds the rest"


def test_an_unknown_name_is_told_the_nearest():
    with pytest.raises(ValueError, match="is it 'gates'"):
        predict("gats")


def test_without_a_measurement_the_official_answer_is_the_truth(capsys):
    with predict("gates", 14):
        print("shown")
    assert capsys.readouterr().out.splitlines()[0].startswith("Right: 14.")


# The widget, as the page sees it.

OUTPUTS = [{"output_type": "stream", "name": "stdout", "text": "held back"}]


def asked(**options):
    return Asked(GATES, **options)


def state(one):
    return f"{one.form.get_state()} {one.below.get_state()}"


def test_the_page_knows_nothing_before_a_commitment_and_everything_after():
    one = asked(ready=False)
    one.reveal(14, OUTPUTS, None)
    assert "held back" not in state(one)
    assert GATES.because not in state(one)
    one.heard({"said": "15"})
    assert one.form.state == "wrong"
    assert "You said 15; it is 14." in one.form.html
    assert GATES.because in one.form.html
    assert one.below.outputs == tuple(OUTPUTS)
    assert record.last("gates").said == "15"


def test_the_page_asks_again_and_hides_it_all():
    one = asked(ready=False)
    one.reveal(14, OUTPUTS, None)
    one.heard({"said": "14"})
    assert one.form.state == "right"
    one.heard({"again": True})
    assert one.form.state == "asked"
    assert "held back" not in state(one)
    assert "14" not in one.form.html


def test_a_commitment_made_while_the_cell_runs_is_answered_at_its_end():
    one = asked(ready=False)
    one.heard({"said": "14"})
    assert record.last("gates") is None
    one.reveal(14, OUTPUTS, None)
    assert one.form.state == "right"
    assert one.below.outputs == tuple(OUTPUTS)


def test_what_cannot_be_read_is_asked_again_in_a_sentence():
    one = asked(ready=False)
    one.reveal(14, OUTPUTS, None)
    one.heard({"said": "a handful"})
    assert one.form.state == "asked"
    assert "Please answer with a whole number" in one.form.html
    assert "held back" not in state(one)


def test_what_was_said_before_is_shown_at_once():
    record.add("gates", "15", False)
    one = asked(ready=False)
    one.reveal(14, OUTPUTS, record.last("gates"))
    assert "You said 15" in one.form.html
    assert "Ask me again" in one.form.html
    assert one.below.outputs == tuple(OUTPUTS)
    assert len(record.entries()) == 1
