"""Is this answer right? Kind, then shape, then finiteness, then values: one place for all checks.

Each function returns a `Failure` or None. A student's array is never trusted to be one: it may
be a list, a tensor, None, or an array of objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np

from chainrule.exercises.messages import join_names, type_name
from chainrule.exercises.part import Case, Failure

NOT_FINITE, ANOTHER_ORDER = "nan or infinite", "another order"  # the names of mistakes


@dataclass(frozen=True)
class Judge:
    """A judge of answers, and what it calls the things that a function returns."""

    judge: Callable[[Any, Case], Failure | None]
    outputs: tuple[str, ...]

    def __call__(self, answer: Any, case: Case) -> Failure | None:
        """The failure of an answer; None if it is right."""
        return self.judge(answer, case)


def judge_arrays(*names: str) -> Judge:
    """A judge of answers of one array, or of a tuple of as many arrays as there are names."""

    def judge_one(answer: Any, case: Case) -> Failure | None:
        return failure_in_array(answer, case.expected, case, names[0])

    def judge_many(answer: Any, case: Case) -> Failure | None:
        return failure_in_tuple(answer, names) or failure_in_members(answer, case, names)

    return Judge(judge_one if len(names) == 1 else judge_many, names)


def judge_list(one: str, many: str) -> Judge:
    """A judge of lists of arrays, as many as there should be."""

    def judge(answer: Any, case: Case) -> Failure | None:
        if answer is None:
            return returned_none()
        if not isinstance(answer, list | tuple):
            return Failure(f"It returned {kind(answer)} instead of a list of {many}.", "not a list")
        found, wanted = len(answer), len(case.expected)
        if found != wanted:
            are, noun = ("is", one.split(" ", 1)[1]) if found == 1 else ("are", many)
            belong = "belongs" if wanted == 1 else "belong"
            return Failure(f"There {are} {found} {noun}, where {wanted} {belong}.")
        pairs = zip(answer, case.expected, strict=True)
        failures = (failure_in_array(array(mine), right, case, one) for mine, right in pairs)
        return next((failure for failure in failures if failure), None)

    return Judge(judge, (one,))


def array(value: Any) -> Any:
    """A list of numbers as an array; anything else as it is.

    >>> array([1.0, 2.0]), array([1.0, [2.0, 3.0]])
    (array([1., 2.]), [1.0, [2.0, 3.0]])
    """
    try:
        made = np.array(value) if isinstance(value, list) else value
    except (TypeError, ValueError):  # of different lengths, or of what is no number
        return value
    return made if is_numeric(made) else value


def failure_in_tuple(answer: Any, names: tuple[str, ...]) -> Failure | None:
    """Not a tuple, or one of another length."""
    if answer is None:
        return returned_none()
    wanted = f"where {len(names)} things belong: return {join_names(names)}, separated by a comma."
    if not isinstance(answer, tuple | list):
        return Failure(f"It returned {kind(answer)} {wanted}", "wrong tuple")
    if len(answer) != len(names):
        return Failure(f"It returned {kind(answer)} {wanted}", "wrong tuple")
    return None


def failure_in_members(answer: Any, case: Case, names: tuple[str, ...]) -> Failure | None:
    """An array of a tuple that is wrong, or all of them in another order."""

    def first_failure(members: Iterable[Any]) -> Failure | None:
        triples = zip(members, case.expected, names, strict=True)
        found = (failure_in_array(mine, right, case, name) for mine, right, name in triples)
        return next((failure for failure in found if failure), None)

    failure = first_failure(answer)
    if failure and any(first_failure(other) is None for other in permutations(answer)):
        order = f"return first {', then '.join(names)}."
        return Failure(f"What it returned is right, but in another order: {order}", ANOTHER_ORDER)
    return failure


def failure_in_array(answer: Any, right: Any, case: Case, name: str) -> Failure | None:
    """Not an array of real numbers, or one of another shape, dtype, or with other values."""
    wrong = failure_in_form(answer, right, name)
    if wrong:
        return wrong
    array, right = np.asarray(answer), np.asarray(right)
    return failure_in_values(array, right, case, name) or failure_in_dtype(answer, case, name)


def failure_in_form(answer: Any, right: Any, name: str) -> Failure | None:
    """Not an array of real numbers, or one of another shape."""
    if answer is None:
        return returned_none()
    if not is_numeric(answer):
        wanted = "NumPy array of real numbers" if np.ndim(right) else "real number"
        return Failure(f"As {name} it returned {kind(answer)}, not a {wanted}.", "not an array")
    found, wanted = np.shape(answer), np.shape(right)
    if found == wanted:
        return None
    has = "have" if is_plural(name) else "has"
    return Failure(f"{first_upper(name)} {has} shape {found} in place of {wanted}.")


def failure_in_values(
    array: np.ndarray[Any, Any], right: np.ndarray[Any, Any], case: Case, name: str
) -> Failure | None:
    """A value that is nan or infinite and should not be, or that is too far off."""
    index = first_index(~np.isfinite(array) & np.isfinite(right))
    what, many = first_upper(name), is_plural(name)
    if index is not None:
        said = f"{what} {'are' if many else 'is'} {array[index]}{at(index)}"
        return Failure(f"{said}, where a finite number belongs.", NOT_FINITE)
    index = first_index(~close(array, right, case.rtol))
    if index is None:
        return None
    if not name.startswith(("the gradient", "a gradient")):
        what_is_wrong = f"a wrong number{at(index)}" if index else "wrong"
        verb = ("have" if many else "has") if index else "is"
        return Failure(f"{what} {verb} {what_is_wrong}.")
    observed = f"{what} is not what the definition of the derivative gives{at(index)}."
    if np.any(right) and same(-array, right, case.rtol):
        return Failure(f"{observed} It has the opposite sign.")
    return Failure(observed, by_nudging=True)


def failure_in_dtype(answer: Any, case: Case, name: str) -> Failure | None:
    """A dtype that is not the one the inputs had."""
    given = np.dtype(getattr(answer, "dtype", case.dtype or float))
    wanted = np.dtype(case.dtype or given)
    if given == wanted:
        return None
    verb = "are" if is_plural(name) else "is"
    said = f"{first_upper(name)} {verb} {given}, although all inputs are {wanted}"
    larger = given.itemsize > wanted.itemsize
    why = f": a network that computes in {wanted} would become larger from here on" * larger
    return Failure(f"{said}{why}.", "dtype not kept")


def judge_derivatives(answer: Any, case: Case) -> Failure | None:
    """A judge of dictionaries from node to number."""
    if answer is None:
        return returned_none()
    if not isinstance(answer, dict):
        return Failure(
            f"It returned {kind(answer)} instead of a dictionary from node to number.",
            "not a dictionary",
        )
    lacking = [node for node in case.expected if node not in answer]
    if lacking:
        return Failure(f"The dictionary has no entry for {quote(lacking)}.")
    extra = [node for node in answer if node not in case.expected]
    if extra:
        return Failure(
            f"The dictionary has an entry for {quote(extra)}, on which the output does not depend."
        )
    if same(answer, case.expected, case.rtol):
        return None
    for node, right in case.expected.items():
        failure = failure_in_array(answer[node], right, case, f"the derivative for {node!r}")
        if failure:
            return failure
    return None


def same(one: Any, other: Any, rtol: float) -> bool:
    """Whether two answers agree in kind, shape and values.

    >>> same((1.0, "a"), [1.0, "a"], 1e-6), same(True, 1, 1e-6)
    (True, False)
    """
    for is_of_this_kind, agree in KINDS:
        kinds = is_of_this_kind(one), is_of_this_kind(other)
        if any(kinds):
            return all(kinds) and agree(one, other, rtol)
    return False


def sequences_agree(one: Any, other: Any, rtol: float) -> bool:
    """Whether two lists or tuples agree, item by item."""
    return len(one) == len(other) and all(same(a, b, rtol) for a, b in zip(one, other, strict=True))


def dictionaries_agree(one: dict[Any, Any], other: dict[Any, Any], rtol: float) -> bool:
    """Whether two dictionaries agree, key by key."""
    if one.keys() != other.keys():
        return False
    if are_floats(one) and are_floats(other):
        return numbers_agree([*one.values()], [other[key] for key in one], rtol)
    return all(same(one[key], other[key], rtol) for key in one)


def truths_agree(one: Any, other: Any, rtol: float) -> bool:
    """Whether two truth values, or arrays of them, are equal."""
    return bool(np.array_equal(one, other))


def arrays_agree(one: Any, other: Any, rtol: float) -> bool:
    """Whether two arrays of numbers agree in shape and values."""
    alike = np.shape(one) == np.shape(other)
    return alike and bool(np.all(close(np.asarray(one), np.asarray(other), rtol)))


def texts_agree(one: str, other: str, rtol: float) -> bool:
    """Whether two strings are equal."""
    return one == other


def close(one: Any, other: Any, rtol: float) -> Any:
    """Where two arrays agree, up to rounding; nan equals nan and inf equals inf."""
    size = np.abs(other[np.isfinite(other)], dtype=float)
    atol = rtol * min(1.0, float(size.max(initial=0.0)) or 1.0)
    with np.errstate(all="ignore"):
        return np.isclose(one, other, rtol=rtol, atol=atol, equal_nan=True)


def are_floats(numbers: dict[Any, Any]) -> bool:
    """Whether all values are plain numbers: those of a long chain are compared at once."""
    return all(type(value) is float for value in numbers.values())


def numbers_agree(ones: list[float], others: list[float], rtol: float) -> bool:
    """Whether each of the first agrees with its counterpart, as `close` has it for one.

    >>> numbers_agree([1.0, float("inf")], [1.0 + 1e-9, float("inf")], 1e-6)
    True
    """
    one, other = np.array(ones), np.array(others)
    size = np.where(np.isfinite(other) & (other != 0), np.abs(other), 1.0)
    with np.errstate(all="ignore"):
        atol = rtol * np.minimum(1.0, size)
        return bool(np.isclose(one, other, rtol=rtol, atol=atol, equal_nan=True).all())


def is_truth(value: Any) -> bool:
    """Whether this is True or False, or an array of them."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind == "b"
    return isinstance(value, bool)


