"""Plain data of pandas, which is imported by whoever has or receives some, and by nobody else.

Built from columns: an array of pandas is its NumPy arrays, an index or a series is an array and
its names, and a frame is its columns between two indexes.
"""

from __future__ import annotations

import re
from datetime import timezone, tzinfo
from types import NoneType
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy import ndarray
from pandas.api.extensions import ExtensionArray
from pandas.api.types import pandas_dtype

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.codec import MOST_VALUES, Writer
from autograde.sandbox.protocol.library_values import zone, zone_info
from autograde.sandbox.protocol.pandas_marks import PandasMark as Mark
from autograde.sandbox.protocol.parts import register_parts
from autograde.sandbox.protocol.reduction import REDUCE
from autograde.sandbox.protocol.registry import SerialisationError, register

freeze_builtins(globals())

SCALAR, ARRAY, SERIES, FRAME = 8, 64, 128, 256  # what they cost in plain values
MOST_COLUMNS = MOST_VALUES // ARRAY

_FREQUENCY = re.compile(r"-?\d{0,6}[A-Za-z]{1,6}(-[A-Za-z0-9]{1,4}){0,2}", re.ASCII)
_UNITS = ("s", "ms", "us", "ns")
_CLOSED = ("left", "right", "both", "neither")
_NAMED = ["boolean", "Float32", "Float64"]
_NAMED += [f"{sign}{bits}" for sign in ("Int", "UInt") for bits in (8, 16, 32, 64)]
_NAMED_DTYPES = {type(pandas_dtype(name)): name for name in _NAMED}
_ZONES = (timezone, ZoneInfo)
_MAYBE_ZONE, _MAYBE_TEXT = (*_ZONES, NoneType), (str, NoneType)


def _zone(known: tzinfo | None, offset: Any = lambda: None) -> tzinfo | None:
    """A time zone that can be written; one of another library by its name."""
    name = getattr(known, "zone", None)
    found = zone_info(name) if type(name) is str else zone(known, offset)
    if found is None and known is not None:
        raise ValueError("a time zone that only its own library knows")
    return found


def _moved(moment: Any, known: tzinfo | None) -> Any:
    """A moment in UTC in its time zone, as pandas makes one of its name."""
    if known is None:
        return moment
    return moment.tz_localize("UTC").tz_convert(getattr(known, "key", known))


def _is_column(values: Any, kinds: str = "biufcOMm") -> bool:
    known = values.dtype
    return (
        values.ndim == 1
        and known.kind in kinds
        and (known.kind not in "Mm" or np.datetime_data(known) in [(unit, 1) for unit in _UNITS])
    )


def _column(values: ndarray[Any, Any], kinds: str = "biufcOMm") -> ndarray[Any, Any]:
    if not _is_column(values, kinds):
        raise SerialisationError("a column has one axis and a dtype of pandas")
    return values


def _take_timestamp(value: Any) -> tuple[Any, ...]:
    known = _zone(value.tzinfo, value.utcoffset)
    return (value.to_datetime64(), known)  # which is in UTC


def _timestamp(moment: Any, known: tzinfo | None) -> Any:
    return _moved(pd.Timestamp(moment), known)


def _interval(left: Any, right: Any, closed: str) -> Any:
    if closed not in _CLOSED:
        raise SerialisationError("there is no such interval")
    return pd.Interval(left, right, closed)


def _period(ordinal: int, frequency: str) -> Any:
    found = pd.Period(ordinal=ordinal, freq=_frequency(frequency))
    found.to_timestamp()  # or it lies where there are no dates
    return found


def _frequency(text: str) -> str:
    if not _FREQUENCY.fullmatch(text):
        raise SerialisationError("there is no such frequency")
    return text


def _take_moments(values: Any) -> tuple[Any, ...]:
    index: Any = pd.Index(values, copy=False)
    known = None if index.dtype.kind == "m" else _zone(index.tz)
    plain = index if known is None else index.tz_convert("UTC").tz_localize(None)
    return (plain.to_numpy(), known)


