"""The table of derivatives: every operation of the engine, one entry each.

An entry reads: name, function of arrays, then for each input the rule that turns the gradient
``g`` of the output ``y`` into the gradient of that input; then the words from which formulas,
layers and widgets know it. Broadcasting is nobody's business here: the backward pass sums a
gradient to its input's shape.
Operations that only move numbers, such as `reshape`, have their own table in `shapes.py`.

>>> from chainrule import Tensor
>>> x = Tensor([0.0, 1.0], requires_grad=True)
>>> tanh(x).sum().backward()
>>> x.grad.round(4)
array([1.  , 0.42])
"""

import numpy as np

from chainrule.rules import left_of_matmul, right_of_matmul, share, stable_sigmoid, winners
from chainrule.shapes import rows, spread
from chainrule.tensor import Operation
from chainrule.values import raw

# fmt: off
# Arithmetic
add = Operation("add", np.add,
    lambda g, y, a, b: g,
    lambda g, y, a, b: g,
    symbol="+", says="+ distributes: every input gets the upstream gradient unchanged")
sub = Operation("sub", np.subtract,
    lambda g, y, a, b: g,
    lambda g, y, a, b: -g,
    symbol="−",
    says="− hands the upstream gradient to the first input, and its negative to the second")
mul = Operation("mul", np.multiply,
    lambda g, y, a, b: g * b,
    lambda g, y, a, b: g * a,
    symbol="×", says="× swaps: each input gets the upstream gradient times the other input")
div = Operation("div", np.true_divide,
    lambda g, y, a, b: g / b,
    lambda g, y, a, b: -g * y / b,
    symbol="÷", says="a/b has the local derivatives 1/b and −a/b²")
neg = Operation("neg", np.negative, lambda g, y, x: -g,
    symbol="· (−1)", says="multiplying by −1 turns the gradient's sign")
pow = Operation("pow", lambda x, n: x**n,
    lambda g, y, x, n: g * n * x ** (n - (n != 0)),  # at n = 0 the power must not become -1
    lambda g, y, x, n: g * y * log(x + (raw(x) == 0)),  # 0 at x = 0
    symbol="xⁿ", says="xⁿ has the local derivative n·xⁿ⁻¹")
matmul = Operation("matmul", np.matmul,
    lambda g, y, a, b: left_of_matmul(g, a, b),
    lambda g, y, a, b: right_of_matmul(g, a, b),
    symbol="@")
linear = Operation("linear", lambda x, w, b=0.0: x @ w.T + b,
    lambda g, y, x, w, b=0.0: g @ w,
    lambda g, y, x, w, b=0.0: rows(g).T @ rows(x),
    lambda g, y, x, w, b=0.0: g)

# Functions of one number, applied to each
exp = Operation("exp", np.exp, lambda g, y, x: g * y,
    says="eˣ is its own derivative: the local derivative is the output")
log = Operation("log", np.log, lambda g, y, x: g / x,
    says="log x has the local derivative 1/x")
sqrt = Operation("sqrt", np.sqrt, lambda g, y, x: g / (2 * y),
    symbol="√", says="√x has the local derivative 1/(2√x)")
sin = Operation("sin", np.sin, lambda g, y, x: g * cos(x),
    says="sin x has the local derivative cos x")
cos = Operation("cos", np.cos, lambda g, y, x: -g * sin(x),
    says="cos x has the local derivative −sin x")
abs = Operation("abs", np.abs, lambda g, y, x: g * np.sign(raw(x)),
    says="|x| has the sign of x for local derivative: +1 or −1, and 0 at 0")

# Activations
sigmoid = Operation("sigmoid", stable_sigmoid, lambda g, y, x: g * y * (1 - y),
    symbol="σ", says="σ(x) has the local derivative σ(x)(1 − σ(x))",
    layer="Sigmoid", formula="1 / (1 + e⁻ˣ), from 0 to 1", example=(1.0, 0.7311))
tanh = Operation("tanh", np.tanh, lambda g, y, x: g * (1 - y * y),
    says="tanh x has the local derivative 1 − tanh²x",
    layer="Tanh", formula="tanh x, from −1 to 1", example=(1.0, 0.7616))
relu = Operation("relu", lambda x: np.maximum(x, 0), lambda g, y, x: g * (x > 0),  # relu'(0) = 0
    says="ReLU lets the gradient through where its input is positive, else it stops it",
    layer="ReLU", formula="max(0, x)", example=(-3.0, 0.0))
softplus = Operation("softplus", lambda x: np.logaddexp(0, x), lambda g, y, x: g * sigmoid(x),
    says="softplus has the local derivative σ(x)",
    layer="Softplus", formula="log(1 + eˣ), a smooth ReLU", example=(0.0, 0.6931))

# Choosing: the gradient goes where the value came from, halves of it on a tie
maximum = Operation("maximum", np.maximum,
    lambda g, y, a, b: g * share(a > b, a == b),
    lambda g, y, a, b: g * share(b > a, a == b),
    symbol="max",
    says="max routes: the larger input gets the whole gradient, the other one nothing")
minimum = Operation("minimum", np.minimum,
    lambda g, y, a, b: g * share(a < b, a == b),
    lambda g, y, a, b: g * share(b < a, a == b),
    symbol="min",
    says="min routes: the smaller input gets the whole gradient, the other one nothing")
where = Operation("where", np.where,
    None,
    lambda g, y, condition, a, b: where(condition, g, 0),
    lambda g, y, condition, a, b: where(condition, 0, g))
clip = Operation("clip", lambda x, low, high: np.clip(x, low, high),
    lambda g, y, x, low, high: g * ((x >= low) & (x <= high)))

# Reductions
sum = Operation("sum", lambda x, axis=None, keepdims=False: np.sum(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis),
    symbol="Σ")
mean = Operation("mean", lambda x, axis=None, keepdims=False: np.mean(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis) * (y.size / (x.size or 1)))
max = Operation("max", lambda x, axis=None, keepdims=False: np.max(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis) * winners(y, x, axis))
min = Operation("min", lambda x, axis=None, keepdims=False: np.min(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis) * winners(y, x, axis))
# fmt: on

OPERATIONS = {name: x for name, x in dict(globals()).items() if isinstance(x, Operation)}
FUNCTIONS = {  # of one number, by their names; −x is written with its sign
    name: x for name, x in OPERATIONS.items() if x.elementwise and x is not neg
}
__all__ = list(OPERATIONS)
