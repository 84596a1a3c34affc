"""The desk that tests work at: a folder, an IPython, mocks and random numbers."""

from __future__ import annotations

import builtins
import dataclasses
import functools
import inspect
import os
import random
import sys
import tempfile
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, Protocol
from unittest import mock

import numpy as np

from autograde.sandbox.host.client import Client, NotJudged
from autograde.sandbox.host.magics import TestShell
from autograde.sandbox.host.remote_object import RemoteObject
from autograde.sandbox.host.seal import Seal
from autograde.sandbox.host.walls import Walls

WRITING = os.O_WRONLY | os.O_RDWR
IMPORTABLE = (".py", ".pyc", ".so", ".pyd", ".pth", ".zip", ".egg")  # no student's code comes here
MOST_BYTES = 2**24  # of files that a test writes for the student's functions


class Owner(Protocol):
    """What a desk needs of the judge who works at it; `judge.Judge` is one."""

    names: Any
    seal: Seal

    @property
    def client(self) -> Client | None:
        """The student's process that tests work with."""

    def rebound(self) -> dict[str, Any]:
        """What tests have done to names of the notebook since this was asked last."""

    def given_class(self, name: str) -> type | None:
        """The class of this name that the assignment gives."""

    def source(self, remote: RemoteObject) -> str:
        """The text of a student's function or class."""


