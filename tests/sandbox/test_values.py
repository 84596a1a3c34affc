"""What is serialised, what is not, and bytes that nobody packed."""

import tracemalloc
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograde.sandbox.protocol.values import Given, Remote, SerialisationError, pack, unpack

DTYPES = list(map(np.dtype, [*"?bBhHiIlLqQefdFD", ">f8", ">i4", ">c16"]))

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**4095), 2**4095)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
    | st.just(...)
)
keys = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=5)
ndarrays = st.sampled_from(DTYPES).flatmap(
    lambda kind: arrays.arrays(kind, arrays.array_shapes(min_dims=0, max_dims=4, min_side=0))
)
ranges = st.builds(
    lambda start, length, step: range(start, start + length * step, step),
    st.integers(),
    st.integers(0, 2**20),
    st.integers().filter(bool),
)
values = st.recursive(
    scalars | ndarrays | st.slices(9) | ranges,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
        | st.sets(keys, max_size=4)
        | st.frozensets(keys, max_size=4)
    ),
    max_leaves=12,
)


def same(one, other):
    """Equal in type and bits, with a nan the same as any other."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray | np.generic):
        return one.dtype == other.dtype and one.shape == other.shape and same_bits(one, other)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one), list(other)) and same(list(one.values()), list(other.values()))
    return (
        sorted(map(repr, one)) == sorted(map(repr, other))
        if isinstance(one, set | frozenset)
        else repr(one) == repr(other)
    )


def same_bits(one, other):
    return one.tobytes() == other.tobytes()


@given(values)
def test_a_plain_value_comes_out_as_it_went_in(value):
    assert same(unpack(pack(value)), value)


@pytest.mark.parametrize("kind", DTYPES, ids=str)
def test_an_array_keeps_its_dtype_shape_and_order(kind):
    array = np.arange(24).reshape(2, 3, 4).astype(kind).transpose(2, 0, 1)
    assert same(unpack(pack(array)), array)


def test_an_array_comes_out_writable_with_memory_of_its_own():
    message = pack([np.zeros(3), np.zeros(3)])
    first, second = unpack(message)
    first[:] = 1.0
    assert first.flags.owndata
    assert same(unpack(message)[0], second)


@pytest.mark.parametrize(
    "scalar", [np.float32(0.1), np.float64(0.1), np.int8(-3), np.bool_(True), np.complex64(1 + 2j)]
)
def test_a_numpy_scalar_stays_one(scalar):
    assert same(unpack(pack(scalar)), scalar)


def test_a_lone_surrogate_crosses_as_its_escape():
    assert unpack(pack("a\ud800b")) == "a\\ud800b"
    unpack(pack({"\udcff": 1})).__repr__().encode()


class SubList(list):
    pass


class SubFloat(float):
    pass


class SubArray(np.ndarray):
    pass


SUBCLASSES = [
    SubList(),
    SubFloat(),
    np.zeros(2).view(SubArray),
    np.array([1.0]).view(np.recarray),
    {SubFloat(): 1},
    {(1, SubFloat()): 1},
]
NOT_PLAIN = [
    frozenset([object()]),
    object(),
    iter([1]),
    np.zeros(2, "V3"),
    np.void(b"abc"),
    memoryview(b"abc"),
]


@pytest.mark.parametrize("value", [*SUBCLASSES, *NOT_PLAIN], ids=lambda value: type(value).__name__)
def test_what_is_not_exactly_plain_is_referred_to_where_it_is_not_reduced(value):
    seen = []

    def refer(given):
        seen.append(given)
        return Remote(7, "Thing")

    with pytest.raises(SerialisationError):
        pack([value], reduce=False)
    (thing, after) = unpack(pack([value, 2], refer, reduce=False))
    assert (thing, after) == (Remote(7, "Thing"), 2)
    assert len(seen) == 1
    assert seen[0] is value


@pytest.mark.parametrize("value", NOT_PLAIN, ids=lambda value: type(value).__name__)
def test_what_has_no_plain_kind_is_not_reduced(value):
    with pytest.raises(SerialisationError):
        pack([value])


def test_a_dict_with_keys_that_cannot_cross_leaves_nothing_of_itself_behind():
    value = {"first": 1, object(): [2]}
    assert len(unpack(pack([value] * 100, lambda _: Remote(1, "f")))) == 100


REFERENCES = [
    Remote(5, "Tensor", "object", ("chainrule.Tensor",), 4, 2**60 + 1),
    Remote(-6, "sin", "function"),
    Given("Node", -3),
    Given("Color.RED"),
]


@pytest.mark.parametrize("reference", REFERENCES, ids=repr)
def test_references_are_resolved_on_the_other_side(reference):
    message = pack([reference, {"f": reference}])
    assert unpack(message) == [reference, {"f": reference}]
    assert unpack(message, lambda found: found.number) == [
        reference.number,
        {"f": reference.number},
    ]


def test_what_a_reference_is_replaced_with_must_be_a_reference():
    with pytest.raises(SerialisationError):
        pack(object(), lambda _: "a Thing")


def nested(depth):
    value = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_nesting_ends_at_64():
    assert unpack(pack(nested(64))) == nested(64)
    with pytest.raises(SerialisationError, match="64 containers"):
        pack(nested(65))


def test_a_list_within_itself_is_refused_by_name():
    value = [1]
    value.append(value)
    with pytest.raises(SerialisationError, match="within one another"):
        pack(value)


def test_shared_lists_cannot_grow_a_message_without_end():
    value = [0]
    for _ in range(60):
        value = [value, value]
    with pytest.raises(SerialisationError, match="values"):
        pack(value)


def test_a_long_text_many_times_over_is_refused_before_it_is_written():
    with pytest.raises(SerialisationError, match="32 MiB"):
        pack(["x" * 2**20] * 2**16)


def test_an_array_that_claims_more_than_it_holds_is_refused():
    with pytest.raises(SerialisationError, match="32 MiB"):
        pack(np.broadcast_to(1.0, (10**6, 10**6)))


def test_an_int_of_more_than_4096_bits_is_refused_on_both_sides():
    assert unpack(pack(-(2**4096) + 1)) == -(2**4096) + 1
    with pytest.raises(SerialisationError, match="4096 bits"):
        pack(2**4096)
    with pytest.raises(SerialisationError, match="4096 bits"):
        unpack(b"i" + (2000).to_bytes(4, "little") + bytes(2000))


def length(count):
    return count.to_bytes(4, "little")


def axes(*shape):
    return b"a\x0d" + bytes([len(shape)]) + b"".join(n.to_bytes(8, "little") for n in shape)


def remote(**changed):
    """A reference with other parts than it may have."""
    known = {"number": 1, "class_number": 0, "special": 0, "name": "f", "what": "function"}
    parts = {**known, "classes": (), **changed}
    return b"R" + length(6) + b"".join(map(pack, parts.values()))


FORGED = {
    "nothing": b"",
    "unknown kind": b"\x00",
    "cut float": b"f1234",
    "list too long": b"l" + length(2**32 - 1),
    "list of 10^9 in 10^3 bytes": b"l" + length(10**9) + b"N" * 1000,
    "text too long": b"s" + length(2**31) + b"a",
    "bad UTF-8": b"s" + length(2) + b"\xff\xfe",
    "surrogate": b"s" + length(3) + b"\xed\xa0\x80",
    "array of 10^12": axes(10**6, 10**6),
    "array that overflows": axes(2**63, 2**63, 4),
    "empty array that overflows": axes(2**63, 2**63, 0),
    "65 axes": b"a\x0d\x41" + bytes(65 * 8),
    "unknown dtype": b"a\xff\x00",
    "bool of 2": b"n\x00\x02",
    "array with a bool of 2": b"a\x00\x01" + (1).to_bytes(8, "little") + b"\x02",
    "key twice": b"d" + length(2) + b"TT" + length(2) + b"NN",
    "1 and True": b"S" + length(2) + b"T" + b"i" + length(1) + b"\x01",
    "key without a value": b"d" + length(1) + b"T" + length(0),
    "list as a key": b"d" + length(1) + b"l" + length(0) + length(1) + b"N",
    "empty array of 2^20+1 rows": axes(2**20 + 1, 0),
    "empty array of 2^10 x 2^11": axes(2**10, 0, 2**11),
    "range of 2^62": b"r" + length(3) + pack(0) + pack(2**62) + pack(1),
    "range backwards of 2^62": b"r" + length(3) + pack(2**62) + pack(0) + pack(-1),
    "range by 0": b"r" + length(3) + b"".join(b"i" + length(1) + b"\x00" for _ in "abc"),
    "range of floats": b"r" + length(3) + b"f12345678" * 3,
    "slice of four": b":" + length(4) + b"NNNN",
    "remote of two parts": b"R" + length(2) + b"NN",
    "remote without a number": remote(number=None),
    "remote with a truth value for a number": remote(number=True),
    "remote without a name": remote(name=None),
    "remote with a long name": remote(name="x" * 201),
    "remote without a kind": remote(what=1),
    "remote with a list of classes": remote(classes=["a"]),
    "remote with numbers for classes": remote(classes=(1,)),
    "remote with a long class": remote(classes=("x" * 201,)),
    "remote of a class without a number": remote(class_number="C"),
    "remote with a float of methods": remote(special=0.5),
    "given without a name": b"\x01" + length(2) + pack(1) + pack(1),
    "given without a number": b"\x01" + length(2) + pack("Node") + pack(None),
    "given of one part": b"\x01" + length(1) + pack("Node"),
    "two values": b"NN",
    "65 lists": (b"l" + length(1)) * 65 + b"N",
    **{
        f"JSON: {name}": b"[" + length(len(text)) + text
        for name, text in {
            "nothing": b"",
            "cut": b'["a"',
            "text": b'"a"',
            "int": b"[1]",
            "int of 10^5 digits": b"[" + b"1" * 10**5 + b"]",
            "nan": b"[NaN]",
            "infinite": b"[-Infinity]",
            "a list in a list in a list": b"[[[1.0]]]",
            "a dict in a list": b'[{"a": 1.0}]',
            "10^4 lists": b"[" * 10**4,
            "half of a pair": rb'["\ud800"]',
            "bad UTF-8": b'["\xff"]',
            "too long": b'["' + b"a" * 2**18 + b'"]',
        }.items()
    },
}


@pytest.mark.parametrize("message", FORGED.values(), ids=FORGED)
def test_bytes_that_nobody_packed_are_refused(message):
    with pytest.raises(SerialisationError):
        unpack(message)


leaves = st.none() | st.booleans() | st.floats() | st.text(max_size=9) | st.integers()
rows = st.lists(leaves, max_size=3) | leaves
long_lists = st.lists(rows, min_size=30, max_size=80)
long_dicts = st.dictionaries(st.text(max_size=9), rows, min_size=30, max_size=80)


@given(long_lists | long_dicts)
def test_a_long_list_or_dict_comes_out_as_it_went_in(value):
    assert same(unpack(pack(value)), value)


marks = [bytes([mark]) for mark in range(256)]
pieces = st.sampled_from([*marks, bytes(8)])
lengths = st.integers(0, 3).map(length)


@given(st.binary(max_size=200) | st.lists(pieces | lengths, max_size=60).map(b"".join))
def test_any_bytes_are_read_or_refused(data):
    with suppress(SerialisationError):
        unpack(data)


@given(values, st.data())
def test_a_message_with_bytes_changed_is_read_or_refused(value, data):
    message = bytearray(pack(value))
    for _ in range(data.draw(st.integers(1, 4))):
        message[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    with suppress(SerialisationError):
        unpack(bytes(message))


@given(values, st.data())
def test_a_message_cut_short_is_refused(value, data):
    message = pack(value)
    with pytest.raises(SerialisationError):
        unpack(message[: data.draw(st.integers(0, len(message) - 1))])


def test_a_small_message_takes_little_memory():
    claims = [FORGED[name] for name in ("list of 10^9 in 10^3 bytes", "array of 10^12")]
    tracemalloc.start()
    for claim in claims:
        with pytest.raises(SerialisationError):
            unpack(claim)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**20


def test_a_message_of_empty_sets_is_refused_before_they_fill_the_memory():
    count = 2 * 2**20
    with pytest.raises(SerialisationError):
        unpack(b"l" + length(count) + (b"S" + length(0)) * count)


@pytest.mark.parametrize(
    "alike",
    [
        [complex(-1000003 * i, i) for i in range(2000)],
        [k * (2**61 - 1) for k in range(2000)],
        [tuple(-1 - (n >> bit & 1) for bit in range(11)) for n in range(2000)],
    ],
    ids=["complex", "int", "tuple"],
)
def test_keys_chosen_to_have_one_hash_are_refused(alike):
    assert len({hash(key) for key in alike}) == 1
    with pytest.raises(SerialisationError, match="hash"):
        unpack(pack(set(alike)))


def test_a_large_table_with_pairs_as_keys_crosses():
    table = {(i, j): 0 for i in range(-150, 150) for j in range(-150, 150)}
    assert unpack(pack(table)) == table
