"""Taking a class down: all that the installer made, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from machine import account_exists, group_exists, home, run
from place import Place, Step

STATE = Path("/var/lib/chainrule")  # of the unit: the database of sessions
WRITTEN = ("jupyterhub_config.py", "hub.env", "made.txt")  # in the folder of settings


def removal(place: Place, homes: bool) -> Iterator[Step]:
    """What goes, in its order; accounts that were there before stay."""
    if place.service:
        yield from service(place.service)
    for name in place.made("account"):
        yield account(name, homes)
    for name in place.made("group"):
        yield Step(
            f"the group {name}",
            lambda name=name: not group_exists(name),  # type: ignore[misc]
            lambda name=name: run("groupdel", name),  # type: ignore[misc]
        )
    if (place.prefix / "pyvenv.cfg").exists():
        yield tree(place.prefix, "what the hub and the students run")
    folders = place.made("folder")
    if str(place.exchange) in folders:
        yield tree(place.exchange, "the exchange, with what was handed in")
    if str(place.exchange.parent) in folders:
        yield alone(place.exchange.parent, {place.exchange.name})
    for name in WRITTEN:
        file = place.settings / name
        yield Step(f"{file}", lambda file=file: not file.exists(), file.unlink)  # type: ignore[misc]
    yield alone(place.settings, {*WRITTEN})


def service(unit: Path) -> Iterator[Step]:
    """The unit, stopped, and its state."""

    def stop() -> None:
        run("systemctl", "disable", "--now", unit.name)
        unit.unlink()
        run("systemctl", "daemon-reload")

    yield Step(f"{unit}, and the hub that it runs", lambda: not unit.exists(), stop)
    yield tree(STATE, "who is logged in")


def account(name: str, homes: bool) -> Step:
    """An account; its home, too, or else that is root's, whoever gets its number next."""
    place = home(name)

    def go() -> None:
        subprocess.run(["pkill", "-KILL", "--uid", name], check=False)
        run("userdel", *(["--remove"] if homes else []), name)
        if not homes and place.is_dir():
            shutil.chown(place, "root", "root")

    fate = f"with {place}" if homes else f"but not {place}, which --homes removes"
    return Step(f"the account {name}, {fate}", lambda: not account_exists(name), go)


def tree(path: Path, what: str) -> Step:
    """A folder with all that is in it."""
    return Step(f"{path}: {what}", lambda: not path.exists(), lambda: shutil.rmtree(path))


def alone(folder: Path, known: set[str]) -> Step:
    """A folder that has nothing in it but what goes before it."""

    def is_done() -> bool:
        return not folder.is_dir() or bool({path.name for path in folder.iterdir()} - known)

    return Step(f"{folder}, in which nothing else is", is_done, folder.rmdir)
