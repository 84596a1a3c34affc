#!/usr/bin/env python3
"""Chain Rule in one command; needs Python with pip, or with uv, and nothing else.

    python3 course.py lab     set up, then open the course in JupyterLab: what is done, what comes
                              next; what you write is kept in my/
    python3 course.py update  get corrected notebooks, with what you wrote in them
    python3 course.py present set up, then show a lecture as slides, with widgets that live and
                              speaker's notes: present 02, present 02 --minutes 45
    python3 course.py test    set up, then run the linters and the quick tests; --all: every test
    python3 course.py check   set up, then check your own work: check 02, check 02_autograd.ipynb;
                              without a word after it the whole course, on one page
    python3 course.py demo    set up, then grade a sample class
    python3 course.py run     set up, then run a program of .venv: run autograde report 02_autograd
    python3 course.py site    set up, then build the site; site --open shows it
    python3 course.py lite    set up, then build the course that runs in a browser alone
    python3 course.py setup   only set up

What follows the command is handed on to it: lab --no-browser --port 9000, test -k engine.
Everything is installed into the folder .venv beside this file; delete it to undo. A set-up
that broke off, or that an update of the course made old, is mended by the same command.
"""

# Python 2 stops at the next line and shows it; Python 3.6 and newer get a sentence.
NEEDED: str = "Chain Rule needs Python 3.11 or newer; get one from https://www.python.org/downloads"

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import typing
from pathlib import Path

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PROGRAM = ".exe" if WINDOWS else ""
PYTHON = BIN / ("python" + PROGRAM)
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "course-setup.txt"  # tells a set-up that is whole from one that broke off
UNFINISHED = b"unfinished\n"
REQUIRED = ["numpy", "jupyterlab", "nbgrader", "pytest", "chainrule", "autograde"]
SITE = ["sphinx_book_theme", "myst_nb", "numpydoc", "mathjax"]


class UserError(Exception):
    """Something the user can mend, said in a sentence."""


def main(arguments: "list[str]") -> int:
    """Run the command that was asked for and return its exit status."""
    commands = {
        "lab": lab,
        "update": update,
        "present": present,
        "test": test,
        "check": check,
        "demo": demo,
        "run": run,
        "site": site,
        "lite": lite,
        "setup": setup,
    }
    parser = argparse.ArgumentParser(
        prog="course.py",
        usage=f"python3 course.py {{{','.join(commands)}}} [what the command takes]",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=commands, help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    try:
        ensure_new_python(arguments)
        set_up()
        return commands[asked.command](asked.rest)
    except (UserError, OSError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nInterrupted; the same command goes on from here.", file=sys.stderr)
        return 130


# ------------------------------------------------------------------ set-up


def ensure_new_python(arguments: "list[str]") -> None:
    """Go on with a newer Python if this one is too old and there is one; else say so."""
    if sys.version_info >= (3, 11):
        return
    new_enough = ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    candidates = [[str(PYTHON)], ["python3.13"], ["python3.12"], ["python3.11"], ["python3.14"]]
    for python in [*candidates, ["py", "-3"]] if WINDOWS else candidates:
        if succeeds([*python, *new_enough]):
            exec_([*python, str(ROOT / "course.py"), *arguments])
    found = ".".join(map(str, sys.version_info[:3]))
    raise UserError(f"{NEEDED} (this is Python {found}, and no newer one is on the path).")


def set_up() -> None:
    """Make .venv hold what the lock file says and this project, unless it does."""
    if is_set_up():
        return
    with one_at_a_time():
        if is_set_up():  # by the call that this one waited for
            return
        if is_updatable():
            print("Bringing .venv up to date.", flush=True)
        else:
            print("Setting up Chain Rule in .venv, which takes about a minute, once.", flush=True)
            make_venv()
        STAMP.write_bytes(UNFINISHED)
        install()
        disable_news()
        STAMP.write_bytes(fingerprint())
        print("Chain Rule is set up.", flush=True)


def is_set_up() -> bool:
    """Whether the last set-up was whole, of these files in this folder, and is still there."""
    return stamp() == fingerprint() and has_modules(REQUIRED)


def is_updatable() -> bool:
    """Whether .venv is sound: made by hand, by uv, or by a set-up here that was whole."""
    whole = stamp().startswith(folder()) and has_modules(REQUIRED)
    return whole or (not STAMP.exists() and has_modules([]))


def stamp() -> bytes:
    """What the last set-up left: a fingerprint, or a word that it is unfinished."""
    return STAMP.read_bytes() if STAMP.exists() else b""


def folder() -> bytes:
    """The line of a fingerprint that names this folder, in the bytes of the file system."""
    return os.fsencode(str(ROOT)) + b"\n"


def fingerprint() -> bytes:
    """What a set-up depends on: the folder, and the files that say what to install."""
    files = ["requirements.lock", "pyproject.toml", "autograde/pyproject.toml", "course.py"]
    digest = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in files)).hexdigest()
    return folder() + f"{digest}\n".encode()


