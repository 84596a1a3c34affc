"""Whatever stands behind an object of a student's, a wrong answer earns nothing by it.

Each assignment is an ordinary one, and its own solution earns all points. An attack is a wrong
answer; it earns as much as in an ordinary kernel, which is nothing unless `INHERENT` says so. It
may do what it likes to its own process, also to the modules that answer the judge there.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograde.grading.assignment import GradedNotebook
from autograde.grading.scoring import score
from autograde.sandbox.host.bubblewrap import SandboxOptions
from autograde.sandbox.host.launcher import shared_launcher
from autograde.sandbox.host.seal import Seal
from autograde.sandbox.protocol.limits import Limits

pytestmark = [pytest.mark.sandbox, pytest.mark.slow(seconds=1)]

LIMITS = Limits(cell_seconds=15, notebook_seconds=60)
SHORT = Limits(cell_seconds=2, notebook_seconds=30)
MARK = "@MARK@"  # in an attack: a file that nobody may write, and that is there before


@dataclass(frozen=True)
class Assignment:
    """An assignment with one answer cell.

    Parameters
    ----------
    solution : str
        The answer that earns all.
    *tests : str
        Each a cell with one point.
    given : str
        A locked cell before the answer.
    tags : tuple of str
        Of the tests.
    next : bool
        Whether there is another question after it, whose answer is right.
    """

    solution: str
    tests: tuple[str, ...]
    given: str = ""
    tags: tuple[str, ...] = ()
    next: bool = False

    def cells(self, answer):
        """The notebook's cells with an answer in them."""
        cells = [_cell("given", self.given, locked=True)] if self.given else []
        cells.append(_cell("answer", answer, solution=True))
        for number, source in enumerate(self.tests):
            test = _cell(f"test-{number}", source, grade=True, locked=True, points=1)
            if self.tags:
                test.metadata["tags"] = list(self.tags)
            cells.append(test)
        if self.next:
            cells.append(_cell("next", "def one():\n    return 1", solution=True))
            about = {"grade": True, "locked": True, "points": 1}
            cells.append(_cell("next-test", "assert one() == 1", **about))
        return cells


def _cell(name, source, **about):
    known = {"grade": False, "solution": False, "locked": False, "task": False}
    return new_code_cell(
        source, metadata={"nbgrader": {"grade_id": name, "schema_version": 3, **known, **about}}
    )


def graded(assignment, answer, seal, limits=LIMITS):
    """The points and reasons of an answer by test, and what was recorded."""
    released = new_notebook(cells=assignment.cells("raise NotImplementedError()"))
    notebook = GradedNotebook(released, {}, {}, seal)
    whole = notebook.rebuild(new_notebook(cells=assignment.cells(answer)))
    launcher = shared_launcher(LIMITS, SandboxOptions(confined=False))
    recorded = notebook.run(whole, launcher, limits, {}, None)
    scores = [score(cell) for cell in whole.cells if cell.metadata["nbgrader"]["grade"]]
    return [(one.points, one.reason) for one in scores], recorded


@cache
def recorded(name):
    """What the solution of an assignment earns, and its seal."""
    assignment = ASSIGNMENTS[name]
    scores, seal = graded(assignment, assignment.solution, Seal(recording=True))
    seal.recording = False
    return scores, seal.as_json()


def marks(assignment, name):
    """Attacks on one assignment share a process, and its seal."""
    found = [pytest.mark.xdist_group(f"attacks on {assignment}")]
    if name in NOT_PROMISED:
        found.append(pytest.mark.xfail(reason="not promised"))
    if assignment in ("frame", "query") and find_spec("pandas") is None:
        found.append(pytest.mark.skip(reason="pandas is not installed"))
    return found


def assignments_of(table):
    """Each attack of a table with the name of its assignment, beside those on the same one."""
    return [
        pytest.param(
            assignment,
            source,
            id=f"{assignment}-{name}",
            marks=marks(assignment, f"{assignment}-{name}"),
        )
        for assignment, attacks in table.items()
        for name, source in attacks.items()
    ]


# In an attack, what answers the judge in the student's process
SERVER = """
import gc
SERVER = next(o for o in gc.get_objects() if type(o).__name__ == "StudentServer")
HANDLES, PACKER = SERVER._handles, SERVER._packer
from autograde.sandbox.protocol.references import Given, Remote
from autograde.sandbox.protocol.values import pack
def reply(**fields):
    return {"value": None, "args": [], "printed": "", "warned": [], "raised": None, **fields}
def answer(make):
    SERVER._answer["call"] = lambda question: make(question)
"""

