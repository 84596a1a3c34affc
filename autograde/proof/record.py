"""The record of proofs: an assignment that did not change is not proven twice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

from autograde.course.course import Assignment, AssignmentNotebook
from autograde.grading.nbgrader_steps import Execution
from autograde.grading.submission import checks_digest
from autograde.proof.findings import Finding, Kind, by_severity
from autograde.proof.proof import Progress, Proof, prove
from autograde.proof.reference import Reference
from autograde.proof.scratch import scratch_release
from autograde.proof.sealed import sealed

HASTE = 2.0  # seconds a cell of an answer that may not come to an end


def proven(
    assignment: Assignment,
    *,
    quick: bool = False,
    again: bool = False,
    progress: Progress = lambda done, total: None,
) -> Proof:
    """The proof of an assignment as it is written now; of one that did not change, the last one.

    Parameters
    ----------
    assignment : Assignment
        Which.
    quick : bool
        Whether to leave out the mutants.
    again : bool
        Whether to prove also what did not change.
    progress : callable
        Is told how many submissions were graded, and of how many.

    Raises
    ------
    CourseError
        If it cannot be released.
    """
    file, now = _file(assignment), fingerprint(assignment)
    known = None if again else _load(file, now, quick)
    if known:
        return known
    with scratch_release(assignment) as copy:
        proofs = [_prove(copy, notebook, quick, progress) for notebook in copy.notebooks]
    proof = joined(proofs)
    file.parent.mkdir(parents=True, exist_ok=True)
    about = {"fingerprint": now, "quick": quick, **asdict(proof)}
    file.write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
    return proof


def _prove(
    assignment: Assignment, notebook: AssignmentNotebook, quick: bool, progress: Progress
) -> Proof:
    """The proof of one notebook; where there are several, tests are named with it."""
    name = notebook.name
    grade, hasty = sealed(assignment, name), sealed(assignment, name, HASTE)
    found = prove(Reference.of(notebook), grade, hasty, quick=quick, progress=progress)
    if len(assignment.notebooks) == 1:
        return found
    named = (replace(one, cell=f"{name}: {one.cell}") for one in found.findings)
    return replace(found, findings=tuple(named))


def joined(proofs: list[Proof]) -> Proof:
    """The proofs of all notebooks as one."""
    findings = [finding for proof in proofs for finding in proof.findings]
    return Proof(by_severity(findings), sum(proof.submissions for proof in proofs))


def fingerprint(assignment: Assignment) -> str:
    """A digest of what a proof depends on: what was written, the grader, what decides."""
    execution = Execution(config=assignment.course.config)
    code = ("autograde", *execution.checks, *execution.packages)
    digest = hashlib.sha256(checks_digest(code).encode())
    digest.update(str(assignment.course.config.Execution).encode())
    for path in sorted(path for path in assignment.solution.rglob("*") if path.is_file()):
        digest.update(path.relative_to(assignment.solution).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _file(assignment: Assignment) -> Path:
    return assignment.results.with_suffix(".proof.json")


def _load(file: Path, now: str, quick: bool) -> Proof | None:
    """The recorded proof, if it is of this, and no quick one where another is asked for."""
    try:
        about = json.loads(file.read_text(encoding="utf-8"))
        if about["fingerprint"] != now or (about["quick"] and not quick):
            return None
        findings = (Finding(Kind(f.pop("kind")), **f) for f in about["findings"])
        return Proof(tuple(findings), about["submissions"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
