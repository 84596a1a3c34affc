"""What instructors write: a question each, with an answer that is right, one that is not, a test.

Every test passes the right answer and fails the wrong one in an ordinary kernel.
"""

from __future__ import annotations

from typing import NamedTuple


class Style(NamedTuple):
    """A question: its name, a right answer, a wrong one, and the test."""

    name: str
    right: str
    wrong: str
    test: str


def read(table: str) -> list[Style]:
    """The questions of a table: four texts each, divided by lines of dashes and of equal signs."""
    found = []
    for block in table.strip().split("\n====\n"):
        name, right, wrong, test = block.split("\n--\n")
        found.append(Style(name.strip(), right, wrong, test))
    return found


FUNCTIONS = read("""
values
--
def hypotenuse(a, b=4): return (a * a + b * b) ** 0.5
--
def hypotenuse(a, b=4): return a + b
--
assert hypotenuse(3) == 5 and hypotenuse(b=8, a=6) == 10
assert list(map(hypotenuse, [3, 0])) == [5, 4]
====
containers
--
def by_letter(words): return {w[0]: {v for v in words if v[0] == w[0]} for w in words}
--
def by_letter(words): return {w[0]: {w} for w in words}
--
assert by_letter(["ab", "ac", "b"]) == {"a": {"ab", "ac"}, "b": {"b"}}
====
arrays
--
def centred(x): return x - x.mean(axis=0)
--
def centred(x): return x - x.mean()
--
import numpy as np
x = np.random.rand(4, 2)
np.testing.assert_allclose(centred(x), x - x.mean(0))
assert isinstance(centred(x), np.ndarray) and centred(x).dtype == float
====
printing
--
def greet(name): print("Hello,", name)
--
def greet(name): print("Hello", name)
--
import contextlib, io
from IPython.utils.capture import capture_output
text = io.StringIO()
with contextlib.redirect_stdout(text):
    greet("Ada")
with capture_output() as also:
    greet("Ada")
assert text.getvalue() == also.stdout == "Hello, Ada\\n"
====
captured_by_magic
--
def announce(): print("done")
--
def announce(): raise RuntimeError
--
%%capture said
announce()
====
captured_before
--
def announced(): print("done")
--
def announced(): print("gone")
--
import io, sys
before, sys.stdout = sys.stdout, io.StringIO()
announced()
text, sys.stdout = sys.stdout.getvalue(), before
assert text == "done\\n"
====
variables
--
total, names, table = 7, ["a", "b"], {"a": 1}
--
total, names, table = 8, ["a", "b"], {"a": 1}
--
assert "total" in globals() and total == 7 and globals()["names"][1] == "b"
assert get_ipython().user_ns["table"] == {"a": 1} and "total" in dir()
====
state
--
count = 0
def bump():
    global count
    count += 1
--
count = 0
def bump(): pass
--
bump(); bump()
assert count == 2
====
closures
--
def adder(n): return lambda x: x + n
def counter():
    n = 0
    def count():
        nonlocal n
        n += 1
        return n
    return count
--
def adder(n): return lambda x: x - n
def counter(): return lambda: 1
--
plus, one, other = adder(3), counter(), counter()
assert plus(4) == 7
assert (one(), one(), other()) == (1, 2, 1)
====
decorators
--
import functools
def twice(f):
    @functools.wraps(f)
    def repeated(*args): return f(f(*args))
    return repeated
--
def twice(f): return f
--
@twice
def successor(n): return n + 1
assert successor(1) == 3 and successor.__name__ == "successor"
====
callbacks
--
def area(f, a, b, n=200):
    h = (b - a) / n
    return sum(f(a + (i + 0.5) * h) for i in range(n)) * h
--
def area(f, a, b, n=200): return f(a) * (b - a)
--
assert abs(area(lambda x: x**2, 0, 1) - 1 / 3) < 1e-3
====
mock_arguments
--
def tell(log, value):
    log(value)
    return log(value + 1)
--
def tell(log, value): return log(value)
--
from unittest.mock import Mock
log = Mock(return_value=5)
assert tell(log, 1) == 5
assert [one.args for one in log.call_args_list] == [(1,), (2,)]
====
partials
--
import functools
def power_of(n): return functools.partial(pow, n)
--
def power_of(n): return lambda x: x * n
--
assert power_of(2)(5) == 32
====
lambdas
--
square = lambda x: x * x
--
square = lambda x: 2 * x
--
assert square(3) == 9 and callable(square)
====
identity
--
def unchanged(x): return x
--
def unchanged(x): return list(x)
--
x = [1, 2]
assert unchanged(x) is x
====
none
--
def nothing(): pass
--
def nothing(): return 0
--
assert nothing() is None
====
plain_classes
--
def kinds(x): return [type(x), int, str]
--
def kinds(x): return [str, int, str]
--
assert kinds(3.0) == [float, int, str]
""")

