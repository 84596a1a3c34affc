"""What a test takes from a student: names by a list, kinds as the model answer has them."""

import itertools
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec

import pytest
from sealed import Notebook, cell, run, said

from autograde.sandbox.guest.operations import OPERATIONS
from autograde.sandbox.host.client import Gone, Unfit
from autograde.sandbox.host.seal import ALWAYS, DECIDING, Seal

# Names

# By the name that it binds: an import as a cell may have it.
IMPORTS = {
    "math": "import math",
    "cm": "import cmath as cm",
    "os": "import os.path",
    "sqrt": "from math import sqrt",
    "root": "from math import sqrt as root",
    "hypot": "from math import floor, hypot",
    "capwords": "from string import *",
    "second": "import json, string as second",
    "tried": "try:\n    import math as tried\nexcept ImportError:\n    tried = None",
    "calm": "import contextlib\nwith contextlib.suppress(ImportError):\n    import math as calm",
    "sure": "if True:\n    import math as sure\nelse:\n    import cmath as sure",
    "once": "for _ in 'a':\n    from math import pi as once",
    "linalg": "from numpy import linalg",
    "magic": "%matplotlib inline\nimport math as magic",
}
SHAM = "class sham:\n    def __getattr__(self, name): return self\n"
ANSWER = SHAM + "def f(): return 2\n" + "".join(f"{name} = sham()\n" for name in IMPORTS)
MODEL = "def f(): return 1"
ALL = "\n".join(IMPORTS.values())
WHERE = {
    "locked": [cell("locked", "given", ALL), cell("answer", "a", "def f(): ...")],
    "locked, each": [
        *(cell("locked", f"given {name}", source) for name, source in IMPORTS.items()),
        cell("answer", "a", "def f(): ..."),
    ],
    "plain": [cell("plain", "given", ALL), cell("answer", "a", "def f(): ...")],
    "stub": [cell("answer", "a", f"{ALL}\ndef f(): ...")],
    "test": [cell("answer", "a", "def f(): ..."), cell("test", "first", ALL)],
    "test that fails": [
        cell("answer", "a", "def f(): ..."),
        cell("test", "first", f"{ALL}\nassert f() == 1"),
    ],
    "tests that fail at once": [
        cell("answer", "a", "def f(): ..."),
        *(
            cell("test", f"first {name}", f"assert f() == 1\n{source}")
            for name, source in IMPORTS.items()
        ),
    ],
}


def ended(one):
    """Whether a test ran to its end."""
    failed = any(output["output_type"] == "error" for output in one.outputs)
    assert (one.execution_count is None) == failed
    return not failed


def test_a_given_cell_that_is_refused_costs_only_the_tests_that_need_it(control):
    """It draws random numbers, so it runs at once, before any test."""
    drawn = "import random, subprocess\nx = random.random()\nsubprocess.run(['true'])"
    cells = [
        cell("locked", "given", drawn),
        cell("answer", "a", "def f(): ..."),
        cell("test", "free", "assert f() == 1"),
        cell("test", "needs", "assert f() == 1 and x < 1"),
    ]
    _, of = run(control, cells, {"a": MODEL}, Seal(names={"a": ["f"]}))
    assert [ended(of[name]) for name in ("given", "free", "needs")] == [True, True, False]


@pytest.mark.parametrize("where", WHERE)
def test_what_a_cell_of_the_release_imports_is_never_the_student_s(control, where):
    tests = [cell("test", name, f"assert 'sham' not in repr({name})") for name in IMPORTS]
    released = [*WHERE[where], *tests]
    model = f"{ALL}\n{MODEL}" if where == "stub" else MODEL
    seal, cells = run(control, released, {"a": model})
    assert [name for name in IMPORTS if not ended(cells[name])] == []
    _, cells = run(control, released, {"a": ANSWER}, seal)
    assert [name for name in IMPORTS if not ended(cells[name])] == []


