"""Write down what was run: graded notebooks, and their points in the gradebook.

nbgrader's own step converts each notebook twice, by way of files, and opens the gradebook nine
times. Here a batch of submissions is one transaction.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4.rwbase import rejoin_lines
from nbgrader.converters import Autograde
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import find_all_files

from autograde.course.course import Assignment
from autograde.grading.scoring import Rows, keep_scores, record_scores
from autograde.grading.standing import Standing
from autograde.grading.submission import Submission
from autograde.grading.submitted_folder import copy_plain_files, handed_in_at


def read_quickly(text: str) -> NotebookNode:
    """A notebook that was written here, which need not be checked against the format again."""
    nb: NotebookNode = rejoin_lines(nbformat.from_dict(json.loads(text)))
    return nb


class Writer:
    """Writes down submissions of an assignment.

    Parameters
    ----------
    assignment : Assignment
        Of what.

    Attributes
    ----------
    assignment
        As given.
    """

    def __init__(self, assignment: Assignment) -> None:
        self.assignment, course = assignment, assignment.course
        self._step = Autograde(coursedir=course.directory, config=course.config)
        self._late = AssignLatePenalties(config=course.config)
        self._late.init_plugin()

    def write(
        self, submission: Submission, texts: Mapping[str, str], before: Mapping[str, str]
    ) -> set[str]:
        """Write down a submission in the gradebook and in its folder.

        Parameters
        ----------
        submission : Submission
            Whose folder of graded notebooks is empty.
        texts : dict
            The notebooks that were run, by name.
        before : dict
            Those in which a person may have looked at answers.

        Returns
        -------
        set of str
            The notebooks of which the gradebook says nothing but what their tests said.
        """
        name, student = self.assignment.name, submission.student
        self._write_files(submission, texts)
        with self.assignment.course.gradebook() as gradebook:
            gradebook.update_or_create_student(student)
            when = handed_in_at(submission.folder)
            about = {"timestamp": when} if when else {}
            row = gradebook.update_or_create_submission(name, student, **about)
            written: dict[str, tuple[NotebookNode, Rows]] = {}
            for notebook, text in texts.items():
                rows = Rows.of(gradebook, notebook, name, student)
                by_hand = any(grade.manual_score is not None for grade in rows.grades.values())
                known = read_quickly(before[notebook]) if by_hand and notebook in before else None
                nb = read_quickly(text)
                record_scores(rows, nb, known)
                written[notebook] = nb, rows
            gradebook.db.flush()
            for _, rows in written.values():
                keep_scores(rows.grades.values())
            late = self._take_penalties(row, gradebook.db)
            standings = {
                name: (Standing.automatic(nb), Standing.of(rows, late.get(name)))
                for name, (nb, rows) in written.items()
            }
            gradebook.db.commit()
        return {name for name, (alone, now) in standings.items() if alone == now}

    def _take_penalties(self, row: Any, db: Any) -> dict[str, float | None]:
        """Do as nbgrader's step for this does; the penalties by notebook."""
        costs: dict[str, float | None] = {}
        late = row.total_seconds_late
        for notebook in row.notebooks:
            cost = None
            if late > 0:
                db.refresh(notebook, ["score"])
                plugin = self._late.plugin_inst
                cost = plugin.late_submission_penalty(row.student_id, notebook.score, late)
            if cost is not None:
                cost = self._late._check_late_penalty(notebook, cost)
            if notebook.late_submission_penalty != cost:
                notebook.late_submission_penalty = cost
            costs[notebook.name] = cost
        return costs

    def _write_files(self, submission: Submission, texts: Mapping[str, str]) -> None:
        folder = submission.graded_folder
        folder.mkdir(parents=True)
        copy_plain_files(submission.folder, folder)
        for source, relative in self._given:
            copy = folder / relative
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
        for name, text in texts.items():
            (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
        self._step.set_permissions(self.assignment.name, submission.student)

    @cached_property
    def _given(self) -> list[tuple[str, str]]:
        """What stands beside the notebooks as they are written, and where it goes."""
        folder = str(self.assignment.solution)
        kept = self._step.exclude_overwriting.get(self.assignment.name, ())
        found = find_all_files(folder, [*self.assignment.course.directory.ignore, "*.ipynb"])
        given = [(path, os.path.relpath(path, folder)) for path in found]
        return [(path, relative) for path, relative in given if relative not in kept]
