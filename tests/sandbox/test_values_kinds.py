"""Plain data of the standard library and NumPy crosses by value, subclasses as their plain kind."""

import array
import enum
import pathlib
import random
import re
import subprocess
import sys
import types
import uuid
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from same_values import same, same_content

from autograde.sandbox.protocol.codec import MOST_VALUES
from autograde.sandbox.protocol.values import (
    Remote,
    SerialisationError,
    pack,
    reduced,
    unpack,
)

Point = namedtuple("Point", "x y")
Axis = namedtuple("Axis", "left right")


class Colour(enum.IntEnum):
    RED, BLUE = 1, 2


class Access(enum.IntFlag):
    READ, WRITE = 1, 2


class Name(enum.StrEnum):
    ADA = "ada"


class Weight(float, enum.Enum):
    HALF = 0.5


class Animal(str, enum.Enum):  # noqa: UP042 - as it was written before StrEnum
    CAT = "cat"


FACTORIES = [None, int, float, str, list, dict, set, bool, tuple]
GENERATORS = [np.random.PCG64, np.random.PCG64DXSM, np.random.MT19937, np.random.Philox,
              np.random.SFC64]  # fmt: skip
STRUCTURES = [
    [("x", "f8"), ("name", "U3")],
    [("ok", "?"), ("inner", [("at", "M8[s]"), ("grid", "<i2", (2, 3))])],
]
TEXT_AND_TIME = ["U1", "U7", ">U3", "S4", "M8[D]", "M8[ns]", "m8[s]", ">M8[us]", "m8", "g", "G"]

numbers = st.integers(-(2**200), 2**200) | st.floats() | st.booleans()
plain = st.none() | numbers | st.text(max_size=5) | st.binary(max_size=5)
zones = st.none() | st.sampled_from(
    [UTC, timezone(timedelta(hours=-3), "BRT"), ZoneInfo("Europe/Berlin")]
)
moments = st.datetimes(timezones=zones) | st.times(timezones=zones) | st.dates()
scalars = (
    plain
    | moments
    | st.timedeltas()
    | st.fractions()
    | st.decimals(-(10**50), 10**50)
    | st.sampled_from([Decimal("nan"), Decimal("-Infinity"), Decimal("-0.00"), Decimal("1e-300")])
    | st.uuids()
    | st.sampled_from([UTC, ZoneInfo("Asia/Tokyo"), pathlib.PurePosixPath("a/b")])
    | st.sampled_from([pathlib.PureWindowsPath("C:/a"), np.ma.masked, ..., np.str_("ä")])
    | st.sampled_from([np.bytes_(b"x"), np.datetime64("NaT"), np.timedelta64(3, "h"), np.str_()])
    | st.sampled_from(
        [np.longdouble("0.1"), np.dtype("f4"), np.dtype("O"), np.dtype(STRUCTURES[1])]
    )
)
keys = st.recursive(
    plain | moments | st.fractions() | st.uuids(),
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=2),
    max_leaves=3,
)
ndarrays = st.sampled_from(TEXT_AND_TIME).flatmap(
    lambda kind: arrays.arrays(kind, arrays.array_shapes(min_dims=0, min_side=0, max_side=3))
)
structures = st.builds(
    lambda kind, shape: np.zeros(shape, kind),
    st.sampled_from(STRUCTURES),
    arrays.array_shapes(max_side=3),
)
masked = st.lists(st.tuples(st.floats(), st.booleans()), max_size=4).map(
    lambda pairs: np.ma.array([x for x, _ in pairs], mask=[m for _, m in pairs], dtype=float)
)
generators = st.builds(lambda kind, seed: kind(seed), st.sampled_from(GENERATORS), st.integers(0))
machines = (
    generators
    | generators.map(np.random.Generator)
    | st.integers(0, 2**32 - 1).map(np.random.RandomState)
    | st.integers().map(random.Random)
)
buffers = st.binary(max_size=8).map(bytearray) | st.lists(st.floats(), max_size=3).map(
    lambda values: array.array("d", values)
)


