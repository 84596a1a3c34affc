"""Every file is read and written as UTF-8, whatever the locale of the machine says.

Ruff's PLW1514 sees calls whose kind it can infer; here all calls are looked at by name.
"""

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("assignments", "autograde", "benchmarks", "chainrule", "deploy", "docs", "lectures",
           "solutions", "tests")  # fmt: skip
BUILT = {"_build", "__pycache__", ".ipynb_checkpoints", "node_modules"}
SUBPROCESS = {"run", "Popen", "call", "check_call", "check_output"}


def sources():
    """Name and text of every program of the repository, notebooks' cells among them."""
    found = [path for name in FOLDERS for path in (ROOT / name).rglob("*.*")]
    for path in [*sorted(found), *ROOT.glob("*.py")]:
        if BUILT & set(path.parts):
            continue
        if path.suffix == ".py":
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        elif path.suffix == ".ipynb":
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            for cell in (cell for cell in cells if cell["cell_type"] == "code"):
                yield f"{path.name}, {cell['id']}", "".join(cell["source"])


def calls_by_locale(text):
    """Lines with calls that read or write text in the encoding of the locale."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if is_text(call) and not names_encoding(call)]


def is_text(call):
    function = ast.unparse(call.func)
    name = function.rpartition(".")[2]
    if name in SUBPROCESS:
        return any(keyword.arg in {"text", "universal_newlines"} for keyword in call.keywords)
    if name in {"read_text", "write_text"}:
        return name != function
    return name in {"open", "fdopen"} and opens_text(call, function in {"open", "os.fdopen"})


def opens_text(call, place):
    """Whether the mode, given by name or as argument number `place`, is one of text."""
    given = [k.value for k in call.keywords if k.arg == "mode"] or call.args[place:][:1]
    mode = getattr(given[0], "value", None) if given else "r"
    return isinstance(mode, str) and set(mode) <= set("rwax+t")


def names_encoding(call):
    named = any(keyword.arg in {"encoding", None} for keyword in call.keywords)
    return named or any(isinstance(a, ast.Constant) and a.value == "utf-8" for a in call.args)


def test_no_program_reads_or_writes_in_the_encoding_of_the_locale():
    found = [(name, line) for name, text in sources() for line in calls_by_locale(text)]
    assert not found


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("open(p)", True),
        ("open(p, 'w')", True),
        ("open(p, mode='a')", True),
        ("p.open()", True),
        ("p.read_text()", True),
        ("subprocess.run(c, text=True)", True),
        ("open(p, 'wb')", False),
        ("open(p, encoding='utf-8')", False),
        ("p.write_text(t, 'utf-8')", False),
        ("os.open(p, os.O_RDONLY)", False),
        ("webbrowser.open(address)", False),
    ],
)
def test_such_a_call_is_told_from_others(call, found):
    assert bool(calls_by_locale(call)) == found
