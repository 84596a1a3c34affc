"""The walls around a judge: no text of a student's is run there, and nothing is written elsewhere.

A test may evaluate what it gets, unpickle a file, remove a path or look for examples in a text.
In a notebook that happens in the student's own process. Here it would happen in the judge's, so
Python's audit events decide: only the release's own code is compiled, only its folder written to.
"""

from __future__ import annotations

import ctypes
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import current_thread, local, main_thread
from types import CodeType, FrameType
from typing import Any

# Modules that make code of names that they have checked, or none: `ast` makes trees.
COMPILERS = frozenset({"ast", "attr", "autograde", "collections", "dataclasses", "symtable"})
# What a check may compile, to name a mistake: right answers of the course with one thing changed.
COURSE = frozenset({"chainrule"})
VARIANTS = "chainrule.exercises.mistakes.variants"
# Modules that evaluate annotations: with names, subscripts and unions only, nothing is called.
ANNOTATIONS = frozenset({"inspect", "typing"})
_ANNOTATION = re.compile(r"[\w.,| \[\]]*")
# Parts of the grader that read cells, and start and end processes.
OURS = frozenset(f"autograde.sandbox.host.{name}" for name in ("cell_names", "launcher"))
# What a pickle of plain data asks for.
PICKLED = frozenset(
    {("builtins", name) for name in ("bytearray", "complex", "frozenset", "range", "set", "slice")}
    | {("collections", name) for name in ("Counter", "OrderedDict", "deque")}
    | {("copyreg", "_reconstructor"), ("builtins", "object"), ("numpy", "dtype")}
    | {("numpy", "ndarray"), ("_codecs", "encode"), ("datetime", "date"), ("datetime", "datetime")}
    | {("fractions", "Fraction"), ("decimal", "Decimal")}
    | {
        (module, name)
        for module in ("numpy._core.multiarray", "numpy.core.multiarray")
        for name in ("_reconstruct", "scalar")
    }
    | {("numpy._core.numeric", "_frombuffer"), ("numpy.core.numeric", "_frombuffer")}
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = frozenset(
    f"os.{name}"
    for name in ("chmod", "chown", "link", "mkdir", "remove", "removexattr", "rename", "rmdir")
) | {"os.setxattr", "os.symlink", "os.truncate", "os.utime", "sqlite3.connect", "os.chflags"}
PROGRAMS = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"}
    | {"os.spawn", "pty.spawn", "os.kill", "os.killpg", "os.startfile"}
)
NETWORK = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
SQLITE_ATTACH, SQLITE_DENY = 24, 1

NEW_MOUNTS, NEW_IPC, NEW_USER, NEW_NETWORK = 0x00020000, 0x08000000, 0x10000000, 0x40000000
RECURSIVE_PRIVATE = 0x4000 | 0x40000
AT_FDCWD, AT_RECURSIVE, MOUNT_ATTR_RDONLY, MOUNT_SETATTR = -100, 0x8000, 0x1, 442
NO_SET_ID, NO_DEVICES = 2, 4


