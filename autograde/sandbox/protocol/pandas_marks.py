"""The marks of pandas' kinds, and the import of pandas when an object or a mark of it is met."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.codec import Reader, Writer
from autograde.sandbox.protocol.registry import DESCRIBED, READ, WRITE, SerialisationError

freeze_builtins(globals())

__all__ = ["PandasMark"]

_KINDS = "autograde.sandbox.protocol.pandas_values"  # which registers them


class PandasMark:
    """One byte for each kind."""

    NAT = b"\x80"
    NA = b"\x81"
    TIMESTAMP = b"\x82"
    TIMEDELTA = b"\x83"
    INTERVAL = b"\x84"
    PERIOD = b"\x85"
    NUMPY_ARRAY = b"\x86"
    MOMENTS = b"\x87"
    STRINGS = b"\x88"
    INTEGERS = b"\x89"
    FLOATS = b"\x8a"
    BOOLEANS = b"\x8b"
    CATEGORICAL = b"\x8c"
    INTERVALS = b"\x8d"
    PERIODS = b"\x8e"
    INDEX = b"\x8f"
    RANGE_INDEX = b"\x90"
    MULTI_INDEX = b"\x91"
    SERIES = b"\x92"
    FRAME = b"\x93"
    NAMED_DTYPE = b"\x94"
    STRING_DTYPE = b"\x95"
    CATEGORY_DTYPE = b"\x96"
    ZONED_DTYPE = b"\x97"
    MOMENT_INDEX = b"\x98"


def _describe(kind: type) -> Callable[[Writer, Any], object] | None:
    if "pandas" in sys.modules and any(map(_is_of_pandas, type.mro(kind))):
        import_module(_KINDS)
        return WRITE.get(kind)
    return None


def _is_of_pandas(kind: type) -> bool:
    module = kind.__module__
    return type(module) is str and module.partition(".")[0] == "pandas"


def _read(reader: Reader) -> Any:
    mark = reader.data[reader.at - 1]
    try:
        import_module(_KINDS)
    except ImportError:
        raise SerialisationError("a value of pandas, which is not installed here") from None
    return READ[mark](reader)


_MARKS = [mark[0] for name, mark in vars(PandasMark).items() if name.isupper()]
for _mark in _MARKS:
    READ[_mark] = _read
DESCRIBED.append(_describe)
