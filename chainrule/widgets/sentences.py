"""What happens at a node, forward and backward, in a sentence with the numbers put in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from chainrule.engine import Array, Tensor, raw, unbroadcast
from chainrule.pictures.graphs.graph import bracketed, brief, label, superscript

INFIX = {"add": "+", "sub": "−", "mul": "×", "div": "/", "pow": "^"}

POWERS = {  # by whether the base and the exponent are tensors
    (True, False): "xⁿ has the local derivative n·xⁿ⁻¹",
    (False, True): "aˣ has the local derivative aˣ · log a",
    (True, True): "xʸ has the local derivatives y·xʸ⁻¹ and xʸ · log x",
}


def forward_sentence(node: Tensor) -> str:
    """How the value of a node comes about.

    >>> x, y = (Tensor(v, requires_grad=True, name=n) for v, n in [(-2.0, "x"), (5.0, "y")])
    >>> forward_sentence(x + y)
    'x + y = −2 + 5 = 3'
    """
    formula = formula_within(44, node)
    numbers = with_numbers(node)
    start = f"{formula} = " if formula and formula != numbers else ""
    return f"{start}{numbers} = {brief(node)}"


def backward_sentence(node: Tensor, g: Array, shares: Mapping[int, Array]) -> str:
    """How the gradient of a node is passed on to its inputs.

    >>> x = Tensor(3.0, requires_grad=True, name="x")
    >>> backward_sentence(x * 2.0, np.array(1.0), {0: np.array(2.0)})
    '× swaps: each input gets the upstream gradient times the other input. To x goes 1 · 2 = 2.'
    """
    rule = rule_of(node)
    goes = ", ".join(
        f"to {short(node.inputs[i])} goes {brief(g)} · {bracketed(local(node, i))} = {brief(s)}"
        for i, s in shares.items()
    )
    return f"{rule}. {goes[:1].upper()}{goes[1:]}."


def rule_of(node: Tensor) -> str:
    """The rule of a node's operation, in words."""
    assert node.operation is not None
    name = node.operation.name
    if name == "pow":
        base, exponent = (isinstance(x, Tensor) for x in node.inputs)
        return POWERS[base, exponent]
    if name in {"maximum", "minimum"} and np.all(raw(node.inputs[0]) == raw(node.inputs[1])):
        return f"{node.operation.symbol} of two equal inputs: each gets half of the gradient"
    return node.operation.says


def fan_out_sentence(tensor: Tensor, shares: list[Array]) -> str:
    """That a tensor used several times adds up what comes back."""
    terms = " + ".join(bracketed(share) for share in shares)
    total = brief(sum(share for share in shares[1:]) + shares[0])
    times = f"{short(tensor)} is used {len(shares)} times"
    return f"{times}, so its gradients add up: {terms} = {total}."


def local(node: Tensor, position: int) -> Array:
    """The local derivative with respect to one input: what an upstream gradient of 1 gives it.

    >>> x = Tensor(3.0, requires_grad=True)
    >>> local(x * 2.0, 0).item()
    2.0
    """
    with np.errstate(all="ignore"):
        rule = node.operation.rule(position)  # type: ignore[union-attr]
        share = rule(np.ones_like(node.data), node.data, *node.arrays, **node.options)
        return np.asarray(unbroadcast(share, node.inputs[position]))


def formula_within(letters: int, x: Tensor) -> str:
    """The formula of a tensor, or nothing if it is longer than that.

    Each operation and each leaf of a formula has a letter at least, so that a look at so many is
    enough to see that a formula is too long: it need not be written.
    """
    stack: list[object] = [x]
    for _ in range(letters):
        if stack and isinstance(node := stack.pop(), Tensor):
            stack.extend(node.inputs)
    formula = "" if stack else formula_of(x)
    return formula if len(formula) <= letters else ""


def formula_of(x: object, depth: int = 0) -> str:
    """A tensor as a formula of its leaves, in brackets where it stands inside another."""
    if not isinstance(x, Tensor):
        return bracketed(x) if depth else brief(x)
    if x.operation is None:
        return x.name or brief(x)
    name, inside = x.operation.name, [formula_of(i, depth + 1) for i in x.inputs]
    if name == "neg":
        return f"(−{inside[0]})" if depth else f"−{inside[0]}"
    if name == "pow":
        inside[0] = in_brackets(inside[0], x.inputs[0])
        if not isinstance(x.inputs[1], Tensor):
            return f"{inside[0]}{superscript(x.inputs[1])}"
    if name not in INFIX:
        arguments = [formula_of(i) for i in x.inputs]
        return f"{x.operation.symbol}({', '.join(arguments)})"
    text = f" {INFIX[name]} ".join(inside)
    return f"({text})" if depth else text


def in_brackets(formula: str, base: object) -> str:
    """The base of a power, in brackets if it is a power itself."""
    made = base.operation if isinstance(base, Tensor) else None
    return f"({formula})" if made and made.name == "pow" else formula


def with_numbers(node: Tensor) -> str:
    """One operation with its inputs' values in place of the inputs."""
    assert node.operation is not None
    name, values = node.operation.name, [bracketed(raw(x)) for x in node.inputs]
    if name == "neg":
        return f"−1 · {values[0]}"
    if name == "pow":
        exponent = node.inputs[1]
        return values[0] + (
            f" ^ {values[1]}" if isinstance(exponent, Tensor) else superscript(exponent)
        )
    if name in INFIX:
        return f" {INFIX[name]} ".join([brief(raw(node.inputs[0])), *values[1:]])
    return f"{node.operation.symbol}({', '.join(brief(raw(x)) for x in node.inputs)})"


def short(x: Tensor) -> str:
    """A tensor by its name or its formula, if that is short, else by what stands in its node."""
    if x.operation is None:
        return formula_of(x)
    if formula := formula_within(24, x):
        return formula
    return f"the “{label(x)}” before it"