def test_what_the_model_answer_imports_is_the_judge_s(control):
    released = [cell("answer", "a", "..."), cell("test", "t", "assert f(math.pi) == 'three'")]
    seal, cells = run(control, released, {"a": "import math\ndef f(x): return 'three'"})
    assert ended(cells["t"])
    _, cells = run(control, released, {"a": "math = 1\ndef f(x): return 'three'"}, seal)
    assert ended(cells["t"])


BINDING = {
    "assigned": "x = 1",
    "annotated": "x: int = 1",
    "unpacked": "x, *y = 1, 2",
    "walrus": "(x := 1)",
    "loop": "for x in [1]: pass",
    "with": "import contextlib\nwith contextlib.nullcontext(1) as x: pass",
    "function": "def x(): return 1",
    "coroutine": "async def x(): return 1",
    "class": "class x: pass",
    "match": "match 1:\n    case x: pass",
    "augmented": "x = 0\nx += 1",
    "global": "def bind():\n    global x\n    x = 1\nbind()",
    "globals": "globals()['x'] = 1",
    "executed": "exec('x = 1')",
    "condition": "if True:\n    x = 1\nelse:\n    x = 2",
}


@pytest.mark.parametrize("model", BINDING.values(), ids=BINDING)
def test_whatever_the_model_answer_binds_is_taken_from_the_student(control, model):
    released = [cell("answer", "a", "# YOUR CODE"), cell("test", "t", "x")]
    seal, cells = run(control, released, {"a": model})
    assert ended(cells["t"])
    assert "x" in seal.names["a"]


OTHERS = ["extra", "len", "isinstance", "abs", "print", "__name__", "_", "In", "Out", "display"]


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_that_the_model_answer_does_not_bind_is_not_taken(control, name):
    answer = f"f = 1\nclass sham: pass\n{name} = sham()"
    with Notebook(control, answer, seal=Seal(names={"answer": ["f"]})) as student:
        judgement = student.test(f"'sham' in str(type({name})) and {name}")
        assert "not defined" in said(judgement) or judgement.outputs[0]["data"] == {
            "text/plain": "False"
        }


# Refusals

OBJECT = "class Thing:\n    def __eq__(self, other): return True\ndef f(x=0): return Thing()"
ENDS = "import os\ndef f(x=0): os._exit(0)"
# By what happens: the answer, and what a test does then.
REFUSED = {
    "an object that is no value": (OBJECT, "f() == 3"),
    "an argument that cannot cross": (OBJECT, "f(memoryview(b''))"),
    "a file of an object": (OBJECT, "__import__('pickle').dumps(f())"),
    "an end of the process": (ENDS, "f()"),
}
CAUGHT = {
    "not at all": "{}",
    "except BaseException": "try:\n    {}\nexcept BaseException:\n    pass",
    "except": "try:\n    {}\nexcept:\n    pass",
    "except*": "try:\n    {}\nexcept* BaseException:\n    pass",
    "raised anew": "try:\n    try:\n        {}\n    except BaseException as e:\n"
    "        raise ValueError from e\nexcept ValueError:\n    pass",
    "suppress": "import contextlib\nwith contextlib.suppress(BaseException):\n    {}",
    "pytest": "import pytest\nwith pytest.raises(BaseException):\n    {}",
    "unittest": "import unittest\nunittest.TestCase().assertRaises(BaseException, lambda: {})",
    "numpy": "import numpy as np\nnp.testing.assert_raises(BaseException, lambda: {})",
    "runner": "import unittest\nclass T(unittest.TestCase):\n    def test(self):\n        {}\n"
    "unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(T));",
    "return": "def g():\n    try:\n        {}\n    finally:\n        return 1\nassert g()",
    "break in finally": "while True:\n    try:\n        {}\n    finally:\n        break",
    "exit": "class Quiet:\n    def __enter__(self): pass\n    def __exit__(self, *_): return True\n"
    "with Quiet():\n    {}",
    "stack": "import contextlib\nwith contextlib.ExitStack() as s:\n"
    "    s.push(lambda *_: True)\n    s.callback(lambda: {})",
    "generator": "def g():\n    try:\n        {}\n        yield 1\n    except BaseException:\n"
    "        yield 2\nassert next(g()) in (1, 2)",
    "closed generator": "def g():\n    try:\n        yield 1\n    finally:\n        {}\n"
    "one = g()\nnext(one)\ntry: one.close()\nexcept BaseException: pass",
    "thread": "from threading import Thread\none = Thread(target=lambda: {})\none.start()\n"
    "one.join()",
    "pool": "from concurrent.futures import ThreadPoolExecutor\n"
    "with ThreadPoolExecutor() as pool:\n    pool.submit(lambda: {}).exception()",
    "task": "import asyncio\nasync def g(): {}\nawait asyncio.gather(g(), return_exceptions=True)",
    "end of an object": "class D:\n    def __del__(self): {}\none = D()\ndel one",
    "another exit": "import sys\ntry:\n    {}\nexcept BaseException:\n    sys.exit(0)",
}  # fmt: skip


