"""The page "PyTorch, spelled here" says what is here, and all code on it runs."""

import importlib
import re
import sys
from pathlib import Path

import numpy as np
import pytest

import chainrule
from chainrule import nn, optim
from chainrule.pytorch_names import REMEDIES, SHARED, spelled_here

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))
try:
    import pytorch_page
finally:
    sys.path.pop(0)

LISTED = [(section, name) for section, names in pytorch_page.names().items() for name in names]
DIFFERENCES = [
    (section, name, *said)
    for section, names in pytorch_page.DIFFERENCES.items()
    for name, said in names.items()
]


def surroundings():
    """What the page's code may use."""
    net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    x = chainrule.Tensor([[1.0, 2.0, 3.0], [4.0, 6.0, 5.0]], requires_grad=True)
    leaf = chainrule.Tensor(2.0, requires_grad=True)
    (leaf * leaf).backward()
    return {
        "chainrule": chainrule,
        "nn": nn,
        "optim": optim,
        "np": np,
        "net": net,
        "x": x,
        "y": chainrule.ones(2, 3),
        "h": chainrule.zeros(2, 4),
        "cell": nn.Linear(7, 4),
        "leaf": leaf,
        "loss": (net(x) ** 2).mean(),
        "mask": np.array([True, False, True]),
        "index": np.array([[0], [2]]),
        "images": chainrule.ones(2, 3, 8, 8),
        "optimizer": optim.SGD(net.parameters(), lr=0.1),
        "again": lambda loss: loss.backward() is loss.backward(),
    }


def codes(words):
    return re.findall("`([^`]+)`", words)


def test_the_page_is_what_is_here():
    page = pytorch_page.PAGE.read_text(encoding="utf-8")
    assert page == pytorch_page.page(page), "python docs/pytorch_page.py"


def test_every_name_is_here_or_has_a_line():
    counterparts = {section: pytorch_page.counterpart(section) for section, _ in LISTED}
    without = [
        (section, name)
        for section, name in LISTED
        if not (pytorch_page.is_here(counterparts[section], name) or spelled_here(name))
    ]
    assert without == []


def test_every_line_is_for_a_name_that_is_listed_and_not_here():
    counterparts = {section: pytorch_page.counterpart(section) for section, _ in LISTED}
    absent = {n for section, n in LISTED if not pytorch_page.is_here(counterparts[section], n)}
    assert sorted(REMEDIES.keys() - absent) == [], "take them out of chainrule/pytorch_names.py"


@pytest.mark.parametrize("sentence", [*SHARED, *(words for _, _, words, _ in DIFFERENCES)])
def test_the_code_of_every_line_runs(sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with np.printoptions():
        for code in codes(sentence):
            if code.isidentifier():
                continue  # a name of PyTorch's, or of an argument
            exec(code, surroundings())


def test_what_is_said_to_be_elsewhere_is_there():
    said = [spelled_here(name) for _, name in LISTED if name not in REMEDIES]
    places = [code for words in said if words for code in codes(words)]
    assert len(places) > 100
    for place in places:
        eval(place, {"chainrule": chainrule})


@pytest.mark.parametrize(("section", "name", "words", "proof"), DIFFERENCES)
def test_every_difference_is_one(section, name, words, proof):
    assert (section, name) in LISTED
    assert eval(proof, surroundings())


@pytest.mark.oracle
def test_pytorch_has_every_name_of_the_list():
    torch = pytest.importorskip("torch", minversion="2.13")
    net = torch.nn.Linear(2, 1)
    things = {
        "torch.Tensor": torch.ones(2, 2),
        "torch.nn.Module": net,
        "torch.optim.Optimizer": torch.optim.SGD(net.parameters(), lr=0.1),
    }
    things |= {s: importlib.import_module(s) for s, _ in LISTED if s not in things}
    assert [(s, name) for s, name in LISTED if not hasattr(things[s], name)] == []


def test_what_is_no_name_of_pytorchs_gets_no_line():
    assert [spelled_here(name) for name in ("_repr_html_", "__array__", "cudda", "")] == [None] * 4