def containers(inner):
    """Containers of each kind."""
    tables = st.dictionaries(keys, inner, max_size=3)
    return (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | tables
        | tables.map(OrderedDict)
        | tables.map(Counter)
        | tables.flatmap(lambda t: st.sampled_from(FACTORIES).map(lambda f: defaultdict(f, t)))
        | tables.map(dict.keys)
        | tables.map(dict.values)
        | tables.map(dict.items)
        | st.lists(inner, max_size=3).map(deque)
        | st.lists(inner, max_size=3).map(lambda values: deque(values, 5))
        | st.dictionaries(st.text(max_size=3), inner, max_size=3).map(
            lambda names: types.SimpleNamespace(**names)
        )
        | st.lists(inner, max_size=4).map(objects)
    )


def objects(values):
    """An array of objects, which NumPy does not look into."""
    found = np.empty(len(values), object)
    for place, value in enumerate(values):
        found[place : place + 1] = [value] if not hasattr(value, "__len__") else None
    return found


values = st.recursive(
    scalars | ndarrays | structures | masked | machines | buffers, containers, max_leaves=6
)


@given(values)
def test_a_value_comes_out_as_it_went_in(value):
    assert same(unpack(pack(value, reduce=False)), value)


@given(keys)
def test_a_key_finds_its_value_on_the_other_side(key):
    if "nan" not in repr(key):
        assert unpack(pack({key: 1}))[key] == 1


@given(st.data())
def test_a_generator_goes_on_with_the_same_numbers(data):
    kind = data.draw(st.sampled_from(GENERATORS))
    rng = np.random.Generator(kind(data.draw(st.integers(0, 99))))
    rng.normal(size=data.draw(st.integers(0, 700)))
    rng.integers(5, dtype=np.int8)
    other = unpack(pack(rng))
    assert same(rng.normal(size=5), other.normal(size=5))
    assert same(rng.integers(9, size=5), other.integers(9, size=5))


def test_what_random_gives_next_crosses():
    ours, seeded = random.Random(3), np.random.RandomState(3)
    ours.gauss(0, 1), seeded.normal()  # each holds a second number back
    assert unpack(pack(ours)).gauss(0, 1) == ours.gauss(0, 1)
    assert unpack(pack(seeded)).normal() == seeded.normal()


# Subclasses of each plain kind, whose own methods would say something else.


def subclass(kind):
    """A subclass whose iteration, length, items and conversions lie."""

    def lie(self, *_, **__):
        raise ArithmeticError

    names = ["__iter__", "__len__", "items", "keys", "__int__", "__float__", "__index__", "__str__",
             "__array__", "__getitem__", "__reduce__", "__getattribute__"]  # fmt: skip
    return type("Lying", (kind,), dict.fromkeys(names, lie))


EXTENDED = [
    3,
    0.5,
    1j,
    "text",
    b"bytes",
    bytearray(b"ab"),
    [1, [2]],
    (1, 2),
    {1: 2},
    {1, 2},
    frozenset({1}),
    Counter("aab"),
    OrderedDict(b=1, a=2),
    deque([1, 2]),
    Fraction(1, 3),
    Decimal("1.50"),
    date(2020, 2, 29),
    time(1, 2, 3, 4, UTC, fold=1),
    datetime(2020, 1, 2, 3, 4, 5, 6, UTC),
    timedelta(1, 2, 3),
]


@pytest.mark.parametrize("value", EXTENDED, ids=lambda value: type(value).__name__)
def test_an_instance_of_a_subclass_crosses_as_its_plain_kind(value):
    kind = type("Own", (type(value),), {"__slots__": ()})
    own = kind(value) if not isinstance(value, date | time | timedelta) else remade(kind, value)
    assert type(own) is kind
    for found in (unpack(pack(own)), reduced(own), reduced([own])[0], unpack(pack([own]))[0]):
        assert same(found, value)


