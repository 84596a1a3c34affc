"""Environments and checkouts of their own, for tests of what is installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from programs import find

ROOT = Path(__file__).resolve().parents[1]


def install(python, *packages):
    """Install packages into an environment; what went wrong, or "".

    By uv, if it is here: it takes a second where pip takes a minute.
    """
    uv = find("uv", str(Path(sys.executable).with_name("uv")))
    pip = [sys.executable, "-m", "pip", "--python", python, "install"]
    command = [uv, "pip", "install", "--python", python] if uv else pip
    done = subprocess.run(
        [*command, "--quiet", *packages], capture_output=True, encoding="utf-8", check=False
    )
    return done.stderr.strip() if done.returncode else ""


def tracked():
    """The files of the repository that are there, as git lists them, whoever owns the checkout."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return [name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]


def clone(folder):
    """Make a repository of one commit with the files of this one as they are now."""
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    author = ["-c", "user.name=Reader", "-c", "user.email=reader@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*author, "commit", "-qm", "."]):
        subprocess.run(["git", *command], cwd=folder, check=True)


def reader(checkout, path=None):
    """The environment of somebody who has typed `source .venv/bin/activate` in a checkout."""
    home = checkout.parent / "home"
    home.mkdir(exist_ok=True)
    path = os.pathsep.join([str(checkout / ".venv/bin"), path or os.environ["PATH"]])
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "JUPYTER", "GIT"))}
    return {**kept, "PATH": path, "HOME": str(home), "VIRTUAL_ENV": str(checkout / ".venv")}
