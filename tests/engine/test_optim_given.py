"""What an optimiser takes and what it refuses, its groups and their options, and what it says."""

import numpy as np
import pytest

import chainrule as cr
from chainrule import Tensor, nn, optim
from chainrule.optim.optimizer import OPTIONS

ALL = [optim.SGD, optim.Adam, optim.AdamW, optim.RMSprop, optim.Adagrad]
every = pytest.mark.parametrize("make", ALL, ids=lambda kind: kind.__name__)


def w(*values):
    return Tensor(list(values) or 1.0, requires_grad=True)


class Foreign:
    """A tensor of another library."""

    dtype = float
    requires_grad = True


REFUSED = {
    "a tensor": (lambda: w(1.0, 2.0), TypeError, r"this is a Tensor: write \[w\]"),
    "a number": (w, TypeError, r"this is a Tensor: write \[w\]"),
    "a module": (lambda: nn.Linear(2, 1), TypeError, r"Linear: give net\.parameters\(\)"),
    "modules": (lambda: [nn.Linear(2, 1)], TypeError, r"0 is a Linear: give its \.parameters\(\)"),
    "an array": (lambda: np.ones(3), TypeError, r"this is a numpy\.ndarray"),
    "arrays": (lambda: [w(), np.ones(3)], TypeError, r"parameter 1 is a numpy\.ndarray"),
    "a foreign tensor": (Foreign, TypeError, "Foreign"),
    "foreign tensors": (lambda: [Foreign()], TypeError, "Tensors of this package.*Foreign"),
    "words": (lambda: "w", TypeError, "this is a str"),
    "a set": (lambda: {w()}, TypeError, "no order"),
    "a group alone": (lambda: {"params": [w()]}, TypeError, r"or \[group\]"),
    "nothing": (list, ValueError, "no parameters"),
    "an empty generator": (lambda: (x for x in ()), ValueError, "no parameters"),
    "None": (lambda: None, TypeError, "this is a NoneType"),
    "computed": (lambda: [w(), w() * 2], ValueError, r"non-leaf.*parameter 1 was computed by mul"),
    "without gradient": (lambda: [w(), Tensor([1.0])], ValueError, r"1, of shape \(1,\), wants no"),
    "integers": (lambda: [Tensor([1, 2])], ValueError, "wants no gradient"),
    "a group of nothing": (lambda: [{"params": []}], ValueError, "no parameters"),
    "no params": (lambda: [{"lr": 0.1}], ValueError, "needs the item 'params'"),
    "a module as params": (lambda: [{"params": nn.Linear(1, 1)}], TypeError, "give net.param"),
}


@every
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_trained_is_refused_in_a_sentence(make, case):
    given, kind, message = REFUSED[case]
    with pytest.raises(kind, match=message) as caught:
        make(given(), lr=0.1)
    assert "\n" not in str(caught.value)


def test_a_net_that_is_frozen_altogether_is_refused_and_in_part_is_not():
    net = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1))
    for p in net.layers[0].parameters():
        p.requires_grad = False
    optim.SGD(net.parameters(), lr=0.1)
    optim.SGD([{"params": layer.parameters()} for layer in net.layers], lr=0.1)
    with pytest.raises(ValueError, match="no parameter here wants a gradient"):
        optim.SGD(net.layers[0].parameters(), lr=0.1)


@every
def test_a_parameter_given_twice_moves_once_and_is_warned_about(make):
    twice, once = w(3.0), w(3.0)
    with pytest.warns(UserWarning, match="a parameter twice"):
        optimizer = make([twice, twice], lr=0.1)
    single = make([once], lr=0.1)
    for x, o in ((twice, optimizer), (once, single)):
        (x * x).sum().backward()
        o.step()
    assert twice.item() == once.item() < 3
    with pytest.raises(ValueError, match="more than one parameter group"):
        make([{"params": [twice]}, {"params": [twice]}], lr=0.1)


