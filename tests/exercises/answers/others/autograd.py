"""Answers to assignment 02 that were written from its text alone, by others than its authors."""
# ruff: noqa
import math
import numpy as np
from tests.exercises.answers.others import right, wrong


# 1 · add.vjp

@right("add.vjp")
def _(g, y, a, b):
    return g, g


@right("add.vjp")
def _(g, y, a, b):
    return g.copy(), g.copy()


@right("add.vjp")
def _(g, y, a, b):
    return (g,) * 2


@right("add.vjp")
def _(g, y, a, b):
    dyda = 1
    dydb = 1
    dLda = g * dyda
    dLdb = g * dydb
    return dLda, dLdb


@right("add.vjp")
def _(g, y, a, b):
    return tuple(np.stack([g, g]))


@right("add.vjp")
def _(g, y, a, b):
    local = np.ones_like(y)
    return np.multiply(g, local), np.multiply(local, g)


@right("add.vjp")
def _(g, y, a, b):
    ga, gb = np.empty_like(g), np.empty_like(g)
    for i in np.ndindex(g.shape):
        ga[i] = g[i]
        gb[i] = g[i]
    return ga, gb


@right("add.vjp")
def _(g, y, a, b):
    return tuple(np.einsum("...,k->k...", g, np.ones(2, g.dtype)))


@right("add.vjp")
def _(g, y, a, b):
    def share(sign):
        return np.array(g * sign, dtype=g.dtype)
    return tuple(share(s) for s in (1.0, 1.0))


@wrong("add.vjp", "returns one gradient only, not one for each of the two inputs")
def _(g, y, a, b):
    return g


@wrong("add.vjp", "returns the local derivatives 1 and 1; the upstream gradient is forgotten")
def _(g, y, a, b):
    return np.ones_like(g), np.ones_like(g)


@wrong("add.vjp", "the gradient for b has the wrong sign (the rule of subtraction)")
def _(g, y, a, b):
    return g, -g


@wrong("add.vjp", "multiplies the upstream gradient by the inputs themselves: g * a for a, g * b for b")
def _(g, y, a, b):
    return g * a, g * b


@wrong("add.vjp", "uses the rule of multiplication: g * b for a, g * a for b")
def _(g, y, a, b):
    return g * b, g * a


@wrong("add.vjp", "splits the upstream gradient: each input gets half of it")
def _(g, y, a, b):
    return g / 2, g / 2


@wrong("add.vjp", "values right, but the dtype is always float64: float32 is lost")
def _(g, y, a, b):
    ones = np.ones(g.shape)
    return g * ones, g * ones


@wrong("add.vjp", "sums the upstream gradient to a single number, the shape is lost")
def _(g, y, a, b):
    return g.sum(), g.sum()


@wrong("add.vjp", "the gradient for b is 1: its upstream factor is forgotten (the one for a is right)")
def _(g, y, a, b):
    return g, np.ones_like(g)


@wrong("add.vjp", "doubles the upstream gradient in place: the given g is modified and both gradients are twice too large")
def _(g, y, a, b):
    g += g
    return g, g


@wrong("add.vjp", "multiplies the upstream gradient by the output y")
def _(g, y, a, b):
    return g * y, g * y


@wrong("add.vjp", "adds the inputs to the upstream gradient (g + a, g + b) instead of passing it on")
def _(g, y, a, b):
    return g + a, g + b


# 2 · mul.vjp

@right("mul.vjp")
def _(g, y, a, b):
    return g * b, g * a


@right("mul.vjp")
def _(g, y, a, b):
    return np.multiply(g, b), np.multiply(g, a)


@right("mul.vjp")
def _(g, y, a, b):
    return tuple(g * other for other in (b, a))


@right("mul.vjp")
def _(g, y, a, b):
    return np.einsum("...,...->...", g, b), np.einsum("...,...->...", g, a)


@right("mul.vjp")
def _(g, y, a, b):
    a, b = np.broadcast_to(a, g.shape), np.broadcast_to(b, g.shape)
    ga, gb = np.zeros_like(g), np.zeros_like(g)
    for i in np.ndindex(g.shape):
        ga[i] = g[i] * b[i]
        gb[i] = g[i] * a[i]
    return ga, gb


@right("mul.vjp")
def _(g, y, a, b):
    G, A, B = np.broadcast_arrays(g, a, b)
    ga = [u * v for u, v in zip(G.ravel(), B.ravel())]
    gb = [u * v for u, v in zip(G.ravel(), A.ravel())]
    return np.array(ga, g.dtype).reshape(g.shape), np.array(gb, g.dtype).reshape(g.shape)


@right("mul.vjp")
def _(g, y, a, b):
    slope_a, slope_b = b, a
    result_a = g.copy()
    result_a *= slope_a
    result_b = g.copy()
    result_b *= slope_b
    return result_a, result_b


@right("mul.vjp")
def _(g, y, a, b):
    # y is linear in a and in b
    slope = lambda f, u: f(np.ones_like(u)) - f(np.zeros_like(u))
    return g * slope(lambda t: t * b, a), g * slope(lambda t: a * t, b)


@right("mul.vjp")
def _(g, y, a, b):
    others = np.stack([np.broadcast_to(b, g.shape), np.broadcast_to(a, g.shape)])
    ga, gb = others * g[None]
    return ga, gb


@wrong("mul.vjp", "the two gradients are swapped: g * a for a and g * b for b")
def _(g, y, a, b):
    return g * a, g * b


@wrong("mul.vjp", "the upstream gradient is forgotten: returns b and a only")
def _(g, y, a, b):
    one = np.ones_like(g)
    return one * b, one * a


@wrong("mul.vjp", "uses the rule of addition: passes g on unchanged to both")
def _(g, y, a, b):
    return g, g


@wrong("mul.vjp", "the upstream gradient is forgotten in the gradient for b (returns a there); the one for a is right")
def _(g, y, a, b):
    return g * b, a * np.ones_like(g)


@wrong("mul.vjp", "multiplies g by the output y for both inputs")
def _(g, y, a, b):
    return g * y, g * y


@wrong("mul.vjp", "takes y / a for the factor b and y / b for the factor a: right unless that input is 0, there nan")
def _(g, y, a, b):
    with np.errstate(all="ignore"):
        return g * y / a, g * y / b


@wrong("mul.vjp", "adds g to the other factor instead of multiplying by it")
def _(g, y, a, b):
    return g + b, g + a


@wrong("mul.vjp", "writes the gradient for a into g (*=): g is modified, and the gradient for b has a factor b too much")
def _(g, y, a, b):
    g *= b
    return g, g * a


@wrong("mul.vjp", "both inputs get g * b; the gradient for b should use a")
def _(g, y, a, b):
    return g * b, g * b


@wrong("mul.vjp", "the gradient for b has the wrong sign")
def _(g, y, a, b):
    return g * b, -g * a


@wrong("mul.vjp", "values right, but float32 comes out as float64")
def _(g, y, a, b):
    g = g.astype(float)
    return g * b, g * a


@wrong("mul.vjp", "two slips: the gradient for a is negative, and the one for b lacks the upstream factor")
def _(g, y, a, b):
    return -g * b, a * np.ones_like(g)


# 3 · pow.vjp

@right("pow.vjp")
def _(g, y, x, n):
    return g * n * x ** (n - 1)


@right("pow.vjp")
def _(g, y, x, n):
    if n == 0:
        return np.zeros_like(g)
    if n == 1:
        return g.copy()
    return n * np.power(x, n - 1) * g


@right("pow.vjp")
def _(g, y, x, n):
    rules = {2: lambda: 2 * x, 3: lambda: 3 * x * x, 1: lambda: np.ones_like(x), 0: lambda: np.zeros_like(x),
             0.5: lambda: 1 / (2 * np.sqrt(x)), -1: lambda: -1 / (x * x)}
    return g * rules[n]()


@right("pow.vjp")
def _(g, y, x, n):
    out = np.empty_like(g)
    for i in np.ndindex(g.shape):
        out[i] = float(g[i]) * n * float(x[i]) ** (n - 1)
    return out


@right("pow.vjp")
def _(g, y, x, n):
    zero = x == 0
    slope = n * y / (x + zero)
    return g * np.where(zero, x.dtype.type(n == 1), slope)


@right("pow.vjp")
def _(g, y, x, n):
    return (g * n * np.float_power(x, n - 1)).astype(g.dtype)


@right("pow.vjp")
def _(g, y, x, n):
    # complex step
    slope = ((x.astype(complex) + 1e-30j) ** n).imag / 1e-30
    return (g * slope).astype(g.dtype)


@right("pow.vjp")
def _(g, y, x, n):
    if n == int(n) and n >= 0:
        slope = np.poly1d([1.0] + [0.0] * int(n)).deriv()(x)
    else:
        slope = n * y / x
    return np.asarray(g * slope).astype(g.dtype)


@right("pow.vjp")
def _(g, y, x, n):
    slope = np.full_like(x, n)
    if n in (2, 3):
        for _ in range(int(n) - 1):
            slope = slope * x
    elif n != 1:
        slope = slope * x ** n / x
    return np.multiply(slope, g)


@wrong("pow.vjp", "the exponent is not lowered: g * n * x ** n")
def _(g, y, x, n):
    return g * n * x ** n


@wrong("pow.vjp", "the exponent does not come down as a factor: g * x ** (n - 1)")
def _(g, y, x, n):
    return g * x ** (n - 1)


@wrong("pow.vjp", "the upstream gradient is forgotten")
def _(g, y, x, n):
    return n * x ** (n - 1)


