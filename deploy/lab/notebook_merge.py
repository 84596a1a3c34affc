"""A corrected notebook with a learner's work in it: answers stay, corrections come.

Cells are paired by their `grade_id`, as the grader pairs them, else by their id, else by their
text. Notebooks are dictionaries here, as JSON has them, with each source in one piece.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Cell = dict[str, Any]
Notebook = dict[str, Any]

SHOWN = 8  # names of corrected cells; answers are all told
OWN = "own"  # marks a cell that is not the course's, meanwhile
START = -1  # what stands before the first cell that was handed out
CHANGED_TOO = "The course has changed this cell, too. It is handed out like this by now:"


class Unreadable(Exception):
    """A file that is no notebook."""


@dataclass
class Merged:
    """A notebook after an update, and what became of its cells, by name.

    Parameters
    ----------
    notebook : dict
        The corrected notebook with the learner's work.
    corrected : list of str
        Cells that have the course's new text.
    carried : list of str
        Answers that were carried over.
    beside : list of str
        Cells that both sides changed: the learner's text stands below the corrected one, or the
        corrected one below the answer.
    own : int
        The learner's own cells, which stay in their place.
    """

    notebook: Notebook
    corrected: list[str] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    own: int = 0


def merge(mine: Notebook, new: Notebook, base: Notebook | None = None) -> Merged:
    """The cells of `new`, in its order, with what `mine` changed since `base` was handed out."""
    merged = Merged({**new, "metadata": {**mine["metadata"], **new["metadata"]}})
    pairs, before = paired(mine["cells"], new["cells"]), base["cells"] if base else []
    handed_out = {j: before[i] for i, j in paired(before, new["cells"]).items()}
    last = {j: i for i, j in pairs.items()}
    own = own_cells(mine["cells"], before, {i: j for j, i in last.items()})
    merged.own = sum(map(len, own.values()))
    merged.beside += [name_of(cell) for cells in own.values() for cell in cells if is_answer(cell)]
    cells = list(map(plain, own[START]))
    for j, given in enumerate(new["cells"]):
        there = mine["cells"][last[j]] if j in last else None
        cell, beside = settled(there, given, handed_out.get(j), merged)
        known = texts(own[j])
        cells += [cell, *(one for one in beside if text_of(one) not in known)]
        cells += map(plain, own[j])
    merged.notebook["cells"] = with_ids(cells, new["cells"])
    return merged


def settled(
    mine: Cell | None, given: Cell, base: Cell | None, merged: Merged
) -> tuple[Cell, list[Cell]]:
    """The cell that takes the place of a given one, and what is kept beside it."""
    name, mended = name_of(given), base is None or text_of(base) != text_of(given)
    if mine is None:
        merged.corrected += [name] if base is None else []
        return given, []
    answered = is_answer(given) and is_changed(mine, base)
    merged.carried += [name] if answered else []
    if text_of(mine) == text_of(given):
        return with_text_of(given, mine), []
    if not is_changed(mine, base):
        merged.corrected.append(name)
        return given, []
    if not mended or (answered and (base is None or (is_signed(base) and not is_unchanged(base)))):
        return with_text_of(given, mine), []
    merged.beside.append(name)
    if answered:
        return with_text_of(given, mine), [quoted(given)]
    merged.corrected.append(name)
    return given, [plain(mine)]


def joined(first: Notebook, second: Notebook, base: Notebook | None) -> Notebook:
    """A notebook with all that was written in either of two.

    An answer takes its place if it is written in one only; else the second's comes below.
    """
    made, other = copy.deepcopy(first), second["cells"]
    given = texts(base["cells"]) if base else set()
    known = given | texts(made["cells"])
    places, after = paired(other, made["cells"]), START
    extra: dict[int, list[Cell]] = defaultdict(list)
    for i, cell in enumerate(other):
        after = places.get(i, after)
        if text_of(cell) in known or is_unchanged(cell):
            continue
        place = made["cells"][after] if i in places else None
        if place and (is_unchanged(place) or text_of(place) in given):
            made["cells"][after] = with_text_of(place, cell)
        else:
            extra[after].append(plain(cell))
    cells = extra[START]
    for j, cell in enumerate(made["cells"]):
        cells += [cell, *extra[j]]
    made["cells"] = with_ids(cells, made["cells"])
    return made


def paired(mine: list[Cell], new: list[Cell]) -> dict[int, int]:
    """For each of my cells that is among the new ones, the place of that one, in my order."""
    found: dict[int, int] = {}
    for key in (grade_id, id_of, text_of):
        taken = set(found.values())
        places = {
            key(cell): j for j, cell in reversed(list(enumerate(new)))
            if key(cell) and j not in taken
        }  # fmt: skip
        free = (i for i in range(len(mine)) if i not in found)
        matches = [(i, places[key(mine[i])]) for i in free if key(mine[i]) in places]
        if key is text_of:  # cells of the same text are different cells, one each
            matches = list({j: (i, j) for i, j in reversed(matches)}.values())
        found.update(matches)
    return dict(sorted(found.items()))


def own_cells(mine: list[Cell], base: list[Cell], pairs: dict[int, int]) -> dict[int, list[Cell]]:
    """Cells that are not in the new notebook, by the place in it of the cell that they come after.

    One that the course took away is left out, unless the learner has changed it.
    """
    taken_away = texts(base)
    own: dict[int, list[Cell]] = defaultdict(list)
    after = START
    for i, cell in enumerate(mine):
        after = pairs.get(i, after)
        if i not in pairs and not (text_of(cell) in taken_away or is_unchanged(cell)):
            own[after].append(cell)
    return own


def with_text_of(given: Cell, mine: Cell) -> Cell:
    """A given cell with my text, and with what came out when I ran it."""
    cell = {**copy.deepcopy(given), "source": mine["source"]}
    for name in ("outputs", "execution_count", "attachments"):
        if name in mine and mine["cell_type"] == given["cell_type"]:
            cell[name] = copy.deepcopy(mine[name])
    if mine.get("attachments"):  # pictures in an answer in words
        cell["attachments"] = mine["attachments"]
    return cell


def plain(cell: Cell) -> Cell:
    """A cell of one's own: nothing of it is graded or locked."""
    return {**cell, "metadata": {}, OWN: True}


