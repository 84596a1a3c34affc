"""The judge, which runs the test cells of a notebook where no student's code is."""

from __future__ import annotations

import builtins
import io
import warnings
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

from autograde.sandbox.host import cell_names
from autograde.sandbox.host.cell_names import bound, classes, definitions, used
from autograde.sandbox.host.cell_run import run_cell, verdict_of
from autograde.sandbox.host.client import Client, Gone, NotJudged, Refusal
from autograde.sandbox.host.desk import Desk
from autograde.sandbox.host.raised import is_theirs
from autograde.sandbox.host.remote_object import RemoteObject
from autograde.sandbox.host.seal import Seal

GONE = object()  # what a test has deleted
LONGEST_OUTPUT = 100_000  # characters that a test may print


@dataclass
class Judgement:
    """The outcome of a test cell.

    Parameters
    ----------
    outputs : list
        In notebook format 4; an error has no lines of source in it.
    ended : bool
        Whether it ran to its end.
    not_judged : str
        Why it says nothing about the answer, in a sentence, or "".
    is_own_error : bool
        Whether it failed by an error that neither the student's code nor an assertion raised.
    """

    outputs: list[dict[str, Any]] = field(default_factory=list)
    ended: bool = False
    not_judged: str = ""
    is_own_error: bool = False


