"""Sentences speak of what there is: of the part's own outputs and arguments, in grammar."""

import re
from functools import cache

import numpy as np
import pytest

from chainrule.exercises.examine import examine, examine_visible
from chainrule.exercises.messages import format_value
from chainrule.exercises.parts import parts
from tests.exercises.answers import right, wrong
from tests.exercises.answers.by_part import kinds_by_part

PLURALS = {"the heights", "the points"}


def outputs(name):
    """What the part calls the things that it returns."""
    return getattr(parts[name].judge, "outputs", ())


@cache
def verdicts(name):
    """What the check of a part finds in wrong answers, and in right ones of other kinds."""
    part = parts[name]
    answers = [function for _, function in wrong[name]]
    answers += [] if part.engine else [*kinds_by_part[name].values()][::7]
    found = [examine_visible(part, function) for function in answers]
    return [verdict for verdict in found if not verdict.passes]


def sentences(name):
    """All that is said of these answers, and of known mistakes."""
    found = {verdict.sentence for verdict in verdicts(name)}
    return found | {mistake.sentence for mistake in parts[name].mistakes}


def of_each_part(test):
    """For a third of the parts each day: of each all wrong answers are looked at."""
    named = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in parts]
    return pytest.mark.share(3)(pytest.mark.parametrize("name", named)(test))


@of_each_part
def test_a_sentence_speaks_of_what_the_part_has_and_its_verbs_agree(name):
    part = parts[name]
    has_gradients = "gradient" in " ".join([name, *part.arguments, *outputs(name)])
    for said in sentences(name):
        assert "g" in part.arguments or not re.search(r"g\s*[·*]\s*y\b", said), said
        assert has_gradients or "g" in part.arguments or "gradient" not in said.lower(), said
        assert not re.search(r"StudentFunction|Remote|There (are 1|is (?!1 )\d)|\b1 belong\b", said)
        for output in outputs(name):
            verbs = "has|is" if output in PLURALS else "have|are"
            agrees = rf"(^|[.:;] ){re.escape(output)} ({verbs})\b"
            assert not re.search(agrees, said, re.IGNORECASE), said


@of_each_part
def test_no_sentence_tells_a_right_number(name):
    right_ones = (case.expected for case in parts[name].cases() if case.expected is not None)
    told = {answer for answer in map(format_value, right_ones) if len(answer) > 9}  # recognisable
    assert not {said for said in sentences(name) for answer in told if answer in said}


@of_each_part
def test_a_check_on_inputs_that_all_can_read_shows_what_it_expected(name):
    shown = [verdict.evidence for verdict in verdicts(name) if verdict.evidence]
    for evidence in shown:
        case = next(case for case in parts[name].cases() if alike(case.inputs, evidence.inputs))
        if evidence.expected is not None:
            assert parts[name].judge(evidence.expected, case) is None


def alike(inputs, pairs):
    """Whether these are the inputs of a piece of evidence."""
    return [format_value(value) for value in inputs] == [format_value(value) for _, value in pairs]


@pytest.mark.parametrize("name", parts)
def test_a_check_on_inputs_that_nobody_knows_shows_nothing_that_is_right(name):
    part = parts[name]
    for _, function in wrong[name][:2]:
        evidence = examine(part, function, part.cases()).evidence
        if evidence:
            assert evidence.expected is None
            assert [what for what, _ in evidence.rows] in ([], ["returned"])


def test_names_in_the_plural_are_all_known():
    nouns = {re.split(r" (?:for|of) ", output)[0] for name in parts for output in outputs(name)}
    assert {noun for noun in nouns if re.search(r"(?<!s)s$", noun)} == PLURALS


def in_other_orders(name):
    """Answers of several outputs that are right but for their order, which can be told."""
    value = right[name][0](*parts[name].cases()[0].inputs)
    for shift in range(1, len(value)):

        def rotated(*arguments, shift=shift):
            answer = right[name][0](*arguments)
            return answer[shift:] + answer[:shift]

        yield rotated


@pytest.mark.parametrize("name", [name for name in parts if len(outputs(name)) > 1])
def test_right_outputs_in_another_order_are_told_so(name):
    for function in in_other_orders(name):
        verdict = examine_visible(parts[name], function)
        if verdict.passes:  # of a sum both gradients are the same
            continue
        known = [mistake.name for mistake in parts[name].mistakes]
        told = any(words in verdict.sentence for words in ("another order", "changed places"))
        assert told or verdict.mistake in known, verdict


@pytest.mark.parametrize("name", [name for name in parts if len(outputs(name)) > 1])
def test_where_several_things_belong_the_sentence_names_them(name):
    for answer in (np.zeros(3), (np.zeros(3),)):
        verdict = examine_visible(parts[name], lambda *arguments, answer=answer: answer)
        assert all(output in verdict.sentence for output in outputs(name)), verdict