def quoted(cell: Cell) -> Cell:
    """A text that shows how a cell is handed out."""
    language = "python" if cell["cell_type"] == "code" else ""
    text = f"{CHANGED_TOO}\n\n````{language}\n{cell['source']}\n````"
    return {"cell_type": "markdown", "metadata": {}, "source": text, OWN: True}


def with_ids(cells: list[Cell], course: list[Cell]) -> list[Cell]:
    """The cells, each with an id of its own; the course's keep theirs."""
    used = {cell.get("id") for cell in course}
    made = []
    for number, cell in enumerate(cells):
        name = cell.get("id") or f"own-{number}"
        while cell.get(OWN) and name in used:
            name = f"{name[:50]}-{number}"
        used.add(name)
        made.append({**{k: v for k, v in cell.items() if k != OWN}, "id": name})
    return made


# ------------------------------------------------------------------ of a cell


def grade_id(cell: Cell) -> str | None:
    """The name under which the gradebook knows a cell."""
    name = cell["metadata"].get("nbgrader", {}).get("grade_id")
    return name if isinstance(name, str) else None


def id_of(cell: Cell) -> str | None:
    """The id of a cell, which old notebooks do not have."""
    return cell.get("id")


def name_of(cell: Cell) -> str:
    """What a cell is called when it is spoken of."""
    first = cell["source"].strip().partition("\n")[0].strip("# ")
    return grade_id(cell) or cell.get("id") or first[:40]


def text_of(cell: Cell) -> str:
    """A cell's text, which tells apart cells without names."""
    return str(cell["source"]).strip()


def texts(cells: list[Cell]) -> set[str]:
    """The texts of cells."""
    return set(map(text_of, cells))


def is_answer(cell: Cell) -> bool:
    """Whether a cell is for a learner's answer."""
    return bool(cell["metadata"].get("nbgrader", {}).get("solution"))