@wrong("pow.vjp", "n * y / x: nan where x is 0")
def _(g, y, x, n):
    with np.errstate(all="ignore"):
        return g * n * y / x


@wrong("pow.vjp", "always the derivative of the square, 2x, whatever n is")
def _(g, y, x, n):
    return g * 2 * x


@wrong("pow.vjp", "the factor is n - 1 instead of n")
def _(g, y, x, n):
    return g * (n - 1) * x ** (n - 1)


@wrong("pow.vjp", "the integral instead of the derivative: x ** (n + 1) / (n + 1)")
def _(g, y, x, n):
    with np.errstate(all="ignore"):
        return g * x ** (n + 1) / np.float32(n + 1) if n != -1 else g * np.log(np.abs(x))


@wrong("pow.vjp", "the rule of the exponential function: g * y * ln(x), the derivative with respect to n")
def _(g, y, x, n):
    with np.errstate(all="ignore"):
        return g * y * np.log(x)


@wrong("pow.vjp", "uses the output instead of the input: n * y ** (n - 1)")
def _(g, y, x, n):
    with np.errstate(all="ignore"):
        return g * n * y ** (n - 1)


@wrong("pow.vjp", "rounds the exponent to a whole number (int(n) - 1), wrong for n = 1/2")
def _(g, y, x, n):
    return g * n * x ** float(int(n) - 1)


@wrong("pow.vjp", "values right, but float32 comes out as float64")
def _(g, y, x, n):
    return g * (n * np.array(x, dtype=np.float64) ** (n - 1))


@wrong("pow.vjp", "takes the absolute value of x: the sign is wrong for negative x where n - 1 is odd")
def _(g, y, x, n):
    return g * n * np.abs(x) ** (n - 1)


# 4 · exp.vjp

@right("exp.vjp")
def _(g, y, x):
    return g * y


@right("exp.vjp")
def _(g, y, x):
    return g * np.exp(x)


@right("exp.vjp")
def _(g, y, x):
    return np.multiply(y, g)


@right("exp.vjp")
def _(g, y, x):
    return np.einsum("...,...->...", g, y)


@right("exp.vjp")
def _(g, y, x):
    out = np.zeros_like(g)
    for i in np.ndindex(g.shape):
        out[i] = g[i] * y[i]
    return out


@right("exp.vjp")
def _(g, y, x):
    return np.array([u * v for u, v in zip(g.flat, y.flat)], dtype=g.dtype).reshape(g.shape)


@right("exp.vjp")
def _(g, y, x):
    gradient = np.array(g)
    gradient *= y
    return gradient


@right("exp.vjp")
def _(g, y, x):
    return np.prod([g, y], axis=0)


@right("exp.vjp")
def _(g, y, x):
    return np.add(g * (y - 1), g) if np.all((0.5 < y) & (y < 2)) else np.multiply(*np.broadcast_arrays(g, y))


@wrong("exp.vjp", "the upstream gradient is forgotten: returns y")
def _(g, y, x):
    return y.copy()


@wrong("exp.vjp", "takes the exponential of the output: g * exp(y)")
def _(g, y, x):
    with np.errstate(all="ignore"):
        return g * np.exp(y)


@wrong("exp.vjp", "uses the power rule: g * x * y / e, that is x * exp(x - 1)")
def _(g, y, x):
    with np.errstate(all="ignore"):
        return g * x * np.exp(x - 1)


@wrong("exp.vjp", "multiplies by the input instead of the output: g * x")
def _(g, y, x):
    return g * x


@wrong("exp.vjp", "a factor x too much: g * y * x")
def _(g, y, x):
    with np.errstate(all="ignore"):
        return g * y * x


@wrong("exp.vjp", "wrong sign: the derivative of exp(-x)")
def _(g, y, x):
    return -g * y


@wrong("exp.vjp", "divides by the output (the rule of the logarithm): g / y")
def _(g, y, x):
    with np.errstate(all="ignore"):
        return g / y


@wrong("exp.vjp", "passes g on unchanged, as if the slope were 1 everywhere")
def _(g, y, x):
    return g.copy()


@wrong("exp.vjp", "multiplies in place: the given g is modified")
def _(g, y, x):
    g *= y
    return g


@wrong("exp.vjp", "exp(x) through float64: values right, but float32 comes out as float64")
def _(g, y, x):
    return g * np.exp(x.astype("float64"))


@wrong("exp.vjp", "exponential of the upstream gradient instead of the input: y * exp(g)")
def _(g, y, x):
    with np.errstate(all="ignore"):
        return y * np.exp(g)


@wrong("exp.vjp", "returns a pair (g * y, g * y) although there is only one input")
def _(g, y, x):
    return g * y, g * y


# 5 · log.vjp

@right("log.vjp")
def _(g, y, x):
    return g / x


@right("log.vjp")
def _(g, y, x):
    return g * (1 / x)


@right("log.vjp")
def _(g, y, x):
    return np.reciprocal(x) * g


@right("log.vjp")
def _(g, y, x):
    return g * x ** -1.0


@right("log.vjp")
def _(g, y, x):
    return np.divide(g, x)


@right("log.vjp")
def _(g, y, x):
    out = np.empty_like(g)
    for i in np.ndindex(x.shape):
        out[i] = g[i] / x[i]
    return out


@right("log.vjp")
def _(g, y, x):
    return np.vectorize(lambda u, v: u / v, otypes=[g.dtype])(g, x)


@right("log.vjp")
def _(g, y, x):
    values = [float(u) / float(v) for u, v in zip(g.reshape(-1), x.reshape(-1))]
    return np.array(values).reshape(x.shape).astype(x.dtype)


@right("log.vjp")
def _(g, y, x):
    slope = np.ones_like(x)
    slope /= x
    return np.einsum("...,...->...", slope, g)


@wrong("log.vjp", "the upstream gradient is forgotten: 1 / x")
def _(g, y, x):
    return 1 / x


@wrong("log.vjp", "multiplies by x instead of dividing by it")
def _(g, y, x):
    return g * x


@wrong("log.vjp", "divides by the output y instead of the input x")
def _(g, y, x):
    with np.errstate(all="ignore"):
        return g / y


@wrong("log.vjp", "multiplies by the output: g * y (as for the exponential function)")
def _(g, y, x):
    return g * y


@wrong("log.vjp", "upside down: x / g")
def _(g, y, x):
    with np.errstate(all="ignore"):
        return x / g


@wrong("log.vjp", "the derivative of 1 / x instead of 1 / x itself: -g / x ** 2")
def _(g, y, x):
    return -g / x ** 2


@wrong("log.vjp", "the derivative of the logarithm to base 10: divided by ln 10 as well")
def _(g, y, x):
    return g / (x * math.log(10))


@wrong("log.vjp", "integer division: g // x")
def _(g, y, x):
    return g // x


@wrong("log.vjp", "adds 1 to the denominator so that it is never 0: g / (x + 1)")
def _(g, y, x):
    return g / (x + 1)


@wrong("log.vjp", "divides in place: the given g is modified")
def _(g, y, x):
    g /= x
    return g


@wrong("log.vjp", "values right, but float32 comes out as float64")
def _(g, y, x):
    return np.ones(x.shape) * g / x


@wrong("log.vjp", "1 / (g x): the upstream gradient in the denominator")
def _(g, y, x):
    with np.errstate(all="ignore"):
        return 1 / (g * x)


# 6 · matmul.vjp

@right("matmul.vjp")
def _(g, y, a, b):
    return g @ b.T, a.T @ g


@right("matmul.vjp")
def _(g, y, a, b):
    return np.einsum("il,jl->ij", g, b), np.einsum("ij,il->jl", a, g)


@right("matmul.vjp")
def _(g, y, a, b):
    return (b @ g.T).T, (g.T @ a).T


@right("matmul.vjp")
def _(g, y, a, b):
    n, k = a.shape
    m = b.shape[1]
    ga, gb = np.zeros_like(a), np.zeros_like(b)
    for i in range(n):
        for j in range(k):
            for l in range(m):
                ga[i, j] += g[i, l] * b[j, l]
                gb[j, l] += g[i, l] * a[i, j]
    return ga, gb


@right("matmul.vjp")
def _(g, y, a, b):
    return np.tensordot(g, b, axes=(1, 1)), np.tensordot(a, g, axes=(0, 0))


@right("matmul.vjp")
def _(g, y, a, b):
    return np.inner(g, b), np.inner(a.T, g.T)


@right("matmul.vjp")
def _(g, y, a, b):
    ga = (g[:, None, :] * b[None, :, :]).sum(axis=2)
    gb = (a[:, :, None] * g[:, None, :]).sum(axis=0)
    return ga, gb


@right("matmul.vjp")
def _(g, y, a, b):
    ga = sum(np.outer(g[:, l], b[:, l]) for l in range(b.shape[1]))
    gb = sum(np.outer(a[i, :], g[i, :]) for i in range(a.shape[0]))
    return ga, gb


@right("matmul.vjp")
def _(g, y, a, b):
    dot = lambda u, v: sum(float(s) * float(t) for s, t in zip(u, v))
    ga = [[dot(g_row, b_row) for b_row in b] for g_row in g]
    gb = [[dot(a_column, g_column) for g_column in g.T] for a_column in a.T]
    return np.array(ga, dtype=a.dtype), np.array(gb, dtype=b.dtype)


@wrong("matmul.vjp", "B is not transposed in the gradient for A (g @ b): shapes do not fit, or a wrong result where all are square")
def _(g, y, a, b):
    return g @ b, a.T @ g


@wrong("matmul.vjp", "the order of the factors is turned round in both: b.T @ g and g @ a.T")
def _(g, y, a, b):
    return b.T @ g, g @ a.T