def remade(kind, value):
    """A date or a time of another class."""
    names = "year month day hour minute second microsecond days seconds microseconds tzinfo fold"
    known = {name: getattr(value, name) for name in names.split() if hasattr(value, name)}
    if isinstance(value, timedelta):
        known = {name: known[name] for name in ("days", "seconds", "microseconds")}
    return kind(**known)


@pytest.mark.parametrize("value", [3, 0.5, "text", b"bytes", [1], (1, 2), {1: 2}, {1}, {"a": [1]}])
def test_what_a_subclass_says_of_itself_is_not_heard(value):
    assert same(unpack(pack(subclass(type(value))(value))), value)


@pytest.mark.parametrize(
    "own",
    [
        np.arange(6.0).reshape(2, 3).view(type("Own", (np.ndarray,), {})),
        np.array([(1, 2.0)], [("a", int), ("b", float)]).view(np.recarray),
        np.ma.array([1, 2], mask=[0, 1]).view(type("Own", (np.ma.MaskedArray,), {})),
    ],
    ids=["ndarray", "recarray", "MaskedArray"],
)
def test_a_subclass_of_an_array_crosses_as_an_array(own):
    found = unpack(pack(own))
    assert type(found) is (np.ma.MaskedArray if np.ma.isMA(own) else np.ndarray)
    assert np.ma.allequal(found, own) if np.ma.isMA(own) else (found == own).all()


@given(
    st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.tuples(inner), max_leaves=9)
)
def test_subclasses_are_reduced_however_deep_they_lie(value):
    def extended(given):
        if type(given) in (list, tuple):
            return type("Own", (type(given),), {})(map(extended, given))
        return (
            given
            if given is None or type(given) is bool
            else type("Own", (type(given),), {})(given)
        )

    own = extended(value)
    assert same(reduced(own), value)
    assert same(unpack(pack(own)), value)


def test_nothing_is_copied_where_nothing_is_reduced():
    value = {"a": [1, (2.0, {3})]}
    assert reduced(value) is value
    value["self"] = value
    assert reduced(value) is value


def test_keys_that_only_their_class_tells_apart_are_not_mixed_up():
    kind = type("Own", (int,), {"__eq__": lambda a, b: a is b, "__hash__": lambda self: 1})
    table = {kind(1): "first", kind(1): "second"}
    with pytest.raises(SerialisationError):
        pack(table)
    assert unpack(pack([table], lambda value: Remote(1, "dict")))[0].name == "dict"


# Classes that the reader makes for itself.


@pytest.mark.parametrize("value", [Point(1, [2]), Axis(Point(1, 2), None)])
def test_a_named_tuple_keeps_its_name_and_fields(value):
    found, again = unpack(pack([value, value]))
    assert found == value
    assert repr(found) == repr(value)
    assert found._fields == value._fields
    assert type(found) is type(again)
    assert type(unpack(pack(value))) is type(found)


MEMBERS = [Colour.BLUE, Access.READ | Access.WRITE, Access(0), Name.ADA, Weight.HALF, Animal.CAT]


@pytest.mark.parametrize("member", MEMBERS, ids=repr)
def test_a_member_of_an_enumeration_is_its_plain_value_with_a_name(member):
    found = unpack(pack({"it": member}))["it"]
    assert found == member == found.value
    assert hash(found) == hash(member)
    assert (found.name, found.value, type(found).__name__) == (
        member.name,
        member.value,
        type(member).__name__,
    )
    assert repr(unpack(pack(found))) == repr(found)


def test_a_member_without_a_plain_kind_is_referred_to():
    with pytest.raises(SerialisationError):
        pack(enum.Enum("Shape", "ROUND SQUARE").ROUND)


def test_views_of_a_dict_compare_as_ones():
    table = unpack(pack({"keys": {"a": 1}.keys(), "items": {"a": 1}.items()}))
    assert table["keys"] == {"a"}
    assert table["items"] == {("a", 1)}


