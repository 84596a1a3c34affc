"""The run of an assignment's own solution, which shows what tests may take from students."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_solution

from autograde.course.course import Assignment
from autograde.course.questions import grade_id, is_test
from autograde.grading.assignment import GradedAssignment, GradedNotebook
from autograde.sandbox.host.bubblewrap import SandboxOptions
from autograde.sandbox.host.launcher import Launcher, shared_launcher
from autograde.sandbox.host.seal import Seal
from autograde.sandbox.protocol.limits import Limits

MARKERS = ("BEGIN SOLUTION", "END SOLUTION")


def sealed_assignment(
    assignment: Assignment, limits: Limits, options: SandboxOptions
) -> GradedAssignment:
    """The assignment as it was released, with the seals of its notebooks.

    They are recorded once, and anew when the solution or what was released has changed.
    """
    graded = GradedAssignment.of(assignment)
    file = assignment.results.with_suffix(".seals.json")
    now, known = _fingerprint(assignment, graded), _load(file)
    if known.get("fingerprint") != now:
        seals = record_seals(assignment, graded, limits, options)
        known = {"fingerprint": now, "seals": {k: v.as_json() for k, v in seals.items()}}
        _write(file, known)
    seals = {name: Seal.from_json(plain) for name, plain in known["seals"].items()}
    return with_seals(graded, seals)


def record_seals(
    assignment: Assignment, graded: GradedAssignment, limits: Limits, options: SandboxOptions
) -> dict[str, Seal]:
    """Run the solution of each notebook, and record what its tests take from it."""
    seals = {}
    for notebook in assignment.notebooks:
        name, written = notebook.name, notebook.written()

        def recorded(plots: bool, name: str = name, written: NotebookNode = written) -> Recorded:
            one = graded.notebooks[name]
            return record(one, written, graded, shared_launcher(limits, options), limits, plots)

        seal, passed = recorded(plots=False)
        if passed < 1 and any("pyplot" in cell.source for cell in written.cells):
            other, others = recorded(plots=True)
            seal = other if others > passed else seal
        seals[name] = seal
    return seals


KIND_OF_SEAL = b"2"  # another one where a seal comes to hold something else: all are made anew
Recorded = tuple[Seal, float]


def record(
    notebook: GradedNotebook,
    written: NotebookNode,
    graded: GradedAssignment,
    launcher: Launcher,
    limits: Limits,
    plots: bool,
) -> Recorded:
    """The seal of a notebook, and the share of its tests that the solution passes."""
    recording = replace(notebook, seal=Seal(recording=True, plots=plots))
    whole = recording.rebuild(filled_in(notebook.released, model_answers(written)))
    seal = recording.run(whole, launcher, limits, graded.files, graded.seed)
    tests = [cell for cell in whole.cells if is_test(cell)]
    ended = [isinstance(cell.get("execution_count"), int) for cell in tests]
    return seal or Seal(), sum(ended) / len(ended) if ended else 1.0


def with_seals(graded: GradedAssignment, seals: dict[str, Seal]) -> GradedAssignment:
    """The same assignment with these seals, by notebook."""

    def sealed(name: str, notebook: GradedNotebook) -> GradedNotebook:
        return replace(notebook, seal=replace(seals.get(name, Seal()), recording=False))

    return replace(graded, notebooks={k: sealed(k, v) for k, v in graded.notebooks.items()})


def model_answers(written: NotebookNode) -> dict[str, str]:
    """By name, the text of the instructor's answers."""
    cells = [cell for cell in written.cells if is_solution(cell)]
    return {str(grade_id(cell)): without_markers(cell.source) for cell in cells}


def filled_in(released: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """The released notebook with these answers, by their names."""
    nb = deepcopy(released)
    for cell in nb.cells:
        if is_solution(cell):
            cell.source = answers.get(str(grade_id(cell)), cell.source)
    return nb


def without_markers(source: str) -> str:
    r"""The text of an answer without the lines that mark it.

    >>> without_markers("def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION")
    'def f():\n    return 1'
    """
    lines = source.splitlines()
    return "\n".join(line for line in lines if not any(marker in line for marker in MARKERS))


def _fingerprint(assignment: Assignment, graded: GradedAssignment) -> str:
    digest = hashlib.sha256(KIND_OF_SEAL)
    for notebook in assignment.notebooks:
        released = graded.notebooks[notebook.name]
        digest.update(json.dumps(notebook.written(), sort_keys=True).encode())
        digest.update(json.dumps(released.released, sort_keys=True).encode())
        digest.update(json.dumps(released.locked, sort_keys=True).encode())
    for path, content in sorted(graded.files.items()):
        digest.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _load(file: Path) -> dict[str, Any]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        return known if isinstance(known, dict) else {}
    except (OSError, ValueError):
        return {}


def _write(file: Path, known: dict[str, Any]) -> None:
    """Write the record, at once or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{os.getpid()}.new")
    new.write_text(json.dumps(known, indent=1), encoding="utf-8")
    os.replace(new, file)
