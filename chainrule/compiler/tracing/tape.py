"""The tape: what every use of a recorded array becomes on it."""

from __future__ import annotations

import math
from threading import get_ident
from typing import Any

import numpy as np

from chainrule.compiler.ir import Buffer, CompileError, Constant, Instruction, Program, View
from chainrule.compiler.tracing.bystander import Bystander
from chainrule.compiler.tracing.traced_array import TracedArray, concrete
from chainrule.engine import Array, raw
from chainrule.fused import INTEGERS
from chainrule.whole import WHOLE

# Functions whose result has as many elements as the values say.
SIZED = {np.unique, np.nonzero, np.flatnonzero, np.argwhere, np.compress, np.extract, np.bincount}
SIZED |= {np.trim_zeros, np.setdiff1d, np.union1d, np.intersect1d, np.setxor1d, np.histogram}
SIZED |= {np.delete, np.insert}
# Functions that only ask how an array looks, not what is in it.
LOOKS = {np.shape, np.ndim, np.size, np.result_type, np.can_cast, np.may_share_memory}
LOOKS |= {np.iscomplexobj, np.isrealobj, np.shares_memory, np.common_type}
# Functions that NumPy writes in terms of others: those are recorded instead.
COMPOSED = {np.sum, np.mean, np.max, np.min, np.amax, np.amin, np.prod, np.any, np.all, np.var}
COMPOSED |= {np.std, np.clip, np.stack, np.vstack, np.hstack, np.split}
COMPOSED |= {np.array_split, np.expand_dims, np.moveaxis, np.atleast_1d, np.atleast_2d}
VIEWS = {np.reshape, np.transpose, np.swapaxes, np.squeeze, np.ravel, np.broadcast_to}
CHANGES = {np.put, np.place, np.putmask, np.fill_diagonal, np.put_along_axis}
BYSTANDER = Bystander()
CONSTANTS = {np.zeros_like: 0, np.ones_like: 1}


