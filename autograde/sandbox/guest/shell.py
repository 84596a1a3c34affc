"""The shell of a student's process: IPython as a kernel has it, without a kernel or a history."""

from __future__ import annotations

import os
import sys
from base64 import b64encode
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from autograde.sandbox.guest.output import Output
from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.exceptions import message
from autograde.sandbox.protocol.values import SerialisationError, pack

freeze_builtins(globals())

INLINE = "module://matplotlib_inline.backend_inline"


class Publisher(DisplayPublisher):
    """Keeps what ``display`` is given."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: Any = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        """Keep an output, or put it in the place of an earlier one."""
        shell: Any = self.shell
        content, size = bundle(data, metadata)
        shown_as = (transient or {}).get("display_id")
        if update:
            shell.output.update(shown_as, content, size)
        else:
            shell.output.display({"output_type": "display_data", **content}, size, shown_as)

    def clear_output(self, wait: bool = False) -> None:
        """Drop what the cell has displayed."""
        shell: Any = self.shell
        shell.output.clear(wait)


class Hook(DisplayHook):
    """Keeps the value of a cell's last line."""

    def start_displayhook(self) -> None:
        """Nothing is to be prepared."""

    def write_output_prompt(self) -> None:
        """A notebook shows the number itself."""

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        """Keep the output."""
        shell: Any = self.shell
        content, size = bundle(format_dict, md_dict)
        output = {"output_type": "execute_result", "execution_count": self.prompt_count}
        shell.output.display({**output, **content}, size)

    def finish_displayhook(self) -> None:
        """Nothing is left to do."""


class Shell(InteractiveShell):
    """Runs cells; `output` collects what they print, display and raise."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)
    output: Output

    def run(self, source: str) -> BaseException | None:
        """Run a cell and return what it raised."""
        self.connect_figures()
        result: Any = self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        early: BaseException | None = result.error_before_exec
        return early if early is not None else result.error_in_exec

    def connect_figures(self) -> None:
        """Show figures at a cell's end, also where the backend was imported before this shell."""
        backend = sys.modules.get("matplotlib_inline.backend_inline")
        if backend and backend.flush_figures not in self.events.callbacks["post_execute"]:
            backend._enable_matplotlib_integration()

    def close_figures(self) -> None:
        """Drop figures that nobody is going to see."""
        helpers = sys.modules.get("matplotlib._pylab_helpers")
        if helpers and helpers.Gcf.figs:
            sys.modules["matplotlib.pyplot"].close("all")

    def begin_here(self) -> None:
        """Take the current folder for the one that the notebook lies in."""
        self.starting_dir = os.getcwd()
        history: Any = self.history_manager
        history.dir_hist[:] = [Path.cwd()]

    def init_ipython_dir(self, ipython_dir: str | None) -> None:
        """Have no folder for settings."""

    def init_profile_dir(self, profile_dir: Any) -> None:
        """Have no profile, and keep in memory what would be stored there."""
        self.db = {}

    def init_hooks(self) -> None:
        """Show nothing in a pager, like a notebook that nobody is looking at."""
        super().init_hooks()  # type: ignore[no-untyped-call]
        self.set_hook("show_in_pager", _no_pager, 99)  # type: ignore[no-untyped-call]

    def enable_gui(self, gui: str | None = None) -> None:
        """Have no windows."""

    def ask_exit(self) -> None:
        """Go on: ``exit()`` is not the end of the notebook's other cells."""

    system = InteractiveShell.system_raw

    def _tee(self, channel: str) -> Any:
        """Do not keep all that is printed for IPython's history."""
        return nullcontext()

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> dict[str, Any]:
        return {}

    def _showtraceback(self, etype: type, evalue: Any, stb: list[str]) -> None:
        self.output.error(etype.__name__, message(evalue), list(map(str, stb)))


def new_shell() -> Shell:
    """The one shell of this process, with no history on disk and no thread to write it."""
    os.environ["MPLBACKEND"] = INLINE
    if "matplotlib" in sys.modules:  # it has read the environment already
        sys.modules["matplotlib"].rcParams["backend"] = INLINE
    settings = Config({"HistoryManager": {"enabled": False, "hist_file": ":memory:"}})
    shell: Shell = Shell.instance(config=settings)
    return shell


def bundle(
    data: dict[str, Any], metadata: dict[str, Any] | None
) -> tuple[dict[str, dict[str, Any]], int]:
    """The part of an output that can be kept, and about how many bytes that is.

    >>> bundle({"text/plain": "1", "image/png": b"dots", "text/html": object()}, None)
    ({'data': {'text/plain': '1', 'image/png': 'ZG90cw=='}, 'metadata': {}}, 9)
    """
    kept = {"data": _plain(data), "metadata": _plain(metadata or {})}
    return kept, sum(_size(value) for part in kept.values() for value in part.values())


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    texts = {kind: _text(value) for kind, value in content.items() if isinstance(kind, str)}
    return {kind: value for kind, value in texts.items() if _size(value) is not None}


def _text(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return str.__str__(value) if isinstance(value, str) else value


def _size(value: Any) -> Any:
    """The length of a value, or None if it cannot be sent."""
    try:
        return len(value) if type(value) is str else len(pack(value))
    except SerialisationError:
        return None


def _no_pager(*_: Any, **__: Any) -> None: ...
