"""What a module finds in itself: nothing is lost, nothing counts twice, names are PyTorch's."""

import copy
import pickle
from collections import OrderedDict, deque

import numpy as np
import pytest

from chainrule import Tensor, nn, optim

rng = np.random.default_rng()


def names(module):
    return [name for name, _ in module.named_parameters()]


class Holder(nn.Module):
    def __init__(self, held):
        self.held = held


LAYER = nn.Linear(1, 1)
WAYS = {
    "list": [LAYER],
    "tuple": (LAYER,),
    "deque": deque([LAYER]),
    "ModuleList": nn.ModuleList([LAYER]),
    "Sequential": nn.Sequential(LAYER),
    "list in a list": [[LAYER]],
    "dict": {0: LAYER},
    "dict in a tuple in a list": [({"a": LAYER},)],
    "ModuleDict": nn.ModuleDict({"a": LAYER}),
    "ModuleDict in a list": [nn.ModuleDict({"a": LAYER})],
    "list of parameters": [LAYER.weight, LAYER.bias],
    "dict of parameters": {"w": LAYER.weight, "b": LAYER.bias},
    "ParameterList": nn.ParameterList([LAYER.weight, LAYER.bias]),
    "ParameterDict": nn.ParameterDict({"w": LAYER.weight, "b": LAYER.bias}),
    "both": [LAYER.weight, LAYER],
}


@pytest.mark.parametrize("way", WAYS)
def test_however_a_layer_is_kept_it_is_found_trained_saved_and_frozen(way, tmp_path):
    net, given = Holder(copy.deepcopy(WAYS[way])), Holder(copy.deepcopy(WAYS[way]))
    parameters = list(net.parameters())
    assert len(parameters) == 2
    assert all(name.startswith("held.") for name in names(net))
    for parameter in parameters:
        parameter.grad = np.ones(parameter.shape)
    before = net.state_dict()
    optim.SGD(net.parameters(), lr=0.5).step()
    assert all((x == before[name] - 0.5).all() for name, x in net.state_dict().items())
    net.zero_grad()
    assert all(p.grad is None for p in parameters)
    net.save(tmp_path / "net")
    given.load(tmp_path / "net")
    for one, other in zip(given.parameters(), parameters, strict=True):
        np.testing.assert_array_equal(one.data, other.data)
    net.requires_grad_(False).to(np.float32).eval()
    assert not any(p.requires_grad or p.dtype != np.float32 for p in parameters)
    assert not any(module.training for module in net.modules())


@pytest.mark.parametrize(
    "held", [{LAYER}, frozenset([LAYER.weight]), np.array([LAYER, None], dtype=object), [{LAYER}]]
)
def test_what_would_have_no_name_is_refused_with_what_to_write(held):
    with pytest.raises(TypeError, match=r"held.* no name: keep them in a list.*nn\.ModuleDict"):
        list(Holder(held).parameters())


@pytest.mark.parametrize("held", [{1, 2}, np.array([None]), "text", [1, [2]], {"a": 1}, range(3)])
def test_what_holds_no_layer_is_nobodys_business(held):
    assert names(Holder(held)) == []


def test_a_module_inside_itself_is_named():
    net = Holder(nn.Tanh())
    net.held.parent = [net]
    with pytest.raises(ValueError, match=r"held\.parent\.0 is a Holder that is inside itself"):
        list(net.parameters())


def test_two_things_of_one_name_are_not_saved_over_each_other():
    with pytest.raises(ValueError, match=r"two parameters or buffers are called held\.1\.weight"):
        Holder({1: nn.Linear(1, 1), "1": nn.Linear(1, 1)}).state_dict()


@pytest.mark.parametrize("value", [np.ones((1, 2)), Tensor([[1.0, 2.0]]), 0.0, nn.Tanh()])
def test_a_parameter_is_not_silently_replaced_by_what_would_not_be_trained(value):
    layer = nn.Linear(2, 1)
    with pytest.raises(TypeError, match=r"Linear\.weight is a Parameter, and a .* trained: set"):
        layer.weight = value
    layer.weight, layer.bias = nn.Parameter([[1.0, 2.0]]), None
    assert names(layer) == ["weight"]


def tied():
    """A layer used twice, a parameter under two names, a buffer twice."""
    net, twice = nn.Module(), nn.BatchNorm1d(2)
    net.words, net.out = nn.Embedding(3, 2), nn.Linear(2, 3, bias=False)
    net.out.weight = net.words.weight
    net.chain = nn.Sequential(twice, nn.Tanh(), twice)
    return net


