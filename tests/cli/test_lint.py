"""`autograde lint` and `release` say what trying the tests found; the unchanged is not tried."""

import json

import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.proof import record
from autograde.proof.findings import Finding, Kind
from autograde.proof.proof import Proof


def call(command, course, *arguments):
    everything = [command, *arguments, "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, everything)


@pytest.fixture
def unreleased(tmp_path, monkeypatch):
    """A course that nothing was made of yet, on a machine with a sandbox."""
    monkeypatch.setattr("autograde.sandbox.host.bubblewrap.why_not", lambda: None)
    return tiny.new_course(tmp_path, tiny.tiny_cells())


@pytest.fixture
def tried(monkeypatch):
    """The trials that took place; a trial finds what was asked for."""
    quick_ones = []

    def finding(*kinds):
        def prove(reference, grade, hasty, *, quick, progress):
            progress(1, 1)
            quick_ones.append(quick)
            found = tuple(Finding(kind, f"{kind}-cell", "It is so.", "Mend it.") for kind in kinds)
            return Proof(found, 7)

        monkeypatch.setattr(record, "prove", prove)
        return quick_ones

    return finding


BAD = (Kind.ERROR, Kind.HOLE)


@pytest.mark.parametrize("kind", Kind)
def test_lint_says_all_that_was_found_and_fails_where_points_are_wrong(unreleased, tried, kind):
    tried(kind)
    said = call("lint", unreleased)
    assert said.exit_code == (kind in BAD)
    assert f"{kind}-cell: It is so. Mend it." in said.stdout
    assert "7 submissions tried" in said.stdout


def test_lint_sums_up_and_says_so_to_programs(unreleased, tried):
    tried(Kind.HOLE, Kind.HOLE, Kind.WEAK)
    assert "2 holes, 1 weak test." in call("lint", unreleased, tiny.NAME).stdout
    about = json.loads(call("lint", unreleased, "--json").stdout)[tiny.NAME]
    assert [finding["kind"] for finding in about["findings"]] == ["hole", "hole", "weak"]
    assert about["holds"] is False


def test_lint_changes_nothing_but_its_own_record(course, tried, monkeypatch):
    monkeypatch.setattr("autograde.sandbox.host.bubblewrap.why_not", lambda: None)
    tried()
    before = files(course.root)
    assert call("lint", course).exit_code == 0
    new = files(course.root).items() - before.items()
    assert [path.name for path, _ in new] == ["tiny.proof.json"]


def files(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def change_solution(course):
    file = tiny.of(course).solution / "data.csv"
    file.write_text("1,2\n", encoding="utf-8")


def change_limits(course):
    file = course.root / "nbgrader_config.py"
    with file.open("a", encoding="utf-8") as config:
        config.write("\nc.Execution.cell_seconds = 7\n")


def spoil_record(course):
    record._file(tiny.of(course)).write_text("[]", encoding="utf-8")


@pytest.mark.parametrize(
    ("first", "change", "then", "expected"),
    [
        ([], None, [], [False]),
        ([], None, ["--quick"], [False]),
        (["--quick"], None, ["--quick"], [True]),
        (["--quick"], None, [], [True, False]),
        ([], None, ["--force"], [False, False]),
        ([], change_solution, [], [False, False]),
        ([], change_limits, [], [False, False]),
        ([], spoil_record, [], [False, False]),
    ],
)
def test_what_did_not_change_is_not_tried_again(unreleased, tried, first, change, then, expected):
    quick_ones = tried(Kind.WEAK)
    call("lint", unreleased, *first)
    if change:
        change(unreleased)
    said = call("lint", unreleased, *then)
    assert quick_ones == expected
    assert "weak-cell: It is so. Mend it." in said.stdout


@pytest.mark.parametrize("kind", Kind)
def test_a_release_is_refused_where_its_own_answers_lose_points(unreleased, tried, kind):
    quick_ones = tried(kind)
    said = call("release", unreleased)
    made = (tiny.of(unreleased).release / "tiny.ipynb").exists()
    assert quick_ones == [True]
    assert made == (kind is not Kind.ERROR)
    assert said.exit_code == (0 if made else 2)
    assert (f"{kind}-cell: It is so. Mend it." in said.stderr) == (kind in BAD)


def test_who_wants_to_releases_all_the_same(unreleased, tried):
    quick_ones = tried(Kind.ERROR)
    assert call("release", unreleased, "--unproven").exit_code == 0
    assert quick_ones == []


def test_where_there_is_no_sandbox_a_release_says_that_nothing_was_tried(
    unreleased, tried, monkeypatch
):
    quick_ones = tried(Kind.ERROR)
    monkeypatch.setattr("autograde.sandbox.host.bubblewrap.why_not", lambda: "No bubblewrap here.")
    said = call("release", unreleased)
    assert said.exit_code == 0
    assert "were not tried: No bubblewrap here." in said.stderr
    assert call("lint", unreleased).exit_code == 2
    assert quick_ones == []