def has_modules(modules: "list[str]") -> bool:
    """Whether .venv's Python runs, is new enough and knows these modules."""
    look = (
        "import sys; from importlib.util import find_spec as find; "
        "sys.exit(sys.version_info < (3, 11) or not all(map(find, sys.argv[1:])))"
    )
    return succeeds([str(PYTHON), "-I", "-c", look, *modules])


def make_venv() -> None:
    """Create .venv afresh.

    Without pip: on Debian and Ubuntu the module that would bring it is not installed.
    """
    if VENV.exists():
        print("What is in .venv is unfinished or broken: making it afresh.", flush=True)
        shutil.rmtree(VENV)
    VENV.mkdir()
    STAMP.write_bytes(UNFINISHED)
    import venv  # here, so that an old Python without it still gets its sentence

    venv.EnvBuilder(with_pip=False, symlinks=not WINDOWS).create(VENV)


def install() -> None:
    """Install the locked packages and both of the course's own, with the first tool that can."""
    own = ["--no-deps", "--no-build-isolation", "-e", str(ROOT), "-e", str(ROOT / "autograde")]
    tried = []
    for name, command in installers():
        tried.append(name)
        print(f"Installing with {name} what requirements.lock names ...", flush=True)
        if call([*command, "-r", str(LOCK)]) == 0 and call([*command, *own]) == 0:
            return
    if tried:
        raise UserError(
            "The packages could not be installed: the last lines above say why. If the network "
            "was away, the same command goes on from here."
        )
    raise UserError(
        "Neither pip nor uv is here. Get one (Debian, Ubuntu: sudo apt install python3-pip; "
        "Fedora: sudo dnf install python3-pip; macOS, Windows: "
        "https://docs.astral.sh/uv/getting-started/installation) and run the same command."
    )


def installers() -> "typing.Iterator[tuple[str, list[str]]]":
    """Yield the commands that can install into .venv: uv if it can be had, then pip."""
    own = str(BIN / ("uv" + PROGRAM))
    into = ["pip", "install", "--python", str(PYTHON)]
    uv = next((uv for uv in ("uv", own) if succeeds([uv, "--version"])), None)
    if uv:
        yield "uv", [uv, *into]
    pip = pip_for_venv()
    if pip and not uv and succeeds([*pip, "install", "--retries", "1", "uv"]):
        yield "uv", [own, *into]
    if pip:
        yield "pip", [*pip, "install"]


def pip_for_venv() -> "list[str]":
    """A pip that installs into .venv: this Python's, or one that ensurepip puts there."""
    outside = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    inside = [str(PYTHON), "-m", "pip"]
    if succeeds([*outside, "--version"]):
        return outside
    if succeeds([*inside, "--version"]) or succeeds([str(PYTHON), "-m", "ensurepip"]):
        return inside
    return []


def disable_news() -> None:
    """Keep JupyterLab from asking at its first start whether it may fetch news."""
    settings = VENV / "etc" / "jupyter" / "labconfig" / "page_config.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    news = "@jupyterlab/apputils-extension:announcements"
    text = json.dumps({"disabledExtensions": {news: True}}, indent=2) + "\n"
    settings.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def one_at_a_time() -> "typing.Iterator[None]":
    """Wait while another call sets up; one that was killed leaves no lock behind.

    An installer inherits the lock, so that one which outlives its call is waited for as well.
    """
    with open(str(ROOT / ".course-lock"), "wb") as file:
        os.set_inheritable(file.fileno(), True)
        waiting = False
        while not try_lock(file.fileno()):
            if not waiting:
                print("Waiting for another call that is setting up ...", flush=True)
            waiting = True
            time.sleep(0.2)
        yield


def try_lock(file: int) -> bool:
    """Whether the operating system gives this process the lock on an open file."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# ---------------------------------------------------------------- commands


def lab(rest: "list[str]") -> int:
    """Open JupyterLab on the course: its start page, and notebooks of one's own to work in."""
    return exec_([str(PYTHON), str(ROOT / "deploy" / "lab" / "start.py"), *rest])


def update(rest: "list[str]") -> int:
    """Bring corrected notebooks in, and keep what was written in them."""
    return exec_([str(PYTHON), str(ROOT / "deploy" / "lab" / "update.py"), *rest])


def present(rest: "list[str]") -> int:
    """Show a lecture as slides."""
    return exec_([str(PYTHON), str(ROOT / "deploy" / "slides" / "present.py"), *rest])


