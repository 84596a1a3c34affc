"""What a learner types, read as numbers: generously."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable
from typing import Any

import numpy as np

SIGNS = str.maketrans({
    "−": "-", "–": "-", "·": "*", "×": "*", "^": "**", "√": "sqrt", "π": "pi", "∞": "inf",
    "½": "(1/2)", "⅓": "(1/3)", "¼": "(1/4)", "¾": "(3/4)", "⅔": "(2/3)", "⅛": "(1/8)",
    "’": "", "'": "", '"': "", "$": "", "`": "", "≈": "", "~": "", ";": ",",
})  # fmt: skip
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
WORDS = {
    word: number
    for number, words in enumerate([
        "zero none never no nothing", "one once", "two twice", "three", "four", "five", "six",
        "seven", "eight", "nine", "ten", "eleven", "twelve",
    ])
    for word in words.split()
} | {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "all": 1, "everything": 1}  # fmt: skip
UNITS = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
NAMES = {"e": math.e, "pi": math.pi, "inf": math.inf, "nan": math.nan}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt, "exp": math.exp, "log": math.log, "ln": math.log, "tanh": math.tanh,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow,
}  # fmt: skip
NUMBER = re.compile(r"(?<![\w.])-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?")

Array = np.ndarray[Any, Any]


def numbers(said: Any) -> Array | None:
    """The number or numbers that a text or a value stands for; None if it is none.

    >>> numbers("−1/2"), numbers("50 %"), numbers("2¹¹ − 1"), numbers("about 12 steps")
    (array(-0.5), array(0.5), array(2047.), array(12.))
    >>> numbers("[0,0]"), numbers("1,000"), numbers("0,5"), numbers("2 or 3")
    (array([0., 0.]), array(1000.), array(0.5), None)
    """
    try:
        found = written(said) if isinstance(said, str) else bare(said)
        array = np.asarray(found)
        return array.astype(float) if array.dtype.kind in "biuf" else None
    except (ArithmeticError, SyntaxError, TypeError, ValueError, RecursionError, MemoryError):
        return None


def bare(value: Any) -> Any:
    """A tensor's array; anything else as it is."""
    return value.data if hasattr(value, "requires_grad") else value


def written(text: str) -> Any:
    """The number or the nested list of numbers in a text; ValueError if there is none."""
    plain = tidy(text)
    try:
        return value_of(ast.parse(plain, mode="eval").body)
    except (SyntaxError, ValueError):
        return lone_number(plain)


def tidy(text: str) -> str:
    """A text as Python would write it."""
    plain = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda m: f"**{m[0].translate(RAISED)}", text)
    plain = plain.casefold().translate(SIGNS).strip().rstrip(".!?")
    plain = re.sub(r"sqrt\s*([\d.]+)", r"sqrt(\1)", plain)
    plain = re.sub(r"(?<![\d.,])(\d{1,3})((?:,\d{3})+)(?![\d,])", thousands, plain)
    plain = re.sub(r"^(-?\d+),(\d+)( ?%)?$", r"\1.\2\3", plain)
    plain = re.sub(r"(?<=\d) +(?=[\d-])", ", ", plain) if plain[:1] in {"[", "("} else plain
    plain = re.sub(r"\.(?=[\s\]]|$)", ".0", plain) if plain[:1] == "[" else plain
    plain = re.sub(r"([\d.]+)\s*(thousand|million|billion)", in_full, plain)
    plain = re.sub(r"([\d.]+(?:e-?\d+)?)\s*(%|per ?cent)", r"(\1/100)", plain)
    plain = re.sub(r"[a-z]+", lambda word: str(WORDS.get(word[0], word[0])), plain)
    return re.sub(r"(?<=\d)\s*(out of|of)\s*(?=\d)", "/", plain)


def thousands(found: re.Match[str]) -> str:
    """A number without its commas."""
    return found[0].replace(",", "")


def in_full(found: re.Match[str]) -> str:
    """A number of millions."""
    return f"({found[1]}*{UNITS[found[2]]})"


def value_of(node: ast.expr) -> Any:
    """The value of an expression of numbers; ValueError if there is anything else in it."""
    match node:
        case ast.Constant(value=bool() | int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in NAMES:
            return NAMES[name]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            return -value_of(operand) if isinstance(sign, ast.USub) else value_of(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return real(OPERATORS[type(op)](value_of(left), value_of(right)))
        case ast.Call(func=ast.Name(id=name), args=[argument]) if name in FUNCTIONS:
            return FUNCTIONS[name](value_of(argument))
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return [value_of(item) for item in items]
    raise ValueError("no number")


def real(number: Any) -> float:
    """A real number; ValueError for the root of a negative one."""
    if not isinstance(number, float):
        raise ValueError("no real number")
    return number


def lone_number(text: str) -> float:
    """The only number among words."""
    found: list[str] = NUMBER.findall(text)
    if len(found) != 1:
        raise ValueError("not one number")
    return float(found[0].rstrip("%")) / (100 if found[0].endswith("%") else 1)