class Tape:
    """A recording that goes on: it runs every call on the real arrays and writes it down.

    Attributes
    ----------
    instructions : list of Instruction
        What has happened so far.
    """

    def __init__(self) -> None:
        self.program = Program()
        self.instructions = self.program.instructions
        self.views: dict[int, View] = {}  # id of an array that owns memory -> what it is
        self.filled: set[Buffer] = set()  # what has been written to
        self.closed, self.thread = False, get_ident()

    @property
    def beside(self) -> Bystander | None:
        """Who stands in where nothing is recorded: in another thread, or afterwards."""
        return BYSTANDER if self.closed or get_ident() != self.thread else None

    # Views

    def buffer(self, array: Array, kind: str, name: str = "") -> TracedArray:
        """A recorded array for a piece of memory that is new to the tape."""
        if kind == "temporary" and not array.flags.owndata:
            array = np.array(array)
        view = Buffer(array, kind, name).whole
        self.views[id(array)] = view
        return self.tracer(view, array)

    def tracer(self, view: View, plain: Array) -> TracedArray:
        """The array that a step sees in place of the real one."""
        array: TracedArray = plain.view(TracedArray)
        array.ir, array.plain, array.recorder = view, plain, self
        return array

    def traced(self, array: Any) -> TracedArray:
        """The array that a step sees, for one that may be that already."""
        return array if isinstance(array, TracedArray) else self.tracer(self.view_of(array), array)

    def forget(self) -> None:
        """Let go of arrays that nobody else needs."""
        self.views.clear()
        self.filled.clear()

    def whole(self, array: Any) -> View | None:
        """The view of an array that owns memory, if the tape knows it."""
        view = self.views.get(id(array))
        return view if view is not None and view.buffer.memory() is array else None

    def view_of(self, x: Any) -> Any:
        """The view that an operand stands for; anything but an array as it is."""
        if isinstance(x, TracedArray):
            if getattr(x, "ir", None) is None:
                raise CompileError(
                    "the step uses a method or attribute of an array that a recording cannot "
                    "follow: use the function of NumPy that does the same"
                )
            return x.ir
        if isinstance(x, np.ndarray):
            return self.find(x) or self.buffer(x, "constant").ir
        if isinstance(x, tuple | list):
            return type(x)(self.view_of(item) for item in x)
        return x

    def find(self, array: Array) -> View | None:
        """The view of a plain array whose memory, at least, is known."""
        owner: Any = array
        while owner is not None and self.whole(owner) is None:
            owner = owner.plain if isinstance(owner, TracedArray) else getattr(owner, "base", None)
        view = self.whole(owner)
        if view is None or owner is array:
            return view
        low = array.__array_interface__["data"][0] - owner.__array_interface__["data"][0]
        form = f"np.ndarray({array.shape}, {{0}}.dtype, {{0}}.data, {low}, {array.strides})"
        return view.buffer.view(array, view, form)

    # What a step does

    def ufunc(self, ufunc: np.ufunc, method: str, inputs: Any, out: Any, options: Any) -> Any:
        """A universal function, or its `reduce`, `at`, … ."""
        if ufunc.nout > 1:
            raise CompileError(
                f"np.{ufunc.__name__} returns several arrays, which cannot be compiled: compute "
                "them one by one"
            )
        if method == "at":
            return self.update(
                f"np.{ufunc.__name__}.at({{out}}, {{index}}, {{value}})", ufunc.at, inputs
            )
        suffix = "" if method == "__call__" else f".{method}"
        own = getattr(np, ufunc.__name__, None) is ufunc
        name, before = (
            (f"np.{ufunc.__name__}", ()) if own else ("{0}", (Constant(ufunc.__name__, ufunc),))
        )
        options = {k: v for k, v in options.items() if not idle(k, v)}
        target = out[0] if out else None
        function = getattr(ufunc, method)
        if target is None:
            result = np.asarray(function(*concrete(inputs), **concrete(options)))
            target = self.buffer(result, "temporary")
        else:
            function(*concrete(inputs), **concrete(options), out=concrete(target))
        elementwise = not suffix and not ufunc.signature
        self.write(name + suffix, before, inputs, options, target, elementwise=elementwise)
        return target

    def function(self, function: Any, args: Any, kwargs: Any) -> Any:
        """A function of NumPy that is not universal."""
        if function in WHOLE:
            return self.whole_call(function._implementation, args)
        if function in LOOKS:
            return function(*concrete(args), **concrete(kwargs))
        if function in CONSTANTS or function in (np.empty_like, np.full_like):
            return self.allocate(function, args, dict(kwargs))
        if function in COMPOSED:
            return function._implementation(*args, **kwargs)
        if function in VIEWS:
            x, *rest = args
            return self.view_or_copy(x, f"np.{function.__name__}", tuple(rest), kwargs)
        if function is np.concatenate:
            return self.concatenate(*args, **kwargs)
        if function is np.copyto:
            return self.copy_to(*args, **kwargs)
        if function is np.dot and not kwargs and all(isinstance(x, np.ndarray) for x in args):
            return self.dot(*args)
        if function is np.where and len(args) == 3:
            return self.where(*args)
        if function in SIZED or (function is np.where and len(args) == 1):
            raise CompileError(
                f"the size of what np.{function.__name__} returns depends on values: use masks, "
                "as in np.where(mask, x, 0)"
            )
        if function in CHANGES:
            raise CompileError(f"np.{function.__name__} writes into an array: use [...] = instead")
        if (out := kwargs.get("out")) is not None:
            without = {k: x for k, x in kwargs.items() if k != "out"}
            self.assign(self.traced(out), self.function(function, args, without))
            return out
        name = f"{function.__module__}.{function.__name__}".replace("numpy", "np", 1)
        return self.opaque(name, function, args, kwargs)

    def getitem(self, array: TracedArray, index: Any) -> Any:
        """A view for integers and slices, a new array for anything else."""
        index = parts_of(index)
        if is_basic(index):
            if ... not in index:
                index = (*index, ...)  # so that a single number is an array, too
            return self.view(array, concrete(array)[index], f"{{0}}[{literal(index)}]")
        if any(np.asarray(concrete(x)).dtype == bool for x in parts_of(index)):
            raise CompileError(
                "the size of x[mask] depends on values: use np.where(mask, x, 0) or x * mask"
            )
        target = self.buffer(np.asarray(concrete(array)[concrete(index)]), "temporary")
        operands: list[Any] = [array]
        text = self.spell_index(index, operands)
        self.emit(f"{{out}}[...] = {{0}}[{text}]", operands, target)
        return target

    def setitem(self, array: TracedArray, index: Any, value: Any) -> None:
        """Overwrite elements."""
        if is_basic(index):
            self.assign(self.getitem(array, index) if index is not ... else array, value)
        else:
            self.update("{out}[{index}] = {value}", np.ndarray.__setitem__, (array, index, value))

    def assign(self, target: TracedArray, value: Any) -> None:
        """Overwrite all of an array by another or by one number."""
        concrete(target)[...] = concrete(value)
        self.emit("{out}[...] = {0}", (value,), target, elementwise=True)

    def copy(self, array: TracedArray, dtype: Any, order: Any = "K") -> TracedArray:
        """A new array with the same elements."""
        target = self.buffer(np.empty_like(concrete(array), dtype=dtype, order=order), "temporary")
        self.assign(target, array)
        return target

    def copy_to(self, target: Any, value: Any, casting: str = "", where: Any = True) -> None:
        """The function `np.copyto`."""
        if where is True:
            return self.assign(self.traced(target), value)
        np.copyto(concrete(target), concrete(value), where=concrete(where), casting="unsafe")
        text = "np.copyto({out}, {0}, where={1}, casting='unsafe')"
        return self.emit(text, (value, where), target, updates=True)

    def where(self, condition: Any, a: Any, b: Any) -> TracedArray:
        """The function `np.where`, in two steps that need no memory of their own."""
        target = self.buffer(np.where(concrete(condition), concrete(a), concrete(b)), "temporary")
        if isinstance(condition, TracedArray) and condition.dtype != bool:
            condition = self.copy(condition, bool)
        if is_zero(a):
            condition, a, b = np.logical_not(condition), b, a
        if is_zero(b) and has_bits(a, target) and isinstance(condition, np.ndarray):
            self.gate(condition, a, target)
            return target
        self.emit("{out}[...] = {0}", (b,), target)
        self.emit("np.copyto({out}, {0}, where={1})", (a, condition), target, updates=True)
        return target

    def gate(self, open_: Any, x: Any, target: TracedArray) -> None:
        """Write `x` where the gate is open, else 0: its bits times 1 or 0, which nan survives."""
        integers = INTEGERS[target.dtype]
        operands = self.bits(x, integers), self.bits(open_, np.int8)
        out = self.bits(target, integers)
        self.emit("np.multiply({0}, {1}, out={out})", operands, out, elementwise=True)

    def bits(self, x: Any, integers: Any) -> TracedArray:
        """The same memory, read as integers of the same length."""
        return self.view(x, concrete(x).view(integers), f"{{0}}.view(np.{integers.__name__})")

    def dot(self, a: Any, b: Any) -> TracedArray:
        """The function `np.dot`."""
        target = self.buffer(np.array(np.dot(concrete(a), concrete(b))), "temporary")
        self.emit("{0}.dot({1}, out={out})", (a, b), target)
        return target

    def concatenate(self, arrays: Any, axis: Any = 0, out: Any = None, **kinds: Any) -> Any:
        """The function `np.concatenate`: every array is written to its place."""
        if out is None:
            out = self.buffer(np.concatenate(concrete(list(arrays)), axis, **kinds), "temporary")
        out = self.traced(out)
        start = 0
        for x in arrays:
            stop = start + (np.size(concrete(x)) if axis is None else x.shape[axis])
            before = () if axis is None else (slice(None),) * (axis % out.ndim)
            part = out[(*before, slice(start, stop))]
            self.assign(part.reshape(x.shape) if axis is None else part, x)
            start = stop
        return out

    def allocate(self, function: Any, args: Any, kwargs: Any) -> TracedArray:
        """An array like another one, full of one number or of nothing yet."""
        like, *rest = concrete(args)
        if function is np.full_like:
            number = kwargs.pop("fill_value") if "fill_value" in kwargs else rest.pop(0)
            if np.ndim(concrete(number)):
                raise CompileError("np.full_like with an array: use np.empty_like and [...] =")
        else:
            number = CONSTANTS.get(function)
        target = self.buffer(
            np.array(np.empty_like(like, *rest, **{**kwargs, "subok": False})), "temporary"
        )
        if number is not None:
            self.assign(target, number)
        return target

    def opaque(self, name: str, function: Any, args: Any, kwargs: Any) -> TracedArray:
        """Something that computes one new array from others, whatever it is."""
        result = function(*concrete(args), **concrete(kwargs))
        if not isinstance(result, np.ndarray | np.generic):
            raise CompileError(
                f"{name.format('ndarray')} makes a {type(result).__name__} of arrays: a compiled "
                "step can only compute with arrays"
            )
        target = self.buffer(np.array(result), "temporary")
        count = name.count("{")
        self.write(f"{{out}}[...] = {name}", args[:count], args[count:], kwargs, target)
        return target

    def whole_call(self, function: Any, args: Any) -> TracedArray:
        """A function that looks at values: called in every step, be it only to raise an error."""
        target = self.buffer(np.array(function(*concrete(args))), "temporary")
        before = (Constant(function.__name__, function),)
        self.write("{out}[...] = {0}", before, args, {}, target, effect=True)
        return target

    def update(self, text: str, function: Any, args: Any) -> None:
        """Change elements of the first argument in a way of its own."""
        function(*concrete(args))
        target, index, value = args
        operands: list[Any] = [value]
        index = self.spell_index(index, operands)
        text = text.replace("{index}", index).replace("{value}", "{0}")
        self.emit(text, operands, target, updates=True)

    def draw(
        self, generator: Constant, draw: Any, name: str, args: Any, kwargs: Any
    ) -> TracedArray:
        """Random numbers, drawn anew at every step."""
        result = draw(*concrete(args), **concrete(kwargs))
        target = self.buffer(np.array(result), "temporary")
        text = f"{{out}}[...] = {{0}}.{name}"
        self.write(text, (generator,), args, kwargs, target, effect=True)
        return target

    # Looking differently

    def view_or_copy(self, x: Any, how: str, args: Any = (), kwargs: Any = None) -> Any:
        """A method or function that usually makes a view; a copy where it cannot."""
        args, kwargs = concrete(args), concrete(kwargs or {})
        if how == ".T":
            return self.view(x, concrete(x).T, "{0}.T")
        name = how.rpartition(".")[2]
        function = getattr(np.ndarray, name) if how[0] == "." else getattr(np, name)
        result = function(concrete(x), *args, **kwargs)
        arguments = ", ".join(
            [*map(literal, args), *(f"{k}={literal(v)}" for k, v in kwargs.items())]
        )
        text = f"{{0}}{how}({arguments})" if how[0] == "." else f"{how}({{0}}, {arguments})"
        return self.view(x, result, text)

    def view(self, x: Any, result: Array, text: str) -> TracedArray:
        """The array seen differently, if that was possible without copying it."""
        parent = self.view_of(x)
        if (result.shape, result.strides, result.dtype) == parent.layout.form:
            return self.tracer(parent, concrete(x))
        if result.size == 0 or np.may_share_memory(result, concrete(x)):
            return self.tracer(parent.buffer.view(result, parent, text), result)
        target = self.buffer(np.array(result), "temporary")
        self.emit(f"{{out}}[...] = {text}", (x,), target)
        return target

    # Writing down

    def write(
        self, name: str, before: Any, args: Any, options: Any, target: Any, **facts: Any
    ) -> None:
        """A call with arguments and options spelled out; `name` may have places for some before."""
        operands = list(before)
        arguments = [self.spell(x, operands) for x in args]
        for key, x in options.items():
            number = isinstance(x, int | float | np.number)
            arguments.append(f"{key}={literal(x) if number else self.spell(x, operands)}")
        if not name.startswith("{out}"):
            arguments.append("out={out}")
        self.emit(f"{name}({', '.join(arguments)})", operands, target, **facts)

    def spell(self, x: Any, operands: list[Any]) -> str:
        """How an argument is written: literally, or as a placeholder for an operand."""
        if isinstance(x, tuple | list) and any(isinstance(i, np.ndarray) for i in x):
            inner = ", ".join(self.spell(item, operands) for item in x)
            return f"[{inner}]" if isinstance(x, list) else f"({inner},)"
        is_literal = x is None or isinstance(x, bool | str | slice | tuple | list | type | np.dtype)
        if is_literal or x is ... or x is np._NoValue:
            return literal(x)
        operands.append(x)
        return f"{{{len(operands) - 1}}}"

    def spell_index(self, index: Any, operands: list[Any]) -> str:
        """How an index with arrays in it is written."""
        parts = tuple(np.array(x) if isinstance(x, list) else x for x in parts_of(index))
        arguments = [self.spell_part(x, operands) for x in parts]
        return arguments[0] if len(arguments) == 1 else f"({', '.join(arguments)})"

    def spell_part(self, x: Any, operands: list[Any]) -> str:
        """How an index for one axis is written: in parentheses no slice is a:b."""
        if not is_basic(x):
            return self.spell(x, operands)
        return "..." if x is ... else repr(x)

    def emit(self, text: str, operands: Any, target: Any, **facts: Any) -> None:
        """Append an instruction to the program."""
        views, out = tuple(map(self.operand, operands)), self.view_of(target)
        call = Instruction(text, views, out, **facts)
        if out.buffer.kind == "temporary":
            out.buffer.hold(call.is_fixed and out.buffer not in self.filled)
            self.filled.add(out.buffer)
        self.instructions.append(call)

    def operand(self, x: Any) -> Any:
        """An operand as it stands in a call."""
        if isinstance(x, np.ndarray):
            return self.view_of(x)
        if isinstance(x, int | float | complex | np.generic | Constant):
            return x
        return Constant(getattr(x, "__name__", type(x).__name__), x)


