#!/usr/bin/env python3
"""Set up JupyterHub for one class on this machine, which is to have nothing else on it.

    sudo python3 deploy/hub/install.py --dry-run --instructor grace --students class.txt
    sudo python3 deploy/hub/install.py --instructor grace --students class.txt

Each step is printed before it is taken. Run again, it takes only the steps that are left; with a
longer list of students it adds those that are new. Needs Debian or Ubuntu with Python 3.11 or
newer, and `apt install python3-venv bubblewrap`.
"""

from __future__ import annotations

import argparse
import grp
import os
import pwd
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
NOT_COPIED = shutil.ignore_patterns(
    ".venv", "classroom", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis", ".course-lock"
)
NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


class Trouble(Exception):
    """Something the administrator can mend, said in a sentence."""


@dataclass(frozen=True)
class Place:
    """Where things go.

    Parameters
    ----------
    prefix : Path
        The environment that the hub and the students run.
    exchange : Path
        nbgrader's exchange.
    settings : Path
        The folder of the hub's configuration.
    service : Path or None
        The systemd unit.
    group : str
        The group of the class.
    instructor : str
        The account that releases, collects and grades.
    students : tuple of str
        The accounts that hand in.
    """

    prefix: Path
    exchange: Path
    settings: Path
    service: Path | None
    group: str
    instructor: str
    students: tuple[str, ...]

    @property
    def course(self) -> Path:
        """The instructor's copy of the course."""
        return home(self.instructor) / "chainrule"


@dataclass(frozen=True)
class Step:
    """Something to be done once.

    Parameters
    ----------
    what : str
        A sentence about it.
    is_done : callable
        Whether it need not be done.
    do : callable
        Does it.
    """

    what: str
    is_done: Callable[[], bool]
    do: Callable[[], object]


def main(arguments: Sequence[str]) -> int:
    """Take the steps that are left, or print them; returns the exit status."""
    asked = parser().parse_args(arguments)
    try:
        place = place_meant(asked)
        if not asked.dry_run:
            refuse_early()
        for step in steps(place):
            take(step, asked.dry_run)
    except (Trouble, OSError, subprocess.CalledProcessError) as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 2
    return 0


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    made = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    say = made.add_argument
    say("--dry-run", action="store_true", help="only print the steps")
    say("--instructor", default="instructor", metavar="NAME", help="account that grades")
    say("--students", type=Path, metavar="FILE", help="accounts to make, one name a line")
    say("--group", default="chainrule", metavar="NAME", help="the accounts that may log in")
    say("--prefix", type=Path, default=Path("/opt/chainrule"), metavar="FOLDER")
    say("--exchange", type=Path, default=Path("/srv/chainrule/exchange"), metavar="FOLDER")
    say("--settings", type=Path, default=Path("/etc/chainrule"), metavar="FOLDER")
    say("--no-service", action="store_true", help="without a systemd unit")
    return made


def place_meant(asked: argparse.Namespace) -> Place:
    """Where to install, with the names of accounts looked at."""
    lines = asked.students.read_text("utf-8").split() if asked.students else []
    for name in (asked.group, asked.instructor, *lines):
        if not NAME.fullmatch(name):
            raise Trouble(f"{name!r} cannot be the name of an account here.")
    if asked.instructor in lines:
        raise Trouble(f"{asked.instructor} is the instructor and cannot be a student too.")
    unit = None if asked.no_service else Path("/etc/systemd/system/chainrule-hub.service")
    return Place(
        asked.prefix, asked.exchange, asked.settings, unit,
        asked.group, asked.instructor, tuple(dict.fromkeys(lines)),
    )  # fmt: skip


def refuse_early() -> None:
    """Refuse where the steps could not be finished."""
    if os.geteuid() != 0:
        raise Trouble("Accounts and services are made by root: run it with sudo.")
    if succeeds("runuser", "-u", "nobody", "--", "test", "-r", str(CHECKOUT / "solutions")):
        raise Trouble(f"Students could read the solutions here: `chmod 700 {CHECKOUT}` first.")
    if not succeeds("runuser", "-u", "nobody", "--", sys.executable, "-c", ""):
        raise Trouble(f"Students may not run {sys.executable}: use /usr/bin/python3.")
    missing = [program for program in ("bwrap", "useradd", "runuser") if not shutil.which(program)]
    if missing:
        raise Trouble(f"Not here: {', '.join(missing)}. `apt install bubblewrap passwd util-linux`")


def take(step: Step, only_print: bool) -> None:
    """Print a step, and take it unless it was taken before."""
    if step.is_done():
        print(f"  is so   {step.what}", flush=True)
    elif only_print:
        print(f"  would   {step.what}")
    else:
        print(f"  now     {step.what}", flush=True)
        step.do()


# ---------------------------------------------------------------- steps


def steps(place: Place) -> Iterator[Step]:
    """Everything, in its order."""
    yield Step(
        f"make the group {place.group}: who is in it may log in",
        lambda: group_exists(place.group),
        lambda: run("groupadd", place.group),
    )
    for name in (place.instructor, *place.students):
        yield from account(name, place.group)
    yield from environment(place)
    yield from instructors_course(place)
    yield from exchange(place)
    yield from hub(place)


