"""Plain data of pandas crosses by value; what nobody packed is refused."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_values_kinds import mutated, parts

from autograde.sandbox.protocol.values import Remote, SerialisationError, pack, reduced, unpack

pd = pytest.importorskip("pandas")
extra = pytest.importorskip("hypothesis.extra.pandas")

ZONED = "datetime64[us, Europe/Paris]"
DTYPES = ["i1", "u8", "f4", "c16", "?", "M8[ns]", "M8[s]", "m8[us]", "Int64", "UInt8", "Float32",
          "boolean", "str", "string", "category", ZONED, "object"]  # fmt: skip


def column(dtype, count=4):
    """A series of this dtype, in which a value is missing where one can be."""
    first = {"str": "ä", "string": "b", "category": "c", "boolean": True, "object": [1]}
    values = [first.get(dtype, n) for n in range(count)]
    found = pd.Series(values, dtype=dtype, name=("column", 1))
    if pd.api.types.is_extension_array_dtype(found.dtype) or found.dtype.kind in "mMO":
        found.iloc[1:2] = None
    return found


INDEXES = [
    pd.RangeIndex(3, 9, 2, name="row"),
    pd.Index([3, 1, 1], name="n"),
    pd.Index(["a", None]),
    pd.Index([1, "a", (2, 3)], dtype=object),
    pd.Index([0.5, np.nan]),
    pd.date_range("2020-01-31", periods=3, freq="ME"),
    pd.date_range("2020-03-28", periods=3, freq="D", tz="Europe/Paris"),
    pd.DatetimeIndex(["2020-01-03", "NaT"]),
    pd.timedelta_range("1D", periods=3),
    pd.period_range("2020-01", periods=3, freq="M"),
    pd.CategoricalIndex(["b", "a", "b"], categories=["b", "a"], ordered=True),
    pd.IntervalIndex.from_breaks([0, 1, 2]),
    pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["letter", None]),
    pd.Index([]),
]
SCALARS = [
    pd.NaT,
    pd.NA,
    pd.Timestamp("2020-01-01 12:00:00.123456789"),
    pd.Timestamp("2020-10-25 00:30", tz="UTC").tz_convert("Europe/Paris"),
    pd.Timestamp("2020-01-01", tz="UTC"),
    pd.Timedelta("1D 3ns"),
    pd.Interval(0.5, 2.0, closed="left"),
    pd.Interval(pd.Timestamp("2020"), pd.Timestamp("2021")),
    pd.Period("2020-03", "M"),
    pd.Int8Dtype(),
    pd.StringDtype(),
    pd.CategoricalDtype(["a", "b"], ordered=True),
    pd.CategoricalDtype(),
    pd.DatetimeTZDtype("ns", "UTC"),
]
FRAMES = [
    pd.DataFrame(),
    pd.DataFrame(index=[1, 2]),
    pd.DataFrame(columns=["a", "b"]),
    pd.DataFrame(np.arange(6.0).reshape(2, 3), index=["u", "v"]),
    pd.DataFrame([[1, "a", 0.5]] * 2, columns=["x", "x", 3]),
    pd.DataFrame({dtype: column(dtype) for dtype in DTYPES}),
    pd.DataFrame({"g": list("aab"), "v": [1.0, 2.0, 3.0]}).groupby("g").agg({"v": ["sum", "max"]}),
    pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}).describe(include="all"),
]
SERIES = [*map(column, DTYPES), *(column(dtype, 0) for dtype in DTYPES), FRAMES[5].dtypes]
SAMPLES = [*SERIES, *INDEXES, *SCALARS, *FRAMES, *(series.array for series in SERIES)]


def same(one, other):
    """Equal in type, values, dtypes, names and frequencies."""
    if type(one) is not type(other):
        return False
    check = {pd.DataFrame: "frame", pd.Series: "series"}.get(type(one))
    if check is None:
        check = "index" if isinstance(one, pd.Index) else "extension_array"
    if isinstance(one, pd.DataFrame | pd.Series | pd.Index | pd.api.extensions.ExtensionArray):
        getattr(pd.testing, f"assert_{check}_equal")(one, other)
        return getattr(one, "freq", None) == getattr(other, "freq", None)
    return repr(one) == repr(other)


@pytest.mark.parametrize("value", SAMPLES, ids=lambda value: type(value).__name__)
def test_a_value_comes_out_as_it_went_in(value):
    assert same(unpack(pack(value, reduce=False)), value)
    assert same(unpack(pack({"a": [value]}))["a"][0], value)


@settings(max_examples=20)
@given(
    extra.data_frames(
        [
            extra.column("a", dtype=float),
            extra.column("b", elements=st.none() | st.text(max_size=3), dtype=object),
            extra.column("c", dtype="datetime64[ns]"),
            extra.column("d", dtype="timedelta64[ns]"),
        ],
        index=extra.range_indexes(max_size=4)
        | extra.indexes(elements=st.integers(-9, 9), dtype=int, max_size=4),
    )
)
def test_a_frame_comes_out_as_it_went_in(frame):
    assert same(unpack(pack(frame)), frame)


def test_a_frame_comes_out_with_memory_of_its_own():
    message = pack(pd.DataFrame({"a": [1.0, 2.0]}))
    first = unpack(message)
    first.loc[0, "a"] = 9.0
    assert unpack(message)["a"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize("kind", [pd.DataFrame, pd.Series], ids=lambda kind: kind.__name__)
def test_a_subclass_crosses_as_its_plain_kind(kind):
    own = type("Own", (kind,), {"__len__": lambda self: 0})({"a": [1, 2]})
    assert same(unpack(pack([own]))[0], kind({"a": [1, 2]}))


@pytest.mark.parametrize("value", SCALARS, ids=repr)
def test_what_has_a_kind_of_its_own_is_not_reduced(value):
    assert reduced(value) is value


def test_elements_that_are_not_plain_make_a_frame_that_is_not():
    frame = pd.DataFrame({"a": [object()]})
    with pytest.raises(SerialisationError):
        pack(frame)
    found = unpack(pack(frame, lambda value: Remote(1, type(value).__name__)))
    assert found.loc[0, "a"].name == "object"


def test_an_index_of_very_many_rows_is_refused_on_both_sides():
    with pytest.raises(SerialisationError, match="rows"):
        pack(pd.DataFrame(index=range(2**20 + 1)))
    with pytest.raises(SerialisationError, match="rows"):
        unpack(parts(b"\x90", 0, 10**15, 1, None))


def test_a_frame_of_very_many_columns_is_refused():
    with pytest.raises(SerialisationError, match="columns"):
        pack(pd.DataFrame(np.zeros((1, 20_000))))
    columns = b"l" + (20_000).to_bytes(4, "little") + pack(table) * 20_000
    with pytest.raises(SerialisationError, match="values"):
        unpack(b"\x93" + (3).to_bytes(4, "little") + columns + pack(numbers) * 2)


years = pd.to_datetime(["2020", "2022"]).array
two, letters, numbers = np.array([0, 1], "i1"), pd.Index(["a", "b"]), pd.RangeIndex(2)
table = pd.arrays.NumpyExtensionArray(two)
FORGED = {
    "code past the categories": parts(b"\x8c", np.array([2], "i1"), letters, False),
    "code before the categories": parts(b"\x8c", np.array([-2], "i1"), letters, False),
    "code of a float": parts(b"\x8c", np.array([0.0]), letters, False),
    "categories twice": parts(b"\x8c", two, pd.Index(["a", "a"]), False),
    "categories in a list": parts(b"\x8c", two, ["a", "b"], False),
    "levels past the codes": parts(b"\x91", [letters], [np.array([5])], [None]),
    "levels without codes": parts(b"\x91", [letters], [], [None]),
    "levels of other lengths": parts(b"\x91", [letters] * 2, [two, two[:1]], [None] * 2),
    "levels in a list": parts(b"\x91", [["a"]], [two], [None]),
    "no levels": parts(b"\x91", [], [], []),
    "series longer than its index": parts(b"\x92", table, pd.RangeIndex(3), None),
    "series with a list": parts(b"\x92", [1, 2], numbers, None),
    "series with a name without a hash": parts(b"\x92", table, numbers, [1]),
    "series without an index": parts(b"\x92", table, [0, 1], None),
    "frame with a short column": parts(b"\x93", [table, table[:1]], numbers, letters),
    "frame with a name too many": parts(b"\x93", [table], numbers, letters),
    "frame within a frame": parts(b"\x93", [pd.DataFrame()], numbers, letters[:1]),
    "column with two axes": parts(b"\x86", np.zeros((2, 2))),
    "column of texts": parts(b"\x86", np.array(["a"])),
    "mask of another length": parts(b"\x89", two, np.zeros(3, bool)),
    "mask of numbers": parts(b"\x89", two, two),
    "integers of floats": parts(b"\x89", np.zeros(2), np.zeros(2, bool)),
    "texts of numbers": parts(b"\x88", ("python", True), [1, 2]),
    "texts stored elsewhere": parts(b"\x88", ("disk", True), ["a"]),
    "moments of days": parts(b"\x87", np.zeros(2, "M8[D]"), None),
    "moments of numbers": parts(b"\x87", np.zeros(2), None),
    "frequency that does not fit": parts(b"\x98", years, None, "D"),
    "frequency that is none": parts(b"\x98", years, None, "D;D"),
    "timestamp of years": parts(b"\x82", np.datetime64(10**12, "Y"), None),
    "period past all dates": parts(b"\x85", 2**62, "D"),
    "period of nothing": parts(b"\x85", 1, "import os"),
    "interval backwards": parts(b"\x84", 2, 1, "left"),
    "interval of a text": parts(b"\x84", "a", "b", "left"),
    "interval closed elsewhere": parts(b"\x84", 1, 2, "none"),
    "dtype by no name": parts(b"\x94", "import os"),
    "dtype by another name": parts(b"\x94", "object"),
}


@pytest.mark.parametrize("message", FORGED.values(), ids=FORGED)
def test_forged_parts_are_refused(message):
    with pytest.raises(SerialisationError):
        unpack(message)


def test_messages_with_bytes_changed_are_refused_or_read_as_what_can_be_sent_again():
    rng = random.Random(0)
    messages = [pack(sample) for sample in SAMPLES]
    for _ in range(5_000):
        try:
            found = unpack(mutated(rng.choice(messages), rng))
        except SerialisationError:
            continue
        unpack(pack(found))