def test_a_path_stays_one_that_reads_files_or_one_that_does_not():
    found = unpack(pack([pathlib.Path("a") / "b", pathlib.PurePosixPath("a/b")]))
    assert found == [pathlib.Path("a/b")] * 2
    assert [isinstance(path, pathlib.Path) for path in found] == [True, False]


def test_a_factory_that_is_not_known_is_left_out():
    found = unpack(pack(defaultdict(lambda: 1, a=2)))
    assert found == {"a": 2}
    assert found.default_factory is None


def test_an_unknown_time_zone_crosses_as_its_offset():
    zone = type("Own", (tzinfo,), {"utcoffset": lambda *_: timedelta(hours=2)})()
    moment = datetime(2020, 1, 1, tzinfo=zone)
    assert unpack(pack(moment)) == moment


def test_an_array_in_an_array_of_objects_stays_one():
    held = np.empty(2, object)
    held[:] = [[1, 2], None]
    held[1] = inner = np.zeros(3)
    found = unpack(pack(held))
    assert found[0] == [1, 2]
    assert same(found[1], inner)


# What would cost the reader more than it costs the wire.

COSTLY = {
    "long range": (range(2**20 + 1), "range"),
    "range past the size of memory": (range(10**30), "range"),
    "empty rows": (np.empty((2**20 + 1, 0)), "rows"),
    "empty rows and columns": (np.empty((2**11, 0, 2**10)), "rows"),
    "empty rows of texts": (np.empty((2**21, 0), "U1"), "rows"),
    "empty rows of objects": (np.empty((2**21, 0), object), "rows"),
    "large elements": (np.empty(0, "S2000000"), "element"),
    "int": (2**5000, "bits"),
    "exponent": (Decimal("1e999999"), "exponent"),
    "small exponent": (Decimal("1e-999999"), "exponent"),
    "digits": (Decimal("1" * 2000), "digits"),
    "fraction": (Fraction(1, 2**5000), "bits"),
    "flag": (enum.IntFlag("Flag", {"LARGE": 1 << 5000}).LARGE, "bits"),
    "maxlen": (deque([1], 2**40), "maxlen"),
    "path": (pathlib.Path("a/" * 5000), "path"),
}


@pytest.mark.parametrize(("value", "reason"), COSTLY.values(), ids=COSTLY)
def test_what_costs_its_reader_too_much_is_not_written(value, reason):
    with pytest.raises(SerialisationError, match=reason):
        pack(value)
    with pytest.raises(SerialisationError, match=reason):
        pack([value], lambda _: Remote(1, "object"))


def test_many_classes_are_too_many():
    with pytest.raises(SerialisationError, match="values"):
        pack([namedtuple(f"P{number}", "x")(1) for number in range(300)])
    assert len(unpack(pack([Point(number, 0) for number in range(10_000)]))) == 10_000


def parts(mark, *values):
    """A value of this mark with these parts."""
    return mark + len(values).to_bytes(4, "little") + b"".join(map(pack, values))


def with_state(**changed):
    """A forged Mersenne twister."""
    state = np.random.MT19937(1).state
    return parts(b"g", {**state, "state": {**state["state"], **changed}})