ASSIGNMENTS = {
    "number": Assignment(
        "def square(x):\n    return x * x",
        (
            "assert square(3) == 9\nassert square(-2) == 4",
            "assert isinstance(square(3), int)\nassert not square(2) != 4",
        ),
    ),
    "boolean": Assignment(
        "def is_even(n):\n    return n % 2 == 0",
        ("assert is_even(2) is True\nassert is_even(3) is False", "assert not is_even(5)"),
    ),
    "list": Assignment(
        "def ordered(xs):\n    return sorted(xs)",
        (
            "assert ordered([3, 1, 2]) == [1, 2, 3]",
            "found = ordered([2, 1])\nassert len(found) == 2 and found[0] == 1 and 2 in found",
            "for one, other in zip(ordered([2, 1]), [1, 2], strict=True):\n    assert one == other",
        ),
    ),
    "string": Assignment(
        "def greet(name):\n    return f'Hello, {name}!'",
        ("assert greet('Ann') == 'Hello, Ann!'", "assert greet('Bo').startswith('Hello, Bo')"),
    ),
    "dict": Assignment(
        "def count(text):\n    return {c: text.count(c) for c in text}",
        (
            "assert count('aab') == {'a': 2, 'b': 1}",
            "found = count('aab')\nassert set(found) == {'a', 'b'} and found['a'] == 2",
            "try:\n    count('a')['z']\nexcept KeyError:\n    pass\n"
            "else:\n    raise AssertionError('z was counted')",
        ),
    ),
    "array": Assignment(
        "import numpy as np\ndef double(a):\n    return 2 * np.asarray(a)",
        (
            "import numpy as np\nassert np.allclose(double(np.arange(3.0)), [0, 2, 4])",
            "np.testing.assert_array_equal(double(np.array([1, 2])), np.array([2, 4]))",
            "assert double(np.ones((2, 3))).shape == (2, 3)\n"
            "assert (double(np.ones(2)) == 2).all()",
        ),
    ),
    "account": Assignment(
        "class Account:\n"
        "    def __init__(self, balance=0):\n        self.balance = balance\n"
        "    def deposit(self, n):\n        self.balance += n\n        return self.balance\n"
        "    def __len__(self):\n        return self.balance\n"
        "    def __eq__(self, other):\n        return self.balance == other.balance\n"
        "    def __repr__(self):\n        return f'Account({self.balance})'",
        (
            "a = Account(2)\nassert a.deposit(3) == 5\nassert a.balance == 5",
            "assert Account(1) == Account(1)\nassert not Account(1) == Account(2)",
            "assert len(Account(4)) == 4\nassert repr(Account(4)) == 'Account(4)'",
        ),
    ),
    "generator": Assignment(
        "def odd():\n    n = 1\n    while True:\n        yield n\n        n += 2",
        (
            "from itertools import islice\nassert list(islice(odd(), 3)) == [1, 3, 5]",
            "import types\nnumbers = odd()\nassert isinstance(numbers, types.GeneratorType)\n"
            "assert next(numbers) == 1 and next(numbers) == 3",
        ),
    ),
    "exception": Assignment(
        "def root(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x ** 0.5",
        (
            "try:\n    root(-1)\nexcept ValueError as error:\n    assert 'negative' in str(error)\n"
            "else:\n    raise AssertionError('no error')",
            "assert root(4) == 2\ntry:\n    root(-1)\nexcept Exception:\n    pass\n"
            "else:\n    raise AssertionError('no error')",
        ),
    ),
    "given-exception": Assignment(
        "def pay(n):\n    if n > 5:\n        raise TooMuch(n)\n    return n",
        (
            "assert pay(5) == 5\ntry:\n    pay(7)\nexcept TooMuch as error:\n"
            "    assert error.excess() == 2\nelse:\n    raise AssertionError('no error')",
        ),
        given="class TooMuch(Exception):\n    def excess(self):\n        return self.args[0] - 5",
    ),
    "in-place": Assignment(
        "def sort(xs):\n    xs.sort()",
        (
            "xs, expected = [3, 1, 2], [1, 2, 3]\nassert sort(xs) is None\nassert xs == expected",
            "pair = ([2, 1], [1, 2])\nsort(pair[0])\nassert pair[0] == pair[1]",
        ),
    ),
    "in-place-tagged": Assignment(
        "def double(a):\n    a *= 2",
        (
            "import numpy as np\na, expected = np.arange(3), np.array([0, 2, 4])\ndouble(a)\n"
            "assert np.array_equal(a, expected)",
        ),
        tags=("in-place",),
    ),
    "unchanged": Assignment(
        "def doubled(xs):\n    return [2 * x for x in xs]",
        (
            "xs = [1, 2]\nassert doubled(xs) == [2, 4]\nassert xs == [1, 2]",
            "xs = [1, 2]\nassert doubled(xs) is not xs",
        ),
    ),
    "copies": Assignment(
        "class Stack:\n    def __init__(self, items):\n        self.items = list(items)\n"
        "    def copy(self):\n        return Stack(self.items)",
        (
            "items = [1]\nstack = Stack(items)\nitems.append(2)\nassert stack.items == [1]",
            "one = Stack([1])\nother = one.copy()\nother.items.append(2)\nassert one.items == [1]",
        ),
    ),
    "view": Assignment(
        "def first(a):\n    return a[:2].copy()",
        (
            "import numpy as np\na = np.arange(4)\nfound = first(a)\nfound[0] = 9\n"
            "assert a[0] == 0 and len(found) == 2",
            "assert not np.shares_memory(a, first(a))",
        ),
    ),
    "file": Assignment(
        "def save(text):\n    with open('out.txt', 'w') as file:\n        file.write(text)",
        (
            "save('hi')\nassert open('out.txt').read() == 'hi'",
            "from pathlib import Path\nPath('expected.txt').write_text('ok')\nsave('ok')\n"
            "assert Path('out.txt').read_text() == Path('expected.txt').read_text()",
        ),
    ),
    "file-name": Assignment(
        "def save(text):\n    with open('note.txt', 'w') as file:\n        file.write(text)\n"
        "    return 'note.txt'",
        ("import os\nname = save('hi')\nassert os.path.exists(name)\nos.remove(name)",),
    ),
    "temporary-file": Assignment(
        "import os\ndef length(text):\n    with open('tmp.txt', 'w') as file:\n"
        "        file.write(text)\n    size = os.path.getsize('tmp.txt')\n"
        "    os.remove('tmp.txt')\n    return size",
        ("import os\nassert length('abc') == 3\nassert not os.path.exists('tmp.txt')",),
    ),
    "pickled-file": Assignment(
        "import pickle\ndef save(thing):\n    with open('thing.pkl', 'wb') as file:\n"
        "        pickle.dump(thing, file)",
        (
            "import pickle\nsave([1, 2])\nwith open('thing.pkl', 'rb') as file:\n"
            "    assert pickle.load(file) == [1, 2]",
        ),
    ),
    "pickled": Assignment(
        "import pickle\ndef packed(thing):\n    return pickle.dumps(thing)",
        ("import pickle\nassert pickle.loads(packed([1, 2])) == [1, 2]",),
    ),
    "module": Assignment(
        "with open('geometry.py', 'w') as file:\n"
        "    file.write('def area(r):\\n    return 3 * r * r\\n')",
        ("import geometry\nassert geometry.area(2) == 12",),
    ),
    "script": Assignment(
        "with open('double.py', 'w') as file:\n"
        "    file.write('import sys\\nprint(2 * int(sys.argv[1]))\\n')",
        (
            "import subprocess, sys\n"
            "done = subprocess.run([sys.executable, 'double.py', '4'], capture_output=True)\n"
            "assert done.stdout.strip() == b'8'",
        ),
    ),
    "repr-round-trip": Assignment(
        "class P:\n    def __init__(self, x):\n        self.x = x\n"
        "    def __repr__(self):\n        return f'P({self.x})'\n"
        "    def __eq__(self, other):\n        return self.x == other.x",
        ("p = P(3)\nassert eval(repr(p)) == p",),
    ),
    "tree": Assignment(
        "def expression():\n    return '1 + 2'",
        (
            "import ast\ntree = ast.parse(expression(), mode='eval')\n"
            "assert eval(compile(tree, 'tree', 'eval')) == 3",
        ),
    ),
    "hints": Assignment(
        "def scaled(x: int) -> 'list[float]':\n    return [2.0 * x]",
        (
            "import typing\nhints = typing.get_type_hints(scaled)\n"
            "assert hints == {'x': int, 'return': list[float]}",
        ),
    ),
    "timed": Assignment(
        "def statement():\n    return 'pass'",
        ("import timeit\nassert timeit.timeit(statement(), number=1) < 1",),
    ),
    "loaded": Assignment(
        "with open('made.txt', 'w') as file:\n    file.write('x = 1')",
        (
            "from importlib import machinery, util\n"
            "loader = machinery.SourceFileLoader('made', 'made.txt')\n"
            "made = util.module_from_spec(util.spec_from_loader('made', loader))\n"
            "loader.exec_module(made)\nassert made.x == 1",
        ),
    ),
    "expression": Assignment(
        "def expression():\n    return '1 + 2'", ("assert eval(expression()) == 3",)
    ),
    "doctest": Assignment(
        'def square(x):\n    """The square.\n\n    >>> square(3)\n    9\n    """\n    return x * x',
        (
            "import doctest\ndoctest.run_docstring_examples(square, globals())\n"
            "assert square(4) == 16",
        ),
    ),
    "sql": Assignment(
        "query = 'SELECT 1 + 1'",
        (
            "import sqlite3\nbase = sqlite3.connect(':memory:')\n"
            "assert base.execute(query).fetchall() == [(2,)]",
        ),
    ),
    "archive": Assignment(
        "import io, tarfile\ndef pack():\n    with tarfile.open('all.tar', 'w') as archive:\n"
        "        about = tarfile.TarInfo('a.txt')\n        about.size = 2\n"
        "        archive.addfile(about, io.BytesIO(b'hi'))",
        (
            "import os, tarfile, warnings\nwarnings.simplefilter('ignore')\npack()\n"
            "with tarfile.open('all.tar') as archive:\n    archive.extractall('out')\n"
            "assert os.listdir('out') == ['a.txt']",
        ),
    ),
    "pattern": Assignment(
        "pattern = r'a+'", ("import re\nassert re.fullmatch(pattern, 'a' * 40)",)
    ),
    "apply": Assignment(
        "def apply(f, x):\n    return f(x)",
        (
            "assert apply(lambda x: x ** 2, 3) == 9",
            "calls = []\ndef note(x):\n    calls.append(x)\n    return x + 1\n"
            "assert apply(note, 4) == 5\nassert calls == [4]",
            "assert apply(sorted, [2, 1]) == [1, 2]",
        ),
    ),
    "round-trip": Assignment(
        "def encode(text):\n    return text[::-1]\ndef decode(text):\n    return text[::-1]",
        ("assert decode(encode('abc')) == 'abc'\nassert encode('ab') == 'ba'",),
    ),
    "given-node": Assignment(
        "def length(node):\n    return 0 if node is None else 1 + length(node.next)\n"
        "def push(node, value):\n    return Node(value, node)\n"
        "def change(node):\n    node.value += 1",
        (
            "chain = Node(1, Node(2))\nassert length(chain) == 2\n"
            "pushed = push(chain, 0)\nassert isinstance(pushed, Node)\n"
            "assert pushed.values() == [0, 1, 2]",
            "node, other = Node(1), Node(5)\nassert length(other) == 1\nchange(node)\n"
            "assert node.value == 2 and other.value == 5",
            "assert push(None, 3).value == 3\nassert push(None, 3).next is None",
        ),
        given="class Node:\n    def __init__(self, value, next=None):\n"
        "        self.value, self.next = value, next\n"
        "    def values(self):\n        rest = self.next.values() if self.next else []\n"
        "        return [self.value, *rest]",
    ),
    "derived": Assignment(
        "class Square(Shape):\n    def __init__(self, side):\n        super().__init__('square')\n"
        "        self.side = side\n    def area(self):\n        return self.side ** 2",
        (
            "assert isinstance(Square(2), Shape)\nassert Square(2).area() == 4",
            "assert issubclass(Square, Shape)",
        ),
        given="class Shape:\n    def __init__(self, name):\n        self.name = name",
    ),
    "input": Assignment(
        "def ask():\n    return int(input('Number: ')) * 2",
        (
            "from unittest import mock\n"
            "with mock.patch('builtins.input', return_value='4') as asked:\n"
            "    assert ask() == 8\nasked.assert_called_once()",
        ),
    ),
    "not-sorted": Assignment(
        "def smallest(xs):\n    least = xs[0]\n    for x in xs:\n"
        "        least = x if x < least else least\n    return least",
        (
            "from unittest import mock\n"
            "with mock.patch('builtins.sorted', side_effect=AssertionError('no sorted')):\n"
            "    assert smallest([3, 1, 2]) == 1",
        ),
    ),
    "forbidden": Assignment(
        "import numpy as np\ndef inverse(a):\n    return np.array([[1 / a[0, 0]]])",
        (
            "import numpy as np\ndef forbidden(*_):\n    raise AssertionError('no inv')\n"
            "known, np.linalg.inv = np.linalg.inv, forbidden\n"
            "try:\n    found = inverse(np.array([[2.0]]))\nfinally:\n    np.linalg.inv = known\n"
            "assert found[0, 0] == 0.5",
        ),
    ),
    "helper": Assignment(
        "def square(x):\n    return x * x\n"
        "def squares(n):\n    return sum(square(x) for x in range(n))",
        (
            "known = square\ndel square\ntry:\n    squares(3)\nexcept NameError:\n    pass\n"
            "else:\n    raise AssertionError('squares does not use square')\n"
            "finally:\n    square = known\nassert squares(3) == 5",
        ),
    ),
    "mean": Assignment(
        "def mean(xs):\n    return sum(xs) / len(xs)\n"
        "def variance(xs):\n    m = mean(xs)\n    return mean([(x - m) ** 2 for x in xs])",
        (
            "assert variance([1, 3]) == 1\nknown = mean\n"
            "def mean(xs):\n    return sum(xs) / len(xs)\n"
            "assert variance([1, 5]) == 4\nmean = known",
            "assert mean([1, 2, 3]) == 2",
        ),
    ),
    "seed": Assignment(
        "import random\ndef draw():\n    return [random.randint(1, 6) for _ in range(3)]",
        (
            "import random\nrandom.seed(1)\nexpected = [random.randint(1, 6) for _ in range(3)]\n"
            "random.seed(1)\nassert draw() == expected",
        ),
    ),
    "own-generator": Assignment(
        "import numpy as np\ndef draw():\n    return np.random.default_rng(0).random()",
        (
            "import numpy as np\nnp.random.seed(0)\nexpected = np.random.rand()\n"
            "np.random.seed(0)\n"
            "assert 0 <= draw() < 1\nassert np.random.rand() == expected",
        ),
    ),
    "async": Assignment(
        "import asyncio\nasync def fetch(n):\n    await asyncio.sleep(0)\n    return 2 * n",
        (
            "assert await fetch(3) == 6",
            "import asyncio\nassert asyncio.run(fetch(1)) == 2",
        ),
    ),
    "async-counter": Assignment(
        "import asyncio\nclass Counter:\n    def __init__(self):\n"
        "        self.n, self.lock = 0, asyncio.Lock()\n"
        "    async def add(self):\n        async with self.lock:\n            n = self.n\n"
        "            await asyncio.sleep(0)\n            self.n = n + 1",
        (
            "import asyncio\ncounter = Counter()\n"
            "await asyncio.gather(*[counter.add() for _ in range(5)])\nassert counter.n == 5",
        ),
    ),
    "partial": Assignment(
        "def cube(x):\n    return x ** 3",
        (
            "got = 0\nfor x in (1, 2, 3, 4):\n    if cube(x) == x ** 3:\n        got += 0.25\ngot",
            "sum([cube(2) == 8, cube(3) == 27]) / 2",
        ),
    ),
    "unittest": Assignment(
        "def add(a, b):\n    return a + b",
        (
            "import unittest\nclass TestAdd(unittest.TestCase):\n    def test_numbers(self):\n"
            "        self.assertEqual(add(2, 3), 5)\n    def test_lists(self):\n"
            "        self.assertListEqual(add([1], [2]), [1, 2])\n"
            "loader = unittest.defaultTestLoader\n"
            "result = unittest.TextTestRunner().run(loader.loadTestsFromTestCase(TestAdd))\n"
            "assert result.wasSuccessful()",
        ),
    ),
    "raises": Assignment(
        "def half(n):\n    if n % 2:\n        raise ValueError('odd')\n    return n // 2",
        (
            "import unittest\nclass TestHalf(unittest.TestCase):\n    def test_odd(self):\n"
            "        with self.assertRaises(ValueError):\n            half(3)\n"
            "        self.assertEqual(half(4), 2)\n"
            "unittest.main(argv=[''], exit=False).result",
        ),
    ),
    "printing": Assignment(
        "def hello():\n    print('hi')",
        (
            "import io\nfrom contextlib import redirect_stdout\n"
            "with redirect_stdout(io.StringIO()) as printed:\n    hello()\n"
            "assert printed.getvalue() == 'hi\\n'",
        ),
    ),
    "silent": Assignment(
        "def quiet(x):\n    return x",
        (
            "import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('error')\n"
            "    assert quiet(3) == 3",
        ),
    ),
    "stable": Assignment(
        "import numpy as np\ndef divide(a, b):\n"
        "    return np.where(b == 0, 0, a / np.where(b == 0, 1, b))",
        (
            "import numpy as np\nwith np.errstate(all='raise'):\n"
            "    found = divide(np.array([1.0, 2.0]), np.array([0.0, 1.0]))\n"
            "assert np.allclose(found, [0, 2])",
        ),
    ),
    "memory": Assignment(
        "def total(n):\n    return sum(range(n))",
        (
            "import tracemalloc\ntracemalloc.start()\nassert total(100_000) == 4_999_950_000\n"
            "peak = tracemalloc.get_traced_memory()[1]\ntracemalloc.stop()\nassert peak < 500_000",
        ),
    ),
    "source": Assignment(
        "def factorial(n):\n    return 1 if n < 2 else n * factorial(n - 1)",
        (
            "import inspect\nassert 'math' not in inspect.getsource(factorial)\n"
            "assert factorial(5) == 120",
        ),
    ),
    "signature": Assignment(
        "def area(width, height=1):\n    return width * height",
        (
            "import inspect\n"
            "assert list(inspect.signature(area).parameters) == ['width', 'height']\n"
            "assert area(2, height=3) == 6",
        ),
    ),
    "exact-type": Assignment(
        "def numbers(n):\n    return list(range(n))",
        ("assert type(numbers(2)) is list", "assert type(numbers(2)[0]) is int"),
    ),
    "no-global": Assignment(
        "def answer():\n    hidden = 42\n    return hidden",
        ("assert answer() == 42\nassert 'hidden' not in globals()",),
    ),
    "enum": Assignment(
        "def mix(one, other):\n    return Colour.GREEN",
        (
            "assert mix(Colour.BLUE, Colour.YELLOW) is Colour.GREEN",
            "assert mix(Colour.BLUE, Colour.YELLOW).value == 2",
        ),
        given="from enum import Enum\nclass Colour(Enum):\n    BLUE = 1\n    GREEN = 2\n"
        "    YELLOW = 3",
    ),
    "context": Assignment(
        "class Ignore:\n    def __init__(self, *kinds):\n        self.kinds = kinds\n"
        "    def __enter__(self):\n        return self\n"
        "    def __exit__(self, kind, error, trace):\n"
        "        return kind is not None and kind.__name__ == 'KeyError'",
        (
            "with Ignore():\n    {}['x']",
            "try:\n    with Ignore():\n        1 / 0\nexcept ZeroDivisionError:\n    pass\n"
            "else:\n    raise AssertionError('too much')",
        ),
    ),
    "vector": Assignment(
        "class V:\n    def __init__(self, x):\n        self.x = x\n"
        "    def __add__(self, other):\n        return V(self.x + other.x)\n"
        "    def __mul__(self, n):\n        return V(self.x * n)\n    __rmul__ = __mul__\n"
        "    def __lt__(self, other):\n        return self.x < other.x\n"
        "    def __hash__(self):\n        return hash(self.x)\n"
        "    def __eq__(self, other):\n        return self.x == other.x",
        (
            "assert (V(1) + V(2)).x == 3 and (2 * V(3)).x == 6",
            "assert sorted([V(2), V(1)])[0].x == 1 and len({V(1), V(1), V(2)}) == 2",
        ),
    ),
    "singleton": Assignment(
        "class Only:\n    one = None\n    def __new__(cls):\n"
        "        cls.one = cls.one or object.__new__(cls)\n        return cls.one",
        ("assert Only() is Only()",),
    ),
    "frame": Assignment(
        "import pandas as pd\ndef with_total(df):\n    return df.assign(total=df.a + df.b)",
        (
            "import pandas as pd\ndf = pd.DataFrame({'a': [1, 2], 'b': [3, 4]})\n"
            "pd.testing.assert_frame_equal(with_total(df), df.assign(total=[4, 6]))",
            "found = with_total(pd.DataFrame({'a': [1], 'b': [1]}))\n"
            "assert list(found.columns) == ['a', 'b', 'total'] and found.total.sum() == 2",
            "assert with_total(pd.DataFrame({'a': [1], 'b': [2]})).loc[0, 'total'] == 3",
        ),
    ),
    "estimator": Assignment(
        "import numpy as np\nclass Line:\n    def fit(self, x, y):\n"
        "        self.slope_ = (x @ y) / (x @ x)\n        return self\n"
        "    def predict(self, x):\n        return self.slope_ * x\n"
        "    def score(self, x, y):\n        return 1 - np.sum((y - self.predict(x)) ** 2)",
        (
            "import numpy as np\nx = np.array([1.0, 2.0])\nmodel = Line().fit(x, 3 * x)\n"
            "assert np.isclose(model.slope_, 3)\nassert np.allclose(model.predict(x), 3 * x)",
            "x = np.arange(4.0)\nassert Line().fit(x, x).score(x, x) > 0.99",
            "model = Line()\nassert model.fit(np.ones(2), np.ones(2)) is model",
        ),
    ),
    "fresh": Assignment(
        "def empty():\n    return []",
        ("one = empty()\none.append(1)\nassert empty() == []",),
    ),
    "default": Assignment(
        "def add(x, xs=None):\n    return [*(xs or []), x]",
        ("assert add(1) == [1]\nassert add(2) == [2]\nassert add(3, [1]) == [1, 3]",),
    ),
    "counters": Assignment(
        "def counter():\n    n = 0\n    def count():\n        nonlocal n\n        n += 1\n"
        "        return n\n    return count",
        ("one, other = counter(), counter()\nassert [one(), one(), other()] == [1, 2, 1]",),
    ),
    "variable": Assignment(
        "total = sum(data)\nlargest = max(data)",
        ("assert total == 6", "assert largest == max(data) == 3", "assert total / 2 == 3.0"),
        given="data = [1, 2, 3]",
    ),
    "set": Assignment(
        "def unique(xs):\n    return set(xs)",
        (
            "assert unique([1, 2, 1]) == {1, 2}",
            "assert 3 not in unique([1])\nassert 1 in unique([1])",
        ),
    ),
    "tuple": Assignment(
        "from collections import namedtuple\nRange = namedtuple('Range', 'low high')\n"
        "def bounds(xs):\n    return Range(min(xs), max(xs))",
        (
            "assert bounds([2, 1, 3]) == (1, 3)",
            "low, high = bounds([5])\nassert low == high == 5",
            "assert bounds([1, 4]).high == 4",
        ),
    ),
    "float": Assignment(
        "def mean(xs):\n    return sum(xs) / len(xs)",
        (
            "assert abs(mean([1, 2]) - 1.5) < 1e-9",
            "import math\nassert math.isclose(mean([1, 4]), 2.5)",
            "import pytest\nassert mean([0, 1]) == pytest.approx(0.5)\n"
            "assert round(mean([2])) == 2",
            "assert f'{mean([1, 2]):.2f}' == '1.50'\nassert max(mean([3]), 0) == 3",
        ),
    ),
    "date": Assignment(
        "from datetime import timedelta\ndef tomorrow(day):\n    return day + timedelta(1)",
        ("from datetime import date\nassert tomorrow(date(2024, 2, 28)) == date(2024, 2, 29)",),
    ),
    "fraction": Assignment(
        "from fractions import Fraction\ndef half(n):\n    return Fraction(n, 2)",
        ("from fractions import Fraction\nassert half(3) == Fraction(3, 2)\nassert half(4) == 2",),
    ),
    "fast": Assignment(
        "def work(n):\n    return n",
        (
            "import time\nstart = time.perf_counter()\nassert work(3) == 3\n"
            "assert time.perf_counter() - start < 1",
        ),
    ),
    "mocked-print": Assignment(
        "def hello(name):\n    print('Hello', name)",
        (
            "from unittest import mock\nwith mock.patch('builtins.print') as printed:\n"
            "    hello('Ann')\nprinted.assert_called_once_with('Hello', 'Ann')",
        ),
    ),
    "mocked-helper": Assignment(
        "def price(n):\n    return 2 * n\ndef total(ns):\n    return sum(price(n) for n in ns)",
        (
            "from unittest import mock\n"
            "with mock.patch('__main__.price', return_value=10) as priced:\n"
            "    assert total([1, 2]) == 20\nassert priced.call_count == 2",
        ),
    ),
    "bag": Assignment(
        "class Bag:\n    def __init__(self, things):\n        self.things = list(things)\n"
        "    def __contains__(self, thing):\n        return thing in self.things\n"
        "    def __getitem__(self, i):\n        return self.things[i]\n"
        "    def __setitem__(self, i, thing):\n        self.things[i] = thing\n"
        "    def __iter__(self):\n        return iter(self.things)",
        (
            "bag = Bag([1, 2])\nassert 1 in bag and 3 not in bag",
            "bag = Bag([1, 2])\nbag[0] = 5\nassert bag[0] == 5 and list(bag) == [5, 2]",
        ),
    ),
    "decorator": Assignment(
        "def twice(f):\n    def wrapper(x):\n        return f(f(x))\n    return wrapper",
        (
            "@twice\ndef plus(x):\n    return x + 1\nassert plus(1) == 3",
            "calls = []\n@twice\ndef note(x):\n    calls.append(x)\n    return x\n"
            "note(4)\nassert calls == [4, 4]",
        ),
    ),
    "send": Assignment(
        "def running():\n    total = 0\n    while True:\n        total += yield total",
        (
            "total = running()\nassert next(total) == 0\n"
            "assert [total.send(2), total.send(3)] == [2, 5]",
        ),
    ),
    "property": Assignment(
        "class Circle:\n    def __init__(self, r):\n        self.r = r\n    @property\n"
        "    def area(self):\n        return 3 * self.r ** 2",
        (
            "circle = Circle(1)\nassert circle.area == 3\ncircle.r = 2\nassert circle.area == 12",
            "try:\n    Circle(1).area = 5\nexcept AttributeError:\n    pass\n"
            "else:\n    raise AssertionError('it can be set')",
        ),
    ),
    "linked": Assignment(
        "class Link:\n    def __init__(self, value, next=None):\n"
        "        self.value, self.next = value, next\n"
        "def reverse(link):\n    back = None\n    while link:\n"
        "        back, link = Link(link.value, back), link.next\n    return back",
        (
            "found, values = reverse(Link(1, Link(2, Link(3)))), []\n"
            "while found:\n    values.append(found.value)\n    found = found.next\n"
            "assert values == [3, 2, 1]",
            "assert reverse(None) is None",
        ),
    ),
    "threads": Assignment(
        "class Total:\n    def __init__(self):\n        self.n = 0\n"
        "    def add(self):\n        self.n += 1",
        (
            "import threading\ntotal = Total()\n"
            "threads = [threading.Thread(target=total.add) for _ in range(8)]\n"
            "for one in threads:\n    one.start()\nfor one in threads:\n    one.join()\n"
            "assert total.n == 8",
        ),
    ),
    "given-helper": Assignment(
        "def total(xs):\n    found = 0\n    for x in xs:\n        found += x\n    return found",
        ("def slow(xs):\n    raise AssertionError('do not use slow')\nassert total([1, 2]) == 3",),
        given="def slow(xs):\n    return sum(xs)",
    ),
    "surroundings": Assignment(
        "def work():\n    return 1",
        (
            "import os\nhere = os.getcwd()\nassert work() == 1\nassert os.getcwd() == here",
            "import os\nassert work() == 1\nassert 'WORKED' not in os.environ",
        ),
    ),
    "generator-size": Assignment(
        "def squares(n):\n    return (i * i for i in range(n))",
        (
            "import sys\nfound = squares(1000)\nassert sys.getsizeof(found) < 500\n"
            "assert sum(found) == 332833500",
        ),
    ),
    "cached": Assignment(
        "known = {}\ndef of(key):\n    return known.setdefault(key, [key])",
        ("of(1).append(5)\nassert of(1) == [1, 5]",),
    ),
    "given-flag": Assignment(
        "def both():\n    return May.READ | May.WRITE",
        ("assert both() == May.READ | May.WRITE",),
        given="from enum import Flag\nclass May(Flag):\n    READ = 1\n    WRITE = 2",
    ),
    "given-named-tuple": Assignment(
        "def origin():\n    return Point(0, 0)",
        ("assert isinstance(origin(), Point)\nassert origin() == Point(0, 0)",),
        given="from typing import NamedTuple\nclass Point(NamedTuple):\n    x: int\n    y: int",
    ),
    "given-list": Assignment(
        "def stack():\n    return Stack([1, 2])",
        ("assert stack().top() == 2\nassert stack() == [1, 2]",),
        given="class Stack(list):\n    def top(self):\n        return self[-1]",
    ),
    "given-patched": Assignment(
        "def cost(n):\n    return n * rate()",
        (
            "from unittest import mock\nwith mock.patch('__main__.rate', return_value=5):\n"
            "    assert cost(2) == 10",
        ),
        given="def rate():\n    return 2",
    ),
    "cause": Assignment(
        "def find(table):\n    try:\n        return table['x']\n    except KeyError as error:\n"
        "        raise ValueError('no x') from error",
        (
            "try:\n    find({})\nexcept ValueError as error:\n"
            "    assert isinstance(error.__cause__, KeyError)\n"
            "else:\n    raise AssertionError('no error')",
        ),
    ),
    "keyword": Assignment(
        "def sort(xs):\n    xs.sort()", ("xs = [2, 1]\nsort(xs=xs)\nassert xs == [1, 2]",)
    ),
    "class-argument": Assignment(
        "def convert(xs, kind):\n    return [kind(x) for x in xs]",
        ("assert convert(['1', '2'], int) == [1, 2]",),
    ),
    "other-folder": Assignment(
        "def load(path):\n    try:\n        return open(path).read()\n"
        "    except OSError:\n        return None",
        (
            "import os, tempfile\nhere = os.getcwd()\n"
            "with tempfile.TemporaryDirectory() as folder:\n    os.chdir(folder)\n"
            "    assert load('nothing.txt') is None\n    os.chdir(here)",
        ),
        next=True,
    ),
    "query": Assignment(
        "def rows():\n    return 'a > 1'",
        ("import pandas as pd\nassert len(pd.DataFrame({'a': [1, 2]}).query(rows())) == 1",),
    ),
    "pickled-object": Assignment(
        "def point():\n    return [1, 2]",
        ("import pickle\nassert pickle.dumps(point()) == pickle.dumps([1, 2])",),
    ),
    "saved-array": Assignment(
        "import numpy as np\ndef save():\n    np.save('a.npy', np.array([1, 'a'], dtype=object))",
        ("import numpy as np\nsave()\nassert np.load('a.npy', allow_pickle=True)[0] == 1",),
    ),
    "imported": Assignment(
        "with open('shapes.py', 'w') as file:\n    file.write('def area(r): return 3 * r * r')\n"
        "import shapes\ndef area(r):\n    return shapes.area(r)",
        ("assert shapes.area(2) == 12",),
    ),
}

