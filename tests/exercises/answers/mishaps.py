"""What can happen to any answer on its way, whatever it computes."""

import functools
import sys
import warnings

import numpy as np

import chainrule


class OwnError(Exception):
    pass


class OwnKeyError(KeyError):
    pass


class SilentError(Exception):
    def __str__(self):
        raise RuntimeError("no text")


def endless(*arguments):
    return endless(*arguments)


def raising(error):
    """An answer that raises."""

    def answer(*arguments):
        raise error

    return answer


ERRORS = [
    ValueError("x is negative"),
    ValueError(),
    KeyError("x"),
    IndexError("list index out of range"),
    ZeroDivisionError("division by zero"),
    AttributeError("'list' object has no attribute 'T'"),
    TypeError("unsupported operand type(s) for +: 'int' and 'str'"),
    TypeError("f() missing 1 required positional argument: 'x'"),
    NameError("name 'nump' is not defined"),
    UnboundLocalError("cannot access local variable 'x'"),
    AssertionError(),
    ImportError("No module named 'torch'"),
    ModuleNotFoundError("No module named 'torch'"),
    FileNotFoundError(2, "No such file or directory", "data.csv"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    StopIteration(3),
    StopAsyncIteration(),
    GeneratorExit(),
    SystemExit(0),
    SystemExit("done"),
    NotImplementedError("later"),
    RecursionError("maximum recursion depth exceeded"),
    MemoryError(),
    FloatingPointError("overflow encountered in exp"),
    np.linalg.LinAlgError("Singular matrix"),
    np.exceptions.AxisError(3, 2),
    DeprecationWarning("a warning as an error"),
    OwnError("own"),
    OwnKeyError("own"),
    SilentError(),
    ExceptionGroup("two", [ValueError("x"), TypeError("y")]),
    ValueError("first line\nsecond line"),
    ValueError("a lone surrogate: \ud800"),
]


def aside(do):
    """What happens to a right answer that does something on the side, before it returns."""

    def with_answer(right):
        def answer(*arguments):
            do()
            return right(*arguments)

        return answer

    return with_answer


def after(change):
    """What happens to a right answer that changes its inputs once it has its result."""

    def with_answer(right):
        def answer(*arguments):
            value = right(*arguments)
            for argument in arguments:
                change(argument)
            return value

        return answer

    return with_answer


def overwrites(argument):
    if isinstance(argument, np.ndarray) and argument.flags.writeable:
        argument += np.ones((), argument.dtype)


def grows(argument):
    if isinstance(argument, dict):
        argument["new"] = []
    if isinstance(argument, list):
        argument.append(1.0)


def kept(right):
    """Returns the same arrays each time, filled anew."""
    known = {}

    def answer(*arguments):
        value = right(*arguments)
        if not isinstance(value, np.ndarray):
            return value
        room = known.setdefault((value.shape, value.dtype), np.empty_like(value))
        room[...] = value
        return room

    return answer


class Callable:
    """An object that can be called."""

    def __init__(self, right):
        self.right = right

    def __call__(self, *arguments):
        return self.right(*arguments)

    def method(self, *arguments):
        return self.right(*arguments)


def yielding(right):
    def answer(*arguments):
        yield right(*arguments)

    return answer


def divides_by_zero():
    np.float64(1) / np.float64(0)


def calls_the_engine():
    chainrule.exp(0.0)


ON_THE_SIDE = {
    "prints": aside(lambda: print("here")),
    "prints twice": aside(lambda: print("here\nand there")),
    "prints to stderr": aside(lambda: print("here", file=sys.stderr)),
    "warns": aside(lambda: warnings.warn("careful", stacklevel=1)),
    "warns of what is old": aside(lambda: warnings.warn("old", DeprecationWarning, stacklevel=1)),
    "warns of what will be old": aside(
        lambda: warnings.warn("soon", PendingDeprecationWarning, stacklevel=1)
    ),
    "divides by zero": aside(divides_by_zero),
    "calls the engine": aside(calls_the_engine),
    "overwrites its inputs": after(overwrites),
    "lets its inputs grow": after(grows),
    "keeps its arrays": kept,
    "is an object": Callable,
    "is a method": lambda right: Callable(right).method,
    "is partial": functools.partial,
    "is remembered": lambda right: functools.wraps(right)(lambda *arguments: right(*arguments)),
    "yields": yielding,
    "takes no arguments": lambda right: lambda: 0.0,
    "takes one more": lambda right: lambda *arguments, more: 0.0,
    "is no function": lambda right: 3.0,
    "is a text": lambda right: "an answer",
    "is None": lambda right: None,
    "calls itself for ever": lambda right: endless,
}


def mishaps(right):
    """By name, what happens to a right answer."""
    found = {name: happens(right) for name, happens in ON_THE_SIDE.items()}
    for number, error in enumerate(ERRORS):
        found[f"raises {type(error).__name__} {number}"] = raising(error)
    return found