def is_numeric(value: Any) -> bool:
    """Whether this is an array or a number, of real numbers."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "fiu"
    if isinstance(value, bool) or not isinstance(value, float | int):
        return False
    return np.asarray(value).dtype.kind in "fiu"  # a whole number may be too large for NumPy


Comparison = Callable[[Any, Any, float], bool]
KINDS: tuple[tuple[Callable[[Any], bool], Comparison], ...] = (
    (lambda value: value is None, lambda one, other, rtol: True),
    (lambda value: isinstance(value, tuple | list), sequences_agree),
    (lambda value: isinstance(value, dict), dictionaries_agree),
    (is_truth, truths_agree),
    (is_numeric, arrays_agree),
    (lambda value: isinstance(value, str), texts_agree),
)


def first_index(wrong: Any) -> tuple[int, ...] | None:
    """The index of the first True."""
    found = np.argwhere(wrong)
    return tuple(map(int, found[0])) if len(found) else None


def at(index: tuple[int, ...]) -> str:
    """`` at [0, 1]``; nothing for a single number."""
    return f" at [{', '.join(map(str, index))}]" if index else ""


IN_ARRAYS = {"b": "True and False", "O": "objects", "U": "texts", "c": "complex numbers"}
IN_WORDS = {
    "generator": "a generator",
    "Tensor": "a Tensor",
    "str": "a text",
    "bool": "True or False",
    "dict": "a dictionary",
    "NoneType": "None",
    "int": "a whole number that is too large",
    "complex": "a complex number",
    "set": "a set",
}


def kind(value: Any) -> str:
    """The kind of a value, in words.

    >>> kind(np.zeros(3)), kind(np.array(["a"])), kind(0.5), kind(len), kind({1})
    ('one array', 'an array of texts', 'one number', 'a function', 'a set')
    """
    name = type_name(value)
    if isinstance(value, tuple | list):
        return f"a {'tuple' if isinstance(value, tuple) else 'list'} of {len(value)}"
    if is_numeric(value):
        return "one array" if isinstance(value, np.ndarray) else "one number"
    if name.startswith("ndarray["):
        return f"an array of {IN_ARRAYS.get(value.dtype.kind, name[8:-1])}"
    return "a function" if callable(value) else IN_WORDS.get(name, f"something of type {name}")


def quote(nodes: Any) -> str:
    """Nodes in quotation marks, four at most."""
    return join_names(map(repr, nodes))


def returned_none() -> Failure:
    """The failure of an answer that is None."""
    return Failure("It returned None: is there a `return` in it?", "returned nothing")


def first_upper(name: str) -> str:
    """The name of an output at the beginning of a sentence; that of a variable stays as it is.

    >>> first_upper("the gradient"), first_upper("y")
    ('The gradient', 'y')
    """
    return name if name.isidentifier() else name[:1].upper() + name[1:]


def is_plural(name: str) -> bool:
    """Whether a name means several things.

    >>> is_plural("the points"), is_plural("the number of points"), is_plural("the loss")
    (True, False, False)
    """
    noun = re.split(r" (?:of|for) ", name)[0]
    return noun.endswith("s") and not noun.endswith("ss")
