"""The house is as it is drawn: its map, its arrows, its names."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from chainrule.exercises.parts import parts

ROOT = Path(__file__).resolve().parents[1]
GLOSSARY = ROOT / "docs" / "glossary.md"


@pytest.fixture(scope="module")
def house_map():
    """docs/house_map.py as a module."""
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import house_map as found
    finally:
        sys.path.pop(0)
    return found


def modules():
    """The names of all modules and folders of both packages."""
    listed = subprocess.run(
        ["git", "ls-files", "chainrule/*.py", "autograde/*.py"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    paths = [Path(line).with_suffix("") for line in listed.stdout.splitlines()]
    return sorted({part for path in paths for part in path.parts[1:] if part[:2] != "__"})


def test_the_map_is_what_the_import_contracts_say(house_map):
    assert house_map.MAP.read_text(encoding="utf-8") == house_map.drawing(), (
        "python docs/house_map.py"
    )


def test_the_path_of_a_submission_is_what_the_import_contracts_say(house_map):
    page = house_map.PAGE.read_text(encoding="utf-8")
    assert page == house_map.page(page), "python docs/house_map.py"


def test_modules_are_called_by_words_of_the_glossary_which_has_no_others():
    known = set(re.findall(r"`(\w+)`", GLOSSARY.read_text(encoding="utf-8")))
    names = modules()
    words = {word for name in names for word in (name, *name.split("_"))}
    unknown = [name for name in names if name not in known and set(name.split("_")) - known]
    assert not unknown, "find the field's word, or define it in docs/glossary.md"
    assert sorted(known - words) == []


def test_nothing_is_dead(tmp_path):
    """But what nbgrader, Python or a learner calls by a name that no code spells."""
    cells = "\n".join(code_of(path) for path in sorted(ROOT.glob("*/**/*.ipynb")))
    (tmp_path / "notebooks.py").write_text(cells, encoding="utf-8")
    config = (ROOT / "autograde/configure.py").read_text(encoding="utf-8")
    called = {name.replace(".", "_") for name in parts} | {"sealed"}
    # By Python, and by what IPython makes of a cell's magics.
    called |= {"dont_write_bytecode", "get_ipython", "getoutput", "run_cell_magic"}
    called |= {"run_line_magic", "throw"}
    called |= set(re.findall(r'\.(\w+)(?:"| =)', config))
    (tmp_path / "called.py").write_text("\n".join(sorted(called)), encoding="utf-8")
    places = ["chainrule", "autograde", "course.py", "docs", "deploy", "tests", str(tmp_path)]
    found = subprocess.run(
        [sys.executable, "-m", "vulture", *places], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    ours = re.compile(r"(chainrule|autograde|course\.py|docs/(?!conf|_build))")
    assert [line for line in found.stdout.splitlines() if ours.match(line)] == []


def code_of(path):
    """The code of a notebook, without magics; nothing of what is no notebook any more."""
    if {".venv", "node_modules", "_build", "my", "slides"} & {*path.relative_to(ROOT).parts}:
        return ""
    cells = nbformat.read(path, as_version=4).cells
    sources = (cell.source for cell in cells if cell.cell_type == "code")
    return re.sub(r"^[ \t]*[%!].*$", "", "\n".join(sources), flags=re.MULTILINE)
