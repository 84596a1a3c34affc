"""Parts on disk, so that they follow the learner from one notebook to the next."""

from __future__ import annotations

import ast
import hashlib
import json
import linecache
import math
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from chainrule import nn, optim
from chainrule.exercises.examine import examine
from chainrule.exercises.implements import submit
from chainrule.exercises.parts import parts
from chainrule.exercises.submissions import submissions

NAMES = {"np": np, "numpy": np, "math": math, "nn": nn, "optim": optim}  # that a part may use


def path_of(path: str | os.PathLike[str] | None) -> Path:
    """The file of kept parts: the environment's ``CHAINRULE_PARTS``, or one in the home folder."""
    if path is not None:
        return Path(path)
    return Path(os.environ.get("CHAINRULE_PARTS") or Path.home() / ".chainrule" / "parts.json")


def save(path: str | os.PathLike[str] | None = None) -> None:
    """Write the source of all passing parts to a file; parts kept there before stay.

    A part that works only beside other cells of its notebook is told so.

    Parameters
    ----------
    path : path, optional
        ``~/.chainrule/parts.json`` unless given.
    """
    file = path_of(path)
    passing = {name: s.source for name, s in submissions.items() if s.verdict.passes and s.source}
    entries = read(file)
    for name, source in passing.items():
        if entries.get(name) != (source, digest(name, source)):
            entries[name] = source, digest(name, source) if stands_alone(name, source) else ""
    text = json.dumps(
        {name: {"source": s, "passed": d} for name, (s, d) in entries.items()}, indent=1
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".tmp")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)
    print(f"{len(passing)} of your parts {'is' if len(passing) == 1 else 'are'} kept in {file}.")


def load(path: str | os.PathLike[str] | None = None) -> None:
    """Submit the parts kept in a file.

    One that passed this check with this very source is taken at its word; any other is checked
    again, and a broken one is refused.

    Parameters
    ----------
    path : path, optional
        ``~/.chainrule/parts.json`` unless given.
    """
    file = path_of(path)
    entries = read(file)
    if not entries:
        print(f"No parts are kept in {file} yet: save() writes them there.")
    for name, (source, passed) in entries.items():
        function = function_of(name, source)
        known = bool(passed) and passed == digest(name, source)
        print(submit(name, function, source, known) if callable(function) else function)


def stands_alone(name: str, source: str) -> bool:
    """Whether a part works without the rest of its notebook; the learner is told if not."""
    function = function_of(name, source)
    if isinstance(function, str):
        print(function)
        return False
    verdict = examine(parts[name], function, parts[name].cases())
    if not verdict.passes:
        print(f"{name} leans on other cells: put what it needs into it. {verdict.sentence}")
    return verdict.passes


def read(file: Path) -> dict[str, tuple[str, str]]:
    """For each part in the file its source, and the digest it passed with; else nothing."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {str(name): entry(value) for name, value in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        print(f"{file} could not be read and is left out: {error}.")
        return {}


def entry(value: Any) -> tuple[str, str]:
    """Source and digest of one part, from a file of any age."""
    if isinstance(value, dict):
        return str(value.get("source", "")), str(value.get("passed", ""))
    return str(value), ""


def digest(name: str, source: str) -> str:
    """A digest that changes when a part's source or its check does."""
    return hashlib.sha256(f"{checks()} {name} {source}".encode()).hexdigest()


@cache
def checks() -> str:
    """A digest of all that decides whether a part passes."""
    seen = hashlib.sha256(np.__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        seen.update(path.read_bytes())
    return seen.hexdigest()


def function_of(name: str, source: str) -> Callable[..., Any] | str:
    """The function that a source defines, or a sentence about why there is none."""
    file = f"<your {name}>"
    namespace: dict[str, Any] = dict(NAMES)
    try:
        names = [n.name for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
        exec(compile(source, file, "exec"), namespace)  # the learner's own code, from their file
    except (Exception, SystemExit) as error:
        return f"{name} could not be read, the reference stays. {type(error).__name__}: {error}."
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    function: Callable[..., Any] | None = namespace.get(names[-1]) if names else None
    if not callable(function):
        return f"{name}: there is no function in what was kept; the reference stays."
    return function