class Desk:
    """Hands over to the student's process what a test changes, and takes what it may.

    Unless it is entered it has no folder, and leaves this process as it is.

    Parameters
    ----------
    files : dict
        What was handed out with the assignment, by path.
    folder : Path, optional
        An empty one of its own.

    Attributes
    ----------
    judge : Owner
        Who works here.
    walls : Walls or None
        Around the process, once it is entered.
    """

    judge: Owner

    def __init__(self, files: dict[str, bytes] | None = None, folder: Path | None = None) -> None:
        self._files, self._folder = files or {}, folder
        self._patched: dict[tuple[str, str], Any] = {}
        self._told: dict[tuple[str, str], Any] = {}
        self._originals: dict[tuple[str, str], Any] = {}
        self._seeded = False
        self._sent: tuple[Any, ...] = ()
        self._written: set[str] = set()
        self._made: set[str] = set()  # folders
        self._by_whole_path = False
        self._working = False
        self._errors = np.geterr()
        self.walls: Walls | None = None

    def __enter__(self) -> Desk:
        """Settle in a process that nothing else will be done in."""
        if self._folder is None:
            raise ValueError("there is no folder to settle in")
        self.walls = Walls(self._folder, self.refuse)
        self.walls.close()
        tempfile.tempdir = os.environ["TMPDIR"] = str(self._folder)
        for path, content in self._files.items():
            target = self._folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        os.chdir(self._folder)
        sys.path.insert(0, "")
        sys.argv = [""]
        sys.dont_write_bytecode = True
        sys.modules["__main__"] = NotebookModule(self.judge.names)
        shell = TestShell(self.judge.names, self.walls, self.refuse)
        builtins.get_ipython = lambda: shell  # type: ignore[attr-defined]
        builtins.display = lambda *_, **__: None  # type: ignore[attr-defined]
        self._watch_seeds()
        self._watch_mocks()
        self._read_sources()
        self._ask_dataclasses()
        sys.addaudithook(self._notice)
        if self.judge.seal.plots:
            self._plot_there()
        return self

    def __exit__(self, *_: object) -> None:
        os.chdir("/")

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """While a test runs, what it does to files and modules is of interest."""
        self._working, self._seeded = True, False
        standard_input = sys.stdin
        if self._folder is not None and not _is_somewhere():
            os.chdir(self._folder)
        try:
            yield
        finally:
            self._working = False
            sys.stdin = standard_input
            self._patched.clear()

    def refuse(self, sentence: str) -> NoReturn:
        """End the test, which cannot be judged."""
        client = self.judge.client
        if client is None:
            raise NotJudged(sentence)
        client.refuse(sentence)

    # What a client asks

    def given_class(self, name: str) -> type | None:
        """The class of this name that the assignment gives."""
        return self.judge.given_class(name)

    def changes(self) -> dict[str, Any]:
        """What a test has changed since this was asked last, for the student's process."""
        found: dict[str, Any] = {}
        found |= self.judge.rebound()
        keyboard = builtins.input is _INPUT and sys.stdin is _STDIN
        if self._patched or self._told or self._originals or not keyboard:
            patches = self._patches()
            if patches:
                found["patches"] = patches
        if self._seeded:
            found |= self._random_state()
        errors = np.geterr()
        if errors != self._errors:
            found["errors"] = self._errors = errors
        if self._written or self._made:
            found |= {"files": self._contents(), "folders": sorted(self._made)}
            self._made.clear()
            if self._by_whole_path:  # the student's folder has another name
                found["known_as"] = str(self._folder)
        return found

    def is_free(self, path: str) -> bool:
        """Whether there is no file beside the tests at this path."""
        return self._folder is not None and not (self._folder / path).exists()

    def write(self, path: str, content: bytes) -> None:
        """Write a file that the student wrote, unless it was handed out."""
        if self._folder is None or path in self._files or path.endswith(IMPORTABLE):
            return
        target = self._folder / path
        working, self._working = self._working, False
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError:  # a folder has this name
            pass
        finally:
            self._working = working

    # Random numbers

    def _watch_seeds(self) -> None:
        """Notice when a test seeds the generators that all code shares."""
        for module, names in ((random, ("seed", "setstate")), (np.random, ("seed", "set_state"))):
            for name in names:
                setattr(module, name, self._seeding(getattr(module, name)))

    def _seeding(self, seed: Callable[..., Any]) -> Callable[..., Any]:
        def seeding(*args: Any, **kwargs: Any) -> Any:
            self._seeded, self._sent = True, ()
            return seed(*args, **kwargs)

        return seeding

    def random_state(self) -> dict[str, Any]:
        """The state of the generators that all code shares."""
        return {"random": random.getstate(), "numpy": np.random.get_state()}  # noqa: NPY002

    def _random_state(self) -> dict[str, Any]:
        """The generators' state, unless they are as they were sent: then the student goes on."""
        state = self.random_state()
        key = (state["random"], state["numpy"][1].tobytes(), state["numpy"][2:])
        if key == self._sent:
            return {}
        self._sent = key
        return state

    # Mocks

    def _watch_mocks(self) -> None:
        """Notice what `unittest.mock.patch` puts in the place of modules' attributes."""
        patch: Any = mock._patch
        enter, leave = patch.__enter__, patch.__exit__

        def entered(one: Any) -> Any:
            found = enter(one)
            if isinstance(one.target, types.ModuleType):
                key = (one.target.__name__, one.attribute)
                self._patched[key] = getattr(one.target, one.attribute)
            return found

        def left(one: Any, *error: Any) -> Any:
            if isinstance(one.target, types.ModuleType):
                self._patched.pop((one.target.__name__, one.attribute), None)
            return leave(one, *error)

        patch.__enter__, patch.__exit__ = entered, left

    def watch_pytest(self) -> None:
        """Notice what pytest's monkeypatch puts in the place of modules' attributes."""
        import pytest

        set_attribute: Any = pytest.MonkeyPatch.setattr
        if set_attribute.__module__ == __name__:
            return

        def setting(monkeypatch: Any, target: Any, name: Any, *value: Any, **how: Any) -> None:
            if isinstance(target, types.ModuleType) and hasattr(target, name):
                key = (target.__name__, name)
                self._originals.setdefault(key, getattr(target, name))
            set_attribute(monkeypatch, target, name, *value, **how)

        pytest.MonkeyPatch.setattr = setting  # type: ignore[assignment]

    def watch(self, targets: frozenset[tuple[str, str]]) -> None:
        """Notice when a test assigns to attributes of modules, as in ``np.linalg.inv = None``."""
        for owner, attribute in targets:
            module = self._module(owner)
            if module not in (None, sys) and hasattr(module, attribute):
                key = (module.__name__, attribute)
                self._originals.setdefault(key, getattr(module, attribute))

    def _module(self, chain: str) -> types.ModuleType | None:
        first, *rest = chain.split(".")
        found = self.judge.names.get(first)
        for name in rest:
            found = getattr(found, name, None)
        return found if type(found) is types.ModuleType else None

    def _by_hand(self) -> dict[tuple[str, str], Any]:
        modules = sys.modules
        now = {key: getattr(modules.get(key[0]), key[1], None) for key in self._originals}
        return {key: value for key, value in now.items() if value is not self._originals[key]}

    def _patches(self) -> list[tuple[Any, ...]]:
        wanted = {k: v for k, v in self._patched.items() if k[0] != "__main__"}
        wanted |= self._by_hand()
        if builtins.input is not _INPUT:
            wanted["builtins", "input"] = builtins.input
        elif sys.stdin is not _STDIN:
            wanted["builtins", "input"] = _read_line
        changed = [(*key, v) for key, v in wanted.items() if self._told.get(key, self) is not v]
        restored = [key for key in self._told if key not in wanted]
        self._told = wanted
        return [*changed, *restored]

    # Files

    def _notice(self, event: str, args: tuple[Any, ...]) -> None:
        if event not in ("open", "os.mkdir") or not self._working:
            return
        path = args[0]
        is_made = event == "os.mkdir"
        if isinstance(path, str | os.PathLike) and (is_made or (args[2] or 0) & WRITING):
            relative = os.path.relpath(os.fspath(path), self._folder)
            if not relative.startswith(".."):
                (self._made if is_made else self._written).add(relative)
                self._by_whole_path |= os.path.isabs(path)

    def _contents(self) -> dict[str, bytes]:
        """The files that a test has written; a student's function may read them."""
        found: dict[str, bytes] = {}
        working, self._working = self._working, False
        for name in sorted(self._written):
            path = Path(str(self._folder), name)
            if path.is_file() and path.stat().st_size <= MOST_BYTES:
                found[name] = path.read_bytes()
        self._written.clear()
        self._working = working
        return found

    # Figures

    def _plot_there(self) -> None:
        """Have tests use the student's pyplot: a figure that one of them makes is drawn into."""
        import matplotlib.pyplot

        matplotlib.pyplot = StudentModule("matplotlib.pyplot", self.judge)
        sys.modules["matplotlib.pyplot"] = matplotlib.pyplot

    # Sources

    def _read_sources(self) -> None:
        """Have `inspect` read a student's function in the answer that it stands in."""
        original = inspect.getsource

        def getsource(thing: Any) -> str:
            if isinstance(thing, RemoteObject):
                return self.judge.source(thing)
            return original(thing)

        lines = inspect.getsourcelines
        inspect.getsource = getsource  # type: ignore[assignment]
        inspect.getsourcelines = lambda thing: (  # type: ignore[assignment]
            (getsource(thing).splitlines(keepends=True), 0)
            if isinstance(thing, RemoteObject)
            else lines(thing)
        )

    def _ask_dataclasses(self) -> None:
        """Have `dataclasses.asdict` and the like work where a student's object is."""
        for name in ("asdict", "astuple", "fields", "replace"):
            setattr(dataclasses, name, self._there(getattr(dataclasses, name)))

    def _there(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def asked(thing: Any, /, *args: Any, **kwargs: Any) -> Any:
            client = self.judge.client
            if client is None or not isinstance(thing, RemoteObject):
                return original(thing, *args, **kwargs)
            return getattr(client.module("dataclasses"), original.__name__)(thing, *args, **kwargs)

        return asked


def _is_somewhere() -> bool:
    """Whether the current folder is still there: a test may have removed the one it went to."""
    try:
        return bool(os.getcwd())
    except OSError:
        return False


_INPUT, _STDIN = builtins.input, sys.stdin


def _read_line(prompt: str = "") -> str:
    """What `input` does where a test has put a text in the place of the keyboard."""
    print(prompt, end="")
    line = sys.stdin.readline()
    if not line:
        raise EOFError("EOF when reading a line")
    return line.rstrip("\n")


class NotebookModule(types.ModuleType):
    """The module that a notebook's cells are, for libraries that look for it."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__("__main__")
        object.__setattr__(self, "_names", names)

    def __getattr__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "_names")[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        object.__getattribute__(self, "_names")[name] = value

    def __delattr__(self, name: str) -> None:
        del object.__getattribute__(self, "_names")[name]

    def __dir__(self) -> list[str]:
        return list(object.__getattribute__(self, "_names"))


class StudentModule(types.ModuleType):
    """A module as the student's process has it.

    Parameters
    ----------
    name : str
        Of the module.
    judge : Owner
        Whose student it is.
    """

    def __init__(self, name: str, judge: Owner) -> None:
        super().__init__(name)
        self.__dict__["_judge"] = judge

    def __getattr__(self, name: str) -> Any:
        client = self.__dict__["_judge"].client
        if client is None or name.startswith("__"):
            raise AttributeError(name)
        return getattr(client.module(self.__name__), name)
