"""The magics of a test's cell: those that show something do nothing."""

from __future__ import annotations

import timeit
from collections.abc import Callable
from typing import Any, NoReturn

from IPython.utils.capture import capture_output

from autograde.sandbox.host.cell_run import run_cell
from autograde.sandbox.host.walls import Walls


class TestShell:
    """What ``get_ipython()`` is in a test: magics that show something do nothing.

    Parameters
    ----------
    names : dict
        What cells see.
    walls : Walls
        Around this process.
    refuse : callable
        Ends a test, for the reason in a sentence.
    """

    __test__ = False  # for pytest, which takes every class with such a name for its own
    IDLE = frozenset(
        {"matplotlib", "load_ext", "reload_ext", "autoreload", "config", "precision", "pylab"}
        | {"cd", "pip", "conda", "pwd", "ls", "who", "whos", "pdb", "xmode", "colors", "logstop"}
    )

    def __init__(
        self, names: dict[str, Any], walls: Walls, refuse: Callable[[str], NoReturn]
    ) -> None:
        self.user_ns, self._walls, self._end = names, walls, refuse

    def run_line_magic(self, name: str, line: str, **_: Any) -> Any:
        """Run a magic that stands in a line."""
        if name in self.IDLE:
            return None
        if name == "timeit":
            return self._timed(line, "pass")
        if name in ("time", "prun"):
            return self._run(line)
        return self._refuse(f"%{name}")

    def run_cell_magic(self, name: str, line: str, cell: str) -> Any:
        """Run a magic that stands over a cell."""
        if name == "capture":
            with capture_output() as captured:
                self._run(cell)
            names = [word for word in line.split() if not word.startswith("-")]
            self.user_ns.update(dict.fromkeys(names, captured))
            return None
        if name == "time":
            return self._run(cell)
        if name == "timeit":
            return self._timed(line, cell)
        return self._refuse(f"%%{name}")

    def system(self, command: str) -> None:
        """Do not run a command of the system's: nobody sees what it prints."""

    def getoutput(self, command: str, **_: Any) -> Any:
        """Refuse to run a command whose output is wanted."""
        return self._refuse(f"!{command}")

    def _run(self, source: str) -> Any:
        return run_cell(source, self.user_ns, self._walls)

    def _timed(self, line: str, cell: str) -> Any:
        from IPython.core.magics.execution import TimeitResult

        words, options = line.split(), {"n": 0, "r": 3}
        while words and words[0].startswith("-"):
            option = words.pop(0)[1:]
            number = option[1:] or (words.pop(0) if option in ("n", "r") else "")
            if number.isdigit():
                options[option[0]] = int(number)
        statement = " ".join(words) or cell
        with self._walls.own_code():
            timer = timeit.Timer(statement, globals=self.user_ns)
        count = options["n"] or timer.autorange()[0]
        runs = timer.repeat(options["r"], count)
        each = [run / count for run in runs]
        result: Any = TimeitResult
        return result(count, options["r"], min(each), max(each), each, 0, 3)

    def _refuse(self, what: str) -> Any:
        how = "write it in Python, or tag it `inside`"
        return self._end(f"{what} cannot be run in a sealed test: {how}.")
