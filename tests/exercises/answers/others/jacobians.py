"""Answers to assignment 03 that were written from its text alone, by others than its authors."""

# ruff: noqa
import math
import numpy as np
from tests.exercises.answers.others import right, wrong


# 1 jacobian


@right("jacobian")
def _(f, x):
    h = 1e-5
    columns = []
    for j in range(len(x)):
        e = h * np.eye(len(x))[j]
        columns.append((f(x + e) - f(x - e)) / (2 * h))
    return np.stack(columns, axis=1)


@right("jacobian")
def _(f, x):
    h = 1e-5
    return np.array([(f(x + e) - f(x - e)) / (2 * h) for e in h * np.eye(x.size)]).T


@right("jacobian")
def _(f, x):
    h = 1e-5
    m, n = len(f(x)), len(x)
    J = np.zeros((m, n))
    for j in range(n):
        up = np.array(x, dtype=float)
        down = np.array(x, dtype=float)
        up[j] += h
        down[j] -= h
        yu, yd = f(up), f(down)
        for i in range(m):
            J[i][j] = (yu[i] - yd[i]) / (2 * h)
    return J


@right("jacobian")
def _(f, x):
    h, x = 1e-5, np.array(x, dtype=np.float64)
    out = None
    for j in range(x.shape[0]):
        old = x[j]
        x[j] = old + h
        high = np.array(f(x))
        x[j] = old - h
        low = np.array(f(x))
        x[j] = old
        if out is None:
            out = np.empty((high.size, x.size))
        out[:, j] = (high - low) / 2e-5
    return out


@right("jacobian")
def _(f, x):
    steps = 1e-5 * np.identity(len(x))
    ups = np.array([f(row) for row in x + steps])
    downs = np.array([f(row) for row in x - steps])
    return (ups - downs).transpose() / 2e-5


@right("jacobian")
def _(f, x):
    h = 1e-5

    def column(j):
        e = np.zeros(len(x))
        e[j] = h
        return (np.asarray(f(x + e)) - np.asarray(f(x - e))) / h / 2

    return np.column_stack([column(j) for j in range(len(x))])


@right("jacobian")
def _(f, x):
    h = 1e-5
    moved = lambda s: np.apply_along_axis(f, 1, x + s * h * np.eye(len(x)))
    return 0.5 / h * (moved(1) - moved(-1)).T


@right("jacobian")
def _(f, x):
    h = 1e-5
    n = len(x)
    g = lambda j, s: f(np.where(np.arange(n) == j, x + s * h, x))
    return np.stack(
        [sum(s * np.asarray(g(j, s)) for s in (1, -1)) / (2 * h) for j in range(n)], axis=-1
    )


@right("jacobian")
def _(f, x):
    h = 0.00001
    rows = []
    for i in range(len(f(x))):
        row = []
        for j in range(len(x)):
            a = [float(v) for v in x]
            b = [float(v) for v in x]
            a[j] = a[j] + h
            b[j] = b[j] - h
            row.append((f(np.array(a))[i] - f(np.array(b))[i]) / (2 * h))
        rows.append(row)
    return np.array(rows)


@wrong("jacobian", "transposed: a row for each input and a column for each output")
def _(f, x):
    h = 1e-5
    return np.stack([(f(x + e) - f(x - e)) / (2 * h) for e in h * np.eye(len(x))], axis=0)


@wrong("jacobian", "divides by h and not by 2h: all slopes are twice too large")
def _(f, x):
    h = 1e-5
    return np.stack([(f(x + e) - f(x - e)) / h for e in h * np.eye(len(x))], axis=1)


@wrong(
    "jacobian",
    "one-sided difference (only upwards), not a central one: off by about h times half the second derivative",
)
def _(f, x):
    h = 1e-5
    return np.stack([(f(x + e) - f(x)) / h for e in h * np.eye(len(x))], axis=1)


@wrong(
    "jacobian", "upward difference alone is taken but divided by 2h: all slopes are half as large"
)
def _(f, x):
    h = 1e-5
    return np.stack([(f(x + e) - f(x)) / (2 * h) for e in h * np.eye(len(x))], axis=1)


@wrong("jacobian", "down minus up: every sign is turned around")
def _(f, x):
    h = 1e-5
    return np.stack([(f(x - e) - f(x + e)) / (2 * h) for e in h * np.eye(len(x))], axis=1)


@wrong(
    "jacobian", "moves all inputs at once instead of one: every column holds the sum of all columns"
)
def _(f, x):
    h = 1e-5
    columns = []
    for j in range(len(x)):
        columns.append((f(x + h) - f(x - h)) / (2 * h))
    return np.stack(columns, axis=1)


@wrong(
    "jacobian",
    "moves x itself in place and never puts it back: x is modified, and each input stays h too low while the later ones are moved",
)
def _(f, x):
    h = 1e-5
    columns = []
    for j in range(len(x)):
        x[j] += h
        up = f(x).copy()
        x[j] -= 2 * h
        columns.append((up - f(x)) / (2 * h))
    return np.stack(columns, axis=1)


@wrong(
    "jacobian",
    "the table is made square, n by n for n inputs: with more outputs than inputs the rows below are lost, with fewer it breaks",
)
def _(f, x):
    h = 1e-5
    n = len(x)
    J = np.zeros((n, n))
    for j in range(n):
        e = h * np.eye(n)[j]
        J[:, j] = ((f(x + e) - f(x - e)) / (2 * h))[:n]
    return J


@wrong(
    "jacobian",
    "copies x with its integer type, so that the step of h is cut off for integer inputs (one side does not move, the other by a whole 1)",
)
def _(f, x):
    h = 1e-5
    columns = []
    for j in range(len(x)):
        up, down = x.copy(), x.copy()
        up[j] = x[j] + h
        down[j] = x[j] - h
        columns.append((f(up) - f(down)) / (2 * h))
    return np.stack(columns, axis=1)


@wrong("jacobian", "the last input is never moved: the last column stays 0")
def _(f, x):
    h = 1e-5
    J = np.zeros((len(f(x)), len(x)))
    for j in range(len(x) - 1):
        e = np.zeros(len(x))
        e[j] = h
        J[:, j] = (f(x + e) - f(x - e)) / (2 * h)
    return J


@wrong(
    "jacobian",
    "the step is not cleared between inputs: column j moves inputs 0 to j together (running sums of the columns)",
)
def _(f, x):
    h = 1e-5
    columns, e = [], np.zeros(len(x))
    for j in range(len(x)):
        e[j] = h
        columns.append((f(x + e) - f(x - e)) / (2 * h))
    return np.stack(columns, axis=1)


@wrong(
    "jacobian",
    "two slips: one-sided and transposed (a row for each input, and f(x+h) - f(x) over h)",
)
def _(f, x):
    h = 1e-5
    return np.array([(f(x + e) - f(x)) / h for e in h * np.eye(len(x))])


# 2 diagonal


@right("diagonal")
def _(slopes):
    return np.diag(slopes)


@right("diagonal")
def _(slopes):
    return np.eye(len(slopes)) * slopes


@right("diagonal")
def _(slopes):
    n = len(slopes)
    J = np.zeros((n, n))
    for i in range(n):
        J[i, i] = slopes[i]
    return J


@right("diagonal")
def _(slopes):
    n = slopes.shape[0]
    return np.array([[slopes[i] if i == j else 0 for j in range(n)] for i in range(n)])


@right("diagonal")
def _(slopes):
    J = np.zeros((slopes.size, slopes.size), dtype=slopes.dtype)
    np.fill_diagonal(J, slopes)
    return J


@right("diagonal")
def _(slopes):
    n = len(slopes)
    flat = np.zeros(n * n)
    flat[:: n + 1] = slopes
    return flat.reshape(n, n)


@right("diagonal")
def _(slopes):
    return np.einsum("i,ij->ij", slopes, np.identity(len(slopes)))


@right("diagonal")
def _(slopes):
    k = np.arange(len(slopes))
    return np.where(k[:, None] == k[None, :], slopes[:, None], 0.0)


@right("diagonal")
def _(slopes):
    rows = []
    for i, s in enumerate(slopes):
        rows.append(np.concatenate([np.zeros(i), [s], np.zeros(len(slopes) - i - 1)]))
    return np.stack(rows)


@wrong("diagonal", "returns the slopes as they came, no table")
def _(slopes):
    return np.array(slopes)


@wrong("diagonal", "repeats the slopes in every row: no zeros beside the diagonal")
def _(slopes):
    return np.ones((len(slopes), len(slopes))) * slopes


@wrong("diagonal", "the table of all products of slopes (outer product) instead of a diagonal")
def _(slopes):
    return np.outer(slopes, slopes)


@wrong("diagonal", "squares the slopes on the diagonal (outer product times identity)")
def _(slopes):
    return np.outer(slopes, slopes) * np.eye(len(slopes))


@wrong("diagonal", "identity matrix: the slopes are ignored")
def _(slopes):
    return np.eye(len(slopes))


@wrong(
    "diagonal",
    "two slips: the first slope is forgotten (loop from 1), and the table has an integer type that cuts off fractions",
)
def _(slopes):
    J = np.zeros((len(slopes), len(slopes)), dtype=int)
    for i in range(1, len(slopes)):
        J[i, i] = slopes[i]
    return J