@wrong("matmul.vjp", "the two gradients are returned in the wrong order, B's first")
def _(g, y, a, b):
    return a.T @ g, g @ b.T


@wrong("matmul.vjp", "the gradients come out transposed")
def _(g, y, a, b):
    return b @ g.T, g.T @ a


@wrong("matmul.vjp", "the rule of multiplication element by element (g * b, g * a) instead of matrix products")
def _(g, y, a, b):
    return g * b, g * a


@wrong("matmul.vjp", "A is not transposed in the gradient for B (a @ g); the gradient for A is right")
def _(g, y, a, b):
    return g @ b.T, a @ g


@wrong("matmul.vjp", "the upstream gradient is forgotten: as if g were all ones")
def _(g, y, a, b):
    one = np.ones_like(g)
    return one @ b.T, a.T @ one


@wrong("matmul.vjp", "the gradient for A is the mean over the columns instead of the sum (divided by m)")
def _(g, y, a, b):
    return g @ b.T / b.shape[1], a.T @ g


@wrong("matmul.vjp", "reshapes B and A instead of transposing them: the shapes are right, the numbers are not")
def _(g, y, a, b):
    return g @ b.reshape(b.shape[::-1]), a.reshape(a.shape[::-1]) @ g


@wrong("matmul.vjp", "the loop overwrites instead of adding: the gradient for A holds only the last column's contribution")
def _(g, y, a, b):
    ga = np.zeros_like(a)
    for l in range(b.shape[1]):
        ga = np.outer(g[:, l], b[:, l])
    return ga, a.T @ g


@wrong("matmul.vjp", "the gradient for B has the output Y where the upstream gradient g belongs; the one for A is right")
def _(g, y, a, b):
    return g @ b.T, a.T @ y


@wrong("matmul.vjp", "values right, but the results are always float64: float32 is lost")
def _(g, y, a, b):
    ga, gb = np.zeros(a.shape), np.zeros(b.shape)
    ga += g @ b.T
    gb += a.T @ g
    return ga, gb


@wrong("matmul.vjp", "two slips: the sum leaves out the last column, and the gradient for B has the wrong sign")
def _(g, y, a, b):
    return g[:, :-1] @ b[:, :-1].T, -a.T @ g


# 7 · max.vjp

@right("max.vjp")
def _(g, y, x):
    mask = (x == y).astype(g.dtype)
    return g * mask / mask.sum(axis=-1, keepdims=True)


@right("max.vjp")
def _(g, y, x):
    out = np.zeros_like(x)
    for i in range(len(x)):
        winners = [j for j in range(x.shape[1]) if x[i, j] == y[i, 0]]
        for j in winners:
            out[i, j] = g[i, 0] / len(winners)
    return out


@right("max.vjp")
def _(g, y, x):
    count = np.count_nonzero(x == y, axis=-1, keepdims=True)
    return np.where(x == y, g / count, 0).astype(x.dtype)


@right("max.vjp")
def _(g, y, x):
    out = np.zeros_like(x)
    rows, columns = np.nonzero(x == y)
    out[rows, columns] = (g[:, 0] / np.bincount(rows, minlength=len(x)))[rows]
    return out


@right("max.vjp")
def _(g, y, x):
    best = np.equal(x, y)
    share = g / best.sum(axis=-1, keepdims=True, dtype=g.dtype)
    return share * best


@right("max.vjp")
def _(g, y, x):
    rows = []
    for row, up in zip(x.tolist(), g.ravel().tolist()):
        largest = max(row)
        rows.append([up / row.count(largest) if value == largest else 0.0 for value in row])
    return np.array(rows, dtype=x.dtype).reshape(x.shape)


@right("max.vjp")
def _(g, y, x):
    weight = np.apply_along_axis(lambda row: (row == row.max()) / np.sum(row == row.max()), -1, x)
    return (weight * g).astype(x.dtype)


@right("max.vjp")
def _(g, y, x):
    ties = (x >= y).astype(x.dtype)
    return np.einsum("nm,n,n->nm", ties, g[:, 0], 1 / np.einsum("nm->n", ties))


@right("max.vjp")
def _(g, y, x):
    gradient = np.zeros_like(x)
    np.copyto(gradient, g, where=x == y)
    gradient /= np.maximum((x == y).mean(axis=1, keepdims=True) * x.shape[1], 1).astype(x.dtype)
    return gradient


@wrong("max.vjp", "ties do not share: each of the equally large numbers gets all of g")
def _(g, y, x):
    return g * (x == y)


@wrong("max.vjp", "argmax: with ties the first of the largest numbers gets all of g, the others nothing")
def _(g, y, x):
    out = np.zeros_like(x)
    rows = np.arange(len(x))
    out[rows, x.argmax(axis=1)] = g[:, 0]
    return out


@wrong("max.vjp", "divides by the number of largest numbers in the whole array instead of in the row")
def _(g, y, x):
    mask = (x == y).astype(g.dtype)
    return g * mask / mask.sum()


@wrong("max.vjp", "values right, but the division by an integer count makes float64 of float32")
def _(g, y, x):
    mask = x == y
    return g * mask / mask.sum(axis=-1, keepdims=True)


@wrong("max.vjp", "compares with the maximum of the whole array instead of the row's own")
def _(g, y, x):
    mask = (x == x.max()).astype(g.dtype)
    return g * mask / np.maximum(mask.sum(axis=-1, keepdims=True), 1)


@wrong("max.vjp", "the upstream gradient is forgotten: as if g were 1")
def _(g, y, x):
    mask = (x == y).astype(g.dtype)
    return mask / mask.sum(axis=-1, keepdims=True)


@wrong("max.vjp", "shares g among all numbers of the row: divides by the row's length, not by the number of ties")
def _(g, y, x):
    return g * (x == y) / x.shape[-1]


@wrong("max.vjp", "counts the ties along the columns (axis 0) instead of along the rows")
def _(g, y, x):
    mask = (x == y).astype(g.dtype)
    return g * mask / np.maximum(mask.sum(axis=0, keepdims=True), 1)


@wrong("max.vjp", "multiplies by the largest number itself as well (a factor y too much)")
def _(g, y, x):
    mask = (x == y).astype(g.dtype)
    return g * y * mask / mask.sum(axis=-1, keepdims=True)


@wrong("max.vjp", "every number of the row gets g, whether it is the largest or not")
def _(g, y, x):
    return g * np.ones_like(x)


@wrong("max.vjp", "takes the smallest number of each row instead of the largest")
def _(g, y, x):
    mask = (x == x.min(axis=-1, keepdims=True)).astype(g.dtype)
    return g * mask / mask.sum(axis=-1, keepdims=True)


@wrong("max.vjp", "all rows get the first row's upstream gradient")
def _(g, y, x):
    mask = (x == y).astype(g.dtype)
    return g[0] * mask / mask.sum(axis=-1, keepdims=True)


@wrong("max.vjp", "divides by 2 wherever there is a tie: wrong when three or more are equally large")
def _(g, y, x):
    mask = (x == y).astype(g.dtype)
    tie = (mask.sum(axis=-1, keepdims=True) > 1).astype(g.dtype)
    return g * mask / (1 + tie)


@wrong("max.vjp", "two slips: ties do not share, and the losers get -g instead of 0")
def _(g, y, x):
    return np.where(x == y, g, -g)


# 8 · where.vjp

@right("where.vjp")
def _(g, y, condition, a, b):
    return np.where(condition, g, 0), np.where(condition, 0, g)


@right("where.vjp")
def _(g, y, condition, a, b):
    return g * condition, g * ~condition


@right("where.vjp")
def _(g, y, condition, a, b):
    nothing = np.zeros_like(g)
    return np.where(condition, g, nothing), np.where(condition, nothing, g)


@right("where.vjp")
def _(g, y, condition, a, b):
    c = np.broadcast_to(condition, g.shape)
    ga, gb = np.zeros_like(g), np.zeros_like(g)
    ga[c] = g[c]
    gb[~c] = g[~c]
    return ga, gb


@right("where.vjp")
def _(g, y, condition, a, b):
    c = np.broadcast_to(condition, g.shape)
    ga, gb = np.zeros_like(g), np.zeros_like(g)
    for i in np.ndindex(g.shape):
        if c[i]:
            ga[i] = g[i]
        else:
            gb[i] = g[i]
    return ga, gb


@right("where.vjp")
def _(g, y, condition, a, b):
    ga = g * condition
    return ga, g - ga


@right("where.vjp")
def _(g, y, condition, a, b):
    ga, gb = g.copy(), g.copy()
    np.copyto(ga, 0, where=np.logical_not(condition))
    np.copyto(gb, 0, where=condition)
    return ga, gb


@right("where.vjp")
def _(g, y, condition, a, b):
    zero = np.zeros_like(g)
    return np.select([condition], [g], zero), np.select([np.logical_not(condition)], [g], zero)


@right("where.vjp")
def _(g, y, condition, a, b):
    c = np.broadcast_to(condition, g.shape).ravel()
    first = [u if t else 0.0 for u, t in zip(g.ravel(), c)]
    second = [0.0 if t else u for u, t in zip(g.ravel(), c)]
    return tuple(np.array(part, dtype=g.dtype).reshape(g.shape) for part in (first, second))


@wrong("where.vjp", "the two gradients are swapped: a gets g where the condition is false")
def _(g, y, condition, a, b):
    return np.where(condition, 0, g), np.where(condition, g, 0)