@pytest.fixture(scope="module")
def submissions(control):
    """By answer, a notebook whose model answer has a plain value."""
    names = {"answer": ["f"]}
    with Notebook(control, OBJECT, seal=Seal(names=names, values={"f()"})) as student:
        yield {OBJECT: student, ENDS: None}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("how", CAUGHT)
@pytest.mark.parametrize("what", REFUSED)
def test_no_test_catches_a_refusal(control, submissions, what, how):
    answer, use = REFUSED[what]
    test = CAUGHT[how].format(use)
    if answer == ENDS:
        with (
            Notebook(control, ENDS, seal=Seal(names={"answer": ["f"]})) as student,
            pytest.raises(Gone),
        ):
            student.test(test)
        return
    student = submissions[answer]
    judgement = student.test(test)
    assert not judgement.ended
    assert bool(judgement.not_judged) == (what != "an object that is no value")
    assert said(student.test("assert True")) == ""


# An object where the model answer has a plain value

# It says yes to everything.
EAGER = """
def yes(*_, **__): return True
class Thing:
    x = 1
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __bool__ = __exit__ = yes
    __len__ = __index__ = __int__ = __hash__ = lambda self: 1
    __float__ = lambda self: 1.0
    __str__ = __repr__ = lambda self: "1"
    __format__ = lambda self, how: "1"
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = lambda self, other: 1
    __abs__ = __round__ = __neg__ = __enter__ = __next__ = lambda self, *_: 1
    __getitem__ = __call__ = lambda self, *_: 1
    __array__ = lambda self, *_, **__: __import__("numpy").ones(())
    __iter__ = lambda self: iter([1])
x = Thing()
def f(): return x
"""


def eager(control, seal):
    """A submission with an object that says yes to everything."""
    return Notebook(control, EAGER, seal=replace(seal, names={"answer": ["f", "x"]}))


def done(student, operation, operand):
    """Carry an operation out as a test does, whatever comes of it."""
    with student._soon():
        remote, _ = student.client.value("x")
        if operation == "call":
            student.client.call(remote, (), {})
        else:
            student.client.operate(operation, remote, remote if operand == "object" else 1)


KINDS = [
    *itertools.product(sorted({*OPERATIONS, "call"} - ALWAYS - set(DECIDING)), ["value"]),
    *itertools.product(DECIDING, ["value", "object"]),
]


@pytest.fixture(scope="module")
def plain(control):
    with eager(control, Seal(values={"x"})) as student:
        yield student


@pytest.fixture(scope="module")
def other(control):
    with eager(control, Seal(objects={"x"})) as student:
        yield student


@pytest.mark.parametrize(("operation", "operand"), KINDS)
def test_an_object_in_the_place_of_a_plain_value_does_nothing(plain, operation, operand):
    with pytest.raises(Unfit, match="x is of type Thing, which is no value"):
        done(plain, operation, operand)


@pytest.mark.parametrize(("operation", "operand"), KINDS)
def test_an_object_decides_what_the_model_answer_s_object_decides(other, operation, operand):
    decides = operation in DECIDING and operand == "value"
    with pytest.raises(Unfit) if decides else suppress(Exception):
        done(other, operation, operand)


