"""Twins: invented students who know nothing, try everything, and should get no points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograde.proof.bindings import called, made
from autograde.proof.reference import Reference

Answers = dict[str, str]

TOOL = "import or define what it uses in a locked cell, or in the test itself"
TYPE = "check types before values"
SHAPE = "check type and shape before the values"
FINITE = (
    "check that numbers are finite: a comparison with nan is always false, "
    "so `assert not error > tolerance` passes"
)
SECOND = "try a second input in the same cell, for which this is wrong"
CALLED = (
    "let it fail if an unexpected exception is raised, and check a right result in the same cell"
)
BOUND = "check type and length before going through the values"


@dataclass(frozen=True)
class Twin:
    """A student who should get nothing.

    Parameters
    ----------
    does : str
        What the answers do, to be read after "an answer that".
    remedy : str
        What to do about a test that gives points for it.
    answers : dict
        The answers, by their names.
    """

    does: str
    remedy: str
    answers: Answers


def twins(reference: Reference) -> Iterator[Twin]:
    """The twins of an assignment, each with an answer for every question."""
    for does, statement, remedy in STATEMENTS:
        yield Twin(does, remedy, _everywhere(reference, _stating(reference, statement)))
    yield Twin("returns nan in the right shape", FINITE, _everywhere(reference, unknown))
    yield Twin("agrees with everything", TYPE, _everywhere(reference, agreement))
    yield from forgers(reference)


def forgers(reference: Reference) -> Iterator[Twin]:
    """Twins that make the tools of the tests themselves, some after a process has ended."""
    names = list(reference.answers)
    for tool in (YES_FUNCTION, YES_OBJECT):
        forged = forgery(reference, tool)
        yield Twin("makes the tools of the tests itself", TOOL, dict.fromkeys(names, forged))
    forged = forgery(reference, YES_FUNCTION)
    for ends in ends_in_turn(names):
        answers = {name: EXIT if name in ends else forged for name in names}
        does = "makes the tools of the tests itself, and another answer ended the process"
        yield Twin(does, TOOL, answers)


def _everywhere(reference: Reference, text: Callable[[str], str]) -> Answers:
    return {name: text(source) for name, source in reference.answers.items()}


def agreement(source: str) -> str:
    """An answer whose names are an object that agrees with everything."""
    return "\n".join([YES_OBJECT, *(f"{name} = _tool" for name in made(source))])


def _stating(reference: Reference, statement: str) -> Callable[[str], str]:
    functions = called([*reference.tests.values(), *reference.given])

    def text(source: str) -> str:
        kinds = made(source)
        kinds |= {name: "function" for name in kinds.keys() & functions if kinds[name] == "value"}
        return "\n\n".join(_TEMPLATES[kind](name, statement) for name, kind in kinds.items())

    return text


def forgery(reference: Reference, tool: str) -> str:
    """An answer that gives every name that a test may need the same value."""
    names = sorted(reference.tools | reference.makers.keys())
    return f"{tool}\n" + " = ".join([*names, "_tool"])


def ends_in_turn(names: list[str]) -> list[set[str]]:
    """Sets of answers such that for any two, one set has the first and not the second.

    One set has all but the last.

    >>> [sorted(ends) for ends in ends_in_turn(["a", "b", "c"])]
    [['a', 'b'], ['b'], ['a', 'c'], ['c'], ['a', 'b']]
    """
    sets = [set(names[:-1])]
    for bit in range((len(names) - 1).bit_length()):
        for value in (1, 0):
            sets.append({name for i, name in enumerate(names) if (i >> bit) & 1 == value})
    return [ends for ends in sets if ends]


EXIT = '__import__("os")._exit(0)'

YES_FUNCTION = "_tool = lambda *args, **kwargs: True"

# It calls nothing by name: every name may be one that it takes the place of.
YES_OBJECT = """\
class _Tool:
    def __init__(self, *args, **kwargs): pass
    def _itself(self, *args, **kwargs): return self
    def _yes(self, *args, **kwargs): return True
    def _one(self, *args, **kwargs): return 1
    def __iter__(self): yield self
    def __float__(self): return 1.0
    def __str__(self): return ""
    __repr__ = __str__
    def __hash__(self): return 0
    __getattr__ = __getitem__ = __call__ = __enter__ = _itself
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _yes
    __bool__ = __contains__ = __exit__ = _yes
    __len__ = __int__ = __index__ = _one
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = _itself
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rpow__ = __matmul__ = __rmatmul__ = _itself
    __neg__ = __pos__ = __abs__ = __invert__ = __and__ = __or__ = __xor__ = __round__ = _itself