# Wrong answers that earn nothing in an ordinary kernel, by assignment and name
ATTACKS = {
    "number": {
        "zero": "def square(x):\n    return 0",
        "equal-to-all": "class N:\n    def __eq__(self, _): return False\n"
        "    def __ne__(self, _): return True\ndef square(x):\n    return N()",
        "int-that-lies": "class N(int):\n    def __eq__(self, _): return False\n"
        "    def __ne__(self, _): return True\ndef square(x):\n    return N(0)",
        "not-a-number": "def square(x):\n    return float('nan')",
        "the-function": "def square(x):\n    return square",
        "exception-class": "def square(x):\n    return ValueError",
        "masked": "import numpy as np\ndef square(x):\n    return np.ma.masked",
        "mock": "from unittest.mock import Mock\ndef square(x):\n    return Mock()",
        "first-call-only": "seen = []\ndef square(x):\n    seen.append(x)\n"
        "    return 9.0 if len(seen) == 1 else 0",
        "prints": "def square(x):\n    print('1.0')\n    display(1.0)\n    return 0",
        "huge": "def square(x):\n    return 1 << 100_000",
        "deep": "def square(x):\n    found = 0\n    for _ in range(500):\n        found = [found]\n"
        "    return found",
        "many-classes": "def square(x):\n    return [type(f'C{i}', (), {})() for i in range(3000)]",
        "exits": "import os\ndef square(x):\n    os._exit(0)",
        "exits-from-a-thread": "import os, threading\ndef square(x):\n"
        "    threading.Thread(target=os._exit, args=(0,)).start()\n    return 0",
        "raises-skip": "import unittest\ndef square(x):\n    raise unittest.SkipTest('no')",
        "raises-stop": "def square(x):\n    raise StopIteration(9)",
        "raises-exit": "def square(x):\n    raise SystemExit(0)",
        "patches-builtins": "import builtins\nbuiltins.isinstance = lambda *_: True\n"
        "builtins.AssertionError = ValueError\ndef square(x):\n    return 0",
        "patches-its-judge": "import autograde.sandbox.host.judge as judge\n"
        "judge.run_cell = lambda *_: None\ndef square(x):\n    return 0",
        "forged-judge-function": SERVER
        + "answer(lambda q: pack(reply(value=Remote(-1, 'f', 'function'))))\ndef square(x): pass",
        "forged-kind": SERVER
        + "answer(lambda q: pack(reply(value=Remote(1, 'int', 'int', ('builtins.int',)))))\n"
        "def square(x): pass",
        "forged-mask": SERVER
        + "answer(lambda q: pack(reply(value=Remote(99, 'int', 'object', ('builtins.int',), 0, -1"
        "))))\ndef square(x): pass",
        "forged-class": SERVER + "answer(lambda q: pack(reply(value=Remote("
        "99, 'OrderedDict', 'object', ('decimal.Decimal', 'builtins.int'), 0, 2**90 - 1))))\n"
        "def square(x): pass",
        "forged-given": SERVER + "answer(lambda q: pack(reply(value=Given('int', 0))))\n"
        "def square(x): pass",
        "forged-same": SERVER + "answer(lambda q: pack(reply(value=0, args=[3], same=0)))\n"
        "def square(x): pass",
        "forged-callback": SERVER
        + "answer(lambda q: pack({'callback': 0, 'args': [], 'kwargs': {}}))\ndef square(x): pass",
        "forged-callback-forever": SERVER + "def forever(q):\n    while True:\n"
        "        SERVER._channel.send(pack({'callback': 5, 'args': [], 'kwargs': {}}), None)\n"
        "        SERVER._channel.receive(None)\nanswer(forever)\ndef square(x): pass",
        "forged-nothing": SERVER + "answer(lambda q: pack({}))\ndef square(x): pass",
        "forged-list": SERVER + "answer(lambda q: pack([1, 2]))\ndef square(x): pass",
        "forged-bytes": SERVER + "answer(lambda q: b'l' + b'\\xff' * 4)\ndef square(x): pass",
        "forged-outputs": SERVER + "answer(lambda q: pack(reply(outputs=[{'output_type': "
        "'execute_result', 'data': {'text/plain': '1.0'}}])))\ndef square(x): pass",
        "forged-many-printed": SERVER
        + "answer(lambda q: pack(reply(printed='1.0\\n' * 10**6)))\ndef square(x): pass",
        "forged-raised": SERVER + "answer(lambda q: pack(reply(raised={'name': 'SkipTest', "
        "'message': '', 'classes': ('unittest.case.SkipTest',)})))\ndef square(x): pass",
        "forged-raised-class": SERVER + "answer(lambda q: pack(reply(raised={'name': '', "
        "'message': '', 'classes': ('autograde.sandbox.host.client.Gone',)})))\n"
        "def square(x): pass",
        "forged-many-warnings": SERVER + "answer(lambda q: pack(reply("
        "warned=[['UserWarning', str(i)] for i in range(20_000)])))\ndef square(x): pass",
        "forged-many-classes": SERVER + "answer(lambda q: pack(reply("
        "value=[Remote(i, '', 'object', (f'a.b{i}',), 0, -1) for i in range(1, 20_000)])))\n"
        "def square(x): pass",
        "forged-class-of-classes": SERVER + "answer(lambda q: pack(reply(raised={'name': '', "
        "'message': '', 'classes': ('a.b', 'a.b', 'c.d', 'a.b', 'builtins.ValueError')})))\n"
        "def square(x): pass",
        "forged-no-class": SERVER + "answer(lambda q: pack(reply(value=Remote("
        "1, 'x', 'exception', ()))))\ndef square(x): pass",
        "forged-attributes": SERVER + "answer(lambda q: pack(reply(raised={'name': 'ValueError', "
        "'message': 'x', 'attributes': {'args': 5, '__class__': 5, 'with_traceback': 5}})))\n"
        "def square(x): pass",
        "forged-early-replies": SERVER
        + "for _ in range(50): SERVER._channel.send(pack(reply(value=8)), None)\n"
        "def square(x): return 0",
        "replayed-name": SERVER + "class N:\n    def __eq__(self, _): return False\nn = N()\n"
        "answer(lambda q: PACKER.packed(reply(value=HANDLES.refer(square))))\ndef square(x): pass",
        "no-name": "square = 0\ndel square",
        "name-is-a-number": "square = 9",
        "name-is-a-class": "class square:\n    def __init__(self, x): self.x = x\n"
        "    def __eq__(self, _): return False\n    def __ne__(self, _): return True",
    },
    "boolean": {
        "truthy": "class T:\n    def __bool__(self): return False\ndef is_even(n):\n    return T()",
        "one": "def is_even(n):\n    return 1",
        "array": "import numpy as np\ndef is_even(n):\n    return np.array(True)",
        "bool-changes": "class T:\n    n = 0\n    def __bool__(self):\n        T.n += 1\n"
        "        return T.n < 9\ndef is_even(n):\n    return T()",
        "none": "def is_even(n):\n    return None if n == 2 else 1",
    },
    "list": {
        "subclass-equal": "class L(list):\n    def __eq__(self, _): return False\n"
        "    def __len__(self): return 9\ndef ordered(xs):\n    return L(xs)",
        "lies-of-its-length": "class L(list):\n    def __len__(self): return len(self) + 1\n"
        "def ordered(xs):\n    return L([9])",
        "endless": "class L:\n    def __iter__(self): return self\n"
        "    def __next__(self): return 0\n"
        "def ordered(xs):\n    return L()",
        "elements-not-equal": "class N:\n    def __eq__(self, _): return False\n"
        "def ordered(xs):\n    return [N() for _ in xs]",
        "generator": "def ordered(xs):\n    yield from sorted(xs, reverse=True)",
        "goes-round": "def ordered(xs):\n    xs.append(xs)\n    return xs",
        "unordered": "def ordered(xs):\n    return xs",
        "iterator-of-itself": "class I:\n    def __iter__(self): return iter([self, self])\n"
        "def ordered(xs):\n    return I()",
    },
    "string": {
        "subclass": "class S(str):\n    def __eq__(self, _): return False\n"
        "    def startswith(self, _): return False\ndef greet(name):\n    return S('Bye')",
        "bytes": "def greet(name):\n    return f'Hello, {name}!'.encode()",
        "surrogate": "def greet(name):\n    return 'Hello, \\ud800!'",
        "prints": "def greet(name):\n    print(f'Hello, {name}!')",
    },
    "dict": {
        "missing": "class D(dict):\n    def __missing__(self, _): return 0\n"
        "def count(text):\n    return D(a=1)",
        "factory": "from collections import defaultdict\ndef count(text):\n"
        "    return defaultdict(lambda: 2)",
        "counter": "from collections import Counter\ndef count(text):\n    return Counter()",
        "same-hash": "class K(str):\n    def __hash__(self): return 1\n"
        "    def __eq__(self, _): return False\n"
        "def count(text):\n    return {K(c): 2 for c in text}",
        "equal-keys": "class K:\n    def __hash__(self): return 1\n"
        "    def __eq__(self, _): return False\ndef count(text):\n    return {K(): 2}",
    },
    "array": {
        "array-method": "import numpy as np\nclass A:\n    shape = 3\n"
        "    def __array__(self, *_, **__): return np.zeros(3)\ndef double(a):\n    return A()",
        "ufunc": "import numpy as np\nclass A(np.ndarray):\n"
        "    def __array_ufunc__(self, *_, **__): return np.False_\n"
        "def double(a):\n    return np.zeros(7).view(A)",
        "objects": "import numpy as np\nclass N:\n    def __eq__(self, _): return False\n"
        "    def __sub__(self, _): return 9\n    __rsub__ = __sub__\n"
        "def double(a):\n    return np.array([N()] * 3, dtype=object)",
        "huge": "import numpy as np\ndef double(a):\n    return np.broadcast_to(1.0, (10**9,))",
        "no-rows": "import numpy as np\ndef double(a):\n    return np.zeros((0, 3))",
        "masked": "import numpy as np\ndef double(a):\n    return np.ma.masked_all(7)",
        "text": "import numpy as np\ndef double(a):\n    return np.array(['2'] * 7)",
    },
    "account": {
        "nothing": "class Account:\n    def __init__(self, balance=0): pass",
        "getattr-calls-back": "class Account:\n    def __init__(self, balance=0): pass\n"
        "    def __getattr__(self, name): return getattr(self, name)",
        "getattr-makes-all": "class Account:\n    def __init__(self, *_): pass\n"
        "    def __getattr__(self, name): return lambda *_: None",
        "always-equal": "class Account:\n    def __init__(self, *_): pass\n"
        "    def __eq__(self, _): return True",
        "a-function": "def Account(balance=0):\n    return None",
        "length-is-no-number": "class Account:\n    def __init__(self, *_): pass\n"
        "    def __len__(self): return '4'\n    def __repr__(self): return 4",
        "changes-when-asked": "import random\nclass Account:\n"
        "    def __init__(self, balance=0): pass\n"
        "    balance = property(lambda self: None)\n    def deposit(self, n): return self\n"
        "    def __eq__(self, other): return random.choice([self, []])\n"
        "    def __repr__(self): return 'Account(4)'",
    },
    "generator": {
        "list": "def odd():\n    return [1, 3, 5]",
        "even": "def odd():\n    yield from range(0, 9, 2)",
        "short": "def odd():\n    yield 1",
        "returns": "def odd():\n    return 1\n    yield",
        "iterator": "class Odd:\n    def __iter__(self): return self\n"
        "    def __next__(self): return 1\ndef odd():\n    return Odd()",
        "stops-as-error": "def odd():\n    raise StopIteration\n    yield",
        "class-lie": "class Odd:\n    __class__ = int\n    def __iter__(self): return iter([])\n"
        "def odd():\n    return Odd()",
        "wire-next": SERVER + "from autograde.sandbox.guest.operations import OPERATIONS\n"
        "OPERATIONS['next'] = lambda it: ()\ndef odd():\n    yield 0",
    },
    "exception": {
        "returns-class": "def root(x):\n    return ValueError('negative')",
        "wrong-class": "def root(x):\n    raise SystemExit('negative')",
        "keyboard": "def root(x):\n    if x < 0: raise KeyboardInterrupt('negative')\n    return 2",
        "exit": "import sys\ndef root(x):\n    if x < 0: sys.exit('negative')\n    return x ** 0.5",
        "class-name-with-zero": "class C: pass\nC.__qualname__ = 'a\\0negative'\n"
        "def root(x):\n    return C() if x < 0 else 2",
        "called-so": "class E(BaseException): pass\nE.__module__, E.__qualname__ = 'builtins', "
        "'ValueError'\ndef root(x):\n    if x < 0: raise E('negative')\n    return 2",
        "exits-process": "import os\ndef root(x):\n    os._exit(0)",
        "group": "def root(x):\n    raise BaseExceptionGroup('negative', [KeyboardInterrupt()])",
    },
    "given-exception": {
        "other": "def pay(n):\n    if n > 5: raise Exception(n)\n    return n",
        "shadowed": "def pay(n):\n    if n > 5:\n        e = TooMuch(99)\n        e.args = (9,)\n"
        "        raise e\n    return n",
        "same-name": "class Other(Exception): pass\nOther.__qualname__ = 'TooMuch'\n"
        "def pay(n):\n    if n > 5: raise Other(7)\n    return n",
        "no-arguments": "def pay(n):\n    if n > 5: raise TooMuch()\n    return n",
    },
    "in-place": {
        "returns-it": "def sort(xs):\n    return sorted(xs)",
        "clears": "def sort(xs):\n    xs.clear()",
        "lying-elements": "class N:\n    def __eq__(self, _): return False\n"
        "def sort(xs):\n    xs[:] = [N(), N(), N()]",
        "longer": "def sort(xs):\n    xs.sort()\n    xs.append(1)",
        "another-length-of-arguments": SERVER
        + "answer(lambda q: pack(reply(args=[[1, 2, 3], [1, 2]])))\ndef sort(xs): pass",
    },
    "in-place-tagged": {
        "rebinds": "def double(a):\n    a = 2 * a",
        "another-shape": SERVER + "import numpy as np\n"
        "answer(lambda q: pack(reply(args=[np.array([0, 2, 4, 6])])))\ndef double(a): pass",
        "object-in-its-place": SERVER
        + "answer(lambda q: PACKER.packed(reply(args=[double])))\ndef double(a): pass",
    },
    "unchanged": {
        "in-place": "def doubled(xs):\n    for i in range(len(xs)):\n        xs[i] *= 2\n"
        "    return xs",
    },
    "copies": {
        "keeps-the-list": "class Stack:\n    def __init__(self, items): self.items = items\n"
        "    def copy(self): return self",
    },
    "view": {"slice": "def first(a):\n    return a[:2]"},
    "file": {
        "nothing": "def save(text): pass",
        "another": "def save(text):\n    open('expected.txt', 'w').write('')\n"
        "    open('out.txt', 'w').write('')",
        "outside": "import os\ndef save(text):\n    os.makedirs('../x', exist_ok=True)\n"
        "    open('../x/out.txt', 'w').write(text)",
        "directory": "import os\nos.makedirs('out.txt')\ndef save(text): pass",
        "link": f"import os\nos.symlink('{MARK}', 'out.txt')\ndef save(text): pass",
        "forged-path": SERVER + f"answer(lambda q: pack(reply(wrote=['../../..{MARK}', '{MARK}', "
        "'out.txt/../../x', 'expected.txt'])))\n"
        "SERVER._answer['file'] = lambda q: pack({'content': b'pwned'})\ndef save(text): pass",
    },
    "file-name": {
        "of-another": f"def save(text):\n    return '{MARK}'",
    },
    "temporary-file": {
        "stays": "def length(text):\n    open('tmp.txt', 'w').write(text)\n    return len(text)",
    },
    "pickled-file": {
        "runs-code": "import pickle\nclass E:\n    def __reduce__(self): return (exec, "
        f"(\"open('{MARK}', 'w').write('pwned')\",))\n"
        "def save(thing):\n    with open('thing.pkl', 'wb') as file:\n"
        "        pickle.dump(E(), file)",
    },
    "pickled": {
        "runs-code": "import pickle\nclass E:\n    def __reduce__(self): return (exec, "
        f"(\"open('{MARK}', 'w').write('pwned')\",))\n"
        "def packed(thing):\n    return pickle.dumps(E())",
    },
    "module": {
        "runs-code": "with open('geometry.py', 'w') as file:\n    file.write("
        f"\"open('{MARK}', 'w').write('pwned')\\ndef area(r): return 0\")",
    },
    "script": {
        "runs-code": "with open('double.py', 'w') as file:\n    file.write("
        f"\"open('{MARK}', 'w').write('pwned')\")",
    },
    "repr-round-trip": {
        "runs-code": "class P:\n    def __init__(self, x): pass\n"
        "    def __eq__(self, _): return False\n"
        f"    def __repr__(self): return \"open('{MARK}', 'w').write('pwned')\"",
        "takes-the-test-s-names": "class P:\n    def __init__(self, x): pass\n"
        "    def __eq__(self, _): return False\n"
        "    def __repr__(self): return \"globals().__setitem__('p', None)\"",
    },
    # Each would pass, if it were run.
    "tree": {"runs-code": "def expression():\n    return '[len([]), 3][1]'"},
    "hints": {
        "runs-code": "def scaled(x: '[len([]), int][1]') -> 'list[float]':\n    return [2.0 * x]"
    },
    "timed": {"runs-code": "def statement():\n    return 'len([])'"},
    "loaded": {"runs-code": "with open('made.txt', 'w') as file:\n    file.write('x = len([0])')"},
    "expression": {
        "runs-code": "def expression():\n"
        f"    return \"[open('{MARK}', 'w').write('pwned'), 4][1]\"",
    },
    "doctest": {
        "runs-code": 'def square(x):\n    """\n    >>> n = '
        f"open('{MARK}', 'w').write('pwned')\n    " + '"""\n    return 0',
    },
    "sql": {
        "attaches": f"query = \"ATTACH DATABASE '{MARK}-2' AS x\"",
        "copies": f"query = \"VACUUM INTO '{MARK}-2'\"",
    },
    "archive": {
        "outside": "import io, tarfile\ndef pack():\n"
        "    with tarfile.open('all.tar', 'w') as archive:\n"
        f"        for name in ('a.txt', '../../../../../../..{MARK}'):\n"
        "            about = tarfile.TarInfo(name)\n            about.size = 5\n"
        "            archive.addfile(about, io.BytesIO(b'pwned'))",
    },
    "pattern": {"wrong": "pattern = r'b+'"},
    "apply": {
        "not-called": "def apply(f, x):\n    return x",
        "called-twice": "def apply(f, x):\n    f(x)\n    f(x)\n    return 0",
        "called-oddly": "class O:\n    def __pow__(self, _): return 9\n"
        "    def __add__(self, _): return 5\ndef apply(f, x):\n    return f(O())",
        "called-with-itself": "def apply(f, x):\n    return f(f)",
        "overflow": "def apply(f, x):\n    try:\n        f(2 ** 4000)\n    except Exception:\n"
        "        pass\n    return 0",
        "returns-it": "def apply(f, x):\n    return f",
        "keeps-it": "kept = []\ndef apply(f, x):\n    kept.append(f)\n    return kept[0]",
        "calls-one-from-before": "kept = []\ndef apply(f, x):\n    kept.append(f)\n"
        "    for one in kept:\n        try:\n            one('x')\n        except Exception:\n"
        "            pass\n    return 0",
        "nested": "depth = 0\ndef apply(f, x):\n    global depth\n    depth += 1\n"
        "    return apply(f, x) if depth < 200 else 0",
        "wrong-number": SERVER + "def apply(f, x):\n"
        "    for number in (-10**9, 10**9, 0, 7):\n        try:\n"
        "            SERVER._call_back(number, [x], {})\n        except Exception:\n"
        "            pass\n    return 0",
        "from-a-thread": "import threading\ndef apply(f, x):\n"
        "    threads = [threading.Thread(target=f, args=(0,)) for _ in range(5)]\n"
        "    for one in threads: one.start()\n    for one in threads: one.join()\n    return 0",
        "later": "import threading, time\ndef apply(f, x):\n    def late():\n"
        "        time.sleep(0.05)\n        f(x)\n"
        "    threading.Thread(target=late).start()\n    return 0",
    },
    "round-trip": {
        "exception-class": "def encode(text):\n    return ValueError\ndef decode(text):\n"
        "    return 0",
        "deep": "def encode(text):\n    for _ in range(63):\n        text = [text]\n"
        "    return text\n"
        "def decode(text):\n    return 0",
        "object": "class O: pass\ndef encode(text):\n    return O()\ndef decode(text):\n"
        "    return 'abc'",
        "large": "def encode(text):\n    return 'a' * (2 ** 25 - 100)\n"
        "def decode(text):\n    return 0",
    },
    "given-node": {
        "lying-value": "class N:\n    def __eq__(self, _): return False\n"
        "def length(node):\n    return 1\ndef push(node, value):\n    return Node(N())\n"
        "def change(node): pass",
        "cycle": "def length(node):\n    node.next = node\n    return 1\n"
        "def push(node, value):\n    found = Node(value)\n    found.next = found\n"
        "    return found\n"
        "def change(node):\n    node.next = node",
        "shadowed-method": "def length(node): return 1\ndef push(node, value):\n"
        "    found = Node(9)\n    found.values = 5\n    return found\n"
        "def change(node):\n    node.values = None",
        "own-class": "class Node:\n    def __init__(self, value, next=None): self.value = None\n"
        "    def values(self): return []\n"
        "def length(node): return 1\ndef push(node, value): return Node(value)\n"
        "def change(node): pass",
        "kept": "kept = []\ndef length(node):\n    kept.append(node)\n    return 1\n"
        "def push(node, value): return Node(9)\ndef change(node):\n"
        "    for one in kept:\n        one.value = 2",
        "forged-number": SERVER + "answer(lambda q: pack(reply(value=Given('Node', -1)), "
        "None, None))\ndef length(node): pass\ndef push(*_): pass\ndef change(_): pass",
        "forged-class": SERVER + "answer(lambda q: pack(reply(value=Given('Node', 0))))\n"
        "def length(node): pass\ndef push(*_): pass\ndef change(_): pass",
        "forged-member": SERVER + "answer(lambda q: pack(reply(value=Given('Node.x', 0))))\n"
        "def length(node): pass\ndef push(*_): pass\ndef change(_): pass",
        "class": "def length(node): return Node\ndef push(*_): return Node\n"
        "def change(_): return Node",
    },
    "derived": {
        "called-so": "class Other:\n    def __init__(self, side): pass\n    area = 4\n"
        "Other.__qualname__ = 'Shape'\nclass Square(Other): pass",
        "bases": "class Meta(type):\n    __bases__ = property(lambda self: (Shape,))\n"
        "class Square(metaclass=Meta):\n    def __init__(self, side): pass",
        "not": "class Square:\n    def __init__(self, side): pass\n    def area(self): return 4",
        "same-module": "class Square:\n    __module__, __qualname__ = '__main__', 'Shape'\n"
        "    def __init__(self, side): pass\n    def area(self): return 4",
    },
    "input": {
        "not-asked": "def ask():\n    return 8",
        "asked-twice": "def ask():\n    return int(input()) * int(input()) // 2",
    },
    "not-sorted": {"sorted": "def smallest(xs):\n    return sorted(xs)[0]"},
    "forbidden": {"inv": "import numpy as np\ndef inverse(a):\n    return np.linalg.inv(a)"},
    "helper": {
        "not-used": "def square(x):\n    return x * x\ndef squares(n):\n"
        "    return sum(x * x for x in range(n))",
        "wrong-then": "def square(x):\n    return x * x\ndef squares(n):\n    return square(n)",
    },
    "mean": {
        "the-test-s-own": "def mean(xs):\n    return 0\ndef variance(xs):\n    return 0",
        "dies-in-the-first": "import os\ndef mean(xs):\n    return 0\n"
        "def variance(xs):\n    os._exit(0)",
    },
    "seed": {
        "own": "import random\nmine = random.Random(2)\ndef draw():\n"
        "    return [mine.randint(1, 6) for _ in range(3)]",
        "more": "import random\ndef draw():\n    random.random()\n"
        "    return [random.randint(1, 6) for _ in range(3)]",
    },
    "own-generator": {"shared": "import numpy as np\ndef draw():\n    return np.random.rand()"},
    "async": {
        "not": "def fetch(n):\n    return 2 * n",
        "another": "async def fetch(n):\n    return fetch",
        "awaitable": "class A:\n    def __await__(self):\n        yield from ()\n"
        "        return None\ndef fetch(n):\n    return A()",
        "stops": "async def fetch(n):\n    raise StopAsyncIteration",
    },
    "async-counter": {
        "no-lock": "import asyncio\nclass Counter:\n    n = 0\n    async def add(self):\n"
        "        n = self.n\n        await asyncio.sleep(0)\n        self.n = n + 1",
    },
    "partial": {
        "text": "def cube(x):\n    return '1.0'",
        "prints": "def cube(x):\n    print('1.0')\n    display(1.0)",
        "array": "import numpy as np\ndef cube(x):\n    return np.array([8, 27] * 50)",
        "object": "class N:\n    def __eq__(self, _): return self\n"
        "    def __bool__(self): return False\n    def __repr__(self): return '1'\n"
        "    def __radd__(self, _): return self\n    def __truediv__(self, _): return None\n"
        "def cube(x):\n    return N()",
        "exits": "import os\ndef cube(x):\n    os._exit(0)",
    },
    "unittest": {
        "skips": "import unittest\ndef add(a, b):\n    raise unittest.SkipTest('no')",
        "called-skip": "class Skip(Exception): pass\n"
        "Skip.__module__, Skip.__qualname__ = 'unittest.case', 'SkipTest'\n"
        "def add(a, b):\n    raise Skip",
        "should-stop": "class Stop(Exception): pass\n"
        "Stop.__module__, Stop.__qualname__ = 'unittest.case', '_ShouldStop'\n"
        "def add(a, b):\n    raise Stop",
        "skip-attribute": "class add(Exception):\n    __unittest_skip__ = True\n"
        "    def __new__(cls, *_): raise cls",
        "object": "class N: pass\ndef add(a, b):\n    return N()",
    },
    "raises": {
        "another": "def half(n):\n    raise KeyError('odd')",
        "returned": "def half(n):\n    return ValueError",
        "always": "def half(n):\n    raise ValueError",
    },
    "printing": {
        "stderr": "import sys\ndef hello():\n    print('hi', file=sys.stderr)",
        "descriptor": "import os\ndef hello():\n    os.write(1, b'hi\\n')",
        "returned": "def hello():\n    return 'hi\\n'",
        "forged-part": SERVER + "answer(lambda q: pack(reply(printed=['hi\\n'])))\n"
        "def hello(): pass",
    },
    "silent": {
        "filter": "import warnings\nwarnings.filterwarnings('ignore')\n"
        "def quiet(x):\n    warnings.warn('slow')\n    return x",
        "loud": "import warnings\ndef quiet(x):\n    warnings.warn('slow')\n    return x",
    },
    "stable": {
        "divides-by-zero": "import numpy as np\ndef divide(a, b):\n"
        "    return np.where(b == 0, 0, a / b)",
    },
    "memory": {"list": "def total(n):\n    return sum(list(range(n)))"},
    "source": {
        "decoy": "import math\ndef factorial(n):\n    return math.factorial(n)\nreal = factorial\n"
        "def factorial(n):\n    return 1 if n < 2 else n * factorial(n - 1)\nfactorial = real",
        "called-so": "import math\ndef decoy(n):\n    return n\n"
        "def factorial(n):\n    return math.factorial(n)\nfactorial.__name__ = 'decoy'",
        "no-text": "exec('import math\\ndef factorial(n): return math.factorial(n)')",
    },
    "signature": {
        "stars": "def area(*args, **kwargs):\n    return 6",
        "forged": SERVER + "from autograde.sandbox.guest.operations import OPERATIONS\n"
        "OPERATIONS['signature'] = lambda f: [('width', 9, ()), ('height', 1, (1,))]\n"
        "def area(*_, **__):\n    return 6",
    },
    "exact-type": {
        "subclasses": "class L(list): pass\nclass I(int): pass\n"
        "def numbers(n):\n    return L(map(I, range(n)))",
        "members": "from enum import IntEnum\nclass N(IntEnum):\n    ZERO = 0\n    ONE = 1\n"
        "def numbers(n):\n    return tuple(N)",
        "called-so": "class list: pass\ndef numbers(n):\n    return (list(), list())",
    },
    "no-global": {"global": "def answer():\n    global hidden\n    hidden = 42\n    return hidden"},
    "enum": {
        "another": "def mix(one, other):\n    return Colour.BLUE",
        "number": "def mix(one, other):\n    return 2",
        "text": "def mix(one, other):\n    return 'Colour.GREEN'",
        "forged-member": SERVER + "answer(lambda q: pack(reply(value=Given('Colour.__class__'))))\n"
        "def mix(*_): pass",
        "forged-number": SERVER + "answer(lambda q: pack(reply(value=Given('Colour', 7))))\n"
        "def mix(*_): pass",
        "own-class": "from enum import Enum\nclass Colour(Enum):\n    GREY = 2\n"
        "def mix(one, other):\n    return Colour.GREY",
    },
    "context": {
        "nothing": "class Ignore: pass",
        "no-exit": "class Ignore:\n    def __enter__(self): return self",
    },
    "vector": {
        "nothing": "class V:\n    def __init__(self, x): self.x = 0",
        "not-implemented": "class V:\n    def __init__(self, x): self.x = x\n"
        "    def __add__(self, _): return NotImplemented\n    __mul__ = __lt__ = __add__\n"
        "    __hash__ = None",
        "hash-is-text": "class V:\n    def __init__(self, x): pass\n"
        "    def __hash__(self): return '1'\n    def __lt__(self, _): return True",
        "itself": "class V:\n    x = None\n    def __init__(self, x): pass\n"
        "    def __add__(self, _): return self\n    __radd__ = __rmul__ = __mul__ = __add__\n"
        "    def __lt__(self, _): return self\n    def __bool__(self): return False",
    },
    "singleton": {"many": "class Only: pass"},
    "frame": {
        "subclass": "import pandas as pd\nclass F(pd.DataFrame):\n"
        "    columns = property(lambda self: ['a', 'b', 'total'])\n"
        "    def equals(self, _): return True\n"
        "def with_total(df):\n    return F({'a': [1]})",
        "lying-cells": "import pandas as pd\nclass N:\n    def __eq__(self, _): return True\n"
        "    def __add__(self, _): return 2\n    __radd__ = __add__\n"
        "def with_total(df):\n    return df.assign(total=[N()] * len(df))",
        "object": "class F:\n    def __getattr__(self, name): return F()\n"
        "    def __call__(self, *_, **__): return F()\n    def __eq__(self, _): return True\n"
        "    def __iter__(self): return iter(['a', 'b', 'total'])\n"
        "    def __getitem__(self, _): return F()\ndef with_total(df):\n    return F()",
        "text": "import pandas as pd\ndef with_total(df):\n    return df.assign(total='4')",
        "other-order": "import pandas as pd\ndef with_total(df):\n"
        "    return df.assign(total=0)[['total', 'b', 'a']]",
        "patched-pandas": "import pandas as pd\npd.testing.assert_frame_equal = print\n"
        "pd.DataFrame.sum = pd.Series.sum = lambda *_: 2\ndef with_total(df):\n    return df",
    },
    "estimator": {
        "object": "class N:\n    def __array__(self, *_, **__): return 0\n"
        "    def __gt__(self, _): return True\n    def __float__(self): return 3.0\n"
        "class Line:\n    slope_ = N()\n    def fit(self, *_): return Line()\n"
        "    def predict(self, x): return N()\n    def score(self, *_): return N()",
        "subclass": "import numpy as np\nclass A(np.ndarray):\n"
        "    def __array_function__(self, *_, **__): return True\n"
        "class Line:\n    slope_ = 0\n    def fit(self, *_): return None\n"
        "    def predict(self, x): return np.zeros(2).view(A)",
        "getattr": "class Line:\n    def __getattr__(self, name): return lambda *_: None",
        "same-for-all": "class Line:\n    def __new__(cls): return object\n",
    },
    "fresh": {"shared": "shared = []\ndef empty():\n    return shared"},
    "default": {"shared": "def add(x, xs=[]):\n    xs.append(x)\n    return xs"},
    "counters": {
        "shared": "n = 0\ndef count():\n    global n\n    n += 1\n    return n\n"
        "def counter():\n    return count",
        "list": "def counter():\n    return [1, 2, 1]",
        "test-s-own": "def counter():\n    return print",
    },
    "variable": {
        "equal-to-all": "class N:\n    def __eq__(self, _): return True\n"
        "    def __truediv__(self, _): return 3.0\n    __hash__ = None\ntotal = largest = N()",
        "clears": "data.clear()\ntotal = largest = 0",
        "shadows": "max = min = sum = lambda *_: 0\ndata = [0]\ntotal = largest = 0",
        "int": "class N(int):\n    def __eq__(self, _): return True\n"
        "    def __truediv__(self, _): return 3.0\ntotal = largest = N(0)",
        "unbound": "print(6)",
        "forged-names": SERVER + "SERVER._answer['names'] = lambda q: pack({'values': "
        "{n: Remote(5, 'int', 'object', ('builtins.int',), 0, -1) for n in q['names']}})",
        "forged-more-names": SERVER + "SERVER._answer['names'] = lambda q: pack({'values': "
        "{'data': [0], 'max': 0, 'total': 0, 'largest': 0, '__builtins__': {}}})",
        "changes": SERVER + "asked = []\ndef names(q):\n    asked.append(q)\n"
        "    return pack({'values': dict.fromkeys(q['names'], len(asked) % 3 - 5)})\n"
        "SERVER._answer['names'] = names",
    },
    "set": {
        "list": "def unique(xs):\n    return sorted(set(xs)) * 2",
        "subclass": "class S(set):\n    def __eq__(self, _): return True\n"
        "    def __contains__(self, x): return x == 1\ndef unique(xs):\n    return S()",
        "elements": "class N:\n    def __init__(self, n): self.n = n\n"
        "    def __hash__(self): return hash(self.n)\n    def __eq__(self, _): return True\n"
        "def unique(xs):\n    return {N(9)}",
        "object": "class S:\n    def __eq__(self, _): return True\n"
        "    def __contains__(self, x): return x == 1\ndef unique(xs):\n    return S()",
    },
    "tuple": {
        "swapped": "from collections import namedtuple\nRange = namedtuple('Range', 'high low')\n"
        "def bounds(xs):\n    return Range(max(xs), 0)",
        "subclass": "class T(tuple):\n    high = 4\n    def __eq__(self, _): return True\n"
        "    def __iter__(self): return iter([5, 5])\ndef bounds(xs):\n    return T((0, 0))",
        "object": "class N:\n    def __eq__(self, _): return True\nclass T:\n    high = N()\n"
        "    def __eq__(self, _): return True\n    def __iter__(self): return iter([N(), N()])\n"
        "def bounds(xs):\n    return T()",
    },
    "float": {
        "object": "class N:\n    def __sub__(self, _): return 0.0\n"
        "    def __float__(self): return 2.5\n    def __eq__(self, _): return True\n"
        "    def __round__(self): return 2\n    def __format__(self, _): return '1.50'\n"
        "    def __gt__(self, _): return True\n    __hash__ = None\n"
        "def mean(xs):\n    return N()",
        "subclass": "class N(float):\n    def __sub__(self, _): return 0.0\n"
        "    def __float__(self): return 2.5\n    def __eq__(self, _): return True\n"
        "    def __round__(self): return 2\n    def __format__(self, _): return '1.50'\n"
        "def mean(xs):\n    return N(9.0)",
        "array": "import numpy as np\ndef mean(xs):\n    return np.array([])",
        "called-so": "def mean(xs):\n    return type('1.50', (), {})()",
    },
    "date": {
        "subclass": "from datetime import date\nclass D(date):\n"
        "    def __eq__(self, _): return True\ndef tomorrow(day):\n    return D(1, 1, 1)",
        "same": "def tomorrow(day):\n    return day",
    },
    "fraction": {
        "subclass": "from fractions import Fraction\nclass F(Fraction):\n"
        "    def __eq__(self, _): return True\ndef half(n):\n    return F(7)",
        "attributes": "from fractions import Fraction\nclass F(Fraction):\n"
        "    numerator = property(lambda self: 2 ** 10000)\ndef half(n):\n    return F(7)",
    },
    "fast": {
        "clock": "import time\nsleep = time.sleep\ntime.perf_counter = time.time = lambda: 0\n"
        "def work(n):\n    sleep(1.2)\n    return n",
    },
    "mocked-print": {
        "not": "def hello(name):\n    pass",
        "other": "def hello(name):\n    print('Hello,', name)",
        "equal-to-all": "class S:\n    def __eq__(self, _): return True\n"
        "def hello(name):\n    print(S(), S())",
        "subclass": "class S(str):\n    def __eq__(self, _): return True\n"
        "def hello(name):\n    print(S('a'), S('b'))",
        "unpatched": SERVER + "SERVER._world.prepare = lambda _: None\n"
        "def hello(name):\n    print('Hello', name)",
    },
    "mocked-helper": {
        "not-used": "def price(n):\n    return 2 * n\ndef total(ns):\n    return 20",
        "own": "def price(n):\n    return 2 * n\nmine = price\n"
        "def total(ns):\n    return sum(mine(n) for n in ns)",
    },
    "bag": {
        "all": "class Bag:\n    def __init__(self, things): pass\n"
        "    def __contains__(self, _): return True\n    def __getitem__(self, i): return i",
        "objects": "class N:\n    def __eq__(self, other): return other != 3\n"
        "class Bag:\n    def __init__(self, things): pass\n    def __setitem__(self, *_): pass\n"
        "    def __iter__(self): return iter([N(), N()])\n"
        "    def __getitem__(self, i): return N()\n"
        "    def __contains__(self, _): return None",
        "list": "Bag = tuple",
    },
    "decorator": {
        "same": "def twice(f):\n    return f",
        "once": "def twice(f):\n    return lambda x: f(x)",
        "now": "def twice(f):\n    f(1)\n    return f",
        "itself": "def twice(f):\n    return twice",
        "object": "class W:\n    def __init__(self, f): pass\n"
        "    def __call__(self, x): return self\n"
        "    def __eq__(self, _): return True\ntwice = W",
    },
    "send": {
        "fixed": "def running():\n    yield 0\n    yield 0\n    yield 0",
        "list": "def running():\n    return iter([0, 2, 5])",
    },
    "property": {
        "attribute": "class Circle:\n    def __init__(self, r): self.area = 3 * r",
        "object": "class N:\n    def __eq__(self, _): return True\n"
        "class Circle:\n    def __init__(self, r): self.area = N()",
    },
    "linked": {
        "same": "class Link:\n    def __init__(self, value, next=None):\n"
        "        self.value, self.next = value, next\ndef reverse(link):\n    return link or 0",
        "endless": "class Link:\n    def __init__(self, value, next=None):\n"
        "        self.value, self.next = value, self\ndef reverse(link):\n    return Link(3)",
        "lying": "class N:\n    def __eq__(self, _): return True\nclass Link:\n"
        "    value, next = N(), None\n    def __init__(self, *_): pass\n"
        "def reverse(link):\n    return Link()",
    },
    "given-helper": {"used": "def total(xs):\n    return slow(xs)"},
    "surroundings": {
        "changed": "import os\ndef work():\n    os.chdir('/')\n    os.environ['WORKED'] = '1'\n"
        "    return 1",
    },
    "generator-size": {
        "list": "class L(list): pass\ndef squares(n):\n    return L(i * i for i in range(n))",
    },
    "cached": {"afresh": "def of(key):\n    return [1, 5]"},
    "other-folder": {"wrong": "def load(path):\n    return 1"},
    "query": {
        "runs-code": 'def rows():\n    return "@pd.core.frame.com.builtins.open('
        f"'{MARK}', 'w').write('pwned') > 0\"",
    },
    "pickled-object": {"object": "class P: pass\ndef point():\n    return P()"},
    "saved-array": {
        "runs-code": "import numpy as np\nclass E:\n    def __reduce__(self): return (exec, "
        f"(\"open('{MARK}', 'w').write('pwned')\",))\n"
        "def save():\n    np.save('a.npy', np.array([E(), 'a'], dtype=object))",
    },
    "imported": {
        "runs-code": "import os\nwith open('shapes.py', 'w') as file:\n    file.write("
        f"\"import os\\nif os.getpid() != {{}}: open('{MARK}', 'w').write('pwned')\""
        ".format(os.getpid()))\ndef area(r):\n    return 0",
    },
}

