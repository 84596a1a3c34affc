"""Accounts, files and commands of this machine."""

from __future__ import annotations

import grp
import os
import pwd
import subprocess
from pathlib import Path


class Trouble(Exception):
    """Something the administrator can mend, said in a sentence."""


def group_exists(name: str) -> bool:
    """Whether there is such a group."""
    try:
        return bool(grp.getgrnam(name))
    except KeyError:
        return False


def account_exists(name: str) -> bool:
    """Whether there is such an account."""
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


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


def may(account: str, *command: str) -> bool:
    """Whether a command succeeds as another account."""
    return succeeds("runuser", "-u", account, "--", *command)


def succeeds(*command: str) -> bool:
    """Whether a command is there and succeeds."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
