"""How modules print: all of them, as PyTorch's tree with the parameters counted."""

import copy
import pickle

import numpy as np
import pytest

from chainrule import nn

MADE = {
    "AvgPool2d": (2,),
    "BatchNorm1d": (3,),
    "BatchNorm2d": (3,),
    "Conv2d": (1, 2, 3),
    "Embedding": (4, 2),
    "LSTM": (2, 3),
    "LayerNorm": (3,),
    "Linear": (2, 3),
    "MaxPool2d": (2,),
    "ModuleDict": ({"a": nn.Tanh()},),
    "ModuleList": ([nn.Tanh()],),
    "MultiheadAttention": (4, 2),
    "ParameterDict": ({"a": 1.0},),
    "ParameterList": ([1.0],),
    "Sequential": (nn.Linear(2, 3), nn.Tanh()),
    "TransformerBlock": (4, 2),
    "Unflatten": (1, (2, 3)),
}
CLASSES = sorted(
    name
    for name in nn.__all__
    if isinstance(getattr(nn, name), type) and issubclass(getattr(nn, name), nn.Module)
)


def made(name):
    return getattr(nn, name)(*copy.deepcopy(MADE.get(name, ())))


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_prints_its_name_and_what_is_in_it_and_no_address(name):
    module = made(name)
    text = repr(module)
    assert text.startswith(f"{name}(")
    assert text.count("(") == text.count(")")
    assert " at 0x" not in text
    for inside, child in module.named_children():
        assert f"  ({inside}): {type(child).__name__}(" in text


@pytest.mark.parametrize("again", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
@pytest.mark.parametrize("name", CLASSES)
def test_every_class_can_be_copied_and_pickled(name, again):
    module = made(name)
    module.eval().requires_grad_(False)
    other = again(module)
    assert repr(other) == repr(module)
    assert not other.training
    state = other.state_dict()
    assert state.keys() == module.state_dict().keys()
    for key, values in module.state_dict().items():
        np.testing.assert_array_equal(values, state[key])


class Net(nn.Module):
    def __init__(self):
        self.factor = nn.Parameter(np.ones((2, 3)))
        self.hidden = [nn.Linear(2, 2), nn.Sequential(nn.Linear(2, 1000))]
        self.tied = self.hidden[0]


def test_a_tree_shows_lists_counts_once_and_says_what_is_frozen():
    net = Net()
    net.hidden[0].requires_grad_(False)
    assert repr(net).splitlines() == [
        "Net(",
        "  (factor): Parameter(shape=(2, 3))    #     6",
        "  (hidden.0): Linear(2, 2, bias=True)  #     6",
        "  (hidden.1): Sequential(",
        "    (0): Linear(2, 1000, bias=True)    # 3,000",
        "  )",
        "  (tied): Linear(2, 2, bias=True)      # counted above",
        ")                                      # 3,012 parameters, 6 of them frozen",
    ]


def test_the_counts_add_up_for_every_class():
    net = nn.ModuleDict({name: made(name) for name in CLASSES if name != "Module"})
    *lines, last = [line.partition("  # ")[2] for line in repr(net).splitlines()]
    total = sum(p.size for p in net.parameters())
    assert last == f"{total:,} parameters"
    assert sum(int(line.replace(",", "")) for line in lines if line) == total


def test_a_class_that_writes_itself_is_shown_as_it_writes():
    class Own(nn.Linear):
        def __repr__(self):
            return f"mine\n{super().__repr__()}"

    assert repr(Own(1, 1)) == "mine\nOwn(1, 1, bias=True)"
    assert repr(nn.Sequential(Own(1, 1))).splitlines()[1:3] == [
        "  (0): mine  # 2",
        "  Own(1, 1, bias=True)",
    ]


def test_a_module_of_nothing_is_its_name():
    assert repr(nn.Module()) == "Module()"
    assert repr(nn.Sequential()) == "Sequential()"
