"""An object of a student's behaves in a test as it does in a notebook, as far as it may be seen."""

import itertools
import re
from types import SimpleNamespace

import numpy as np
import pytest
from sealed import Notebook, outcome

from autograde.sandbox.host.cell_run import run_cell
from autograde.sandbox.host.remote_object import TELLING, Handle, remote_object
from autograde.sandbox.protocol.references import SPECIAL, Remote

SIGNS = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "matmul": "@",
    "truediv": "/",
    "floordiv": "//",
    "mod": "%",
    "pow": "**",
    "lshift": "<<",
    "rshift": ">>",
    "and": "&",
    "xor": "^",
    "or": "|",
}
# By special method: its body, and what a test does with an object of a class that may have it.
USES = {
    **{name: ("(self, other): return (2, other)", f"own {SIGNS[name]} 3") for name in SIGNS},
    **{f"r{name}": ("(self, other): return (2, other)", f"3 {SIGNS[name]} own") for name in SIGNS},
    **{
        f"i{name}": ("(self, other): self.x = other; return self", f"own {SIGNS[name]}= 3\nown.x")
        for name in SIGNS
    },
    "divmod": ("(self, other): return (2, other)", "divmod(own, 3)"),
    "rdivmod": ("(self, other): return (2, other)", "divmod(3, own)"),
    "lt": ("(self, other): return other == 3", "own < 3, 3 > own"),
    "le": ("(self, other): return other == 3", "own <= 3, 3 >= own"),
    "gt": ("(self, other): return other == 3", "own > 3, 3 < own"),
    "ge": ("(self, other): return other == 3", "own >= 3, 3 <= own"),
    "hash": ("(self): return 7", "hash(own) == 7"),
    "int": ("(self): return 7", "int(own)"),
    "float": ("(self): return 0.5", "float(own)"),
    "complex": ("(self): return 1j", "complex(own)"),
    "index": ("(self): return 1", "'abc'[own], int(own), hex(own)"),
    "abs": ("(self): return 7", "abs(own)"),
    "neg": ("(self): return 7", "-own"),
    "pos": ("(self): return 7", "+own"),
    "invert": ("(self): return 7", "~own"),
    "round": ("(self, digits=None): return (7, digits)", "round(own), round(own, 2)"),
    "bytes": ("(self): return b'7'", "bytes(own)"),
    "len": ("(self): return 7", "len(own), bool(own)"),
    "reversed": ("(self): return iter([2, 1])", "list(reversed(own))"),
    "getitem": ("(self, key): return [5, 6][key]", "own[1], list(own), 6 in own"),
    "setitem": ("(self, key, value): self.last = (key, value)", "own[1] = 2\nown.last"),
    "delitem": ("(self, key): self.last = key", "del own[1:2]\nown.last"),
    "contains": ("(self, item): return item == 3", "3 in own, 4 in own"),
    "iter": ("(self): return iter([1, 2])", "list(own), sum(own), max(own), 2 in own"),
    "next": ("(self): return 7", "next(own)"),
    "enter": ("(self): return 7", "with own as it: pass\nit"),
    "exit": ("(self, kind, error, _): return kind is ValueError", "with own: raise ValueError\n7"),
    "await": ("(self): return iter(())", "await own"),
    "aiter": ("(self): return self", "[x async for x in own]"),
    "anext": ("(self): raise StopAsyncIteration", "await anext(own, 7)"),
    "aenter": ("(self): return 7", "async with own as it: pass\nit"),
    "aexit": ("(self, *_): pass", "async with own: pass\n7"),
    "array": ("(self, *_, **__): return np.ones(2)", "np.asarray(own).dtype, np.sum(own)"),
    "array_ufunc": ("(self, *_, **__): return 7", "np.ones(2) + own"),
    "call": ("(self, *args, **kwargs): return args, kwargs", "own(1, a=2), callable(own)"),
    "eq": ("(self, other): return other == 3", "own == 3, 3 == own, own != 3, own in [1, 3]"),
    "ne": ("(self, other): return other == 3", "own != 3, 3 != own"),
    "bool": ("(self): return False", "bool(own), not own"),
    "str": ("(self): return 'me'", "str(own), f'{own}'"),
    "repr": ("(self): return 'me'", "repr(own), str(own), f'{own!r:4}', [own]"),
    "format": ("(self, how): return how.upper()", "f'{own:abc}'"),
    "dir": ("(self): return ['me']", "dir(own)"),
    "getattr": ("(self, name): return name", "own.anything, hasattr(own, 'more')"),
    "setattr": ("(self, *pair): vars(self)['last'] = pair", "own.x = 1\nown.last"),
    "delattr": ("(self, name): self.last = name", "del own.x\nown.last"),
    "copy": ("(self): return 7", "copy.copy(own)"),
    "deepcopy": ("(self, _): return 7", "copy.deepcopy(own)"),
}  # fmt: skip
# Methods that are of use in company only.
ALONG = {
    "enter": "def __exit__(self, *_): pass",
    "exit": "def __enter__(self): pass",
    "aiter": "async def __anext__(self): raise StopAsyncIteration",
    "anext": "def __aiter__(self): return self",
    "aenter": "async def __aexit__(self, *_): pass",
    "aexit": "async def __aenter__(self): pass",
    "next": "def __iter__(self): return self",
    "array_ufunc": "def __radd__(self, other): return 7",
}
LATER = ("anext", "aenter", "aexit")
CASES = [f"{whether}_{name}" for name in USES for whether in ("has", "lacks")]
BEFORE = "import copy\nimport numpy as np\n"