@wrong("where.vjp", "multiplies by the values: g * a where a was chosen, g * b where b was")
def _(g, y, condition, a, b):
    return np.where(condition, g * a, 0), np.where(condition, 0, g * b)


@wrong("where.vjp", "passes g on to both everywhere, without regard to the condition")
def _(g, y, condition, a, b):
    return g.copy(), g.copy()


@wrong("where.vjp", "the upstream gradient is forgotten: returns 1 and 0 only")
def _(g, y, condition, a, b):
    c = np.broadcast_to(condition, g.shape).astype(g.dtype)
    return c, 1 - c


@wrong("where.vjp", "both gradients hold g where the condition is true; the one for b should where it is false")
def _(g, y, condition, a, b):
    return np.where(condition, g, 0), np.where(condition, g, 0)


@wrong("where.vjp", "the gradient for b is -g where the condition is false: wrong sign")
def _(g, y, condition, a, b):
    return np.where(condition, g, 0), np.where(condition, 0, -g)


@wrong("where.vjp", "returns the chosen values (a or 0, 0 or b) instead of the gradients")
def _(g, y, condition, a, b):
    like = np.zeros_like(g)
    return np.where(condition, a + like, 0), np.where(condition, 0, b + like)


@wrong("where.vjp", "writes zeros into g itself: g is modified, and the gradient for b is 0 everywhere")
def _(g, y, condition, a, b):
    g *= condition
    return g, g * ~condition


@wrong("where.vjp", "recognises the chosen input by its value (y == a, y == b): where a equals b both get g")
def _(g, y, condition, a, b):
    return g * (y == a), g * (y == b)


@wrong("where.vjp", "fills with the other input's value instead of 0: where(condition, g, b) and where(condition, a, g)")
def _(g, y, condition, a, b):
    return np.where(condition, g, b), np.where(condition, a, g)


@wrong("where.vjp", "values right, but float32 comes out as float64")
def _(g, y, condition, a, b):
    zero = np.zeros(g.shape)
    return np.where(condition, g, zero), np.where(condition, zero, g)


@wrong("where.vjp", "the gradient for b is forgotten: 0 everywhere")
def _(g, y, condition, a, b):
    return np.where(condition, g, 0), np.zeros_like(g)


@wrong("where.vjp", "collects only the chosen elements (g[condition]): the results are flat lists of the wrong shape")
def _(g, y, condition, a, b):
    c = np.broadcast_to(condition, g.shape)
    return g[c], g[~c]


# 9 · unbroadcast

@right("unbroadcast")
def _(g, shape):
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    return g.sum(axis=axes, keepdims=True)


@right("unbroadcast")
def _(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis in range(len(shape)):
        if shape[axis] != g.shape[axis]:
            g = g.sum(axis=axis, keepdims=True)
    return g


@right("unbroadcast")
def _(g, shape):
    padded = (1,) * (g.ndim - len(shape)) + tuple(shape)
    return g.sum(axis=tuple(i for i in range(g.ndim) if padded[i] == 1)).reshape(shape)


@right("unbroadcast")
def _(g, shape):
    where_from = np.broadcast_to(np.arange(math.prod(shape)).reshape(shape), g.shape)
    sums = np.bincount(where_from.ravel(), weights=g.ravel(), minlength=math.prod(shape))
    return sums.reshape(shape).astype(g.dtype)


@right("unbroadcast")
def _(g, shape):
    out = np.zeros(shape, dtype=g.dtype)
    lead = g.ndim - len(shape)
    for index in np.ndindex(g.shape):
        place = tuple(0 if n == 1 else i for i, n in zip(index[lead:], shape))
        out[place] += g[index]
    return out


@right("unbroadcast")
def _(g, shape):
    letters = "abcdefghijklmnop"[:g.ndim]
    lead = g.ndim - len(shape)
    kept = "".join(c for c, n in zip(letters[lead:], shape) if n != 1)
    return np.einsum(letters + "->" + kept, g).reshape(shape)


@right("unbroadcast")
def _(g, shape):
    def rec(g, shape):
        if g.ndim > len(shape):
            return rec(np.add.reduce(g, axis=0), shape)
        if not shape:
            return g
        rows = g if shape[0] == len(g) else [np.add.reduce(g, axis=0)]
        return np.array([rec(row, shape[1:]) for row in rows], dtype=g.dtype).reshape(shape)
    return rec(g, tuple(shape))


@right("unbroadcast")
def _(g, shape):
    out = np.zeros(shape, g.dtype)
    target = np.lib.stride_tricks.as_strided(out, g.shape, np.broadcast_to(out, g.shape).strides)
    for index in np.ndindex(g.shape):
        target[index] += g[index]
    return out


@right("unbroadcast")
def _(g, shape):
    lead = g.ndim - len(shape)
    for axis in range(g.ndim):
        if axis < lead or shape[axis - lead] == 1:
            ones = np.ones((g.shape[axis], 1), g.dtype)
            g = np.moveaxis(np.moveaxis(g, axis, -1) @ ones, -1, axis)
    return g.reshape(shape)


@wrong("unbroadcast", "only the extra leading axes are summed; axes of length 1 are forgotten")
def _(g, shape):
    return g.sum(axis=tuple(range(g.ndim - len(shape))))


@wrong("unbroadcast", "extra leading axes stay as they are; axes of length 1 are summed only where there are no extra axes")
def _(g, shape):
    for axis, n in enumerate(shape):
        if n == 1 and g.ndim == len(shape):
            g = g.sum(axis=axis, keepdims=True)
    return g


@wrong("unbroadcast", "the mean over the repeated axes instead of the sum")
def _(g, shape):
    g = g.mean(axis=tuple(range(g.ndim - len(shape)))) if g.ndim > len(shape) else g
    return g.mean(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True) if 1 in shape else g


@wrong("unbroadcast", "keepdims is forgotten for axes of length 1: they vanish")
def _(g, shape):
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    return g.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1))


@wrong("unbroadcast", "lines the shapes up from the left: the extra axes are summed at the end instead of in front")
def _(g, shape):
    g = g.sum(axis=tuple(range(len(shape), g.ndim)))
    return g.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1 and i < g.ndim), keepdims=True)


@wrong("unbroadcast", "removes one extra leading axis only, however many there are")
def _(g, shape):
    if g.ndim > len(shape):
        g = g.sum(axis=0)
    return g.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


@wrong("unbroadcast", "takes the first of the repeated entries instead of adding them up")
def _(g, shape):
    g = g[(0,) * (g.ndim - len(shape))]
    for axis, n in enumerate(shape):
        if n == 1:
            g = g.take([0], axis=axis)
    return g


@wrong("unbroadcast", "sums everything to one number and fills the shape with it (unless the shapes are equal)")
def _(g, shape):
    if g.shape == tuple(shape):
        return g
    return np.full(shape, g.sum(), dtype=g.dtype)


@wrong("unbroadcast", "an axis is summed and removed inside of the loop, so that the numbers of later axes no longer fit: wrong with two axes of length 1")
def _(g, shape):
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    for axis, n in enumerate(shape):
        if n == 1 and axis < g.ndim:
            g = g.sum(axis=axis)
    return g.reshape(shape)


@wrong("unbroadcast", "the axes of length 1 are summed at their number in shape before the extra leading axes are removed: the wrong axes when there are any")
def _(g, shape):
    g = g.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)
    return g.sum(axis=tuple(range(g.ndim - len(shape))))


@wrong("unbroadcast", "values right, but the result is always float64: float32 is lost")
def _(g, shape):
    out = np.zeros(shape)
    lead = g.ndim - len(shape)
    for index in np.ndindex(g.shape):
        out[tuple(0 if n == 1 else i for i, n in zip(index[lead:], shape))] += g[index]
    return out


@wrong("unbroadcast", "the loop overwrites instead of adding: the last of the repeated entries stays")
def _(g, shape):
    out = np.zeros(shape, g.dtype)
    lead = g.ndim - len(shape)
    for index in np.ndindex(g.shape):
        out[tuple(0 if n == 1 else i for i, n in zip(index[lead:], shape))] = g[index]
    return out


@wrong("unbroadcast", "only axis 0 is looked at for length 1; a 1 further to the right (as in (4, 1)) is left unsummed")
def _(g, shape):
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    if shape and shape[0] == 1:
        g = g.sum(axis=0, keepdims=True)
    return g


@wrong("unbroadcast", "resizes instead of summing: cuts the first entries of g out")
def _(g, shape):
    return g.ravel()[:math.prod(shape)].reshape(shape)


# 10 · toposort

@right("toposort")
def _(output, parents):
    order, done, stack = [], set(), [output]
    while stack:
        node = stack[-1]
        missing = [p for p in parents[node] if p not in done]
        if missing:
            stack.append(missing[0])
        else:
            stack.pop()
            if node not in done:
                done.add(node)
                order.append(node)
    return order


@right("toposort")
def _(output, parents):
    order, seen, stack = [], {output}, [(output, iter(parents[output]))]
    while stack:
        node, rest = stack[-1]
        for p in rest:
            if p not in seen:
                seen.add(p)
                stack.append((p, iter(parents[p])))
                break
        else:
            order.append(node)
            stack.pop()
    return order


@right("toposort")
def _(output, parents):
    order, stack = {}, [(output, False)]
    while stack:
        node, ready = stack.pop()
        if node in order:
            continue
        if ready:
            order[node] = None
        else:
            stack.append((node, True))
            stack.extend((p, False) for p in parents[node] if p not in order)
    return list(order)


@right("toposort")
def _(output, parents):
    from graphlib import TopologicalSorter
    need, todo = set(), [output]
    while todo:
        node = todo.pop()
        if node not in need:
            need.add(node)
            todo += parents[node]
    return list(TopologicalSorter({n: parents[n] for n in need}).static_order())


