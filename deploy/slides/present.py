"""A lecture as slides in a browser, with widgets that live, speaker's notes, and no network.

    python3 course.py present 02                the lecture that begins with 02
    python3 course.py present 2 --minutes 45    its short path
    python3 course.py present perceptron        a notebook of the gallery
    python3 course.py present my/lectures/02_backpropagation.ipynb    as you have changed it

In the browser: → or Space goes on, ← back, s opens the speaker's notes, d turns dark or light,
f fills the screen, ? shows all keys. What else JupyterLab takes is handed on to it.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

from slides import copy_as_slides

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LECTURES = ROOT / "lectures"
OWN = ROOT / "my" / "lectures"  # what `course.py lab` lets one change
SLIDES = ROOT / "slides"  # beside lectures/, so that links lead where they led
SHORT, LONG = 45, 90


def main(words: list[str]) -> int:
    """Make the slides and open them; they are served until Ctrl-C."""
    asked, others = parser().parse_known_args(words)
    lectures = OWN if is_own(asked.lecture) else LECTURES
    try:
        notebook = find(asked.lecture, lectures)
    except LookupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 2
    copy_as_slides(lectures, SLIDES, asked.minutes, asked.dark)
    page = f"/doc/tree/{SLIDES.name}/{notebook.relative_to(lectures).as_posix()}"
    command = [sys.executable, "-m", "jupyterlab", *options(ROOT, SLIDES),
               f"--LabApp.default_url={page}"]  # fmt: skip
    command += [f"--port={asked.port}"] if asked.port else []
    command += others
    command += ["--no-browser"] if asked.no_browser else []
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return replace_by(command)


def replace_by(command: list[str]) -> int:
    """Let a command take this process's place, so that Ctrl-C is its own."""
    if os.name != "nt":  # there, exec returns to the shell at once
        os.execv(command[0], command)
    return subprocess.call(command)


def parser() -> argparse.ArgumentParser:
    """What can be said after `present`."""
    made = argparse.ArgumentParser(
        prog="course.py present", description=__doc__, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("lecture", help="a number, the beginning of a name, or a notebook's path")
    made.add_argument(
        "--minutes", type=int, choices=[SHORT, LONG], default=LONG,
        help="45 leaves out what only the long lecture shows (default: 90)",
    )  # fmt: skip
    made.add_argument("--dark", action="store_true", help="begin with light letters on dark")
    made.add_argument("--no-browser", action="store_true", help="only serve; print the address")
    made.add_argument("--port", type=int, help="the port to serve at")
    return made


def is_own(word: str) -> bool:
    """Whether a lecture is meant by its path in `my/`, as somebody has changed it there."""
    return OWN in Path(word).resolve().parents


def find(word: str, lectures: Path = LECTURES) -> Path:
    """The notebook that is meant: by its number, its name or how that begins, or its path."""
    every = sorted(lectures.rglob("*.ipynb"))
    stem = Path(word).name.removesuffix(".ipynb")
    if number := re.fullmatch(r"(\d+)(b?)", stem):
        stem = f"{int(number[1]):02d}{number[2]}_"
    named = [path for path in every if path.stem == stem] or [
        path for path in every if path.stem.startswith(stem)
    ]
    if stem and len(named) == 1:
        return named[0]
    names = ", ".join(path.stem for path in named or every)
    which = "Which of these" if named else f"There is no lecture {word}; there are"
    raise LookupError(f"{which}: {names}{'?' if named else '.'}")


def options(root: Path, slides: Path) -> list[str]:
    """What makes JupyterLab show the notebooks of a folder under `root` as slides.

    Its settings and windows are this presentation's own, so that none of the speaker's change.
    """
    return [
        f"--ServerApp.root_dir={root}",
        f"--LabApp.extra_labextensions_path={HERE / 'labextensions'}",
        f"--LabApp.user_settings_dir={slides / '.settings'}",
        f"--LabApp.workspaces_dir={slides / '.workspaces'}",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
