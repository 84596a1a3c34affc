"""What has happened already when a page's Python starts: a playground's imports."""

import gc
import sys
import types
from importlib import import_module
from importlib.util import find_spec

IMPORTED = [
    "numpy.fft", "numpy.linalg", "numpy.random", "IPython.display", "reader", "chainrule",
]  # fmt: skip
LATER = ["chainrule.exercises", "chainrule.widgets"]  # whose modules may be there before


class Later(types.ModuleType):
    """A package that is loaded when something of it is asked for."""

    def __getattr__(self, name):
        self.__class__ = types.ModuleType
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def later(name):
    """Load a package when it is needed."""
    spec = find_spec(name)
    module = Later(name)
    module.__spec__, module.__loader__ = spec, spec.loader
    module.__file__, module.__package__ = spec.origin, name
    module.__path__ = spec.submodule_search_locations
    sys.modules[name] = module
    parent, _, last = name.rpartition(".")
    setattr(sys.modules[parent], last, module)


for each in IMPORTED:
    import_module(each)
for each in LATER:
    later(each)
import_module("first_page")  # also what is made when it is first used
gc.collect()
# What was freed is overwritten with zeros, which are packed into nothing: no hole is beyond `end`.
end = id(bytes(1 << 23))
held = [b""]
for size in [*(1 << k for k in range(16, 8, -1)), *range(479, 1, -16)]:
    held.append(bytes(size))
    while id(held[-1]) < end:
        held.append(bytes(size))
del held