def _moments(values: Any, known: tzinfo | None) -> Any:
    return _moved(pd.Index(_column(values, "Mm")), known).array


def _take_strings(values: Any) -> tuple[Any, ...]:
    missing = values.isna()
    texts = [None if gone else text for text, gone in zip(values, missing, strict=True)]
    return (_take_string_dtype(values.dtype), texts)


def _take_string_dtype(known: Any) -> tuple[Any, ...]:
    return (known.storage, known.na_value is pd.NA)


def _strings(parts: Any, texts: list[Any]) -> Any:
    if any(type(text) not in (str, NoneType) for text in texts):
        raise SerialisationError("a column of texts has texts")
    return pd.array(texts, dtype=_string_dtype(*parts))


def _string_dtype(storage: Any, knows_na: Any) -> Any:
    if type(storage) is not str or storage not in ("python", "pyarrow"):
        raise SerialisationError("there is no such dtype")
    return pd.StringDtype(storage) if knows_na is True else pd.StringDtype(storage, np.nan)


def _take_masked(values: Any) -> tuple[Any, ...]:
    return (values._data, values._mask)


def _masked(make: Any, kinds: str) -> Any:
    def masked(data: Any, mask: Any) -> Any:
        if not (_is_column(mask, "b") and data.dtype.isnative):
            raise SerialisationError("a column has a mask")
        return make(_column(data, kinds), mask)

    return masked


def _take_categorical(values: Any) -> tuple[Any, ...]:
    return (np.asarray(values.codes), values.categories, bool(values.ordered))


def _categorical(codes: Any, categories: Any, ordered: bool) -> Any:
    known = _category_dtype(categories, ordered)
    return pd.Categorical.from_codes(_column(codes, "i"), dtype=known)


def _category_dtype(categories: Any, ordered: bool | None) -> Any:
    if categories is not None and not isinstance(categories, pd.Index):
        raise SerialisationError("categories are an index")
    return pd.CategoricalDtype(categories, ordered)


def _take_intervals(values: Any) -> tuple[Any, ...]:
    return (pd.Index(values.left), pd.Index(values.right), values.closed)


def _intervals(left: Any, right: Any, closed: str) -> Any:
    if not (isinstance(left, pd.Index) and isinstance(right, pd.Index) and closed in _CLOSED):
        raise SerialisationError("there are no such intervals")
    return pd.arrays.IntervalArray.from_arrays(left, right, closed)


def _periods(ordinals: Any, frequency: str) -> Any:
    known = pd.PeriodDtype(_frequency(frequency))
    found = pd.arrays.PeriodArray(_column(ordinals, "i"), dtype=known)
    found.to_timestamp()
    return found


def _take_column(values: Any) -> Any:
    """An array of a kind that is written."""
    if isinstance(values, ndarray) or type(values) in _ARRAYS:
        return values
    return pd.arrays.NumpyExtensionArray(np.asarray(values, object))


def _is_array(values: Any) -> bool:
    return isinstance(values, ExtensionArray)


def _bare(values: Any) -> Any:
    """An array as `Series` and `Index` take it, so that they infer nothing."""
    if not _is_array(values):
        raise SerialisationError("a column is an array")
    return values.to_numpy() if type(values) is pd.arrays.NumpyExtensionArray else values


def _index(values: Any, name: Any) -> Any:
    bare = _bare(values)
    return pd.Index(bare, dtype=bare.dtype, name=name, copy=False)


def _take_moment_index(index: Any) -> tuple[Any, ...]:
    frequency = index.freqstr
    known = frequency if frequency and _FREQUENCY.fullmatch(frequency) else None
    return (index.array, index.name, known)


def _moment_index(values: Any, name: Any, frequency: str | None) -> Any:
    found = _index(values, name)
    if frequency is not None:
        found.freq = _frequency(frequency)
    return found


def _range(start: int, stop: int, step: int, name: Any) -> Any:
    found = pd.RangeIndex(start, stop, step, name=name)
    _check_rows(found)
    return found


