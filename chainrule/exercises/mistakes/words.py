"""Expressions of a right answer in words, for the sentences about it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

LONGEST = 26  # of code in a sentence
REDUCTIONS = {
    "sum": "the sum",
    "mean": "the mean",
    "max": "the largest",
    "min": "the smallest",
    "prod": "the product",
    "std": "the standard deviation",
    "var": "the variance",
    "argmin": "the place of the smallest",
    "argmax": "the place of the largest",
    "median": "the median",
    "any": "whether any holds",
    "all": "whether all hold",
}
FUNCTIONS = {
    "exp": "the exponential function",
    "expm1": "`np.expm1`",
    "log": "the logarithm",
    "log1p": "`np.log1p`",
    "log2": "the logarithm to base 2",
    "log10": "the logarithm to base 10",
    "sqrt": "the square root",
    "abs": "the absolute value",
    "sign": "the sign alone",
    "tanh": "tanh",
    "sinh": "sinh",
    "cosh": "cosh",
    "sin": "the sine",
    "cos": "the cosine",
    "square": "the square",
    "maximum": "the larger of two",
    "minimum": "the smaller of two",
    "floor": "rounding down",
    "ceil": "rounding up",
    "round": "rounding",
    "cumsum": "the running sum",
    "diag": "np.diag",
    "outer": "the outer product",
    "zeros": "zeros",
    "zeros_like": "zeros",
    "ones": "ones",
    "ones_like": "ones",
}


def words_for(
    node: ast.AST, arguments: Iterable[str], words: Mapping[str, str], other: str = "a term"
) -> str:
    """A piece of a right answer: in the part's words, as code if it is short, or as `other`.

    >>> tree = ast.parse("x @ w + b", mode="eval").body
    >>> words_for(tree, "xwb", {"x @ w + b": "the score"}), words_for(tree, "xwb", {})
    ('the score', '`x @ w + b`')
    >>> words_for(tree, "x", {})
    'a term'
    """
    source = ast.unparse(node)
    if source in words:
        return words[source]
    names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    seen = names <= {*arguments, "np", "math", "len", "float", "int", "abs", "min", "max"}
    return f"`{source}`" if seen and len(source) <= LONGEST else other


def first_upper(text: str) -> str:
    """`text` with a capital first letter, unless that is a variable.

    >>> first_upper("the mean"), first_upper("`b` is"), first_upper("y is")
    ('The mean', '`b` is', 'y is')
    """
    return text if re.match(r"[b-z]\b", text) else text[:1].upper() + text[1:]


def first_lower(text: str) -> str:
    """`text` with a small first letter.

    >>> first_lower("The mean is taken.")
    'the mean is taken.'
    """
    return text[:1].lower() + text[1:]


def number_in_words(value: float) -> str:
    """A number as one writes it in a sentence.

    >>> [number_in_words(v) for v in (2.0, 0.5, -1.0, 1 / 3, 0.1234567)]
    ['2', '½', '−1', '⅓', '0.1235']
    """
    special = {0.5: "½", 1 / 3: "⅓", 0.25: "¼", 2 / 3: "⅔"}
    for known, sign in special.items():
        if abs(abs(value) - known) < 1e-9:
            return ("−" if value < 0 else "") + sign
    return f"{value:.4g}".replace("-", "−")
