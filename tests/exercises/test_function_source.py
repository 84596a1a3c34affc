"""What an answer needs follows it to other notebooks, or is named at once."""

import builtins
import itertools
import json
import linecache
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chainrule.exercises import home, implements, load, progress, reset, save, storage, whose
from chainrule.exercises.storage import submissions

NUMBER = itertools.count()


@pytest.fixture(autouse=True)
def clean_engine():
    reset()
    yield
    reset()


def notebook(*cells):
    """Run cells as a notebook does: one after another, in names that they share."""
    names = {"implements": implements, "__name__": "__main__"}
    for source in cells:
        file = f"<cell {next(NUMBER)}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec", dont_inherit=True), names)
    return names


def part(value):
    """A cell with a part that computes `value` and passes if that is y."""
    return f'@implements("exp.vjp")\ndef exp_vjp(g, y, x):\n    return g * {value}\n'


# What is needed: cells, and what is computed with it, which must be y.
KEPT = {
    "a module": (["import numpy as xp"], "xp.exp(x)"),
    "a module in a package": (["import numpy.linalg as la"], "y / float(la.det([[1.0]]))"),
    "a module by its own name": (["import operator"], "operator.pos(y)"),
    "a function of a module": (["from math import sqrt"], "y / sqrt(1)"),
    "a function by another name": (["from math import sqrt as root"], "y / root(1)"),
    "a ufunc": (["from numpy import exp as e"], "e(x)"),
    "a class of a module": (["from fractions import Fraction"], "(y * float(Fraction(1, 1)))"),
    "a helper": (["def one(): return 1"], "y * one()"),
    "a helper of a helper": (["def a(): return 1", "def b():\n    return a()"], "y * b()"),
    "a helper by another name": (["def a(): return 1", "b = a"], "y * b()"),
    "helpers that call each other": (
        ["def a(n):\n    return b(n - 1) if n else 1\ndef b(n):\n    return a(n - 1) if n else 1"],
        "y * a(4)",
    ),
    "a decorated helper": (
        ["from functools import cache", "@cache\ndef one():\n    return 1"],
        "y * one()",
    ),
    "a helper with a default": (["ONE = 1", "def one(x=ONE):\n    return x"], "y * one()"),
    "a default of its own": (["ONE = 1"], "(lambda t=ONE: t * y)()"),
    "a lambda": (["one = lambda: 1"], "y * one()"),
    "an inner function's name": (["ONE = 1"], "(lambda: [ONE * y for _ in 'a'][0])()"),
    "a variable of an outer function": (
        [
            "def maker(k):\n    def times(t):\n        return k * t\n    return times",
            "f = maker(1)",
        ],
        "f(y)",
    ),
    "infinity": (["FAR = float('inf')"], "y * (FAR > 1)"),
    "minus zero": (["ZERO = -0.0"], "(y + ZERO)"),
    "a text": (["KIND = 'a \"quoted\" ü'"], "y * (len(KIND) == 12)"),
    "a tuple": (["PAIR = (1,)"], "y * PAIR[0]"),
    "a list of lists": (["TABLE = [[0], [1]]"], "y * TABLE[1][0]"),
    "a dict": (["SLOPES = {'one': 1}"], "y * SLOPES['one']"),
    "a set": (["ONES = {1}"], "y * (1 in ONES)"),
    "an empty set": (["NONE = set()"], "y * (not NONE)"),
    "an array": (["import numpy as np\nONE = np.ones((1, 1))"], "y * float(ONE[0, 0])"),
    "an empty array": (["import numpy as np\nE = np.ones((0, 3))"], "y * (E.shape == (0, 3))"),
    "a number of NumPy's": (["import numpy as np\nONE = np.float32(1)"], "y * float(ONE)"),
    "a dtype": (["import numpy as np\nKIND = np.float64"], "y * (KIND(1).dtype == float)"),
    "another part": (
        ['@implements("log.vjp")\ndef log_vjp(g, y, x):\n    return g / x'],
        "log_vjp(y, y, x - x + 1)",
    ),
    "nothing but what all have": ([], "y * max(1, 0)"),
}


ABOVE, BELOW = [(kind, False) for kind in KEPT], [(kind, True) for kind in KEPT]
BELOW.remove(("a default of its own", True))  # Python wants it before


@pytest.mark.parametrize(("kind", "later"), ABOVE + BELOW)
def test_what_a_part_needs_is_kept_wherever_it_stands(kind, later, tmp_path, capsys):
    cells, value = KEPT[kind]
    notebook(*([part(value), *cells] if later else [*cells, part(value)]))
    implements("exp.vjp")(submissions["exp.vjp"].function)  # once more, when everything is there
    assert submissions["exp.vjp"].verdict.passes
    save(tmp_path / "parts.json")
    assert "not kept" not in capsys.readouterr().out
    reset()
    load(tmp_path / "parts.json")
    assert whose()["exp.vjp"] == "yours"
    source = submissions["exp.vjp"].source
    reset()
    load(tmp_path / "parts.json")
    save(tmp_path / "again.json")
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert again["exp.vjp"]["source"] == source