# What an attack may earn, because it earns that in an ordinary kernel as well
INHERENT = {
    "boolean-truthy": [0, 1],
    "dict-same-hash": [0, 0, 1],
    "dict-equal-keys": [0, 0, 1],
    "array-no-rows": [1, 0, 0],
    "generator-list": [1, 0],
    "cached-afresh": [1],
    "set-list": [0, 1],
    "tuple-swapped": [0, 0, 1],
    "bag-list": [1, 0],
    "repr-round-trip-takes-the-test-s-names": [1],
    "file-name-of-another": [1],  # and yet its file must stay
}

# Attacks that are slow to fail
SLOW = {
    "number-forged-callback-forever", "list-endless", "number-exits-from-a-thread",
    "given-node-cycle", "vector-itself", "linked-endless", "number-forged-many-classes",
}  # fmt: skip

# Tests that run what a student wrote: they are refused, and `autograde lint` says so.
UNSEALABLE = {
    *("doctest", "expression", "imported", "loaded", "module", "repr-round-trip", "script"),
    *("timed", "tree"),
}

# What is not promised: copies, a process of one's own, and kinds that do not cross
NOT_PROMISED = {
    "async-counter-no-lock",
    "dict-factory",
    "dict-missing",
    "exact-type-subclasses",
    "generator-size-list",
    "given-flag-solution",
    "given-named-tuple-solution",
    "memory-list",
    "no-global-global",
    "own-generator-shared",
    "printing-descriptor",
    "source-called-so",
    "surroundings-changed",
    "view-slice",
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
            marks=marks(name, f"{name}-solution"),
        )
        for name in ASSIGNMENTS
    ],
)
def test_the_solution_earns_all(name):
    scores, seal = recorded(name)
    if name in UNSEALABLE:
        assert not any(points for points, _ in scores)
        return
    assert scores == [(1, "")] * len(scores)
    assert graded(ASSIGNMENTS[name], ASSIGNMENTS[name].solution, Seal.from_json(seal))[0] == scores


@pytest.mark.parametrize(("name", "attack"), assignments_of(ATTACKS))
def test_an_attack_earns_nothing(name, attack, request, tmp_path):
    mark = tmp_path / "mark"
    mark.write_text("here", encoding="utf-8")
    short = request.node.callspec.id in SLOW
    _, seal = recorded(name)
    scores, _ = graded(
        ASSIGNMENTS[name],
        attack.replace(MARK, str(mark)),
        Seal.from_json(seal),
        SHORT if short else LIMITS,
    )
    if ASSIGNMENTS[name].next:
        assert scores.pop() == (1, "")
    most = INHERENT.get(request.node.callspec.id, [0] * len(scores))
    earned = [points for points, _ in scores]
    if name in UNSEALABLE:
        earned = [points or 0 for points in earned]
    assert None not in earned
    assert all(points <= worth for points, worth in zip(earned, most, strict=True)), scores
    assert mark.read_text(encoding="utf-8") == "here"
    assert [path.name for path in tmp_path.iterdir()] == ["mark"]