ABOUT_FUNCTIONS = read("""
documentation
--
def told():
    '''Says what it does.

    And more.
    '''
--
def told(): pass
--
import inspect
assert told.__doc__ and told.__name__ == "told"
assert inspect.getdoc(told).startswith("Says what")
====
signatures
--
def spread(a: int, b=2, *rest, c=3) -> float: return a + b + c
--
def spread(a, b, c): return a + b + c
--
import inspect
assert list(inspect.signature(spread).parameters) == ["a", "b", "rest", "c"]
assert inspect.signature(spread).parameters["b"].default == 2
assert spread.__annotations__["a"] is int and spread.__defaults__ == (2,)
assert spread.__code__.co_varnames[0] == "a" and inspect.isfunction(spread)
====
sources
--
def added(xs): return sum(xs)
--
def added(xs):
    total = 0
    for x in xs: total += x
    return total
--
import inspect
assert "for" not in inspect.getsource(added) and added([1, 2]) == 3
====
recursion
--
def factorial(n): return 1 if n < 2 else n * factorial(n - 1)
--
import math
def factorial(n): return math.factorial(n)
--
import ast, inspect
nodes = ast.walk(ast.parse(inspect.getsource(factorial)))
calls = [n.func for n in nodes if isinstance(n, ast.Call)]
assert "factorial" in [getattr(f, "id", "") for f in calls] and factorial(5) == 120
""")

EXCEPTIONS = read("""
expected
--
def root(x):
    if x < 0: raise ValueError("x is negative")
    return x ** 0.5
--
def root(x): return abs(x) ** 0.5
--
import pytest
with pytest.raises(ValueError, match="negative"):
    root(-1)
try:
    root(-1)
except ValueError as error:
    assert "negative" in str(error) and error.args == ("x is negative",)
else:
    raise AssertionError("no error")
assert root(4) == pytest.approx(2)
====
own
--
class Overdrawn(ValueError):
    def __init__(self, missing):
        super().__init__(f"{missing} missing")
        self.missing = missing
class Other(Exception): pass
def pay(sum): raise Overdrawn(sum)
--
class Overdrawn(ValueError): missing = 3
class Other(Exception): pass
def pay(sum): raise Other("3 missing")
--
try:
    pay(3)
except Overdrawn as error:
    assert error.missing == 3 and str(error) == "3 missing" and isinstance(error, ValueError)
assert issubclass(Overdrawn, ValueError) and not issubclass(Other, ValueError)
====
of_libraries
--
import json
import numpy as np
def inverse(a): return np.linalg.inv(a)
def parsed(text): return json.loads(text)
--
def inverse(a): raise ValueError
def parsed(text): raise KeyError
--
import numpy as np, pytest
with pytest.raises(np.linalg.LinAlgError):
    inverse(np.zeros((2, 2)))
try:
    parsed("{")
except ValueError:
    pass
====
keys
--
def look_up(table, key): return table[key]
--
def look_up(table, key): return table.get(key)
--
try:
    look_up({}, "x")
except KeyError as error:
    assert error.args == ("x",) and str(error) == "'x'"
else:
    raise AssertionError
====
warnings_too
--
import warnings
def old():
    warnings.warn("use new", DeprecationWarning)
    return 1
--
def old(): return 1
--
import pytest
with pytest.warns(DeprecationWarning, match="use new"):
    assert old() == 1
====
exception_of_the_test_s_own_passes_through
--
def attempt(f):
    try:
        return f()
    except ValueError as error:
        return f"{type(error).__name__}: {error}"
--
def attempt(f):
    try:
        return f()
    except Exception:
        return "Off: far"
--
class Off(ValueError): pass
class Odd(Exception):
    def __init__(self, where, code):
        super().__init__(where)
        self.code = code
def off(): raise Off("far")
def odd(): raise Odd("here", code=[3])
assert attempt(off) == "Off: far"
try:
    attempt(odd)
    raise RuntimeError("nothing was raised")
except Odd as error:
    assert error.code == [3] and str(error) == "here"
try:
    attempt(lambda: {}["key"])
    raise RuntimeError("nothing was raised")
except KeyError as error:
    assert error.args == ("key",)
====
wrapped_docstring
--
import functools
def shown(f):
    @functools.wraps(f)
    def inner(*args):
        return f(*args)
    return inner
--
def shown(f):
    def inner(*args):
        return f(*args)
    inner.__name__ = f.__name__
    return inner
--
@shown
def area(r):
    "Of a circle."
    return 3 * r * r
assert area(2) == 12 and area.__name__ == "area"
assert area.__doc__ == "Of a circle."
""")

