"""What is looked at before anything is made: each obstacle is a sentence that says what to do."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from machine import home, may, succeeds
from packages import CHECKOUT
from place import Place

SYSTEMD = Path("/run/systemd/system")  # is there while systemd runs, as sd_booted(3) says
ENVIRONMENT = 1_200_000_000  # bytes of one virtual environment, measured: 0.8 GB before compiling
COURSE = 100_000_000
PORTS = (8000, 8001, 8081)  # of the hub, its proxy and its programs
PROGRAMS = {
    "bwrap": "bubblewrap", "useradd": "passwd", "usermod": "passwd", "groupadd": "passwd",
    "runuser": "util-linux", "pkill": "procps",
}  # fmt: skip


def obstacles(place: Place) -> Iterator[str]:
    """Why the steps could not be finished, or would leave something open."""
    if sys.version_info < (3, 11):  # noqa: UP036 (it is an administrator's Python)
        yield "Python 3.11 or newer is needed: run it with one, such as /usr/bin/python3.11."
    if os.geteuid() != 0:
        yield "Accounts and services are made by root: run it with sudo."
        return  # an ordinary account cannot look at the rest
    lacking = sorted({package for name, package in PROGRAMS.items() if not shutil.which(name)})
    if lacking:
        yield f"Programs are missing: `apt install {' '.join(lacking)}`."
    else:
        yield from closed_or_open(place)
        yield from sandbox()
    if not succeeds(sys.executable, "-m", "pip", "--version"):
        yield f"{sys.executable} has no pip: `apt install python3-pip`."
    yield from folders(place)
    yield from space(place)
    if place.service:
        yield from service(place)


def closed_or_open(place: Place) -> Iterator[str]:
    """What students can reach and should not, or cannot and should."""
    if may("nobody", "test", "-r", str(CHECKOUT / "solutions")):
        yield f"Students could read the solutions here: `chmod 700 {CHECKOUT}`."
    if not may("nobody", sys.executable, "-c", ""):
        yield f"Students may not run {sys.executable}: use /usr/bin/python3."
    for option, path in (("prefix", place.prefix), ("exchange", place.exchange.parent)):
        above = existing(path.parent)
        if not may("nobody", "test", "-x", str(above)):
            yield f"Students may not enter {above}: choose another --{option}, or `chmod o+x` it."


def sandbox() -> Iterator[str]:
    """Whether an ordinary account can make the sandbox in which answers are graded."""
    namespaces = ("--ro-bind", "/", "/", "--unshare-user", "--unshare-pid")
    if not may("nobody", "bwrap", *namespaces, "true"):
        yield (
            "bubblewrap cannot make namespaces for an ordinary account, so nothing could be "
            "graded: `sysctl kernel.unprivileged_userns_clone=1`, or allow it to the container."
        )


def folders(place: Place) -> Iterator[str]:
    """Folders with something else in them, and those where nothing can be written or run."""
    around = place.exchange.parent
    if entries(place.prefix) and not (place.prefix / "pyvenv.cfg").exists():
        yield f"{place.prefix} has something else in it: choose another --prefix."
    if entries(around) - {place.exchange.name}:
        yield (
            f"{around} has something else in it, and is to be closed to all but the class: "
            "choose an --exchange in a folder of its own."
        )
    for option, path in (
        ("prefix", place.prefix),
        ("exchange", around),
        ("settings", place.settings),
    ):
        there = existing(path)
        if not os.access(there, os.W_OK):
            yield f"Nothing can be written in {there}: choose another --{option}."
    if os.statvfs(existing(place.prefix)).f_flag & os.ST_NOEXEC:
        yield f"Programs cannot be run from {place.prefix} (noexec): choose another --prefix."


def space(place: Place) -> Iterator[str]:
    """Whether what is still to be installed has room, disk by disk."""
    wanted: dict[int, list[tuple[Path, int]]] = {}
    for path, size, done in (
        (place.prefix, ENVIRONMENT, place.prefix / "installed.txt"),
        (home(place.instructor), ENVIRONMENT + COURSE, place.course / ".venv"),
    ):
        if not done.exists():
            there = existing(path)
            wanted.setdefault(there.stat().st_dev, []).append((there, size))
    for places in wanted.values():
        needed, free = sum(size for _, size in places), shutil.disk_usage(places[0][0]).free
        if free < needed:
            names = " and ".join(str(path) for path, _ in places)
            yield (
                f"{needed / 1e9:.1f} GB are needed in {names}, and {free / 1e9:.1f} are free: make "
                "room, or choose a --prefix on another disk."
            )


def service(place: Place) -> Iterator[str]:
    """Whether systemd can start the hub, and the hub have its ports."""
    assert place.service
    if not SYSTEMD.is_dir():
        yield (
            "systemd does not run here, and is to start the hub: add --no-service, and start the "
            "hub as the README says under *Without systemd*."
        )
    elif not succeeds("systemctl", "is-active", "--quiet", place.service.name):
        for port in filter(taken, PORTS):
            yield f"Port {port} is taken: stop the program that `ss -ltnp sport = :{port}` names."


def taken(port: int) -> bool:
    """Whether a program listens on a port of this machine."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def existing(path: Path) -> Path:
    """A folder, or the first one above it that is there."""
    return next(one for one in (path, *path.parents) if one.exists())


def entries(folder: Path) -> set[str]:
    """What is in a folder, if it is there."""
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