class Names(dict[str, Any]):
    """The names of a notebook as its tests see them: the judge's own, and some of the student's.

    Parameters
    ----------
    judge : Judge
        Finds what is not here.
    """

    def __init__(self, judge: Judge) -> None:
        super().__init__({"__builtins__": builtins, "__name__": "__main__", "__doc__": None})
        self._judge = judge

    def __missing__(self, name: str) -> Any:
        return self._judge.find(name)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or self._is_found(name)

    def __delitem__(self, name: str) -> None:
        here = super().__contains__(name)
        if here:
            super().__delitem__(name)
        if name in self._judge.theirs:
            self._judge.hide(name)
        elif not here:
            raise KeyError(name)

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a name, or the default."""
        try:
            return self[name]
        except KeyError:
            return default

    def __iter__(self) -> Iterator[str]:
        return iter([*super().keys(), *filter(self._is_found, self._judge.theirs)])

    def keys(self) -> Any:
        """All names that can be found."""
        return dict.fromkeys(self).keys()

    def items(self) -> Any:
        """All names that can be found, and their values."""
        return {name: self[name] for name in self}.items()

    def values(self) -> Any:
        """The values of all names that can be found."""
        return {name: self[name] for name in self}.values()

    def own(self) -> Any:
        """The names that the judge itself has."""
        return super().keys()

    def here(self, name: str) -> bool:
        """Whether the judge itself has this name."""
        return super().__contains__(name)

    def _is_found(self, name: object) -> bool:
        try:
            self._judge.find(str(name))
        except KeyError:
            return False
        return True


class Judge:
    """The names that the assignment's own cells make, and those that it takes from the student.

    Cells without points run when a test needs a name of theirs, and no sooner: others draw
    pictures with the student's functions, which is nothing to a test.

    Parameters
    ----------
    seal : Seal
        Has the names that tests take from the student.
    desk : Desk, optional
        The folder and the modules that tests work with.

    Attributes
    ----------
    seal, desk
        As given.
    theirs : set of str
        The names that are the student's at this place in the notebook.
    """

    def __init__(self, seal: Seal | None = None, desk: Desk | None = None) -> None:
        self.seal = seal or Seal()
        self.desk = desk or Desk()
        self.names = Names(self)
        self.theirs: set[str] = set()
        self._waiting: list[str] = []
        self._hidden: set[str] = set()
        self._pushed: dict[str, Any] = {}
        self._made: dict[str, Any] = {}
        self._unmade: set[str] = set()  # names of given cells that have not run
        self._seen: dict[str, tuple[Any, bytes, int]] = {}
        self._client: Client | None = None
        self._answers: list[str] = []
        self._given: set[str] = set()
        self.desk.judge = self

    def begin(self, client: Client) -> None:
        """Work with another process of the student's, which has run all cells up to here."""
        self._client = client
        self._pushed = {name: self.names[name] for name in self.theirs if self.names.here(name)}
        self._seen.clear()
        self._hidden.clear()

    def provide(self, source: str) -> None:
        """Hold a cell of the release ready that students do not answer in."""
        if not cell_names.is_python(source):
            return
        self._waiting.append(source)
        self._unmade |= cell_names.defined(source)
        self._given |= classes(source)
        self._own(bound(source))

    def run_now(self, source: str) -> None:
        """Run a cell that is held ready; one that fails stays so."""
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            try:
                run_cell(source, self.names, self.desk.walls)
                self._waiting.remove(source)
                self._note_made(source)
            except (Exception, Refusal):
                self._forget(set(bound(source)))

    def skip(self, test: str) -> None:
        """Keep what a test defines that was not run, or not to its end: others may use it."""
        source = definitions(test) if cell_names.is_python(test) else ""
        if source:
            self._waiting.insert(0, source)

    def leave(self, name: str, stub: str, answer: str = "") -> None:
        """Leave the names that an answer cell binds to the student.

        Parameters
        ----------
        name : str
            Of the cell.
        stub : str
            Its text in the release.
        answer : str
            Its text in the submission.
        """
        if name in self.seal.names:
            names = set(self.seal.names[name])
        else:
            names = set(cell_names.defined(stub)) if cell_names.is_python(stub) else set()
        if self.seal.imports.get(name):
            self.provide(self.seal.imports[name])
        self.theirs |= names
        self._unmade -= names
        self._forget(names)
        self._answers.append(answer)

    @property
    def client(self) -> Client | None:
        """The student's process that tests work with."""
        return self._client

    @property
    def given(self) -> frozenset[str]:
        """The names of the classes that the assignment gives."""
        return frozenset(self._given - self.theirs)

    def given_class(self, name: str) -> type | None:
        """The class of this name that the assignment gives."""
        found = self.names.get(name) if name in self.given else None
        return found if isinstance(found, type) else None

    def test(self, source: str, client: Client) -> Judgement:
        """Run a test cell against the student's process."""
        if self._client is not client:
            self.begin(client)
        self._seen.clear()
        judgement = Judgement()
        printed = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(printed), warnings.catch_warnings():
            warnings.simplefilter("default")
            with self.desk.at_work():
                self._run_test(source, judgement)
            if judgement.ended and client.unexpected and not client.writes_back:
                judgement = self._again(source, client, judgement)
        if not judgement.ended:
            self.skip(source)
        if printed.getvalue():
            text = printed.getvalue()[:LONGEST_OUTPUT]
            judgement.outputs.insert(0, {"output_type": "stream", "name": "stdout", "text": text})
        return self._verdict(judgement, client)

    def _again(self, source: str, client: Client, judgement: Judgement) -> Judgement:
        """Run a test once more, with the changes of its arguments that it has not seen.

        To pass, an answer that changes them has to do so with the changes and without: what a
        function returns is compared with what it was given, or that with what it was.
        """
        other = Judgement()
        client.writes_back = True
        self._seen.clear()
        with self.desk.at_work():
            self._run_test(source, other)
        return judgement if other.ended else other

    def _run_test(self, source: str, judgement: Judgement) -> None:
        try:
            self._watch(source)
            value = verdict_of(run_cell(source, self.names, self.desk.walls))
            result = None if value is None else repr(value)
            judgement.ended = True
        except BaseException as error:
            judgement.outputs.append(error_output(type(error).__name__, said_by(error)))
            judgement.is_own_error = self._is_own(error)
            if isinstance(error, Gone):
                raise
        else:
            if result is not None:
                judgement.outputs.append(result_output(result))

    def _is_own(self, error: BaseException) -> bool:
        is_missing = isinstance(error, NameError) and error.name in self.theirs
        return not (isinstance(error, AssertionError) or is_missing or is_theirs(error))

    def _watch(self, source: str) -> None:
        """Have the desk notice what a test puts in the place of modules' attributes."""
        targets = cell_names.assigned_attributes(source)
        if targets:
            run_cell(cell_names.imports(source), self.names, self.desk.walls)
            self.desk.watch(targets)
        if "MonkeyPatch" in source:
            self.desk.watch_pytest()

    def _verdict(self, judgement: Judgement, client: Client) -> Judgement:
        """The outcome, whatever the test made of exceptions that it was not to catch."""
        if client.gone:
            raise client.gone
        refusal = client.refusal
        if refusal is None:
            return judgement
        said = [one for one in judgement.outputs if one["output_type"] == "stream"]
        name = "NotJudged" if isinstance(refusal, NotJudged) else "TypeError"
        outputs = [*said, error_output(name, str(refusal))]
        not_judged = str(refusal) if isinstance(refusal, NotJudged) else ""
        return Judgement(outputs, not_judged=not_judged)

    # Finding names

    def find(self, name: str) -> Any:
        """The value of a name that the judge does not have yet.

        Raises
        ------
        KeyError
            If nobody has it.
        """
        if name in self.theirs and name not in self._hidden:
            return self._theirs(name)
        if any(name in bound(cell) for cell in self._waiting):
            self._run_waiting(name)
            if self.names.here(name):
                return self.names[name]
        raise KeyError(name)

    def hide(self, name: str) -> None:
        """Have a name of the student's no more: a test deleted it."""
        self._hidden.add(name)

    def _theirs(self, name: str) -> Any:
        client = self._client
        if client is None:
            raise KeyError(name)
        known = self._seen.get(name)
        if known:
            value, packed, asked = known
            lasting = isinstance(value, RemoteObject) and value._remote_.reference.is_callable
            if lasting or asked == client.asked:
                return value
            fresh, new = client.value(name)
            value = value if new == packed else fresh
            packed = new
        else:
            value, packed = client.value(name)
        self._seen[name] = (value, packed, client.asked)
        return value

    def _run_waiting(self, name: str) -> None:
        """Run the cells that a name needs; one that fails stays, to fail the next test as well."""
        for cell in self._needed_by(name):
            before = {n: self.names[n] for n in self.theirs if self.names.here(n)}
            try:
                run_cell(cell, self.names, self.desk.walls)
            except KeyError as error:  # a dict would take it for a name that is not there
                raise RuntimeError(f"KeyError: {error}") from None
            self._waiting.remove(cell)
            self._note_made(cell)
            for theirs in bound(cell) & self.theirs:
                self.names.pop(theirs, None)
            self.names.update(before)

    def _note_made(self, cell: str) -> None:
        """Note what a given cell has made of names that are the student's to use as well."""
        self._unmade -= cell_names.defined(cell)
        for name in cell_names.defined(cell) - self.theirs:
            if self.names.here(name):
                self._made[name] = self.names[name]

    def _needed_by(self, name: str) -> list[str]:
        wanted, needed = {name}, []
        for cell in reversed(self._waiting):
            if bound(cell) & wanted:
                needed.append(cell)
                wanted |= used(cell)
        return needed[::-1]

    def _own(self, names: frozenset[str]) -> None:
        self.theirs -= names
        self._forget(set(names))

    def _forget(self, names: set[str]) -> None:
        for name in names:
            self.names.pop(name, None)
            self._pushed.pop(name, None)
            self._made.pop(name, None)
        self._hidden -= names

    # What the desk asks

    def rebound(self) -> dict[str, Any]:
        """What tests have done to names of the notebook since this was asked last.

        The student's names and given ones get other values, are deleted, and come back.
        """
        here = (self.theirs | self._unmade).intersection(self.names.own())
        if not here and not self._hidden and not self._made:
            return {}
        now = {name: self.names[name] for name in here}
        now |= {name: GONE for name in self._hidden if name not in here}
        for name, value in self._made.items():
            found = dict.get(self.names, name, GONE)
            if found is not value:
                now[name] = found
        changed = {k: v for k, v in now.items() if self._pushed.get(k, self) is not v}
        given = self._made.keys() | self._unmade
        back = [k for k in self._pushed if k in given and k not in now]
        self._pushed.update(changed)
        for name in back:
            del self._pushed[name]
        gone = [k for k, v in changed.items() if v is GONE]
        names = {k: v for k, v in changed.items() if v is not GONE}
        told = {"names": names, "gone": gone, "back": back}
        return {what: content for what, content in told.items() if content}

    def source(self, remote: RemoteObject) -> str:
        """The text of a student's function or class, from the answer itself."""
        found = cell_names.source_of(remote._remote_.reference.name, self._answers)
        if found is None:
            raise OSError("could not get source code")
        return found


def said_by(error: BaseException) -> str:
    """The text of an exception, whatever its own method does."""
    try:
        return str(error)
    except (Exception, Refusal):
        return ""


def result_output(text: str) -> dict[str, Any]:
    """The value of a cell's last line as a cell shows it."""
    content = {"data": {"text/plain": text}, "metadata": {}, "execution_count": None}
    return {"output_type": "execute_result", **content}


def error_output(name: str, message: str) -> dict[str, Any]:
    """An exception as a cell shows it, with none of the lines that raised it."""
    line = f"{name}: {message}" if message else name
    content = {"ename": name, "evalue": message, "traceback": line.splitlines()}
    return {"output_type": "error", **content}