CLASSES = read("""
methods
--
class Account:
    '''Holds money.'''
    rate = 0.5
    def __init__(self, balance=0): self.balance = balance
    def deposit(self, sum): self.balance += sum
    def interest(self): return self.rate * self.balance
--
class Account:
    '''Holds money.'''
    rate = 0.5
    def __init__(self, balance=0): self.balance = balance
    def deposit(self, sum): self.balance = sum
    def interest(self): return self.rate * self.balance
--
account = Account(5)
account.deposit(5)
assert account.balance == 10 and account.interest() == 5.0
account.rate = 1
assert account.interest() == 10 and Account.rate == 0.5 and vars(account)["balance"] == 10
assert hasattr(account, "deposit") and not hasattr(account, "withdraw")
assert isinstance(account, Account) and isinstance(Account, type) and "money" in Account.__doc__
assert type(account).__name__ == "Account" and type(account) == Account
====
dunders
--
class Vector:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, other): return Vector(self.x + other.x, self.y + other.y)
    def __mul__(self, k): return Vector(k * self.x, k * self.y)
    __rmul__ = __mul__
    def __neg__(self): return Vector(-self.x, -self.y)
    def __eq__(self, other): return (self.x, self.y) == (other.x, other.y)
    def __repr__(self): return f"Vector({self.x}, {self.y})"
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __contains__(self, v): return v in (self.x, self.y)
    def __abs__(self): return (self.x**2 + self.y**2) ** 0.5
    def __bool__(self): return bool(self.x or self.y)
--
class Vector:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, other): return Vector(self.x, self.y)
    def __mul__(self, k): return Vector(k * self.x, k * self.y)
    __rmul__ = __mul__
    def __neg__(self): return Vector(-self.x, -self.y)
    def __eq__(self, other): return (self.x, self.y) == (other.x, other.y)
    def __repr__(self): return f"Vector({self.x}, {self.y})"
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __contains__(self, v): return v in (self.x, self.y)
    def __abs__(self): return (self.x**2 + self.y**2) ** 0.5
    def __bool__(self): return bool(self.x or self.y)
--
assert Vector(1, 2) + Vector(3, 4) == Vector(4, 6) != Vector(4, 5)
assert (Vector(1, 2) * 3).y == 6 and (3 * Vector(1, 2)).x == 3 and (-Vector(1, 2)).x == -1
assert repr(Vector(1, 2)) == str(Vector(1, 2)) == f"{Vector(1, 2)}" == "Vector(1, 2)"
assert len(Vector(1, 2)) == 2 and Vector(1, 2)[1] == 2 and list(Vector(5, 6)) == [5, 6]
assert 2 in Vector(1, 2) and abs(Vector(3, 4)) == 5 and Vector(0, 1) and not Vector(0, 0)
====
order
--
from functools import total_ordering
@total_ordering
class Version:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n
    def __lt__(self, other): return self.n < other.n
    def __hash__(self): return hash(self.n)
--
from functools import total_ordering
@total_ordering
class Version:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n
    def __lt__(self, other): return self.n > other.n
    def __hash__(self): return hash(self.n)
--
assert Version(1) < Version(2) <= Version(2) and max(Version(1), Version(5)).n == 5
assert [v.n for v in sorted([Version(3), Version(1)])] == [1, 3]
assert len({Version(1), Version(1)}) == 1
====
inheritance
--
from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self): ...
class Square(Shape):
    def __init__(self, side): self.side = side
    def area(self): return self.side ** 2
--
class Shape:
    def area(self): ...
class Square(Shape):
    def __init__(self, side): self.side = side
    def area(self): return self.side ** 2
--
import pytest
with pytest.raises(TypeError):
    Shape()
assert Square(2).area() == 4 and isinstance(Square(1), Shape) and issubclass(Square, Shape)
====
dataclasses
--
from dataclasses import dataclass
@dataclass
class Point:
    x: int
    y: int = 0
--
class Point:
    def __init__(self, x, y=0): self.x, self.y = x, y
--
assert Point(1) == Point(1, 0) != Point(2) and Point(1).y == 0
assert repr(Point(1)) == "Point(x=1, y=0)"
====
properties
--
class Circle:
    def __init__(self, radius): self._radius = radius
    @property
    def area(self): return 3 * self._radius**2
    @staticmethod
    def unit(): return Circle(1)
    @classmethod
    def of(cls, radius): return cls(radius)
--
class Circle:
    def __init__(self, radius): self._radius, self.area = radius, 3 * radius**2
    @staticmethod
    def unit(): return Circle(1)
    @classmethod
    def of(cls, radius): return cls(radius)
--
assert Circle(2).area == 12 and Circle.unit().area == 3 and Circle.of(3).area == 27
try:
    Circle(1).area = 5
except AttributeError:
    pass
else:
    raise AssertionError("the area can be set")
====
callable_objects
--
class Polynomial:
    def __init__(self, *c): self.c = c
    def __call__(self, x): return sum(k * x**i for i, k in enumerate(self.c))
--
class Polynomial:
    def __init__(self, *c): self.c = c
    def __call__(self, x): return sum(k * x for k in self.c)
--
import numpy as np
assert callable(Polynomial(1)) and Polynomial(1, 2, 1)(3) == 16
assert np.allclose(Polynomial(1, 2)(np.array([0, 1])), [1, 3])
====
layers
--
import numpy as np
class Linear:
    def __init__(self, n, m): self.weight, self.bias = np.ones((m, n)), np.zeros(m)
    def forward(self, x):
        self.x = x
        return self.weight @ x + self.bias
    def backward(self, g):
        self.weight_grad = np.outer(g, self.x)
        return self.weight.T @ g
--
import numpy as np
class Linear:
    def __init__(self, n, m): self.weight, self.bias = np.ones((m, n)), np.zeros(m)
    def forward(self, x):
        self.x = x
        return self.weight @ x + self.bias
    def backward(self, g):
        self.weight_grad = np.outer(self.x, g)
        return self.weight.T @ g
--
import numpy as np
layer = Linear(2, 3)
assert layer.forward(np.array([1.0, 2.0])).shape == (3,)
np.testing.assert_allclose(layer.backward(np.ones(3)), [3, 3])
np.testing.assert_allclose(layer.weight_grad, [[1, 2]] * 3)
layer.bias = layer.bias + 1
assert np.allclose(layer.forward(np.array([1.0, 2.0])), 4) and layer.weight[0, 0] == 1
====
nodes
--
class Cell:
    def __init__(self, value, rest=None): self.value, self.rest = value, rest
def chain(values):
    first = None
    for value in reversed(values): first = Cell(value, first)
    return first
--
class Cell:
    def __init__(self, value, rest=None): self.value, self.rest = value, rest
def chain(values):
    first = None
    for value in values: first = Cell(value, first)
    return first
--
cell, found = chain([1, 2, 3]), []
while cell is not None:
    found.append(cell.value)
    cell = cell.rest
assert found == [1, 2, 3]
====
enumerations
--
from enum import Enum, IntEnum
class Colour(Enum):
    RED = 1
    BLUE = 2
class Level(IntEnum):
    LOW = 1
def first(): return Colour.RED
def lowest(): return Level.LOW
--
from enum import Enum, IntEnum
class Colour(Enum):
    RED = 1
    BLUE = 2
class Level(IntEnum):
    LOW = 1
def first(): return Colour.BLUE
def lowest(): return Level.LOW
--
assert first() == Colour.RED and first() is Colour.RED and first().name == "RED"
assert [one.value for one in Colour] == [1, 2] and len(Colour) == 2 and lowest() == 1
====
own_containers
--
class Stack(list):
    def push(self, x): self.append(x)
    def top(self): return self[-1]
--
class Stack(list):
    def push(self, x): self.insert(0, x)
    def top(self): return self[-1]
--
stack = Stack()
stack.push(1)
stack.push(2)
assert stack.top() == 2 and len(stack) == 2 and stack.pop() == 2 and list(stack) == [1]
====
copies
--
class Bag:
    def __init__(self): self.items = []
    def add(self, x): self.items.append(x)
--
class Bag:
    items = []
    def add(self, x): self.items.append(x)
--
import copy
bag = Bag()
bag.add(1)
other = copy.deepcopy(bag)
other.add(2)
assert bag.items == [1] and other.items == [1, 2]
====
kept_argument_changed_later
--
import contextlib
class Recorder:
    def __init__(self, log): self.log = log
    def add(self, line): self.log.append(line)
def sensor(log):
    log.append("open")
    try:
        yield 1
    finally:
        log.append("closed")
@contextlib.contextmanager
def scaled(a, k):
    a *= k
    yield a
    a /= k
--
import contextlib
class Recorder:
    def __init__(self, log): self.log = list(log)
    def add(self, line): self.log.append(line)
def sensor(log):
    log.append("open")
    yield 1
@contextlib.contextmanager
def scaled(a, k): yield a * k
--
log = []
recorder = Recorder(log)
recorder.add("a")
recorder.add("b")
assert log == ["a", "b"]
log.append("mine")
recorder.add("c")
assert log == recorder.log == ["a", "b", "mine", "c"]
told = []
one = sensor(told)
assert told == [] and next(one) == 1 and told == ["open"]
one.close()
assert told == ["open", "closed"]
a = np.array([1.0, 2.0])
with scaled(a, 10):
    assert a.tolist() == [10, 20]
assert a.tolist() == [1, 2]
====
argument_that_is_not_kept
--
class Bag:
    def __init__(self, items): self.items = list(items)
    def add(self, item): self.items.append(item)
--
class Bag:
    def __init__(self, items): self.items = items
    def add(self, item): self.items.append(item)
--
start = [1]
bag = Bag(start)
bag.add(2)
assert start == [1] and bag.items == [1, 2]
====
more_containers_than_are_watched
--
def firsts(*rows): return [row.pop(0) for row in rows]
--
def firsts(*rows): return [row[0] for row in rows]
--
rows = [[i, 0] for i in range(300)]
assert firsts(*rows) == list(range(300))
assert rows[0] == rows[-1] == [0]
====
dataclass_taken_apart
--
from dataclasses import dataclass, field
@dataclass(frozen=True, order=True)
class Voxel:
    depth: float
    name: str = field(default="?", compare=False)
--
from dataclasses import dataclass
@dataclass
class Voxel:
    depth: int
    label: str = "?"
--
import dataclasses
from dataclasses import asdict
v = Voxel(2.0)
assert [one.name for one in dataclasses.fields(Voxel)] == ["depth", "name"]
assert asdict(v) == {"depth": 2.0, "name": "?"} and dataclasses.astuple(v) == (2.0, "?")
assert dataclasses.replace(v, depth=5.0).depth == 5.0 and v.depth == 2.0
====
mark_that_is_nothing_but_itself
--
class Cache:
    def __init__(self): self.kept = {}
    def put(self, key, value): self.kept[key] = value
    def get(self, key, default=None): return self.kept.get(key, default)
--
class Cache:
    def put(self, key, value): pass
    def get(self, key, default=None): return default
--
mark, other = object(), object()
cache = Cache()
cache.put("a", mark)
assert cache.get("a", other) is mark
assert cache.get("b", other) is other
====
collections_changed_in_place
--
def enrol(courses, counts, queue, name):
    courses["all"].append(name)
    counts[name] += 1
    queue.rotate(1)
    queue.append(name)
--
def enrol(courses, counts, queue, name):
    courses = dict(courses) | {"all": [name]}
    counts = counts + type(counts)([name])
--
from collections import Counter, defaultdict, deque
courses, counts, queue = defaultdict(list), Counter("a"), deque("xyz")
assert enrol(courses, counts, queue, "a") is None
assert courses == {"all": ["a"]} and courses["none"] == []
assert counts == Counter({"a": 2}) and counts["b"] == 0
assert list(queue) == ["z", "x", "y", "a"]
""")

