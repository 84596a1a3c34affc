"""A release proves itself: what is wrong with a test is found, and nothing is where none is."""

from dataclasses import replace

import naive
import pytest
import tiny

from autograde.proof.findings import CellVerdict, Finding, Kind, by_severity
from autograde.proof.proof import apart, prove, remedy_for
from autograde.proof.reference import Reference
from autograde.proof.sealed import sealed

SOUND = (
    "sound",
    "def half(x):\n    return x / 2",
    "assert type(half(3)) is float\nassert [half(x) for x in (3, 5, -2)] == [1.5, 2.5, -1.0]",
)
THIRD, TWICE = "def third(x):\n    return x / 3", "def twice(x):\n    return x * 2"
NUMPY = "import numpy as np\n"

# What a test is like, and who gets points for nothing by it.
HOLES = {
    "without an answer": (TWICE, "assert 2 * 2 == 4"),
    "returns an empty array": (
        "import numpy as np\ndef ones(n):\n    return np.ones((n, 3))",
        NUMPY + "got = ones(4)\nassert got.ndim == 2\nassert np.allclose(got, np.ones(3))",
    ),
    "returns an empty list": (
        "def evens(n):\n    return [x for x in range(n) if x % 2 == 0]",
        "got = evens(9)\nassert isinstance(got, list)\nassert all(x % 2 == 0 for x in got)",
    ),
    "returns an empty text": (
        "def name():\n    return 'ada'",
        "assert isinstance(name(), str) and 'ada'.startswith(name())",
    ),
    "returns True": ("def is_even(n):\n    return n % 2 == 0", "assert is_even(4) is True"),
    "returns 0": (
        "def sign(x):\n    return (x > 0) - (x < 0)",
        "assert type(sign(0)) is int and sign(0) == 0",
    ),
    "returns None": ("def find(n):\n    return 3 if n else None", "assert find(0) is None"),
    "returns nan": (THIRD, "got = third(1)\nassert not abs(got - 1 / 3) > 1e-9"),
    "returns nan in the right shape": (
        "import numpy as np\ndef thirds(n):\n    return np.ones((n, 2)) / 3",
        NUMPY + "got = thirds(4)\nassert got.shape == (4, 2)\nassert not (got > 0.4).any()",
    ),
    "returns its argument": (
        "def relu(x):\n    return max(x, 0)",
        "assert type(relu(5)) is int\nassert relu(5) == 5",
    ),
    "raises TypeError": (
        "def twice(x):\n    return x + int(x)",
        "try:\n    twice('a')\n    assert False\nexcept (TypeError, ValueError):\n    pass",
    ),
    "raises ValueError": (
        "def root(x):\n    if x < 0: raise ValueError(x)\n    return x ** 0.5",
        "try:\n    root(-1)\n    assert False\nexcept ValueError:\n    pass",
    ),
    "raises StopIteration": (
        "def first(xs):\n    return next(iter(xs))",
        "try:\n    first([])\n    assert False\nexcept StopIteration:\n    pass",
    ),
    "raises SystemExit": (
        "import sys\ndef main(n):\n    sys.exit() if n else None",
        "try:\n    main(1)\nexcept SystemExit:\n    pass\nelse:\n    assert False",
    ),
    "agrees with everything": (
        "class Point:\n    def __init__(self, x, y):\n        self.x, self.y = x, y",
        "p = Point(3, 4)\nassert p.x == 3 and p.y == 4",
    ),
    "makes the tools of the tests itself": (
        "import math\ndef third(x):\n    return x / 3",
        "assert math.isclose(third(1), 1 / 3)",
    ),
}  # fmt: skip


def proof_of(*parts, given="", quick=False, **changed):
    reference = naive.reference(*parts, given=given)
    grade = naive.grader(reference)
    return prove(reference, grade, grade, quick=quick, **changed)


def holes(proof):
    return [finding for finding in proof.findings if finding.kind is Kind.HOLE]


