#!/usr/bin/env python3
"""Set up JupyterHub for one class on this machine, which is to have nothing else on it.

    sudo python3 deploy/hub/install.py --instructor grace --students class.csv
    sudo python3 deploy/hub/install.py --remove

`--dry-run` only says what either would do. Whatever is in the way is said before anything is made.
Each step is printed before it is taken. Run again, it takes only the steps that are left; with a
longer list of students it adds those that are new. Needs Debian or Ubuntu with Python 3.11 or
newer, and `apt install python3-pip bubblewrap`.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from looks import obstacles
from machine import Trouble
from packages import CHECKOUT
from place import Place, Step
from remove import removal
from steps import steps

NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


def main(arguments: Sequence[str]) -> int:
    """Take the steps that are left, or print them; returns the exit status."""
    asked = parser().parse_args(arguments)
    try:
        place = place_meant(asked)
        if asked.remove:
            take_down(place, asked)
        else:
            set_up(place, asked.dry_run)
    except subprocess.CalledProcessError as failed:
        said = f"`{shlex.join(map(str, failed.cmd))}` failed, as said above."
        print(f"\n{said} Once that is mended, the same command goes on here.", file=sys.stderr)
        return 2
    except (Trouble, OSError, EOFError) as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 2
    return 0


def set_up(place: Place, only_print: bool) -> None:
    """Take the steps that are left, unless something is in their way; or print both."""
    in_the_way = "\n".join(obstacles(place))
    if in_the_way and not only_print:
        raise Trouble(f"{in_the_way}\nNothing was made.")
    os.umask(0o022)  # students are to read what is installed for them
    for step in steps(place):
        take(step, only_print)
    if in_the_way:
        raise Trouble(f"In the way:\n{in_the_way}")


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    made = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    say = made.add_argument
    say("--dry-run", action="store_true", help="only print the steps")
    say("--instructor", default="instructor", metavar="NAME", help="account that grades")
    say("--students", type=Path, metavar="FILE", help="the class list, or one name a line")
    say("--group", default="chainrule", metavar="NAME", help="the accounts that may log in")
    say("--prefix", type=Path, default=Path("/usr/local/lib/chainrule"), metavar="FOLDER")
    say("--exchange", type=Path, default=Path("/srv/chainrule/exchange"), metavar="FOLDER")
    say("--settings", type=Path, default=Path("/etc/chainrule"), metavar="FOLDER")
    say("--no-service", action="store_true", help="without a systemd unit")
    say("--remove", action="store_true", help="list and remove what was installed")
    say("--homes", action="store_true", help="with --remove: the home folders, too")
    say("--yes", action="store_true", help="with --remove: do not ask")
    return made


def place_meant(asked: argparse.Namespace) -> Place:
    """Where to install, with the names of accounts looked at."""
    lines = students_in(asked.students) if asked.students else []
    names = (asked.group, asked.instructor, *lines)
    if wrong := [name for name in names if not NAME.fullmatch(name)]:
        raise Trouble(
            f"No account can be called {', '.join(map(repr, wrong))}: their ids are to be small "
            "letters, digits, - and _, and begin with a letter."
        )
    if asked.instructor in lines:
        raise Trouble(f"{asked.instructor} is the instructor and cannot be a student too.")
    unit = None if asked.no_service else Path("/etc/systemd/system/chainrule-hub.service")
    return Place(
        asked.prefix, asked.exchange, asked.settings, unit,
        asked.group, asked.instructor, tuple(dict.fromkeys(lines)),
    )  # fmt: skip


def students_in(file: Path) -> list[str]:
    """The accounts in a class list, or in a file of names, one a line."""
    sys.path.insert(0, str(CHECKOUT))
    sys.dont_write_bytecode = True  # root leaves no file in a checkout
    from autograde.course.csv_dialects import heading
    from autograde.course.refusals import CourseError
    from autograde.roster.class_list import KNOWN, read_class_list

    lines = file.read_text(encoding="utf-8-sig").splitlines() or [""]
    if not any(heading(cell) in KNOWN for cell in re.split("[,;\t]", lines[0])):
        return "\n".join(lines).split()
    try:
        return [student.id for student in read_class_list(file)]
    except CourseError as error:
        raise Trouble(str(error)) from None


def take_down(place: Place, asked: argparse.Namespace) -> None:
    """List what goes, ask, and remove it."""
    steps = [step for step in removal(place, asked.homes) if not step.is_done()]
    for step in steps:
        print(f"  goes    {step.what}")
    if asked.dry_run or not steps:
        print("Nothing was removed." if steps else "Nothing is here that was installed.")
        return
    if os.geteuid() != 0:
        raise Trouble("Accounts and services are removed by root: run it with sudo.")
    if not asked.yes and input("Remove all of this? [y/N] ").strip().lower() != "y":
        raise Trouble("Nothing was removed.")
    for step in removal(place, asked.homes):
        if not step.is_done():
            take(step, only_print=False)


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
