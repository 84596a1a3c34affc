"""The smallest networks are found, judged by fresh points and kept."""

import pytest

from chainrule.widgets import Playground
from chainrule.widgets.playground import SettingError, leaderboard
from chainrule.widgets.playground.leaderboard import Place, ordered, places


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAINRULE_RECORD", str(tmp_path / "answers.jsonl"))
    return tmp_path / "smallest.jsonl"


def trained(hidden, epochs=60):
    playground = Playground("xor", hidden=hidden, learning_rate=0.1, seed=1)
    playground.train(epochs)
    return playground


def test_the_smaller_of_two_that_reach_the_goal_stands_first(file, capsys):
    for hidden in ((8,), (4,), (8,)):
        leaderboard(trained(hidden))
    assert [place.parameters for place in places("xor")] == [17, 33]
    assert len(file.read_text("utf-8").splitlines()) == 3
    said = capsys.readouterr().out.splitlines()
    assert [line.rsplit("place ")[1] for line in said if "place " in line] == ["1.", "1.", "2."]
    assert said[-2].startswith("1.   17 parameters")
    again = Playground.from_state(places("xor")[0].state)
    again.train(60)
    assert again.test_accuracy > 0.9


@pytest.mark.parametrize("again", [0.95, 0.99, 1.0])
def test_one_that_is_judged_again_has_one_place_with_its_best_share(
    file, capsys, monkeypatch, again
):
    board = trained((4,), epochs=0)
    for share in (0.99, again):
        monkeypatch.setitem(leaderboard.__globals__, "share_right", lambda _, share=share: share)
        leaderboard(board)
    assert capsys.readouterr().out.count("place 1.") == 2
    assert [place.share for place in places("xor")] == [max(0.99, again)]


def test_one_that_does_not_reach_it_is_told_how_far_it_is_and_not_kept(file, capsys):
    leaderboard(trained((1,)))
    assert capsys.readouterr().out.startswith("Not yet: ")
    assert not file.exists()


@pytest.mark.parametrize(
    "settings", [{"dataset": "plane"}, {"dataset": "blobs"}, {"features": ("x1", "x1_x2")}]
)
def test_others_are_refused_in_a_sentence(settings):
    with pytest.raises(SettingError, match="The leaderboard is for circle"):
        leaderboard(Playground(**settings))


def test_lines_that_cannot_be_read_are_left_out(file, capsys):
    leaderboard(trained((4,)))
    with file.open("a", encoding="utf-8") as end:
        end.write('broken\n{"dataset": "xor"}\n[]\n')
    assert len(places("xor")) == 1
    assert places("circle") == []


def test_where_no_file_takes_it_that_is_said_and_it_is_remembered(tmp_path, monkeypatch, capsys):
    (tmp_path / "taken").write_text("", "utf-8")
    monkeypatch.setenv("CHAINRULE_RECORD", str(tmp_path / "taken" / "answers.jsonl"))
    leaderboard(trained((4,)))
    assert "until the kernel ends only" in capsys.readouterr().out
    assert 17 in [place.parameters for place in places("xor")]


def test_of_equals_the_better_one_stands_first_and_each_network_once():
    def place(parameters, share, state):
        return Place("xor", parameters, share, state, "2026-01-01")

    a, b, c = place(9, 0.96, "a"), place(9, 0.99, "b"), place(13, 1.0, "c")
    assert ordered([c, a, b, place(9, 0.95, "a")]) == [b, a, c]