@wrong("diagonal", "the other diagonal, from the upper right to the lower left")
def _(slopes):
    return np.diag(slopes)[:, ::-1]


@wrong("diagonal", "the slopes stand on the diagonal in reverse order")
def _(slopes):
    return np.diag(slopes[::-1])


@wrong("diagonal", "always 2 by 2, as in the example: breaks or cuts off for other lengths")
def _(slopes):
    return np.array([[slopes[0], 0], [0, slopes[1]]])


@wrong("diagonal", "the last slope is forgotten: the lower right corner stays 0")
def _(slopes):
    n = len(slopes)
    J = np.zeros((n, n))
    for i in range(n - 1):
        J[i, i] = slopes[i]
    return J


@wrong("diagonal", "the table has an integer type: fractions of the slopes are cut off")
def _(slopes):
    J = np.zeros((len(slopes), len(slopes)), dtype=int)
    for i in range(len(slopes)):
        J[i, i] = slopes[i]
    return J


@wrong(
    "diagonal",
    "the slopes stand one place right of the diagonal and the table has a row and a column too many (k=1)",
)
def _(slopes):
    return np.diag(slopes, k=1)


# 3 softmax_jacobian


@right("softmax_jacobian")
def _(s):
    return np.diag(s) - np.outer(s, s)


@right("softmax_jacobian")
def _(s):
    n = len(s)
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            J[i, j] = s[i] * ((1 if i == j else 0) - s[j])
    return J


@right("softmax_jacobian")
def _(s):
    return s[:, None] * (np.eye(len(s)) - s[None, :])


@right("softmax_jacobian")
def _(s):
    return np.array([[a * ((i == j) - b) for j, b in enumerate(s)] for i, a in enumerate(s)])


@right("softmax_jacobian")
def _(s):
    J = -np.einsum("i,j->ij", s, s)
    J[np.diag_indices(len(s))] += s
    return J


@right("softmax_jacobian")
def _(s):
    n = len(s)
    J = np.empty((n, n))
    for i in range(n):
        J[i] = -s[i] * s
        J[i, i] = s[i] * (1 - s[i])
    return J


@right("softmax_jacobian")
def _(s):
    D = np.diag(s)
    return D @ (np.eye(s.size) - np.ones((s.size, s.size)) @ D)


@right("softmax_jacobian")
def _(s):
    col = s.reshape(-1, 1)
    return np.diagflat(col) - col @ col.T


@right("softmax_jacobian")
def _(s):
    J = np.multiply.outer(s, -s)
    J.flat[:: len(s) + 1] += s
    return J


@wrong("softmax_jacobian", "the sign is turned: outer product minus diagonal")
def _(s):
    return np.outer(s, s) - np.diag(s)


@wrong("softmax_jacobian", "only the diagonal s(1-s), as for a sigmoid; zeros elsewhere")
def _(s):
    return np.diag(s * (1 - s))


@wrong("softmax_jacobian", "identity instead of the diagonal of s: 1 - s_i s_i on the diagonal")
def _(s):
    return np.eye(len(s)) - np.outer(s, s)


@wrong("softmax_jacobian", "the factor s_i is missing: [i=j] - s_j, the Jacobian of log-softmax")
def _(s):
    return np.eye(len(s)) - s


@wrong("softmax_jacobian", "plus instead of minus: diagonal plus all products")
def _(s):
    return np.diag(s) + np.outer(s, s)


@wrong(
    "softmax_jacobian", "takes s for scores and applies softmax once more before making the table"
)
def _(s):
    e = np.exp(s - s.max())
    p = e / e.sum()
    return np.diag(p) - np.outer(p, p)


@wrong(
    "softmax_jacobian",
    "s * s of two vectors is element by element, not the outer product: s_j squared is taken off in every row",
)
def _(s):
    return np.diag(s) - s * s


@wrong(
    "softmax_jacobian",
    "off the diagonal the sign is forgotten: +s_i s_j; the diagonal s_i(1-s_i) is right",
)
def _(s):
    J = np.outer(s, s)
    np.fill_diagonal(J, s * (1 - s))
    return J


@wrong(
    "softmax_jacobian",
    "the diagonal holds s_i only; the product s_i s_i is not taken off there (else branch)",
)
def _(s):
    n = len(s)
    return np.array([[s[i] if i == j else -s[i] * s[j] for j in range(n)] for i in range(n)])


@wrong(
    "softmax_jacobian",
    "multiplies by s along the wrong axis: s_j([i=j] - s_j), so the entry off the diagonal is -s_j squared",
)
def _(s):
    return s * (np.eye(len(s)) - s)


@wrong(
    "softmax_jacobian",
    "two slips: the sign is turned, and the identity stands in place of the diagonal of s: outer product minus identity",
)
def _(s):
    return np.outer(s, s) - np.eye(len(s))


@wrong(
    "softmax_jacobian",
    "the lower triangle is never filled (inner loop begins at i): zeros below the diagonal",
)
def _(s):
    n = len(s)
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(i, n):
            J[i, j] = s[i] * ((i == j) - s[j])
    return J


# 4 linear.vjp


@right("linear.vjp")
def _(g, y, x, w, b):
    return g @ w, g.T @ x, g.sum(axis=0)


@right("linear.vjp")
def _(g, y, x, w, b):
    return (np.einsum("no,oi->ni", g, w), np.einsum("no,ni->oi", g, x), np.einsum("no->o", g))


@right("linear.vjp")
def _(g, y, x, w, b):
    gx, gw, gb = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for n in range(x.shape[0]):
        gx[n] = w.T @ g[n]
        gw += np.outer(g[n], x[n])
        gb += g[n]
    return gx, gw, gb


@right("linear.vjp")
def _(g, y, x, w, b):
    return np.dot(g, w), np.dot(x.T, g).T, np.ones(len(g), dtype=g.dtype) @ g


@right("linear.vjp")
def _(g, y, x, w, b):
    gx, gw, gb = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for n in range(x.shape[0]):
        for o in range(w.shape[0]):
            gb[o] += g[n, o]
            for i in range(w.shape[1]):
                gx[n, i] += g[n, o] * w[o, i]
                gw[o, i] += g[n, o] * x[n, i]
    return gx, gw, gb


@right("linear.vjp")
def _(g, y, x, w, b):
    return np.tensordot(g, w, axes=(1, 0)), np.tensordot(g, x, axes=(0, 0)), np.add.reduce(g)


@right("linear.vjp")
def _(g, y, x, w, b):
    gx = (g[:, :, None] * w[None, :, :]).sum(axis=1)
    gw = (g[:, :, None] * x[:, None, :]).sum(axis=0)
    return gx, gw, np.sum(g, axis=0)


@right("linear.vjp")
def _(g, y, x, w, b):
    gx = np.stack([row @ w for row in g])
    gw = np.stack([column @ x for column in g.T])
    gb = np.array([column.sum() for column in g.T])
    return [a.astype(p.dtype) for a, p in ((gx, x), (gw, w), (gb, b))]


@right("linear.vjp")
def _(g, y, x, w, b):
    x1 = np.concatenate([x, np.ones((x.shape[0], 1), dtype=x.dtype)], axis=1)
    both = g.T @ x1
    return np.matmul(g, w), both[:, :-1], both[:, -1]


@wrong("linear.vjp", "the bias gets the mean over the rows instead of the sum; x and w are right")
def _(g, y, x, w, b):
    return g @ w, g.T @ x, g.mean(axis=0)


@wrong("linear.vjp", "the gradient for w is transposed: (in, out)")
def _(g, y, x, w, b):
    return g @ w, x.T @ g, g.sum(axis=0)


@wrong("linear.vjp", "the order of the outputs is w, x, b instead of x, w, b")
def _(g, y, x, w, b):
    return g.T @ x, g @ w, g.sum(axis=0)


@wrong("linear.vjp", "the bias gradient is g itself, not added up over the rows: shape (n, out)")
def _(g, y, x, w, b):
    return g @ w, g.T @ x, g.copy()


@wrong(
    "linear.vjp", "the bias gradient is summed over the outputs (axis 1) instead of over the rows"
)
def _(g, y, x, w, b):
    return g @ w, g.T @ x, g.sum(axis=1)


@wrong("linear.vjp", "the bias gradient keeps its axis: shape (1, out) instead of (out,)")
def _(g, y, x, w, b):
    return g @ w, g.T @ x, g.sum(axis=0, keepdims=True)


@wrong("linear.vjp", "float32 is lost: all three come out as float64")
def _(g, y, x, w, b):
    g = np.array(g, dtype=float)
    return g @ w, g.T @ x, g.sum(axis=0)


@wrong(
    "linear.vjp",
    "g @ w.T: w is turned where it should not be; breaks unless w is square, and is wrong then",
)
def _(g, y, x, w, b):
    return g @ w.T, g.T @ x, g.sum(axis=0)


@wrong("linear.vjp", "y (the output) is used in place of g in the gradient for w")
def _(g, y, x, w, b):
    return g @ w, y.T @ x, g.sum(axis=0)


@wrong(
    "linear.vjp",
    "the loop over examples overwrites instead of adding: w and b get only the last example's gradient",
)
def _(g, y, x, w, b):
    gx = np.zeros_like(x)
    for n in range(len(x)):
        gx[n] = g[n] @ w
        gw = np.outer(g[n], x[n])
        gb = g[n].copy()
    return gx, gw, gb