PROTOCOLS = read("""
generators
--
def evens(n):
    for i in range(0, n, 2): yield i
def naturals():
    n = 0
    while True:
        yield n
        n += 1
--
def evens(n): return list(range(0, n, 2))
def naturals(): return range(100)
--
import inspect, itertools
from collections.abc import Iterator
assert list(evens(7)) == [0, 2, 4, 6] and next(evens(3)) == 0 and sum(evens(5)) == 6
assert list(itertools.islice(naturals(), 3)) == [0, 1, 2]
assert inspect.isgeneratorfunction(evens) and isinstance(evens(3), Iterator)
====
iterators
--
class Down:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
--
class Down:
    def __init__(self, n): self.n = n
    def __iter__(self): return iter(range(self.n))
    def __next__(self): return 0
--
import pytest
assert list(Down(3)) == [2, 1, 0]
with pytest.raises(StopIteration):
    next(Down(0))
====
lazy
--
def texts(xs): return map(str, xs)
def pairs(xs, ys): return zip(xs, ys)
--
def texts(xs): return map(repr, map(str, xs))
def pairs(xs, ys): return zip(ys, xs)
--
assert list(texts([1, 2])) == ["1", "2"] and dict(pairs("ab", [1, 2])) == {"a": 1, "b": 2}
====
context_managers
--
from contextlib import contextmanager
class Switch:
    def __enter__(self):
        self.on = True
        return self
    def __exit__(self, kind, error, traceback):
        self.on = False
        return kind is ValueError
@contextmanager
def tag(name):
    print(f"<{name}>")
    yield name
    print(f"</{name}>")
--
from contextlib import contextmanager
class Switch:
    def __enter__(self):
        self.on = True
        return self
    def __exit__(self, *_): return True
@contextmanager
def tag(name):
    yield name
--
import contextlib, io
with Switch() as switch:
    assert switch.on
    raise ValueError
assert not switch.on
with contextlib.redirect_stdout(io.StringIO()) as text, tag("p") as name:
    print(name)
assert text.getvalue() == "<p>\\np\\n</p>\\n"
====
coroutines
--
async def later(x): return x + 1
async def ticks(n):
    for i in range(n): yield i
--
async def later(x): return x
async def ticks(n):
    for i in range(n): yield i
--
import asyncio, inspect
assert await later(1) == 2 and inspect.iscoroutinefunction(later)
assert await asyncio.gather(later(1), later(2)) == [2, 3]
assert [i async for i in ticks(3)] == [0, 1, 2]
""")