FORGED = {
    "named tuple with an expression for a field": parts(b"P", "P", ("x=print(1)",), (1,)),
    "named tuple with an expression for a name": parts(b"P", "P()", ("x",), (1,)),
    "named tuple with a keyword": parts(b"P", "P", ("class",), (1,)),
    "named tuple with a private field": parts(b"P", "P", ("__class__",), (1,)),
    "named tuple with a field twice": parts(b"P", "P", ("x", "x"), (1, 2)),
    "named tuple without a value": parts(b"P", "P", ("x",), ()),
    "named tuple whose fields are no texts": parts(b"P", "P", (1,), (1,)),
    "member of a bool": parts(b"m", "Colour", "RED", True),
    "member of a list": parts(b"m", "Colour", "RED", [1]),
    "member with a long class": parts(b"m", "C" * 201, "RED", 1),
    "fraction by zero": parts(b"Q", 1, 0),
    "fraction by less than zero": parts(b"Q", 1, -1),
    "fraction of a bool": parts(b"Q", True, 2),
    "decimal with an exponent": parts(b"E", 0, "1", 10**9),
    "decimal with an odd exponent": parts(b"E", 0, "1", "X"),
    "decimal with other digits": parts(b"E", 0, "١", 0),
    "decimal with a sign of 2": parts(b"E", 2, "1", 0),
    "30 February": parts(b"y", 2020, 2, 30),
    "year 10000": parts(b"Y", 10000, 1, 1, 0, 0, 0, 0, 0, None),
    "25 o'clock": parts(b"h", 25, 0, 0, 0, 0, None),
    "time zone of an int": parts(b"h", 1, 0, 0, 0, 0, 1),
    "offset of two days": parts(b"z", timedelta(2), None),
    "timedelta": parts(b"e", 10**9, 0, 0),
    "zone that is a file": parts(b"w", "/etc/passwd"),
    "zone above": parts(b"w", "../../etc/passwd"),
    "zone that there is not": parts(b"w", "Europe/Atlantis"),
    "UUID of 3 bytes": parts(b"u", b"abc"),
    "path with many parts": parts(b"p", "a/" * 10_000),
    "deque that is too full": parts(b"q", 1, [1, 2]),
    "deque of less than none": parts(b"q", -1, []),
    "keys twice": b"K" + (2).to_bytes(4, "little") + b"TT",
    "item without a value": b"I" + (1).to_bytes(4, "little") + b"T" + bytes(4),
    "factory": b"D\xff" + bytes(8),
    "namespace of numbers": parts(b"x", {1: 2}),
    "array of texts": parts(b"A", "u", b"abcd"),
    "array cut short": parts(b"A", "d", b"abc"),
    "Random that points behind its words": parts(
        b"j", 3, array.array("Q", [1] * 624 + [625]), None
    ),
    "Random of zeros": parts(b"j", 3, array.array("Q", [0] * 624 + [1]), None),
    "Random of 3 words": parts(b"j", 3, array.array("Q", [1, 2, 3]), None),
    "twister that points behind its words": with_state(pos=625),
    "twister that points before its words": with_state(pos=-1),
    "twister of zeros": with_state(key=np.zeros(624, np.uint32)),
    "twister of few words": with_state(key=np.ones(3, np.uint32)),
    "twister of floats": with_state(key=np.ones(624, np.float32)),
    "generator that there is not": parts(b"g", {"bit_generator": "seed"}),
    "Philox that points behind its buffer": parts(
        b"g", {**np.random.Philox(1).state, "buffer_pos": 9}
    ),
    "PCG64 that stands still": parts(
        b"g", {**np.random.PCG64(1).state, "state": {"state": 0, "inc": 0}}
    ),
    "PCG64 with another field": parts(b"g", {**np.random.PCG64(1).state, "more": 1}),
    "text with a surrogate": parts(b"X", "<U1", (1,), b"\x00\xd8\x00\x00"),
    "text past Unicode": parts(b"X", ">U1", (1,), b"\x00\x11\x00\x00"),
    "texts without characters": parts(b"X", "<U0", (2**40,), b""),
    "objects by their address": parts(b"X", "|O8", (1,), bytes(8)),
    "objects in a structure": parts(b"X", [("x", "|O8")], (1,), bytes(8)),
    "structure without fields": parts(b"X", [], (2**40,), b""),
    "structure with a field twice": parts(b"X", [("x", "<f8"), ("x", "<f8")], (1,), bytes(16)),
    "structure with a truth value of 2": parts(b"X", [("x", "|b1")], (1,), b"\x02"),
    "structure with a large field": parts(b"X", [("x", ("<f8", (2**40, 2**40)))], (0,), b""),
    "dtype of a program": parts(b"H", "f8, (2)f8"),
    "bytes fewer than the shape": parts(b"X", "<U1", (2,), bytes(4)),
    "shape of less than nothing": parts(b"X", "<U1", (-1,), b""),
    "empty rows": parts(b"X", "<U1", (2**40, 0), b""),
    "empty rows of objects": parts(b"0", (2**40, 0), []),
    "objects more than the shape": parts(b"0", (1,), [1, 2]),
    "mask of another shape": parts(b"M", np.zeros(2), np.zeros(3, bool), None),
    "mask of numbers": parts(b"M", np.zeros(2), np.zeros(2), None),
    "matrix with three axes": parts(b"2", np.zeros((1, 1, 1))),
    "matrix without arrays": parts(b"2", [[1]]),
}


