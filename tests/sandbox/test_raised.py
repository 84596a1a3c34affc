"""What a student's code raises is caught in a test as in a notebook, and steers nothing."""

import builtins

import pytest
from sealed import Notebook, outcome, said
from test_remote_object import plainly

from autograde.sandbox.host.raised import STEERING
from autograde.sandbox.host.seal import Seal

ARGUMENTS = {
    "UnicodeDecodeError": "'utf-8', b'a', 0, 1, 'why'",
    "UnicodeEncodeError": "'utf-8', 'a', 0, 1, 'why'",
    "UnicodeTranslateError": "'a', 0, 1, 'why'",
}
ORDINARY = sorted(
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and not issubclass(kind, STEERING)
    and kind.__name__ == name
    and not issubclass(kind, BaseExceptionGroup)  # which has exceptions for arguments
)
LIBRARIES = {
    "numpy": ("np.linalg.LinAlgError('singular')", "np.linalg.LinAlgError", "ValueError"),
    "json": ("json.JSONDecodeError('bad', '{', 0)", "json.JSONDecodeError", "ValueError"),
    "decimal": ("decimal.InvalidOperation('x')", "decimal.InvalidOperation", "ArithmeticError"),
    "queue": ("queue.Empty('x')", "queue.Empty", "Exception"),
    "struct": ("struct.error('x')", "struct.error", "Exception"),
    "subprocess": (
        "subprocess.CalledProcessError(2, 'ls')",
        "subprocess.CalledProcessError",
        "Exception",
    ),
    "asyncio": ("asyncio.QueueFull('x')", "asyncio.QueueFull", "Exception"),
}
BEFORE = "import asyncio, decimal, json, queue, struct, subprocess\nimport numpy as np\n"
CAUGHT = "try:\n    f()\nexcept {} as error:\n    found = error\nelse:\n    found = None\n"


def thrice(control, answer, test):
    """The outcome in a notebook, with the model answer, and with a submission like it."""
    with Notebook(control, answer) as model:
        first = outcome(model.test(test))
    with Notebook(control, answer, seal=model.closed()) as submission:
        return plainly(answer, test), first, outcome(submission.test(test))


def agree(found):
    """Whether they are all the same, and no failure."""
    assert found == (found[0],) * 3
    assert "Error" not in found[0] or found[0].startswith("(")


@pytest.mark.parametrize("name", ORDINARY)
def test_a_builtin_exception_is_caught_as_itself_and_as_its_bases(control, name):
    arguments = ARGUMENTS.get(name, "'why'")
    bases = [k.__name__ for k in getattr(builtins, name).__mro__ if issubclass(k, Exception)]
    test = f"found = []\nfor kind in ({', '.join(bases)},):\n"
    test += "    try:\n        f()\n    except kind as error:\n"
    test += "        found.append((type(error).__name__, str(error)))\nfound, len(found)"
    plain, model, sealed = thrice(control, f"def f(): raise {name}({arguments})", test)
    assert name in plain
    assert plain == model == sealed


OWN = {
    "simple": ("class Own(Exception): pass", "Own('a')", "Own", "(str(found), found.args)"),
    "without a text": ("class Own(Exception): pass", "Own()", "Own", "(str(found), found.args)"),
    "derived": ("class Own(ValueError): pass", "Own('a')", "ValueError", "str(found)"),
    "derived twice": (
        "class First(KeyError): pass\nclass Own(First): pass",
        "Own('a')",
        "(First, TypeError)",
        "(isinstance(found, Own), isinstance(found, KeyError), found.args)",
    ),
    "attributes": (
        "class Own(Exception):\n    def __init__(self, need):\n"
        "        super().__init__(f'need {need}')\n        self.need = need",
        "Own(3)",
        "Own",
        "(found.need, str(found))",
    ),
    "text": (
        "class Own(Exception):\n    def __str__(self): return 'mine'",
        "Own('a')",
        "Own",
        "str(found)",
    ),
}


@pytest.mark.parametrize("kind", OWN)
def test_an_exception_of_the_student_s_own_is_caught_by_its_class(control, kind):
    defined, raised, caught, looked = OWN[kind]
    found = thrice(control, f"{defined}\ndef f(): raise {raised}", CAUGHT.format(caught) + looked)
    agree(found)


@pytest.mark.parametrize("library", LIBRARIES)
def test_an_exception_of_a_library_is_caught_where_the_model_answer_raises_it(control, library):
    raised, kind, base = LIBRARIES[library]
    answer = f"{BEFORE}def f(): raise {raised}"
    for caught in (kind, base):
        found = thrice(control, answer, BEFORE + CAUGHT.format(caught) + "str(found)")
        assert found == (found[0],) * 3


@pytest.mark.parametrize("library", LIBRARIES)
def test_an_exception_of_a_library_that_the_model_answer_does_not_raise_is_another(
    control, library
):
    raised, kind, _ = LIBRARIES[library]
    test = f"{BEFORE}import pytest\nwith pytest.raises({kind}): f()"
    with Notebook(control, "def f(): return 1") as model:
        assert said(model.test("f()")) == ""
    answer = f"{BEFORE}def f(): raise {raised}"
    with Notebook(control, answer, seal=model.closed()) as submission:
        assert not submission.test(test).ended


LOOPS = {
    "map": "for x in map(f, [1, 2]): assert x == 0, 'wrong'",
    "comprehension": "assert all(x == 0 for x in map(f, [1])), 'wrong'",
    "list": "assert list(map(f, [1])) == [1], 'wrong'",
    "generator": "def g():\n    yield f(1)\nassert list(g()) == [1], 'wrong'",
    "yield from": "def g():\n    yield from map(f, [1])\nassert list(g()) == [1], 'wrong'",
    "loop of tasks": "import asyncio\nasync def g(): f(1)\nawait g()",
    "asynchronous loop": "async def g():\n    f(1)\n    yield 1\nasync for x in g(): pass",
    "unit test": "import unittest\nclass T(unittest.TestCase):\n    def test(self): f(1)\n"
    "unittest.main(argv=[''], exit=False)",
    "next": "next(iter(map(f, [1])), 0)",
    "zip": "assert [*zip([1], map(f, [1]))] == [(1, 1)], 'wrong'",
}
ENDING = [
    *("StopIteration", "StopAsyncIteration", "GeneratorExit", "KeyboardInterrupt", "SystemExit"),
    *("BaseException", "unittest.SkipTest", "asyncio.CancelledError", "pytest.skip.Exception"),
]


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("name", ENDING)
def test_no_exception_ends_a_test_as_if_it_had_passed(control, name, loop):
    answer = f"import asyncio, pytest, unittest\nclass Own({name}): pass\ndef f(x): raise {{}}"
    for raised in (f"{name}('over')", "Own('over')"):
        with Notebook(
            control, answer.format(raised), seal=Seal(names={"answer": ["f"]})
        ) as student:
            judgement = student.test(LOOPS[loop])
            failed = not judgement.ended or outcome(judgement) == "False"
            assert failed
