#!/usr/bin/env python3
"""Chain Rule in one command; needs nothing but Python and pip (or uv).

    python3 course.py lab     set up, then open JupyterLab on the lectures
    python3 course.py test    set up, then run every test
    python3 course.py demo    set up, then grade a sample class
    python3 course.py setup   only set up

Everything is installed into the folder .venv beside this file; delete it to undo.
This file is kept readable for Python 3.6, so that an old Python gets a sentence, not a traceback.
"""

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "course-setup.txt"  # written last: there is no stamp on half a set-up
NEWEST, OLDEST = 14, 11  # of Python 3


class Trouble(Exception):
    """Something the user can mend, said in a sentence."""


def main(arguments: list) -> int:
    """Run the command that was asked for and return its exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["lab", "test", "demo", "setup"])
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="handed on to the command")
    asked = parser.parse_args(arguments)
    try:
        need_python()
        set_up()
        return {"lab": lab, "test": test, "demo": demo, "setup": done}[asked.command](asked.rest)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nInterrupted; the same command goes on from here.", file=sys.stderr)
        return 130


# ------------------------------------------------------------------ set-up


def need_python() -> None:
    """Hand over to a newer Python if this one is too old and there is one; else say so."""
    if sys.version_info >= (3, OLDEST):
        return
    for minor in range(NEWEST, OLDEST - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            sys.exit(subprocess.call([newer, *sys.argv]))
    found = ".".join(map(str, sys.version_info[:3]))
    raise Trouble(
        f"Chain Rule needs Python 3.{OLDEST} or newer and this is {found}: install a newer one "
        "from https://www.python.org/downloads and run the command with it."
    )


def set_up() -> None:
    """Make .venv hold what the lock file says and this project; nothing to do, nothing done."""
    with one_at_a_time():
        if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == fingerprint():
            return
        print("Setting up Chain Rule in .venv: once, half a minute or so.", flush=True)
        make_venv()
        install = installer()
        print("Installing the packages of requirements.lock ...", flush=True)
        run([*install, "-r", str(ROOT / "requirements.lock")])
        editable = ["-e", str(ROOT), "-e", str(ROOT / "autograde")]
        run([*install, "--no-deps", "--no-build-isolation", *editable])
        silence_the_news()
        STAMP.write_text(fingerprint())
        print("Set up.", flush=True)


def fingerprint() -> str:
    """What the set-up depends on: Python's version and the files that say what to install."""
    files = ["requirements.lock", "pyproject.toml", "autograde/pyproject.toml", "course.py"]
    digest = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in files)).hexdigest()
    return f"{sys.version_info[0]}.{sys.version_info[1]} {digest}\n"


def make_venv() -> None:
    """Create .venv, anew if the one that is there does not run or is of another Python.

    Without pip: on Debian and Ubuntu the module that would bring it is not installed.
    """
    if STAMP.exists():
        STAMP.unlink()
    same = "import sys; sys.exit(sys.version_info[:2] != ({}, {}))".format(*sys.version_info[:2])
    runs = PYTHON.exists() and quiet([str(PYTHON), "-c", same])
    if not runs:
        if VENV.exists():
            shutil.rmtree(VENV)
        venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(VENV)


def installer() -> list:
    """The command that installs into .venv: uv if it can be had, else pip."""
    local = BIN / ("uv.exe" if os.name == "nt" else "uv")
    uv = str(local) if local.exists() else shutil.which("uv")
    if uv and quiet([uv, "--version"]):
        return [uv, "pip", "install", "--python", str(PYTHON)]
    pip = pip_for_venv()
    lock = ROOT / "requirements.lock"
    if quiet([*pip, "install", "--quiet", "--constraint", str(lock), "uv"]):
        return [str(local), "pip", "install", "--python", str(PYTHON)]
    return [*pip, "install"]


def pip_for_venv() -> list:
    """A pip that installs into .venv: this Python's, or one that ensurepip puts there."""
    here = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if quiet([*here, "--version"]):
        return here
    inside = [str(PYTHON), "-m", "pip"]
    if quiet([*inside, "--version"]) or quiet([str(PYTHON), "-m", "ensurepip"]):
        return inside
    raise Trouble(
        "Neither pip nor uv is here. On Debian or Ubuntu: sudo apt install python3-pip; "
        "elsewhere: https://docs.astral.sh/uv/getting-started/installation. Then run this again."
    )


def silence_the_news() -> None:
    """Keep JupyterLab from asking at every first start whether it may fetch news."""
    settings = VENV / "etc" / "jupyter" / "labconfig" / "page_config.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    news = "@jupyterlab/apputils-extension:announcements"
    settings.write_text(json.dumps({"disabledExtensions": {news: True}}, indent=2) + "\n")


@contextlib.contextmanager
def one_at_a_time():  # type: ignore[no-untyped-def]
    """Let a second call wait for the first; a killed one leaves no lock behind."""
    with open(ROOT / ".course-lock", "w") as file:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


# ---------------------------------------------------------------- commands


def lab(rest: list) -> int:
    """Open JupyterLab on the lectures, with the whole course in its file browser."""
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    here = [f"--ServerApp.root_dir={ROOT}", "--LabApp.default_url=/lab/tree/lectures"]
    return subprocess.call([str(PYTHON), "-m", "jupyterlab", *here, *root, *rest], **settings())


def test(rest: list) -> int:
    """Run the linters, the type checker, the spell checker and every test."""
    steps = {
        "ruff check": ["ruff", "check", "."],
        "ruff format": ["ruff", "format", "--check", "."],
        "mypy": ["mypy"],
        "codespell": ["codespell"],
        "pytest": ["pytest", *rest],
    }
    failed = []
    for name, command in steps.items():
        print(f"\n--- {name}", flush=True)
        if subprocess.call([str(PYTHON), "-m", *module(command)], **settings()):
            failed.append(name)
    if failed:
        print(f"\nFailed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def module(command: list) -> list:
    """A command as `python -m` knows it."""
    return ["codespell_lib", *command[1:]] if command[0] == "codespell" else command


def demo(rest: list) -> int:
    """Grade a sample class."""
    return subprocess.call([str(PYTHON), "-m", "autograde", "demo", *rest], **settings())


def done(rest: list) -> int:
    """Say what is next."""
    print("Ready. Next: python3 course.py lab")
    return 0


# ------------------------------------------------------------- subprocesses


def settings() -> dict:
    """How a command is run: from the course's folder, with .venv first on the path."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {"cwd": str(ROOT), "env": {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV)}}


def run(command: list) -> None:
    """Run an installer's step and let it show its own progress."""
    if subprocess.call(command, **settings()):
        raise Trouble(
            "The installation stopped, see the lines above; if the network was away, "
            "the same command goes on from here."
        )


def quiet(command: list) -> bool:
    """Whether a command can be run and succeeds."""
    with contextlib.suppress(OSError):
        return (
            subprocess.call(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **settings()
            )
            == 0
        )
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
