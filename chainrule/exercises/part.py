"""A part: a function that students write, how it is tried, the mistakes that are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial, wraps
from typing import Any

import numpy as np

from chainrule.exercises.overrides.registry import Override


@dataclass(frozen=True)
class Case:
    """One input to try a part on, with the right answer.

    Parameters
    ----------
    inputs : tuple
        The arguments of the call.
    expected : array, tuple of arrays, or dict
        What is right; None where any answer with some property is.
    dtype : dtype, optional
        The dtype that each returned array must have.
    rtol : float
        How far, relatively, an answer may be from the expected one.
    remark : str
        What is special about the inputs, if their values do not show it.
    again : callable, optional
        Makes a case like this one, with the right answer, from other things than `made_of`.
    made_of : tuple
        What this case was made of.
    """

    inputs: tuple[Any, ...]
    expected: Any = None
    dtype: Any = None
    rtol: float = 1e-6
    remark: str = ""
    again: Callable[..., Case] | None = field(default=None, repr=False, compare=False)
    made_of: tuple[Any, ...] = field(default=(), repr=False, compare=False)


def remade(factory: Callable[..., Case]) -> Callable[..., Case]:
    """A function that makes cases; each knows how to make others like it."""

    @wraps(factory)
    def make(*made_of: Any, **keywords: Any) -> Case:
        case = factory(*made_of, **keywords)
        return replace(case, again=partial(make, **keywords), made_of=made_of)

    return make


@dataclass(frozen=True)
class Failure:
    """The failure of one answer: a sentence, and the name of the mistake if it is known.

    One of a derivative may be seen `by_nudging`: a hint says what to nudge.
    """

    sentence: str
    mistake: str = ""
    by_nudging: bool = False


@dataclass(frozen=True)
class Mistake:
    """A mistake that learners make.

    Parameters
    ----------
    name : str
        A few words, for tables and tests.
    gives : callable
        Takes the part's arguments and returns what someone who makes this mistake would get.
    sentence : str
        What to tell them: what was observed and what to look at, never the answer.
    """

    name: str
    gives: Callable[..., Any]
    sentence: str


@dataclass(frozen=True, eq=False)
class Part:
    """A function that students write.

    Parameters
    ----------
    name : str
        Such as ``mul.vjp``.
    arguments : tuple of str
        The names of its arguments, in order.
    judge : callable
        ``judge(answer, case)`` returns a `Failure`, or None if the answer is right.
    cases : callable
        Returns the cases of the visible check, made anew at each call.
    mistakes : tuple of Mistake
        The first that explains all answers is told.
    number : int
        Its place in the notebook of its assignment, from 1.
    engine : bool
        Whether it may use chainrule's engine; others are for NumPy alone.
    override : Override, optional
        The place in the engine that it takes when it passes; many parts have none.
    models : tuple of callable
        Right answers in few lines, each written with `def`: mistakes are looked for among what
        they give when one thing in them is changed.
    words : mapping
        What pieces of the models' code are called in a sentence.
    vary : callable, optional
        ``vary(made_of, rng)`` changes what a case was made of, where changing its floats at
        random is not enough or makes no sense.
    why : str
        Why a right answer is right; told after a pass, beside our own.
    solution : callable, optional
        Our own answer where there is no model.
    called : str
        The name of the function in the notebook, where it is not made of the part's.
    """

    name: str
    arguments: tuple[str, ...]
    judge: Callable[[Any, Case], Failure | None]
    cases: Callable[[], list[Case]]
    mistakes: tuple[Mistake, ...] = ()
    number: int = field(kw_only=True)
    engine: bool = False
    override: Override | None = None
    models: tuple[Callable[..., Any], ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    vary: Callable[[Any, np.random.Generator], Any] | None = None
    stable: bool = False
    why: str = ""
    solution: Callable[..., Any] | None = None
    called: str = ""

    @property
    def outputs(self) -> tuple[str, ...]:
        """What it returns, by name, where it returns more than one thing."""
        names: tuple[str, ...] = getattr(self.judge, "outputs", ())
        return names if len(names) > 1 else ()

    @property
    def function(self) -> str:
        """The name that the notebook's checks know the function by.

        >>> from chainrule.exercises.parts import parts
        >>> parts["mul.vjp"].function, parts["perceptron.predict"].function
        ('mul_vjp', 'predict')
        """
        return self.called or self.name.replace(".", "_")


ATOMS = frozenset({bool, float, int, str, type(None)})  # what nobody can change


def copy_of(value: Any) -> Any:
    """A copy of arrays and plain data, down to the last array; functions stay as they are.

    Of a kind that extends one of these, such as `defaultdict` or `numpy.matrix`, the copy is what
    it extends, whatever its own methods do: plain data is all that leaves a student's process
    under the seal.

    >>> from collections import OrderedDict
    >>> copy_of(OrderedDict(x=1.0))
    {'x': 1.0}
    """
    if type(value) in ATOMS:
        return value
    if isinstance(value, np.ndarray):
        return np.array(value)
    if isinstance(value, list):
        items = [*list.__iter__(value)]
        return items if ATOMS.issuperset(map(type, items)) else [*map(copy_of, items)]
    if isinstance(value, tuple):
        return tuple(map(copy_of, tuple.__iter__(value)))
    if isinstance(value, dict):
        return dict(zip(dict.keys(value), copy_of([*dict.values(value)]), strict=True))
    if isinstance(value, float | int | str) and not isinstance(value, bool | np.generic):
        kind: Any = next(kind for kind in (float, int, str) if isinstance(value, kind))
        return kind.__getnewargs__(value)[0]
    return value