NUMBERS = ["lr", "momentum", "weight_decay", "l1", "eps", "alpha", "lr_decay", "dampening"]
BAD = [(name, x) for name in NUMBERS for x in (-0.1, np.nan, np.inf, "0.1", None, [0.1])]
BAD += [("betas", x) for x in (0.9, (0.9,), (0.9, 1.0), (-0.1, 0.9), (np.nan, 0.9), ("a", "b"))]


@every
def test_bad_options_are_refused_when_given_and_when_set(make):
    optimizer = make([w()])
    before = repr(optimizer)
    tried = 0
    for name, value in BAD:
        if name in optimizer.defaults and (name, value) != ("dampening", -0.1):
            tried += 1
            for attempt in (
                lambda name=name, value=value: make([w()], **{name: value}),
                lambda name=name, value=value: make([{"params": [w()], name: value}]),
                lambda name=name, value=value: setattr(optimizer, name, value),
                lambda name=name, value=value: optimizer.param_groups[0].__setitem__(name, value),
            ):
                with pytest.raises((ValueError, TypeError), match=f"^{name} must be|^{name} must"):
                    attempt()
    assert tried >= 6
    assert repr(optimizer) == before


def test_nesterov_needs_a_momentum_and_no_dampening():
    for options in ({}, {"momentum": 0.9, "dampening": 0.1}):
        with pytest.raises(ValueError, match="nesterov"):
            optim.SGD([w()], lr=0.1, nesterov=True, **options)


# Groups


@every
def test_groups_have_options_of_their_own_or_the_defaults(make):
    a, b, c = w(1.0), w(1.0), w(1.0)
    optimizer = make([{"params": [a], "lr": 0.5}, {"params": b}], lr=0.1, weight_decay=0.2)
    optimizer.add_param_group({"params": [c], "weight_decay": 0.0})
    assert [g["lr"] for g in optimizer.param_groups] == [0.5, 0.1, 0.1]
    assert [g["weight_decay"] for g in optimizer.param_groups] == [0.2, 0.2, 0.0]
    apart = [
        make([x], lr=lr, weight_decay=d)
        for x, lr, d in ((w(1.0), 0.5, 0.2), (w(1.0), 0.1, 0.2), (w(1.0), 0.1, 0.0))
    ]
    for o in (optimizer, *apart):
        for x in o.params:
            (x**3).sum().backward()
        o.step()
    assert [x.item() for x in optimizer.params] == [o.params[0].item() for o in apart]
    assert len({a.item(), b.item(), c.item()}) == 3


SET = {"lr": 0.02, "momentum": 0.5, "weight_decay": 0.3, "betas": (0.5, 0.6), "eps": 0.1}
SET |= {"alpha": 0.5, "lr_decay": 0.5, "maximize": True, "nesterov": True, "dampening": 0.5}
SET |= {"l1": 0.2, "centered": True}


@every
def test_options_set_later_take_effect_on_the_group_or_on_all(make):
    first = {"lr": 0.01} | ({"momentum": 0.9} if make in (optim.SGD, optim.RMSprop) else {})
    for name in make([w()]).defaults:
        ways = [
            lambda o, name=name: o.param_groups[0].__setitem__(name, SET[name]),
            lambda o, name=name: setattr(o, name, SET[name]),
        ]
        found = []
        for change in (lambda o: None, *ways):
            x = w(2.0, -1.0)
            optimizer = make([x], **first)
            for k in range(4):
                if k == 1:
                    change(optimizer)
                optimizer.zero_grad()
                (x**3).sum().backward()
                optimizer.step()
            found.append(x.data.tolist())
        assert found[1] == found[2] != found[0], name
        assert getattr(optimizer, name) == optimizer.param_groups[0][name] == SET[name]


def test_a_group_reads_as_a_dict_does():
    a = w(1.0)
    group = optim.SGD([a], lr=0.1, momentum=0.9).param_groups[0]
    assert {**group}["lr"] == group["lr"] == group.get("lr") == 0.1
    assert type(group["lr"]) is float
    assert group["params"] == (a,)
    assert "momentum" in group
    assert set(group) == set(group.keys())
    group["lr"] *= 0.5
    assert group["lr"] == 0.05
    with pytest.raises(KeyError):
        group["momentun"]
    with pytest.raises(ValueError, match="add_param_group"):
        group["params"] = [w()]