@wrong(
    "linear.vjp",
    "the gradient for w is divided by the number of rows (a mean in place of a sum); x and b are right",
)
def _(g, y, x, w, b):
    return g @ w, g.T @ x / len(x), g.sum(axis=0)


@wrong("linear.vjp", "two slips: w's gradient is transposed and the bias is averaged over the rows")
def _(g, y, x, w, b):
    return g @ w, x.T @ g, g.mean(axis=0)


# 5 softmax.vjp


@right("softmax.vjp")
def _(g, y, x):
    return y * (g - (g * y).sum(axis=-1, keepdims=True))


@right("softmax.vjp")
def _(g, y, x):
    return y * g - y * np.einsum("...i,...i->...", g, y)[..., None]


@right("softmax.vjp")
def _(g, y, x):
    out = np.zeros_like(y)
    for idx in np.ndindex(y.shape[:-1]):
        dot = 0.0
        for i in range(y.shape[-1]):
            dot += g[idx][i] * y[idx][i]
        for j in range(y.shape[-1]):
            out[idx + (j,)] = y[idx][j] * (g[idx][j] - dot)
    return out


@right("softmax.vjp")
def _(g, y, x):
    G, S = g.reshape(-1, g.shape[-1]), y.reshape(-1, y.shape[-1])
    rows = [s * (r - np.dot(r, s)) for r, s in zip(G, S)]
    return np.array(rows).reshape(y.shape)


@right("softmax.vjp")
def _(g, y, x):
    gy = g * y
    return gy - y * np.expand_dims(np.sum(gy, axis=-1), -1)


@right("softmax.vjp")
def _(g, y, x):
    dot = np.matmul(g[..., None, :], y[..., :, None])[..., 0]
    return np.multiply(y, np.subtract(g, dot))


@right("softmax.vjp")
def _(g, y, x):
    if y.ndim == 1:
        return y * (g - sum(a * b for a, b in zip(g, y)))
    me = lambda a, b: (
        b * (a - sum(u * v for u, v in zip(a, b)))
        if b.ndim == 1
        else np.stack([me(p, q) for p, q in zip(a, b)])
    )
    return me(g, y)


@right("softmax.vjp")
def _(g, y, x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    s = e / e.sum(axis=-1, keepdims=True)
    return s * (g - (g * s).sum(axis=-1, keepdims=True))


@right("softmax.vjp")
def _(g, y, x):
    # sum_i s_i (g_j - g_i), with the differences of g
    return y * np.sum(y[..., None, :] * (g[..., :, None] - g[..., None, :]), axis=-1)


@wrong("softmax.vjp", "one sum over the whole batch (no axis) instead of one for each row")
def _(g, y, x):
    return y * (g - (g * y).sum())


@wrong("softmax.vjp", "sums along axis 0 (over the examples) instead of along the row")
def _(g, y, x):
    return y * (g - (g * y).sum(axis=0, keepdims=True))


@wrong("softmax.vjp", "sigmoid's rule g y (1 - y): only the diagonal of the table")
def _(g, y, x):
    return g * y * (1 - y)


@wrong("softmax.vjp", "the sum is over g alone, without the probabilities as weights")
def _(g, y, x):
    return y * (g - g.sum(axis=-1, keepdims=True))


@wrong("softmax.vjp", "the factor s_j in front is missing: g minus the sum")
def _(g, y, x):
    return g - (g * y).sum(axis=-1, keepdims=True)


@wrong("softmax.vjp", "plus instead of minus before the sum")
def _(g, y, x):
    return y * (g + (g * y).sum(axis=-1, keepdims=True))


@wrong("softmax.vjp", "the brackets are forgotten: y*g minus the sum, which is not multiplied by y")
def _(g, y, x):
    return y * g - (g * y).sum(axis=-1, keepdims=True)


@wrong("softmax.vjp", "the mean of g*y in place of the sum")
def _(g, y, x):
    return y * (g - (g * y).mean(axis=-1, keepdims=True))


@wrong(
    "softmax.vjp",
    "without keepdims: the sums of the rows are taken off along the columns; breaks (or gives a wrong shape or wrong numbers in a square batch); right for a single row",
)
def _(g, y, x):
    return y * (g - (g * y).sum(axis=-1))


@wrong(
    "softmax.vjp",
    "two slips: the factor s_j in front is missing, and the sum runs over the whole batch",
)
def _(g, y, x):
    return g - np.sum(g * y)


@wrong(
    "softmax.vjp",
    "writes the result into g: the upstream gradient is modified (the returned numbers are right)",
)
def _(g, y, x):
    g -= (g * y).sum(axis=-1, keepdims=True)
    g *= y
    return g


@wrong(
    "softmax.vjp",
    "makes the probabilities anew from x without subtracting the maximum: overflow and nan at large scores (and 0/0 when all scores are very low)",
)
def _(g, y, x):
    s = np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)
    return s * (g - (g * s).sum(axis=-1, keepdims=True))


# 6 log_softmax.vjp


@right("log_softmax.vjp")
def _(g, y, x):
    return g - np.exp(y) * g.sum(axis=-1, keepdims=True)


@right("log_softmax.vjp")
def _(g, y, x):
    return g - np.einsum("...i,...j->...j", g, np.exp(y))


@right("log_softmax.vjp")
def _(g, y, x):
    out = np.array(g, dtype=float)
    for idx in np.ndindex(y.shape[:-1]):
        total = sum(float(v) for v in g[idx])
        for j in range(y.shape[-1]):
            out[idx + (j,)] = g[idx][j] - total * math.exp(y[idx][j])
    return out


@right("log_softmax.vjp")
def _(g, y, x):
    n = y.shape[-1]
    J = np.eye(n) - np.ones((n, 1)) * np.exp(y)[..., None, :]
    return (g[..., None, :] @ J)[..., 0, :]


@right("log_softmax.vjp")
def _(g, y, x):
    s = np.exp(x - np.max(x, axis=-1, keepdims=True))
    s /= s.sum(axis=-1, keepdims=True)
    return g - s * np.expand_dims(g.sum(-1), -1)


@right("log_softmax.vjp")
def _(g, y, x):
    G, S = np.atleast_2d(g), np.atleast_2d(np.exp(y))
    out = G - S * np.add.reduce(G, axis=-1)[..., np.newaxis]
    return out.reshape(g.shape)


@right("log_softmax.vjp")
def _(g, y, x):
    n = g.shape[-1]
    return g - (g @ np.ones((n, n))) * np.power(math.e, y)


@right("log_softmax.vjp")
def _(g, y, x):
    if g.ndim == 1:
        return np.array([a - g.sum() * p for a, p in zip(g, np.exp(y))])
    s = np.exp(y).reshape(-1, y.shape[-1])
    flat = g.reshape(s.shape)
    return np.array([r - r.sum() * p for r, p in zip(flat, s)]).reshape(g.shape)


@right("log_softmax.vjp")
def _(g, y, x):
    result = g.astype(float)
    for i in range(g.shape[-1]):
        result -= g[..., i : i + 1] * np.exp(y)
    return result


@wrong("log_softmax.vjp", "y is taken for the probabilities; exp is forgotten")
def _(g, y, x):
    return g - y * g.sum(axis=-1, keepdims=True)


@wrong(
    "log_softmax.vjp",
    "the sum of g is forgotten: g minus the probabilities (right only when g adds up to 1)",
)
def _(g, y, x):
    return g - np.exp(y)


@wrong("log_softmax.vjp", "one sum of g for the whole batch instead of one for each row")
def _(g, y, x):
    return g - np.exp(y) * g.sum()


@wrong("log_softmax.vjp", "the sum of g is taken along axis 0 (over the examples)")
def _(g, y, x):
    return g - np.exp(y) * g.sum(axis=0, keepdims=True)


@wrong("log_softmax.vjp", "plus instead of minus")
def _(g, y, x):
    return g + np.exp(y) * g.sum(axis=-1, keepdims=True)


@wrong(
    "log_softmax.vjp",
    "the table is turned around: J g instead of g J, that is g minus the sum of g times s",
)
def _(g, y, x):
    return g - (g * np.exp(y)).sum(axis=-1, keepdims=True)


@wrong("log_softmax.vjp", "softmax's rule: s times (g minus the sum of g s)")
def _(g, y, x):
    s = np.exp(y)
    return s * (g - (s * g).sum(axis=-1, keepdims=True))


@wrong("log_softmax.vjp", "the mean of g instead of its sum")
def _(g, y, x):
    return g - np.exp(y) * g.mean(axis=-1, keepdims=True)


@wrong("log_softmax.vjp", "exp of the scores x, not normalised, in place of the probabilities")
def _(g, y, x):
    return g - np.exp(x) * g.sum(axis=-1, keepdims=True)


@wrong(
    "log_softmax.vjp",
    "g times its probability is taken off, element by element: g - g s, no sum over the row",
)
def _(g, y, x):
    return g - g * np.exp(y)


@wrong("log_softmax.vjp", "changes g in place (the returned numbers are right)")
def _(g, y, x):
    g -= np.exp(y) * g.sum(axis=-1, keepdims=True)
    return g


@wrong("log_softmax.vjp", "two slips: exp forgotten, and the sum runs over the whole batch")
def _(g, y, x):
    return g - y * g.sum()


# 7 mean.vjp


