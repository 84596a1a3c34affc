"""Sequential and the containers: lists and dicts of layers that behave as PyTorch's."""

from collections import OrderedDict

import numpy as np
import pytest

import chainrule as cr
from chainrule import nn, table
from chainrule.nn import functional as F

rng = np.random.default_rng()


def same(one, other):
    return len(one) == len(other) and all(x is y for x, y in zip(one, other, strict=True))


def parameter():
    return nn.Parameter(rng.normal(size=2))


ROWS = {
    "Sequential": (nn.Sequential, nn.Tanh),
    "ModuleList": (lambda *things: nn.ModuleList(things), nn.Tanh),
    "ParameterList": (lambda *things: nn.ParameterList(things), parameter),
}
CHANGES = {
    "append": lambda row, x, i: row.append(x),
    "extend": lambda row, x, i: row.extend([x, x]),
    "insert": lambda row, x, i: row.insert(i, x),
    "set": lambda row, x, i: row.__setitem__(i, x),
    "delete": lambda row, x, i: row.__delitem__(i),
    "delete several": lambda row, x, i: row.__delitem__(slice(i, None, 2)),
    "pop": lambda row, x, i: row.pop(i),
    "pop the last": lambda row, x, i: row.pop(),
    "add in place": lambda row, x, i: row.__iadd__([x]),
}


@pytest.mark.parametrize("i", [0, 1, -1])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", ROWS)
def test_a_row_changes_as_a_list_does_and_is_numbered_anew(kind, change, i):
    make, thing = ROWS[kind]
    things, more = [thing() for _ in range(4)], thing()
    row = make(*things)
    answer, expected = (CHANGES[change](x, more, i) for x in (row, things))
    assert same(list(row), things)
    assert answer is expected or answer is row
    member = row._members(nn.Parameter if kind == "ParameterList" else nn.Module)
    assert [name for name, _ in member] == [str(k) for k in range(len(things))]


@pytest.mark.parametrize("i", [0, -1, slice(1, 3), slice(None, None, -1), slice(5, 9)])
@pytest.mark.parametrize("kind", ROWS)
def test_a_row_is_read_as_a_list_is(kind, i):
    make, thing = ROWS[kind]
    things = [thing() for _ in range(4)]
    row, expected = make(*things), things[i]
    if isinstance(i, slice):
        assert type(row[i]) is type(row)
        assert same(list(row[i]), expected)
    else:
        assert row[i] is expected
    assert len(row) == 4
    assert things[2] in row
    assert thing() not in row
    assert same(list(row.__add__([things[0]])), [*things, things[0]])
    with pytest.raises(IndexError):
        row[4]


def test_a_part_of_a_subclass_holds_the_part_alone():
    class Net(nn.Sequential):
        def __init__(self):
            super().__init__(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1))

    assert same(list(Net()[1:1]), [])
    assert [name for name, _ in Net()[1:].named_children()] == ["1", "2"]


@pytest.mark.parametrize("kind", ["ModuleDict", "ParameterDict"])
def test_a_dict_is_a_dict(kind):
    make, thing = getattr(nn, kind), nn.Tanh if kind == "ModuleDict" else parameter
    plain = {"a": thing(), "b": thing()}
    held = make(plain)
    for x in (plain, held):
        x["c"] = x.pop("a")
        x.update({"d": x["b"]})
        x.update([("e", x["c"])])
        del x["d"]
    assert list(held) == list(held.keys()) == list(plain)
    assert same(list(held.values()), list(plain.values()))
    assert [key for key, _ in held.items()] == list(plain)
    assert len(held) == 3
    assert "c" in held
    assert "a" not in held
    assert held.get("a") is None
    for key in ("keys", "training", "", "a.b", 1):
        with pytest.raises(KeyError):
            held[key] = thing()
    with pytest.raises(KeyError):
        held["a"]
    held.clear()
    assert len(held) == 0


def test_a_container_of_parameters_makes_parameters():
    held = nn.ParameterList([1.0, np.ones(2), cr.Tensor([2.0])])
    assert all(isinstance(p, nn.Parameter) and p.requires_grad for p in held)
    assert len(list(held.parameters())) == 3


def test_a_layer_put_onto_a_sequential_comes_last_as_in_pytorch():
    net = nn.Sequential(nn.Linear(2, 3), nn.Tanh())
    net.head = nn.Linear(3, 5)
    net.add_module("loud", nn.ReLU())
    assert net(np.ones((1, 2))).shape == (1, 5)
    assert [name for name, _ in net.named_parameters()][2:] == ["head.weight", "head.bias"]
    assert len(net) == 4
    assert (net(np.ones((1, 2))).data >= 0).all()


def test_layers_may_have_names():
    net = nn.Sequential(OrderedDict(first=nn.Linear(2, 3), second=nn.Tanh()))
    assert net.first is net[0]
    assert [name for name, _ in net.named_parameters()] == ["first.weight", "first.bias"]
    assert net(np.ones((1, 2))).shape == (1, 3)


FUNCTIONS = {
    **{name: getattr(table, name) for name in ("tanh", "relu", "sigmoid", "softplus")},
    **{name: getattr(F, name) for name in ("leaky_relu", "log_softmax", "max_pool2d", "gelu")},
    "numpy's tanh": np.tanh,
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("take", [nn.Sequential, lambda x: nn.ModuleList([x]),
                                  lambda x: nn.ModuleDict({"a": x}),
                                  lambda x: nn.Module().add_module("a", x)])  # fmt: skip
def test_a_function_in_place_of_a_layer_is_told_the_layer(name, take):
    plain = name.split()[-1].replace("_", "")
    with pytest.raises(TypeError, match="is a function, write nn") as error:
        take(FUNCTIONS[name])
    written = str(error.value).rsplit("nn.", 1)[1].removesuffix("()")
    assert written.lower() == plain
    assert issubclass(getattr(nn, written), nn.Module)


@pytest.mark.parametrize(
    ("thing", "advice"),
    [
        (lambda x: x, "<lambda> is a function, write a Module whose forward calls it"),
        (nn.Tanh, r"nn\.Tanh is a class, write nn\.Tanh\(\)"),
        (nn.Linear, r"nn\.Linear is a class, write nn\.Linear\(…\)"),
        ([nn.Tanh()], r"this is a list, put a \* before it"),
        (3.0, "this is a float"),
        (None, "this is a NoneType"),
        (nn.Parameter(1.0), "this is a Parameter"),
    ],
)
def test_what_is_no_layer_is_refused_where_it_is_given(thing, advice):
    net = nn.Sequential()
    for take in (nn.Sequential, net.append, lambda x: net.extend([nn.Tanh(), x])):
        with pytest.raises(TypeError, match=f"^Sequential takes layers: {advice}"):
            take(thing)
    assert len(net) == 0
