"""The table of derivatives: every operation of the engine, one entry each.

An entry reads: name, function of arrays, then for each input the rule that turns the gradient
``g`` of the output ``y`` into the gradient of that input. Broadcasting is nobody's business
here: the backward pass sums a gradient to its input's shape.
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
    lambda g, y, a, b: g)
sub = Operation("sub", np.subtract,
    lambda g, y, a, b: g,
    lambda g, y, a, b: -g)
mul = Operation("mul", np.multiply,
    lambda g, y, a, b: g * b,
    lambda g, y, a, b: g * a)
div = Operation("div", np.true_divide,
    lambda g, y, a, b: g / b,
    lambda g, y, a, b: -g * y / b)
neg = Operation("neg", np.negative, lambda g, y, x: -g)
pow = Operation("pow", lambda x, n: x**n,
    lambda g, y, x, n: g * n * x ** (n - (n != 0)),  # at n = 0 the power must not become -1
    lambda g, y, x, n: g * y * log(x + (raw(x) == 0)))  # 0 at x = 0
matmul = Operation("matmul", np.matmul,
    lambda g, y, a, b: left_of_matmul(g, a, b),
    lambda g, y, a, b: right_of_matmul(g, a, b))
linear = Operation("linear", lambda x, w, b=0.0: x @ w.T + b,
    lambda g, y, x, w, b=0.0: g @ w,
    lambda g, y, x, w, b=0.0: rows(g).T @ rows(x),
    lambda g, y, x, w, b=0.0: g)

# Functions of one number, applied to each
exp = Operation("exp", np.exp, lambda g, y, x: g * y)
log = Operation("log", np.log, lambda g, y, x: g / x)
sqrt = Operation("sqrt", np.sqrt, lambda g, y, x: g / (2 * y))
sin = Operation("sin", np.sin, lambda g, y, x: g * cos(x))
cos = Operation("cos", np.cos, lambda g, y, x: -g * sin(x))
abs = Operation("abs", np.abs, lambda g, y, x: g * np.sign(raw(x)))
sigmoid = Operation("sigmoid", stable_sigmoid, lambda g, y, x: g * y * (1 - y))
tanh = Operation("tanh", np.tanh, lambda g, y, x: g * (1 - y * y))
relu = Operation("relu", lambda x: np.maximum(x, 0), lambda g, y, x: g * (x > 0))  # relu'(0) = 0
softplus = Operation("softplus", lambda x: np.logaddexp(0, x), lambda g, y, x: g * sigmoid(x))

# Choosing: the gradient goes where the value came from, halves of it on a tie
maximum = Operation("maximum", np.maximum,
    lambda g, y, a, b: g * share(a > b, a == b),
    lambda g, y, a, b: g * share(b > a, a == b))
minimum = Operation("minimum", np.minimum,
    lambda g, y, a, b: g * share(a < b, a == b),
    lambda g, y, a, b: g * share(b < a, a == b))
where = Operation("where", np.where,
    None,
    lambda g, y, condition, a, b: where(condition, g, 0),
    lambda g, y, condition, a, b: where(condition, 0, g))
clip = Operation("clip", lambda x, low, high: np.clip(x, low, high),
    lambda g, y, x, low, high: g * ((x >= low) & (x <= high)))

# Reductions
sum = Operation("sum", lambda x, axis=None, keepdims=False: np.sum(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis))
mean = Operation("mean", lambda x, axis=None, keepdims=False: np.mean(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis) * (y.size / (x.size or 1)))
max = Operation("max", lambda x, axis=None, keepdims=False: np.max(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis) * winners(y, x, axis))
min = Operation("min", lambda x, axis=None, keepdims=False: np.min(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis) * winners(y, x, axis))
