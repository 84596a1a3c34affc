"""Read a course's `nbgrader_config.py`, and say in a sentence what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

OURS = re.compile(r"autograde(\.\w+)+")
# What a line of 1.0.0 that a course turns on by itself is called now; `sealed` sets the others.
NOW_CALLED = {"autograde.late.LatePenalty": "autograde.nbgrader_plugins.late_penalty.LatePenalty"}
SEALED = "`from autograde.configure import sealed` and `sealed(c)` set what grading needs"


def read_configuration(file: Path) -> Config:
    """What the file says.

    Raises
    ------
    ValueError
        With a sentence, if it cannot be run, or names something of the grader that is not there.
    """
    try:
        config = PyFileConfigLoader(file.name, str(file.parent)).load_config()
    except SyntaxError as error:
        raise ValueError(f"{file}, line {error.lineno}, is not valid Python.") from None
    except Exception as error:  # whatever a program may end in
        raise ValueError(f"{file} ends in {type(error).__name__}: {error}") from None
    for name in names(config):
        if not _is_there(name):
            now = f"it is called {NOW_CALLED[name]}" if name in NOW_CALLED else SEALED
            raise ValueError(f"{file.name} names {name}, which is not there: since 2.0.0 {now}.")
    return config


def names(said: Any) -> Iterator[str]:
    """The names of the grader's own parts in a configuration.

    >>> list(names({"Execution": {"checks": ["autograde.checks", "numpy"], "memory": 3}}))
    ['autograde.checks']
    """
    if isinstance(said, str) and OURS.fullmatch(said):
        yield said
    elif isinstance(said, dict | list | tuple):
        for one in said.values() if isinstance(said, dict) else said:
            yield from names(one)


def _is_there(name: str) -> bool:
    """Whether there is a module of this name, or one that it may stand in."""
    for module in (name, name.rpartition(".")[0]):
        try:
            if module != "autograde" and find_spec(module):
                return True
        except ModuleNotFoundError:  # what it would lie in is no package
            continue
    return False