@right("toposort")
def _(output, parents):
    from collections import deque
    need, todo = {output}, deque([output])
    children = {output: []}
    while todo:
        node = todo.popleft()
        for p in set(parents[node]):
            children.setdefault(p, []).append(node)
            if p not in need:
                need.add(p)
                todo.append(p)
    waiting = {n: len(set(parents[n])) for n in need}
    ready = deque(n for n in need if not waiting[n])
    order = []
    while ready:
        node = ready.popleft()
        order.append(node)
        for child in children[node]:
            waiting[child] -= 1
            if waiting[child] == 0:
                ready.append(child)
    return order


@right("toposort")
def _(output, parents):
    uses, todo, seen = {output: 0}, [output], {output}
    while todo:
        for p in parents[todo.pop()]:
            uses[p] = uses.get(p, 0) + 1
            if p not in seen:
                seen.add(p)
                todo.append(p)
    order = [output]
    for node in order:
        for p in parents[node]:
            uses[p] -= 1
            if uses[p] == 0:
                order.append(p)
    return order[::-1]


@right("toposort")
def _(output, parents):
    depth, stack = {}, [output]
    while stack:
        node = stack[-1]
        todo = [p for p in parents[node] if p not in depth]
        stack.extend(todo)
        if not todo:
            depth[node] = 1 + max((depth[p] for p in parents[node]), default=0)
            stack.pop()
    return sorted(depth, key=depth.get)


@right("toposort")
def _(output, parents):
    import heapq
    need = [output]
    known = {output}
    for node in need:
        for p in parents[node]:
            if p not in known:
                known.add(p)
                need.append(p)
    missing = {n: set(parents[n]) for n in need}
    children = {n: set() for n in need}
    for n in need:
        for p in parents[n]:
            children[p].add(n)
    heap, order = [n for n in need if not missing[n]], []
    heapq.heapify(heap)
    while heap:
        order.append(heapq.heappop(heap))
        for child in children[order[-1]]:
            missing[child].discard(order[-1])
            if not missing[child]:
                heapq.heappush(heap, child)
    return order


@right("toposort")
def _(output, parents):
    order, seen = [], set()
    def visit(node):
        for p in parents[node]:
            if p not in seen:
                yield p
        order.append(node)
    calls = [visit(output)]
    seen.add(output)
    while calls:
        p = next(calls[-1], None)
        if p is None:
            calls.pop()
        else:
            seen.add(p)
            calls.append(visit(p))
    return order


@wrong("toposort", "recursive: the order is right, but a chain of 10,000 nodes ends in a RecursionError")
def _(output, parents):
    order, seen = [], set()
    def visit(node):
        if node not in seen:
            seen.add(node)
            for p in parents[node]:
                visit(p)
            order.append(node)
    visit(output)
    return order


@wrong("toposort", "nothing is marked as seen: a node that is used twice stands in the list twice")
def _(output, parents):
    order, stack = [], [output]
    while stack and len(order) < 50000:
        node = stack.pop()
        order.append(node)
        stack.extend(parents[node])
    return order[::-1]


@wrong("toposort", "the order of first visits turned round (depth first): a parent that is visited early by one path can come after a child that is visited later by another")
def _(output, parents):
    order, seen, stack = [], set(), [output]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            order.append(node)
            stack.extend(parents[node])
    return order[::-1]


@wrong("toposort", "the order of a breadth-first search turned round: a parent reached early by a short path comes after nodes on a longer path that need it")
def _(output, parents):
    order, seen = [output], {output}
    for node in order:
        for p in parents[node]:
            if p not in seen:
                seen.add(p)
                order.append(p)
    return order[::-1]


@wrong("toposort", "takes the dictionary's order of entries for the order of computation (only nodes that output depends on, but sorted as in the dictionary)")
def _(output, parents):
    need, stack = set(), [output]
    while stack:
        node = stack.pop()
        if node not in need:
            need.add(node)
            stack.extend(parents[node])
    return [node for node in parents if node in need]


@wrong("toposort", "orders all nodes of the dictionary, also those that output does not depend on")
def _(output, parents):
    order, done = [], set()
    for start in [n for n in parents if n != output] + [output]:
        stack = [start]
        while stack:
            missing = [p for p in parents[stack[-1]] if p not in done]
            if missing:
                stack.append(missing[0])
            else:
                node = stack.pop()
                if node not in done:
                    done.add(node)
                    order.append(node)
    return order


@wrong("toposort", "the list is the wrong way round: output first and each node before its parents")
def _(output, parents):
    order, done, stack = [], set(), [output]
    while stack:
        missing = [p for p in parents[stack[-1]] if p not in done]
        if missing:
            stack.append(missing[0])
        else:
            node = stack.pop()
            if node not in done:
                done.add(node)
                order.append(node)
    return order[::-1]


@wrong("toposort", "all parents are put on the stack at once and nothing is looked up before appending: a node can stand in the list twice")
def _(output, parents):
    order, done, stack = [], set(), [output]
    while stack:
        missing = [p for p in parents[stack[-1]] if p not in done]
        if missing:
            stack.extend(missing)
        else:
            node = stack.pop()
            done.add(node)
            order.append(node)
    return order


@wrong("toposort", "output itself is missing at the end of the list")
def _(output, parents):
    order, done, stack = [], set(), [output]
    while stack:
        missing = [p for p in parents[stack[-1]] if p not in done]
        if missing:
            stack.append(missing[0])
        else:
            node = stack.pop()
            if node not in done:
                done.add(node)
                order.append(node)
    return order[:-1]


@wrong("toposort", "leaves (nodes without parents) are left out of the list")
def _(output, parents):
    order, done, stack = [], set(), [output]
    while stack:
        missing = [p for p in parents[stack[-1]] if p not in done]
        if missing:
            stack.append(missing[0])
            continue
        node = stack.pop()
        if node not in done and parents[node]:
            order.append(node)
        done.add(node)
    return order


@wrong("toposort", "follows only the first parent of each node; what the others lead to is missing")
def _(output, parents):
    order = [output]
    while parents[order[-1]]:
        order.append(parents[order[-1]][0])
    return order[::-1]


@wrong("toposort", "takes the parents out of the lists it was given (pop): the order is right, but the dictionary is modified")
def _(output, parents):
    order, done, stack = [], set(), [output]
    while stack:
        node = stack[-1]
        if parents[node]:
            p = parents[node].pop()
            if p not in done:
                stack.append(p)
        else:
            stack.pop()
            if node not in done:
                done.add(node)
                order.append(node)
    return order


@wrong("toposort", "counts a parent that stands twice in a list (x * x) as two missing parents but ticks it off once: such a node and all after it never become ready and are missing")
def _(output, parents):
    need, todo = {output}, [output]
    while todo:
        for p in parents[todo.pop()]:
            if p not in need:
                need.add(p)
                todo.append(p)
    waiting = {n: len(parents[n]) for n in need}
    children = {n: set() for n in need}
    for n in need:
        for p in parents[n]:
            children[p].add(n)
    order = [n for n in need if not waiting[n]]
    for node in order:
        for child in children[node]:
            waiting[child] -= 1
            if waiting[child] == 0:
                order.append(child)
    return order


# 11 · backward

@right("backward")
def _(output, parents, local):
    gradient = {output: 1.0}
    for node in reversed(parents):
        if node in gradient:
            for p, d in zip(parents[node], local[node]):
                gradient[p] = gradient.get(p, 0.0) + gradient[node] * d
    return gradient


@right("backward")
def _(output, parents, local):
    from collections import defaultdict
    gradient = defaultdict(float)
    gradient[output] = 1.0
    for node in list(parents)[::-1]:
        if node not in gradient:
            continue
        for i in range(len(parents[node])):
            gradient[parents[node][i]] += gradient[node] * local[node][i]
    return dict(gradient)


@right("backward")
def _(output, parents, local):
    # every node collects from its children
    children = {node: [] for node in parents}
    for node in parents:
        for p, d in zip(parents[node], local[node]):
            children[p].append((node, d))
    gradient = {output: 1.0}
    for node in reversed(list(parents)):
        got = [gradient[c] * d for c, d in children[node] if c in gradient]
        if got and node != output:
            gradient[node] = sum(got)
    return gradient


@right("backward")
def _(output, parents, local):
    names = list(parents)
    number = {name: i for i, name in enumerate(names)}
    g, reached = np.zeros(len(names)), np.zeros(len(names), bool)
    g[number[output]], reached[number[output]] = 1.0, True
    for i in range(number[output], -1, -1):
        if reached[i] and parents[names[i]]:
            index = [number[p] for p in parents[names[i]]]
            np.add.at(g, index, g[i] * np.array(local[names[i]]))
            reached[index] = True
    return {name: float(g[i]) for i, name in enumerate(names) if reached[i]}


@right("backward")
def _(output, parents, local):
    order = list(parents)
    while order[-1] != output:
        order.pop()
    gradient = {output: 1.0}
    while order:
        node = order.pop()
        if node in gradient:
            g = gradient[node]
            for p, d in zip(parents[node], local[node]):
                if p in gradient:
                    gradient[p] += g * d
                else:
                    gradient[p] = g * d
    return gradient


@right("backward")
def _(output, parents, local):
    import heapq
    number = {name: -i for i, name in enumerate(parents)}
    gradient, heap = {output: 1.0}, [(number[output], output)]
    while heap:
        _, node = heapq.heappop(heap)
        for p, d in zip(parents[node], local[node]):
            if p not in gradient:
                gradient[p] = 0.0
                heapq.heappush(heap, (number[p], p))
            gradient[p] += gradient[node] * d
    return gradient


