"""Whatever is left out today has its day."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shares import TURNS, batch, seconds_of, share_of, turns


def item(file, number, slow, share, group):
    """A test as pytest collects it."""
    marks = {"xdist_group": group and pytest.mark.xdist_group(group)}
    marks["slow"] = slow and pytest.mark.slow(seconds=slow)
    marks["share"] = share and pytest.mark.share(share)
    return SimpleNamespace(
        path=file,
        originalname="test",
        nodeid=f"{file}::test[{number}]",
        get_closest_marker=lambda name: getattr(marks.get(name), "mark", None),
    )


tests = st.tuples(
    st.sampled_from("abc"), st.sampled_from([0, 5, 60]), st.sampled_from([0, 2, 3, 4]),
    st.sampled_from([None, "site", "hub"]),
)  # fmt: skip
suites = st.lists(tests).map(
    lambda found: [item(file, i, *rest) for i, (file, *rest) in enumerate(found)]
)


@given(suites, st.integers(0, 10**6))
def test_every_test_runs_within_some_days_and_once_in_a_batch_s_turn(suite, day):
    days = [[x.nodeid for x in share_of(suite, day + k)] for k in range(12 * TURNS)]
    for one in suite:
        runs = sum(one.nodeid in ran for ran in days)
        mark, slow = one.get_closest_marker("share"), one.get_closest_marker("slow")
        assert runs * (mark.args[0] if mark else 1) * (TURNS if slow else 1) == len(days)


@given(suites)
def test_days_differ_by_the_longest_batch_at_most(suite):
    seconds, turn = seconds_of(suite), turns(suite)
    days = [sum(seconds[name] for name in turn if turn[name] == k) for k in range(TURNS)]
    assert max(days) - min(days) <= max(seconds.values(), default=0)


def test_a_batch_is_a_group_or_a_file():
    assert batch(item("a", 1, 5, 0, "hub")) == "hub"
    assert batch(item("a", 1, 5, 0, None)) == "a"
