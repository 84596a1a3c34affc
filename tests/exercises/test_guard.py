"""Known-wrong answers fail and are named, right ones pass however they are written."""

from dataclasses import replace

import numpy as np
import pytest

from autograde.checks import examine_hidden
from autograde.checks.collect import draws
from chainrule.exercises.examine import NOT_WRITTEN, examine
from chainrule.exercises.parts import parts
from tests.exercises import guard_table
from tests.exercises.answers import right, wrong
from tests.exercises.measure_naming import MOSTLY, named_truly
from tests.exercises.mutants.behaviour import passes

all_wrong = [
    pytest.param(part, name, function, id=f"{part}-{i}-{name}".replace(" ", "-"))
    for part, answers in wrong.items()
    for i, (name, function) in enumerate(answers)
]
all_right = [
    pytest.param(part, function, id=f"{part}-{i}")
    for part, answers in right.items()
    for i, function in enumerate(answers)
]


def fresh() -> int:
    return int(np.random.default_rng().integers(10**9))


def visible(part, function):
    return examine(parts[part], function, parts[part].cases())


@pytest.mark.parametrize(("part", "name", "function"), all_wrong)
def test_a_wrong_answer_fails_the_hidden_check(part, name, function, record_property):
    record_property("guard", (part, "wrong"))
    number = fresh()
    cases = draws[part](np.random.default_rng(number))
    assert not passes(parts[part], function, cases), f"check number {number}"


@pytest.mark.share(3)
@pytest.mark.parametrize(("part", "name", "function"), all_wrong)
def test_the_mistake_of_a_wrong_answer_is_named_and_truly(part, name, function, caplog):
    """Of a third of them each day: it takes ten times as long as to see that they are wrong."""
    number = fresh()
    with caplog.at_level("DEBUG", logger="chainrule"):
        verdict = examine_hidden(part, function, number)
    assert not caplog.records, f"the search broke off, check number {number}"
    assert not verdict.passes, f"check number {number}"
    assert verdict.mistake or name in verdict.sentence, f"check number {number}: {verdict}"
    share = named_truly(verdict, function, fresh=40)
    assert share is None or share >= MOSTLY, f"true of {share:.0%}: {verdict}"


@pytest.mark.parametrize("part", parts)
def test_the_visible_check_finds_two_thirds_of_the_wrong_answers_and_as_many_as_the_page_says(part):
    seen = guard_table.seen_by_the_visible_check(part)
    assert 3 * seen >= 2 * len(wrong[part])
    assert seen == guard_table.seen_on_the_page()[part]


@pytest.mark.parametrize(("part", "function"), all_right)
def test_a_right_answer_passes_both_checks(part, function, record_property):
    record_property("guard", (part, "right"))
    number = fresh()
    assert visible(part, function).passes, visible(part, function)
    assert examine_hidden(part, function, number).passes, f"check number {number}"


@pytest.mark.parametrize("part", parts)
def test_every_part_has_six_wrong_and_three_right_answers(part):
    assert len(wrong[part]) >= 6
    assert len(right[part]) >= 3


@pytest.mark.parametrize("part", [name for name, part in parts.items() if part.models])
def test_models_are_right_on_fresh_inputs_ten_times_as_exactly_as_is_asked(part):
    """A right answer that comes near to what is allowed would miss it some day."""
    for model in parts[part].models:
        assert visible(part, model).passes, visible(part, model)
        for number in range(20):
            cases = draws[part](np.random.default_rng(number))
            closer = [replace(case, rtol=case.rtol / 10) for case in cases]
            assert passes(parts[part], model, closer), number


@pytest.mark.parametrize("part", parts)
def test_what_is_not_written_is_said_calmly(part):
    def stub(*arguments):
        raise NotImplementedError()

    verdict = visible(part, stub)
    assert verdict.state == NOT_WRITTEN
    assert str(verdict) == f"{part} is not written yet."


@pytest.mark.parametrize("part", parts)
def test_returning_a_constant_or_an_input_passes_nowhere(part):
    cases = parts[part].cases()
    for constant in (0.0, 1.0, np.zeros(()), (0.0, 0.0), [], {}):
        assert not passes(parts[part], lambda *arguments, c=constant: c, cases)
    for i in range(len(parts[part].arguments)):
        assert not passes(parts[part], lambda *arguments, i=i: arguments[i], cases)


def test_the_page_about_the_checks_names_all_that_they_are_tried_on():
    page = guard_table.PAGE.read_text(encoding="utf-8")
    seen, measured = guard_table.seen_on_the_page(), guard_table.measured_on_the_page()
    assert page == guard_table.page(seen, measured)
