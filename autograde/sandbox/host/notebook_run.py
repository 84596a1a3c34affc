"""The run of one submission: which cell runs where, and what a failure costs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, cast

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_solution

from autograde.course.questions import INSIDE, grade_id, has_points, is_test, questions
from autograde.sandbox.host import cell_names
from autograde.sandbox.host.child import Died, Failed, Tell, TimedOut, Wait, run_in_child
from autograde.sandbox.host.client import Client, Gone, Process
from autograde.sandbox.host.desk import Desk
from autograde.sandbox.host.judge import Judge, Judgement, error_output
from autograde.sandbox.host.launcher import KILL_TIMEOUT, LauncherError
from autograde.sandbox.host.seal import Seal
from autograde.sandbox.protocol.limits import Limits

WRITES_BACK = "in-place"  # the tag of a test of functions that change their arguments
STOPPED = "Stopped"
OUTPUTS = 8  # times what one cell may print, for a notebook
GRACE = 10.0  # seconds beyond a cell's own, after which the judge is killed
SILENCE = 60.0  # seconds in which it has to say something where no cell runs
MEMORY = 4 * 2**30  # bytes of the judge: an answer may have an absurd shape, and a test compare
BEGUN, DONE, IMPORTED, RECORDED = "begun", "done", "imported", "recorded"  # what a judge tells
TOO_MUCH = "The test could not deal with what was returned."


@dataclass(frozen=True)
class Sealed:
    """What a submission is run with.

    Parameters
    ----------
    released : NotebookNode
        The notebook as it was handed out.
    seal : Seal
        What the model answer did.
    files : dict
        What else was handed out, by path.
    limits : Limits
        What the submission may use.
    """

    released: NotebookNode
    seal: Seal = field(default_factory=Seal)
    files: dict[str, bytes] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


_imported: set[str] = set()


def run_notebook(
    nb: NotebookNode, sealed: Sealed, start: Callable[[], Process], lost: Callable[[], None]
) -> Seal | None:
    """Run the cells of a rebuilt submission, each where it belongs; outputs are written into it.

    Answers, and whatever else is not a test, run in the student's process; tests run in a judge,
    which is a process for this submission alone. A judge that is stuck is killed, and another
    one goes on after the question that it was stuck in.

    Parameters
    ----------
    nb : NotebookNode
        The cells of the release with the student's answers.
    sealed : Sealed
        What it is run with.
    start : callable
        Starts a student's process; called in the judge's process.
    lost : callable
        Called when a judge was killed, whatever it was doing.

    Returns
    -------
    Seal or None
        What was recorded, if this is the run of the model answer.
    """
    with TemporaryDirectory(prefix="autograde-") as folder:
        return _run_in(Path(folder), nb, sealed, start, lost)


def _run_in(
    folder: Path,
    nb: NotebookNode,
    sealed: Sealed,
    start: Callable[[], Process],
    lost: Callable[[], None],
) -> Seal | None:
    for cell in [*sealed.released.cells, *filter(is_test, nb.cells)]:
        if cell.cell_type == "code":
            cell_names.look_at(cell.source)  # once for all submissions: judges are forks
    given_up: dict[int, str] = {}
    end = monotonic() + sealed.limits.notebook_seconds
    while True:
        run = NotebookRun(nb, sealed, folder, start, dict(given_up), end)
        at = -1
        try:
            recorded = None
            for told in run_in_child(run.run, seconds=SILENCE, memory_bytes=MEMORY):
                what, *about = cast(tuple[Any, ...], told)
                if what == BEGUN:
                    (at,) = about
                elif what == DONE:
                    _write_down(nb.cells[about[0]], *about[1:])
                elif what == IMPORTED:
                    _import(*about)
                else:
                    recorded = Seal.from_json(*about)
            return recorded
        except (TimedOut, Died, Failed) as error:
            lost()
            if at == len(nb.cells):  # all is done, but for the end of the student's process
                return recorded
            if at < 0 or at in given_up or LauncherError.__name__ in str(error):
                raise RuntimeError(f"The judge does not work: {error}") from None
            given_up[at] = f"{TOO_MUCH} {error}" if isinstance(error, Failed) else TOO_MUCH


def _write_down(
    cell: NotebookNode, outputs: list[Any], number: int | None, why: str, own: bool = False
) -> None:
    cell.outputs = [nbformat.from_dict(output) for output in outputs]
    cell.execution_count = number
    before = cell.metadata.get("autograde", {})
    about = {k: v for k, v in before.items() if k not in ("not_judged", "own_error")}
    about |= {"not_judged": why} if why else {}
    about |= {"own_error": True} if own else {}
    if about or "autograde" in cell.metadata:
        cell.metadata["autograde"] = about


def _import(modules: tuple[str, ...]) -> None:
    """Import what a judge imported, so that the next one finds it there."""
    for name in modules:
        if name not in _imported:
            _imported.add(name)
            try:
                import_module(name)
            except Exception:
                continue


class NotebookRun:
    """Runs the cells of a rebuilt submission in a process of its own.

    A cell that takes too long, or ends its process, costs its own question: a new process runs
    the other answers again, and the notebook goes on.

    Parameters
    ----------
    nb, sealed, start
        As for `run_notebook`.
    folder : Path
        For the judge.
    given_up : dict
        By the place of a cell, why it is not to be run.
    end : float
        When it has to be done, in the seconds of `time.monotonic`.
    """

    def __init__(
        self,
        nb: NotebookNode,
        sealed: Sealed,
        folder: Path,
        start: Callable[[], Process],
        given_up: dict[int, str],
        end: float,
    ) -> None:
        self._nb, self._sealed, self._folder, self._start = nb, sealed, folder, start
        self._limits, self._seal = sealed.limits, sealed.seal
        self._released = {str(grade_id(cell)): cell for cell in sealed.released.cells}
        self._given_texts = {c.source for c in sealed.released.cells if not grade_id(c)}
        self._questions = questions(nb)
        self._given_up = given_up
        self._ran: list[int] = []
        self._states: dict[int, dict[str, Any]] = {}  # of random numbers, before given cells
        self._process: Process | None = None
        self._client: Client | None = None
        self._room = OUTPUTS * self._limits.output_bytes
        self._end = end
        self._tell: Tell = lambda told: None

    def run(self, tell: Tell) -> None:
        """Run every cell, tell what became of it, and the reason of those that could not run."""
        self._tell = tell
        before = set(sys.modules)
        self._desk = Desk(self._sealed.files, self._folder)
        self._judge = Judge(self._seal, self._desk)
        try:
            with self._desk:
                for index, cell in enumerate(self._nb.cells):
                    if cell.cell_type == "code":
                        self._cell(index, cell)
                self._tell((BEGUN, len(self._nb.cells)))
        finally:
            self._stop()
        tell((IMPORTED, _modules(before, str(self._folder))))
        if self._seal.recording:
            tell((RECORDED, self._seal.as_json()))

    def _cell(self, index: int, cell: NotebookNode) -> None:
        reason = self._reason_not_to_run(index)
        self._tell((BEGUN, index))
        try:
            if reason:
                self._leave(index, cell, reason)
            elif not is_test(cell):
                self._answer(index, cell)
            elif INSIDE in self._tags(cell):
                self._test_inside(index, cell)
            else:
                self._test(index, cell)
        except Gone as gone:
            self._given_up[index] = str(gone)
            self._leave(index, cell, str(gone))
            self._stop()

    def _answer(self, index: int, cell: NotebookNode) -> None:
        client = self._student()
        self._wait()
        self._take_note(index, cell, client)
        with self._in_time(client):
            done = client.run(self._text(cell), self._states.get(index))
            if self._seal.recording and is_solution(cell):
                self._record_names(cell, client.bound())
        self._ran.append(index)
        self._tell((DONE, index, self._within_room(done.outputs), len(self._ran), ""))

    def _take_note(self, index: int, cell: NotebookNode, client: Client) -> None:
        """Tell the judge whose the names are that a cell binds.

        One that draws random numbers runs at once, from the same state as the student's.
        """
        if self._is_given(cell):
            source = self._text(cell)
            self._judge.provide(source)
            if cell_names.draws(source):
                self._states[index] = self._desk.random_state()
                with self._in_time(client):
                    self._judge.run_now(source)
        elif is_solution(cell):
            name = str(grade_id(cell))
            stub = cell.source if self._seal.recording else self._released[name].source
            if self._seal.recording and cell_names.is_python(stub):
                self._seal.imports[name] = cell_names.imports(stub)
            self._judge.leave(name, stub, cell.source)

    def _record_names(self, cell: NotebookNode, bound: list[str]) -> None:
        name, source = str(grade_id(cell)), cell.source
        imported: frozenset[str] = frozenset()
        if cell_names.is_python(source):
            bound = [*bound, *cell_names.defined(source)]
            imported = cell_names.imported(source)
        names = {one for one in bound if not one.startswith("_")} - imported
        self._seal.names[name] = sorted(names)
        self._judge.leave(name, source, source)

    def _test(self, index: int, cell: NotebookNode) -> None:
        client = self._student()
        client.writes_back = WRITES_BACK in self._tags(cell)
        self._wait()
        with self._in_time(client):
            judgement = self._judge.test(cell.source, client)
        self._tell_judgement(index, judgement)

    def _test_inside(self, index: int, cell: NotebookNode) -> None:
        """Run a test as nbgrader does; a student's code can make of it what it wants."""
        client = self._student()
        self._wait()
        with self._in_time(client):
            done = client.run(cell.source)
        judgement = Judgement(ended=done.raised is None)
        results = [one for one in done.outputs if one["output_type"] == "execute_result"]
        judgement.outputs = results
        if done.raised:
            judgement.outputs = [error_output(done.raised.name, done.raised.message)]
        self._tell_judgement(index, judgement)

    def _tell_judgement(self, index: int, judgement: Judgement) -> None:
        number = index + 1 if judgement.ended else None
        name = str(grade_id(self._nb.cells[index]))
        if judgement.not_judged and self._seal.recording:
            self._seal.not_judged.add(name)
        elif judgement.not_judged and self._seal.names and name not in self._seal.not_judged:
            judgement.not_judged = ""  # the model answer was judged: this is the student's doing
        about = judgement.not_judged, judgement.is_own_error
        self._tell((DONE, index, judgement.outputs, number, *about))

    def _tags(self, cell: NotebookNode) -> Any:
        released = self._released.get(str(grade_id(cell)), cell)
        return released.metadata.get("tags", ())

    def _is_given(self, cell: NotebookNode) -> bool:
        """Whether a cell came with the assignment, to be run and neither changed nor graded."""
        if grade_id(cell):
            return not is_solution(cell) and not has_points(cell)
        return cell.source in self._given_texts

    def _text(self, cell: NotebookNode) -> str:
        """The text of a cell for the student's process: of a given one, what was released."""
        name = grade_id(cell)
        if name is None or name not in self._released or not self._is_given(cell):
            return str(cell.source)
        return str(self._released[name].source)

    def _student(self) -> Client:
        """The student's process; a new one has run the answers up to here."""
        while self._client is None:
            self._wait()
            self._process = self._start()
            client = Client(self._process, self._limits.message_bytes, self._seal, self._desk)
            self._client = client
            with self._in_time(client):
                client.give(self._given_classes())
            self._again(client)
            self._judge.begin(client)
        return self._client

    def _given_classes(self) -> frozenset[str]:
        found: set[str] = set()
        for cell in self._sealed.released.cells:
            if cell.cell_type == "code" and self._is_given(cell):
                found |= _classes(cell.source)
        return frozenset(found)

    def _again(self, client: Client) -> None:
        """Run once more what ran before; a cell that fails this time is given up as well."""
        for index in list(self._ran):
            try:
                self._wait()
                with self._in_time(client):
                    client.run(self._text(self._nb.cells[index]), self._states.get(index))
            except Gone as gone:
                self._given_up[index] = str(gone)
                self._ran.remove(index)
                self._stop()
                return

    def _wait(self) -> None:
        """Have the judge killed if it takes longer than a cell may."""
        seconds = self._limits.cell_seconds
        self._tell(Wait(seconds + min(GRACE, max(1.0, seconds))))

    def _in_time(self, client: Client) -> Any:
        cell_end = monotonic() + self._limits.cell_seconds
        if cell_end < self._end:
            return client.limited_to(cell_end, self._too_slow())
        return client.limited_to(self._end, self._used_up())

    def _reason_not_to_run(self, index: int) -> str | None:
        if monotonic() > self._end:
            return self._used_up()
        if index in self._given_up:
            return self._given_up[index]
        for question in self._questions:
            if index in question.graded:
                cells = sorted({*question.answers, *question.graded} & self._given_up.keys())
                return self._given_up[cells[0]] if cells else None
        return None

    def _leave(self, index: int, cell: NotebookNode, reason: str) -> None:
        if is_test(cell):
            self._judge.skip(cell.source)
        self._tell((DONE, index, [error_output(STOPPED, reason)], None, ""))

    def _within_room(self, outputs: list[Any]) -> list[Any]:
        """The outputs for which the notebook still has room."""
        kept = []
        for output in outputs:
            self._room -= len(str(output))
            if self._room > 0:
                kept.append(output)
        return kept

    def _stop(self) -> None:
        if self._process is not None:
            self._tell(Wait(KILL_TIMEOUT + SILENCE))
            self._process.kill()
        self._process = self._client = None

    def _too_slow(self) -> str:
        return f"Stopped after {self._limits.cell_seconds:g} s: perhaps a loop that does not end."

    def _used_up(self) -> str:
        return f"The notebook used up its {self._limits.notebook_seconds:g} s."


def _classes(source: str) -> frozenset[str]:
    return cell_names.classes(source) if cell_names.is_python(source) else frozenset()


def _modules(before: set[str], folder: str) -> tuple[str, ...]:
    """The modules that were imported since, but those that lie in a folder."""
    new = {name: sys.modules[name] for name in [*sys.modules] if name not in before}
    files = {name: getattr(module, "__file__", None) for name, module in new.items()}
    return tuple(name for name, file in files.items() if file and not file.startswith(folder))