def is_changed(cell: Cell, base: Cell | None) -> bool:
    """Whether a learner wrote in a cell; of an answer nbgrader's digest tells, else the base."""
    if is_answer(cell) and is_signed(cell):
        return not is_unchanged(cell)
    return not is_unchanged(cell) and (base is None or text_of(base) != text_of(cell))


def is_signed(cell: Cell) -> bool:
    """Whether nbgrader has put a digest on a cell when it was handed out."""
    return "checksum" in cell["metadata"].get("nbgrader", {})


def is_unchanged(cell: Cell) -> bool:
    """Whether a cell is what was handed out, by the digest that nbgrader has put on it."""
    return is_signed(cell) and cell["metadata"]["nbgrader"]["checksum"] == digest(cell)


def digest(cell: Cell) -> str:
    """The digest that nbgrader puts on a cell, computed as it does; a browser has no nbgrader."""
    about = cell["metadata"]["nbgrader"]
    grade, solution = about.get("grade", False), about.get("solution", False)
    locked = not solution and (bool(grade) or about.get("locked", False))
    words = [cell["source"], cell["cell_type"], grade, solution, locked, about["grade_id"]]
    words += [float(about["points"])] if grade else []
    return hashlib.md5("".join(map(str, words)).encode()).hexdigest()


# ------------------------------------------------------------------ in words


def sentences(merged: Merged) -> Iterator[str]:
    """What an update did to a notebook, in sentences."""
    if merged.corrected:
        rest = f" and {len(merged.corrected) - SHOWN} more" * (len(merged.corrected) > SHOWN)
        names = ", ".join(merged.corrected[:SHOWN]) + rest
        yield f"{counted(merged.corrected, 'cell')} corrected: {names}."
    if merged.carried:
        yield f"{counted(merged.carried, 'answer')} carried over: {', '.join(merged.carried)}."
    if merged.beside:
        yield f"Changed on both sides, so look at both there: {', '.join(merged.beside)}."
    if merged.own:
        yield f"{merged.own} of your own cell{'s' * (merged.own > 1)} kept in place."
    if not (merged.corrected or merged.carried or merged.beside or merged.own):
        yield "Cells are in another order, or fewer."


def counted(names: list[str], noun: str) -> str:
    """A number of things.

    >>> counted(["a", "b"], "cell")
    '2 cells'
    """
    return f"{len(names)} {noun}{'s' * (len(names) != 1)}"


# -------------------------------------------------------------------- of a file


def read(text: str) -> Notebook:
    """The notebook in a text; where a merge of git's stopped in it, with both of its sides.

    Raises
    ------
    Unreadable
        If there is none.
    """
    whole = [one for side in sides(text) if (one := notebook_in(side))]
    if not whole:
        raise Unreadable
    return joined(whole[0], whole[-1], None) if len(whole) > 1 else whole[0]


def notebook_in(text: str) -> Notebook | None:
    """The notebook of the fourth format in a text; None if there is none."""
    try:
        found = json.loads(text)
        for cell in found["cells"]:
            source = cell["source"]
            cell["source"] = source if isinstance(source, str) else "".join(source)
            cell["cell_type"], cell["metadata"].get("nbgrader", {}).get("grade_id")
        return {"metadata": {}, **found} if found["nbformat"] == 4 else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def sides(text: str) -> list[str]:
    """The text, or both of its sides where a merge of git's has left its marks."""
    if "<<<<<<< " not in text:
        return [text]
    both: tuple[list[str], list[str]] = ([], [])
    side = None
    for line in text.splitlines(keepends=True):
        if line.startswith("<<<<<<< "):
            side = 0
        elif line.startswith("||||||| "):
            side = 2
        elif line.startswith("=======") and side is not None:
            side = 1
        elif line.startswith(">>>>>>> "):
            side = None
        else:
            for one in (0, 1) if side is None else {side} & {0, 1}:
                both[one].append(line)
    return ["".join(one) for one in both]


def written(notebook: Notebook) -> str:
    """The text of a notebook's file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def content(notebook: Notebook) -> list[Any]:
    """What of a notebook an update may change."""
    return [
        (c["cell_type"], c["source"], c["metadata"].get("nbgrader"), c["metadata"].get("tags"))
        for c in notebook["cells"]
    ]