LIBRARIES = read("""
standard
--
from collections import Counter, OrderedDict, defaultdict, namedtuple, deque
from datetime import date
from decimal import Decimal
from fractions import Fraction
Pair = namedtuple("Pair", "x y")
def all_kinds():
    groups = defaultdict(list)
    groups["a"].append(1)
    return [Counter("aab"), OrderedDict(b=1), groups, Pair(1, 2), deque([1]), date(2026, 1, 2),
            Decimal("0.5"), Fraction(1, 2), range(3), {"k": 1}.keys(), b"x", 1j, ...]
--
from collections import Counter, OrderedDict, namedtuple, deque
from datetime import date
from decimal import Decimal
from fractions import Fraction
Pair = namedtuple("Pair", "x y")
def all_kinds():
    return [Counter("ab"), OrderedDict(b=1), {"a": [1]}, Pair(1, 2), deque([1]), date(2026, 1, 2),
            Decimal("0.5"), Fraction(1, 2), range(3), {"k": 1}.keys(), b"x", 1j, ...]
--
from datetime import date
from decimal import Decimal
from fractions import Fraction
counts, ordered, groups, pair, queue, day, tenth, half, numbers, keys, *rest = all_kinds()
assert counts == {"a": 2, "b": 1} and counts.most_common(1) == [("a", 2)]
assert list(ordered) == ["b"] and groups == {"a": [1]} and pair == (1, 2) and pair.y == 2
assert queue[0] == 1 and day == date(2026, 1, 2) and day.year == 2026 and tenth == Decimal("0.5")
assert half == Fraction(1, 2) == 0.5 and numbers == range(3) and keys == {"k"}
assert rest == [b"x", 1j, ...]
====
patterns
--
import re
number = re.compile(r"\\d+")
--
import re
number = re.compile(r"\\d")
--
assert number.findall("a1b22") == ["1", "22"] and number.match("x") is None
====
numpy_kinds
--
import numpy as np
def kinds_of_arrays():
    return [np.array(["a", "b"]), np.array(["2026-01-02"], "datetime64[D]"), np.matrix([[1, 2]]),
            np.ma.masked_array([1, 2], [0, 1]), np.float32(0.5), np.str_("s"), np.int64(3)]
--
import numpy as np
def kinds_of_arrays():
    return [np.array(["a", "c"]), np.array(["2026-01-02"], "datetime64[D]"), np.matrix([[1, 2]]),
            np.ma.masked_array([1, 2], [0, 1]), np.float32(0.5), np.str_("s"), np.int64(3)]
--
import numpy as np
texts, days, matrix, masked, small, text, three = kinds_of_arrays()
assert (texts == ["a", "b"]).all() and days[0] == np.datetime64("2026-01-02")
assert matrix.shape == (1, 2) and masked.sum() == 1 and small.dtype == np.float32
assert text == "s" and three == 3
====
objects_with_methods
--
import string
def template(): return string.Template("$who writes")
--
import string
def template(): return string.Template("$who reads")
--
assert template().substitute(who="Ada") == "Ada writes"
""")

