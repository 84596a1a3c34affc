"""Is this answer right? Kind, then shape, then finiteness, then values: one place for all checks.

Each function returns a `Failure` or None. A student's array is never trusted to be one: it may
be a list, a tensor, None, or an array of objects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.messages import join_names, type_name
from chainrule.exercises.part import Case, Failure

Judge = Callable[[Any, Case], Failure | None]
NOT_FINITE = "nan or infinite"  # the name of the mistake


def judge_arrays(*names: str) -> Judge:
    """A judge of answers of one array, or of a tuple of as many arrays as there are names."""

    def judge(answer: Any, case: Case) -> Failure | None:
        if len(names) == 1:
            return failure_in_array(answer, case.expected, case, names[0])
        wrong = failure_in_tuple(answer, len(names))
        if wrong:
            return wrong
        pieces = zip(answer, case.expected, names, strict=True)
        found = (failure_in_array(mine, right, case, name) for mine, right, name in pieces)
        return next((failure for failure in found if failure), None)

    return judge


def judge_list(one: str, many: str) -> Judge:
    """A judge of lists of arrays, as many as there should be."""

    def judge(answer: Any, case: Case) -> Failure | None:
        if answer is None:
            return returned_none()
        if not isinstance(answer, list | tuple):
            return Failure(f"It returned {kind(answer)} instead of a list of {many}.", "not a list")
        if len(answer) != len(case.expected):
            return Failure(f"There are {len(answer)} {many}, where {len(case.expected)} belong.")
        pairs = zip(answer, case.expected, strict=True)
        failures = (failure_in_array(array(mine), right, case, one) for mine, right in pairs)
        return next((failure for failure in failures if failure), None)

    return judge


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


def failure_in_tuple(answer: Any, length: int) -> Failure | None:
    """Not a tuple, or one of another length."""
    if answer is None:
        return returned_none()
    if not isinstance(answer, tuple | list):
        return Failure(
            f"It returned {kind(answer)} where {length} gradients belong: "
            "return one for each input, separated by a comma.",
            "wrong tuple",
        )
    if len(answer) != length:
        return Failure(
            f"It returned a tuple of {len(answer)}, and there are {length} inputs: "
            "return one gradient for each.",
            "wrong tuple",
        )
    return None


def failure_in_array(answer: Any, right: Any, case: Case, name: str) -> Failure | None:
    """Not an array of real numbers, or one of another shape, dtype, or with other values."""
    right = np.asarray(right)
    if answer is None:
        return returned_none()
    if isinstance(answer, tuple | list):
        what = "list" if isinstance(answer, list) else "tuple"
        return Failure(f"As {name} it returned a {what} instead of a NumPy array.", "not an array")
    if not is_numeric(answer):
        return Failure(
            f"As {name} it returned {kind(answer)} instead of a NumPy array of real numbers.",
            "not an array",
        )
    array = np.asarray(answer)
    if array.shape != right.shape:
        return Failure(f"{first_upper(name)} has shape {array.shape} in place of {right.shape}.")
    return failure_in_values(array, right, case, name) or failure_in_dtype(answer, case, name)


def failure_in_values(
    array: np.ndarray[Any, Any], right: np.ndarray[Any, Any], case: Case, name: str
) -> Failure | None:
    """A value that is nan or infinite and should not be, or that is too far off."""
    index = first_index(~np.isfinite(array) & np.isfinite(right))
    if index is not None:
        seen = f"{first_upper(name)} is {array[index]}{at(index)}"
        return Failure(f"{seen}, where it should be a finite number.", NOT_FINITE)
    index = first_index(~close(array, right, case.rtol))
    if index is None:
        return None
    if "gradient" not in name:
        return Failure(f"{first_upper(name)} has a wrong number{at(index)}.")
    look = "Nudge that input a little and see by how much the sum of g * y moves."
    if np.any(right) and same(-array, right, case.rtol):
        look = "It has the opposite sign."
    observed = f"{first_upper(name)} is not what the definition of the derivative gives{at(index)}."
    return Failure(f"{observed} {look}")


def failure_in_dtype(answer: Any, case: Case, name: str) -> Failure | None:
    """A dtype that is not the one the inputs had."""
    given = getattr(answer, "dtype", case.dtype)
    if case.dtype is None or given == case.dtype:
        return None
    return Failure(
        f"{first_upper(name)} is {given}, although all inputs are {np.dtype(case.dtype)}: "
        "a network that computes in float32 would become twice as large from here on.",
        "dtype not kept",
    )


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


def kind(value: Any) -> str:
    """The kind of a value, in words.

    >>> kind(np.zeros(3)), kind(np.array(["a"])), kind(0.5), kind(len), kind({1})
    ('one array', 'an array of dtype <U1', 'one number', 'a function', 'something of type set')
    """
    name = type_name(value)
    if is_numeric(value):
        return "one array" if isinstance(value, np.ndarray) else "one number"
    if name.startswith("ndarray["):
        return f"an array of dtype {name[8:-1]}"
    if callable(value):
        return "a function"
    return {"generator": "a generator", "Tensor": "a Tensor"}.get(name, f"something of type {name}")


def quote(nodes: Any) -> str:
    """Nodes in quotation marks, four at most."""
    return join_names(map(repr, nodes))


def returned_none() -> Failure:
    """The failure of an answer that is None."""
    return Failure("It returned None: is there a `return` in it?", "returned nothing")


def first_upper(text: str) -> str:
    """`text` with a capital first letter."""
    return text[:1].upper() + text[1:]