@right("backward")
def _(output, parents, local):
    edges = [(node, p, d) for node in parents for p, d in zip(parents[node], local[node])]
    gradient = {output: 1.0}
    for node, p, d in reversed(edges):
        if node in gradient:
            gradient[p] = gradient.get(p, 0.0) + gradient[node] * d
    return gradient


@right("backward")
def _(output, parents, local):
    # the sum over all paths, by their length
    gradient, wave = {}, {output: 1.0}
    while wave:
        following = {}
        for node, g in wave.items():
            gradient[node] = gradient.get(node, 0.0) + g
            for p, d in zip(parents[node], local[node]):
                following[p] = following.get(p, 0.0) + g * d
        wave = following
    return gradient


@right("backward")
def _(output, parents, local):
    uses, todo = {output: 0}, [output]
    while todo:
        for p in parents[todo.pop()]:
            if p not in uses:
                uses[p] = 0
                todo.append(p)
            uses[p] += 1
    gradient, ready = dict.fromkeys(uses, 0.0), [output]
    gradient[output] = 1.0
    for node in ready:
        for p, d in zip(parents[node], local[node]):
            gradient[p] += gradient[node] * d
            uses[p] -= 1
            if uses[p] == 0:
                ready.append(p)
    return gradient


@wrong("backward", "overwrites instead of adding: a node used twice keeps the contribution that comes last")
def _(output, parents, local):
    gradient = {output: 1.0}
    for node in reversed(parents):
        if node in gradient:
            for p, d in zip(parents[node], local[node]):
                gradient[p] = gradient[node] * d
    return gradient


@wrong("backward", "goes through the nodes forwards instead of backwards: the gradient gets no further than the direct parents of output")
def _(output, parents, local):
    gradient = {output: 1.0}
    for node in parents:
        if node in gradient:
            for p, d in zip(parents[node], local[node]):
                gradient[p] = gradient.get(p, 0.0) + gradient[node] * d
    return gradient


@wrong("backward", "nodes that output does not depend on are in the dictionary as well, with 0.0")
def _(output, parents, local):
    gradient = dict.fromkeys(parents, 0.0)
    gradient[output] = 1.0
    for node in reversed(parents):
        for p, d in zip(parents[node], local[node]):
            gradient[p] += gradient[node] * d
    return gradient


@wrong("backward", "starts at the last node of the dictionary instead of at output")
def _(output, parents, local):
    gradient = {list(parents)[-1]: 1.0}
    for node in reversed(parents):
        if node in gradient:
            for p, d in zip(parents[node], local[node]):
                gradient[p] = gradient.get(p, 0.0) + gradient[node] * d
    return gradient


@wrong("backward", "output itself is missing in the dictionary that is returned")
def _(output, parents, local):
    gradient = {output: 1.0}
    for node in reversed(parents):
        if node in gradient:
            for p, d in zip(parents[node], local[node]):
                gradient[p] = gradient.get(p, 0.0) + gradient[node] * d
    del gradient[output]
    return gradient


@wrong("backward", "adds the local derivative alone: it is not multiplied by the upstream gradient of the node")
def _(output, parents, local):
    gradient = {output: 1.0}
    for node in reversed(parents):
        if node in gradient:
            for p, d in zip(parents[node], local[node]):
                gradient[p] = gradient.get(p, 0.0) + d
    return gradient


@wrong("backward", "nodes whose derivative is 0 are left out, although output depends on them")
def _(output, parents, local):
    gradient = {output: 1.0}
    for node in reversed(parents):
        if gradient.get(node):
            for p, d in zip(parents[node], local[node]):
                gradient[p] = gradient.get(p, 0.0) + gradient[node] * d
    return {node: g for node, g in gradient.items() if g != 0}


@wrong("backward", "a node that is visited twice hands on its whole sum each time (walks the paths depth first): what arrived the first time is counted twice below it")
def _(output, parents, local):
    gradient, stack = {}, [(output, 1.0)]
    for _ in range(20000):
        if not stack:
            break
        node, g = stack.pop()
        gradient[node] = gradient.get(node, 0.0) + g
        stack += [(p, gradient[node] * d) for p, d in zip(parents[node], local[node])]
    return gradient


@wrong("backward", "a parent that stands twice in a list (x * x) is counted once: the pairs go through a dictionary first")
def _(output, parents, local):
    gradient = {output: 1.0}
    for node in reversed(parents):
        if node in gradient:
            for p, d in dict(zip(parents[node], local[node])).items():
                gradient[p] = gradient.get(p, 0.0) + gradient[node] * d
    return gradient


@wrong("backward", "finds the local derivative by the parent's name (index): a parent that stands twice gets the first one's local derivative both times")
def _(output, parents, local):
    gradient = {output: 1.0}
    for node in reversed(parents):
        if node in gradient:
            for p in parents[node]:
                gradient[p] = gradient.get(p, 0.0) + gradient[node] * local[node][parents[node].index(p)]
    return gradient


@wrong("backward", "stops at the first node (from the end) that has no gradient or no parents, break instead of continue: nodes further down miss their share")
def _(output, parents, local):
    gradient = {output: 1.0}
    for node in reversed(parents):
        if node not in gradient or not parents[node]:
            break
        for p, d in zip(parents[node], local[node]):
            gradient[p] = gradient.get(p, 0.0) + gradient[node] * d
    return gradient


@wrong("backward", "multiplies where a node is used twice: the contributions' product instead of their sum")
def _(output, parents, local):
    gradient = {output: 1.0}
    for node in reversed(parents):
        if node in gradient:
            for p, d in zip(parents[node], local[node]):
                gradient[p] = gradient.get(p, 1.0) * gradient[node] * d
    return gradient


@wrong("backward", "returns the leaves only; the derivatives of output and of the results in between are missing")
def _(output, parents, local):
    gradient = {output: 1.0}
    for node in reversed(parents):
        if node in gradient:
            for p, d in zip(parents[node], local[node]):
                gradient[p] = gradient.get(p, 0.0) + gradient[node] * d
    return {node: g for node, g in gradient.items() if not parents[node]}


# 12 · mul.double_backward

@right("mul.double_backward")
def _(v, w, g, a, b):
    return v * b + w * a, w * g, v * g


@right("mul.double_backward")
def _(v, w, g, a, b):
    def vjp(up, s, t):
        return up * t, up * s
    g1, b1 = vjp(v, g, b)
    g2, a1 = vjp(w, g, a)
    return g1 + g2, a1, b1


@right("mul.double_backward")
def _(v, w, g, a, b):
    up = np.stack([v, w])
    dg = np.einsum("k...,k...->...", up, np.stack([b, a]))
    db, da = up * g
    return dg, da, db


@right("mul.double_backward")
def _(v, w, g, a, b):
    out = np.zeros((3,) + g.shape, g.dtype)
    for i in np.ndindex(g.shape):
        out[(0,) + i] = v[i] * b[i] + w[i] * a[i]
        out[(1,) + i] = w[i] * g[i]
        out[(2,) + i] = v[i] * g[i]
    return tuple(out)


@right("mul.double_backward")
def _(v, w, g, a, b):
    rows = [(p * t + q * s, q * u, p * u) for p, q, u, s, t in zip(v.flat, w.flat, g.flat, a.flat, b.flat)]
    return tuple(np.array(column, g.dtype).reshape(g.shape) for column in zip(*rows))


@right("mul.double_backward")
def _(v, w, g, a, b):
    # M = v g b + w g a is linear in each of the three
    M = lambda g, a, b: v * g * b + w * g * a
    one, zero = np.ones_like(g), np.zeros_like(g)
    return M(one, a, b), M(g, one, zero), M(g, zero, one)


@right("mul.double_backward")
def _(v, w, g, a, b):
    grads = {"g": np.zeros_like(g), "a": np.zeros_like(g), "b": np.zeros_like(g)}
    for up, (x, X), (z, Z) in ((v, ("g", g), ("b", b)), (w, ("g", g), ("a", a))):
        grads[x] = grads[x] + up * Z
        grads[z] = grads[z] + up * X
    return grads["g"], grads["a"], grads["b"]


@right("mul.double_backward")
def _(v, w, g, a, b):
    dg = np.multiply(v, b)
    dg += np.multiply(w, a)
    return dg, np.multiply(g, w), np.multiply(g, v)


@right("mul.double_backward")
def _(v, w, g, a, b):
    zero = np.zeros_like(g)
    jacobian = np.array([[b, a], [zero, g], [g, zero]])
    return tuple((jacobian * np.array([v, w])).sum(axis=1))


@wrong("mul.double_backward", "g gets the contribution of p only (v * b); the one of q, w * a, is missing")
def _(v, w, g, a, b):
    return v * b, w * g, v * g


@wrong("mul.double_backward", "a and b are swapped in the gradient for g: v * a + w * b; the other two are right")
def _(v, w, g, a, b):
    return v * a + w * b, w * g, v * g


@wrong("mul.double_backward", "v and w are swapped in the gradients for a and b: a gets v * g, b gets w * g")
def _(v, w, g, a, b):
    return v * b + w * a, v * g, w * g


@wrong("mul.double_backward", "returns the results of the first backward pass, p = g * b and q = g * a, as gradients for a and b; v and w are forgotten there")
def _(v, w, g, a, b):
    return v * b + w * a, g * b, g * a


@wrong("mul.double_backward", "the order of the outputs is a, b, g instead of g, a, b")
def _(v, w, g, a, b):
    return w * g, v * g, v * b + w * a