def classes(name):
    """A class with a special method, and one like it that lacks the method."""
    body, _ = USES[name]
    how = "async def" if name in LATER else "def"
    along = ALONG.get(name, "x = 1")
    return (
        f"class has_{name}:\n    {along}\n    {how} __{name}__{body}\n"
        f"class lacks_{name}:\n    {along}\n"
    )


def use(case):
    """What a test does with an object of a class."""
    return f"{BEFORE}own = {case}()\n{USES[case.partition('_')[2]][1]}"


class Kinds:
    """The same tests in a notebook, with the model answer, and with a submission like it."""

    def __init__(self, control, answer, tests):
        self.plain = {name: plainly(answer, test) for name, test in tests.items()}
        with Notebook(control, answer) as model:
            self.model = {name: outcome(model.test(test)) for name, test in tests.items()}
        with Notebook(control, answer, seal=model.closed()) as submission:
            self.sealed = {name: outcome(submission.test(test)) for name, test in tests.items()}

    def agree(self, name):
        """Whether a test had the same outcome thrice."""
        outcomes = [
            re.sub("0x[0-9a-f]+", "0x", outcomes[name])
            for outcomes in (self.plain, self.model, self.sealed)
        ]
        assert outcomes == [outcomes[0]] * 3


def plainly(answer, test):
    """The outcome of a test where nothing is sealed."""
    names = {"__name__": "__main__"}
    run_cell(answer, names)
    try:
        return repr(run_cell(test, names))
    except Exception as error:
        return type(error).__name__


def test_every_special_method_is_tried():
    assert {name.strip("_") for name in SPECIAL} <= {*USES, "array_priority"}


@pytest.fixture(scope="module")
def methods(control):
    answer = BEFORE + "".join(map(classes, USES))
    return Kinds(control, answer, {case: use(case) for case in CASES})


@pytest.mark.parametrize("case", CASES)
def test_an_object_has_those_special_methods_that_its_class_has(methods, case):
    methods.agree(case)


# Arithmetic with arrays

OWN = "".join(
    f"__{name}__ = " for name in ("add", "radd", "mul", "rmul", "matmul", "rmatmul", "eq")
)
SAID = {
    "nothing": "x = 1",
    "no_ufuncs": "__array_ufunc__ = None",
    "a_priority": "__array_priority__ = 100.0",
    "an_array": "__array__ = lambda self, *_, **__: np.arange(2.0)",
    "a_sequence": "__len__ = lambda self: 2\n    __getitem__ = lambda self, at: [3, 4][at]",
}
COMPUTED = {
    "array + own": "np.ones(2) + own",
    "own + array": "own + np.ones(2)",
    "scalar * own": "np.float64(2) * own",
    "own * scalar": "own * np.float64(2)",
    "matrix @ own": "np.ones((2, 2)) @ own",
    "own == array": "own == np.ones(2)",
    "array == own": "np.ones(2) == own",
    "array += own": "found = np.ones(2)\nfound += own\nfound",
    "ufunc": "np.add(own, 1)",
    "mean": "np.mean(own)",
    "allclose": "np.allclose(own, [0, 1])",
    "array of own": "np.array([own, own]).shape",
}


