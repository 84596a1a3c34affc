"""A lecture's notebook as slides: what a presentation shows of it, and how.

What a cell is on the slides is said by its own metadata: `slideshow.slide_type`, and under
`chainrule` the speaker's `notes` and the `path` (90: only the long lecture shows it).
"""

from __future__ import annotations

import copy
import json
import re
import shutil
from pathlib import Path
from typing import Any

Cell = dict[str, Any]
Notebook = dict[str, Any]

SHORT_CODE = 8  # lines that a slide shows beside its text
ASKS = re.compile(r"\b(predict|recall|review)\(")
DRAWS = re.compile(r"\b(pictures|widgets)\.\w+\(|\bPlayground\(")
OPENS = ("slide", "subslide")


def copy_as_slides(lectures: Path, folder: Path, minutes: int = 90, dark: bool = False) -> None:
    """Copy the folder of the lectures, each notebook as slides; what was there before goes."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(lectures, folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    for path in folder.rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        text = json.dumps(as_slides(notebook, minutes, dark), ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")


def as_slides(notebook: Notebook, minutes: int = 90, dark: bool = False) -> Notebook:
    """The slides of a notebook for a lecture of so many minutes."""
    slides = copy.deepcopy(notebook)
    slides["metadata"]["chainrule"] = {"minutes": minutes, "dark": dark}
    slides["cells"] = []
    for cell in on_path(list(map(typed, notebook["cells"])), minutes):
        slides["cells"] += [laid_out(cell), *notes_of(cell)]
    return slides


def typed(cell: Cell) -> Cell:
    """A copy of a cell with a slide type; code that has none begins a slide of its own."""
    made = copy.deepcopy(cell)
    if cell["cell_type"] == "code" and "slideshow" not in cell["metadata"]:
        set_slide_type(made, "subslide")
    return made


def on_path(cells: list[Cell], minutes: int) -> list[Cell]:
    """The cells that are shown; a slide whose first cell is left out begins with its next."""
    shown: list[Cell] = []
    opening = ""
    for cell in cells:
        kind = slide_type(cell)
        if own(cell).get("path", 0) > minutes:
            opening = kind if kind in OPENS and opening != "slide" else opening
            continue
        if kind in OPENS:
            opening = ""
        elif opening and kind in ("-", "fragment"):
            set_slide_type(cell, opening)
            opening = ""
        shown.append(cell)
    return shown


def laid_out(cell: Cell) -> Cell:
    """A cell without output, whose code is folded where the slide is not about it."""
    if cell["cell_type"] == "code":
        cell["outputs"], cell["execution_count"] = [], None
        if is_folded(source(cell), slide_type(cell) in OPENS):
            cell["metadata"].setdefault("jupyter", {})["source_hidden"] = True
    return cell


def is_folded(code: str, opens: bool) -> bool:
    """Whether code waits behind a button: it only asks or draws, or is long and beside a text."""
    lines = [line for line in code.splitlines() if line.strip()]
    if ASKS.search(code):
        return True
    if DRAWS.search(code):
        return len(lines) <= 2 or len(lines) > SHORT_CODE
    return len(lines) > SHORT_CODE and not opens


def notes_of(cell: Cell) -> list[Cell]:
    """The speaker's notes on a cell, as the cell that stands behind it."""
    notes = own(cell).get("notes")
    if not notes:
        return []
    metadata = {"slideshow": {"slide_type": "notes"}}
    return [
        {"cell_type": "markdown", "id": f"{cell['id']}-notes"[-64:], "metadata": metadata,
         "source": notes}
    ]  # fmt: skip


def own(cell: Cell) -> dict[str, Any]:
    """What the course says about a cell."""
    said: dict[str, Any] = cell["metadata"].get("chainrule", {})
    return said


def slide_type(cell: Cell) -> str:
    """The slide type of a cell; "-" where it goes on with the slide before."""
    kind: str = cell["metadata"].get("slideshow", {}).get("slide_type") or "-"
    return kind


def set_slide_type(cell: Cell, kind: str) -> None:
    """Give a cell a slide type."""
    cell["metadata"]["slideshow"] = {"slide_type": kind}


def source(cell: Cell) -> str:
    """The text of a cell, which a file may hold as lines."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)
