"""A student's notebook and the sealed grader say the same of the same answer.

In the notebook a check calls the function itself. Under the seal the function stays in a student's
process; what it takes, returns and raises crosses to the judge. A run of `course.py test` takes a
third of the parts, each day another one.
"""

import sys
import time
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest

from autograde.checks.collect import draws
from autograde.sandbox.host.bubblewrap import SandboxOptions
from autograde.sandbox.host.client import Client, Gone
from autograde.sandbox.host.launcher import Launcher
from autograde.sandbox.protocol.limits import Limits
from chainrule.exercises.check import NotYet, report
from chainrule.exercises.examine import examine
from chainrule.exercises.parts import parts
from tests.exercises.answers import right, wrong
from tests.exercises.answers.by_part import kinds_by_part, known_by_part, mishaps_by_part

pytestmark = pytest.mark.slow(seconds=110)
ROOT = Path(__file__).parents[2]
LIMITS = Limits()
OPTIONS = SandboxOptions(
    confined=False,  # what holds a student's process back is tested elsewhere
    preload=("tests.exercises.answers.by_part",),
    guard="chainrule.exercises.engine_guard.forbid_engine",
)
BIND = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.exercises.answers import by_part
globals().update(getattr(by_part, {{group!r}})[{{part!r}}])
"""


@pytest.fixture(autouse=True)
def no_repair(monkeypatch):
    """What is not named: a repair needs the text, which the grader does not have."""
    examining = sys.modules["chainrule.exercises.examine"]
    monkeypatch.setattr(examining, "repaired", lambda *of_an_answer: None)


@pytest.fixture(scope="module")
def launcher():
    with Launcher(LIMITS, OPTIONS) as opened:
        yield opened


@pytest.fixture
def differences(launcher, capsys):
    """What is said of the answers to a part in only one of both places, by answer.

    Each answer is tried on the cases of one check; the answers take the checks in turn.
    """

    def found(group, part, *checks):
        mine = globals()[group][part]
        with launcher.spawn() as process:
            client = Client(process, LIMITS.message_bytes)
            with client.limited_to(time.monotonic() + 60, "This takes too long."):
                assert client.run(BIND.format(group=group, part=part)).raised is None
                theirs = {name: client.value(name)[0] for name in mine}
                return {
                    name: (here, there)
                    for (name, function), cases in zip(mine.items(), cycle(checks), strict=False)
                    if (here := said(capsys, parts[part], function, cases))
                    != (there := said(capsys, parts[part], theirs[name], cases))
                }

    return found


def said(capsys, part, function, cases):
    """What a check with these cases says of an answer, as `check` and `hidden_check` say it."""
    try:
        report(examine(part, function, cases))
    except NotYet as verdict:
        return str(verdict)
    except Gone as gone:
        return f"The student's process has ended: {gone}"
    return capsys.readouterr().out


def visible(part):
    """The cases of the check that students run."""
    return parts[part].cases()


def hidden(part):
    """The cases of a hidden check."""
    return draws[part](np.random.default_rng(20))


@pytest.mark.share(3)
@pytest.mark.parametrize("part", parts)
def test_of_known_answers_both_say_the_same(part, differences):
    assert differences("known_by_part", part, visible(part), hidden(part)) == {}


@pytest.mark.share(3)
@pytest.mark.parametrize("part", parts)
def test_of_right_answers_of_other_kinds_both_say_the_same(part, differences):
    assert differences("kinds_by_part", part, visible(part)[:2]) == {}


@pytest.mark.parametrize("part", mishaps_by_part)
def test_of_what_can_happen_to_any_answer_both_say_the_same(part, differences):
    assert differences("mishaps_by_part", part, visible(part), hidden(part)) == {}


RENAMED = """
import sys
sys.path.insert(0, {root!r})
from chainrule.exercises import implements
from tests.exercises.answers import by_part
@implements({part!r})
def mine(*arguments):
    return by_part.known_by_part[{part!r}]["right 0"](*arguments)
"""


@pytest.mark.parametrize("part", [name for name, part in parts.items() if not part.engine])
def test_a_function_of_another_name_is_found_under_that_of_its_part(part, launcher):
    with launcher.spawn() as process:
        client = Client(process, LIMITS.message_bytes)
        with client.limited_to(time.monotonic() + 60, "This takes too long."):
            done = client.run(RENAMED.format(root=str(ROOT), part=part))
            assert done.raised is None
            found, _ = client.value(parts[part].function)
            assert examine(parts[part], found, visible(part)).passes


def test_all_answers_to_all_parts_are_tried():
    assert {part: len(answers) for part, answers in known_by_part.items()} == {
        part: len(right[part]) + len(wrong[part]) for part in parts
    }
    assert set(kinds_by_part) == set(parts) == set(draws)
    assert all(kinds_by_part.values())