@pytest.mark.parametrize("what", HOLES)
def test_a_hole_is_named_by_its_cell_and_by_what_earns(what):
    answer, test = HOLES[what]
    found = holes(proof_of(SOUND, ("part", answer, test), quick=True))
    assert {finding.cell for finding in found} == {"part-1"}
    assert any(what in finding.sentence and finding.remedy for finding in found)


def test_where_nothing_is_wrong_nothing_is_found():
    proof = proof_of(SOUND)
    assert [str(f) for f in proof.findings if f.kind is not Kind.INFO] == []
    assert proof.holds


def test_what_a_twin_earns_of_several_points_is_said():
    assert_alike = "from math import isclose\nassert isclose(half(2), 1)"
    reference = naive.reference(("half", "def half(x):\n    return x / 2", assert_alike))
    believing = naive.grader(reference)

    def halves(nb):
        """A test that gives one point of four to whatever passes it, but all to the reference."""
        answer = nb.cells[1].source
        worth = 4.0 if answer == reference.answers["half"] else 1.0
        verdicts = believing(nb).items()
        return {k: replace(v, points=v.points and worth, worth=4.0) for k, v in verdicts}

    found = holes(prove(reference, halves, halves, quick=True))
    assert any(
        "gives 1 of 4 points to an answer that returns True" in finding.sentence
        for finding in found
    )


@pytest.mark.parametrize(("untouched", "twin", "told"), [(1, 1, 1), (1, 2, 2), (0, 1, 1)])
def test_a_twin_is_told_where_it_earns_more_than_no_answer(untouched, twin, told):
    reference = naive.reference(SOUND)
    points = {reference.answers["sound"]: 4.0, naive.STUB: float(untouched)}

    def grade(nb):
        return {"sound-1": CellVerdict(points.get(nb.cells[1].source, float(twin)), 4.0)}

    found = holes(prove(reference, grade, grade, quick=True))
    assert max(finding.sentence for finding in found).startswith(f"It gives {told} of 4 points")


def test_a_reference_answer_that_loses_points_is_an_error_with_its_reason():
    proof = proof_of(SOUND, ("part", TWICE, "assert twice(2) == 5, 'Not five.'"), quick=True)
    (error,) = [finding for finding in proof.findings if finding.kind is Kind.ERROR]
    assert error.cell == "part-1"
    assert "0 of 1 points" in error.sentence
    assert "Not five." in error.sentence
    assert not proof.holds


@pytest.mark.parametrize("verdict", [None, CellVerdict(None, 1.0, "It wants the source.")])
def test_a_test_that_is_not_judged_is_an_error_and_nothing_else(verdict):
    reference = naive.reference(SOUND)

    def grade(nb):
        return {} if verdict is None else {"sound-1": verdict}

    findings = prove(reference, grade, grade).findings
    error, waits = findings
    assert (error.kind, waits.kind) == (Kind.ERROR, Kind.WEAK)
    assert "could not be judged" in error.sentence
    assert verdict is None or verdict.reason in error.sentence


@pytest.mark.parametrize(
    ("reason", "remedy"),
    [
        ("NameError: name 'data' is not defined", "locked cell"),
        ("FileNotFoundError: [Errno 2] No such file or directory: 'a.csv'", "Ship the file"),
        ("ModuleNotFoundError: No module named 'helpers'", "Ship the module"),
        ("Stopped after 20 s: perhaps a loop that does not end.", "cell_seconds"),
        ("It wants the source of a function.", "`inside`"),
    ],
)
def test_the_remedy_fits_the_reason(reason, remedy):
    assert remedy in remedy_for(reason)


def weak(proof):
    return [finding for finding in proof.findings if finding.kind is Kind.WEAK]


def test_a_test_that_no_wrong_answer_fails_is_weak_and_a_mistake_is_shown():
    test = "assert type(twice(2)) in (int, float)"
    (found,) = weak(proof_of(SOUND, ("part", TWICE, test)))
    assert found.cell == "part-1"
    assert "we tried fails it" in found.sentence
    assert "for `x * 2`" in found.sentence
    assert weak(proof_of(SOUND, ("part", TWICE, test), quick=True)) == []


