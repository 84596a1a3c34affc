#!/usr/bin/env python3
"""Set up JupyterHub for one class on this machine, which is to have nothing else on it.

    sudo python3 deploy/hub/install.py --dry-run --instructor grace --students class.txt
    sudo python3 deploy/hub/install.py --instructor grace --students class.txt

Each step is printed before it is taken. Run again, it takes only the steps that are left; with a
longer list of students it adds those that are new. Needs Debian or Ubuntu with Python 3.11 or
newer, and `apt install python3-pip bubblewrap`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from machine import Trouble, succeeds
from packages import CHECKOUT
from place import Place, Step
from steps import steps

NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


def main(arguments: Sequence[str]) -> int:
    """Take the steps that are left, or print them; returns the exit status."""
    asked = parser().parse_args(arguments)
    try:
        place = place_meant(asked)
        if not asked.dry_run:
            refuse_early()
        os.umask(0o022)  # students are to read what is installed for them
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
    say("--prefix", type=Path, default=Path("/usr/local/lib/chainrule"), metavar="FOLDER")
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
    """Refuse where the steps could not be finished, or would leave something open."""
    if sys.version_info < (3, 11):  # noqa: UP036 (it is an administrator's Python)
        raise Trouble("Python 3.11 or newer is needed.")
    if os.geteuid() != 0:
        raise Trouble("Accounts and services are made by root: run it with sudo.")
    if succeeds("runuser", "-u", "nobody", "--", "test", "-r", str(CHECKOUT / "solutions")):
        raise Trouble(f"Students could read the solutions here: `chmod 700 {CHECKOUT}` first.")
    if not succeeds("runuser", "-u", "nobody", "--", sys.executable, "-c", ""):
        raise Trouble(f"Students may not run {sys.executable}: use /usr/bin/python3.")
    if not succeeds(sys.executable, "-m", "pip", "--version"):
        raise Trouble(f"{sys.executable} has no pip: `apt install python3-pip`.")
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
