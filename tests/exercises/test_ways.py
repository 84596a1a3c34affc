"""After a pass other ways are told, whatever the inputs are and however coarse the clock."""

import time

import pytest

from chainrule.exercises import ways
from chainrule.exercises.parts import parts
from tests.exercises.answers import right


@pytest.mark.parametrize("name", parts)
def test_every_right_answer_can_be_set_beside_other_ways(name):
    began = time.process_time()
    found = ways.ways(parts[name], right[name][0])
    assert time.process_time() - began < 2
    assert all(title and code for title, code in found)


def test_where_the_clock_stands_still_nothing_is_said_to_be_faster(monkeypatch):
    monkeypatch.setattr(ways.Timer, "repeat", lambda self, *args: [0.0])
    for name, part in parts.items():
        assert not [title for title, _ in ways.ways(part, right[name][0]) if "fast" in title]