@pytest.mark.parametrize(
    ("test", "kind"),
    [
        ("assert line(0, 1) == 1", Kind.WEAK),
        ("assert line(2, 0) == 4", Kind.INFO),
        ("assert line(2, 1) == 5", None),
    ],
)
def test_mistakes_that_no_test_notices_are_told(test, kind):
    answer = "def line(a, b):\n    return a * 2 + b"
    found = [f for f in proof_of(("line", answer, test)).findings if f.cell == "line"]
    assert [finding.kind for finding in found] == [kind] * (kind is not None)


CHAIN = [
    ("one", "def one(x):\n    return x + 1", "assert one(1) == 2"),
    ("two", "def two(x):\n    return one(x) * 2", "assert two(1) == 4"),
    ("three", "def three(x):\n    return two(x) - 1", "assert three(1) == 3"),
    ("alone", "def alone(x):\n    return -x", "assert alone(2) == -2"),
]


def test_no_test_sees_two_mistakes_at_once():
    reference = naive.reference(*CHAIN)
    assert reference.needs("three-1") == {"one", "two", "three"}
    assert reference.needs("alone-1") == {"alone"}
    assert apart(reference) == [["one", "alone"], ["two"], ["three"]]


def test_a_weak_test_is_found_though_it_depends_on_an_answer_that_is_wrong_elsewhere():
    """A mistake in what comes before would make a test fail that notices none in its own."""
    parts = [CHAIN[0], ("two", CHAIN[1][1], "assert one(1) == 2\ntwo(1) + 0"), CHAIN[2]]
    by_cell = [finding.sentence for finding in proof_of(*parts).findings if finding.cell == "two"]
    assert by_cell == []  # three's test sees them
    found = proof_of(*parts[:2]).findings
    assert any(f.cell == "two" and "fail no test" in f.sentence for f in found)


def test_tests_in_the_student_s_process_are_told_apart_and_give_what_they_give():
    reference = naive.reference(SOUND, ("part", *HOLES["returns True"]))
    (test,) = [cell for cell in reference.written.cells if cell.id == "part-1"]
    test.metadata["tags"] = ["inside"]
    grade = naive.grader(reference)
    (found,) = prove(reference, grade, grade, quick=True).findings
    assert (found.kind, found.cell) == (Kind.INFO, "part-1")


def test_progress_counts_up_to_what_there_is():
    seen = []
    proof = proof_of(SOUND, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(i, len(seen)) for i in range(1, len(seen) + 1)]
    assert proof.submissions == len(seen)


def test_the_worst_comes_first():
    findings = [Finding(kind, "cell", "Said.") for kind in reversed(Kind)]
    assert [finding.kind for finding in by_severity(findings)] == list(Kind)


def test_where_the_grader_fails_nothing_is_judged(course, monkeypatch):
    def fail(*_):
        raise OSError("no process")

    monkeypatch.setattr("autograde.grading.model_answer.shared_launcher", fail)
    verdicts = sealed(tiny.of(course), tiny.of(course).notebooks[0].name)(tiny.answers_of(course))
    assert {verdict.judged for verdict in verdicts.values()} == {False}
    assert {verdict.reason for verdict in verdicts.values()} == {
        "The grader failed: OSError: no process"
    }


@pytest.mark.sandbox
def test_the_tiny_course_is_proven_in_the_sandbox(course):
    assignment = tiny.of(course)
    (notebook,) = assignment.notebooks
    grade, hasty = sealed(assignment, notebook.name), sealed(assignment, notebook.name, 2.0)
    findings = prove(Reference.of(notebook), grade, hasty).findings
    (found,) = [finding for finding in findings if finding.kind is not Kind.INFO]
    assert (found.kind, found.cell) == (Kind.HOLE, "half-visible")  # half(2) == True
    assert "gives 1 of 1 points to an answer that returns True" in found.sentence