@wrong("mul.double_backward", "the two contributions to g are multiplied instead of added")
def _(v, w, g, a, b):
    return v * b * w * a, w * g, v * g


@wrong("mul.double_backward", "the second contribution to g has the wrong sign: v * b - w * a")
def _(v, w, g, a, b):
    return v * b - w * a, w * g, v * g


@wrong("mul.double_backward", "the upstream gradients are forgotten in the gradient for g: a + b")
def _(v, w, g, a, b):
    return a + b, w * g, v * g


@wrong("mul.double_backward", "writes the gradient for g into v (*=): v is modified, and the gradient for b is wrong, too")
def _(v, w, g, a, b):
    v *= b
    return v + w * a, w * g, v * g


@wrong("mul.double_backward", "takes the mean of the two contributions to g instead of the sum")
def _(v, w, g, a, b):
    return (v * b + w * a) / 2, w * g, v * g


@wrong("mul.double_backward", "the gradient for a lacks the factor g: it is w alone; the others are right")
def _(v, w, g, a, b):
    return v * b + w * a, w.copy(), v * g


@wrong("mul.double_backward", "as if p and q were both to reach a and b: a and b get (v + w) * g")
def _(v, w, g, a, b):
    return v * b + w * a, (v + w) * g, (v + w) * g


@wrong("mul.double_backward", "two slips: a and b are swapped in the gradient for g, and the gradient for b has the wrong sign")
def _(v, w, g, a, b):
    return v * a + w * b, w * g, -v * g


# 13 · numerical_gradient

@right("numerical_gradient")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        out[i] = (f(x + step) - f(x - step)) / (2 * h)
    return out


@right("numerical_gradient")
def _(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape((x.size,) + x.shape)
    slopes = [(f(x + s) - f(x - s)) / (2 * h) for s in steps]
    return np.array(slopes, dtype=float).reshape(x.shape)


@right("numerical_gradient")
def _(f, x, h=1e-5):
    out = np.empty(x.shape, dtype=float)
    for k in range(x.size):
        up, down = x.astype(float), x.astype(float)
        up.flat[k] += h
        down.flat[k] -= h
        out.flat[k] = (f(up) - f(down)) / h / 2
    return out


@right("numerical_gradient")
def _(f, x, h=1e-5):
    point = np.array(x, dtype=float)
    gradient = np.zeros_like(point)
    for i, old in np.ndenumerate(x):
        point[i] = float(old) + h
        above = f(point)
        point[i] = float(old) - h
        below = f(point)
        point[i] = old
        gradient[i] = (above - below) / (2.0 * h)
    return gradient


@right("numerical_gradient")
def _(f, x, h=1e-5):
    number = np.arange(x.size).reshape(x.shape)
    values = (f(x + h * (number == k)) - f(x - h * (number == k)) for k in range(x.size))
    return np.fromiter(values, dtype=float, count=x.size).reshape(x.shape) / (2 * h)


@right("numerical_gradient")
def _(f, x, h=1e-5):
    def at(k, t):
        flat = [float(value) for value in x.reshape(-1)]
        flat[k] += t
        return float(f(np.array(flat).reshape(x.shape)))
    return np.array([(at(k, h) - at(k, -h)) / (2 * h) for k in range(x.size)], dtype=float).reshape(x.shape)


@right("numerical_gradient")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for sign in (+1, -1):
        for k in range(x.size):
            e = np.zeros(x.size)
            e[k] = sign * h
            out.flat[k] += sign * f(x + e.reshape(x.shape))
    return 0.5 * out / h


@right("numerical_gradient")
def _(f, x, h=1e-5):
    places = list(np.ndindex(x.shape))
    def slope(i):
        delta = np.zeros(x.shape)
        np.put(delta, [places.index(i)], h)
        return (f(np.add(x, delta)) - f(np.subtract(x, delta))) / (2 * h)
    out = np.full(x.shape, 0.0)
    for i in places:
        out[i] = slope(i)
    return out


@right("numerical_gradient")
def _(f, x, h=1e-5):
    with np.nditer([x, None], flags=["multi_index", "zerosize_ok"], op_dtypes=[x.dtype, float], op_flags=[["readonly"], ["writeonly", "allocate"]]) as it:
        for _, out in it:
            e = np.zeros(x.shape)
            e[it.multi_index] = h
            out[...] = (f(x + e) - f(x - e)) / (2 * h)
        return it.operands[1]


@wrong("numerical_gradient", "looks to one side only: (f(x + h) - f(x)) / h")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        out[i] = (f(x + step) - f(x)) / h
    return out


@wrong("numerical_gradient", "divides by h instead of 2h: twice too large")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        out[i] = (f(x + step) - f(x - step)) / h
    return out


@wrong("numerical_gradient", "brackets forgotten: / 2 * h multiplies by h instead of dividing by it")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        out[i] = (f(x + step) - f(x - step)) / 2 * h
    return out


@wrong("numerical_gradient", "zeros_like(x) makes the step an array of whole numbers when x is one: h becomes 0 and so does the gradient")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        out[i] = (f(x + step) - f(x - step)) / (2 * h)
    return out


@wrong("numerical_gradient", "the result has the dtype of x (zeros_like): whole numbers when x is of whole numbers, the gradient is cut off")
def _(f, x, h=1e-5):
    out = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        out[i] = (f(x + step) - f(x - step)) / (2 * h)
    return out


@wrong("numerical_gradient", "moves all elements of x at once: every place holds the sum of all partial derivatives")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        out[i] = (f(x + h) - f(x - h)) / (2 * h)
    return out


@wrong("numerical_gradient", "the step is not set back: elements visited before are moved as well, their derivatives are added in")
def _(f, x, h=1e-5):
    out, step = np.zeros(x.shape), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step[i] = h
        out[i] = (f(x + step) - f(x - step)) / (2 * h)
    return out


@wrong("numerical_gradient", "moves the elements of x itself and only takes h off again once, x stays shifted by -h (and arrays of whole numbers do not move rightly at all)")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        out[i] = (up - f(x)) / (2 * h)
    return out


@wrong("numerical_gradient", "goes through the first axis only: in a matrix whole rows are moved at once, and an x of shape () is an error")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = h
        out[i] = (f(x + step) - f(x - step)) / (2 * h)
    return out


@wrong("numerical_gradient", "wrong sign: f(x - h) - f(x + h)")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        out[i] = (f(x - step) - f(x + step)) / (2 * h)
    return out


@wrong("numerical_gradient", "the result is a flat list of numbers as an array, not of the shape of x")
def _(f, x, h=1e-5):
    out = []
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        out.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(out)


@wrong("numerical_gradient", "the step is h times the element itself: an element that is 0 is not moved at all, nan there")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    with np.errstate(all="ignore"):
        for i in np.ndindex(x.shape):
            step = np.zeros(x.shape)
            step[i] = h * x[i]
            out[i] = np.float64(f(x + step) - f(x - step)) / (2 * step[i])
    return out


@wrong("numerical_gradient", "f is called with x + h in the place of the one element and 0 everywhere else, because the step array is not added to x")
def _(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = np.zeros(x.shape), np.zeros(x.shape)
        up[i], down[i] = x[i] + h, x[i] - h
        out[i] = (f(up) - f(down)) / (2 * h)
    return out


@wrong("numerical_gradient", "stacks the results, which fails for an empty x (shape (0,))")
def _(f, x, h=1e-5):
    eye = h * np.eye(x.size)
    slopes = [np.asarray((f(x + e.reshape(x.shape)) - f(x - e.reshape(x.shape))) / (2 * h)) for e in eye]
    return np.stack(slopes).astype(float).reshape(x.shape)


# 14 · bug_hunt.1


@right("bug_hunt.1")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] = grads[parent] + share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@right("bug_hunt.1")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = share.copy()
    return [grads[name] for name in inputs]


@right("bug_hunt.1")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g.copy(), g.copy()) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@right("bug_hunt.1")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g * 1.0) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@right("bug_hunt.1")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = np.array(share)
    return [grads[name] for name in inputs]


@right("bug_hunt.1")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@right("bug_hunt.1")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {other: np.zeros_like(value) for other, value in values.items()}
    grads[name] += 1
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            grads[parent] += share
    return [grads[name] for name in inputs]


@right("bug_hunt.1")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: [np.ones_like(values[name])]}
    for name, op, a, b in reversed(tape):
        g = sum(grads[name])
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            grads.setdefault(parent, []).append(share)
    return [sum(grads[name]) for name in inputs]


@right("bug_hunt.1")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" and a == b else (g, g.copy()) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] = np.add(grads[parent], share)
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "unchanged: x and y of an addition share one array, and += into one writes into the other")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "overwrites: a value used twice keeps the last contribution only")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "copies g once before it is shared: the two parents of an addition still hold the same array")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name].copy()
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "copies in the branch of the product only, where it is not needed; the addition still hands one array to both")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else ((g * values[b]).copy(), (g * values[a]).copy())
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "copies at the end, when the lists of gradients are returned: too late, the numbers are wrong already")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = share
    return [grads[name].copy() for name in inputs]


