"""Objects of classes that the assignment gives cross by their attributes."""

from contextlib import suppress

import pytest
from sealed import Notebook, outcome, said
from test_remote_object import plainly

from autograde.sandbox.host.client import Gone

NODE = (
    "class Node:\n    def __init__(self, value, next=None): self.value, self.next = value, next\n"
)
# By kind: what is given, what the model answer defines, and a test whose value is compared.
KINDS = {
    "attributes": (NODE, "def f(): return Node(1, [2])", "one = f()\none.value, one.next"),
    "attributes in a list": (NODE, "def f(): return [Node(1), Node(2)]", "[n.value for n in f()]"),
    "attributes in a dict": (NODE, "def f(): return {'a': Node(1)}", "f()['a'].value"),
    "class": (NODE, "def f(): return Node(1)", "type(f()) is Node, isinstance(f(), Node)"),
    "class itself": (NODE, "def f(): return Node", "f() is Node, f()(3).value"),
    "chain": (NODE, "def f(): return Node(1, Node(2, Node(3)))", "f().next.next.value"),
    "long chain": (
        NODE,
        "def f(n):\n    one = None\n    for i in range(n): one = Node(i, one)\n    return one",
        "one, n = f(2000), 0\nwhile one: one, n = one.next, n + 1\nn",
    ),
    "shared": (NODE, "def f():\n    n = Node(1)\n    return [n, n]", "a, b = f()\na is b"),
    "shared below": (
        NODE,
        "def f():\n    n = Node(1)\n    return Node(n, n)",
        "one = f()\none.value is one.next",
    ),
    "cycle": (
        NODE,
        "def f():\n    n = Node(1)\n    n.next = n\n    return n",
        "n = f()\nn.next is n",
    ),
    "ring": (
        NODE,
        "def f():\n    a = Node(1)\n    a.next = Node(2, a)\n    return a",
        "a = f()\na.next.next is a, a.next.value",
    ),
    "argument": (NODE, "def f(n): return n.value + n.next.value", "f(Node(1, Node(2)))"),
    "argument in a list": (NODE, "def f(ns): return ns[0].value", "f([Node(1), Node(2)])"),
    "argument in a ring": (
        NODE,
        "def f(n): return n.next.next is n",
        "a = Node(1)\na.next = Node(2, a)\nf(a)",
    ),
    "argument twice": (NODE, "def f(a, b): return a is b", "n = Node(1)\nf(n, n), f(n, Node(1))"),
    "write back": (NODE, "def f(n): n.value = 5", "n = Node(1)\nf(n)\nn.value"),
    "write back below": (
        NODE,
        "def f(n): n.next.value = 5",
        "n = Node(1, Node(2))\nf(n)\nn.next.value",
    ),
    "write back of another": (
        NODE,
        "def f(n): n.next = Node(7)",
        "n = Node(1)\nm = n\nf(n)\nm.next.value, m is n",
    ),
    "write back in a list": (NODE, "def f(ns): ns[0].value = 5", "n = Node(1)\nf([n])\nn.value"),
    "write back of a ring": (
        NODE,
        "def f(n): n.next = n",
        "n = Node(1)\nf(n)\nn.next is n",
    ),
    "returned again": (NODE, "def f(n): return n", "n = Node(1)\nf(n) is n"),
    "removed attribute": (NODE, "def f(n): del n.next", "n = Node(1)\nf(n)\nhasattr(n, 'next')"),
    "method": (
        NODE + "    def twice(self): return 2 * self.value",
        "def f(): return Node(4)",
        "f().twice()",
    ),
    "method of theirs": (
        NODE + "    def twice(self): return 2 * self.value",
        "def f(n): return n.twice()",
        "f(Node(4))",
    ),
    "property": (
        NODE + "    @property\n    def double(self): return 2 * self.value\n"
        "    @double.setter\n    def double(self, x): self.value = x / 2",
        "def f():\n    n = Node(4)\n    n.double = 6\n    return n",
        "f().double",
    ),
    "equality": (
        NODE + "    def __eq__(self, other): return self.value == other.value",
        "def f(): return Node(4)",
        "f() == Node(4), f() == Node(5)",
    ),
    "order and hash": (
        "from functools import total_ordering\n@total_ordering\n" + NODE
        + "    def __eq__(self, other): return self.value == other.value\n"
        "    def __lt__(self, other): return self.value < other.value\n"
        "    def __hash__(self): return self.value",
        "def f(): return [Node(2), Node(1)]",
        "min(f()).value, len({*f(), *f()})",
    ),
    "slots": (
        "class Point:\n    __slots__ = ('x', 'y')\n    def __init__(self, x): self.x = x",
        "def f(p):\n    p.y = 2\n    return Point(p.x)",
        "p = Point(1)\nq = f(p)\np.x, p.y, q.x, hasattr(q, 'y')",
    ),
    "one slot": (
        "class Point:\n    __slots__ = 'x'\n    def __init__(self, x): self.x = x",
        "def f(): return Point(3)",
        "f().x",
    ),
    "slots of a base": (
        "class Base:\n    __slots__ = ('x',)\nclass Point(Base):\n    def __init__(s): s.y = 1",
        "def f():\n    p = Point()\n    p.x = 3\n    return p",
        "f().x, f().y",
    ),
    "bases": (
        NODE + "class Leaf(Node):\n    pass",
        "def f(): return Leaf(3)",
        "isinstance(f(), Node), type(f()) is Leaf, f().value",
    ),
    "data class": (
        "from dataclasses import dataclass, field\n@dataclass\nclass Item:\n    name: str\n"
        "    tags: list = field(default_factory=list)",
        "def f(): return Item('a', ['b'])",
        "f() == Item('a', ['b']), f() == Item('a'), f()",
    ),
    "frozen data class": (
        "from dataclasses import dataclass\n@dataclass(frozen=True, order=True)\nclass Item:\n"
        "    name: str\n    size: int = 1",
        "def f(): return Item('a')",
        "f() == Item('a'), hash(f()) == hash(Item('a')), f() < Item('b'), {Item('a'): 1}[f()]",
    ),
    "data class with slots": (
        "from dataclasses import dataclass\n@dataclass(slots=True)\nclass Item:\n    name: str",
        "def f(): return Item('a')",
        "f().name, f() == Item('a')",
    ),
    "enumeration": (
        "from enum import Enum\nclass Color(Enum):\n    RED = 1\n    BLUE = 'b'",
        "def f(c): return [Color.RED, c]",
        "f(Color.BLUE) == [Color.RED, Color.BLUE], f(Color.RED)[0] is Color.RED",
    ),
    "enumeration of ints": (
        "from enum import IntEnum\nclass Level(IntEnum):\n    LOW = 1\n    HIGH = 2",
        "def f(level): return Level.HIGH if level is Level.LOW else None",
        "f(Level.LOW) is Level.HIGH, f(Level.LOW) == 2, f(Level.HIGH) is None",
    ),
    "enumeration as keys": (
        "from enum import Enum\nclass Color(Enum):\n    RED = 1",
        "def f(): return {Color.RED: 3}",
        "f()[Color.RED]",
    ),
    "list of its own": (
        "class Stack(list):\n    def top(self): return self[-1]",
        "def f(): return Stack([1, 2])",
        "f().top(), len(f()), isinstance(f(), Stack), isinstance(f(), list)",
    ),
    "dict of its own": (
        "class Table(dict):\n    def size(self): return len(self)",
        "def f(): return Table(a=1)",
        "f().size(), f()['a'], isinstance(f(), Table)",
    ),
    "named tuple": (
        "from typing import NamedTuple\nclass Point(NamedTuple):\n    x: int\n    y: int = 0",
        "def f(p): return Point(p.x + 1)",
        "f(Point(1)), f(Point(1)) == Point(2), f(Point(1)).x",
    ),
    "raised and kept": (
        "class Wrong(Exception):\n    pass",
        "def f(): return Wrong('a')",
        "f().args, isinstance(f(), Wrong)",
    ),
    "theirs below": (
        NODE,
        "class Own:\n    def size(self): return 3\ndef f(): return Node(Own())",
        "f().value.size()",
    ),
    "subclass of theirs": (
        NODE,
        "class Own(Node):\n    def twice(self): return 2 * self.value\ndef f(): return Own(2)",
        "f().twice(), isinstance(f(), Node), f().value",
    ),
    "exception": (
        "class Wrong(Exception):\n    def __init__(self, need): self.need = need",
        "def f(): raise Wrong(3)",
        "try: f()\nexcept Wrong as error: found = error\nfound.need, type(found) is Wrong",
    ),
}  # fmt: skip


