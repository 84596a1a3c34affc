"""What others answered from the assignments' texts alone is judged fairly."""

import inspect

import numpy as np
import pytest

from autograde.checks.collect import draw_of
from chainrule.exercises.parts import parts
from tests.exercises.answers.others import rights, wrongs
from tests.exercises.mutants.behaviour import passes

DRAWS = 3


def checks(part):
    """The visible check's inputs and those of hidden checks that were never drawn before."""
    rng = np.random.default_rng()
    return [parts[part].cases(), *(draw_of(part)(rng) for _ in range(DRAWS))]


@pytest.mark.parametrize("part", parts)
def test_others_have_answered_each_part(part):
    assert len(rights[part]) >= 8
    assert len({what for what, _ in wrongs[part]}) >= 10


@pytest.mark.parametrize("part", [name for name, part in parts.items() if not part.engine])
def test_right_answers_of_others_pass(part):
    tried = checks(part)
    fail = [f for f in rights[part] if not all(passes(parts[part], f, cases) for cases in tried)]
    assert not [inspect.getsource(function) for function in fail]


@pytest.mark.parametrize("part", parts)
def test_wrong_answers_of_others_fail(part):
    tried = checks(part)
    assert not [w for w, f in wrongs[part] if all(passes(parts[part], f, c) for c in tried)]