@pytest.fixture(scope="module")
def arithmetic(control):
    answer = BEFORE + "".join(
        f"class {n}:\n    {OWN}lambda a, b: (7, str(b))\n    {said}\n" for n, said in SAID.items()
    )
    tests = {
        f"{how} of {name}": f"{BEFORE}own = {name}()\n{test}"
        for name, (how, test) in itertools.product(SAID, COMPUTED.items())
    }
    return Kinds(control, answer, tests)


@pytest.mark.parametrize("how", COMPUTED)
@pytest.mark.parametrize("name", SAID)
def test_arithmetic_with_an_array_is_whose_it_is_in_a_notebook(arithmetic, name, how):
    arithmetic.agree(f"{how} of {name}")


# What an object is taken for

OBJECTS = {
    "a function": "def one(x): return x",
    "an annotated function": "def one(x: int, *, y: 'str' = 'a') -> float: 'Says what.'",
    "a lambda": "one = lambda: 1",
    "a generator function": "def one(): yield 1",
    "a coroutine function": "async def one(): return 1",
    "an asynchronous generator function": "async def one(): yield 1",
    "a builtin": "one = len",
    "a method": "class C:\n    def f(self): pass\none = C().f",
    "a class": "class one: pass",
    "a class with a metaclass": "class M(type):\n    def __len__(c): return 3\n"
    "class one(metaclass=M): pass",
    "an exception": "class one(ValueError): pass",
    "an object": "class C: pass\none = C()",
    "a generator": "one = (i for i in range(3))",
    "an iterator": "one = iter([1])",
    "a zip": "one = zip([1], [2])",
    "an asynchronous generator": "async def f(): yield 1\none = f()",
    "a partial": "import functools\none = functools.partial(pow, 2)",
    "a module": "import string\none = string",
    "an object of a class with a metaclass": "class M(type):\n    def __len__(c): return 3\n"
    "    def __iter__(c): return iter(())\n    def __contains__(c, x): return True\n"
    "class C(metaclass=M): pass\none = C()",
    "an object that cannot be hashed": "class C:\n    def __eq__(self, other): pass\none = C()",
    "a data class": "from dataclasses import dataclass\n@dataclass\nclass C: x: int = 0\none = C()",
    "a container": "class C:\n" + "".join(
        f"    def __{name}__(self, *_): return iter(())\n"
        for name in ("len", "iter", "contains", "getitem", "reversed")
    ) + "one = C()",
    "a context": "class C:\n    def __enter__(self): pass\n    def __exit__(self, *_): pass\n"
    "one = C()",
    "a waiting object": "class C:\n    def __await__(self): yield\none = C()",
    "a callable object": "class C:\n    def __call__(self): pass\none = C()",
    "a number": "class C:\n" + "".join(
        f"    def __{name}__(self, *_): return 1\n"
        for name in ("int", "float", "index", "complex", "abs", "round", "hash")
    ) + "one = C()",
    "a list of its own": "class C(list): pass\none = C()",
    "a dict of its own": "class C(dict): pass\none = C()",
}  # fmt: skip
INSPECTED = [
    *("isfunction", "isclass", "ismethod", "isbuiltin", "isroutine", "ismodule", "isgenerator"),
    *("isgeneratorfunction", "iscoroutine", "iscoroutinefunction", "isawaitable", "isasyncgen"),
    *("isasyncgenfunction", "isabstract"),
]
TOLD = [f"__{name}__" for name in ("slots", "doc", "bases", "mro", "defaults", "dict", "flags")]
QUESTIONS = {
    "abc": "import collections.abc\n[n for n in collections.abc.__all__ "
    "if n != 'ByteString' and isinstance(one, getattr(collections.abc, n))]",
    "inspect": f"import inspect\n[n for n in {INSPECTED} if getattr(inspect, n)(one)]",
    "hasattr": f"[n for n in {[*SPECIAL, '__call__']} if hasattr(one, n)]",
    "contextlib": "import contextlib, os\n[isinstance(one, kind) for kind in (contextlib."
    "AbstractContextManager, contextlib.AbstractAsyncContextManager, os.PathLike)]",
    "typing": "import typing\n[n for n in dir(typing) if n.startswith('Supports') "
    "and isinstance(one, getattr(typing, n))]",
    "told": f"[n for n in {TOLD} if hasattr(one, n)]",
    "signature": "import inspect\n"
    "(str(inspect.signature(one)), one.__annotations__, one.__doc__) "
    "if inspect.isfunction(one) else 0",
    "callable": "callable(one)",
    "name": "getattr(one, '__name__', 'none')",
    "plain": "isinstance(one, (int, float, str, bytes, list, tuple, dict, set, type(None)))",
}
ASKED = [f"{question} of {what}" for what in OBJECTS for question in QUESTIONS]