@right("mean.vjp")
def _(g, y, x):
    return np.ones_like(x) * g / len(x)


@right("mean.vjp")
def _(g, y, x):
    return np.broadcast_to(g / x.shape[0], x.shape).copy()


@right("mean.vjp")
def _(g, y, x):
    out = np.zeros(x.shape)
    for i in range(x.shape[0]):
        out[i] = g / x.shape[0]
    return out


@right("mean.vjp")
def _(g, y, x):
    return np.array([g / len(x) for _ in x])


@right("mean.vjp")
def _(g, y, x):
    return np.repeat(np.asarray(g)[np.newaxis], len(x), axis=0) / len(x)


@right("mean.vjp")
def _(g, y, x):
    n = x.shape[0]
    return np.multiply.outer(np.full(n, 1 / n), g)


@right("mean.vjp")
def _(g, y, x):
    n = len(x)
    return np.einsum("n,...->n...", np.ones(n), g) / n


@right("mean.vjp")
def _(g, y, x):
    return np.stack([np.asarray(g)] * len(x)) * (1.0 / len(x))


@right("mean.vjp")
def _(g, y, x):
    out = np.zeros(x.shape)
    out += g
    out /= out.shape[0]
    return out


@wrong("mean.vjp", "not divided by the number of rows: each row gets all of g, as for a sum")
def _(g, y, x):
    return np.ones_like(x) * g


@wrong("mean.vjp", "divided by the number of columns instead of rows")
def _(g, y, x):
    return np.ones_like(x) * g / x.shape[1]


@wrong("mean.vjp", "divided by the number of all entries, x.size, instead of the number of rows")
def _(g, y, x):
    return np.ones_like(x) * g / x.size


@wrong("mean.vjp", "not repeated: returns g / n in the shape of g, a single row")
def _(g, y, x):
    return g / len(x)


@wrong("mean.vjp", "divides by 2, the number of rows of the example")
def _(g, y, x):
    return np.ones_like(x) * g / 2


@wrong("mean.vjp", "only the first row gets its part; the other rows stay 0")
def _(g, y, x):
    out = np.zeros(x.shape)
    out[0] = g / len(x)
    return out


@wrong("mean.vjp", "multiplied by x: the local slope is 1/n and not x/n")
def _(g, y, x):
    return x * g / len(x)


@wrong("mean.vjp", "takes the mean of g over the columns: all entries are the same number")
def _(g, y, x):
    return np.ones_like(x) * g.mean() / len(x)


@wrong(
    "mean.vjp",
    "two slips: not divided by the number of rows, and only the first row gets g, the others stay 0",
)
def _(g, y, x):
    out = np.zeros_like(x)
    out[0] = g
    return out


@wrong("mean.vjp", "uses y (the mean itself) in place of g")
def _(g, y, x):
    return np.ones_like(x) * y / len(x)


