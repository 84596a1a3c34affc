"""What the course asks of Jupyter's packages, the modules in their place offer."""

import ast
import symtable
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "deploy" / "site" / "python"
PACKAGES = ("IPython", "anywidget", "ipywidgets")


def asked(tree):
    """Each module of those packages with a name that is taken from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGES):
            yield from ((node.module, each.name) for each in node.names)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in PACKAGES:
            yield ast.unparse(node.value), node.attr


def sources():
    """The engine's modules, and all cells of the lectures."""
    for path in sorted((ROOT / "chainrule").rglob("*.py")):
        yield path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "lectures").rglob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and not cell.source.lstrip().startswith(("%", "!")):
                yield cell.source


WANTED = sorted({pair for source in sources() for pair in asked(ast.parse(source))})


@pytest.mark.parametrize(("module", "name"), WANTED, ids=".".join)
def test_a_name_that_the_course_takes_is_there(module, name):
    path = PLACE / module.replace(".", "/")
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = path.read_text(encoding="utf-8")
    known = symtable.symtable(text, path.name, "exec").get_symbols()
    assert name in {one.get_name() for one in known if one.is_assigned() or one.is_imported()}
