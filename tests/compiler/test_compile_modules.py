"""What a step reaches is its state, whoever wrote the step and however it gets there."""

import importlib
import pkgutil
import sys
import tomllib
import types
from pathlib import Path

import numpy as np
import pytest

import chainrule as cr
from chainrule import nn, optim
from chainrule.compiler.state.reachability import ABOVE, is_engine

PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
# Each makes a step that trains `net` with `optimizer`, both found in another way.
WAYS = {
    "closure": """
def make(net, optimizer):
    def step(x):
        optimizer.zero_grad()
        loss = (net(x) ** 2).mean()
        loss.backward()
        optimizer.step()
        return loss
    return step
""",
    "closure of a closure": """
def make(net, optimizer):
    def forward(x):
        return (net(x) ** 2).mean()
    def step(x):
        optimizer.zero_grad()
        loss = forward(x)
        loss.backward()
        optimizer.step()
        return loss
    return lambda x: step(x)
""",
    "method": """
class Trainer:
    def __init__(self, net, optimizer):
        self.net, self.optimizer = net, optimizer
    def step(self, x):
        self.optimizer.zero_grad()
        loss = (self.net(x) ** 2).mean()
        loss.backward()
        self.optimizer.step()
        return loss
def make(net, optimizer):
    return Trainer(net, optimizer).step
""",
    "partial": """
from functools import partial
def step(net, optimizer, x):
    optimizer.zero_grad()
    loss = (net(x) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss
def make(net, optimizer):
    return partial(step, net, optimizer)
""",
    "defaults": """
def make(net, optimizer):
    def step(x, net=net, *, optimizer=optimizer):
        optimizer.zero_grad()
        loss = (net(x) ** 2).mean()
        loss.backward()
        optimizer.step()
        return loss
    return step
""",
    "attributes": """
def make(net, optimizer):
    def step(x):
        step.optimizer.zero_grad()
        loss = (step.net(x) ** 2).mean()
        loss.backward()
        step.optimizer.step()
        return loss
    step.net, step.optimizer = net, optimizer
    return step
""",
    "decorated": """
import functools
def twice(function):
    @functools.wraps(function)
    def called(x):
        function(x)
        return function(x)
    return called
def make(net, optimizer):
    @twice
    def step(x):
        optimizer.zero_grad()
        loss = (net(x) ** 2).mean()
        loss.backward()
        optimizer.step()
        return loss
    return step
""",
    "variables of the module": """
def step(x):
    optimizer.zero_grad()
    loss = (net(x) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss
def make(given, its_optimizer):
    global net, optimizer
    net, optimizer = given, its_optimizer
    return step
""",
}
CARRIED = WAYS.keys() - {"variables of the module"}
IN_ENGINE = ["chainrule.nn.made", "chainrule.functions.made"]
MODULES = [
    "__main__",
    "users_module",
    "users.module",
    *(f"chainrule.{name}.made" for name in sorted(ABOVE)),
]


def run_as(source, module, monkeypatch):
    """What a module of this name defines; it is loaded only under its name unless it is there."""
    made = types.ModuleType(module)
    if module != "__main__":
        monkeypatch.setitem(sys.modules, module, made)
    exec(source, vars(made))
    return made


@pytest.mark.parametrize(
    ("way", "module"),
    [(way, module) for way in WAYS for module in MODULES]
    + [(way, module) for way in sorted(CARRIED) for module in IN_ENGINE],
)
def test_a_step_trains_alike_in_whatever_module_it_is_written(way, module, monkeypatch):
    nets = [
        nn.Sequential(nn.Linear(3, 4, seed=1), nn.Tanh(), nn.Linear(4, 2, seed=2)) for _ in "ab"
    ]
    eager, fast = (
        run_as(WAYS[way], module, monkeypatch).make(net, optim.Adam(net.parameters(), lr=0.05))
        for net in nets
    )
    fast, rng = cr.compile(fast), np.random.default_rng()
    for _ in range(5):
        x = rng.normal(size=(6, 3))
        np.testing.assert_allclose(fast(x), eager(x).data, rtol=1e-9)
    for a, b in zip(*(net.parameters() for net in nets), strict=True):
        np.testing.assert_allclose(b.data, a.data, rtol=1e-9, atol=1e-12)
    assert fast.recordings == 1


REFUSED = {
    "prints": "def step(x):\n    print('now')\n    return x * 2",
    "a generator": "def step(x):\n    return x + np.random.default_rng(0).normal(size=x.shape)",
    "counts": "n = [0]\ndef step(x):\n    n[0] += 1\n    return x * n[0]",
}


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED)
def test_what_no_program_repeats_is_refused_in_whatever_module_it_is_written(
    source, module, monkeypatch
):
    step = run_as(f"import numpy as np\n{source}", module, monkeypatch).step
    with pytest.raises(cr.CompileError):
        cr.compile(step)(np.ones(3))


def test_arrays_that_a_step_makes_are_followed_in_whatever_module_it_is_written(monkeypatch):
    source = """
import numpy as np
def step(x):
    y = np.zeros(3)
    y[1:] = x[:2]
    return y
"""
    for module in MODULES:
        fast = cr.compile(run_as(source, module, monkeypatch).step)
        for x in np.random.default_rng().normal(size=(4, 3)):
            np.testing.assert_array_equal(fast(x), [0, *x[:2]])


def test_the_engine_is_what_stands_below_the_compiler():
    contracts = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]
    (layers,) = (c["layers"] for c in contracts["contracts"] if c["name"] == "The course")
    beside = next(i for i, layer in enumerate(layers) if "compiler" in layer)
    above = {name.strip() for layer in layers[: beside + 1] for name in layer.split(":")}
    assert above - {"compiler"} == ABOVE


def test_no_module_of_the_engine_keeps_state_in_a_variable():
    names = [m.name for m in pkgutil.walk_packages(cr.__path__, "chainrule.") if is_engine(m.name)]
    state = cr.Tensor | np.ndarray | np.random.Generator | nn.Module | optim.Optimizer
    found = {
        f"{name}.{key}"
        for name in names
        for key, x in vars(importlib.import_module(name)).items()
        if isinstance(x, state)
    }
    assert found == {"chainrule.random._default"}  # which is always looked at