@pytest.mark.parametrize("message", FORGED.values(), ids=FORGED)
def test_forged_parts_are_refused(message):
    with pytest.raises(SerialisationError):
        unpack(message)


# One value of each kind, by which bytes of every mark are changed.
SAMPLES = [
    *EXTENDED,
    *MEMBERS,
    *(machine(1) for machine in [*GENERATORS, np.random.RandomState, random.Random]),
    *(np.zeros((2, 2), kind) for kind in [*TEXT_AND_TIME, *STRUCTURES, object]),
    np.random.default_rng(1),
    Point(1, 2),
    defaultdict(list, a=[1]),
    {1: 2}.keys(),
    {1: 2}.values(),
    {1: 2}.items(),
    types.SimpleNamespace(a=1),
    array.array("d", [1.0]),
    datetime(2020, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")),
    uuid.UUID(int=5),
    pathlib.PurePosixPath("a/b"),
    np.str_("text"),
    np.longdouble(1),
    np.datetime64("2020-01-01"),
    np.zeros(1, STRUCTURES[0])[0],
    np.ma.array([1.0, 2.0], mask=[0, 1], fill_value=9.0),
    np.ma.masked,
    np.zeros((1, 2)).view(np.matrix),
    np.dtype(STRUCTURES[1]),
]


def mutated(message, rng):
    """A message with some bytes changed, put in or left out."""
    data = bytearray(message)
    for _ in range(rng.choice([1, 1, 2, 5])):
        at = rng.randrange(len(data) + 1)
        found = rng.choice([bytes([rng.randrange(256)]), b"\xff" * 4, bytes(8), b"", message[:40]])
        data[at : at + rng.choice([0, 1, len(found)])] = found
    return bytes(data)


def test_messages_with_bytes_changed_are_refused_or_read_as_what_can_be_sent_again():
    rng = random.Random(0)
    messages = [pack(sample) for sample in SAMPLES]
    for _ in range(10_000):
        try:
            found = unpack(mutated(rng.choice(messages), rng))
        except SerialisationError:
            continue
        unpack(pack(found))


@given(st.binary(max_size=60), st.sampled_from(range(256)))
def test_any_bytes_behind_any_mark_are_read_or_refused(data, mark):
    with suppress(SerialisationError):
        unpack(bytes([mark]) + data)


def test_every_sample_crosses():
    for sample in SAMPLES:
        assert same_content(unpack(pack(sample)), sample)


def test_a_message_full_of_costly_objects_is_refused():
    message = pack(np.random.PCG64(1))
    count = MOST_VALUES // 64
    with pytest.raises(SerialisationError, match="values"):
        unpack(b"l" + count.to_bytes(4, "little") + message * count)


def test_pandas_is_not_imported_by_who_has_none():
    code = """
import sys, collections
from autograde.sandbox.protocol.values import pack, unpack
class Own(dict): pass
unpack(pack([Own(a=1), collections.Counter("ab"), {1: 2}]))
assert "pandas" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_pandas_its_marks_are_refused():
    code = """
import sys
sys.modules["pandas"] = None
from autograde.sandbox.protocol.values import SerialisationError, unpack
for mark in range(128, 152):
    try:
        unpack(bytes([mark]) + bytes(4))
    except SerialisationError as error:
        print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8"
    )
    assert len(re.findall("not installed", done.stdout)) == 24