def test_a_part_that_was_kept_runs_in_another_process(tmp_path):

    notebook("def one(): return 1", part("y * one()"))

    save(tmp_path / "parts.json")
    code = (
        "from chainrule.exercises import load, progress\n"
        f"load({str(tmp_path / 'parts.json')!r})\nprint(progress().passing)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.splitlines()[-1] == "1", done.stderr


LEANS = {
    "a Generator": ("import numpy as np\nrng = np.random.default_rng(0)", "rng"),
    "an object": ("ONE = object()", "ONE"),
    "an array that is large": ("import numpy as np\nONE = np.ones(10**5)", "ONE"),
    "which holds itself": ("ONE = []\nONE.append(ONE)", "ONE"),
    "a lambda": ("ONE, TWO = (lambda: 1), (lambda: 2)", "ONE"),
    "a Tensor": ("from chainrule import Tensor\nONE = Tensor(1.0)", "ONE"),
    "whose text is not": ("exec('def ONE(): return 1')", "ONE"),
}


@pytest.mark.parametrize("what", LEANS)
def test_what_cannot_be_kept_is_named_at_once_and_what_was_kept_before_stays(
    what, tmp_path, capsys
):
    file = tmp_path / "parts.json"
    notebook(part("y"))
    save(file)
    before = file.read_bytes()
    cell, name = LEANS[what]
    notebook(cell, part(f"y * ({name} is not None)"))
    capsys.readouterr()
    save(file)
    said = capsys.readouterr().out
    assert said.startswith("exp.vjp is not kept, since it leans on ")
    assert name in said.splitlines()[0]
    assert what in said.splitlines()[0]
    assert "No part is kept" in said
    assert file.read_bytes() == before


def test_a_module_of_the_learners_own_is_named(tmp_path, monkeypatch, capsys):
    (tmp_path / "my_tools.py").write_text("def one():\n    return 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    notebook("import my_tools", part("y * my_tools.one()"))
    save(tmp_path / "parts.json")
    assert "leans on my_tools, a file of your own" in capsys.readouterr().out
    notebook("from my_tools import one", part("y * one()"))
    save(tmp_path / "parts.json")
    assert "1 of your parts is kept" in capsys.readouterr().out


def test_names_that_are_not_there_are_told_by_the_trial(tmp_path, capsys):
    names = notebook("ONE = 1", part("y * ONE"))
    del names["ONE"]
    save(tmp_path / "parts.json")
    said = " ".join(capsys.readouterr().out.split())
    assert "exp.vjp leans on other cells" in said
    assert "name 'ONE' is not defined" in said


@pytest.mark.parametrize("saved_again", [True, False])
def test_a_right_part_that_is_rewritten_wrongly_stays_and_is_told_once(
    saved_again, tmp_path, capsys
):
    file = tmp_path / "parts.json"
    notebook(part("y"))
    save(file)
    notebook(part("x"))
    if saved_again:
        save(file)
        assert "exp.vjp does not pass as it is now" in capsys.readouterr().out
        reset()
    for times in (1, 0):
        load(file)
        said = capsys.readouterr().out
        assert said.count("what you wrote last does not pass") == times
        assert whose()["exp.vjp"] == "yours"


def test_one_part_is_and_several_are(tmp_path, capsys):
    save(tmp_path / "parts.json")
    assert "No part is kept in " in capsys.readouterr().out
    notebook(part("y"))
    save(tmp_path / "parts.json")
    assert "1 of your parts is kept in " in capsys.readouterr().out
    notebook('@implements("log.vjp")\ndef log_vjp(g, y, x):\n    return g / x\n')
    save(tmp_path / "parts.json")
    assert "2 of your parts are kept in " in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", "\x00", "7", '{"exp.vjp": '])
def test_a_damaged_file_is_moved_aside_whole(content, tmp_path, capsys):
    file = tmp_path / "parts.json"
    for aside in ("parts.json.damaged", "parts.json.damaged1"):
        file.write_text(content, encoding="utf-8")
        notebook(part("y"))
        save(file)
        assert (tmp_path / aside).read_text(encoding="utf-8") == content
        assert f"It is now {tmp_path / aside}." in capsys.readouterr().out
        assert list(json.loads(file.read_text(encoding="utf-8"))) == ["exp.vjp"]


ERRORS = [PermissionError(13, "Permission denied"), OSError(28, "No space left on device")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.strerror)
@pytest.mark.parametrize("call", ["mkdir", "write_text", "replace"])
def test_what_cannot_be_written_is_a_sentence_and_nothing_is_lost(
    call, error, tmp_path, monkeypatch, capsys
):
    file = tmp_path / "parts.json"
    notebook(part("y"))
    save(file)
    before = file.read_bytes()
    capsys.readouterr()

    def fails(self, *args, **kwargs):
        if call == "write_text":
            builtins.open(self, "w", encoding="utf-8").close()  # half of it is there
        raise error

    monkeypatch.setattr(Path, call, fails)
    notebook(part("1 * y"))
    save(file)
    said = capsys.readouterr().out
    assert "Nothing was kept, and what was kept before is unchanged" in said
    assert error.strerror in said
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_read_is_neither_moved_nor_overwritten(tmp_path, capsys):
    notebook(part("y"))
    (tmp_path / "folder").mkdir()
    for use in (save, load):
        capsys.readouterr()
        use(tmp_path / "folder")
        assert "could not be read: Is a directory" in capsys.readouterr().out
    assert (tmp_path / "folder").is_dir()


def test_without_a_home_a_file_is_asked_for(monkeypatch, capsys):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("CHAINRULE_PARTS", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    save()
    load()
    assert capsys.readouterr().out.count("There is no home folder: name a file") == 2


def test_in_a_browser_parts_go_to_the_drive_or_it_is_said_that_they_will_not_last(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.delenv("CHAINRULE_PARTS", raising=False)
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(home, "DRIVE", tmp_path / "drive")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "memory")
    notebook(part("y"))
    save()
    assert storage.NOWHERE in capsys.readouterr().out
    (tmp_path / "drive").mkdir()
    save()
    assert storage.NOWHERE not in capsys.readouterr().out
    reset()
    load()
    assert progress("02_autograd").passing == 1
