"""JupyterLab on the course: what is done, what comes next, and a student's tools.

    python3 course.py lab                what you write is kept in my/, which git ignores
    python3 course.py lab --instructor   the course's own files, and nbgrader's instructor tools

What else JupyterLab takes is handed on to it: --no-browser, --port 9000.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from own_copy import OwnCopy

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main(words: list[str]) -> None:
    """Open JupyterLab; it runs until Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="course.py lab", description=__doc__, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--instructor", action="store_true", help="the course's own files")
    asked, others = parser.parse_known_args(words)
    options = for_instructors() if asked.instructor else for_students()
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance([*options, *as_root, *others])


def for_instructors() -> list[str]:
    """The whole course, with all of nbgrader."""
    return [f"--ServerApp.root_dir={ROOT}", "--LabApp.default_url=/lab/tree/lectures"]


def for_students() -> list[str]:
    """A student's own copy of the course, its start page, and no instructor's tools."""
    own = OwnCopy(ROOT)
    new = not own.my.exists()
    try:
        made = own.complete()
    except OSError as error:
        print(f"my/ cannot be made ({error}): these are the course's own files.", file=sys.stderr)
        return for_instructors()
    for change in (one for one in made if one.sentences):
        print(change)
    if new:
        print("Your notebooks are in my/: what you write there is yours, and git leaves it alone.")
    path = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(HERE / "student"), path]))
    return [
        f"--ServerApp.root_dir={own.my}",
        f"--LabApp.extra_labextensions_path={HERE / 'labextensions'}",
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