def _take_range(index: Any) -> tuple[Any, ...]:
    _check_rows(index)
    return (index.start, index.stop, index.step, index.name)


def _check_rows(index: Any) -> None:
    if len(index) > MOST_VALUES:
        raise SerialisationError(f"an index of more than {MOST_VALUES} rows")


def _take_levels(index: Any) -> tuple[Any, ...]:
    return (list(index.levels), [np.asarray(codes) for codes in index.codes], list(index.names))


def _levels(levels: list[Any], codes: list[Any], names: list[Any]) -> Any:
    if not all(isinstance(level, pd.Index) for level in levels):
        raise SerialisationError("levels are indexes")
    if not all(
        isinstance(numbers, ndarray) and _column(numbers, "i") is numbers for numbers in codes
    ):
        raise SerialisationError("codes are numbers")
    return pd.MultiIndex(levels, codes, names=names)


def _take_series(series: Any) -> tuple[Any, ...]:
    return (_take_column(series.array), series.index, series.name)


def _series(values: Any, index: Any, name: Any) -> Any:
    bare = _bare(values)
    if not isinstance(index, pd.Index):
        raise SerialisationError("a series has an index")
    return pd.Series(bare, index, dtype=bare.dtype, name=name)


def _named_dtype(name: str) -> Any:
    if name not in _NAMED:
        raise SerialisationError("there is no such dtype")
    return pandas_dtype(name)


def _take_frame(frame: Any) -> tuple[Any, ...]:
    if frame.shape[1] > MOST_COLUMNS:
        raise SerialisationError(f"a frame of more than {MOST_COLUMNS} columns")
    columns = [_take_column(frame.iloc[:, place].array) for place in range(frame.shape[1])]
    return (columns, frame.index, frame.columns)


def _frame(columns: list[Any], index: Any, names: Any) -> Any:
    if not (isinstance(index, pd.Index) and isinstance(names, pd.Index)):
        raise SerialisationError("a frame has two indexes")
    if len(names) != len(columns):
        raise SerialisationError("a frame has a name for each column")
    series = {place: _series(values, index, None) for place, values in enumerate(columns)}
    frame = pd.DataFrame(series, index)
    frame.columns = names
    return frame


def _constant(mark: bytes, value: Any) -> None:
    def write(writer: Writer, value: Any) -> None:
        writer.out += mark

    register(mark, [type(value)], write, lambda reader: value)


_constant(Mark.NAT, pd.NaT)
_constant(Mark.NA, pd.NA)
register_parts(
    Mark.TIMESTAMP,
    [pd.Timestamp],
    _take_timestamp,
    _timestamp,
    np.datetime64,
    _MAYBE_ZONE,
    cost=SCALAR,
)
register_parts(
    Mark.TIMEDELTA,
    [pd.Timedelta],
    lambda span: (span.to_timedelta64(),),
    pd.Timedelta,
    np.timedelta64,
    cost=SCALAR,
)
register_parts(
    Mark.INTERVAL,
    [pd.Interval],
    lambda value: (value.left, value.right, value.closed),
    _interval,
    *[(int, float, np.int64, np.float64, pd.Timestamp, pd.Timedelta)] * 2,
    str,
    cost=SCALAR,
)
register_parts(
    Mark.PERIOD,
    [pd.Period],
    lambda value: (value.ordinal, value.freqstr),
    _period,
    int,
    str,
    cost=SCALAR,
)

