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

import nbformat
from nbformat import NotebookNode
from nbformat.v4.rwbase import rejoin_lines
from nbgrader.converters import Autograde
from nbgrader.utils import find_all_files

from autograde.course.course import Assignment
from autograde.grading.late import penalties_of, take_penalties
from autograde.grading.scoring import SET_ASIDE, Rows, keep_scores, record_scores
from autograde.grading.seen import answers_of, note_answers, unchanged
from autograde.grading.standing import Standing
from autograde.grading.submission import Submission
from autograde.grading.submitted_folder import copy_plain_files


def read_quickly(text: str) -> NotebookNode:
    """A notebook that was written here, which need not be checked against the format again."""
    nb: NotebookNode = rejoin_lines(nbformat.from_dict(json.loads(text)))
    return nb


def _by_hand(rows: Rows, before: str) -> NotebookNode | None:
    """The notebook of before, if a person gave points for it."""
    given = any(grade.manual_score is not None for grade in rows.grades.values())
    return read_quickly(before) if before and (given or SET_ASIDE in before) else None


def _with_points_set_aside(written: Mapping[str, tuple[NotebookNode, Rows]]) -> dict[str, str]:
    """The notebooks in which points that a person gave are kept now."""
    changed = {
        name: nb
        for name, (nb, _) in written.items()
        if any(SET_ASIDE in cell.metadata.get("autograde", {}) for cell in nb.cells)
    }
    return {name: nbformat.writes(nb) for name, nb in changed.items()}


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
        self._penalties = penalties_of(course)

    def write(
        self, submission: Submission, texts: Mapping[str, str], before: Mapping[str, str]
    ) -> set[str]:
        """Write down a submission in the gradebook and in its folder.

        Parameters
        ----------
        submission : Submission
            Whose folder of graded notebooks is empty, and of whose arrival the gradebook knows.
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
        with self.assignment.course.gradebook() as gradebook:
            row = gradebook.find_submission(name, student)
            written: dict[str, tuple[NotebookNode, Rows]] = {}
            for notebook, text in texts.items():
                rows, nb = Rows.of(gradebook, notebook, name, student), read_quickly(text)
                former = _by_hand(rows, before.get(notebook, ""))
                record_scores(rows, nb, former, unchanged(nb, answers_of(former)))
                written[notebook] = nb, rows
            self._write_files(submission, {**texts, **_with_points_set_aside(written)})
            gradebook.db.flush()
            for _, rows in written.values():
                keep_scores(rows.grades.values())
            for one in row.notebooks:
                gradebook.db.expire(one, ["score"])  # which the data base computes
            late = take_penalties(row, self._penalties)
            standings = {
                name: (Standing.automatic(nb), Standing.of(rows, late.get(name)))
                for name, (nb, rows) in written.items()
            }
            gradebook.db.commit()
        for notebook, (nb, _) in written.items():
            note_answers(self.assignment, student, notebook, nb)
        return {name for name, (alone, now) in standings.items() if alone == now}

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
