"""The world around a student's functions, as far as a test changes it or looks at it."""

from __future__ import annotations

import os
import random
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

from autograde.sandbox.protocol.builtins import freeze_builtins

freeze_builtins(globals())

MOST_FILES = 100
WRITING = os.O_WRONLY | os.O_RDWR


class World:
    """Files beside the notebook, generators of random numbers, and what a test puts in its way.

    Parameters
    ----------
    names : dict
        The names of the notebook.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names
        self._kept: dict[str, Any] = {}
        self._patched: dict[tuple[str, str], Any] = {}
        self._written: dict[str, None] = {}
        self._known_as = ""
        sys.addaudithook(self._notice)

    def prepare(self, wanted: dict[str, Any]) -> None:
        """Do what a test has done on its side: bind names, patch modules, seed, write files."""
        for name in (*wanted.get("names", ()), *wanted.get("gone", ())):
            if name in self._names:
                self._kept.setdefault(name, self._names[name])
        self._names.update(wanted.get("names", {}))
        for name in wanted.get("gone", ()):
            self._names.pop(name, None)
        for name in wanted.get("back", ()):
            self._names[name] = self._kept.pop(name)
        for module, name, *replacement in wanted.get("patches", ()):
            self._patch(module, name, *replacement)
        if "random" in wanted:
            random.setstate(wanted["random"])
        if "numpy" in wanted:
            import numpy as np

            np.random.set_state(wanted["numpy"])  # noqa: NPY002
        if "errors" in wanted:
            import numpy as np

            np.seterr(**wanted["errors"])
        if "known_as" in wanted and not self._known_as:
            self._be_known_as(wanted["known_as"])
        for path in wanted.get("folders", ()):
            os.makedirs(path, exist_ok=True)
        for path, content in wanted.get("files", {}).items():
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
        self._written.clear()

    def _be_known_as(self, folder: str) -> None:
        """Have this folder found by the path that the judge's has: tests pass on whole paths."""
        with suppress(OSError):  # without a sandbox it may be there
            os.makedirs(os.path.dirname(folder), exist_ok=True)
            os.symlink(os.getcwd(), folder)
            self._known_as = folder + os.sep

    def news(self) -> dict[str, Any]:
        """The files that were written since this was asked last."""
        if not self._written:
            return {}
        inside = [path for path in self._written if not path.startswith(".")]
        written = [path for path in inside if os.path.isfile(path)]
        self._written.clear()
        return {"wrote": written[:MOST_FILES]}

    def read(self, path: str) -> bytes:
        """The content of a file beside the notebook."""
        with open(path, "rb") as file:
            return file.read()

    def _patch(self, module: str, name: str, *replacement: Any) -> None:
        """Put something in the place of a module's attribute; without a replacement, restore it."""
        owner, key = import_module(module), (module, name)
        if replacement:
            self._patched.setdefault(key, getattr(owner, name))
            setattr(owner, name, replacement[0])
        elif key in self._patched:
            setattr(owner, name, self._patched.pop(key))

    def _notice(self, event: str, args: tuple[Any, ...]) -> None:
        if event != "open":
            return
        path, _, flags = args
        if type(path) is str and (flags or 0) & WRITING:
            if self._known_as:
                path = path.removeprefix(self._known_as)
            self._written[os.path.relpath(path)] = None