@wrong("bug_hunt.1", "the sharing is mended, but the product now gives each factor its own value (g * a for a) instead of the other one")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[a], g * values[b])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] = grads[parent] + share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "the sharing is mended, but g, the upstream gradient, is added instead of the share where a parent has something already: wrong for products")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] = grads[parent] + g
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "keeps the first contribution only: what arrives later is dropped")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent not in grads:
                grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "copies for the inputs only; results in between still share one array")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = share.copy() if parent in inputs else share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "no sharing any more, but takes the mean of the sum so far and the new contribution where a value is used again, not their sum")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] = (grads[parent] + share) / 2
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "the two parents of an addition get arrays of their own, but each half of g only")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g / 2, g / 2) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "the sharing is mended, but a value that stands twice in one line (x + x, x * x) is counted once")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in dict(zip((a, b), shares)).items():
            if parent in grads:
                grads[parent] = grads[parent] + share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.1", "returns the gradients of the results on the tape too, not only of the inputs")
def _(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares):
            if parent in grads:
                grads[parent] = grads[parent] + share
            else:
                grads[parent] = share
    return [grads[name] for name in values]


# 15 · bug_hunt.2


@right("bug_hunt.2")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, u=u, v=v: (g * v, g * u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@right("bug_hunt.2")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, (lambda u, v: lambda g: (g * v, g * u))(u, v)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@right("bug_hunt.2")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, uv=(u, v): (g * uv[1], g * uv[0])
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@right("bug_hunt.2")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, a=a, b=b: (g * values[b], g * values[a])
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@right("bug_hunt.2")
def _(tape, inputs):
    from functools import partial
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, partial(lambda u, v, g: (g * v, g * u), u, v)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@right("bug_hunt.2")
def _(tape, inputs):
    def product_rule(u, v):
        return lambda g: (g * v, g * u)
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, product_rule(u, v)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@right("bug_hunt.2")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g, u, v: (g, g)
        else:
            values[name], rule = u * v, lambda g, u, v: (g * v, g * u)
        rules.append((name, a, b, rule, u, v))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule, u, v in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name], u, v)):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@right("bug_hunt.2")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g: (g * v, g * u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        u, v = values[a], values[b]
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@right("bug_hunt.2")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, (1.0, 1.0)
        else:
            values[name], rule = u * v, (v, u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule):
            grads[parent] = grads.get(parent, 0.0) + grads[name] * share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "unchanged: all rules of products use u and v of the last line")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g: (g * v, g * u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "only v is bound when the rule is made; u is still the one of the last line")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, v=v: (g * v, g * u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "only u is bound when the rule is made; v is still the one of the last line")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, u=u: (g * v, g * u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "u and v are bound, but swapped: each factor is multiplied by itself")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, u=v, v=u: (g * v, g * u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "u and v are bound in the rule of the addition, where they are not used; the product is as it was")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g, u=u, v=v: (g, g)
        else:
            values[name], rule = u * v, lambda g: (g * v, g * u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "copies u and v on each line, but the rules still look the names up later: all use those of the last line")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a].copy(), values[b].copy()
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g: (g * v, g * u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "binds the rule instead of u and v: it still looks u and v up later")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g: (g * v, g * u)
        rules.append((name, a, b, lambda g, rule=rule: rule(g)))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "u and v are bound, but the upstream gradient is lost in the rule of the product: (v, u)")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, u=u, v=v: (v, u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "u and v are bound, but shares overwrite instead of being added where a value is used twice")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, u=u, v=v: (g * v, g * u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "u and v are bound, but both factors get g * v")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, u=u, v=v: (g * v, g * v)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "multiplies g by the value of the line's own result (u * v) for both factors, instead of by the other factor")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, y=u * v: (g * y, g * y)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "u and v are bound, but each share is handed to the other parent (zip((b, a), ...)): right for sums, wrong for products")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, u=u, v=v: (g * v, g * u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((b, a), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


@wrong("bug_hunt.2", "sets u and v back once before the backward loop, to those of the first line: all products use the first line")
def _(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g: (g * v, g * u)
        rules.append((name, a, b, rule))
    u, v = values[tape[0][2]], values[tape[0][3]]
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name])):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


# 16 · bug_hunt.3


@right("bug_hunt.3")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        grads[node] = grads.get(node, 0.0) + g
        for parent, slope in made.get(node, ()):
            visit(parent, g * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@right("bug_hunt.3")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        for parent, slope in made.get(node, ()):
            visit(parent, slope * g)
        grads[node] = g + grads.get(node, 0.0)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@right("bug_hunt.3")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        before = grads.get(node, 0.0)
        grads[node] = before + g
        for parent, slope in made.get(node, ()):
            visit(parent, (grads[node] - before) * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@right("bug_hunt.3")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    todo = [(name, np.ones_like(values[name]))]
    while todo:
        node, g = todo.pop()
        grads[node] = grads.get(node, 0.0) + g
        todo.extend((parent, g * slope) for parent, slope in made.get(node, ()))
    return [grads[name] for name in inputs]


@right("bug_hunt.3")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads, arrived = {}, {}
    uses = {}
    for _, _, a, b in tape:
        for parent in (a, b):
            uses[parent] = uses.get(parent, 0) + 1

    def visit(node, g):
        grads[node] = grads.get(node, 0.0) + g
        arrived[node] = arrived.get(node, 0) + 1
        if arrived[node] == uses.get(node, 1):
            for parent, slope in made.get(node, ()):
                visit(parent, grads[node] * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@right("bug_hunt.3")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        grads.setdefault(node, []).append(g)
        for parent, slope in made.get(node, ()):
            visit(parent, grads[node][-1] * slope)

    visit(name, np.ones_like(values[name]))
    return [sum(grads[name]) for name in inputs]


@right("bug_hunt.3")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        grads[node] = grads.get(node, 0.0) + g
        if node in made:
            (left, s), (right_, t) = made[node]
            visit(left, g * s)
            visit(right_, g * t)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@right("bug_hunt.3")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    grads[name] = np.ones_like(values[name])
    for node in reversed(list(made)):
        for parent, slope in made[node]:
            grads[parent] = grads.get(parent, 0.0) + grads[node] * slope
    return [grads[name] for name in inputs]


@right("bug_hunt.3")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def paths(node, wanted, g):
        here = g if node == wanted else g * 0.0
        return here + sum(paths(parent, wanted, g * slope) for parent, slope in made.get(node, ()))

    return [paths(name, wanted, np.ones_like(values[name])) for wanted in inputs]


@wrong("bug_hunt.3", "unchanged: hands on the whole sum at each visit, what arrived earlier is handed on again")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        grads[node] = grads.get(node, 0.0) + g
        for parent, slope in made.get(node, ()):
            visit(parent, grads[node] * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@wrong("bug_hunt.3", "hands on at the first visit only: what arrives later at a result does not get any further")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        first = node not in grads
        grads[node] = grads.get(node, 0.0) + g
        if not first:
            return
        for parent, slope in made.get(node, ()):
            visit(parent, g * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@wrong("bug_hunt.3", "each node is visited once only: a later arrival is dropped altogether")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        if node in grads:
            return
        grads[node] = g
        for parent, slope in made.get(node, ()):
            visit(parent, grads[node] * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@wrong("bug_hunt.3", "g * slope is handed on, but the arrival overwrites what the node had instead of being added")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        grads[node] = g
        for parent, slope in made.get(node, ()):
            visit(parent, g * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@wrong("bug_hunt.3", "hands on the slope alone: the upstream gradient is forgotten")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        grads[node] = grads.get(node, 0.0) + g
        for parent, slope in made.get(node, ()):
            visit(parent, slope * np.ones_like(g))

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@wrong("bug_hunt.3", "g * slope is handed on, but the slopes of a product are swapped: u for a, v for b")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, u), (b, v))
    grads = {}

    def visit(node, g):
        grads[node] = grads.get(node, 0.0) + g
        for parent, slope in made.get(node, ()):
            visit(parent, g * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@wrong("bug_hunt.3", "the default of get is g instead of 0: the first arrival is counted twice in each sum (what is handed on is right)")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        grads[node] = grads.get(node, g) + g
        for parent, slope in made.get(node, ()):
            visit(parent, g * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@wrong("bug_hunt.3", "hands on what the node had before this visit, not what has just arrived")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        before = grads.get(node, np.zeros_like(g))
        grads[node] = before + g
        for parent, slope in made.get(node, ()):
            visit(parent, before * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@wrong("bug_hunt.3", "g * slope is handed on, but the parents go through a dictionary: a value that stands twice in one line (x * x) is visited once")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        grads[node] = grads.get(node, 0.0) + g
        for parent, slope in dict(made.get(node, ())).items():
            visit(parent, g * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@wrong("bug_hunt.3", "adds upstream gradient and slope instead of multiplying them")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        grads[node] = grads.get(node, 0.0) + g
        for parent, slope in made.get(node, ()):
            visit(parent, g + slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@wrong("bug_hunt.3", "hands on the sum divided by 2, as if each value were used twice")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        grads[node] = grads.get(node, 0.0) + g
        for parent, slope in made.get(node, ()):
            visit(parent, grads[node] / 2 * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


@wrong("bug_hunt.3", "g * slope is handed on, but the recursion goes into the first parent only")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads = {}

    def visit(node, g):
        grads[node] = grads.get(node, 0.0) + g
        for parent, slope in made.get(node, ())[:1]:
            visit(parent, g * slope)

    visit(name, np.ones_like(values[name]))
    return [grads.get(name, np.zeros_like(inputs[name])) for name in inputs]


@wrong("bug_hunt.3", "clears what the node has after handing it on: nothing is handed on twice, but an input keeps only its last arrival")
def _(tape, inputs):
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads, total = {}, {}

    def visit(node, g):
        grads[node] = grads.get(node, 0.0) + g
        for parent, slope in made.get(node, ()):
            visit(parent, grads[node] * slope)
        total[node] = grads.pop(node)

    visit(name, np.ones_like(values[name]))
    return [total[name] for name in inputs]