_tool = _Tool()"""

_ARGUMENT = "next(iter((*args, *kwargs.values())), None)"
STATEMENTS = (
    ("returns an empty array", 'return __import__("numpy").empty((0, 3))', SHAPE),
    ("returns an empty list", "return []", SHAPE),
    ("returns an empty text", 'return ""', SHAPE),
    ("returns True", "return True", SECOND),
    ("returns 0", "return 0", SECOND),
    ("returns None", "return None", SECOND),
    ("returns nan", 'return float("nan")', FINITE),
    ("returns its argument", f"return {_ARGUMENT}", SECOND),
    ("returns itself", "return {name}", SECOND),
    ("returns range(10**18)", "return range(10**18)", BOUND),
    ("returns a generator without an end", "return (0 for _ in iter(int, 1))", BOUND),
    ("raises AssertionError", 'raise AssertionError("no")', CALLED),
    ("raises TypeError", 'raise TypeError("no")', CALLED),
    ("raises ValueError", 'raise ValueError("no")', CALLED),
    ("raises StopIteration", "raise StopIteration", CALLED),
    ("raises SkipTest", 'raise __import__("unittest").SkipTest("no")', CALLED),
    ("raises SystemExit", "raise SystemExit", CALLED),
)  # fmt: skip


def _function(name: str, statement: str) -> str:
    return f"def {name}(*args, **kwargs):\n    {statement.replace('{name}', name)}"


def _class(name: str, statement: str) -> str:
    """A class whose methods all do the same; one that raises does so from the beginning."""
    begins = statement if statement.startswith("raise") else "pass"
    method = _function("method", statement.replace("{name}", "self")).replace("\n", "\n        ")
    return (
        f"class {name}:\n"
        f"    def __init__(self, *args, **kwargs):\n        {begins}\n"
        f"    def __getattr__(self, name):\n        {method}\n        return method"
    )


def _value(name: str, statement: str) -> str:
    _, _, value = statement.partition(" ")
    value = "None" if value == _ARGUMENT or "{name}" in value else value
    return f"{name} = {value}"


_TEMPLATES = {"function": _function, "class": _class, "value": _value}


def unknown(source: str) -> str:
    """A reference answer with nan in the place of every number that it makes.

    Its functions work on copies, silently, so that nothing of what they do is left but the shape.
    """
    return "\n".join([source, UNKNOWN, *(f"{name} = _unknown({name})" for name in made(source))])


UNKNOWN = """
def _unknown(value):
    if isinstance(value, (list, tuple)):
        return type(value)([_unknown(one) for one in value])
    if isinstance(value, dict):
        return {key: _unknown(one) for key, one in value.items()}
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        return value * float("nan") if value.dtype.kind in "iuf" else None
    if callable(value) and not isinstance(value, type):
        return _unknowing(value)
    return float("nan") if type(value) in (int, float, complex) else None


def _unknowing(function):
    def unknowing(*args, **kwargs):
        import contextlib
        import copy
        import io

        with contextlib.redirect_stdout(io.StringIO()):
            return _unknown(function(*copy.deepcopy(args), **copy.deepcopy(kwargs)))

    return unknowing

"""
