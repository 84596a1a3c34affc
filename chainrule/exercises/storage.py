"""Parts on disk, so that they follow the learner from one notebook to the next."""

from __future__ import annotations

import contextlib
import hashlib
import json
import linecache
import math
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from chainrule import nn, optim
from chainrule.exercises import home
from chainrule.exercises.check import NotYet
from chainrule.exercises.examine import examine
from chainrule.exercises.function_source import CannotKeep, bound_name, self_contained
from chainrule.exercises.home import Path_, Trouble, in_browser, path_of, reason
from chainrule.exercises.implements import submit
from chainrule.exercises.parts import parts
from chainrule.exercises.submissions import Submission, submissions

NAMES = {"np": np, "numpy": np, "math": math, "nn": nn, "optim": optim}  # that a part may use
NOWHERE = (
    "This will not last: it is in the memory of this page, which is gone when the page is closed. "
    "File > Download keeps the notebook."
)


@dataclass(frozen=True)
class Kept:
    """A part in the file.

    Parameters
    ----------
    source : str
        The text of the function, after all that it needs.
    passed : str
        The digest of the source and of the check that it passed; empty if it is to be checked.
    outdone : bool
        Whether something that was written later did not pass.
    """

    source: str
    passed: str = ""
    outdone: bool = False


class Damaged(Trouble):
    """A file with something else in it than parts."""


def save(path: Path_ = None) -> None:
    """Write all passing parts to a file, with what they need; parts kept there before stay.

    A part comes with the imports, helpers and plain values that it uses, wherever in the notebook
    they are. If it leans on anything else, one sentence says so, and it is not kept.

    Parameters
    ----------
    path : path, optional
        ``~/.chainrule/parts.json`` unless given.
    """
    passing = {name: s for name, s in submissions.items() if s.verdict.passes}
    try:
        file = path_of(path)
        entries = set_aside(file)
        kept = {name: one for name, s in passing.items() if (one := kept_of(name, s, entries))}
        entries |= kept
        for name in [name for name in submissions if name in entries and name not in passing]:
            entries[name] = replace(entries[name], outdone=True)
            print(f"{name} does not pass as it is now: the one that did stays kept.")
        write(file, entries)
    except Trouble as trouble:
        print(trouble)
        return
    number = (
        f"{len(kept)} of your parts {'is' if len(kept) == 1 else 'are'}" if kept else "No part is"
    )
    print(f"{number} kept in {file}.")
    if in_browser() and not file.resolve().is_relative_to(home.DRIVE):
        print(NOWHERE)


def load(path: Path_ = None) -> None:
    """Submit the parts kept in a file.

    One that passed this check with this very source is taken at its word; any other is checked
    again, and a broken one is refused. If something written later did not pass, that is said once.

    Parameters
    ----------
    path : path, optional
        ``~/.chainrule/parts.json`` unless given.
    """
    try:
        file = path_of(path)
        entries = read(file)
    except Trouble as trouble:
        print(f"{trouble} It is left out.")
        return
    if not entries:
        print(f"No parts are kept in {file} yet: save() writes them there.")
    for name, one in entries.items():
        now = submissions.get(name)
        if one.outdone or (now and not now.verdict.passes):
            print(f"{name}: what you wrote last does not pass; this is the one before, which did.")
        print(loaded(name, one))
    if any(one.outdone for one in entries.values()):
        with contextlib.suppress(Trouble):  # it is said once more then
            write(file, {name: replace(one, outdone=False) for name, one in entries.items()})


def loaded(name: str, one: Kept) -> Any:
    """What is to be said of a part that is submitted from the file."""
    function = function_of(name, one.source)
    known = bool(one.passed) and one.passed == digest(name, one.source)
    try:
        return submit(name, function, one.source, known) if callable(function) else function
    except NotYet as unknown:
        return unknown


def kept_of(name: str, submission: Submission, entries: dict[str, Kept]) -> Kept | None:
    """A part as it is kept; None, and a sentence, if it does not work by itself."""
    try:
        source = text_of(name, submission)
    except CannotKeep as what:
        print(f"{name} is not kept, since it leans on {what}: put what it needs into it.")
        return None
    passed = digest(name, source)
    if entries.get(name) == Kept(source, passed):
        return entries[name]
    function = function_of(name, source)
    if isinstance(function, str):
        print(function)
        return None
    verdict = examine(parts[name], function, parts[name].cases())
    if not verdict.passes:
        print(f"{name} leans on other cells: put what it needs into it. {verdict.sentence}")
        return None
    return Kept(source, passed)


def text_of(name: str, submission: Submission) -> str:
    """The text of a part with all that it needs: that of one which was loaded is whole already."""
    function, source = submission.function, submission.source
    code = getattr(function, "__code__", None)
    if code and code.co_filename == file_of(name):
        return source
    try:
        return self_contained(function, source)
    except SyntaxError:
        raise CannotKeep("lines that cannot be told from others") from None


def set_aside(file: Path) -> dict[str, Kept]:
    """The parts in a file; one that is damaged is moved aside, so that nothing of it is lost."""
    try:
        return read(file)
    except Damaged as damaged:
        names = (file.with_name(f"{file.name}.damaged{i or ''}") for i in count())
        aside = next(path for path in names if not path.exists())
        try:
            file.replace(aside)
        except OSError:
            raise Trouble(f"{damaged} Nothing is kept: move it away, or name another.") from None
        print(f"{damaged} It is now {aside}.")
        return {}


def read(file: Path) -> dict[str, Kept]:
    """The parts in a file; Trouble if it cannot be read."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {str(name): entry(value) for name, value in found.items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Trouble(f"{file} could not be read: {reason(error)}.") from None
    except (ValueError, AttributeError, RecursionError) as error:
        raise Damaged(f"{file} could not be read: {error}.") from None


def entry(value: Any) -> Kept:
    """A part from a file of any age."""
    if not isinstance(value, dict):
        return Kept(str(value))
    outdone = value.get("outdone") is True
    return Kept(str(value.get("source", "")), str(value.get("passed", "")), outdone)


def write(file: Path, entries: dict[str, Kept]) -> None:
    """Write all parts, or leave the file as it is; Trouble if it cannot be written."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({name: asdict(one) for name, one in entries.items()}, indent=1)
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise Trouble(
            f"Nothing was kept, and what was kept before is unchanged: {file} cannot be written "
            f"({reason(error)}). Another file can be named, as in save('parts.json')."
        ) from None


def digest(name: str, source: str) -> str:
    """A digest that changes when a part's source or its check does."""
    return hashlib.sha256(f"{checks()} {name} {source}".encode(errors="replace")).hexdigest()


@cache
def checks() -> str:
    """A digest of all that decides whether a part passes."""
    seen = hashlib.sha256(np.__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        seen.update(path.read_bytes())
    return seen.hexdigest()


def file_of(name: str) -> str:
    """The file that tracebacks name for a part that was kept."""
    return f"<your {name}>"


def function_of(name: str, source: str) -> Callable[..., Any] | str:
    """The function that a source defines, or a sentence about why there is none."""
    file = file_of(name)
    namespace: dict[str, Any] = dict(NAMES)
    try:
        function = bound_name(source)
        exec(compile(source, file, "exec"), namespace)  # the learner's own code, from their file
    except (Exception, SystemExit) as error:
        return f"{name} could not be read, the reference stays. {type(error).__name__}: {error}."
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    found: Callable[..., Any] | None = namespace.get(function)
    if not callable(found):
        return f"{name}: there is no function in what was kept; the reference stays."
    return found