def test(rest: "list[str]") -> int:
    """Run the linters, the type checker, the spell checker and the tests."""
    parser = argparse.ArgumentParser(
        prog="course.py test",
        usage="python3 course.py test [--all | --rest] [what pytest takes]",
        description="Run linters, type checker, spell checker and the tests. What pytest takes is "
        "handed on to it, for instance -k engine; tests that are named by their path are run "
        "whether they are slow or not.",
        allow_abbrev=False,
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--all",
        action="store_true",
        help="also what is marked slow: every lecture and widget in a browser, the site, a hub, "
        "the handbook, the gallery, old and new dependencies; and all of the long lists of cases, "
        "of which other runs take the day's share",
    )
    which.add_argument(
        "--rest",
        action="store_true",
        help="the rest after a plain test: of what is marked slow a third, each day another",
    )
    asked, others = parser.parse_known_args(rest)
    whole = asked.all or any(map(is_path, ["", *others], others))
    marked = [] if whole else ["--share", "-m", "slow" if asked.rest else "not slow"]
    steps = {} if asked.rest else linters()
    steps["pytest"] = [str(PYTHON), "-m", "pytest", *marked, *others]
    failed = []
    for name, step in steps.items():
        print(f"\n--- {name}", flush=True)
        if call(step):
            failed.append(name)
    results = [f"{name} {'FAILED' if name in failed else 'ok'}" for name in steps]
    if "javascript" not in steps and (ROOT / "package.json").exists():
        results.append("javascript not tried (install Node.js, then: npm ci)")
    print("\n" + ", ".join(results), flush=True)
    return 1 if failed else 0


def is_path(before: str, word: str) -> bool:
    """Whether a word for pytest, with the one before it, names tests by their path."""
    is_value = word[:1] == "-" or before in ("-k", "-m")
    return not is_value and (ROOT / word.split("::")[0]).exists()


def linters() -> "dict[str, list[str]]":
    """The commands that look at the code without running it, by name."""
    python = [str(PYTHON), "-m"]
    found = {
        "ruff check": [*python, "ruff", "check", "."],
        "ruff format": [*python, "ruff", "format", "--check", "."],
        "mypy": [*python, "mypy"],
        "codespell": [*python, "codespell_lib"],
        "lint-imports": [str(BIN / ("lint-imports" + PROGRAM))],
    }
    npm = shutil.which("npm")
    if npm and (ROOT / "node_modules").is_dir():
        found["javascript"] = [npm, "run", "check"]
    return found


def demo(rest: "list[str]") -> int:
    """Grade a sample class."""
    return run(["autograde", "demo", *rest])


def check(rest: "list[str]") -> int:
    """Check one's own work; files are meant from where one stands."""
    return run(["autograde", "check", *map(from_here, rest)])


def from_here(word: str) -> str:
    """The whole path of a file or folder: commands run in the course's folder."""
    path = Path(word).expanduser()
    there = word[:1] != "-" and (path.suffix == ".ipynb" or path.is_dir())
    return str(path.resolve()) if there and (path.exists() or not (ROOT / path).exists()) else word


def run(rest: "list[str]") -> int:
    """Run a program of .venv."""
    if not rest:
        raise UserError("Which program? For instance: python3 course.py run autograde --help")
    program = BIN / (rest[0] + PROGRAM)
    if not program.exists():
        raise UserError(f"There is no {rest[0]} in {BIN}.")
    return exec_([str(program), *rest[1:]])


def site(rest: "list[str]") -> int:
    """Build the site into docs/_build/html."""
    if not has_modules(SITE):
        packages = ["-r", str(ROOT / "docs" / "requirements.lock")]
        if not any(call([*command, *packages]) == 0 for _, command in installers()):
            raise UserError("What builds the site could not be installed; see the lines above.")
    return exec_([str(PYTHON), str(ROOT / "docs" / "build.py"), *rest])


def lite(rest: "list[str]") -> int:
    """Build the course that runs in the browser into deploy/lite/_build/site."""
    return exec_([str(PYTHON), str(ROOT / "deploy" / "lite" / "build.py"), *rest])


def setup(rest: "list[str]") -> int:
    """Name the command that opens the lectures."""
    print("Ready. Next: python3 course.py lab")
    return 0


# ------------------------------------------------------------- subprocesses


def environment() -> "dict[str, str]":
    """The environment of a command: .venv's programs, Jupyter kernels and settings come first.

    What Python has compiled is kept, else each program of .venv would start by doing it again.
    """
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])
    own = {"PATH": path, "VIRTUAL_ENV": str(VENV), "JUPYTER_PREFER_ENV_PATH": "1"}
    found = dict(os.environ, **own)
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return found


def call(command: "list[str]") -> int:
    """Run a command in the course's folder and return its exit status.

    Ctrl-C reaches the command as well: it may clean up before this call gives up too.
    """
    interrupts = []  # type: list[int]
    before = signal.signal(signal.SIGINT, lambda number, frame: interrupts.append(number))
    try:
        status = subprocess.call(command, cwd=str(ROOT), env=environment(), close_fds=False)
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupts:
        raise KeyboardInterrupt
    return status


def exec_(command: "list[str]") -> "typing.NoReturn":
    """Let a command take this process's place, so that signals and Ctrl-C are its own."""
    if WINDOWS:  # there, exec returns to the shell at once
        sys.exit(call(command))
    os.chdir(str(ROOT))
    os.execvpe(command[0], command, environment())


def succeeds(command: "list[str]") -> bool:
    """Whether a command is there and succeeds; it is run out of sight."""
    try:
        null = subprocess.DEVNULL
        status = subprocess.call(
            command, env=environment(), stdout=null, stderr=null, close_fds=False
        )
        return status == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
