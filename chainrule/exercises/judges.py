"""Is this answer right? Kind, then shape, then finiteness, then values: one place for all checks.

Each function returns a `Fault` or None. A student's array is never trusted to be one: it may
be a list, a tensor, None, or an array of objects.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.messages import listed
from chainrule.exercises.part import Case, Fault

Judge = Callable[[Any, Case], Fault | None]


def judge_arrays(*names: str) -> Judge:
    """A judge of answers of one array, or of a tuple of as many arrays as there are names."""

    def judge(answer: Any, case: Case) -> Fault | None:
        if len(names) == 1:
            return fault_in_array(answer, case.expected, case, names[0])
        wrong = fault_in_tuple(answer, len(names))
        if wrong:
            return wrong
        pieces = zip(answer, case.expected, names, strict=True)
        found = (fault_in_array(mine, right, case, name) for mine, right, name in pieces)
        return next((fault for fault in found if fault), None)

    return judge


def judge_list(one: str, many: str) -> Judge:
    """A judge of lists of arrays, as many as there should be."""

    def judge(answer: Any, case: Case) -> Fault | None:
        if answer is None:
            return nothing()
        if not isinstance(answer, list | tuple):
            return Fault(f"It returned {kind(answer)} instead of a list of {many}.", "not a list")
        if len(answer) != len(case.expected):
            return Fault(f"There are {len(answer)} {many}, where {len(case.expected)} belong.")
        pairs = zip(answer, case.expected, strict=True)
        faults = (fault_in_array(array(mine), right, case, one) for mine, right in pairs)
        return next((fault for fault in faults if fault), None)

    return judge


def array(value: Any) -> Any:
    """A list of numbers as an array; anything else as it is."""
    return np.array(value) if isinstance(value, list) else value


def fault_in_tuple(answer: Any, length: int) -> Fault | None:
    """Not a tuple, or one of another length."""
    if answer is None:
        return nothing()
    if not isinstance(answer, tuple | list):
        return Fault(
            f"It returned {kind(answer)} where {length} gradients belong: "
            "return one for each input, separated by a comma.",
            "wrong tuple",
        )
    if len(answer) != length:
        return Fault(
            f"It returned a tuple of {len(answer)}, and there are {length} inputs: "
            "return one gradient for each.",
            "wrong tuple",
        )
    return None


def fault_in_array(answer: Any, right: Any, case: Case, name: str) -> Fault | None:
    """Not an array of real numbers, or one of another shape, dtype, or with other values."""
    right = np.asarray(right)
    if answer is None:
        return nothing()
    if isinstance(answer, tuple | list):
        what = "list" if isinstance(answer, list) else "tuple"
        return Fault(f"As {name} it returned a {what} instead of a NumPy array.", "not an array")
    if not is_numeric(answer):
        return Fault(
            f"As {name} it returned {kind(answer)} instead of a NumPy array of real numbers.",
            "not an array",
        )
    array = np.asarray(answer)
    if array.shape != right.shape:
        return Fault(f"{first_upper(name)} has shape {array.shape} in place of {right.shape}.")
    return fault_in_values(array, right, case, name) or fault_in_dtype(answer, case, name)


def fault_in_values(
    array: np.ndarray[Any, Any], right: np.ndarray[Any, Any], case: Case, name: str
) -> Fault | None:
    """A value that is nan or infinite and should not be, or that is too far off."""
    place = first_place(~np.isfinite(array) & np.isfinite(right))
    if place is not None:
        return Fault(
            f"{first_upper(name)} is {array[place]}{at(place)}, where it should be a finite number."
        )
    place = first_place(~close(array, right, case.rtol))
    if place is None:
        return None
    if "gradient" not in name:
        return Fault(f"{first_upper(name)} has a wrong number{at(place)}.")
    look = "Nudge that input a little and see by how much the sum of g * y moves."
    if np.any(right) and same(-array, right, case.rtol):
        look = "It has the opposite sign."
    observed = f"{first_upper(name)} is not what the definition of the derivative gives{at(place)}."
    return Fault(f"{observed} {look}")


def fault_in_dtype(answer: Any, case: Case, name: str) -> Fault | None:
    """A dtype that is not the one the inputs had."""
    given = getattr(answer, "dtype", case.dtype)
    if case.dtype is None or given == case.dtype:
        return None
    return Fault(
        f"{first_upper(name)} is {given}, although all inputs are {np.dtype(case.dtype)}: "
        "a network that computes in float32 would become twice as large from here on.",
        "dtype not kept",
    )


def judge_derivatives(answer: Any, case: Case) -> Fault | None:
    """A judge of dictionaries from node to number."""
    if answer is None:
        return nothing()
    if not isinstance(answer, dict):
        return Fault(
            f"It returned {kind(answer)} instead of a dictionary from node to number.",
            "not a dictionary",
        )
    lacking = [node for node in case.expected if node not in answer]
    if lacking:
        return Fault(f"The dictionary has no entry for {quoted(lacking)}.")
    extra = [node for node in answer if node not in case.expected]
    if extra:
        return Fault(
            f"The dictionary has an entry for {quoted(extra)}, on which the output does not depend."
        )
    if same(answer, case.expected, case.rtol):
        return None
    for node, right in case.expected.items():
        fault = fault_in_array(answer[node], right, case, f"the derivative for {node!r}")
        if fault:
            return fault
    return None


def same(one: Any, other: Any, rtol: float) -> bool:
    """Whether two answers agree in kind, shape and values."""
    if isinstance(one, tuple | list) or isinstance(other, tuple | list):
        both = isinstance(one, tuple | list) and isinstance(other, tuple | list)
        if not both or len(one) != len(other):
            return False
        return all(same(a, b, rtol) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) or isinstance(other, dict):
        both = isinstance(one, dict) and isinstance(other, dict)
        if not both or one.keys() != other.keys():
            return False
        if are_floats(one) and are_floats(other):
            return numbers_agree([*one.values()], [other[key] for key in one], rtol)
        return all(same(one[key], other[key], rtol) for key in one)
    if is_truth(one) and is_truth(other):
        return bool(np.array_equal(one, other))
    if not (is_numeric(one) and is_numeric(other)) or np.shape(one) != np.shape(other):
        return bool(type(one) is type(other) and isinstance(one, str) and one == other)
    return bool(np.all(close(np.asarray(one), np.asarray(other), rtol)))


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
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def first_place(wrong: Any) -> tuple[int, ...] | None:
    """The index of the first True."""
    places = np.argwhere(wrong)
    return tuple(map(int, places[0])) if len(places) else None


def at(place: tuple[int, ...]) -> str:
    """`` at [0, 1]``; nothing for a single number."""
    return f" at [{', '.join(map(str, place))}]" if place else ""


def kind(value: Any) -> str:
    """What something is, in words."""
    if isinstance(value, np.ndarray):
        return "one array" if value.dtype.kind in "fiu" else f"an array of dtype {value.dtype}"
    name = type(value).__name__
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return "one number"
    return {"generator": "a generator", "Tensor": "a Tensor"}.get(name, f"something of type {name}")


def quoted(nodes: Any) -> str:
    """Nodes in quotation marks, four at most."""
    return listed(map(repr, nodes))


def nothing() -> Fault:
    """The answer is None."""
    return Fault("It returned None: is there a `return` in it?", "returned nothing")


def first_upper(text: str) -> str:
    """`text` with a capital first letter."""
    return text[:1].upper() + text[1:]
