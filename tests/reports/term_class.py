"""The class of the rehearsed term: a course of two small assignments, and what twelve hand in.

`python tests/reports/term_class.py FOLDER` makes the course, with this file in it as `hand_in.py`;
there, `python hand_in.py one` lets the twelve work, and packs it as Moodle does.
"""

import json
import shutil
import sys
import zipfile
from pathlib import Path

RIGHT = {"double": "def double(x):\n    return 2 * x", "half": "def half(x):\n    return x / 2"}
WRONG = {**RIGHT, "half": "def half(x):\n    return x // 2"}
BECAUSE, HALVES = "Because it is so.", "Halving undoes doubling."
IN_TIME, LATE = (2026, 1, 30, 12, 0, 0), (2026, 2, 2, 12, 0, 0)
# By the name that Moodle has: the answers, where the file lies, and when it came.
WORK = {
    "Ada Abel": ({**RIGHT, "words": HALVES}, "{}.ipynb", IN_TIME),
    "Bob Baer": ({**WRONG, "words": BECAUSE}, "{}.ipynb", IN_TIME),
    "Cyd Coe": ({**RIGHT, "words": BECAUSE}, "{} (1).ipynb", IN_TIME),
    "Dan Dee": ({**RIGHT, "words": BECAUSE}, "{}.ipynb", LATE),
    "Eve Ek": ({**WRONG, "words": HALVES}, "{}.ipynb", IN_TIME),
    "Flo Fay": ({**RIGHT, "words": BECAUSE}, "{}.ipynb", LATE),
    "Hal Hay": ({**RIGHT, "words": HALVES}, "homework/{}.ipynb", IN_TIME),
    "Ida Ito": ({**RIGHT, "words": BECAUSE}, "{} (1).ipynb", IN_TIME),
    "Jon Jay": ({**WRONG, "words": "YOUR ANSWER HERE"}, "{}.ipynb", IN_TIME),
    "K. Kim": ({**RIGHT, "words": HALVES}, "{}.ipynb", IN_TIME),
    "Lou Lee": ({}, "{}.ipynb", IN_TIME),
}  # and Gus Gray, who is excused
TYPO = ("isclose", "isclse")


def answered(released, answers):
    """The released notebook with answers in it."""
    nb = json.loads(released)
    for cell in nb["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = answers.get(name, cell["source"])
    return json.dumps(nb)


def hand_in(course, assignment):
    """What Moodle makes of everybody's work: a zip archive in `downloads`."""
    released = (course / "assignments" / assignment / f"{assignment}.ipynb").read_text(
        encoding="utf-8"
    )
    file = course / "downloads" / f"{assignment}.zip"
    file.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(file, "w") as archive:
        for number, (who, (answers, name, when)) in enumerate(WORK.items(), start=1001):
            place = f"{who}_{number}_assignsubmission_file_/"
            text = answered(released, answers).encode("utf-8-sig" if who == "Eve Ek" else "utf-8")
            archive.writestr(zipfile.ZipInfo(place + name.format(assignment), when), text)
            if who == "Ida Ito":  # who hands in the empty one as well
                archive.writestr(zipfile.ZipInfo(f"{place}{assignment}.ipynb", when), released)


def make(folder):
    """The course, nothing of it released; in the second assignment a test has a typing error."""
    import nbformat
    import tiny

    for name in ("one", "two"):
        cells = tiny.tiny_cells()
        if name == "two":
            for cell in cells:
                cell.source = cell.source.replace(*TYPO)
        file = folder / "solutions" / name / f"{name}.ipynb"
        file.parent.mkdir(parents=True)
        nbformat.write(tiny.notebook(cells), file)
    shutil.copy(tiny.ROOT / "nbgrader_config.py", folder)
    shutil.copy(__file__, folder / "hand_in.py")


if __name__ == "__main__":
    if (Path.cwd() / "nbgrader_config.py").is_file() and Path(sys.argv[0]).name == "hand_in.py":
        hand_in(Path.cwd(), sys.argv[1])
    else:
        sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
        make(Path(sys.argv[1]).resolve())