class Walls:
    """Around this process, for ever: an audit hook cannot be taken away.

    Parameters
    ----------
    folder : Path
        The only one that may be written to.
    refuse : callable
        Ends a test, for the reason in a sentence.
    """

    def __init__(self, folder: Path, refuse: Callable[[str], Any]) -> None:
        self._folder = os.path.realpath(folder)
        self._refuse = refuse
        self._texts: set[str] = set()
        self._thread = local()  # what the walls do themselves is not looked at
        self._checks: dict[str, Callable[..., None]] = {
            "compile": self._check_compile,
            "marshal.loads": self._check_marshal,
            "marshal.load": self._check_marshal,
            "code.__new__": self._check_marshal,
            "pickle.find_class": self._check_pickle,
            "open": self._check_open,
        }
        self._compiling = False

    def close(self) -> None:
        """Close them."""
        if sys.platform == "linux":
            with suppress(OSError):
                mount_all_but(self._folder)
        sqlite3.connect = sqlite3.dbapi2.connect = self.connected(sqlite3.connect)
        sys.addaudithook(self._audit)

    @contextmanager
    def own_code(self) -> Iterator[None]:
        """While the judge compiles what stands in the release."""
        self._compiling = True
        try:
            yield
        finally:
            self._compiling = False

    def connected(self, connect: Callable[..., Any]) -> Callable[..., Any]:
        """A function that opens a data base, and keeps it from opening others elsewhere."""

        def authorise(action: int, path: str | None, *_: Any) -> int:
            return SQLITE_DENY if action == SQLITE_ATTACH and not self._is_inside(path) else 0

        def connected(*args: Any, **kwargs: Any) -> Any:
            connection = connect(*args, **kwargs)
            connection.set_authorizer(authorise)
            return connection

        return connected

    def know(self, code: CodeType) -> None:
        """Let the texts that stand in the release's own code be compiled as well."""
        for constant in code.co_consts:
            if isinstance(constant, str):
                self._texts.add(constant)
            elif isinstance(constant, CodeType):
                self.know(constant)

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if event not in _EVENTS and event not in self._checks:
            return
        if getattr(self._thread, "busy", False):
            return
        self._thread.busy = True
        try:
            if event in CHANGES:
                self._check_change(args)
            elif event in PROGRAMS:
                self._deny("starts or ends a program")
            elif event in NETWORK:
                raise PermissionError("There is no network here.")
            else:
                self._checks[event](*args)
        finally:
            self._thread.busy = False

    def _deny(self, what: str) -> None:
        if _is_the_grader_s(sys._getframe(2)):
            return
        if _is_importing(sys._getframe(2)):  # some libraries try, and go on without
            raise PermissionError(f"A test that {what}.")
        self._refuse(f"A test {what}, which is not done outside of a sandbox: tag it `inside`.")

    def _check_compile(self, source: Any, filename: Any) -> None:
        frame = sys._getframe(2)
        text = source.decode("utf-8", "replace") if isinstance(source, bytes) else source
        if self._compiling or text in self._texts or self._is_of(COMPILERS, frame):
            return
        if self._is_of(COURSE, frame) and frame.f_globals["__name__"] == VARIANTS:
            return
        if self._is_of(ANNOTATIONS, frame) and _ANNOTATION.fullmatch(text or "("):
            return
        if _is_importing(frame) and self._may_be_imported(filename):
            return
        self._deny("runs a text as code")

    def _may_be_imported(self, filename: Any) -> bool:
        """Whether a module may lie there: no student's file in this folder is called like one."""
        name = os.fsdecode(filename)
        return not self._is_inside(name) or name.endswith(".py") or name.startswith("<")

    def _check_marshal(self, *_: Any) -> None:
        if not _is_importing(sys._getframe(2)):
            self._deny("makes code of bytes")

    def _check_pickle(self, module: str, name: str) -> None:
        if (module, name) not in PICKLED:
            self._deny(f"unpickles {module}.{name}")

    def _check_open(self, path: Any, mode: Any, flags: Any) -> None:
        if isinstance(path, int) or not (flags or 0) & WRITING or path == os.devnull:
            return
        self._check_change((path,))

    def _check_change(self, args: tuple[Any, ...]) -> None:
        for path in args[:2]:
            if isinstance(path, str | bytes | os.PathLike) and not self._is_inside(path):
                raise PermissionError(f"{os.fsdecode(path)} is not in the folder of the test.")

    def _is_inside(self, path: Any) -> bool:
        name = os.fsdecode(path or "")
        if name in ("", ":memory:"):
            return True
        real = os.path.realpath(name)
        return real == self._folder or real.startswith(self._folder + os.sep)

    def _is_of(self, modules: frozenset[str], frame: FrameType) -> bool:
        """Whether a frame is one of the library's modules of these names."""
        module = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        file = frame.f_code.co_filename
        return module in modules and not file.startswith((self._folder, "<test>"))


_EVENTS = CHANGES | PROGRAMS | NETWORK


def _is_the_grader_s(frame: FrameType | None) -> bool:
    """Whether it is the grader that does this, for a test or between tests."""
    while frame is not None and frame.f_code.co_filename != "<test>":
        if frame.f_globals.get("__name__") in OURS:
            return True
        frame = frame.f_back
    return frame is None and current_thread() is main_thread()


def _is_importing(frame: FrameType | None) -> bool:
    """Whether a library is being imported, and this is done by its own code or for it."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        if frame.f_code.co_filename == "<test>":
            return False
        frame = frame.f_back
    return False


def mount_all_but(folder: str) -> None:
    """Have nothing but a folder that can be written to, no network, and no others' objects.

    Raises
    ------
    OSError
        Where the system does not allow that.
    """
    libc: Any = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    spaces = NEW_MOUNTS | NEW_IPC | NEW_NETWORK
    _check(libc.unshare(spaces if user == 0 else spaces | NEW_USER))
    if user != 0:
        for name, content in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            Path(f"/proc/self/{name}").write_text(content, encoding="utf-8")
    _check(libc.mount(b"none", b"/", None, RECURSIVE_PRIVATE, None))
    attributes = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY, 0, 0, 0)
    size = ctypes.sizeof(attributes)
    _check(libc.syscall(MOUNT_SETATTR, AT_FDCWD, b"/", AT_RECURSIVE, attributes, size))
    place, flags = os.fsencode(folder), NO_SET_ID | NO_DEVICES
    _check(libc.mount(b"tmpfs", place, b"tmpfs", flags, b"size=256m,nr_inodes=10000,mode=0700"))


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
