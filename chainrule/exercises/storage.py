"""Parts on disk, so that they follow the learner from one notebook to the next."""

from __future__ import annotations

import ast
import json
import linecache
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from chainrule.exercises.implements import submissions, submit


def place(path: str | os.PathLike[str] | None) -> Path:
    """Where parts are kept: the environment's ``CHAINRULE_PARTS``, or the home folder."""
    if path is not None:
        return Path(path)
    return Path(os.environ.get("CHAINRULE_PARTS") or Path.home() / ".chainrule" / "parts.json")


def save(path: str | os.PathLike[str] | None = None) -> None:
    """Write the source of all passing parts to a file; parts kept there before stay.

    Parameters
    ----------
    path : path, optional
        ``~/.chainrule/parts.json`` unless given.
    """
    file = place(path)
    new = {name: o.source for name, o in submissions.items() if o.verdict.passes and o.source}
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".tmp")
    unfinished.write_text(json.dumps(kept(file) | new, indent=1), encoding="utf-8")
    unfinished.replace(file)
    print(f"{len(new)} of your parts are kept in {file}.")


def load(path: str | os.PathLike[str] | None = None) -> None:
    """Submission the parts kept in a file; each is checked again, and a broken one is refused.

    Parameters
    ----------
    path : path, optional
        ``~/.chainrule/parts.json`` unless given.
    """
    file = place(path)
    sources = kept(file)
    if not sources:
        print(f"No parts are kept in {file} yet: save() writes them there.")
    for name, source in sources.items():
        function = defined(name, source)
        print(submit(name, function, source) if callable(function) else function)


def kept(file: Path) -> dict[str, str]:
    """Name and source of each part in the file; nothing from a file that cannot be read."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {str(name): str(source) for name, source in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        print(f"{file} could not be read and is left out: {error}.")
        return {}


def defined(name: str, source: str) -> Callable[..., Any] | str:
    """The function that a source defines, or a sentence about why there is none."""
    file = f"<your {name}>"
    namespace: dict[str, Any] = {"np": np, "numpy": np, "math": math}
    try:
        functions = [n.name for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
        exec(compile(source, file, "exec"), namespace)  # the learner's own code, from their file
    except Exception as error:
        return f"{name} could not be read, the reference stays. {type(error).__name__}: {error}."
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    if not functions:
        return f"{name}: there is no function in what was kept; the reference stays."
    function: Callable[..., Any] = namespace[functions[-1]]
    return function
