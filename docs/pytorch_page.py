"""The page "PyTorch, spelled here", made from a list of PyTorch's names and from what is here.

`python docs/pytorch_page.py` writes it; a test says so when something has come or gone. The list,
`pytorch_names.txt`, holds names only: those that courses on PyTorch use.
"""

import textwrap
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from chainrule import Tensor, nn, optim
from chainrule.pytorch_names import HOMES, in_home, spelled_here

DOCS = Path(__file__).resolve().parent
NAMES = DOCS / "pytorch_names.txt"
PAGE = DOCS / "handbook" / "pytorch.md"
START, END = "<!-- made by docs/pytorch_page.py -->", "<!-- until here -->"

# What has the same name and means something else: in words, and an expression that is true.
DIFFERENCES = {
    "torch.Tensor": {
        "data": ("is a NumPy array", "isinstance(x.data, np.ndarray)"),
        "grad": ("is a NumPy array, or None", "isinstance(leaf.grad, np.ndarray)"),
        "dtype": ("is NumPy's", "x.dtype == np.float64"),
        "size": ("is a number, as NumPy's: the sizes are `x.shape`", "x.size == 6"),
        "shape": ("is a tuple, without methods", "type(x.shape) is tuple"),
        "backward": ("can be called again without `retain_graph`", "again(loss)"),
    },
    "torch": {
        "tensor": ("makes float64 of Python's numbers", "chainrule.tensor([1.0]).dtype == float"),
        "zeros": (
            "is float64, as `ones`, `randn` and all others are, unless `dtype` says otherwise",
            "chainrule.zeros(1).dtype == chainrule.randn(1).dtype == np.float64",
        ),
        "randn": (
            "draws other numbers than PyTorch's from one seed; `generator` is NumPy's or a seed",
            "(chainrule.randn(2, generator=7).data == chainrule.randn(2, generator=7).data).all()",
        ),
        "compile": (
            "records a whole training step, with its backward pass and update, as NumPy's calls",
            "callable(chainrule.compile(lambda: None))",
        ),
    },
    "torch.nn": {
        "GELU": (
            "is the one by tanh unless asked for the other: `nn.GELU('none')`",
            "np.allclose(nn.GELU()(x).data, nn.GELU('tanh')(x).data, rtol=0, atol=0)",
        ),
    },
    "torch.nn.Module": {
        "to": ("takes a dtype: there is one device", "net.to(np.float64) is net"),
        "state_dict": (
            "holds arrays; `save` and `load` write and read them",
            "isinstance(net.state_dict()['0.weight'], np.ndarray)",
        ),
    },
    "torch.autograd": {
        "grad": (
            "makes of a function its gradient, as JAX's: `chainrule.grad(lambda x: x * x)(3.0)`; "
            "PyTorch's is `chainrule.gradients(loss, [x])`",
            "chainrule.grad(lambda x: x * x)(3.0) == 6.0",
        ),
    },
}


def names() -> dict[str, list[str]]:
    """PyTorch's names, by the module or class that has them."""
    found: dict[str, list[str]] = {}
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        else:
            section += line.split()
    return found


def counterpart(section: str) -> Any:
    """What is ours for one of PyTorch's modules or classes; None if there is none."""
    net = nn.Linear(2, 1)
    things = {
        "torch.Tensor": Tensor([[1.0]], requires_grad=True),
        "torch.nn.Module": net,
        "torch.optim.Optimizer": optim.SGD(net.parameters(), lr=0.1),
    }
    if section in things:
        return things[section]
    try:
        return import_module(section.replace("torch", "chainrule", 1))
    except ModuleNotFoundError:
        return None


def is_here(thing: Any, name: str) -> bool:
    """Whether it has the name; a module of ours that happens to have it is another thing."""
    if not hasattr(thing, name):
        return False
    return not isinstance(getattr(thing, name), ModuleType) or name in thing.__all__


def code(name: str) -> str:
    """A name as code."""
    return f"`{name}`"


def part(section: str, listed: list[str]) -> Iterator[str]:
    """What is the same, what is written otherwise, and what means something else."""
    thing = counterpart(section)
    same = [name for name in listed if is_here(thing, name)]
    yield from ["", f"## {code(section)}"]
    if same:
        yield from ["", *wrapped("The same", same)]
    others = [name for name in listed if name not in same]
    for home in HOMES:
        if moved := [name for name in others if spelled_here(name) == in_home(home, name)]:
            others = [name for name in others if name not in moved]
            yield from ["", *wrapped(f"In {code(home)}", moved)]
    if others:
        yield from ["", "| PyTorch | here |", "|---|---|"]
        yield from rows(others)
    if differences := DIFFERENCES.get(section):
        yield from ["", "| the same name | where its meaning differs |", "|---|---|"]
        yield from (f"| {code(name)} | {words} |" for name, (words, _) in differences.items())


def wrapped(words: str, listed: list[str]) -> list[str]:
    """A paragraph of names."""
    text = f"{words}: {', '.join(map(code, listed))}."
    return textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False)


def rows(listed: list[str]) -> Iterator[str]:
    """The lines of a table, one for all names that are answered alike."""
    answers: dict[str, list[str]] = {}
    for name in listed:
        answers.setdefault(spelled_here(name) or "is not here", []).append(code(name))
    for answer, of in answers.items():
        yield f"| {', '.join(of)} | {answer.replace('|', chr(92) + '|')} |"


def page(text: str) -> str:
    """The page with its tables as they are now."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    lines = [line for section, listed in names().items() for line in part(section, listed)]
    return "\n".join([before + START, *lines, "", END + after])


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