WORLD = read("""
seeds
--
import random
import numpy as np
def drawn(n): return np.random.rand(n)
def picked(): return random.random()
--
import random
import numpy as np
def drawn(n): return np.random.rand(n + 1)[1:]
def picked(): return random.random()
--
import random
import numpy as np
np.random.seed(1)
first = drawn(3)
np.random.seed(1)
assert (first == np.random.rand(3)).all()
random.seed(2)
second = picked()
random.seed(2)
assert second == random.random()
====
generators_of_numbers
--
def normal(rng): return rng.normal(size=2)
--
def normal(rng): return rng.random(size=2)
--
import numpy as np
assert np.allclose(normal(np.random.default_rng(3)), np.random.default_rng(3).normal(size=2))
====
given_numbers
--
def centre(): return GIVEN.mean()
--
def centre(): return GIVEN.sum()
--
assert abs(centre() - GIVEN.mean()) < 1e-12
====
files_written
--
import numpy as np
from pathlib import Path
def save(path): Path(path).write_text("saved")
def keep(path, x): np.save(path, x)
--
def save(path): pass
def keep(path, x): pass
--
import os
import numpy as np
save("out.txt")
keep("kept.npy", np.ones(2))
assert open("out.txt").read() == "saved" and (np.load("kept.npy") == 1).all()
os.remove("out.txt")
assert not os.path.exists("out.txt")
====
files_read
--
def lines(path): return len(open(path).readlines())
--
def lines(path): return len(open(path).read())
--
with open("poem.txt", "w") as file:
    file.write("one\\ntwo\\n")
assert lines("poem.txt") == 2
====
files_shipped
--
def mean_of_file(): return sum(map(float, open("data.csv"))) / 2
--
def mean_of_file(): return 0.0
--
import numpy as np
from helper import double
assert mean_of_file() == np.loadtxt("data.csv").mean() and double(2) == 4
====
in_place
--
def scale(x): x *= 2
def sort_in_place(xs): xs.sort()
def step(weights, gradients):
    for name in weights: weights[name] -= gradients[name]
--
def scale(x): x = x * 2
def sort_in_place(xs): xs = sorted(xs)
def step(weights, gradients): weights = {}
--
import numpy as np
x, xs, w = np.ones(2), [3, 1, 2], np.ones(2)
weights = {"w": w}
scale(x)
assert sort_in_place(xs) is None
step(weights, {"w": np.ones(2)})
assert (x == 2).all() and xs == [1, 2, 3] and (w == 0).all() and (weights["w"] == 0).all()
====
keyboard
--
def asked(): return int(input("n? ")) + 1
--
def asked(): return 5
--
import builtins
from unittest.mock import patch
with patch("builtins.input", return_value="4"):
    assert asked() == 5
before, builtins.input = builtins.input, lambda prompt="": "8"
assert asked() == 9
builtins.input = before
====
patched_modules
--
import random
def roll(): return random.randint(1, 6)
--
def roll(): return 4
--
from unittest.mock import patch
with patch("random.randint", return_value=77) as mock:
    assert roll() == 77
mock.assert_called_once_with(1, 6)
assert 1 <= roll() <= 6
====
rebinding
--
mean, tries, numbers = 2.345, 3, [2, 1]
--
mean, tries, numbers = 2.5, 3, [2, 1]
--
mean = round(mean, 2)
tries += 1
for numbers in [sorted(numbers)]:
    pass
assert mean == 2.35 or mean == 2.34
assert tries == 4 and numbers == [1, 2]
====
helpers_replaced
--
def squares(n):
    if n < 1: raise ValueError
    return [i**2 for i in range(1, n + 1)]
def sum_of_squares(n): return sum(squares(n))
--
def squares(n):
    if n < 1: raise ValueError
    return [i**2 for i in range(1, n + 1)]
def sum_of_squares(n): return n * (n + 1) * (2 * n + 1) // 6
--
kept = squares
del squares
try:
    sum_of_squares(2)
except NameError:
    pass
else:
    raise AssertionError("it does not use squares")
finally:
    squares = kept
assert sum_of_squares(2) == 5
calls = []
def squares(n):
    calls.append(n)
    return [1]
assert sum_of_squares(9) == 1 and calls == [9]
squares = kept
assert sum_of_squares(2) == 5
====
helpers_patched
--
def helper(): return 1
def user(): return helper() + 1
--
def helper(): return 1
def user(): return 2
--
from unittest import mock
with mock.patch("__main__.helper", return_value=7):
    assert user() == 8
assert user() == 2
====
timing
--
def quick(): return 1
--
def quick(): raise RuntimeError
--
result = %timeit -o -n 5 -r 2 quick()
assert result.best < 1
====
magics
--
def plain(): return 1
--
def plain(): return 2
--
%matplotlib inline
%time plain()
assert plain() == 1
====
given_classes
--
def depth(tree): return 1 + max(map(depth, tree.children), default=0)
def grown(n):
    tree = Tree("root")
    for _ in range(n): tree.children.append(Tree("leaf", tree))
    return tree
def prune(tree): tree.children.clear()
--
def depth(tree): return 1
def grown(n): return Tree("root")
def prune(tree): pass
--
tree = Tree("a")
tree.children = [Tree("b", tree), Tree("c", tree)]
assert depth(tree) == 2 and depth(Tree("x")) == 1
other = grown(3)
assert other.size() == 4 and isinstance(other, Tree) and other.children[0].parent is other
prune(tree)
assert tree.size() == 1
""")