def outcomes(control, given, answer, test):
    """Those with the model answer and with a submission like it."""
    with Notebook(control, answer, given) as model:
        first = outcome(model.test(test))
    with Notebook(control, answer, given, model.closed()) as submission:
        return first, outcome(submission.test(test))


@pytest.mark.parametrize("kind", KINDS)
def test_a_given_object_is_what_it_is_in_a_notebook(control, kind):
    given, answer, test = KINDS[kind]
    plain = plainly(f"{given}\n{answer}", test)
    assert "Error" not in plain
    assert outcomes(control, given, answer, test) == (plain, plain)


GIVEN = NODE + "    rate = 2\n    def twice(self): return self.rate * self.value\n"
CHEATS = {
    "method in the class": "Node.twice = lambda self: 42\ndef f(): return Node(1)",
    "class of the same name": "class Node(Node):\n    def twice(self): return 42\n"
    "def f(): return Node(1)",
    "another class": "class Node:\n    def twice(self): return 42\ndef f(): return Node()",
    "attribute": "def f():\n    n = Node(1)\n    n.twice = lambda: 42\n    return n",
    "attribute past the class": "def f():\n    n = Node(1)\n    vars(n)['twice'] = lambda: 42\n"
    "    return n",
    "plain attribute": "def f():\n    n = Node(1)\n    vars(n)['twice'] = 42\n    return n",
    "class of the object": "class Own:\n    def twice(self): return 42\ndef f():\n    n = Node(1)\n"
    "    n.__class__ = Own\n    return n",
    "special method": "def f():\n    n = Node(1)\n    vars(n)['__eq__'] = lambda *_: True\n"
    "    return n",
}


@pytest.mark.parametrize("answer", CHEATS.values(), ids=CHEATS)
def test_nobody_changes_what_a_given_class_does(control, answer):
    test = "n = f()\nassert (n.twice() if callable(n.twice) else n.twice) == 42 or n == 3"
    with Notebook(control, "def f(): return Node(1)", GIVEN) as model:
        assert said(model.test("n = f()\nn.twice()")) == ""
    with Notebook(control, answer, GIVEN, model.closed()) as submission, suppress(Gone):
        assert not submission.test(test).ended
