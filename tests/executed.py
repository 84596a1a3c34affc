"""Lectures and gallery with their outputs: each is run once for a state of engine and notebook."""

import hashlib
import re
from functools import cache
from pathlib import Path

import claims
import nbformat

from chainrule.exercises.practice import exercises
from chainrule.exercises.questions.official import with_official_answers

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "executed"  # so that `test --rest` need not run what `test` ran


def executed(path, once):
    """A notebook that was run from top to bottom, in its folder, every prediction answered."""
    return kept_or_run(path, once, path.stem, run_answered)


def unanswered(path, once):
    """A notebook as it stands, and below it all answers to its exercises that are known."""
    return kept_or_run(path, once, f"{path.stem}-unanswered", run_unanswered)


def kept_or_run(path, once, name, run):
    text = once(f"{name}.ipynb", lambda: text_of_run(path, name, run))
    return nbformat.reads(text, as_version=4)


def text_of_run(path, name, run):
    state = hashlib.sha256(engine() + path.read_bytes()).hexdigest()
    kept = KEPT / f"{name}-{state}.ipynb"
    if not kept.exists():
        text = nbformat.writes(run(path))
        KEPT.mkdir(parents=True, exist_ok=True)
        for older in KEPT.glob(f"{name}-{'?' * len(state)}.ipynb"):
            older.unlink(missing_ok=True)
        new = kept.with_suffix(".new")
        new.write_text(text, encoding="utf-8")
        new.rename(kept)  # whole, for a run after one that was killed
    return kept.read_text(encoding="utf-8")


@cache
def engine():
    """A digest of what a notebook imports."""
    files = sorted((ROOT / "chainrule").rglob("*.*"))
    ours = [path for path in files if path.suffix in {".py", ".js", ".css", ".txt"}]
    texts = (path.read_bytes() for path in [*ours, ROOT / "requirements.lock"])
    return hashlib.sha256(b"".join(texts)).digest()


def run_answered(path):
    notebook = claims.run(path, prepared=with_answers)
    for cell, given in zip(notebook.cells, nbformat.read(path, as_version=4).cells, strict=True):
        cell.source = given.source
    return numbered(notebook)


def numbered(notebook):
    """The notebook as if nothing had run but its cells, from the first to the last."""
    for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), 1):
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
    return notebook


def with_answers(cells):
    for cell in cells:
        cell.source = with_official_answers(cell.source)
    return cells


def run_unanswered(path):
    return claims.run(path, prepared=with_exercises)


def with_exercises(cells):
    return [*cells, *(answer for name in exercises for answer in answers_to(name, cells))]


def answers_to(name, cells):
    """A cell for the worked solution of an exercise and for each wrong answer, with what to say."""
    number = re.escape(name)
    call = re.compile(rf'^exercise\("{number}",.*\)$', re.MULTILINE)
    calls = [found[0] for cell in cells if (found := call.search(cell.source))]
    task = re.compile(
        rf"\*\*Exercise {number}\b.*?<summary>Solution</summary>.*?```python\n(.*?)```", re.S
    )
    right = [found[1] for cell in cells if (found := task.search(cell.source))]
    told = {**exercises[name].wrong, **dict.fromkeys(right, "Right.")}
    for source, says in told.items() if calls else ():
        cell = nbformat.v4.new_code_cell(f"{source}\n{calls[0]}")
        cell.metadata["exercise"] = {"name": name, "says": says, "right": source in right}
        yield cell