VERDICTS = read("""
points
--
def graded(x): return x
--
def graded(x): return None
--
score = 0
if graded(1) == 1:
    score += 1
score
====
unit_tests
--
def added_up(a, b): return a + b
--
def added_up(a, b): return a - b
--
import unittest
class TestAddition(unittest.TestCase):
    def test_sum(self): self.assertEqual(added_up(1, 2), 3)
    def test_zero(self): self.assertAlmostEqual(added_up(0, 0.1), 0.1)
unittest.main(argv=[""], exit=False)
====
unit_tests_by_a_runner
--
def multiplied(a, b): return a * b
--
def multiplied(a, b): return a + b
--
import unittest
class TestProduct(unittest.TestCase):
    def test_product(self): self.assertEqual(multiplied(3, 4), 12)
suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestProduct)
result = unittest.TextTestRunner(verbosity=0).run(suite)
assert result.wasSuccessful()
""")

# In a sandbox of its own: without one there are two folders.
FOLDERS = read("""
temporary_folder
--
from pathlib import Path
def join(folder):
    texts = [path.read_text() for path in sorted(folder.glob("*.txt"))]
    target = folder / "all.md"
    target.write_text("".join(texts))
    return target
def split(name, folder):
    (Path(folder) / "deep").mkdir()
    for number, line in enumerate(open(name)):
        (Path(folder) / "deep" / f"{number}.txt").write_text(line)
--
def join(folder): return folder / "all.md"
def split(name, folder): pass
--
import os, tempfile
from pathlib import Path
with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    (folder / "a.txt").write_text("one ")
    (folder / "b.txt").write_text("two")
    target = join(folder)
    assert isinstance(target, Path) and target.parent == folder
    assert target.read_text() == "one two"
with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as file:
    file.write("x, y, z".replace(", ", chr(10)))
with tempfile.TemporaryDirectory() as empty:
    split(file.name, empty)
    assert sorted(os.listdir(os.path.join(empty, "deep"))) == ["0.txt", "1.txt", "2.txt"]
    assert open(os.path.join(empty, "deep", "2.txt")).read() == "z"
os.unlink(file.name)
""")