@pytest.mark.parametrize(("operation", "operand"), KINDS)
def test_an_object_does_what_was_recorded_at_its_path(plain, operation, operand):
    recorded = f"x {operation}:{operand}" if operation in DECIDING else f"x {operation}"
    plain.seal.operations.add(recorded)
    try:
        with suppress(Exception):  # which an `Unfit` is not
            done(plain, operation, operand)
    finally:
        plain.seal.operations.discard(recorded)


@pytest.mark.parametrize("operation", sorted(ALWAYS))
def test_any_object_may_be_gone_through(plain, operation):
    with suppress(Exception):
        done(plain, operation, "value")


USES = [
    *("f() == 1", "1 == f()", "f() != 2", "f() < 2", "2 > f()", "0 <= f()", "f() and True"),
    *("len(f()) == 1", "f()[0] == 1", "float(f()) == 1", "int(f()) == 1", "[0, 1][f()] == 1"),
    *("hash(f()) == 1", "{f(): 1}", "abs(f()) == 1", "-f() == 1", "round(f()) == 1"),
    *("f() + 1 == 1", "1 - f() == 1", "sum([f(), 1]) == 1", "f() in [1, 2]", "[1] == [f()]"),
    *("{'a': 1} == {'a': f()}", "(1, 2) == (f(), f())", "max(f(), 0) == 1", "all([f()])"),
    *("any([f()])", "f().x == 1", "f()() == 1", "str(f()) == '1'", "f'{f()}' == '1'"),
    *("f'{f():.2f}' == '1'", "repr(f()) == '1'", "bool(f())", "not f() or True", "next(f()) == 2"),
    *("isinstance(f(), (int, float, bool))", "type(f()) is int", "type(f()) == type(1)"),
    *("np.allclose(f(), 1)", "np.array_equal(f(), 1)", "np.asarray(f()) == 1", "np.isfinite(f())"),
    *("np.ones(2) == f()", "np.testing.assert_allclose(f(), 1) is None", "np.isclose(1, f())"),
    *("np.testing.assert_equal(f(), 1) is None", "np.float64(1) == f()", "math.isclose(f(), 1)"),
    *("math.isfinite(f())", "Fraction(1) == f()", "Decimal(1) == f()", "1 == pytest.approx(f())"),
    *("f() == pytest.approx(1)", "pd.Series([1]).eq(f()).all()", "operator.eq(f(), 1)"),
    *("unittest.TestCase().assertEqual(f(), 1) is None", "Counter([1]) == Counter([f()])"),
    *("unittest.TestCase().assertAlmostEqual(f(), 1) is None", "sorted([f(), 0]) == [0, 1]"),
    *("unittest.TestCase().assertTrue(f()) is None", "mock.call(1) == mock.call(f())"),
    *("json.dumps(f()) == '1'", "set([f()]) == {1}", "f() is True", "copy.copy(f()) == 1"),
    *("'1' == ''.join(f())", "min([f()], default=1) == 1", "f().__class__ is int"),
]  # fmt: skip
LIBRARIES = (
    "import copy, json, math, operator, pytest, unittest\nfrom unittest import mock\n"
    "import numpy as np\nfrom collections import Counter\n"
    "from decimal import Decimal\nfrom fractions import Fraction\n"
)
PANDAS = "import pandas as pd\n"


@pytest.fixture(scope="module")
def returned(control):
    with eager(control, Seal(objects={"f"}, values={"f()"})) as student:
        libraries = LIBRARIES + (PANDAS if find_spec("pandas") else "")
        assert said(student.test(libraries)) == ""
        yield student


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("use", USES)
def test_an_object_that_says_yes_to_everything_passes_for_nothing(returned, use):
    if "pd." in use:
        pytest.importorskip("pandas")
    assert not returned.test(f"assert {use}").ended


def test_the_items_of_an_object_are_compared_by_value(returned):
    assert (
        said(returned.test("assert [x for x in f()] == [1] and sum(f()) == 1 and 1 in f()")) == ""
    )
    assert not returned.test("assert [x for x in f()] == [2]").ended