def account(name: str, group: str) -> Iterator[Step]:
    """An account of the class, whose files are its own."""
    yield Step(
        f"make the account {name} (without a password: `passwd {name}`)",
        lambda: account_exists(name),
        lambda: run("useradd", "--create-home", "--shell", "/bin/bash", name),
    )
    yield Step(
        f"put {name} into the group {group}",
        lambda: is_member(name, group),
        lambda: run("usermod", "--append", "--groups", group, name),
    )
    yield Step(
        f"close {name}'s home folder to others (mode 0700)",
        lambda: account_exists(name) and has_mode(home(name), 0o700),
        lambda: home(name).chmod(0o700),
    )


def environment(place: Place) -> Iterator[Step]:
    """What hub and students run: the course without solutions, hidden checks and grader."""
    python = place.prefix / "bin" / "python"
    yield Step(
        f"make a virtual environment in {place.prefix}",
        python.exists,
        lambda: make_venv(place.prefix),
    )
    # The version is that of the checkout, so that an update of the course is installed.
    stamp = place.prefix / "installed.txt"
    yield Step(
        "install JupyterHub, JupyterLab, nbgrader's student extensions and chainrule into it",
        lambda: stamp.exists() and stamp.read_text() == fingerprint(),
        lambda: install_packages(place.prefix, stamp),
    )
    lectures = place.prefix / "share" / "chainrule" / "lectures"
    yield Step(
        f"copy the lectures to {lectures}",
        lectures.is_dir,
        lambda: shutil.copytree(CHECKOUT / "lectures", lectures, ignore=NOT_COPIED),
    )
    program = place.prefix / "bin" / "chainrule-student"
    yield written(place, "student/chainrule-student", program, 0o755)
    jupyter = place.prefix / "etc" / "jupyter"
    for name in ("nbgrader_config.py", "jupyter_server_config.py", "jupyter_server_config.json"):
        yield written(place, f"student/{name}", jupyter / name)
    yield written(place, "student/page_config.json", jupyter / "labconfig" / "page_config.json")


def instructors_course(place: Place) -> Iterator[Step]:
    """The whole course, solutions and grader, for the instructor alone."""
    course, me = place.course, place.instructor
    yield Step(
        f"copy the course with solutions and grader to {course}, for {me} alone (mode 0700)",
        lambda: (course / "course.py").exists(),
        lambda: copy_course(course, me),
    )
    singleuser = course / ".venv" / "bin" / "jupyterhub-singleuser"
    yield Step(
        f"set it up as {me} (python3 course.py setup), and add JupyterHub's server to it",
        singleuser.exists,
        lambda: set_up_course(course, me),
    )
    link = course / "classroom" / "exchange"
    yield Step(
        f"link {link} to {place.exchange}",
        link.is_symlink,
        lambda: run_as(
            me, "sh", "-c", f"mkdir -p -m 700 {link.parent} && ln -s {place.exchange} {link}"
        ),
    )


def exchange(place: Place) -> Iterator[Step]:
    """Nbgrader's exchange, in which nobody can read or replace what another handed in."""
    root, course = place.exchange, place.exchange / "chainrule"
    yield folder(root.parent, "root", place.group, 0o750, "only the class comes in")
    # nbgrader insists that all may write here; sticky, so that nobody can put a folder of their
    # own in the place of the course's.
    yield folder(root, "root", "root", 0o1777, "nobody can move another's folder")
    yield folder(course, place.instructor, place.instructor, 0o755, "the instructor's")
    yield folder(course / "outbound", place.instructor, place.instructor, 0o755, "assignments")
    # The group of what is handed in is the instructor's; sticky as above.
    inbound = course / "inbound"
    yield folder(inbound, place.instructor, place.instructor, 0o3733, "to put in, not to look")
    yield folder(course / "feedback", place.instructor, place.instructor, 0o711, "not to be listed")


def hub(place: Place) -> Iterator[Step]:
    """The hub's configuration and its service."""
    config = "jupyterhub_config.py"
    yield written(place, config, place.settings / config)
    if place.service:
        yield written(place, "chainrule-hub.service", place.service)
        yield Step(
            "start it now and at each start of the machine",
            lambda: succeeds("systemctl", "is-active", "--quiet", place.service.name),
            lambda: start(place.service.name),
        )


# -------------------------------------------------------- what steps do


def written(place: Place, name: str, to: Path, mode: int = 0o644) -> Step:
    """A file of this folder with the places filled in."""
    text = filled_in((HERE / name).read_text("utf-8"), place)

    def write() -> None:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(text, "utf-8")
        to.chmod(mode)

    def is_written() -> bool:
        return to.exists() and to.read_text("utf-8") == text and has_mode(to, mode)

    return Step(f"write {to}", is_written, write)