_ARRAYS = {
    pd.arrays.NumpyExtensionArray,
    pd.arrays.DatetimeArray,
    pd.arrays.TimedeltaArray,
    pd.arrays.IntegerArray,
    pd.arrays.FloatingArray,
    pd.arrays.BooleanArray,
    pd.arrays.IntervalArray,
    pd.arrays.PeriodArray,
    pd.Categorical,
}
_STRINGS = {pd.arrays.StringArray, pd.arrays.ArrowStringArray}
_ARRAYS |= _STRINGS
register_parts(
    Mark.NUMPY_ARRAY,
    [pd.arrays.NumpyExtensionArray],
    lambda values: (values.to_numpy(),),
    lambda values: pd.arrays.NumpyExtensionArray(_column(values)),
    ndarray,
    cost=ARRAY,
)
register_parts(
    Mark.MOMENTS,
    [pd.arrays.DatetimeArray, pd.arrays.TimedeltaArray],
    _take_moments,
    _moments,
    ndarray,
    _MAYBE_ZONE,
    cost=ARRAY,
)
register_parts(Mark.STRINGS, _STRINGS, _take_strings, _strings, tuple, list, cost=ARRAY)
for _mark, _kind, _kinds in (
    (Mark.INTEGERS, pd.arrays.IntegerArray, "iu"),
    (Mark.FLOATS, pd.arrays.FloatingArray, "f"),
    (Mark.BOOLEANS, pd.arrays.BooleanArray, "b"),
):
    register_parts(
        _mark, [_kind], _take_masked, _masked(_kind, _kinds), ndarray, ndarray, cost=ARRAY
    )
register_parts(
    Mark.CATEGORICAL,
    [pd.Categorical],
    _take_categorical,
    _categorical,
    ndarray,
    object,
    bool,
    cost=2 * ARRAY,
)
register_parts(
    Mark.INTERVALS,
    [pd.arrays.IntervalArray],
    _take_intervals,
    _intervals,
    object,
    object,
    str,
    cost=2 * ARRAY,
)
register_parts(
    Mark.PERIODS,
    [pd.arrays.PeriodArray],
    lambda values: (values.asi8, values.freqstr),
    _periods,
    ndarray,
    str,
    cost=2 * ARRAY,
)
_INDEXES = [
    pd.Index,
    pd.CategoricalIndex,
    pd.IntervalIndex,
    pd.PeriodIndex,
]
register_parts(
    Mark.INDEX,
    _INDEXES,
    lambda index: (_take_column(index.array), index.name),
    _index,
    object,
    object,
    cost=ARRAY,
)
register_parts(
    Mark.MOMENT_INDEX,
    [pd.DatetimeIndex, pd.TimedeltaIndex],
    _take_moment_index,
    _moment_index,
    (pd.arrays.DatetimeArray, pd.arrays.TimedeltaArray),
    object,
    _MAYBE_TEXT,
    cost=SERIES,
)
register_parts(
    Mark.RANGE_INDEX, [pd.RangeIndex], _take_range, _range, int, int, int, object, cost=ARRAY
)
register_parts(
    Mark.MULTI_INDEX, [pd.MultiIndex], _take_levels, _levels, list, list, list, cost=SERIES
)
register_parts(Mark.SERIES, [pd.Series], _take_series, _series, object, object, object, cost=SERIES)
register_parts(Mark.FRAME, [pd.DataFrame], _take_frame, _frame, list, object, object, cost=FRAME)
register_parts(
    Mark.NAMED_DTYPE,
    _NAMED_DTYPES,
    lambda known: (known.name,),
    _named_dtype,
    str,
    cost=SCALAR,
)
register_parts(
    Mark.STRING_DTYPE,
    [pd.StringDtype],
    _take_string_dtype,
    _string_dtype,
    str,
    bool,
    cost=SCALAR,
)
register_parts(
    Mark.CATEGORY_DTYPE,
    [pd.CategoricalDtype],
    lambda known: (known.categories, known.ordered),
    _category_dtype,
    object,
    (bool, NoneType),
    cost=ARRAY,
)
register_parts(
    Mark.ZONED_DTYPE,
    [pd.DatetimeTZDtype],
    lambda known: (known.unit, _zone(known.tz)),
    lambda unit, known: pd.DatetimeTZDtype(unit, getattr(known, "key", known)),
    str,
    _ZONES,
    cost=SCALAR,
)
REDUCE.update(
    {
        pd.Series: lambda value: pd.Series(value.array, value.index, name=value.name),
        pd.DataFrame: lambda value: pd.DataFrame(value, copy=False),
        pd.Timestamp: lambda value: pd.Timestamp(value),
    }
)