def test_what_is_there_twice_counts_once_and_is_saved_under_both_names(tmp_path):
    net = tied()
    assert names(net) == ["words.weight", "chain.0.weight", "chain.0.bias"]
    assert [n for n, _ in net.named_buffers()] == ["chain.0.running_mean", "chain.0.running_var"]
    assert len(list(net.chain.children())) == 2
    assert [n for n, _ in net.chain.named_modules()] == ["", "0", "1"]
    assert len(list(net.modules())) == 6
    assert "out.weight" in net.state_dict()
    assert "chain.2.running_var" in net.state_dict()
    net.save(tmp_path / "net")
    other = tied().load(tmp_path / "net")
    assert other.out.weight is other.words.weight
    np.testing.assert_array_equal(other.out.weight.data, net.out.weight.data)


@pytest.mark.parametrize("again", [copy.deepcopy, lambda net: pickle.loads(pickle.dumps(net))])
def test_a_copy_is_tied_as_it_was_and_learns_by_itself(again):
    net = tied()
    net.hidden = [nn.Linear(2, 2), {"a": nn.Parameter(1.0)}]
    other = again(net)
    assert names(other) == names(net)
    assert other.out.weight is other.words.weight
    assert all(isinstance(p, nn.Parameter) and p.requires_grad for p in other.parameters())
    for p in other.parameters():
        p.grad = np.ones(p.shape)
    before = net.state_dict()
    optim.SGD(other.parameters(), lr=1.0).step()
    assert all((x == before[name]).all() for name, x in net.state_dict().items())
    assert all((p.data != before[name]).all() for name, p in other.named_parameters())


# Trees of modules, drawn at random and built in both libraries.

LEAVES, NODES = ["linear", "norm", "tanh", "again"], ["list", "dict", "chain", "own"]


def drawn(depth):
    kind = str(rng.choice(NODES if depth == 3 else LEAVES + NODES * (depth > 0)))
    inside = 0 if kind == "chain" else depth - 1
    parts = [drawn(inside) for _ in range(rng.integers(1, 4))] if kind in NODES else []
    return kind, int(rng.integers(9)), parts


def built(lib, plan, ones, made, plain=False):
    """The module of a plan in a library; with `plain`, lists and dicts are not modules."""
    kind, which, parts = plan
    if kind == "again" and made:
        return made[which % len(made)]
    inside = [built(lib, part, ones, made, plain) for part in parts]
    named = {f"n{i}": x for i, x in enumerate(inside)}
    if kind == "own":
        module = lib.Module()
        module.scale = lib.Parameter(ones)
        for name, x in named.items():
            setattr(module, name, x)
        return module
    if kind in ("list", "dict"):
        x = inside if kind == "list" else named
        return x if plain else lib.ModuleList(x) if kind == "list" else lib.ModuleDict(x)
    if kind == "chain":
        return lib.Sequential(OrderedDict(named)) if which % 2 else lib.Sequential(*inside)
    module = lib.Linear(2, 2) if kind == "linear" else lib.Tanh()
    made.append(lib.BatchNorm1d(2) if kind == "norm" else module)
    return made[-1]


def counted(pairs):
    """Names without the counter of batches that PyTorch's batch normalisation has beside."""
    return [name for name, *_ in pairs if not name.endswith("num_batches_tracked")]


@pytest.mark.oracle
@pytest.mark.parametrize("i", range(100))
def test_names_of_trees_drawn_at_random_are_pytorchs(i):
    torch = pytest.importorskip("torch")
    plan = "own", 0, [drawn(3) for _ in range(2)]
    ours, theirs = built(nn, plan, np.ones(2), []), built(torch.nn, plan, torch.ones(2), [])
    for kind in ("named_modules", "named_parameters", "named_buffers"):
        for once in (True, False):
            mine, other = (getattr(x, kind)(remove_duplicate=once) for x in (ours, theirs))
            assert counted(mine) == counted(other)
    assert counted(ours.named_parameters("net")) == counted(theirs.named_parameters("net"))
    assert counted(ours.named_parameters("net", False)) == ["net.scale"]
    assert counted(ours.named_children()) == counted(theirs.named_children())
    assert counted(ours.state_dict().items()) == counted(theirs.state_dict().items())
    assert [type(x).__name__ for x in ours.modules()] == [
        type(x).__name__ for x in theirs.modules()
    ]
    plain = built(nn, plan, np.ones(2), [], plain=True)
    assert counted(plain.named_parameters()) == counted(theirs.named_parameters())
    assert counted(plain.state_dict().items()) == counted(theirs.state_dict().items())
    state = {name: x.numpy() for name, x in theirs.double().state_dict().items()}
    missing, unexpected = plain.load_state_dict(state, strict=False)
    assert (missing, counted((name,) for name in unexpected)) == ([], [])