def filled_in(text: str, place: Place) -> str:
    """A template with @PREFIX@ and the like replaced."""
    filling = {
        "PREFIX": place.prefix,
        "EXCHANGE": place.exchange,
        "COURSE": place.course,
        "INSTRUCTOR": place.instructor,
        "GROUP": place.group,
        "SETTINGS": place.settings,
    }
    for name, value in filling.items():
        text = text.replace(f"@{name}@", str(value))
    return text


def folder(path: Path, owner: str, group: str, mode: int, why: str) -> Step:
    """A folder with its owner, its group and its mode."""

    def is_so() -> bool:
        return (
            path.is_dir()
            and (path.owner(), path.group()) == (owner, group)
            and has_mode(path, mode)
        )

    def make() -> None:
        path.mkdir(parents=True, exist_ok=True)
        shutil.chown(path, owner, group)
        path.chmod(mode)

    return Step(f"make {path} ({owner}:{group}, mode {mode:04o}: {why})", is_so, make)


def make_venv(prefix: Path) -> None:
    """An environment without pip, which Debian's Python may lack."""
    run(sys.executable, "-m", "venv", "--without-pip", str(prefix))


def install_packages(prefix: Path, stamp: Path) -> None:
    """Install what the lock file names as far as it is needed, and this checkout's chainrule."""
    wanted = [f"{CHECKOUT}[course]", "nbgrader", *hub_packages()]
    lock = ["--constraint", str(CHECKOUT / "requirements.lock")]
    run(*installer(prefix / "bin" / "python"), *lock, *wanted)
    stamp.write_text(fingerprint())


def installer(python: Path) -> list[str]:
    """What installs into an environment: uv, or this Python's pip."""
    uv, pip = shutil.which("uv"), [sys.executable, "-m", "pip"]
    if uv:
        return [uv, "pip", "install", "--python", str(python)]
    if succeeds(*pip, "--version"):
        return [*pip, "--python", str(python), "install"]
    raise Trouble("Neither pip nor uv is here: `apt install python3-pip`, then the same command.")


def hub_packages() -> list[str]:
    """What pyproject.toml's group `hub` names."""
    with open(CHECKOUT / "pyproject.toml", "rb") as file:
        return list(tomllib.load(file)["dependency-groups"]["hub"])


def fingerprint() -> str:
    """Changes when the packages are to be installed anew."""
    import hashlib

    files = [CHECKOUT / "requirements.lock", CHECKOUT / "pyproject.toml"]
    files += sorted((CHECKOUT / "chainrule").rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def copy_course(course: Path, owner: str) -> None:
    """Copy this checkout, without anybody's work."""
    shutil.copytree(CHECKOUT, course, ignore=NOT_COPIED, dirs_exist_ok=True)
    course.chmod(0o700)
    run("chown", "--recursive", "--no-dereference", f"{owner}:", str(course))


def set_up_course(course: Path, owner: str) -> None:
    """Make the instructor's environment, as the instructor: root runs nothing that is theirs."""
    run_as(owner, sys.executable, str(course / "course.py"), "setup")
    pip = [str(course / ".venv" / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    lock = ["--constraint", str(course / "requirements.lock")]
    run_as(owner, *pip, *lock, *hub_packages())


def link_exchange(owner: str, link: Path, exchange: Path) -> None:
    """Let the instructor's course find the exchange where nbgrader_config.py says it is."""
    run_as(owner, "mkdir", "--parents", "--mode=0700", str(link.parent))
    run_as(owner, "ln", "--symbolic", "--no-target-directory", str(exchange), str(link))


def start(unit: str) -> None:
    """Have systemd read the unit and start it."""
    run("systemctl", "daemon-reload")
    run("systemctl", "enable", "--now", unit)


# ------------------------------------------------------- this machine


def group_exists(name: str) -> bool:
    """Whether there is such a group."""
    return any(one.gr_name == name for one in grp.getgrall())


def account_exists(name: str) -> bool:
    """Whether there is such an account."""
    return any(one.pw_name == name for one in pwd.getpwall())


def is_member(name: str, group: str) -> bool:
    """Whether an account is in a group."""
    return group_exists(group) and name in grp.getgrnam(group).gr_mem


def home(name: str) -> Path:
    """The home folder of an account, or where it will be."""
    return Path(pwd.getpwnam(name).pw_dir) if account_exists(name) else Path("/home", name)


def has_mode(path: Path, mode: int) -> bool:
    """Whether a file or folder has exactly these permissions."""
    return path.exists() and path.stat().st_mode & 0o7777 == mode


def run(*command: str) -> None:
    """Run a command, which is to succeed."""
    subprocess.run(command, check=True)


def run_as(account: str, *command: str) -> None:
    """Run a command as an account, in its home folder."""
    env = {"HOME": str(home(account)), "PATH": os.environ.get("PATH", os.defpath)}
    keep = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_"))}
    runuser = ["runuser", "-u", account, "--", *command]
    subprocess.run(runuser, check=True, cwd=home(account), env={**keep, **env})


def succeeds(*command: str) -> bool:
    """Whether a command is there and succeeds."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
