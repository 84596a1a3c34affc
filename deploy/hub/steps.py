"""The steps that make a class, each with what tells that it was taken."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from machine import account_exists, group_exists, has_mode, home, is_member, run, succeeds
from packages import (
    copy_course,
    copy_lectures,
    fingerprint,
    has_lectures,
    install_packages,
    link_exchange,
    make_venv,
    set_up_course,
)
from place import Place, Step

HERE = Path(__file__).resolve().parent


def steps(place: Place) -> Iterator[Step]:
    """Everything, in its order."""
    yield Step(
        f"make the group {place.group}: who is in it may log in",
        lambda: group_exists(place.group),
        lambda: make_group(place),
    )
    for name in (place.instructor, *place.students):
        yield from account(name, place)
    yield from environment(place)
    yield from instructors_course(place)
    yield from exchange(place)
    yield from hub(place)


def make_group(place: Place) -> None:
    """Make the group of the class, and note that it was made here."""
    place.note("group", place.group)
    run("groupadd", place.group)


def make_account(name: str, place: Place) -> None:
    """Make an account, and note that; a home that `--remove` kept of that name is its own."""
    place.note("account", name)
    left = home(name).is_dir() and home(name).owner() == "root"
    run("useradd", "--create-home", "--shell", "/bin/bash", name)
    if left:
        run("chown", "--recursive", "--no-dereference", f"{name}:", str(home(name)))


def account(name: str, place: Place) -> Iterator[Step]:
    """An account of the class, whose files are its own."""
    group = place.group
    yield Step(
        f"make the account {name} (without a password: `passwd {name}`)",
        lambda: account_exists(name),
        lambda: make_account(name, place),
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
    stamp = place.prefix / "installed.txt"
    yield Step(
        "install JupyterHub, JupyterLab, nbgrader's student extensions and chainrule into it",
        lambda: stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint(),
        lambda: install_packages(place.prefix, stamp),
    )
    lectures = place.prefix / "share" / "chainrule" / "lectures"
    yield Step(
        f"copy the lectures to {lectures}",
        lambda: has_lectures(lectures),
        lambda: copy_lectures(lectures),
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
        f"make its environment, as {me}: JupyterLab, nbgrader, the grader",
        singleuser.exists,
        lambda: set_up_course(course, me),
    )
    link = course / "classroom" / "exchange"
    yield Step(
        f"link {link} to {place.exchange}",
        link.is_symlink,
        lambda: link_exchange(me, link, place.exchange),
    )


def exchange(place: Place) -> Iterator[Step]:
    """Nbgrader's exchange, in which nobody can read or replace what another handed in."""
    root, course = place.exchange, place.exchange / "chainrule"
    yield folder(place, root.parent, "root", place.group, 0o750, "only the class comes in")
    # nbgrader insists that all may write here; sticky, so that nobody can put a folder of their
    # own in the place of the course's.
    yield folder(place, root, "root", "root", 0o1777, "nobody can move another's folder")
    yield folder(place, course, place.instructor, place.instructor, 0o755, "the instructor's")
    yield folder(
        place, course / "outbound", place.instructor, place.instructor, 0o755, "assignments"
    )
    # The group of what is handed in is the instructor's; sticky as above.
    inbound = course / "inbound"
    yield folder(
        place, inbound, place.instructor, place.instructor, 0o3733, "to put in, not to look"
    )
    yield folder(
        place, course / "feedback", place.instructor, place.instructor, 0o711, "not to be listed"
    )


def hub(place: Place) -> Iterator[Step]:
    """The hub's configuration and its service."""
    config = "jupyterhub_config.py"
    yield written(place, config, place.settings / config)
    if place.service:
        unit = place.service.name
        yield written(place, unit, place.service)
        yield Step(
            f"start {unit} now and at each start of the machine",
            lambda: succeeds("systemctl", "is-active", "--quiet", unit),
            lambda: start(unit),
        )


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


def folder(place: Place, path: Path, owner: str, group: str, mode: int, why: str) -> Step:
    """A folder with its owner, its group and its mode."""

    def is_so() -> bool:
        return (
            path.is_dir()
            and (path.owner(), path.group()) == (owner, group)
            and has_mode(path, mode)
        )

    def make() -> None:
        if not path.exists():
            place.note("folder", str(path))
        path.mkdir(parents=True, exist_ok=True)
        shutil.chown(path, owner, group)
        path.chmod(mode)

    return Step(f"make {path} ({owner}:{group}, mode {mode:04o}: {why})", is_so, make)


def start(unit: str) -> None:
    """Have systemd read the unit and start it."""
    run("systemctl", "daemon-reload")
    run("systemctl", "enable", "--now", unit)
