"""Whatever a function returns or raises, the check answers with a sentence about it.

What comes back is tried on a third of the parts each day.
"""

import pytest

from chainrule.exercises.examine import examine, examine_visible
from chainrule.exercises.parts import parts
from chainrule.exercises.verdict import NOT_YET
from tests.exercises.answers import right
from tests.exercises.answers.by_part import of_each_judge
from tests.exercises.odd_values import ODD, placed

LAYERS = [([[0.0, 0.0]], [0.0])]  # what a net looks like, where training one takes long
SPEAKS_OF_OTHER_THINGS = ("stopped with", "calls itself", "return` in it", "changed one of")


def returned(name):
    """What a right answer returns, to put odd values into."""
    part = parts[name]
    return LAYERS if part.engine else right[name][0](*part.cases()[0].inputs)


def tried(name):
    """All odd values for a part of each judge, which knows them; a quarter for other parts."""
    found = [*placed(returned(name))]
    return found if name in of_each_judge.values() else found[parts[name].number % 4 :: 4]


@pytest.mark.share(3)
@pytest.mark.parametrize("name", parts)
def test_of_whatever_comes_back_the_check_says_in_a_sentence_what_it_is(name):
    part = parts[name]
    case = part.cases()[:1]
    for what, function in tried(name):
        verdict = examine(part, function, case, tells_expected=True)
        assert verdict.state == NOT_YET, what
        assert verdict.sentence.endswith((".", "?")), (what, verdict.sentence)
        assert not any(told in verdict.sentence for told in SPEAKS_OF_OTHER_THINGS), (what, verdict)
        bundle = verdict._repr_mimebundle_()
        assert bundle["text/plain"] == str(verdict)
        assert "<div" in bundle["text/html"]


@pytest.mark.parametrize("name", parts)
def test_what_has_no_end_is_told_as_what_cannot_be_read(name):
    for what in ("cyclic list", "cyclic dictionary", "deep list"):
        value = ODD[what]()
        said = examine_visible(parts[name], lambda *arguments, value=value: value).sentence
        assert said.startswith("It returned something that cannot be read: ")


class Silent(BaseException):
    """An exception that is no `Exception`, and has no text."""

    def __str__(self):
        raise ValueError("no text")


class Loud(Silent):
    def __str__(self):
        raise Silent


@pytest.mark.parametrize("error", [Silent, Loud, GeneratorExit, SystemExit, BaseException])
@pytest.mark.parametrize("name", [name for name, part in parts.items() if part.number == 1])
def test_whatever_is_raised_is_told_by_its_name(name, error):
    def raises(*arguments):
        raise error

    assert error.__name__ in examine_visible(parts[name], raises).sentence
