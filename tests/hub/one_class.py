"""A class as deploy/hub/install.py sets it up: accounts, what they may run, what they hand in."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import nbformat
import psutil
import pytest

from autograde.proof.reference import Reference
from autograde.sandbox.host.bubblewrap import why_not

NAME = "01_xor"
NOTEBOOK = f"{NAME}/{NAME}.ipynb"
ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("assignments", "autograde", "chainrule", "deploy/hub", "lectures", "solutions")
FILES = ("course.py", "nbgrader_config.py", "pyproject.toml", "requirements.lock", "LICENSE",
         "README.md")  # fmt: skip
NOBODY_ELSE = 0o700
_classes = count()


def names_of_a_class(*people):
    """A group and accounts that no other class of this machine has."""
    number = f"{os.getpid()}-{next(_classes)}"
    return f"cr-class-{number}", *(f"cr-{who}-{number}" for who in people)


@dataclass(frozen=True)
class Class:
    """What is installed, and under which names."""

    folder: Path
    python: str
    checkout: Path
    group: str
    instructor: str
    students: tuple[str, ...]

    @property
    def prefix(self):
        return self.folder / "opt"

    @property
    def exchange(self):
        return self.folder / "srv" / "exchange" / "chainrule"

    @property
    def course(self):
        return Path(f"~{self.instructor}").expanduser() / "chainrule"

    def install(self, *options):
        """Run the installer; what it said."""
        file = self.folder / "class.csv"
        file.write_text("\n".join(["id", *self.students]) + "\n", encoding="utf-8")
        command = [self.python, self.checkout / "deploy" / "hub" / "install.py", "--no-service",
                   "--students", file, "--instructor", self.instructor, "--group", self.group,
                   "--prefix", self.prefix, "--exchange", self.exchange.parent,
                   "--settings", self.folder / "etc", *options]  # fmt: skip
        quick = {**os.environ, "PIP_NO_COMPILE": "1"}  # what is not imported is never compiled
        return subprocess.run(
            command, env=quick, capture_output=True, encoding="utf-8", check=False
        )

    def run_as(self, account, *command):
        """Run a command as somebody of the class, in their home or, as instructor, the course."""
        is_instructor = account == self.instructor
        folder = self.course if is_instructor else Path(f"~{account}").expanduser()
        programs = (self.course / ".venv" if is_instructor else self.prefix) / "bin"
        return subprocess.run(
            [shutil.which("runuser"), "-u", account, "--", *command],
            cwd=folder, env={"HOME": str(Path(f"~{account}").expanduser()), "USER": account,
                             "PATH": f"{programs}{os.pathsep}{os.defpath}"},
            capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=120,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip


def solved(notebook):
    """What was fetched, with the reference answers in it."""
    fetched = nbformat.from_dict(notebook)
    written = nbformat.read(ROOT / "solutions" / NOTEBOOK, as_version=4)
    return Reference(fetched, written).solved


def take_down(made):
    """Remove the class by the installer; nothing of it is left."""
    succeeded(made.install("--remove", "--homes", "--yes"))
    people = (made.group, made.instructor, *made.students)
    known = Path("/etc/passwd").read_text("utf-8") + Path("/etc/group").read_text("utf-8")
    assert [name for name in people if name in known or Path("/home", name).exists()] == []
    places = (made.prefix, made.exchange.parent, made.folder / "etc")
    assert [place for place in places if place.exists()] == []


def succeeded(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def handed_in(the_class, student):
    """The folders of a student in the exchange, the oldest first."""
    found = (the_class.exchange / "inbound").glob(f"{student.name}+{NAME}+*")
    return sorted(found, key=lambda folder: folder.stat().st_mtime)


def password(name):
    return f"{name}'s own"


def python_for_everyone():
    """A Python that the accounts of the class may run; a skip where there can be no class."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("accounts are made by root")
    missing = [name for name in ("useradd", "runuser", "chpasswd") if not shutil.which(name)]
    if missing or why_not():
        pytest.skip(f"not here: {', '.join(missing)} {why_not() or ''}")
    base = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    new_enough = "import sys; sys.exit(sys.version_info < (3, 11))"
    for python in (str(base), "/usr/bin/python3"):
        as_nobody = ["runuser", "-u", "nobody", "--", python, "-c", new_enough]
        if subprocess.run(as_nobody, capture_output=True, check=False).returncode == 0:
            return python
    pytest.skip("other accounts may not run a Python that is new enough")


def copy_checkout(to):
    """Copy the course to where only root can read it."""
    to.mkdir(mode=NOBODY_ELSE)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, to)


def is_offline(python):
    """Whether not even one small package can be had."""
    with tempfile.TemporaryDirectory() as folder:
        fetch = [python, "-m", "pip", "download", "--no-deps", "--dest", folder, "pamela"]
        return subprocess.run(fetch, capture_output=True, check=False).returncode != 0


def remove_account(name):
    """End what still runs as an account, and remove it with its home."""
    try:
        number = pwd.getpwnam(name).pw_uid
    except KeyError:
        return
    for process in psutil.process_iter(["uids"]):
        if process.info["uids"] and process.info["uids"].real == number:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
                process.wait(5)
    subprocess.run(["userdel", "--remove", name], capture_output=True, check=False)


def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def wait_for(address, process, log, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.2)
    raise RuntimeError(f"The hub did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")
