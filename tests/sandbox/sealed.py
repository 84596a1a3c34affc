"""A judge and a student's process with nothing around them."""

from copy import deepcopy
from dataclasses import replace
from time import monotonic

from nbformat.v4 import new_code_cell, new_notebook
from warm import Student

from autograde.sandbox.host import cell_names
from autograde.sandbox.host.client import Client
from autograde.sandbox.host.desk import Desk
from autograde.sandbox.host.judge import Judge
from autograde.sandbox.host.notebook_run import Sealed, run_notebook
from autograde.sandbox.host.seal import Seal
from autograde.sandbox.protocol.limits import Limits


class Notebook:
    """A notebook of given cells and an answer, with the judge of its tests.

    Without a seal all is allowed and recorded, as for the model answer.
    """

    def __init__(self, control, answer="", given="", seal=None):
        self.seal = seal or Seal(names={"answer": sorted(cell_names.defined(answer))})
        self.seal.recording = seal is None
        desk = Desk()
        self.judge = Judge(self.seal, desk)
        self.client = Client(Student(control), Limits().message_bytes, self.seal, desk)
        with self._soon():
            self.client.give(cell_names.classes(given))
            self.give(given)
            self.answer(answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client._process.kill()

    def give(self, source):
        """Run a cell that is given, where the student is; the judge will if it needs to."""
        self.judge.provide(source)
        with self._soon():
            self.client.run(source)

    def answer(self, source):
        """Run an answer."""
        self.judge.leave("answer", source, source)
        with self._soon():
            self.client.run(source)

    def test(self, source):
        """The judgement of a test."""
        with self._soon():
            return self.judge.test(source, self.client)

    def closed(self):
        """The seal as submissions meet it."""
        return replace(self.seal, recording=False)

    def _soon(self):
        return self.client.limited_to(monotonic() + 20, "too slow")


def judged(control, model, answer, test, given=""):
    """The judgement of an answer by a test that was recorded with a model answer."""
    with Notebook(control, model, given) as solution:
        assert said(solution.test(test)) == ""
    with Notebook(control, answer, given, solution.closed()) as submission:
        return submission.test(test)


def said(judgement):
    """The text of the errors, or "" for a test that passes."""
    errors = [o for o in judgement.outputs if o["output_type"] == "error"]
    assert judgement.ended == (not errors)
    return "".join(error["evalue"] for error in errors)


def outcome(judgement):
    """The last value of a test as text, or the name of what it raised."""
    for output in judgement.outputs:
        if output["output_type"] == "error":
            return output["ename"]
        if output["output_type"] == "execute_result":
            return output["data"]["text/plain"]
    return "None"


def cell(kind, name, source):
    """A cell of a released notebook: "plain", "locked", "answer" or "test"."""
    flags = {"grade": kind == "test", "solution": kind == "answer", "locked": kind != "answer"}
    nbgrader = {"grade_id": name, "schema_version": 3, "task": False, "points": 1, **flags}
    return new_code_cell(source, metadata={} if kind == "plain" else {"nbgrader": nbgrader})


def run(control, released, answers, seal=None):
    """Run a notebook with answers by name; its seal, and its cells by name.

    Without a seal these are those of the model answer.
    """
    nb = deepcopy(new_notebook(cells=released))
    for one in nb.cells:
        one.source = answers.get(one.metadata.get("nbgrader", {}).get("grade_id"), one.source)
    sealed = Sealed(new_notebook(cells=released), seal or Seal(recording=True))
    students = [Student(control) for _ in range(3)]  # a judge cannot ask for more
    recorded = run_notebook(nb, sealed, iter(students).__next__, lambda: None)
    for student in students:
        student.kill()
    if recorded:
        recorded.recording = False
    return recorded, {c.metadata.nbgrader.grade_id: c for c in nb.cells if c.metadata}