def idle(option: str, value: Any) -> bool:
    """Whether an option of a universal function says nothing."""
    return (
        value is np._NoValue
        or option == "subok"
        or (option == "dtype" and value is None)  # a dtype of float64 is equal to None
        or (option == "keepdims" and value is False)
        or (option == "where" and value is True)
    )


def is_zero(x: Any) -> bool:
    """Whether an operand is the number 0, and not -0.0."""
    return isinstance(x, int | float) and x == 0 and math.copysign(1, x) > 0


def has_bits(x: Any, target: TracedArray) -> bool:
    """Whether an operand is an array of the floats that a target holds, of a common length."""
    return isinstance(x, np.ndarray) and x.dtype == target.dtype and x.dtype in INTEGERS


def is_basic(index: Any) -> bool:
    """Whether an index makes a view: integers, slices, None and … only."""
    return all(
        x is None
        or x is ...
        or (isinstance(x, slice | int | np.integer) and not isinstance(x, bool))
        for x in parts_of(index)
    )


def parts_of(index: Any) -> tuple[Any, ...]:
    """What an index says for each axis."""
    return tuple(map(raw, index)) if isinstance(index, tuple) else (raw(index),)


def literal(x: Any) -> str:
    """A literal as one writes it."""
    if x is ...:
        return "..."
    if isinstance(x, slice):
        step = "" if x.step is None else f":{x.step}"
        return f"{'' if x.start is None else x.start}:{'' if x.stop is None else x.stop}{step}"
    if isinstance(x, tuple) and any(isinstance(i, slice) or i is ... for i in x):
        return ", ".join(map(literal, x))
    if isinstance(x, float | np.floating) and not np.isfinite(x):
        return f"{'-' if x < 0 else ''}np.{abs(float(x))}"
    if isinstance(x, type | np.dtype):
        return f"np.{np.dtype(x).name}"
    return repr(x)
