"""What was answered is remembered, and questions come back when it is time."""

import re
from datetime import date, datetime, timedelta

import pytest

from chainrule.exercises import recall, review
from chainrule.exercises.questions import GALLERY, predictions, recalled, recalling, record
from chainrule.exercises.questions.asking import with_notices
from chainrule.exercises.questions.recalling import DAYS, chosen, due_days, next_day

TODAY = date(2026, 11, 28)
PREDICTED, RECALLED = predictions[1][0], recalled[1][0]


@pytest.fixture(autouse=True)
def file(monkeypatch, tmp_path):
    monkeypatch.setenv("CHAINRULE_RECORD", str(tmp_path / "folder" / "answers.jsonl"))
    monkeypatch.setattr(record, "_memory", [])
    monkeypatch.setattr(record, "_told", set())
    monkeypatch.setattr(record, "notices", [])
    return tmp_path / "folder" / "answers.jsonl"


def answered(name, right, days_ago):
    """Note an answer of some days ago."""
    record.add(name, "a", right)
    lines = record.path().read_text(encoding="utf-8").splitlines()
    then = (datetime.now().astimezone() - timedelta(days=days_ago)).isoformat(timespec="seconds")
    lines[-1] = re.sub(r'"when": "[^"]*"', f'"when": "{then}"', lines[-1])
    record.path().write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_answers_are_read_as_they_were_noted():
    for name, said, right in (("a", "½ −4", True), ("b", '"[1, 2]"\n', False), ("a", "", True)):
        record.add(name, said, right)
        entry = record.entries()[-1]
        assert (entry.name, entry.said, entry.right, entry.day) == (name, said, right, date.today())
    assert record.last("a").said == ""
    assert record.last("c") is None


def test_a_broken_line_costs_only_itself_and_is_told_once(file):
    record.add("a", "1", True)
    with file.open("a", encoding="utf-8") as end:
        end.write('{"name": "b"\n[]\n"x"\n{"name": 1, "said": 2, "right": 3, "when": 4}\n\n')
    record.add("c", "3", True)
    assert [entry.name for entry in record.entries()] == ["a", "c"]
    assert "4 of the lines" in with_notices("")
    assert [entry.name for entry in record.entries()] == ["a", "c"]
    assert with_notices("") == ""


def test_where_nothing_can_be_written_answers_last_as_long_as_the_kernel(file):
    file.parent.parent.joinpath("folder").write_text("a file, no folder", encoding="utf-8")
    record.add("a", "1", True)
    assert record.last("a").said == "1"
    assert re.fullmatch(
        r"[^.]*remembered until the kernel ends only[^.]*\.", with_notices("").split(". ")[0] + "."
    )


def test_with_an_empty_name_no_file_is_made(monkeypatch, tmp_path):
    monkeypatch.setenv("CHAINRULE_RECORD", "")
    record.add("a", "1", True)
    assert record.last("a").said == "1"
    assert list(tmp_path.iterdir()) == []


def test_outside_of_notebooks_no_file_is_made_unless_it_is_named(monkeypatch):
    monkeypatch.delenv("CHAINRULE_RECORD")
    assert record.path() is None


@pytest.mark.parametrize("streak", range(8))
def test_the_longer_a_question_was_known_the_later_it_comes_back(streak):
    answers = {TODAY - timedelta(days=streak): False}
    answers |= {TODAY - timedelta(days=k): True for k in range(streak)}
    wait = (next_day(answers) - TODAY).days
    assert wait == DAYS[min(streak, len(DAYS) - 1)]
    missed = next_day({**answers, TODAY + timedelta(days=1): False}) - TODAY
    assert missed.days - 1 <= wait


def test_of_a_day_the_first_answer_counts():
    answered(PREDICTED.name, False, 0)
    answered(PREDICTED.name, True, 0)
    assert due_days(record.entries())[PREDICTED.name] == date.today() + timedelta(days=DAYS[0])


def test_a_review_asks_what_is_due_and_says_when_nothing_is(capsys):
    review()
    assert "nothing to review yet" in capsys.readouterr().out
    answered(PREDICTED.name, True, 0)
    review()
    assert "Nothing is due today. 1 question comes again on" in capsys.readouterr().out
    answered(RECALLED.name, False, 1)
    review()
    out = capsys.readouterr().out
    assert RECALLED.text.replace("`", "") in out
    assert PREDICTED.text.replace("`", "") not in out


@pytest.mark.parametrize("n", recalled)
def test_a_recall_at_the_end_asks_all_of_a_lecture_and_tells_nothing(n, capsys):
    recall(n, all=True)
    out = capsys.readouterr().out
    for question in recalled[n]:
        assert question.text.replace("`", "") in out
        assert question.because not in out
        assert question.name in out


LECTURES = [n for n in recalled if n != GALLERY]  # in their order


@pytest.mark.parametrize("n", LECTURES)
def test_a_recall_at_a_start_asks_of_earlier_lectures_only(n):
    earlier = [q for k in LECTURES[: LECTURES.index(n)] for q in recalled[k]]
    assert all(question in earlier for question in chosen(n))
    assert len(chosen(n)) == min(recalling.AT_A_START, len(earlier))


def test_missed_questions_come_first_and_known_ones_last():
    missed, known = PREDICTED.name, RECALLED.name
    answered(known, True, 3)
    answered(missed, False, 2)
    names = [question.name for question in chosen(3)]
    assert names[0] == missed
    assert names[-1] == known or len(recalled[1]) + len(recalled[2]) > recalling.AT_A_START


def test_what_was_predicted_is_told_when_it_is_asked_again(capsys):
    said = PREDICTED.kind.show(PREDICTED.kind.read(PREDICTED.answer))
    record.add(PREDICTED.name, said, True)
    recall(3, said={PREDICTED.name: PREDICTED.answer})
    named = PREDICTED.named(PREDICTED.kind.read(PREDICTED.answer))
    assert f"In lecture 1 you said {named}." in capsys.readouterr().out


def test_an_answer_in_code_that_cannot_be_read_is_not_noted(capsys):
    recall(2, said={RECALLED.name: object()})
    assert "Please answer with" in capsys.readouterr().out
    assert record.last(RECALLED.name) is None
