"""Tests as instructors write them: right answers earn everything, wrong ones and none nothing."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import replace
from types import SimpleNamespace

import nbclient
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograde.grading.assignment import GradedAssignment, GradedNotebook
from autograde.grading.model_answer import record, record_seals
from autograde.grading.scoring import score
from autograde.sandbox.host.bubblewrap import SandboxOptions
from autograde.sandbox.host.launcher import shared_launcher
from autograde.sandbox.protocol.limits import Limits
from tests.grading import ordinary_tests as table

LIMITS = Limits(cell_seconds=60, notebook_seconds=600)
UNCONFINED = SandboxOptions(confined=False)
GROUPS = {
    "everywhere": (table.EVERYWHERE, ()),
    "plots": (table.PLOTS, ("matplotlib",)),
    "frames": (table.FRAMES, ("pandas",)),
    "estimators": (table.ESTIMATORS, ("sklearn",)),
}


def cell(name, source, **roles):
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    about = {"grade_id": name, "schema_version": 3, **plain, **roles}
    return new_code_cell(source, metadata={"nbgrader": about})


def notebook(styles, answers):
    """A notebook of a question each, with these answers."""
    cells = [cell("given", table.GIVEN, locked=True)]
    for style, answer in zip(styles, answers, strict=True):
        cells.append(cell(style.name, answer, solution=True))
        cells.append(cell(f"{style.name}-test", style.test, grade=True, locked=True, points=1))
    return new_notebook(cells=cells)


@pytest.fixture(scope="module")
def points():
    """The points and the reasons of each answer to each question of a group."""
    known = {}

    def of(group):
        if group not in known:
            styles, needed = GROUPS[group]
            if missing := [name for name in needed if importlib.util.find_spec(name) is None]:
                pytest.skip(f"{missing} is not installed")
            known[group] = graded(styles)
        return known[group]

    return of


def graded(styles, options=UNCONFINED):
    written = notebook(styles, [style.right for style in styles])
    released = notebook(styles, ["raise NotImplementedError()"] * len(styles))
    launcher = shared_launcher(LIMITS, options)
    plain = GradedNotebook(released, {})
    assignment = GradedAssignment({"nb": plain}, table.FILES)
    seal, passed = record(plain, written, assignment, launcher, LIMITS, plots=False)
    if passed < 1:
        seal, _ = record(plain, written, assignment, launcher, LIMITS, plots=True)
    sealed = replace(plain, seal=replace(seal, recording=False))

    def of(nb):
        whole = sealed.rebuild(nb)
        sealed.run(whole, launcher, LIMITS, table.FILES, None)
        scores = {c.metadata["nbgrader"]["grade_id"]: score(c) for c in whole.cells[2::2]}
        return {name.removesuffix("-test"): found for name, found in scores.items()}

    wrong = notebook(styles, [style.wrong for style in styles])
    return {"right": of(written), "wrong": of(wrong), "none": of(released)}


QUESTIONS = [(group, style.name) for group, (styles, _) in GROUPS.items() for style in styles]


@pytest.mark.parametrize(("group", "name"), QUESTIONS)
@pytest.mark.parametrize(("answer", "worth"), [("right", 1), ("wrong", 0), ("none", 0)])
def test_an_answer_earns_what_it_is_worth(points, group, name, answer, worth):
    found = points(group)[answer][name]
    assert found.points == worth, found.reason


@pytest.mark.sandbox
def test_a_folder_that_a_test_makes_is_the_student_s_too_in_the_sandbox():
    found = graded(table.FOLDERS, SandboxOptions())
    points = {answer: [one.points for one in scores.values()] for answer, scores in found.items()}
    assert points == {"right": [1], "wrong": [0], "none": [0]}


def test_a_solution_that_fails_one_test_does_not_fail_the_plots_of_others():
    pytest.importorskip("matplotlib")
    broken = table.Style("broken", "x = 1", "x = 1", "assert x == 2")
    styles = [broken, next(style for style in table.PLOTS if style.name == "given_axes")]
    written = notebook(styles, [style.right for style in styles])
    plain = GradedNotebook(notebook(styles, ["raise NotImplementedError()"] * 2), {})
    assignment = SimpleNamespace(notebooks=[SimpleNamespace(name="nb", written=lambda: written)])
    seals = record_seals(assignment, GradedAssignment({"nb": plain}, {}), LIMITS, UNCONFINED)
    assert seals["nb"].plots


@pytest.mark.slow(seconds=30)
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("answer", "passes"), [("right", True), ("wrong", False)])
def test_in_an_ordinary_kernel_it_is_the_same(group, answer, passes, tmp_path):
    """Else the table would say nothing about what instructors write."""
    styles, needed = GROUPS[group]
    if any(importlib.util.find_spec(name) is None for name in needed):
        pytest.skip(f"{needed} is not installed")
    for path, content in table.FILES.items():
        (tmp_path / path).write_bytes(content)
    nb = notebook(styles, [getattr(style, answer) for style in styles])
    client = nbclient.NotebookClient(
        nb, timeout=120, allow_errors=True, resources={"metadata": {"path": os.fspath(tmp_path)}}
    )
    client.execute()
    tests = dict(zip([style.name for style in styles], nb.cells[2::2], strict=True))
    failed = {name for name, c in tests.items() if any(o.output_type == "error" for o in c.outputs)}
    assert failed == (set() if passes else set(tests) - BLIND), nbformat.writes(nb)[:0]


# They give what the last line says.
BLIND = {"points", "unit_tests"}
