"""The contributor's map and the path of a submission, made from the import contracts.

`python docs/house_map.py` writes both; a test says so when the contracts have changed.
"""

import ast
import re
import textwrap
import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MAP = ROOT / "docs/handbook/map.svg"
PAGE = ROOT / "docs/handbook/contributor.md"
START, END = "<!-- made by docs/house_map.py -->", "<!-- until here -->"

WIDTH, MARGIN, GAP, LINE, LETTER = 980, 24, 8, 16, 6.3  # pixels; LETTER of the small text
LEFT, RIGHT = (MARGIN, 536), (584, WIDTH - MARGIN - 584)  # where a column starts, how wide it is
OUTSIDE, OUTSIDE_LINE = "#f3f5f7", "#9aa7b3"
COLOURS = {"chainrule": ("#e8f1fb", "#4a86c5"), "autograde": ("#fdf0e1", "#d08a3c")}
STYLE = """
text { font: 12.5px system-ui, sans-serif; fill: #44525f }
.name { font: 600 13px ui-monospace, monospace; fill: #1b2733 }
.way { fill: none; stroke: #44525f; stroke-width: 1.6 }
rect { stroke-width: 1.3 }
"""
TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    'orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="#44525f"/></marker></defs>'
)
KNOW_THE_COURSE = ("autograde.checks", "autograde.demo")
WORDS = (
    "Two packages as stacks of rooms. A room imports only rooms below it, and only the grader's "
    "checks and demo import chainrule."
)


def contract(name: str) -> dict[str, Any]:
    """An import contract by its name."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return next(one for one in contracts if one["name"] == name)


def layers(name: str) -> list[list[str]]:
    """The rooms of a contract, the highest layer first; those of one layer in its order."""
    found = contract(name)
    package = found["containers"][0]
    return [
        [f"{package}.{room.strip()}" for room in re.split("[:|]", layer)]
        for layer in found["layers"]
    ]


def sentence(module: str) -> str:
    """The first line of a module's docstring, without its full stop."""
    path = ROOT / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0].rstrip(".").replace("`", "")


def box(x: float, y: float, width: float, height: float, fill: str, line: str) -> str:
    """A room's walls."""
    at = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return f'<rect {at} rx="6" fill="{fill}" stroke="{line}"/>'


def room(
    place: tuple[float, float, float],
    name: str,
    said: str,
    colours: tuple[str, str],
    height: float = 0,
) -> str:
    """A room with its name and what it is for, at least as high as it is said to be."""
    x, y, width = place
    lines = wrapped(said, width)
    height = max(height, room_height(said, width))
    texts = [f'<text class="name" x="{x + 12:g}" y="{y + 20:g}">{escape(name)}</text>']
    texts += [
        f'<text x="{x + 12:g}" y="{y + 38 + LINE * i:g}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    ]
    return "\n".join([box(x, y, width, height, *colours), *texts])


def wrapped(said: str, width: float) -> list[str]:
    """A sentence in the lines that fit a room."""
    return textwrap.wrap(said, int((width - 24) / LETTER))


def room_height(said: str, width: float) -> float:
    """The height that a room needs for its sentence."""
    return 30 + LINE * len(wrapped(said, width))


def stack(
    package: str, name: str, column: tuple[float, float], top: float
) -> tuple[list[str], float]:
    """A package as its layers, and where it ends."""
    x, width = column
    fill, line = COLOURS[package]
    parts, y = [], top + 34.0
    for layer in layers(name):
        each = (width - 2 * GAP - GAP * (len(layer) - 1)) / len(layer)
        said = [sentence(module) for module in layer]
        height = max(room_height(text, each) for text in said)
        for i, module in enumerate(layer):
            place = (x + GAP + i * (each + GAP), y, each)
            parts.append(room(place, short(module), said[i], ("#ffffff", line), height))
            if module in KNOW_THE_COURSE:
                parts.append(way(f"M{x + GAP:g} {y + height / 2:g} H{LEFT[0] + LEFT[1] + 8}"))
        y += height + GAP
    walls = box(x, top, width, y - top, fill, line)
    title = f'<text class="name" x="{x + 12:g}" y="{top + 22:g}">{package}/</text>'
    return [walls, title, *parts], y


def short(module: str) -> str:
    """A room's name as one sees it in its folder."""
    name = module.rpartition(".")[2]
    return f"{name}/" if (ROOT / module.replace(".", "/")).is_dir() else f"{name}.py"


def way(path: str) -> str:
    """An arrow."""
    return f'<path class="way" marker-end="url(#tip)" d="{path}"/>'


def drawing() -> str:
    """The map as SVG."""
    outside = (OUTSIDE, OUTSIDE_LINE)
    top, half = 24.0, (LEFT[1] - GAP) / 2
    released = LEFT[0] + half + GAP
    parts = [
        room((LEFT[0], top, half), "lectures/", "five, and the gallery", outside),
        room((released, top, half), "assignments/", "what students get", outside),
        room((RIGHT[0], top, RIGHT[1]), "solutions/", "what instructors write", outside),
    ]
    below = top + room_height("one", half) + 30
    ours, our_end = stack("chainrule", "The course", LEFT, below)
    graders, their_end = stack("autograde", "The grader", RIGHT, below)
    bottom = max(our_end, their_end) + 30
    said = "hold it, measure it, tell it, put it on a server"
    parts += [
        *ours,
        *graders,
        room((LEFT[0], bottom, LEFT[1]), "tests/ benchmarks/ docs/ deploy/", said, outside),
        room((RIGHT[0], bottom, RIGHT[1]), "classroom/", "grades; not in git", outside),
        way(f"M{RIGHT[0]} {top + 23:g} H{LEFT[0] + LEFT[1] + 8}"),
        *(way(f"M{x:g} {top + 46:g} V{below - 7:g}") for x in (LEFT[0] + half / 2, 690)),
        way(f"M{released + half / 2:g} {top + 46:g} V{below - 7:g}"),
        way(f"M690 {their_end:g} V{bottom - 7:g}"),
    ]
    height = bottom + room_height(said, LEFT[1]) + MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
            f'width="{WIDTH}" role="img" aria-labelledby="t d">',
            f'<title id="t">Map of the repository</title>\n<desc id="d">{WORDS}</desc>',
            f"<style>{STYLE}</style>\n{TIP}",
            box(0.5, 0.5, WIDTH - 1, height - 1, "#ffffff", "#c9d2da"),
            *parts,
            "</svg>\n",
        ]
    )


def path_of_a_submission() -> Iterator[str]:
    """The modules of grading from the folder to the gradebook, a line each."""
    order = [module for layer in layers("The path of a submission") for module in layer[::-1]]
    for number, module in enumerate(reversed(order), 1):
        file = module.replace(".", "/") + ".py"
        yield f"{number}. [`{Path(file).name}`](../../{file}): {sentence(module)}."


def page(text: str) -> str:
    """The contributor's page with the path of a submission as it is now."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return "\n".join([before + START, "", *path_of_a_submission(), "", END + after])


def main() -> None:
    """Write both."""
    MAP.write_text(drawing(), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