@wrong("mean.vjp", "whole-number division g // n: fractions are lost")
def _(g, y, x):
    return np.ones_like(x) * (g // len(x))


@wrong("mean.vjp", "the rows are counted one too few: divides by n - 1 (and breaks at one row)")
def _(g, y, x):
    return np.ones_like(x) * g / (len(x) - 1)


# 8 chain.vjp


@right("chain.vjp")
def _(g, tables):
    for table in reversed(tables):
        g = g @ table
    return g


@right("chain.vjp")
def _(g, tables):
    k = len(tables) - 1
    row = np.array(g)
    while k >= 0:
        row = np.dot(row, tables[k])
        k -= 1
    return row


@right("chain.vjp")
def _(g, tables):
    from functools import reduce

    return reduce(np.matmul, tables[::-1], g)


@right("chain.vjp")
def _(g, tables):
    def back(row, rest):
        return row if not rest else back(row @ rest[-1], rest[:-1])

    return back(g, list(tables))


@right("chain.vjp")
def _(g, tables):
    for J in tables[::-1]:
        g = (J.T @ g.T).T
    return g


@right("chain.vjp")
def _(g, tables):
    for J in reversed(tables):
        new = np.zeros(g.shape[:-1] + (J.shape[1],))
        for i in range(J.shape[0]):
            for j in range(J.shape[1]):
                new[..., j] += g[..., i] * J[i, j]
        g = new
    return g


@right("chain.vjp")
def _(g, tables):
    for i in range(1, len(tables) + 1):
        g = np.einsum("...i,ij->...j", g, tables[-i])
    return g


@right("chain.vjp")
def _(g, tables):
    todo = list(tables)
    while todo:
        J = todo.pop()
        g = np.array([sum(a * b for a, b in zip(g.T, column)) for column in J.T]).T
    return g


@right("chain.vjp")
def _(g, tables):
    for J in reversed(tables):
        g = (np.asarray(g)[..., None] * J).sum(axis=-2)
    return g


@wrong(
    "chain.vjp",
    "goes through the tables from the first to the last: the wrong end (breaks unless the shapes happen to fit)",
)
def _(g, tables):
    for table in tables:
        g = g @ table
    return g


@wrong(
    "chain.vjp",
    "table @ g: the row stands on the wrong side, each table works as if transposed (breaks unless square)",
)
def _(g, tables):
    for table in reversed(tables):
        g = table @ g
    return g


@wrong(
    "chain.vjp",
    "first table first and g on the right: it computes J_n ... J_1 g, the way of a step forward",
)
def _(g, tables):
    for table in tables:
        g = table @ g
    return g


@wrong("chain.vjp", "the first table, J_1, is left out (range stops before 0)")
def _(g, tables):
    for k in range(len(tables) - 1, 0, -1):
        g = g @ tables[k]
    return g


@wrong("chain.vjp", "the last table, J_n, is left out: begins one too early")
def _(g, tables):
    for k in range(len(tables) - 2, -1, -1):
        g = g @ tables[k]
    return g


@wrong("chain.vjp", "early return inside the loop: only the last table is used")
def _(g, tables):
    for table in reversed(tables):
        g = g @ table
        return g
    return g


@wrong(
    "chain.vjp",
    "the loop multiplies the old g each time instead of the row so far: the result is g times J_1 alone (or breaks)",
)
def _(g, tables):
    row = g
    for table in reversed(tables):
        row = g @ table
    return row


@wrong(
    "chain.vjp",
    "turns the caller's list around in place (the number is right, the list is modified)",
)
def _(g, tables):
    tables.reverse()
    for table in tables:
        g = g @ table
    return g


@wrong(
    "chain.vjp",
    "two slips: goes from the first table to the last, and leaves the last one out (breaks unless the shapes happen to fit)",
)
def _(g, tables):
    for k in range(len(tables) - 1):
        g = g @ tables[k]
    return g


@wrong("chain.vjp", "only the two last tables are used, as many as in the example")
def _(g, tables):
    return g @ tables[-1] @ tables[-2] if len(tables) > 1 else g @ tables[-1]


@wrong("chain.vjp", "all rows on the way are returned as a list instead of the one at the input")
def _(g, tables):
    rows = []
    for table in reversed(tables):
        g = g @ table
        rows.append(g)
    return rows


@wrong("chain.vjp", "star instead of @: g times the table number by number, without the sum")
def _(g, tables):
    for table in reversed(tables):
        g = g * table
    return g


# 9 chain.jvp


@right("chain.jvp")
def _(tables, dx):
    for table in tables:
        dx = table @ dx
    return dx


@right("chain.jvp")
def _(tables, dx):
    step = np.array(dx)
    for k in range(len(tables)):
        step = np.dot(tables[k], step)
    return step


@right("chain.jvp")
def _(tables, dx):
    from functools import reduce

    return reduce(lambda step, J: J @ step, tables, dx)


@right("chain.jvp")
def _(tables, dx):
    def forth(rest, step):
        if len(rest) == 0:
            return step
        return forth(rest[1:], rest[0] @ step)

    return forth(list(tables), dx)


@right("chain.jvp")
def _(tables, dx):
    for J in tables:
        dx = (dx.T @ J.T).T
    return dx


@right("chain.jvp")
def _(tables, dx):
    for J in tables:
        new = []
        for i in range(J.shape[0]):
            total = 0.0
            for j in range(J.shape[1]):
                total += J[i, j] * dx[j]
            new.append(total)
        dx = np.array(new)
    return dx


@right("chain.jvp")
def _(tables, dx):
    # the last table outermost: asks for the step before it
    before = lambda k: dx if k == 0 else np.einsum("ij,j...->i...", tables[k - 1], before(k - 1))
    return before(len(tables))


@right("chain.jvp")
def _(tables, dx):
    for J in tables:
        dx = sum(np.multiply.outer(J[:, j], dx[j]) for j in range(J.shape[1]))
    return dx


@right("chain.jvp")
def _(tables, dx):
    from collections import deque

    todo = deque(tables)
    while todo:
        dx = np.tensordot(todo.popleft(), dx, axes=1)
    return dx


@wrong(
    "chain.jvp",
    "goes through the tables from the last to the first (breaks unless the shapes happen to fit)",
)
def _(tables, dx):
    for table in reversed(tables):
        dx = table @ dx
    return dx


@wrong(
    "chain.jvp",
    "dx @ table: the step stands on the left, each table works as if transposed (breaks unless square)",
)
def _(tables, dx):
    for table in tables:
        dx = dx @ table
    return dx


@wrong("chain.jvp", "travels backward: dx J_n ... J_1, the vector-Jacobian product")
def _(tables, dx):
    for table in reversed(tables):
        dx = dx @ table
    return dx


@wrong("chain.jvp", "the first table is left out")
def _(tables, dx):
    for table in tables[1:]:
        dx = table @ dx
    return dx


@wrong("chain.jvp", "the last table is left out (range one too short)")
def _(tables, dx):
    for k in range(len(tables) - 1):
        dx = tables[k] @ dx
    return dx


@wrong("chain.jvp", "early return: only the first table is used")
def _(tables, dx):
    for table in tables:
        dx = table @ dx
        return dx
    return dx


@wrong(
    "chain.jvp",
    "each table is multiplied with the old dx, not with the step so far: the result is J_n dx (or breaks)",
)
def _(tables, dx):
    for table in tables:
        step = table @ dx
    return step


@wrong(
    "chain.jvp",
    "adds the moved step to the step (dx + J dx) at each layer, instead of replacing it",
)
def _(tables, dx):
    for table in tables:
        dx = dx + table @ dx
    return dx


@wrong("chain.jvp", "takes a fixed two tables, as many as in the example")
def _(tables, dx):
    return tables[1] @ (tables[0] @ dx)


@wrong("chain.jvp", "star instead of @: the table times the step number by number, without the sum")
def _(tables, dx):
    for table in tables:
        dx = table * dx
    return dx


@wrong(
    "chain.jvp",
    "pops the tables off the caller's list: the number is right, the list is empty afterwards",
)
def _(tables, dx):
    while tables:
        dx = tables.pop(0) @ dx
    return dx


@wrong("chain.jvp", "the step is normalised to length 1 before it travels: its size is lost")
def _(tables, dx):
    dx = dx / np.linalg.norm(dx)
    for table in tables:
        dx = table @ dx
    return dx


# 10 chain_cost


@right("chain_cost")
def _(widths):
    forward = reverse = 0
    for k in range(2, len(widths)):
        forward += widths[k] * widths[k - 1] * widths[0]
    for k in range(len(widths) - 2, 0, -1):
        reverse += widths[-1] * widths[k] * widths[k - 1]
    return forward, reverse


@right("chain_cost")
def _(widths):
    sizes = [a * b for a, b in zip(widths, widths[1:])]
    return widths[0] * sum(sizes[1:]), widths[-1] * sum(sizes[:-1])


@right("chain_cost")
def _(widths):
    def one(n):
        return n[0] * sum(n[k] * n[k + 1] for k in range(1, len(n) - 1))

    return one(widths), one(widths[::-1])


@right("chain_cost")
def _(widths):
    w = np.array(widths)
    sizes = w[1:] * w[:-1]
    return int(w[0] * sizes[1:].sum()), int(w[-1] * sizes[:-1].sum())


@right("chain_cost")
def _(widths):
    tables = [(widths[k], widths[k - 1]) for k in range(1, len(widths))]
    forward, now = 0, tables[0]
    for p, q in tables[1:]:
        forward += p * q * now[1]
        now = (p, now[1])
    reverse, now = 0, tables[-1]
    for q, r in reversed(tables[:-1]):
        reverse += now[0] * q * r
        now = (now[0], r)
    return forward, reverse


@right("chain_cost")
def _(widths):
    # recursion: the first two tables melt into one
    def melt(n):
        return 0 if len(n) < 3 else n[0] * n[1] * n[2] + melt([n[0]] + n[2:])

    n = list(widths)
    return melt(n), melt(n[::-1])


@right("chain_cost")
def _(widths):
    first, *inner, last = widths
    every = sum(a * b for a, b in zip(widths[:-1], widths[1:]))
    return first * (every - widths[0] * widths[1]), last * (every - widths[-2] * widths[-1])


@right("chain_cost")
def _(widths):
    return (
        sum(map(math.prod, zip([widths[0]] * len(widths), widths[1:], widths[2:]))),
        sum(map(math.prod, zip([widths[-1]] * len(widths), widths[:-2], widths[1:-1]))),
    )


@right("chain_cost")
def _(widths):
    f = int(np.dot(widths[1:-1], widths[2:])) * widths[0]
    r = int(np.dot(widths[:-2], widths[1:-1])) * widths[-1]
    return f, r


@wrong("chain_cost", "the two numbers are in the wrong order: reverse first")
def _(widths):
    sizes = [a * b for a, b in zip(widths, widths[1:])]
    return widths[-1] * sum(sizes[:-1]), widths[0] * sum(sizes[1:])


@wrong(
    "chain_cost",
    "no table is left out of the sums: the first table counts forward, the last one in reverse, as if there were a product to begin with",
)
def _(widths):
    s = sum(a * b for a, b in zip(widths, widths[1:]))
    return widths[0] * s, widths[-1] * s


@wrong(
    "chain_cost",
    "the factors in front are swapped: forward is multiplied by the last width, reverse by the first",
)
def _(widths):
    sizes = [a * b for a, b in zip(widths, widths[1:])]
    return widths[-1] * sum(sizes[1:]), widths[0] * sum(sizes[:-1])


@wrong(
    "chain_cost",
    "the cost of a vector travelling: the sizes of the tables, without the factor for the columns or rows",
)
def _(widths):
    sizes = [a * b for a, b in zip(widths, widths[1:])]
    return sum(sizes[1:]), sum(sizes[:-1])


@wrong("chain_cost", "the wrong table is left out: forward leaves out the last, reverse the first")
def _(widths):
    sizes = [a * b for a, b in zip(widths, widths[1:])]
    return widths[0] * sum(sizes[:-1]), widths[-1] * sum(sizes[1:])


@wrong(
    "chain_cost",
    "products of three neighbouring widths: what travels is forgotten, only neighbours are multiplied; both numbers are the same",
)
def _(widths):
    c = sum(widths[k] * widths[k + 1] * widths[k + 2] for k in range(len(widths) - 2))
    return c, c


@wrong("chain_cost", "reverse is counted like forward: both numbers are the forward one")
def _(widths):
    f = widths[0] * sum(widths[k] * widths[k + 1] for k in range(1, len(widths) - 1))
    return f, f


@wrong("chain_cost", "hard-coded for three tables, as in the example")
def _(widths):
    a, b, c, d = widths[:4]
    return a * b * c + a * c * d, b * c * d + a * b * d


@wrong("chain_cost", "the loops end one too early: the last product of each way is not counted")
def _(widths):
    f = sum(widths[0] * widths[k] * widths[k + 1] for k in range(1, len(widths) - 2))
    r = sum(widths[-1] * widths[k] * widths[k - 1] for k in range(len(widths) - 2, 1, -1))
    return f, r


@wrong(
    "chain_cost",
    "the loop overwrites instead of adding: each number is the cost of the last product alone",
)
def _(widths):
    f = r = 0
    for k in range(1, len(widths) - 1):
        f = widths[0] * widths[k] * widths[k + 1]
        r = widths[-1] * widths[-1 - k] * widths[-2 - k]
    return f, r


@wrong("chain_cost", "two slips: reverse stands first, and no table is left out of the sums")
def _(widths):
    s = sum(a * b for a, b in zip(widths, widths[1:]))
    return widths[-1] * s, widths[0] * s


@wrong("chain_cost", "forward is right; in reverse J_1 is left out, so its product is missing")
def _(widths):
    sizes = [a * b for a, b in zip(widths, widths[1:])]
    return widths[0] * sum(sizes[1:]), widths[-1] * sum(sizes[1:-1])


# 11 sgd.step


@right("sgd.step")
def _(parameters, gradients, lr):
    return [p - lr * g for p, g in zip(parameters, gradients)]


@right("sgd.step")
def _(parameters, gradients, lr):
    new = []
    for i in range(len(parameters)):
        new.append(parameters[i] - lr * gradients[i])
    return new


@right("sgd.step")
def _(parameters, gradients, lr):
    return list(map(lambda p, g: p - lr * g, parameters, gradients))


@right("sgd.step")
def _(parameters, gradients, lr):
    new = [np.array(p, dtype=np.result_type(p, 0.0)) for p in parameters]
    for q, g in zip(new, gradients):
        q -= lr * g
    return new


@right("sgd.step")
def _(parameters, gradients, lr):
    if not parameters:
        return []
    (p, *ps), (g, *gs) = parameters, gradients
    rest = [q - lr * h for q, h in zip(ps, gs)]
    return [np.subtract(p, np.multiply(lr, g))] + rest


@right("sgd.step")
def _(parameters, gradients, lr):
    return [np.add(p, -lr * g) for p, g in zip(parameters, gradients)]


@right("sgd.step")
def _(parameters, gradients, lr):
    shapes = [np.shape(p) for p in parameters]
    flat = np.concatenate([np.ravel(p) for p in parameters]) - lr * np.concatenate(
        [np.ravel(g) for g in gradients]
    )
    ends = np.cumsum([math.prod(s) for s in shapes])[:-1]
    return [part.reshape(s) for part, s in zip(np.split(flat, ends), shapes)]


@right("sgd.step")
def _(parameters, gradients, lr):
    result = []
    for p, g in zip(parameters, gradients):
        q = np.zeros(np.shape(p))
        for idx in np.ndindex(q.shape):
            q[idx] = p[idx] - lr * g[idx]
        result.append(q)
    return result


@right("sgd.step")
def _(parameters, gradients, lr):
    result = list(parameters)
    for i, g in enumerate(gradients):
        result[i] = result[i] - g * lr
    return result


@wrong("sgd.step", "plus instead of minus: moves uphill")
def _(parameters, gradients, lr):
    return [p + lr * g for p, g in zip(parameters, gradients)]


@wrong("sgd.step", "the old parameters are changed in place (the numbers returned are right)")
def _(parameters, gradients, lr):
    for p, g in zip(parameters, gradients):
        p -= lr * g
    return parameters


@wrong("sgd.step", "the learning rate is forgotten")
def _(parameters, gradients, lr):
    return [p - g for p, g in zip(parameters, gradients)]


@wrong("sgd.step", "returns the steps -lr*g alone instead of the new parameters")
def _(parameters, gradients, lr):
    return [-lr * g for g in gradients]


@wrong("sgd.step", "gradient minus lr times parameter: the two are swapped")
def _(parameters, gradients, lr):
    return [g - lr * p for p, g in zip(parameters, gradients)]


@wrong("sgd.step", "the brackets are wrong: (p - lr) * g")
def _(parameters, gradients, lr):
    return [(p - lr) * g for p, g in zip(parameters, gradients)]


@wrong("sgd.step", "divides the gradient by the rate instead of multiplying")
def _(parameters, gradients, lr):
    return [p - g / lr for p, g in zip(parameters, gradients)]


@wrong("sgd.step", "return inside the loop: only the first parameter comes back")
def _(parameters, gradients, lr):
    new = []
    for p, g in zip(parameters, gradients):
        new.append(p - lr * g)
        return new
    return new


@wrong("sgd.step", "the first gradient is used for all parameters")
def _(parameters, gradients, lr):
    return [p - lr * gradients[0] for p in parameters]


@wrong(
    "sgd.step", "moves by the mean of each gradient array: all numbers of an array move by the same"
)
def _(parameters, gradients, lr):
    return [p - lr * np.mean(g) for p, g in zip(parameters, gradients)]


@wrong("sgd.step", "the gradient is divided by its length, so that only its direction counts")
def _(parameters, gradients, lr):
    return [p - lr * g / np.linalg.norm(g) for p, g in zip(parameters, gradients)]


@wrong("sgd.step", "two slips: plus instead of minus, and the old parameters are changed in place")
def _(parameters, gradients, lr):
    for p, g in zip(parameters, gradients):
        p += lr * g
    return parameters


# 12 momentum.step


@right("momentum.step")
def _(w, g, v, lr, mu):
    new_v = mu * v + g
    return w - lr * new_v, new_v


@right("momentum.step")
def _(w, g, v, lr, mu):
    v = mu * v + g
    w = w - lr * v
    return w, v


@right("momentum.step")
def _(w, g, v, lr, mu):
    return w - lr * mu * v - lr * g, g + v * mu


@right("momentum.step")
def _(w, g, v, lr, mu):
    return w - lr * (u := np.add(np.multiply(mu, v), g)), u


@right("momentum.step")
def _(w, g, v, lr, mu):
    w1, v1 = np.zeros(np.shape(w)), np.zeros(np.shape(v))
    W, G, V = np.asarray(w), np.asarray(g), np.asarray(v)
    for idx in np.ndindex(W.shape):
        v1[idx] = mu * V[idx] + G[idx]
        w1[idx] = W[idx] - lr * v1[idx]
    return w1, v1


@right("momentum.step")
def _(w, g, v, lr, mu):
    u = np.array(v, dtype=float)
    u *= mu
    u += g
    x = np.array(w, dtype=float)
    x -= lr * u
    return (x, u)


@right("momentum.step")
def _(w, g, v, lr, mu):
    # one linear map for both: (w, g, v) -> (new w, new v)
    M = np.array([[1, -lr, -lr * mu], [0, 1, mu]])
    out = np.tensordot(M, np.stack([w, g, v]), axes=1)
    return out[0], out[1]


@right("momentum.step")
def _(w, g, v, lr, mu):
    velocity = lambda: g + mu * v
    return np.subtract(w, lr * velocity()), velocity()


@right("momentum.step")
def _(w, g, v, lr, mu):
    pull = np.multiply(v, mu)
    vel = pull + g
    step = -lr * vel
    return step + w, vel


@wrong("momentum.step", "w moves by the old v; the new v is right")
def _(w, g, v, lr, mu):
    return w - lr * v, mu * v + g


@wrong("momentum.step", "(1 - mu) g is added instead of all of g, in v and so in w")
def _(w, g, v, lr, mu):
    v = mu * v + (1 - mu) * g
    return w - lr * v, v


@wrong("momentum.step", "the order of the outputs is v, w")
def _(w, g, v, lr, mu):
    v = mu * v + g
    return v, w - lr * v


@wrong("momentum.step", "w moves uphill: plus lr v")
def _(w, g, v, lr, mu):
    v = mu * v + g
    return w + lr * v, v


@wrong("momentum.step", "the rate is already in v: v = mu v + lr g, and w moves by v")
def _(w, g, v, lr, mu):
    v = mu * v + lr * g
    return w - v, v


@wrong("momentum.step", "minus g in v: v = mu v - g")
def _(w, g, v, lr, mu):
    v = mu * v - g
    return w - lr * v, v


@wrong("momentum.step", "the new w is right but the old v is returned")
def _(w, g, v, lr, mu):
    return w - lr * (mu * v + g), v


@wrong("momentum.step", "v is changed in place (the numbers returned are right)")
def _(w, g, v, lr, mu):
    v *= mu
    v += g
    return w - lr * v, v


@wrong("momentum.step", "mu is forgotten: v + g")
def _(w, g, v, lr, mu):
    v = v + g
    return w - lr * v, v


@wrong("momentum.step", "two slips: mu is forgotten in the new v, and w moves by the old v")
def _(w, g, v, lr, mu):
    return w - lr * v, v + g


@wrong("momentum.step", "w moves by the gradient alone, as without momentum; the new v is right")
def _(w, g, v, lr, mu):
    return w - lr * g, mu * v + g


@wrong("momentum.step", "Nesterov's version: w moves by g + mu times the new v; the new v is right")
def _(w, g, v, lr, mu):
    v = mu * v + g
    return w - lr * (g + mu * v), v


# 13 schedule


@right("schedule")
def _(step, total, lr):
    return lr / 2 * (1 + np.cos(np.pi * step / total))


@right("schedule")
def _(step, total, lr):
    return 0.5 * lr * (1 + math.cos(math.pi * step / total))


@right("schedule")
def _(step, total, lr):
    return lr * math.cos(math.pi * step / (2 * total)) ** 2


@right("schedule")
def _(step, total, lr):
    return lr * (1 - np.sin(np.pi / 2 * step / total) ** 2)


@right("schedule")
def _(step, total, lr):
    angle = np.deg2rad(180 * step / total)
    return (lr + lr * np.cos(angle)) / 2


@right("schedule")
def _(step, total, lr):
    return lr * (1 + math.sin(math.pi / 2 - math.pi * step / total)) / 2


@right("schedule")
def _(step, total, lr):
    return lr / 2 * (1 + np.exp(1j * np.pi * step / total).real)


@right("schedule")
def _(step, total, lr):
    high, low = lr, 0.0
    part = step / total
    return low + (high - low) * (math.cos(part * math.pi) - -1) / 2


@right("schedule")
def _(step, total, lr):
    return lr - lr / 2 * (1 - np.cos(step * np.pi / total))


@wrong("schedule", "without the half: twice the rate, begins at 2 lr")
def _(step, total, lr):
    return lr * (1 + np.cos(np.pi * step / total))


@wrong(
    "schedule",
    "falls along a straight line instead of a cosine (right at the start, the middle and the end)",
)
def _(step, total, lr):
    return lr * (1 - step / total)


@wrong("schedule", "1 minus the cosine: rises from 0 to the full rate")
def _(step, total, lr):
    return lr / 2 * (1 - np.cos(np.pi * step / total))


@wrong("schedule", "pi is forgotten in the cosine")
def _(step, total, lr):
    return lr / 2 * (1 + np.cos(step / total))


@wrong("schedule", "2 pi instead of pi: back at the full rate at the end")
def _(step, total, lr):
    return lr / 2 * (1 + np.cos(2 * np.pi * step / total))


@wrong(
    "schedule",
    "a quarter of a cosine, lr cos(pi t / (2 total)): right at both ends, too high between",
)
def _(step, total, lr):
    return lr * np.cos(np.pi * step / (2 * total))


@wrong("schedule", "whole-number division step // total: the full rate until the last step")
def _(step, total, lr):
    return lr / 2 * (1 + np.cos(np.pi * (step // total)))


@wrong("schedule", "divides by total - 1: reaches 0 a step too early (and breaks at total 1)")
def _(step, total, lr):
    return lr / 2 * (1 + np.cos(np.pi * step / (total - 1)))


@wrong("schedule", "total / step, the fraction upside down (breaks at step 0)")
def _(step, total, lr):
    return lr / 2 * (1 + np.cos(np.pi * total / step))


@wrong("schedule", "counts from 1: uses step + 1, so the rate is less than lr at step 0")
def _(step, total, lr):
    return lr / 2 * (1 + np.cos(np.pi * (step + 1) / total))


@wrong("schedule", "two slips: the half is missing and pi is forgotten: lr (1 + cos(t / total))")
def _(step, total, lr):
    return lr * (1 + np.cos(step / total))


@wrong("schedule", "the angle is taken in degrees: cos(180 t / total) without changing to radians")
def _(step, total, lr):
    return lr / 2 * (1 + np.cos(180 * step / total))


# 14 clip_by_norm


@right("clip_by_norm")
def _(gradients, most):
    length = np.sqrt(sum((g**2).sum() for g in gradients))
    if length > most:
        return [g * (most / length) for g in gradients]
    return [g.copy() for g in gradients]


@right("clip_by_norm")
def _(gradients, most):
    length = math.sqrt(sum(float(np.sum(g * g)) for g in gradients))
    factor = min(1, most / length) if length > 0 else 1
    return [factor * g for g in gradients]


@right("clip_by_norm")
def _(gradients, most):
    length = np.linalg.norm(np.concatenate([np.ravel(g) for g in gradients]))
    return [g * most / max(length, most) if length else np.array(g) for g in gradients]


@right("clip_by_norm")
def _(gradients, most):
    total = 0.0
    for g in gradients:
        for value in np.asarray(g).flat:
            total += float(value) ** 2
    length = total**0.5
    new = []
    for g in gradients:
        if length > most:
            new.append(np.array(g) / length * most)
        else:
            new.append(np.array(g))
    return new


@right("clip_by_norm")
def _(gradients, most):
    length = math.hypot(*[float(np.linalg.norm(np.ravel(g))) for g in gradients])
    scale = most / length if length > most else 1.0
    return [np.multiply(g, scale) for g in gradients]


@right("clip_by_norm")
def _(gradients, most):
    square = sum(np.vdot(g, g) for g in gradients)
    return [g * np.sqrt(most**2 / square) if square > most**2 else +g for g in gradients]


@right("clip_by_norm")
def _(gradients, most):
    flat = np.hstack([np.reshape(g, -1) for g in gradients]).astype(float)
    length = np.sqrt(flat @ flat)
    if length > most:
        flat *= most / length
    ends = np.cumsum([np.size(g) for g in gradients])
    return [flat[e - np.size(g) : e].reshape(np.shape(g)).copy() for g, e in zip(gradients, ends)]


@right("clip_by_norm")
def _(gradients, most):
    from functools import reduce

    length = reduce(math.hypot, (float(v) for g in gradients for v in np.ravel(g)), 0.0)
    return list(map(lambda g: g * (1.0 if length <= most else most / length), gradients))


@right("clip_by_norm")
def _(gradients, most):
    length = np.sqrt(np.sum([np.inner(np.ravel(g), np.ravel(g)) for g in gradients]))
    out = [np.array(g, dtype=float) for g in gradients]
    for g in out:
        if most < length:
            g *= most
            g /= length
    return out


@wrong("clip_by_norm", "a length for each array on its own instead of one for all")
def _(gradients, most):
    return [g * min(1, most / n) if (n := np.linalg.norm(g)) > 0 else g.copy() for g in gradients]


@wrong("clip_by_norm", "always brought to the length most: short gradients are made longer")
def _(gradients, most):
    length = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g * (most / length) if length > 0 else g.copy() for g in gradients]


@wrong("clip_by_norm", "the root is forgotten: the sum of squares is taken for the length")
def _(gradients, most):
    length = sum((g**2).sum() for g in gradients)
    return [g * (most / length) if length > most else g.copy() for g in gradients]


@wrong(
    "clip_by_norm",
    "each number is cut to between -most and most, instead of shortening all by one factor",
)
def _(gradients, most):
    return [np.clip(g, -most, most) for g in gradients]


@wrong(
    "clip_by_norm",
    "gradients that are short enough are returned as they came, the same list and arrays, not new ones",
)
def _(gradients, most):
    length = np.sqrt(sum((g**2).sum() for g in gradients))
    if length <= most:
        return gradients
    return [g * (most / length) for g in gradients]


@wrong("clip_by_norm", "the gradients are shortened in place (the numbers returned are right)")
def _(gradients, most):
    length = np.sqrt(sum((g**2).sum() for g in gradients))
    if length > most:
        for g in gradients:
            g *= most / length
    return [g.copy() for g in gradients]


@wrong(
    "clip_by_norm",
    "divides by the length without a case for 0: breaks when all gradients are 0 (otherwise right)",
)
def _(gradients, most):
    length = math.sqrt(sum(float((g**2).sum()) for g in gradients))
    return [g * min(1, most / length) for g in gradients]


@wrong(
    "clip_by_norm",
    "the lengths of the arrays are added up instead of their squares: the sum of norms is taken for the length",
)
def _(gradients, most):
    length = sum(np.linalg.norm(g) for g in gradients)
    return [g * (most / length) if length > most else g.copy() for g in gradients]


@wrong(
    "clip_by_norm", "shortened to the length 1 instead of most (most is forgotten in the factor)"
)
def _(gradients, most):
    length = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g / length if length > most else g.copy() for g in gradients]


@wrong(
    "clip_by_norm",
    "two slips: the root is forgotten, and it divides always, so that short gradients are changed as well",
)
def _(gradients, most):
    square = sum((g**2).sum() for g in gradients)
    return [g * (most / square) if square > 0 else g.copy() for g in gradients]


@wrong(
    "clip_by_norm",
    "the loop overwrites instead of adding: only the last array's squares make the length",
)
def _(gradients, most):
    for g in gradients:
        total = (g**2).sum()
    length = np.sqrt(total)
    return [g * (most / length) if length > most else g.copy() for g in gradients]


@wrong("clip_by_norm", "sum of absolute values in place of the root of the sum of squares")
def _(gradients, most):
    length = sum(np.abs(g).sum() for g in gradients)
    return [g * (most / length) if length > most else g.copy() for g in gradients]


# 15 network.vjp (these two parts are younger: their answers are by the author of the parts)


@right("network.vjp")
def _(x, t, w1, b1, w2, b2):
    a = x @ w1.T + b1
    h = np.maximum(a, 0)
    o = h @ w2.T + b2
    n = len(x)
    do = (o - t) / n
    dw2 = do.T @ h
    db2 = do.sum(axis=0)
    dh = do @ w2
    da = dh * (a > 0)
    dw1 = da.T @ x
    db1 = da.sum(axis=0)
    return dw1, db1, dw2, db2


@right("network.vjp")
def _(x, t, w1, b1, w2, b2):
    h = np.maximum(x @ w1.T + b1, 0)
    do = (h @ w2.T + b2 - t) / x.shape[0]
    dh = do @ w2
    dh[h == 0] = 0
    return dh.T @ x, np.sum(dh, 0), do.T @ h, np.sum(do, 0)


@right("network.vjp")
def _(x, t, w1, b1, w2, b2):
    a = np.dot(x, w1.T) + b1
    mask = np.where(a > 0, 1.0, 0.0)
    h = a * mask
    do = np.dot(h, w2.T) + b2 - t
    da = np.dot(do, w2) * mask
    n = len(x)
    return np.dot(da.T, x) / n, da.mean(axis=0), np.dot(do.T, h) / n, do.mean(axis=0)


@right("network.vjp")
def _(x, t, w1, b1, w2, b2):
    dw1, db1 = np.zeros(w1.shape), np.zeros(b1.shape)
    dw2, db2 = np.zeros(w2.shape), np.zeros(b2.shape)
    n = len(x)
    for i in range(n):
        a = w1 @ x[i] + b1
        h = np.maximum(a, 0)
        do = (w2 @ h + b2 - t[i]) / n
        dw2 += np.outer(do, h)
        db2 += do
        da = (w2.T @ do) * (a > 0)
        dw1 += np.outer(da, x[i])
        db1 += da
    return dw1, db1, dw2, db2


@right("network.vjp")
def _(x, t, w1, b1, w2, b2):
    n = len(x)
    x1 = np.hstack([x, np.ones((n, 1))])
    a = x1 @ np.hstack([w1, b1[:, None]]).T
    h1 = np.hstack([np.maximum(a, 0), np.ones((n, 1))])
    do = (h1 @ np.hstack([w2, b2[:, None]]).T - t) / n
    second = do.T @ h1
    first = ((do @ w2) * (a > 0)).T @ x1
    return first[:, :-1], first[:, -1], second[:, :-1], second[:, -1]


@right("network.vjp")
def _(x, t, w1, b1, w2, b2):
    a = np.einsum("ni,hi->nh", x, w1) + b1
    h = np.clip(a, 0, None)
    g = (np.einsum("nh,mh->nm", h, w2) + b2 - t) / len(t)
    da = np.einsum("nm,mh->nh", g, w2) * np.heaviside(a, 0)
    return np.einsum("nh,ni->hi", da, x), da.sum(0), np.einsum("nm,nh->mh", g, h), g.sum(0)


@right("network.vjp")
def _(x, t, w1, b1, w2, b2):
    def layer(g, inputs, w):
        return g @ w, g.T @ inputs, g.sum(axis=0)

    a = x @ w1.T + b1
    h = np.maximum(a, 0)
    dh, dw2, db2 = layer((h @ w2.T + b2 - t) / len(x), h, w2)
    _, dw1, db1 = layer(dh * (a > 0), x, w1)
    return dw1, db1, dw2, db2


@right("network.vjp")
def _(x, t, w1, b1, w2, b2):
    hidden = x @ w1.transpose() + b1
    active = hidden > 0
    hidden = np.where(active, hidden, 0)
    error = (hidden @ w2.transpose() + b2) - t
    error /= len(x)
    back = np.where(active, error @ w2, 0)
    return (back.T @ x, back.sum(axis=0), error.T @ hidden, error.sum(axis=0))


def network_lines(x, t, w1, b1, w2, b2):
    a = x @ w1.T + b1
    h = np.maximum(a, 0)
    do = (h @ w2.T + b2 - t) / len(x)
    da = do @ w2 * (a > 0)
    return a, h, do, da


@wrong("network.vjp", "n left out")
def _(x, t, w1, b1, w2, b2):
    a = x @ w1.T + b1
    h = np.maximum(a, 0)
    do = h @ w2.T + b2 - t
    da = do @ w2 * (a > 0)
    return da.T @ x, da.sum(0), do.T @ h, do.sum(0)


@wrong("network.vjp", "twice")
def _(x, t, w1, b1, w2, b2):
    a, h, do, da = network_lines(x, t, w1, b1, w2, b2)
    return 2 * da.T @ x, 2 * da.sum(0), 2 * do.T @ h, 2 * do.sum(0)


@wrong("network.vjp", "truth minus prediction")
def _(x, t, w1, b1, w2, b2):
    a = x @ w1.T + b1
    h = np.maximum(a, 0)
    do = (t - (h @ w2.T + b2)) / len(x)
    da = do @ w2 * (a > 0)
    return da.T @ x, da.sum(0), do.T @ h, do.sum(0)


@wrong("network.vjp", "no slope of ReLU")
def _(x, t, w1, b1, w2, b2):
    a, h, do, da = network_lines(x, t, w1, b1, w2, b2)
    dh = do @ w2
    return dh.T @ x, dh.sum(0), do.T @ h, do.sum(0)


@wrong("network.vjp", "no ReLU at all")
def _(x, t, w1, b1, w2, b2):
    h = x @ w1.T + b1
    do = (h @ w2.T + b2 - t) / len(x)
    dh = do @ w2
    return dh.T @ x, dh.sum(0), do.T @ h, do.sum(0)


@wrong("network.vjp", "means of biases")
def _(x, t, w1, b1, w2, b2):
    a, h, do, da = network_lines(x, t, w1, b1, w2, b2)
    return da.T @ x, da.mean(0), do.T @ h, do.mean(0)


@wrong("network.vjp", "weights turned round")
def _(x, t, w1, b1, w2, b2):
    a, h, do, da = network_lines(x, t, w1, b1, w2, b2)
    return x.T @ da, da.sum(0), h.T @ do, do.sum(0)


@wrong("network.vjp", "biases not summed")
def _(x, t, w1, b1, w2, b2):
    a, h, do, da = network_lines(x, t, w1, b1, w2, b2)
    return da.T @ x, da, do.T @ h, do


@wrong("network.vjp", "second layer first")
def _(x, t, w1, b1, w2, b2):
    a, h, do, da = network_lines(x, t, w1, b1, w2, b2)
    return do.T @ h, do.sum(0), da.T @ x, da.sum(0)


@wrong("network.vjp", "multiplied by h, not by its slope")
def _(x, t, w1, b1, w2, b2):
    a, h, do, da = network_lines(x, t, w1, b1, w2, b2)
    da = do @ w2 * h
    return da.T @ x, da.sum(0), do.T @ h, do.sum(0)


@wrong("network.vjp", "a for h in the second layer")
def _(x, t, w1, b1, w2, b2):
    a, h, do, da = network_lines(x, t, w1, b1, w2, b2)
    return da.T @ x, da.sum(0), do.T @ a, do.sum(0)


@wrong("network.vjp", "divided by all entries")
def _(x, t, w1, b1, w2, b2):
    a = x @ w1.T + b1
    h = np.maximum(a, 0)
    do = (h @ w2.T + b2 - t) / t.size
    da = do @ w2 * (a > 0)
    return da.T @ x, da.sum(0), do.T @ h, do.sum(0)


# 16 step.by_hand


@right("step.by_hand")
def _(x, t, w, b, lr):
    s = w @ x + b
    p = np.exp(s) / np.sum(np.exp(s))
    y = np.zeros(len(b))
    y[t] = 1
    ds = p - y
    return w - lr * np.outer(ds, x), b - lr * ds


@right("step.by_hand")
def _(x, t, w, b, lr):
    s = w @ x + b
    e = np.exp(s - np.max(s))
    ds = e / e.sum()
    ds[t] -= 1.0
    return w - lr * ds[:, np.newaxis] * x[np.newaxis, :], b - lr * ds


@right("step.by_hand")
def _(x, t, w, b, lr):
    s = np.dot(w, x) + b
    p = np.exp(s - np.log(np.exp(s).sum()))
    ds = p - (np.arange(len(p)) == t)
    return w - np.outer(lr * ds, x), b - lr * ds


@right("step.by_hand")
def _(x, t, w, b, lr):
    new_w, new_b = np.array(w, dtype=float), np.array(b, dtype=float)
    s = [sum(w[k][j] * x[j] for j in range(len(x))) + b[k] for k in range(len(b))]
    total = sum(math.exp(v) for v in s)
    for k in range(len(b)):
        slope = math.exp(s[k]) / total
        if k == t:
            slope = slope - 1
        for j in range(len(x)):
            new_w[k, j] -= lr * slope * x[j]
        new_b[k] -= lr * slope
    return new_w, new_b


@right("step.by_hand")
def _(x, t, w, b, lr):
    e = np.exp(w @ x + b)
    p = e / np.sum(e)
    new_w = w - lr * np.outer(p, x)
    new_b = b - lr * p
    new_w[t] += lr * x
    new_b[t] += lr
    return new_w, new_b


@right("step.by_hand")
def _(x, t, w, b, lr):
    e = np.exp(np.einsum("kj,j->k", w, x) + b)
    y = np.eye(len(e))[t]
    up = lr * (y - e / e.sum())
    return w + np.einsum("k,j->kj", up, x), b + up


@right("step.by_hand")
def _(x, t, w, b, lr):
    def softmax(s):
        e = np.exp(s)
        return e / e.sum()

    ds = softmax(w @ x + b) - np.eye(w.shape[0])[t]
    return w - lr * (ds.reshape(-1, 1) @ x.reshape(1, -1)), b - lr * ds


@right("step.by_hand")
def _(x, t, w, b, lr):
    s = w @ x + b
    ds = np.array([1 / np.exp(s - s[k]).sum() for k in range(len(s))])
    ds = np.where(np.arange(len(s)) == t, ds - 1, ds)
    return np.array([row - lr * d * x for row, d in zip(w, ds)]), b - lr * ds


def pushes(x, t, w, b):
    e = np.exp(w @ x + b)
    return e / e.sum() - np.eye(len(b))[t]


@wrong("step.by_hand", "uphill")
def _(x, t, w, b, lr):
    ds = pushes(x, t, w, b)
    return w + lr * np.outer(ds, x), b + lr * ds


@wrong("step.by_hand", "gradients alone")
def _(x, t, w, b, lr):
    ds = pushes(x, t, w, b)
    return np.outer(ds, x), ds


@wrong("step.by_hand", "the moves alone")
def _(x, t, w, b, lr):
    ds = pushes(x, t, w, b)
    return -lr * np.outer(ds, x), -lr * ds


@wrong("step.by_hand", "without the rate")
def _(x, t, w, b, lr):
    ds = pushes(x, t, w, b)
    return w - np.outer(ds, x), b - ds


@wrong("step.by_hand", "the truth is missing")
def _(x, t, w, b, lr):
    ds = pushes(x, t, w, b) + np.eye(len(b))[t]
    return w - lr * np.outer(ds, x), b - lr * ds


@wrong("step.by_hand", "only the right one")
def _(x, t, w, b, lr):
    ds = pushes(x, t, w, b)
    new_w, new_b = w.copy(), b.copy()
    new_w[t] -= lr * ds[t] * x
    new_b[t] -= lr * ds[t]
    return new_w, new_b


@wrong("step.by_hand", "scores for probabilities")
def _(x, t, w, b, lr):
    ds = w @ x + b - np.eye(len(b))[t]
    return w - lr * np.outer(ds, x), b - lr * ds


@wrong("step.by_hand", "the bias is not moved")
def _(x, t, w, b, lr):
    return w - lr * np.outer(pushes(x, t, w, b), x), b.copy()


@wrong("step.by_hand", "x is left out")
def _(x, t, w, b, lr):
    ds = pushes(x, t, w, b)
    return w - lr * ds[:, None], b - lr * ds


@wrong("step.by_hand", "the bias is left out of the scores")
def _(x, t, w, b, lr):
    ds = pushes(x, t, w, 0 * b)
    return w - lr * np.outer(ds, x), b - lr * ds


@wrong("step.by_hand", "twice")
def _(x, t, w, b, lr):
    ds = 2 * pushes(x, t, w, b)
    return w - lr * np.outer(ds, x), b - lr * ds


@wrong("step.by_hand", "turned round")
def _(x, t, w, b, lr):
    ds = pushes(x, t, w, b)
    return w - lr * np.outer(x, ds).reshape(w.shape), b - lr * ds