@pytest.fixture(scope="module")
def kinds(control):
    found = SimpleNamespace(of={})
    for what, answer in OBJECTS.items():
        tests = {f"{question} of {what}": test for question, test in QUESTIONS.items()}
        found.of |= dict.fromkeys(tests, Kinds(control, answer, tests))
    return found


@pytest.mark.parametrize("asked", ASKED)
def test_an_object_is_taken_for_what_it_is_in_a_notebook(kinds, asked):
    kinds.of[asked].agree(asked)


# Attributes between underscores


class Silent:
    """A student's process that is to be asked for nothing."""

    def __init__(self):
        self.asked = []

    def operate(self, operation, remote, *operands, **_):
        self.asked.append((operation, *operands))
        return

    def tells(self, operation, remote):
        return False

    def own_class(self, remote):
        return None


UNTOLD = sorted(
    {
        *("__array_interface__", "__array_struct__", "__buffer__", "__array_function__"),
        *("__array_priority__", "__array_wrap__", "__array_finalize__", "__array_prepare__"),
        *("__cuda_array_interface__", "__dlpack__", "__dlpack_device__", "__dataframe__"),
        *("__arrow_c_array__", "__arrow_c_stream__", "__arrow_c_schema__", "__array_namespace__"),
        *("__torch_function__", "__jax_array__", "__html__", "__html_format__", "__fspath__"),
        *("__getstate__", "__setstate__", "__getnewargs__", "__getnewargs_ex__", "__reduce__"),
        *("__sizeof__", "__length_hint__", "__objclass__", "__text_signature__", "__file__"),
        *("__path__", "__spec__", "__loader__", "__test__", "__missing__", "__set_name__", "__x__"),
        *("__get__", "__set__", "__delete__", "__prepare__", "__mro_entries__", "__origin__"),
        *("__rich_repr__", "__pretty__", "__sql__", "__index__", "__composite_values__"),
        *SPECIAL,
    }
    - TELLING
)


@pytest.mark.parametrize("name", UNTOLD)
@pytest.mark.parametrize("what", ["object", "function", "class"])
def test_what_libraries_would_believe_is_not_asked_of_a_student(what, name):
    student = Silent()
    remote = remote_object(Handle(Remote(1, "thing", what, ("__main__.Thing",)), student))
    getattr(remote, name, None)
    assert student.asked == []


@pytest.mark.parametrize("name", sorted(TELLING - set(dir(object)) - {"__name__", "__qualname__"}))
def test_what_tells_about_an_object_is_asked_for(name):
    student = Silent()
    getattr(remote_object(Handle(Remote(1, "thing"), student)), name)
    assert student.asked == [("getattr", name)]


@pytest.mark.parametrize(
    "use",
    [np.asarray, np.sum, np.isfinite, memoryview, bytes, bytearray, np.frombuffer, np.concatenate],
    ids=lambda use: use.__name__,
)
def test_no_library_reads_memory_where_a_student_says(use):
    student = Silent()
    remote = remote_object(Handle(Remote(1, "thing"), student))
    try:
        found = use(remote)
    except (TypeError, ValueError):
        found = None
    assert found is None or found.dtype == object
    assert not any(name[:2] == "__" for _, name, *_ in student.asked)