def test_repr_is_pytorchs():
    optimizer = optim.SGD([{"params": [w()]}, {"params": [w()], "lr": 0.5}], lr=0.1)
    lines = repr(optimizer).splitlines()
    assert lines[:2] == ["SGD (", "Parameter Group 0"]
    assert lines[-1] == ")"
    assert [line for line in lines if " lr:" in line] == ["    lr: 0.1", "    lr: 0.5"]


# Steps


def test_zero_grad_forgets_or_sets_to_zero():
    x = w(1.0, 2.0)
    optimizer = optim.SGD([x], lr=0.1, momentum=0.9)
    (x * x).sum().backward()
    kept = x.grad
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)
    assert kept.tolist() == [0, 0]
    before = x.data.copy()
    optimizer.step()
    assert np.all(x.data != before)  # the momentum goes on
    optimizer.zero_grad()
    assert x.grad is None
    before = x.data.copy()
    optimizer.step()
    assert np.all(x.data == before)


@every
def test_a_closure_computes_the_loss_anew_also_where_nothing_is_recorded(make):
    x = w(3.0)
    optimizer = make([x], lr=0.01)

    def closure():
        optimizer.zero_grad()
        loss = (x * x).sum()
        loss.backward()
        return loss

    with cr.no_grad():
        losses = [optimizer.step(closure).item() for _ in range(5)]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] == 9
    assert len(set(losses)) == 5


# What is not trained


def test_what_got_no_gradient_or_belongs_to_nobody_is_named():
    net = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1))
    optimizer = optim.SGD(net.layers[1].parameters(), lr=0.1)
    loss = net(np.ones((4, 2))).sum()
    loss.backward()
    said = optim.check(optimizer, net)
    assert "layers.0.weight" in said or "0.weight" in said
    assert "no optimiser has them" in said
    assert "shape (3, 2)" in optim.check(optimizer, loss)
    assert optim.check(optimizer) == ""
    assert optim.check(optim.SGD(net.parameters(), lr=0.1), net) == ""
    other = optim.SGD(nn.Linear(2, 3).parameters(), lr=0.1)
    said = optim.check(other)
    assert "weight of shape (3, 2)" in said
    assert said.endswith("got no gradient, so that they were not trained")


def step(optimizers, loss):
    loss.backward()
    for optimizer in optimizers:
        optimizer.step()


def test_an_anomaly_search_tells_what_was_not_trained():
    a, b, c = (Tensor(2.0, requires_grad=True, name=name) for name in "abc")
    said = r"^b got no gradient.*; c got one, and no optimiser"
    with pytest.warns(RuntimeWarning, match=said), cr.detect_anomaly():
        step([optim.SGD([a, b], lr=0.1)], a * c)


def test_an_anomaly_search_says_nothing_where_all_is_trained_or_nothing_is():
    a, b = (Tensor(2.0, requires_grad=True, name=name) for name in "ab")
    frozen = nn.Parameter(1.0, requires_grad=False)
    with cr.detect_anomaly():
        (a * b).backward()
    with cr.detect_anomaly():  # each has one of them
        step([optim.SGD([a], lr=0.1), optim.Adam([b, frozen])], a * b)
    with cr.detect_anomaly():  # one now, one then
        optimizer = optim.SGD([a, b], lr=0.1)
        step([optimizer], a * 2)
        step([optimizer], b * 2)
    with pytest.raises(RuntimeError, match="nothing to diff"), cr.detect_anomaly():
        step([optimizer], a.detach())


@pytest.mark.parametrize("name", ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad"])
def test_an_option_that_an_optimiser_has_not_cannot_be_set(name):
    optimizer = getattr(optim, name)([Tensor(1.0, requires_grad=True)], lr=0.1)
    for option in OPTIONS:
        if option in optimizer.param_groups[0]:
            setattr(optimizer, option, optimizer.param_groups[0][option])
        else:
            with pytest.raises(AttributeError, match=f"{name} has no option '{option}'"):
                setattr(optimizer, option, 0.5)