PLOTS = read("""
returned_axes
--
import matplotlib.pyplot as plt
def line():
    figure, axes = plt.subplots()
    axes.plot([0, 1], [2, 3], label="a")
    axes.set_title("Title")
    axes.legend()
    return axes
--
import matplotlib.pyplot as plt
def line():
    figure, axes = plt.subplots()
    axes.plot([0, 1], [2, 4], label="a")
    axes.set_title("Title")
    axes.legend()
    return axes
--
import matplotlib.axes
import numpy as np
axes = line()
assert axes.get_title() == "Title" and len(axes.lines) == 1
assert isinstance(axes, matplotlib.axes.Axes)
assert np.allclose(axes.lines[0].get_ydata(), [2, 3])
assert [text.get_text() for text in axes.get_legend().get_texts()] == ["a"]
====
given_axes
--
def bars(axes): axes.bar([1, 2], [3, 4])
--
def bars(axes): axes.bar([1, 2], [3, 5])
--
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
bars(axes)
assert [bar.get_height() for bar in axes.patches] == [3, 4]
====
current_axes
--
import matplotlib.pyplot as plt
def labelled():
    plt.plot([1, 2])
    plt.xlabel("x")
--
import matplotlib.pyplot as plt
def labelled():
    plt.plot([1, 2])
--
import matplotlib.pyplot as plt
plt.close("all")
labelled()
assert plt.gca().get_xlabel() == "x"
""")

FRAMES = read("""
frames
--
import pandas as pd
def table(): return pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
def mean_of(frame): return frame["a"].mean()
def by_b(frame): return frame.groupby("b")["a"].sum()
--
import pandas as pd
def table(): return pd.DataFrame({"a": [1, 3], "b": ["x", "y"]})
def mean_of(frame): return frame["a"].mean()
def by_b(frame): return frame.groupby("b")["a"].sum()
--
import pandas as pd
pd.testing.assert_frame_equal(table(), pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}))
assert mean_of(pd.DataFrame({"a": [1.0, 3.0]})) == 2 and by_b(table())["y"] == 2
====
grouped
--
import pandas as pd
def grouped(): return pd.DataFrame({"k": ["a", "a", "b"], "v": [1, 2, 3]}).groupby("k")
--
import pandas as pd
def grouped(): return pd.DataFrame({"k": ["a", "a", "b"], "v": [1, 2, 4]}).groupby("k")
--
assert grouped().v.mean().to_dict() == {"a": 1.5, "b": 3.0} and len(grouped()) == 2
====
frame_that_is_left_as_it_was
--
def doubled(df): return df.assign(b=df["a"] * 2)
--
def doubled(df):
    df["b"] = df["a"] * 2
    return df
--
import pandas as pd
df = pd.DataFrame({"a": [3, 2]})
assert doubled(df)["b"].tolist() == [6, 4]
assert "b" not in df.columns
====
frame_changed_in_place
--
def tidy(df, column):
    df.drop(columns="junk", inplace=True)
    column[:] = 0
    column.name = "zero"
    return df
--
def tidy(df, column):
    return df.drop(columns="junk")
--
import pandas as pd
df, column = pd.DataFrame({"a": [3, 2], "junk": ["x", "y"]}), pd.Series([1.0, 2.0])
same = df
assert tidy(df, column) is df
assert list(same.columns) == ["a"]
assert column.sum() == 0 and column.name == "zero"
""")

ESTIMATORS = read("""
estimators
--
from sklearn.linear_model import LogisticRegression
def fitted(X, y): return LogisticRegression().fit(X, y)
--
from sklearn.dummy import DummyClassifier
def fitted(X, y): return DummyClassifier().fit(X, y)
--
import numpy as np
from sklearn.linear_model import LogisticRegression
X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 0, 1, 1])
model = fitted(X, y)
assert model.score(X, y) == 1 and (model.predict(X) == y).all()
assert isinstance(model, LogisticRegression) and model.coef_.shape == (1, 1)
""")

GIVEN = '''
%matplotlib inline
%load_ext autoreload
import numpy as np
!echo hello
GIVEN = np.random.rand(5)

class Tree:
    """A node with children."""

    def __init__(self, name, parent=None):
        self.name, self.parent, self.children = name, parent, []

    def size(self):
        return 1 + sum(child.size() for child in self.children)
'''
FILES = {"data.csv": b"1\n2\n", "helper.py": b"def double(x):\n    return 2 * x\n"}
EVERYWHERE = [
    *(*FUNCTIONS, *ABOUT_FUNCTIONS, *EXCEPTIONS, *CLASSES, *PROTOCOLS, *LIBRARIES, *WORLD),
    *VERDICTS,
]
