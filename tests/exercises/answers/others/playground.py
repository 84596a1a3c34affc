"""Answers to assignment 05 that were written from its text alone, by others than its authors."""
# ruff: noqa
import math
import numpy as np
from tests.exercises.answers.others import right, wrong


# ---------------------------------------------------------------- 1 spiral
@right("spiral")
def _(n, noise):
    i = np.arange(n)
    r = 5 * i / n
    t = 1.75 * 2 * np.pi * i / n
    one = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    two = np.stack([r * np.sin(t + np.pi), r * np.cos(t + np.pi)], axis=1)
    return np.concatenate([one, two]) + noise


@right("spiral")
def _(n, noise):
    points = []
    for shift in (0, math.pi):
        for i in range(n):
            r = 5 * i / n
            t = 1.75 * 2 * math.pi * i / n + shift
            points.append([r * math.sin(t), r * math.cos(t)])
    return np.array(points) + noise


@right("spiral")
def _(n, noise):
    s = np.arange(n) / n
    z = 5j * s * np.exp(-3.5j * np.pi * s)
    z = np.r_[z, -z]
    return np.c_[z.real, z.imag] + noise


@right("spiral")
def _(n, noise):
    s = np.linspace(0, 1, n, endpoint=False)
    arm = 5 * s[:, None] * np.sin(3.5 * np.pi * s[:, None] + [0, np.pi / 2])
    return np.vstack((arm, -arm)) + noise


@right("spiral")
def _(n, noise):
    out = np.zeros((2 * n, 2))
    for k in range(2 * n):
        i = k % n
        sign = 1 if k < n else -1
        out[k, 0] = sign * 5 * i / n * np.sin(3.5 * np.pi * i / n) + noise[k, 0]
        out[k, 1] = sign * 5 * i / n * np.cos(3.5 * np.pi * i / n) + noise[k, 1]
    return out


@right("spiral")
def _(n, noise):
    i = np.tile(np.arange(n), 2)
    r = 5 * i / n
    t = 1.75 * 2 * np.pi * i / n + np.repeat([0.0, np.pi], n)
    return np.array([r * np.sin(t), r * np.cos(t)]).T + noise


@right("spiral")
def _(n, noise):
    def arm(shift):
        return [(5 * i / n * math.sin(3.5 * math.pi * i / n + shift), 5 * i / n * math.cos(3.5 * math.pi * i / n + shift)) for i in range(n)]
    return np.add(arm(0) + arm(math.pi), noise)


@right("spiral")
def _(n, noise):
    out = np.array(noise, dtype=float)
    i = np.arange(n)
    t = 3.5 * np.pi / n * i
    for arm, part in enumerate((out[:n], out[n:])):
        part[:, 0] += 5 / n * i * np.sin(t + arm * np.pi)
        part[:, 1] += 5 / n * i * np.cos(t + arm * np.pi)
    return out


@right("spiral")
def _(n, noise):
    s = np.arange(n) / n
    t = 3.5 * np.pi * s + np.array([[0.0], [np.pi]])
    return (5 * s[None, :, None] * np.stack([np.sin(t), np.cos(t)], axis=-1)).reshape(2 * n, 2) + noise


@wrong("spiral", "sine and cosine swapped: the first column is r cos t, the second r sin t")
def _(n, noise):
    i = np.arange(n)
    r, t = 5 * i / n, 3.5 * np.pi * i / n
    arm = np.stack([r * np.cos(t), r * np.sin(t)], axis=1)
    return np.concatenate([arm, -arm]) + noise


@wrong("spiral", "the noise is not added at all")
def _(n, noise):
    i = np.arange(n)
    r, t = 5 * i / n, 3.5 * np.pi * i / n
    arm = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    return np.concatenate([arm, -arm])


@wrong("spiral", "divides by n - 1 instead of n, so that the arm ends at radius 5 and the full angle (and n = 1 gives nan)")
def _(n, noise):
    s = np.linspace(0, 1, n) if n > 1 else np.full(1, np.nan)
    r, t = 5 * s, 3.5 * np.pi * s
    arm = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    return np.concatenate([arm, -arm]) + noise


@wrong("spiral", "the factor 2 pi is taken for pi: half of the angle")
def _(n, noise):
    i = np.arange(n)
    r, t = 5 * i / n, 1.75 * np.pi * i / n
    arm = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    return np.concatenate([arm, -arm]) + noise


@wrong("spiral", "the second arm is returned first, the first arm after it")
def _(n, noise):
    i = np.arange(n)
    r, t = 5 * i / n, 3.5 * np.pi * i / n
    arm = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    return np.concatenate([-arm, arm]) + noise


@wrong("spiral", "the arms are interleaved (point 0 of both arms, point 1 of both arms, ...) instead of one after the other")
def _(n, noise):
    i = np.arange(n)
    r, t = 5 * i / n, 3.5 * np.pi * i / n
    arm = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    return np.stack([arm, -arm], axis=1).reshape(2 * n, 2) + noise


@wrong("spiral", "pi is added to the angle only in the sine: in the second arm the second coordinate is that of the first arm")
def _(n, noise):
    i = np.arange(n)
    r, t = 5 * i / n, 3.5 * np.pi * i / n
    one = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    two = np.stack([r * np.sin(t + np.pi), r * np.cos(t)], axis=1)
    return np.concatenate([one, two]) + noise


@wrong("spiral", "integer division i // n: radius and angle are 0 for all points, only the noise is left")
def _(n, noise):
    i = np.arange(n)
    r, t = 5 * (i // n), 3.5 * np.pi * (i // n)
    arm = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    return np.concatenate([arm, -arm]) + noise


@wrong("spiral", "adds the points into the given noise array itself: the values are right, but the input is modified")
def _(n, noise):
    i = np.arange(n)
    r, t = 5 * i / n, 3.5 * np.pi * i / n
    arm = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    noise += np.concatenate([arm, -arm])
    return noise


@wrong("spiral", "counts i from 1 to n instead of from 0 to n - 1")
def _(n, noise):
    i = np.arange(1, n + 1)
    r, t = 5 * i / n, 3.5 * np.pi * i / n
    arm = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    return np.concatenate([arm, -arm]) + noise


@wrong("spiral", "adds the noise to the first arm only: the second arm is without noise")
def _(n, noise):
    i = np.arange(n)
    r, t = 5 * i / n, 3.5 * np.pi * i / n
    arm = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    return np.concatenate([arm + noise[:n], -arm])


@wrong("spiral", "two slips: the factor 5 of the radius is forgotten, and the noise is taken off instead of added")
def _(n, noise):
    i = np.arange(n)
    r, t = i / n, 3.5 * np.pi * i / n
    arm = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    return np.concatenate([arm, -arm]) - noise


# ---------------------------------------------------------------- 2 features
@right("features")
def _(x, names):
    a, b = x[:, 0], x[:, 1]
    table = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a * b, "sin_x1": np.sin(a), "sin_x2": np.sin(b)}
    return np.stack([table[name] for name in names], axis=1)


@right("features")
def _(x, names):
    x1, x2 = x.T
    make = {"x1": lambda: x1, "x2": lambda: x2, "x1_squared": lambda: x1 * x1, "x2_squared": lambda: x2 * x2,
            "x1_x2": lambda: x1 * x2, "sin_x1": lambda: np.sin(x1), "sin_x2": lambda: np.sin(x2)}
    return np.column_stack([make[n]() for n in names])


@right("features")
def _(x, names):
    out = np.zeros((len(x), len(names)))
    for j in range(len(names)):
        if names[j] == "x1": out[:, j] = x[:, 0]
        elif names[j] == "x2": out[:, j] = x[:, 1]
        elif names[j] == "x1_squared": out[:, j] = x[:, 0] ** 2
        elif names[j] == "x2_squared": out[:, j] = x[:, 1] ** 2
        elif names[j] == "x1_x2": out[:, j] = x[:, 0] * x[:, 1]
        elif names[j] == "sin_x1": out[:, j] = np.sin(x[:, 0])
        else: out[:, j] = np.sin(x[:, 1])
    return out


@right("features")
def _(x, names):
    known = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]
    every = np.hstack([x, x**2, x[:, :1] * x[:, 1:], np.sin(x)])
    return every[:, [known.index(name) for name in names]]


@right("features")
def _(x, names):
    def value(a, b, name):
        return {"x1": a, "x2": b, "x1_squared": a * a, "x2_squared": b * b, "x1_x2": a * b, "sin_x1": math.sin(a), "sin_x2": math.sin(b)}[name]
    return np.array([[value(float(p[0]), float(p[1]), name) for name in names] for p in x])


@right("features")
def _(x, names):
    def column(name):
        if name.startswith("sin_"):
            return np.sin(column(name[4:]))
        if name.endswith("_squared"):
            return column(name[:2]) ** 2
        return np.prod([x[:, int(p[1]) - 1] for p in name.split("_")], axis=0)
    return np.array([column(name) for name in names]).T


@right("features")
def _(x, names):
    powers = {"x1": (1, 0), "x2": (0, 1), "x1_squared": (2, 0), "x2_squared": (0, 2), "x1_x2": (1, 1)}
    cols = []
    for name in names:
        if name in powers:
            cols.append(np.prod(x ** np.array(powers[name]), axis=1, keepdims=True))
        else:
            cols.append(np.sin(x[:, [int(name[-1]) - 1]]))
    return np.concatenate(cols, axis=1)


@right("features")
def _(x, names):
    x1, x2 = np.split(x, 2, axis=1)
    d = dict(x1=x1, x2=x2, x1_squared=np.square(x1), x2_squared=np.square(x2), x1_x2=np.multiply(x1, x2), sin_x1=np.sin(x1), sin_x2=np.sin(x2))
    return np.hstack(list(map(d.get, names)))


@right("features")
def _(x, names):
    code = {"x1": "x1", "x2": "x2", "x1_squared": "x1**2", "x2_squared": "x2**2", "x1_x2": "x1*x2", "sin_x1": "sin(x1)", "sin_x2": "sin(x2)"}
    env = {"x1": x[..., 0], "x2": x[..., 1], "sin": np.sin}
    return np.stack([eval(code[n], dict(env)) for n in names], -1)


@wrong("features", "ignores the order of names: the columns come in the fixed order of the seven")
def _(x, names):
    a, b = x.T
    table = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a * b, "sin_x1": np.sin(a), "sin_x2": np.sin(b)}
    return np.stack([table[k] for k in table if k in names], axis=1)


@wrong("features", "returns all seven columns, whatever names says")
def _(x, names):
    a, b = x.T
    return np.stack([a, b, a**2, b**2, a * b, np.sin(a), np.sin(b)], axis=1)


@wrong("features", "stacks along axis 0: features are rows, points are columns")
def _(x, names):
    a, b = x.T
    table = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a * b, "sin_x1": np.sin(a), "sin_x2": np.sin(b)}
    return np.stack([table[n] for n in names])


@wrong("features", "the squares are doubles: 2 x instead of x ** 2")
def _(x, names):
    a, b = x.T
    table = {"x1": a, "x2": b, "x1_squared": a * 2, "x2_squared": b * 2, "x1_x2": a * b, "sin_x1": np.sin(a), "sin_x2": np.sin(b)}
    return np.stack([table[n] for n in names], axis=1)


@wrong("features", "x1_x2 is the sum of both instead of their product")
def _(x, names):
    a, b = x.T
    table = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a + b, "sin_x1": np.sin(a), "sin_x2": np.sin(b)}
    return np.stack([table[n] for n in names], axis=1)


@wrong("features", "sin_x2 is the sine of x1 (wrong variable)")
def _(x, names):
    a, b = x.T
    table = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a * b, "sin_x1": np.sin(a), "sin_x2": np.sin(a)}
    return np.stack([table[n] for n in names], axis=1)


@wrong("features", "takes rows 0 and 1 for x1 and x2 instead of columns 0 and 1")
def _(x, names):
    a, b = x[0], x[1]
    table = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a * b, "sin_x1": np.sin(a), "sin_x2": np.sin(b)}
    return np.stack([table[n] for n in names], axis=1)


@wrong("features", "the sine takes its argument in degrees (converted to radians first)")
def _(x, names):
    a, b = x.T
    table = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a * b, "sin_x1": np.sin(np.radians(a)), "sin_x2": np.sin(np.radians(b))}
    return np.stack([table[n] for n in names], axis=1)


@wrong("features", "returns in the loop: only the column of the first name comes out")
def _(x, names):
    a, b = x.T
    table = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a * b, "sin_x1": np.sin(a), "sin_x2": np.sin(b)}
    for n in names:
        return np.stack([table[n]], axis=1)


@wrong("features", "squares x in place when a squared feature is asked for: the input is changed, and later columns are made from squares")
def _(x, names):
    cols = []
    for n in names:
        if n.endswith("_squared"):
            x[:, int(n[1]) - 1] **= 2
            cols.append(x[:, int(n[1]) - 1].copy())
        elif n == "x1_x2":
            cols.append(x[:, 0] * x[:, 1])
        else:
            cols.append(np.sin(x[:, int(n[-1]) - 1]) if "sin" in n else x[:, int(n[-1]) - 1].copy())
    return np.stack(cols, axis=1)


@wrong("features", "a chain of if without the case sin_x1: its column stays 0")
def _(x, names):
    out = np.zeros((len(x), len(names)))
    for j, n in enumerate(names):
        if n == "x1": out[:, j] = x[:, 0]
        if n == "x2": out[:, j] = x[:, 1]
        if n == "x1_squared": out[:, j] = x[:, 0] ** 2
        if n == "x2_squared": out[:, j] = x[:, 1] ** 2
        if n == "x1_x2": out[:, j] = x[:, 0] * x[:, 1]
        if n == "sin_x2": out[:, j] = np.sin(x[:, 1])
    return out


@wrong("features", "two slips: x1 and x2 are swapped throughout, and the sines are cosines")
def _(x, names):
    b, a = x.T
    table = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a * b, "sin_x1": np.cos(a), "sin_x2": np.cos(b)}
    return np.stack([table[n] for n in names], axis=1)


# ---------------------------------------------------------------- 3 split
@right("split")
def _(x, share, order):
    k = round(share * len(x))
    x = x[order]
    return x[:k], x[k:]


@right("split")
def _(x, share, order):
    k = round(share * len(x))
    return x[np.array(order[:k], dtype=int)], x[np.array(order[k:], dtype=int)]


@right("split")
def _(x, share, order):
    return np.split(np.take(x, order, axis=0), [round(share * len(x))])


@right("split")
def _(x, share, order):
    k = round(share * len(x))
    train = np.zeros((k,) + x.shape[1:], dtype=x.dtype)
    test = np.zeros((len(x) - k,) + x.shape[1:], dtype=x.dtype)
    for place, row in enumerate(order):
        if place < k:
            train[place] = x[row]
        else:
            test[place - k] = x[row]
    return train, test


@right("split")
def _(x, share, order):
    k = int(np.rint(share * x.shape[0]))
    mixed = np.empty_like(x)
    mixed[np.arange(len(x))] = x[np.asarray(order, dtype=int)]
    return mixed[:k].copy(), mixed[k:].copy()


@right("split")
def _(x, share, order):
    k = round(share * len(x))
    parts = ([x[i] for i in order[:k]], [x[i] for i in order[k:]])
    return tuple(np.array(p, dtype=x.dtype).reshape((len(p),) + x.shape[1:]) for p in parts)


@right("split")
def _(x, share, order):
    # the place of each row in the order sorts the rows into it
    place = np.argsort(order)
    new = x[np.argsort(place)]
    return np.array_split(new, [round(share * len(x))], axis=0)


@right("split")
def _(x, share, order):
    rows = iter(order)
    k = round(share * len(x))
    train = [next(rows) for _ in range(k)]
    test = list(rows)
    return x.take(np.array(train, int), 0), x.take(np.array(test, int), 0)


@right("split")
def _(x, share, order):
    flat = x.reshape(len(x), math.prod(x.shape[1:]))
    k = round(share * len(x))
    pick = lambda o: flat[np.array(o, int), :].reshape((len(o),) + x.shape[1:])
    return [pick(order[:k]), pick(order[k:])]


@wrong("split", "ignores order: the first rows of x as they stand are the training set")
def _(x, share, order):
    k = round(share * len(x))
    return x[:k], x[k:]


@wrong("split", "test set first, training set second")
def _(x, share, order):
    k = round(share * len(x))
    return x[order][k:], x[order][:k]


@wrong("split", "int() instead of round(): the size of the training set is cut down, not rounded")
def _(x, share, order):
    k = int(share * len(x))
    x = x[order]
    return x[:k], x[k:]


@wrong("split", "always rounds up (ceil) instead of to the nearest")
def _(x, share, order):
    k = math.ceil(share * len(x))
    x = x[order]
    return x[:k], x[k:]


@wrong("split", "the test set begins one row too late: one row is in neither set")
def _(x, share, order):
    k = round(share * len(x))
    x = x[order]
    return x[:k], x[k + 1:]


@wrong("split", "the last training row is in the test set, too")
def _(x, share, order):
    k = round(share * len(x))
    x = x[order]
    return x[:k], x[max(k - 1, 0):]


@wrong("split", "returns the row numbers, not the rows")
def _(x, share, order):
    k = round(share * len(x))
    order = np.array(order)
    return order[:k], order[k:]


@wrong("split", "the training set is shuffled by order, the test set is cut from the unshuffled x")
def _(x, share, order):
    k = round(share * len(x))
    return x[order][:k], x[k:]


@wrong("split", "share is taken for the share of the test set: the first 1 - share of the rows are for training")
def _(x, share, order):
    k = len(x) - round(share * len(x))
    x = x[order]
    return x[:k], x[k:]


@wrong("split", "shuffles x in place: the sets are right, but the given array is modified")
def _(x, share, order):
    k = round(share * len(x))
    x[:] = x[order]
    return x[:k], x[k:]


@wrong("split", "takes order backwards: sends row i to place order[i] (the inverse permutation)")
def _(x, share, order):
    k = round(share * len(x))
    new = np.empty_like(x)
    new[order] = x
    return new[:k], new[k:]


@wrong("split", "two slips: the size is cut down instead of rounded, and the test set is taken from the end with [-k:], which is as long as the training set")
def _(x, share, order):
    k = int(share * len(x))
    x = x[order]
    return x[:k], x[-k:]


# ---------------------------------------------------------------- 4 standardise
@right("standardise")
def _(train, test):
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(spread > 0, spread, 1)
    return (train - mean) / spread, (test - mean) / spread


@right("standardise")
def _(train, test):
    a, b = np.zeros(train.shape), np.zeros(test.shape)
    for j in range(train.shape[1]):
        m = sum(train[:, j]) / len(train)
        s = math.sqrt(sum((v - m) ** 2 for v in train[:, j]) / len(train))
        if s == 0:
            s = 1
        a[:, j] = (train[:, j] - m) / s
        b[:, j] = (test[:, j] - m) / s
    return a, b


@right("standardise")
def _(train, test):
    mean = np.average(train, axis=0)
    scale = np.sqrt(np.mean(np.square(train - mean), axis=0))
    scale[scale == 0] = 1
    return tuple((part - mean) / scale for part in (train, test))


@right("standardise")
def _(train, test):
    both = np.concatenate([train, test]) - train.mean(axis=0)
    s = train.std(axis=0)
    both = np.divide(both, s, out=both.copy(), where=s > 0)
    return both[:len(train)], both[len(train):]


@right("standardise")
def _(train, test):
    m = np.mean(train, 0, keepdims=True)
    v = np.var(train, 0, keepdims=True)
    one_over = np.ones_like(v)
    one_over[v > 0] = v[v > 0] ** -0.5
    return [(train - m) * one_over, (test - m) * one_over]


@right("standardise")
def _(train, test):
    m = train.sum(axis=0) / train.shape[0]
    c = train - m
    s = np.linalg.norm(c, axis=0) / math.sqrt(len(train))
    s = s + (train.max(axis=0) == train.min(axis=0))
    return c / s, (test - m) / s


@right("standardise")
def _(train, test):
    n = len(train)
    m = np.einsum("ij->j", train) / n
    c, d = train - m, test - m
    s = np.sqrt(np.einsum("ij,ij->j", c, c) / n)
    D = np.diag([1 / v if v else 1.0 for v in s])
    return c @ D, d @ D


@right("standardise")
def _(train, test):
    import statistics
    def fit(col):
        col = [float(v) for v in col]
        return statistics.fmean(col), (statistics.pstdev(col) or 1.0)
    ms = np.array([fit(c) for c in train.T])
    return (train - ms[:, 0]) / ms[:, 1], (test - ms[:, 0]) / ms[:, 1]


@right("standardise")
def _(train, test):
    def apply(part):
        out = part - train.mean(axis=0)
        varies = np.ptp(train, axis=0) > 0
        out[:, varies] /= train.std(axis=0)[varies]
        return out
    return apply(train), apply(test)


@wrong("standardise", "the test set is scaled with its own mean and spread")
def _(train, test):
    def f(p):
        s = p.std(axis=0)
        return (p - p.mean(axis=0)) / np.where(s > 0, s, 1)
    return f(train), f(test)


@wrong("standardise", "mean and spread come from both sets together: the test set leaks")
def _(train, test):
    both = np.concatenate([train, test])
    m, s = both.mean(axis=0), both.std(axis=0)
    s = np.where(s > 0, s, 1)
    return (train - m) / s, (test - m) / s


@wrong("standardise", "one mean and one spread over all columns together instead of one per column (axis forgotten)")
def _(train, test):
    m, s = train.mean(), train.std()
    s = s if s > 0 else 1
    return (train - m) / s, (test - m) / s


@wrong("standardise", "divides by the variance instead of by the standard deviation")
def _(train, test):
    m, s = train.mean(axis=0), train.var(axis=0)
    s = np.where(s > 0, s, 1)
    return (train - m) / s, (test - m) / s


@wrong("standardise", "a column that does not vary in training is divided by 0: nan or inf")
def _(train, test):
    m, s = train.mean(axis=0), train.std(axis=0)
    with np.errstate(all="ignore"):
        return (train - m) / s, (test - m) / s


@wrong("standardise", "a small number 1e-8 is added to the spread instead of treating the constant column: its test values are blown up by 1e8")
def _(train, test):
    m, s = train.mean(axis=0), train.std(axis=0) + 1e-8
    return (train - m) / s, (test - m) / s


@wrong("standardise", "spread with ddof=1 (divides by n - 1) instead of .std(axis=0)")
def _(train, test):
    m = train.mean(axis=0)
    s = np.sqrt(((train - m) ** 2).sum(axis=0) / max(len(train) - 1, 1))
    s = np.where(s > 0, s, 1)
    return (train - m) / s, (test - m) / s


@wrong("standardise", "train is centred before the test set's mean is computed from it: the test set is divided by the spread but not centred")
def _(train, test):
    train = train - train.mean(axis=0)
    s = train.std(axis=0)
    s = np.where(s > 0, s, 1)
    return train / s, (test - train.mean(axis=0)) / s


@wrong("standardise", "scales in place: the values are right, but both given arrays are modified")
def _(train, test):
    m, s = train.mean(axis=0), train.std(axis=0)
    s = np.where(s > 0, s, 1)
    for p in (train, test):
        p -= m
        p /= s
    return train, test


@wrong("standardise", "a column that does not vary in training is set to 0 in both sets: its test values lose their difference from the mean")
def _(train, test):
    m, s = train.mean(axis=0), train.std(axis=0)
    inv = np.where(s > 0, 1 / np.where(s > 0, s, 1), 0)
    return (train - m) * inv, (test - m) * inv


@wrong("standardise", "scales to the range 0 to 1 with the training set's minimum and range instead of mean and standard deviation")
def _(train, test):
    lo, span = train.min(axis=0), np.ptp(train, axis=0)
    span = np.where(span > 0, span, 1)
    return (train - lo) / span, (test - lo) / span


@wrong("standardise", "two slips: the mean goes along the rows (axis 1, a mean per point), and the test set comes first in the result")
def _(train, test):
    s = train.std(axis=0)
    s = np.where(s > 0, s, 1)
    a = (train - train.mean(axis=1, keepdims=True)) / s
    b = (test - test.mean(axis=1, keepdims=True)) / s
    return b, a


# ---------------------------------------------------------------- 5 minibatches
@right("minibatches")
def _(order, size):
    return [order[i:i + size] for i in range(0, len(order), size)]


@right("minibatches")
def _(order, size):
    return np.split(order, np.arange(size, len(order), size))


@right("minibatches")
def _(order, size):
    batches = []
    while len(order) > 0:
        batches.append(order[:size].copy())
        order = order[size:]
    return batches


@right("minibatches")
def _(order, size):
    batches, now = [], []
    for v in order:
        now.append(v)
        if len(now) == size:
            batches.append(np.array(now))
            now = []
    if now:
        batches.append(np.array(now))
    return batches


@right("minibatches")
def _(order, size):
    def cut(rest):
        return [] if len(rest) == 0 else [rest[:size]] + cut(rest[size:])
    return cut(np.array(order))


@right("minibatches")
def _(order, size):
    which = np.arange(len(order)) // size
    return [order[which == b] for b in range(-(-len(order) // size))]


@right("minibatches")
def _(order, size):
    full = len(order) // size
    batches = list(order[:full * size].reshape(full, size))
    if len(order) % size:
        batches.append(order[full * size:])
    return batches


@right("minibatches")
def _(order, size):
    from itertools import islice
    it = iter(order.tolist())
    return [np.array(b, dtype=order.dtype) for b in iter(lambda: list(islice(it, size)), [])]


@right("minibatches")
def _(order, size):
    result = []
    for k in range(math.ceil(len(order) / size)):
        last = min((k + 1) * size, len(order))
        result.append(np.array([order[i] for i in range(k * size, last)]))
    return result


@wrong("minibatches", "a shorter last batch is left out")
def _(order, size):
    return [order[i * size:(i + 1) * size] for i in range(len(order) // size)]


@wrong("minibatches", "an empty batch is added at the end when size divides the length")
def _(order, size):
    return [order[i * size:(i + 1) * size] for i in range(len(order) // size + 1)]


@wrong("minibatches", "size is taken for the number of batches (array_split)")
def _(order, size):
    return np.array_split(order, size)


@wrong("minibatches", "the last batch is filled up from the beginning of order")
def _(order, size):
    return [np.take(order, range(i, i + size), mode="wrap") for i in range(0, len(order), size)]


@wrong("minibatches", "windows overlap: the beginnings go in steps of 1 instead of size")
def _(order, size):
    return [order[i:i + size] for i in range(0, len(order))]


@wrong("minibatches", "the end of each slice is size instead of i + size: all batches but the first are empty")
def _(order, size):
    return [order[i:size] for i in range(0, len(order), size)]


@wrong("minibatches", "sorts order first")
def _(order, size):
    order = np.sort(order)
    return [order[i:i + size] for i in range(0, len(order), size)]


@wrong("minibatches", "batches of the places 0, 1, 2, ... instead of the entries of order")
def _(order, size):
    return [np.arange(i, min(i + size, len(order))) for i in range(0, len(order), size)]


@wrong("minibatches", "each batch is one short: the slice ends at i + size - 1")
def _(order, size):
    return [order[i:i + size - 1] for i in range(0, len(order), size)]


@wrong("minibatches", "deals the numbers out in turns, like cards (order[b::count]), instead of cutting in order")
def _(order, size):
    count = math.ceil(len(order) / size)
    return [order[b::count] for b in range(count)]


@wrong("minibatches", "spreads the numbers evenly over the batches (array_split into ceil(n / size) parts), so that batches before the last are shorter than size, too")
def _(order, size):
    return np.array_split(order, math.ceil(len(order) / size))


@wrong("minibatches", "two slips: starts at size, so that the first batch is missing, and turns each batch round")
def _(order, size):
    return [order[i:i + size][::-1] for i in range(size, len(order), size)]


# ---------------------------------------------------------------- 6 parameter_count
@right("parameter_count")
def _(sizes):
    return sum(a * b + b for a, b in zip(sizes, sizes[1:]))


@right("parameter_count")
def _(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total += sizes[i - 1] * sizes[i]
        total += sizes[i]
    return total


@right("parameter_count")
def _(sizes):
    s = np.array(sizes)
    return int(np.dot(s[:-1] + 1, s[1:]))


@right("parameter_count")
def _(sizes):
    def count(s):
        return 0 if len(s) < 2 else (s[0] + 1) * s[1] + count(s[1:])
    return count(list(sizes))


@right("parameter_count")
def _(sizes):
    weights = sum(sizes[i] * sizes[i + 1] for i in range(len(sizes) - 1))
    return weights + sum(sizes) - sizes[0]


@right("parameter_count")
def _(sizes):
    from functools import reduce
    return reduce(lambda acc, b: (acc[0] + (acc[1] + 1) * b, b), sizes[1:], (0, sizes[0]))[0]


@right("parameter_count")
def _(sizes):
    total, before = 0, None
    for now in sizes:
        if before is not None:
            total = total + np.zeros((now, before)).size + np.zeros(now).size
        before = now
    return total


@right("parameter_count")
def _(sizes):
    return int(np.trace(np.outer(np.add(sizes, 1), sizes), offset=1))


@right("parameter_count")
def _(sizes):
    import operator
    return sum(map(operator.mul, sizes, sizes[1:]), sum(sizes[1:]))


@wrong("parameter_count", "the biases are forgotten")
def _(sizes):
    return sum(a * b for a, b in zip(sizes, sizes[1:]))


@wrong("parameter_count", "a bias for each neuron of the layer before (a) instead of the layer after (b)")
def _(sizes):
    return sum(a * b + a for a, b in zip(sizes, sizes[1:]))


@wrong("parameter_count", "the inputs get a bias, too")
def _(sizes):
    return sum(a * b for a, b in zip(sizes, sizes[1:])) + sum(sizes)


@wrong("parameter_count", "one bias per layer instead of one per neuron")
def _(sizes):
    return sum(a * b + 1 for a, b in zip(sizes, sizes[1:]))


@wrong("parameter_count", "counts the neurons: the sum of sizes")
def _(sizes):
    return sum(sizes)


@wrong("parameter_count", "the last layer is left out (range one too short)")
def _(sizes):
    return sum(sizes[i] * sizes[i + 1] + sizes[i + 1] for i in range(len(sizes) - 2))


@wrong("parameter_count", "all sizes multiplied with each other, plus the biases")
def _(sizes):
    return math.prod(sizes) + sum(sizes[1:])


@wrong("parameter_count", "works for exactly one hidden layer only: uses sizes[0], sizes[1] and the last")
def _(sizes):
    return sizes[0] * sizes[1] + sizes[1] + sizes[1] * sizes[-1] + sizes[-1]


@wrong("parameter_count", "no bias in the last layer")
def _(sizes):
    return sum(a * b + b for a, b in zip(sizes, sizes[1:])) - sizes[-1]


@wrong("parameter_count", "return inside the loop: counts the first layer only")
def _(sizes):
    for a, b in zip(sizes, sizes[1:]):
        return a * b + b


@wrong("parameter_count", "the loop overwrites instead of adding: only the last layer is counted")
def _(sizes):
    total = 0
    for a, b in zip(sizes, sizes[1:]):
        total = a * b + b
    return total


@wrong("parameter_count", "two slips: a + b instead of a * b for the weights, and the first layer is skipped")
def _(sizes):
    return sum(a + b + b for a, b in zip(sizes[1:], sizes[2:]))


# ---------------------------------------------------------------- 7 forward
@right("forward")
def _(x, layers):
    for weight, bias in layers[:-1]:
        x = np.tanh(x @ weight.T + bias)
    weight, bias = layers[-1]
    return x @ weight.T + bias


@right("forward")
def _(x, layers):
    for k, (W, b) in enumerate(layers):
        if k > 0:
            x = np.tanh(x)
        x = np.einsum("pi,oi->po", x, W) + b
    return x


@right("forward")
def _(x, layers):
    (W, b), *rest = layers
    def go(z, rest):
        return z if not rest else go(np.tanh(z) @ rest[0][0].T + rest[0][1], rest[1:])
    return go(x @ W.T + b, rest)


@right("forward")
def _(x, layers):
    rows = []
    for point in x:
        a = [float(v) for v in point]
        for k, (W, b) in enumerate(layers):
            z = [sum(W[o][i] * a[i] for i in range(len(a))) + b[o] for o in range(len(b))]
            a = [math.tanh(v) for v in z] if k < len(layers) - 1 else z
        rows.append(a)
    return np.array(rows)


@right("forward")
def _(x, layers):
    h = x.T
    for k in range(len(layers)):
        W, b = layers[k]
        h = W @ h + b[:, None]
        if k != len(layers) - 1:
            h = np.tanh(h)
    return h.T


@right("forward")
def _(x, layers):
    # the bias as one more column of the weight, for an input that is always 1
    one = lambda a: np.hstack([a, np.ones((len(a), 1))])
    for k, (W, b) in enumerate(layers, 1):
        x = one(x) @ np.column_stack([W, b]).T
        if k < len(layers):
            x = np.tanh(x)
    return x


@right("forward")
def _(x, layers):
    from functools import reduce
    last = len(layers) - 1
    acts = [np.tanh] * last + [lambda z: z]
    return reduce(lambda h, step: step[1](np.dot(h, np.transpose(step[0][0])) + step[0][1]), zip(layers, acts), x)


@right("forward")
def _(x, layers):
    todo = list(layers)
    last = todo.pop()
    while todo:
        W, b = todo.pop(0)
        x = np.tanh(np.tensordot(x, W, axes=(1, 1)) + b)
    return np.add(np.inner(x, last[0]), last[1])


@right("forward")
def _(x, layers):
    def tanh(z):
        e = np.exp(-2 * np.abs(z))
        return np.sign(z) * (1 - e) / (1 + e)
    h = np.array(x, dtype=float)
    for k, (W, b) in enumerate(layers):
        h = (h[:, None, :] * W[None]).sum(axis=2) + b
        h = tanh(h) if k + 1 < len(layers) else h
    return h


@wrong("forward", "tanh after the last layer, too")
def _(x, layers):
    for W, b in layers:
        x = np.tanh(x @ W.T + b)
    return x


@wrong("forward", "no tanh anywhere: all layers are linear")
def _(x, layers):
    for W, b in layers:
        x = x @ W.T + b
    return x


@wrong("forward", "the bias is forgotten in the last layer")
def _(x, layers):
    for W, b in layers[:-1]:
        x = np.tanh(x @ W.T + b)
    return x @ layers[-1][0].T


@wrong("forward", "no biases in the hidden layers")
def _(x, layers):
    for W, b in layers[:-1]:
        x = np.tanh(x @ W.T)
    return x @ layers[-1][0].T + layers[-1][1]


@wrong("forward", "the weight is not transposed: an error if it is not square, wrong scores if it is")
def _(x, layers):
    for W, b in layers[:-1]:
        x = np.tanh(x @ W + b)
    return x @ layers[-1][0] + layers[-1][1]


@wrong("forward", "the bias is added after the tanh instead of inside of it")
def _(x, layers):
    for W, b in layers[:-1]:
        x = np.tanh(x @ W.T) + b
    return x @ layers[-1][0].T + layers[-1][1]


@wrong("forward", "ReLU between the layers instead of tanh")
def _(x, layers):
    for W, b in layers[:-1]:
        x = np.maximum(x @ W.T + b, 0)
    return x @ layers[-1][0].T + layers[-1][1]


@wrong("forward", "written for exactly two layers: an error if there is one only, and all from the third on are ignored")
def _(x, layers):
    (W1, b1), (W2, b2) = layers[0], layers[1]
    return np.tanh(x @ W1.T + b1) @ W2.T + b2


@wrong("forward", "stops before the last layer: returns the hidden outputs")
def _(x, layers):
    for W, b in layers[:-1]:
        x = np.tanh(x @ W.T + b)
    return x


@wrong("forward", "with a tanh at the input: the points go through tanh before the first layer")
def _(x, layers):
    for W, b in layers:
        x = np.tanh(x) @ W.T + b
    return x


@wrong("forward", "tanh written as (exp(2z) - 1) / (exp(2z) + 1), which is nan at large z")
def _(x, layers):
    for W, b in layers[:-1]:
        e = np.exp(2 * (x @ W.T + b))
        x = (e - 1) / (e + 1)
    return x @ layers[-1][0].T + layers[-1][1]


@wrong("forward", "two slips: the bias is taken off instead of added, and the result is flattened to one axis")
def _(x, layers):
    for W, b in layers[:-1]:
        x = np.tanh(x @ W.T - b)
    return (x @ layers[-1][0].T - layers[-1][1]).ravel()


# ---------------------------------------------------------------- 8 accuracy
@right("accuracy")
def _(scores, y):
    return np.mean(scores * y > 0)


@right("accuracy")
def _(scores, y):
    return (np.sign(scores) == y).mean()


@right("accuracy")
def _(scores, y):
    right_ones = 0
    for s, label in zip(scores, y):
        if s > 0 and label == 1:
            right_ones += 1
        elif s < 0 and label == -1:
            right_ones += 1
    return right_ones / len(y)


@right("accuracy")
def _(scores, y):
    return float(np.count_nonzero(((scores > 0) & (y > 0)) | ((scores < 0) & (y < 0)))) / len(scores)


@right("accuracy")
def _(scores, y):
    return 1 - np.mean((scores == 0) | ((scores > 0) != (y > 0)))


@right("accuracy")
def _(scores, y):
    pos, neg = scores[y == 1], scores[y == -1]
    return (np.sum(pos > 0) + np.sum(neg < 0)) / (len(pos) + len(neg))


@right("accuracy")
def _(scores, y):
    return sum([(s > 0) - (s < 0) == t for s, t in zip(scores.tolist(), y.tolist())]) / y.size


@right("accuracy")
def _(scores, y):
    return np.average(np.where(y == 1, np.greater(scores, 0), np.less(scores, 0)))


@right("accuracy")
def _(scores, y):
    # signs times labels is 1 for right, 0 for zeros, -1 for wrong
    agree = np.clip(np.sign(scores) * y, 0, 1)
    return float(agree.sum() / agree.shape[0])


@wrong("accuracy", "a score of exactly 0 counts as right for everybody (>= 0)")
def _(scores, y):
    return np.mean(scores * y >= 0)


@wrong("accuracy", "a score of exactly 0 counts as class 1")
def _(scores, y):
    return np.mean(np.where(scores >= 0, 1, -1) == y)


@wrong("accuracy", "a score of exactly 0 counts as class -1")
def _(scores, y):
    return np.mean(np.where(scores > 0, 1, -1) == y)


@wrong("accuracy", "returns the number of right points, not the share")
def _(scores, y):
    return np.sum(scores * y > 0)


@wrong("accuracy", "compares the scores themselves with the labels")
def _(scores, y):
    return np.mean(scores == y)


@wrong("accuracy", "returns the share of wrong points (product negative)")
def _(scores, y):
    return np.mean(scores * y < 0)


@wrong("accuracy", "returns the mean of scores * y: the margin, not a share")
def _(scores, y):
    return np.mean(scores * y)


@wrong("accuracy", "counts only points of class 1 as right: those of class -1 with a negative score are missed")
def _(scores, y):
    return np.mean((scores > 0) & (y == 1))


@wrong("accuracy", "scores are taken for probabilities: a point is class 1 above 0.5")
def _(scores, y):
    return np.mean(np.where(scores > 0.5, 1, -1) == y)


@wrong("accuracy", "in percent: between 0 and 100")
def _(scores, y):
    return 100 * np.mean(scores * y > 0)


@wrong("accuracy", "points with a score of 0 are left out of the total, too: the share of the points with a nonzero score")
def _(scores, y):
    return np.sum(scores * y > 0) / max(np.sum(scores != 0), 1)


@wrong("accuracy", "two slips: compares with labels 0 and 1 (so that class -1 is never right), and integer division")
def _(scores, y):
    return int(np.sum((scores > 0).astype(int) == y)) // len(y)


# ---------------------------------------------------------------- 9 confusion_matrix
@right("confusion_matrix")
def _(truth, guess, k):
    counts = np.zeros((k, k), dtype=int)
    for i, j in zip(truth, guess):
        counts[i, j] += 1
    return counts


@right("confusion_matrix")
def _(truth, guess, k):
    counts = np.zeros((k, k), int)
    np.add.at(counts, (truth, guess), 1)
    return counts


@right("confusion_matrix")
def _(truth, guess, k):
    place = k * np.asarray(truth, dtype=int) + np.asarray(guess, dtype=int)
    return np.bincount(place, minlength=k * k).reshape(k, k)


@right("confusion_matrix")
def _(truth, guess, k):
    t, g = np.asarray(truth), np.asarray(guess)
    return np.array([[np.sum((t == i) & (g == j)) for j in range(k)] for i in range(k)])


@right("confusion_matrix")
def _(truth, guess, k):
    eye = np.eye(k, dtype=int)
    return eye[:, truth] @ eye[guess]


@right("confusion_matrix")
def _(truth, guess, k):
    from collections import Counter
    c = Counter((int(a), int(b)) for a, b in zip(truth, guess))
    return np.array([[c[i, j] for j in range(k)] for i in range(k)])


@right("confusion_matrix")
def _(truth, guess, k):
    edges = np.arange(k + 1) - 0.5
    return np.histogram2d(truth, guess, bins=[edges, edges])[0].astype(int)


@right("confusion_matrix")
def _(truth, guess, k):
    classes = np.arange(k)
    a = np.equal.outer(classes, truth).astype(int)
    b = np.equal.outer(classes, guess).astype(int)
    return np.einsum("in,jn->ij", a, b)


@right("confusion_matrix")
def _(truth, guess, k):
    out = np.zeros(k * k, dtype=np.int64)
    cells, times = np.unique(np.ravel_multi_index((truth, guess), (k, k)), return_counts=True)
    out[cells] = times
    return out.reshape((k, k))


@wrong("confusion_matrix", "transposed: rows are the guesses, columns the truth")
def _(truth, guess, k):
    counts = np.zeros((k, k), int)
    np.add.at(counts, (guess, truth), 1)
    return counts


@wrong("confusion_matrix", "counts[truth, guess] += 1: each pair counts once, however often it occurs")
def _(truth, guess, k):
    counts = np.zeros((k, k), int)
    counts[truth, guess] += 1
    return counts


@wrong("confusion_matrix", "shares of each row instead of counts")
def _(truth, guess, k):
    counts = np.zeros((k, k))
    np.add.at(counts, (truth, guess), 1)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


@wrong("confusion_matrix", "only the mistakes are counted: the diagonal stays 0")
def _(truth, guess, k):
    counts = np.zeros((k, k), int)
    for i, j in zip(truth, guess):
        if i != j:
            counts[i, j] += 1
    return counts


@wrong("confusion_matrix", "only the right points are counted: everything off the diagonal is 0")
def _(truth, guess, k):
    counts = np.zeros((k, k), int)
    for i, j in zip(truth, guess):
        if i == j:
            counts[i, i] += 1
    return counts


@wrong("confusion_matrix", "the table is as large as the largest class that occurs, k is ignored")
def _(truth, guess, k):
    m = int(max(np.max(truth), np.max(guess))) + 1
    counts = np.zeros((m, m), int)
    np.add.at(counts, (truth, guess), 1)
    return counts


@wrong("confusion_matrix", "the size is fixed at 2 x 2 for the example's two classes, points of further classes are dropped")
def _(truth, guess, k):
    counts = np.zeros((2, 2), int)
    for i, j in zip(truth, guess):
        if i < 2 and j < 2:
            counts[i, j] += 1
    return counts


@wrong("confusion_matrix", "counted symmetrically: each confusion is entered at (i, j) and at (j, i)")
def _(truth, guess, k):
    counts = np.zeros((k, k), int)
    for i, j in zip(truth, guess):
        counts[i, j] += 1
        if i != j:
            counts[j, i] += 1
    return counts


@wrong("confusion_matrix", "classes numbered from 1: everything lands one row and one column too far up and left (class 0 wraps around to the last)")
def _(truth, guess, k):
    counts = np.zeros((k, k), int)
    for i, j in zip(truth, guess):
        counts[i - 1, j - 1] += 1
    return counts


@wrong("confusion_matrix", "the loop leaves out the last point")
def _(truth, guess, k):
    counts = np.zeros((k, k), int)
    for n in range(len(truth) - 1):
        counts[truth[n], guess[n]] += 1
    return counts


@wrong("confusion_matrix", "the loop compares each truth with every guess, not only with its own: row counts times column counts")
def _(truth, guess, k):
    counts = np.zeros((k, k), int)
    for i in truth:
        for j in guess:
            counts[i, j] += 1
    return counts


@wrong("confusion_matrix", "two slips: counts start at one instead of zero, and rows and columns are swapped")
def _(truth, guess, k):
    counts = np.ones((k, k), int)
    for i, j in zip(truth, guess):
        counts[j, i] += 1
    return counts


# ---------------------------------------------------------------- 10 l2_penalty
@right("l2_penalty")
def _(w, rate):
    return rate / 2 * np.sum(w**2), rate * w


@right("l2_penalty")
def _(w, rate):
    penalty = 0.0
    grad = np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        penalty += rate / 2 * w[place] ** 2
        grad[place] = rate * w[place]
    return penalty, grad


@right("l2_penalty")
def _(w, rate):
    return 0.5 * rate * np.vdot(w, w), w * rate


@right("l2_penalty")
def _(w, rate):
    grad = rate * w
    return (grad * w).sum() / 2, grad


@right("l2_penalty")
def _(w, rate):
    return rate / 2 * np.linalg.norm(w.ravel()) ** 2, np.multiply(w, rate)


@right("l2_penalty")
def _(w, rate):
    flat = w.flatten()
    grad = np.array([rate * v for v in flat]).reshape(w.shape)
    return [rate * math.fsum(v * v for v in flat) / 2, grad]


@right("l2_penalty")
def _(w, rate):
    return float(np.einsum("i,i->", w.reshape(-1), w.reshape(-1)) * rate / 2), np.full(w.shape, rate) * w


@right("l2_penalty")
def _(w, rate):
    squares = np.square(w)
    while np.ndim(squares):
        squares = squares.sum(axis=-1)
    # half of the gradient from each of the two factors of w * w
    return rate / 2 * squares, rate / 2 * w + rate / 2 * w


@right("l2_penalty")
def _(w, rate):
    v = w.reshape(-1, 1)
    return (rate / 2 * v.T @ v).item(), (rate * np.eye(len(v)) @ v).reshape(w.shape)


@wrong("l2_penalty", "the half is forgotten in the penalty (the gradient is right)")
def _(w, rate):
    return rate * np.sum(w**2), rate * w


@wrong("l2_penalty", "the half is forgotten in both: penalty and gradient are twice too large")
def _(w, rate):
    return rate * np.sum(w**2), 2 * rate * w


@wrong("l2_penalty", "the gradient is half of what it should be (rate / 2 * w)")
def _(w, rate):
    return rate / 2 * np.sum(w**2), rate / 2 * w


@wrong("l2_penalty", "the gradient is summed to one number")
def _(w, rate):
    return rate / 2 * np.sum(w**2), np.sum(rate * w)


@wrong("l2_penalty", "mean instead of sum of the squares in the penalty")
def _(w, rate):
    return rate / 2 * np.mean(w**2), rate * w


@wrong("l2_penalty", "L1 instead of L2: the sum of absolute values, with the gradient rate * sign(w)")
def _(w, rate):
    return rate * np.sum(np.abs(w)), rate * np.sign(w)


@wrong("l2_penalty", "the sum is squared instead of the squares summed")
def _(w, rate):
    return rate / 2 * np.sum(w) ** 2, rate * w


@wrong("l2_penalty", "the gradient has the wrong sign")
def _(w, rate):
    return rate / 2 * np.sum(w**2), -rate * w


@wrong("l2_penalty", "the gradient lacks the factor rate")
def _(w, rate):
    return rate / 2 * np.sum(w**2), w.copy()


@wrong("l2_penalty", "gradient first, penalty second")
def _(w, rate):
    return rate * w, rate / 2 * np.sum(w**2)


@wrong("l2_penalty", "a root is taken: the penalty is rate / 2 times the length of w")
def _(w, rate):
    return rate / 2 * np.sqrt(np.sum(w**2)), rate * w


@wrong("l2_penalty", "two slips: the sum of the squares goes along the first axis only, and the gradient is flattened")
def _(w, rate):
    return rate / 2 * np.sum(w**2, axis=0), (rate * w).ravel()


# ---------------------------------------------------------------- 11 early_stop
@right("early_stop")
def _(losses, patience):
    best, since = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, since = epoch, 0
        else:
            since += 1
        if since == patience:
            break
    return best


@right("early_stop")
def _(losses, patience):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best >= patience:
            return best
    return best


@right("early_stop")
def _(losses, patience):
    def go(best):
        for e in range(best + 1, min(best + patience, len(losses) - 1) + 1):
            if losses[e] < losses[best]:
                return go(e)
        return best
    return go(0)


@right("early_stop")
def _(losses, patience):
    low = np.minimum.accumulate(losses)
    new = np.flatnonzero(np.r_[True, low[1:] < low[:-1]])
    gaps = np.diff(new) > patience
    return int(new[np.argmax(gaps)] if gaps.any() else new[-1])


@right("early_stop")
def _(losses, patience):
    best = 0
    while True:
        window = list(losses[best + 1:best + 1 + patience])
        better = [v < losses[best] for v in window]
        if True not in better:
            return best
        best += 1 + better.index(True)


@right("early_stop")
def _(losses, patience):
    losses = np.asarray(losses)
    for e in range(len(losses)):
        best = int(np.argmin(losses[:e + 1]))
        if e - best == patience:
            break
    return best


@right("early_stop")
def _(losses, patience):
    lowest, best, left = math.inf, 0, patience
    it = iter(enumerate(losses))
    while left > 0:
        try:
            epoch, loss = next(it)
        except StopIteration:
            return best
        left -= 1
        if epoch == 0 or loss < lowest:
            lowest, best, left = loss, epoch, patience
    return best


@right("early_stop")
def _(losses, patience):
    n = len(losses)
    record = [e == 0 or losses[e] < min(losses[:e]) for e in range(n)]
    end = n
    for e in range(n):
        if e + 1 > patience and not any(record[e + 1 - patience:e + 1]):
            end = e + 1
            break
    return max(e for e in range(end) if record[e])


@right("early_stop")
def _(losses, patience):
    a = [float(v) for v in losses]
    stops = [e for e in range(patience, len(a)) if min(a[e - patience + 1:e + 1]) >= min(a[:e - patience + 1])]
    seen = a[:stops[0] + 1] if stops else a
    return seen.index(min(seen))


@wrong("early_stop", "an equal loss counts as a new lowest (<= instead of <)")
def _(losses, patience):
    best = 0
    for e in range(1, len(losses)):
        if losses[e] <= losses[best]:
            best = e
        elif e - best >= patience:
            break
    return best


@wrong("early_stop", "the counter is never set back: bad epochs are counted altogether, not in a row")
def _(losses, patience):
    best, bad = 0, 0
    for e in range(1, len(losses)):
        if losses[e] < losses[best]:
            best = e
        else:
            bad += 1
            if bad == patience:
                break
    return best


@wrong("early_stop", "returns the epoch at which it stops instead of the best one")
def _(losses, patience):
    best = 0
    for e in range(1, len(losses)):
        if losses[e] < losses[best]:
            best = e
        elif e - best >= patience:
            return e
    return best


@wrong("early_stop", "patience is ignored: the lowest loss of all epochs")
def _(losses, patience):
    return int(np.argmin(losses))


@wrong("early_stop", "compares with the epoch before instead of with the lowest so far: any fall counts as progress (and becomes the best)")
def _(losses, patience):
    best, since = 0, 0
    for e in range(1, len(losses)):
        if losses[e] < losses[e - 1]:
            best, since = e, 0
        else:
            since += 1
        if since == patience:
            break
    return best


@wrong("early_stop", "waits one epoch too long (since > patience)")
def _(losses, patience):
    best = 0
    for e in range(1, len(losses)):
        if losses[e] < losses[best]:
            best = e
        elif e - best > patience:
            break
    return best


@wrong("early_stop", "stops one epoch too early: after patience - 1 epochs without a new lowest (with patience 1 right away)")
def _(losses, patience):
    best = 0
    for e in range(1, len(losses)):
        if e - best >= patience:
            break
        if losses[e] < losses[best]:
            best = e
    return best


@wrong("early_stop", "returns the lowest loss instead of the number of its epoch")
def _(losses, patience):
    best = 0
    for e in range(1, len(losses)):
        if losses[e] < losses[best]:
            best = e
        elif e - best >= patience:
            break
    return losses[best]


@wrong("early_stop", "epochs counted from 1: the number is one too large")
def _(losses, patience):
    best = 0
    for e in range(1, len(losses)):
        if losses[e] < losses[best]:
            best = e
        elif e - best >= patience:
            break
    return best + 1


@wrong("early_stop", "returns None if it never stops: the return stands only inside the loop")
def _(losses, patience):
    best = 0
    for e in range(1, len(losses)):
        if losses[e] < losses[best]:
            best = e
        elif e - best >= patience:
            return best


@wrong("early_stop", "if it never stops, the last epoch is returned instead of the best")
def _(losses, patience):
    best = 0
    for e in range(1, len(losses)):
        if losses[e] < losses[best]:
            best = e
        elif e - best >= patience:
            return best
    return len(losses) - 1


@wrong("early_stop", "two slips: looks for a new highest loss (> instead of <), and does not set the counter back")
def _(losses, patience):
    best, since = 0, 0
    for e in range(1, len(losses)):
        if losses[e] > losses[best]:
            best = e
        else:
            since += 1
        if since == patience:
            break
    return best


# ---------------------------------------------------------------- 12 dead_units
@right("dead_units")
def _(h):
    return np.mean(~(h > 0).any(axis=0))


@right("dead_units")
def _(h):
    return np.mean(np.all(h == 0, axis=0))


@right("dead_units")
def _(h):
    points, units = h.shape
    dead = 0
    for j in range(units):
        fires = False
        for i in range(points):
            if h[i, j] != 0:
                fires = True
        if not fires:
            dead += 1
    return dead / units


@right("dead_units")
def _(h):
    return float((h.max(axis=0) == 0).sum()) / h.shape[1]


@right("dead_units")
def _(h):
    return 1 - np.count_nonzero(np.count_nonzero(h, axis=0)) / h.shape[1]


@right("dead_units")
def _(h):
    return sum(not any(unit) for unit in h.T.tolist()) / len(h[0])


@right("dead_units")
def _(h):
    alive = set(np.nonzero(h)[1].tolist())
    return (h.shape[1] - len(alive)) / h.shape[1]


@right("dead_units")
def _(h):
    fired = np.logical_or.reduce(h.astype(bool), axis=0)
    return np.logical_not(fired).sum() / fired.size


@right("dead_units")
def _(h):
    alive = np.zeros(h.shape[1], dtype=bool)
    for row in h:
        alive |= row > 0
    return 1.0 - alive.mean()


@wrong("dead_units", "the share of zeros among all outputs, instead of units that are 0 everywhere")
def _(h):
    return np.mean(h == 0)


@wrong("dead_units", "wrong axis: the share of points for which no unit fires")
def _(h):
    return np.mean(~(h > 0).any(axis=1))


@wrong("dead_units", "the share of units that fire (the negation is forgotten)")
def _(h):
    return np.mean((h > 0).any(axis=0))


@wrong("dead_units", "dead is what is 0 for at least one point (any instead of all)")
def _(h):
    return np.mean((h == 0).any(axis=0))


@wrong("dead_units", "the number of dead units, not the share")
def _(h):
    return np.sum((h == 0).all(axis=0))


@wrong("dead_units", "the number of dead units is divided by the number of points")
def _(h):
    return np.sum((h == 0).all(axis=0)) / len(h)


@wrong("dead_units", "looks at the first point only")
def _(h):
    return np.mean(h[0] == 0)


@wrong("dead_units", "leaves out the last unit in the count (range one too short)")
def _(h):
    return sum(np.all(h[:, j] == 0) for j in range(h.shape[1] - 1)) / h.shape[1]


@wrong("dead_units", "rounds: units that stay below 0.01 count as dead, too")
def _(h):
    return np.mean(h.max(axis=0) < 0.01)


@wrong("dead_units", "dead are the units whose outputs are all the same (no spread), whether 0 or not")
def _(h):
    return np.mean(h.max(axis=0) == h.min(axis=0))


@wrong("dead_units", "integer division: 0 unless all units are dead")
def _(h):
    return int(np.sum((h == 0).all(axis=0))) // h.shape[1]


@wrong("dead_units", "two slips: the number of living units is returned, and divided by the number of all outputs")
def _(h):
    return np.sum((h > 0).any(axis=0)) / h.size


# ---------------------------------------------------------------- 13 solve_spiral
@right("solve_spiral")
def _(x, y):
    g = np.random.default_rng(1)
    sizes = [2, 13, 13, 1]
    P = []
    for a, b in zip(sizes, sizes[1:]):
        P += [g.normal(size=(b, a)) / np.sqrt(a), np.zeros(b)]
    M, V = [np.zeros_like(p) for p in P], [np.zeros_like(p) for p in P]
    t = (y[:, None] + 1) / 2
    for step in range(1, 2501):
        h1 = np.tanh(x @ P[0].T + P[1])
        h2 = np.tanh(h1 @ P[2].T + P[3])
        d3 = (0.5 + 0.5 * np.tanh((h2 @ P[4].T + P[5]) / 2) - t) / len(x)
        d2 = d3 @ P[4] * (1 - h2**2)
        d1 = d2 @ P[2] * (1 - h1**2)
        G = [d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0)]
        for p, m, v, q in zip(P, M, V, G):
            q = q + 3e-4 * p
            m += 0.1 * (q - m)
            v += 0.001 * (q * q - v)
            p -= 0.03 * (1 - step / 2600) * m / (1 - 0.9**step) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return [(P[0], P[1]), (P[2], P[3]), (P[4], P[5])]


@right("solve_spiral")
def _(x, y):
    # mini-batches, squared error, a falling learning rate
    g = np.random.default_rng(2)
    net = [[g.normal(size=(b, a)) / math.sqrt(a), np.zeros(b)] for a, b in ((2, 12), (12, 12), (12, 1))]
    mem = [[[0.0, 0.0], [0.0, 0.0]] for _ in net]
    order, steps = [], 3000
    for s in range(1, steps + 1):
        if len(order) < 100:
            order = list(g.permutation(len(x)))
        rows, order = order[:100], order[100:]
        acts = [x[rows]]
        for k, (W, b) in enumerate(net):
            z = acts[-1] @ W.T + b
            acts.append(np.tanh(z) if k < 2 else z)
        d = (acts[-1] - y[rows, None]) / len(rows)
        for k in (2, 1, 0):
            grads = (d.T @ acts[k], d.sum(axis=0))
            d = (d @ net[k][0]) * (1 - acts[k] ** 2)
            for j in (0, 1):
                m, v = mem[k][j] if s > 1 else (0.0, 0.0)
                m, v = 0.9 * m + 0.1 * grads[j], 0.99 * v + 0.01 * grads[j] ** 2
                mem[k][j] = [m, v]
                rate = 0.02 * (1 + math.cos(math.pi * s / steps)) / 2
                net[k][j] = net[k][j] - rate * (m / (1 - 0.9**s)) / (np.sqrt(v / (1 - 0.99**s)) + 1e-8)
    return [tuple(l) for l in net]


@right("solve_spiral")
def _(x, y):
    # three hidden layers of eight, all parameters in one long vector
    sizes = [2, 8, 8, 8, 1]
    g = np.random.default_rng(3)
    shapes = [(b, a + 1) for a, b in zip(sizes, sizes[1:])]
    ends = np.cumsum([0] + [a * b for a, b in shapes])
    p = np.concatenate([np.c_[g.normal(size=(o, i - 1)) * 1.3 / np.sqrt(i - 1), np.zeros(o)].ravel() for o, i in shapes])
    cut = lambda v: [v[a:b].reshape(s) for a, b, s in zip(ends, ends[1:], shapes)]
    m, v, one = 0 * p, 0 * p, np.ones((len(x), 1))
    for s in range(1, 3001):
        h, inputs = x, []
        for A in cut(p):
            inputs.append(np.hstack([h, one]))
            z = inputs[-1] @ A.T
            h = np.tanh(z)
        d = -y[:, None] * 0.5 * (1 - np.tanh(y[:, None] * z / 2)) / len(x)
        grad = []
        for A, u in zip(cut(p)[::-1], inputs[::-1]):
            grad.insert(0, (d.T @ u).ravel())
            d = (d @ A)[:, :-1] * (1 - u[:, :-1] ** 2)
        q = np.concatenate(grad) + 3e-4 * p
        m, v = 0.9 * m + 0.1 * q, 0.999 * v + 0.001 * q * q
        p = p - 0.02 * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
    return [(A[:, :-1].copy(), A[:, -1].copy()) for A in cut(p)]


@right("solve_spiral")
def _(x, y):
    # hinge loss and RMSprop
    g = np.random.default_rng(4)
    W1, b1 = g.normal(size=(13, 2)), g.normal(size=13)
    W2, b2 = g.normal(size=(13, 13)) * 0.4, np.zeros(13)
    w3, b3 = g.normal(size=(1, 13)) * 0.3, np.zeros(1)
    P = [W1, b1, W2, b2, w3, b3]
    S = [np.zeros_like(p) for p in P]
    for step in range(3000):
        u = np.tanh(x @ W1.T + b1)
        v = np.tanh(u @ W2.T + b2)
        s = (v @ w3.T + b3)[:, 0]
        ds = np.where(y * s < 1, -y, 0.0)[:, None] / len(y)
        dv = ds * w3 * (1 - v * v)
        du = dv @ W2 * (1 - u * u)
        for p, q, r in zip(P, (du.T @ x, du.sum(0), dv.T @ u, dv.sum(0), ds.T @ v, ds.sum(0)), S):
            r *= 0.99
            r += 0.01 * q * q
            p -= 0.01 * 0.1 ** (step / 3000) * q / (np.sqrt(r) + 1e-6)
    return [(W1, b1), (W2, b2), (w3, b3)]


@right("solve_spiral")
def _(x, y):
    # Levenberg and Marquardt: least squares with the whole Jacobian
    g = np.random.default_rng(5)
    n, k = len(x), 11
    cuts = np.cumsum([2 * k, k, k * k, k, k])
    p = np.concatenate([g.normal(size=3 * k), g.normal(size=k * k) / math.sqrt(k), g.normal(size=2 * k) * 0.3, [0.0]])
    def unpack(p):
        a, b, c, d, e, f = np.split(p, cuts)
        return a.reshape(k, 2), b, c.reshape(k, k), d, e.reshape(1, k), f
    def run(p):
        A, b, C, d, E, f = unpack(p)
        u = np.tanh(x @ A.T + b)
        v = np.tanh(u @ C.T + d)
        return u, v, (v @ E.T + f)[:, 0] - y
    lam, (u, v, r) = 1.0, run(p)
    for _ in range(150):
        A, b, C, d, E, f = unpack(p)
        dv = E * (1 - v * v)
        du = dv @ C * (1 - u * u)
        J = np.hstack([(du[:, :, None] * x[:, None]).reshape(n, -1), du, (dv[:, :, None] * u[:, None]).reshape(n, -1), dv, v, np.ones((n, 1))])
        H, q = J.T @ J + 0.01 * np.eye(len(p)), J.T @ r + 0.01 * p
        new = p - np.linalg.solve(H + lam * np.eye(len(p)), q)
        out = run(new)
        if out[2] @ out[2] + 0.01 * new @ new < r @ r + 0.01 * p @ p:
            p, (u, v, r), lam = new, out, lam / 3
        else:
            lam *= 4
    A, b, C, d, E, f = unpack(p)
    return [(A, b), (C, d), (E, f)]


@right("solve_spiral")
def _(x, y):
    # only the sign of each gradient counts (Rprop)
    g = np.random.default_rng(6)
    net = [(g.uniform(-1, 1, (12, 2)), g.uniform(-1, 1, 12)), (g.uniform(-0.5, 0.5, (12, 12)), np.zeros(12)), (g.uniform(-0.5, 0.5, (1, 12)), np.zeros(1))]
    P = [p for pair in net for p in pair]
    size, old = [np.full(p.shape, 0.01) for p in P], [np.zeros(p.shape) for p in P]
    for _ in range(1000):
        h = [x]
        for W, b in net[:-1]:
            h.append(np.tanh(h[-1] @ W.T + b))
        s = h[-1] @ net[-1][0].T + net[-1][1]
        d, grads = 0.5 * (np.tanh(s / 2) - y[:, None]), []
        for (W, b), a in zip(reversed(net), reversed(h)):
            grads = [d.T @ a + 0.002 * W, d.sum(0)] + grads
            d = d @ W * (1 - a * a)
        for p, q, w, o in zip(P, grads, size, old):
            turn = q * o
            w *= np.where(turn > 0, 1.2, np.where(turn < 0, 0.5, 1.0))
            np.clip(w, 1e-6, 0.2, out=w)
            o[...] = np.where(turn < 0, 0, q)
            p -= np.sign(o) * w
    return net


@right("solve_spiral")
def _(x, y):
    # L-BFGS with a halving line search
    from collections import deque
    g = np.random.default_rng(7)
    shapes = [(12, 2), (12,), (12, 12), (12,), (1, 12), (1,)]
    cuts = np.cumsum([math.prod(s) for s in shapes])[:-1]
    unpack = lambda p: [q.reshape(s) for q, s in zip(np.split(p, cuts), shapes)]
    def f(p):
        A, a, B, b, C, c = unpack(p)
        u = np.tanh(x @ A.T + a)
        v = np.tanh(u @ B.T + b)
        m = y[:, None] * (v @ C.T + c)
        ds = -y[:, None] * 0.5 * (1 - np.tanh(m / 2)) / len(y)
        dv = ds @ C * (1 - v * v)
        du = dv @ B * (1 - u * u)
        grad = np.concatenate([z.ravel() for z in (du.T @ x, du.sum(0), dv.T @ u, dv.sum(0), ds.T @ v, ds.sum(0))])
        return np.mean(np.logaddexp(0, -m)) + 5e-5 * p @ p, grad + 1e-4 * p
    p = np.concatenate([g.normal(size=36), g.normal(size=168) * 0.35, [0.0]])
    (loss, grad), memory = f(p), deque(maxlen=15)
    for _ in range(800):
        d, alphas = grad.copy(), []
        for s, z in reversed(memory):
            alphas.append(s @ d / (z @ s))
            d -= alphas[-1] * z
        if memory:
            d *= memory[-1][0] @ memory[-1][1] / (memory[-1][1] @ memory[-1][1])
        for (s, z), al in zip(memory, reversed(alphas)):
            d += (al - z @ d / (z @ s)) * s
        t = 1.0
        while (new := f(p - t * d))[0] > loss - 1e-4 * t * (grad @ d) and t > 1e-6:
            t /= 2
        if t <= 1e-6:
            break
        s, z = -t * d, new[1] - grad
        if s @ z > 1e-10:
            memory.append((s, z))
        p, loss, grad = p + s, *new
    q = unpack(p)
    return list(zip(q[::2], q[1::2]))


@right("solve_spiral")
def _(x, y):
    # up to four starts of 750 steps each, the best on the training points is kept
    def scores(net, x):
        h = [x]
        for W, b in net[:-1]:
            h.append(np.tanh(h[-1] @ W.T + b))
        return h, h[-1] @ net[-1][0].T + net[-1][1]
    def train(seed):
        g = np.random.default_rng(seed)
        net = [[g.normal(size=(o, i)) * 1.5 / np.sqrt(i), g.normal(size=o)] for i, o in ((2, 13), (13, 13), (13, 1))]
        mv = [[(np.zeros_like(p), np.zeros_like(p)) for p in l] for l in net]
        for s in range(1, 751):
            h, out = scores(net, x)
            d = (1 / (1 + np.exp(-np.clip(out, -50, 50))) - (y[:, None] > 0)) / len(y)
            for k in range(2, -1, -1):
                grads = d.T @ h[k], d.sum(0)
                d = d @ net[k][0] * (1 - h[k] ** 2)
                for j, q in enumerate(grads):
                    m, v = mv[k][j]
                    mv[k][j] = m, v = 0.9 * m + 0.1 * q, 0.98 * v + 0.02 * q * q
                    net[k][j] = net[k][j] - 0.04 * (1.05 - s / 750) * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.98**s)) + 1e-8)
        return np.mean(scores(net, x)[1][:, 0] * y > 0), [tuple(l) for l in net]
    best = (-1, None)
    for seed in range(4):
        best = max(best, train(seed), key=lambda r: r[0])
        if best[0] > 0.99:
            break
    return best[1]


@right("solve_spiral")
def _(x, y):
    # works on standardised points, and puts the scale into the first layer at the end; plain momentum, no Adam
    mean, spread = x.mean(0), x.std(0)
    z = (x - mean) / spread
    g = np.random.default_rng(9)
    A, a = g.normal(size=(13, 2)) * 2, g.normal(size=13)
    B, b = g.normal(size=(13, 13)) / 2, np.zeros(13)
    C, c = g.normal(size=(1, 13)) / 3, np.zeros(1)
    vel = [0.0] * 6
    for _ in range(3000):
        u = np.tanh(z @ A.T + a)
        v = np.tanh(u @ B.T + b)
        ds = (np.tanh((v @ C.T + c) / 2) - y.reshape(-1, 1)) / 2 / len(y)
        dv = ds * C * (1 - v**2)
        du = dv @ B * (1 - u**2)
        for k, (p, q) in enumerate(zip((A, a, B, b, C, c), (du.T @ z, du.sum(0), dv.T @ u, dv.sum(0), ds.T @ v, ds.sum(0)))):
            vel[k] = 0.95 * vel[k] - 0.2 * q
            p += vel[k]
    return [(A / spread, a - A @ (mean / spread)), (B, b), (C, c)]


@wrong("solve_spiral", "does not train: returns the network as it was started at random")
def _(x, y):
    g = np.random.default_rng(0)
    return [(g.normal(size=(o, i)) / np.sqrt(i), np.zeros(o)) for i, o in ((2, 12), (12, 12), (12, 1))]



@wrong("solve_spiral", "over the budget: two hidden layers of 16 have 337 parameters (it is trained well)")
def _(x, y):
    g = np.random.default_rng(1)
    P = [p for i, o in ((2, 16), (16, 16), (16, 1)) for p in (g.normal(size=(o, i)) / np.sqrt(i), np.zeros(o))]
    S = [(np.zeros_like(p), np.zeros_like(p)) for p in P]
    for s in range(1, 1500 + 1):
        h1 = np.tanh(x @ P[0].T + P[1])
        h2 = np.tanh(h1 @ P[2].T + P[3])
        d3 = (np.tanh((h2 @ P[4].T + P[5]) / 2) - y[:, None]) / 2 / len(y)
        d2 = d3 @ P[4] * (1 - h2**2)
        d1 = d2 @ P[2] * (1 - h1**2)
        for p, (m, v), q in zip(P, S, (d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0))):
            m += 0.1 * (q - m)
            v += 0.001 * (q * q - v)
            p -= 0.03 * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
    return [(P[0], P[1]), (P[2], P[3]), (P[4], P[5])]



@wrong("solve_spiral", "the weights are returned transposed, of shape (in, out)")
def _(x, y):
    g = np.random.default_rng(1)
    P = [p for i, o in ((2, 12), (12, 12), (12, 1)) for p in (g.normal(size=(o, i)) / np.sqrt(i), np.zeros(o))]
    S = [(np.zeros_like(p), np.zeros_like(p)) for p in P]
    for s in range(1, 1000 + 1):
        h1 = np.tanh(x @ P[0].T + P[1])
        h2 = np.tanh(h1 @ P[2].T + P[3])
        d3 = (np.tanh((h2 @ P[4].T + P[5]) / 2) - y[:, None]) / 2 / len(y)
        d2 = d3 @ P[4] * (1 - h2**2)
        d1 = d2 @ P[2] * (1 - h1**2)
        for p, (m, v), q in zip(P, S, (d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0))):
            m += 0.1 * (q - m)
            v += 0.001 * (q * q - v)
            p -= 0.03 * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
    return [(P[0].T, P[1]), (P[2].T, P[3]), (P[4].T, P[5])]



@wrong("solve_spiral", "trained with ReLU between the layers instead of tanh, so that the scores of part 7 are others than those trained")
def _(x, y):
    g = np.random.default_rng(1)
    P = [p for i, o in ((2, 12), (12, 12), (12, 1)) for p in (g.normal(size=(o, i)) / np.sqrt(i), np.zeros(o))]
    S = [(np.zeros_like(p), np.zeros_like(p)) for p in P]
    for s in range(1, 1500 + 1):
        h1 = (lambda z: np.maximum(z, 0))(x @ P[0].T + P[1])
        h2 = (lambda z: np.maximum(z, 0))(h1 @ P[2].T + P[3])
        d3 = (np.tanh((h2 @ P[4].T + P[5]) / 2) - y[:, None]) / 2 / len(y)
        d2 = d3 @ P[4] * (h2 > 0)
        d1 = d2 @ P[2] * (h1 > 0)
        for p, (m, v), q in zip(P, S, (d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0))):
            m += 0.1 * (q - m)
            v += 0.001 * (q * q - v)
            p -= 0.01 * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
    return [(P[0], P[1]), (P[2], P[3]), (P[4], P[5])]



@wrong("solve_spiral", "bias first, weight second in each pair")
def _(x, y):
    g = np.random.default_rng(1)
    P = [p for i, o in ((2, 12), (12, 12), (12, 1)) for p in (g.normal(size=(o, i)) / np.sqrt(i), np.zeros(o))]
    S = [(np.zeros_like(p), np.zeros_like(p)) for p in P]
    for s in range(1, 1000 + 1):
        h1 = np.tanh(x @ P[0].T + P[1])
        h2 = np.tanh(h1 @ P[2].T + P[3])
        d3 = (np.tanh((h2 @ P[4].T + P[5]) / 2) - y[:, None]) / 2 / len(y)
        d2 = d3 @ P[4] * (1 - h2**2)
        d1 = d2 @ P[2] * (1 - h1**2)
        for p, (m, v), q in zip(P, S, (d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0))):
            m += 0.1 * (q - m)
            v += 0.001 * (q * q - v)
            p -= 0.03 * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
    return [(P[1], P[0]), (P[3], P[2]), (P[5], P[4])]



@wrong("solve_spiral", "a single layer, no hidden ones: a straight line, which cannot part the arms")
def _(x, y):
    W, b = np.zeros((1, 2)), np.zeros(1)
    for _ in range(1000):
        d = (np.tanh((x @ W.T + b) / 2) - y[:, None]) / 2 / len(y)
        W, b = W - 0.1 * d.T @ x, b - 0.1 * d.sum(0)
    return [(W, b)]



@wrong("solve_spiral", "the classes are the wrong way round: trained on -y, so that nearly all points are wrong")
def _(x, y):
    g = np.random.default_rng(1)
    P = [p for i, o in ((2, 12), (12, 12), (12, 1)) for p in (g.normal(size=(o, i)) / np.sqrt(i), np.zeros(o))]
    S = [(np.zeros_like(p), np.zeros_like(p)) for p in P]
    for s in range(1, 1500 + 1):
        h1 = np.tanh(x @ P[0].T + P[1])
        h2 = np.tanh(h1 @ P[2].T + P[3])
        d3 = (np.tanh((h2 @ P[4].T + P[5]) / 2) - -y[:, None]) / 2 / len(y)
        d2 = d3 @ P[4] * (1 - h2**2)
        d1 = d2 @ P[2] * (1 - h1**2)
        for p, (m, v), q in zip(P, S, (d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0))):
            m += 0.1 * (q - m)
            v += 0.001 * (q * q - v)
            p -= 0.03 * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
    return [(P[0], P[1]), (P[2], P[3]), (P[4], P[5])]



@wrong("solve_spiral", "the update has the wrong sign: it climbs up the loss")
def _(x, y):
    g = np.random.default_rng(1)
    P = [p for i, o in ((2, 12), (12, 12), (12, 1)) for p in (g.normal(size=(o, i)) / np.sqrt(i), np.zeros(o))]
    S = [(np.zeros_like(p), np.zeros_like(p)) for p in P]
    for s in range(1, 500 + 1):
        h1 = np.tanh(x @ P[0].T + P[1])
        h2 = np.tanh(h1 @ P[2].T + P[3])
        d3 = (np.tanh((h2 @ P[4].T + P[5]) / 2) - y[:, None]) / 2 / len(y)
        d2 = d3 @ P[4] * (1 - h2**2)
        d1 = d2 @ P[2] * (1 - h1**2)
        for p, (m, v), q in zip(P, S, (d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0))):
            m += 0.1 * (q - m)
            v += 0.001 * (q * q - v)
            p += 0.03 * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
    return [(P[0], P[1]), (P[2], P[3]), (P[4], P[5])]



@wrong("solve_spiral", "stops after 30 steps, long before the spiral is learnt")
def _(x, y):
    g = np.random.default_rng(1)
    P = [p for i, o in ((2, 12), (12, 12), (12, 1)) for p in (g.normal(size=(o, i)) / np.sqrt(i), np.zeros(o))]
    S = [(np.zeros_like(p), np.zeros_like(p)) for p in P]
    for s in range(1, 30 + 1):
        h1 = np.tanh(x @ P[0].T + P[1])
        h2 = np.tanh(h1 @ P[2].T + P[3])
        d3 = (np.tanh((h2 @ P[4].T + P[5]) / 2) - y[:, None]) / 2 / len(y)
        d2 = d3 @ P[4] * (1 - h2**2)
        d1 = d2 @ P[2] * (1 - h1**2)
        for p, (m, v), q in zip(P, S, (d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0))):
            m += 0.1 * (q - m)
            v += 0.001 * (q * q - v)
            p -= 0.03 * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
    return [(P[0], P[1]), (P[2], P[3]), (P[4], P[5])]



@wrong("solve_spiral", "trained on points divided by their spread, but this scale is not put back into the first layer: the scores for the points as they are come out wrong")
def _(x, y):
    x = (x - x.mean(0)) / x.std(0)
    g = np.random.default_rng(1)
    P = [p for i, o in ((2, 12), (12, 12), (12, 1)) for p in (g.normal(size=(o, i)) / np.sqrt(i), np.zeros(o))]
    S = [(np.zeros_like(p), np.zeros_like(p)) for p in P]
    for s in range(1, 1500 + 1):
        h1 = np.tanh(x @ P[0].T + P[1])
        h2 = np.tanh(h1 @ P[2].T + P[3])
        d3 = (np.tanh((h2 @ P[4].T + P[5]) / 2) - y[:, None]) / 2 / len(y)
        d2 = d3 @ P[4] * (1 - h2**2)
        d1 = d2 @ P[2] * (1 - h1**2)
        for p, (m, v), q in zip(P, S, (d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0))):
            m += 0.1 * (q - m)
            v += 0.001 * (q * q - v)
            p -= 0.03 * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
    return [(P[0], P[1]), (P[2], P[3]), (P[4], P[5])]



@wrong("solve_spiral", "only the last layer is trained, the hidden layers stay as they were started")
def _(x, y):
    g = np.random.default_rng(1)
    P = [p for i, o in ((2, 12), (12, 12), (12, 1)) for p in (g.normal(size=(o, i)) / np.sqrt(i), np.zeros(o))]
    S = [(np.zeros_like(p), np.zeros_like(p)) for p in P]
    for s in range(1, 1500 + 1):
        h1 = np.tanh(x @ P[0].T + P[1])
        h2 = np.tanh(h1 @ P[2].T + P[3])
        d3 = (np.tanh((h2 @ P[4].T + P[5]) / 2) - y[:, None]) / 2 / len(y)
        for p, (m, v), q in zip(P[4:], S[4:], (d3.T @ h2, d3.sum(0))):
            m += 0.1 * (q - m)
            v += 0.001 * (q * q - v)
            p -= 0.03 * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
    return [(P[0], P[1]), (P[2], P[3]), (P[4], P[5])]



@wrong("solve_spiral", "two slips: the layers are returned from last to first, and the biases are summed to one number each")
def _(x, y):
    g = np.random.default_rng(1)
    P = [p for i, o in ((2, 12), (12, 12), (12, 1)) for p in (g.normal(size=(o, i)) / np.sqrt(i), np.zeros(o))]
    S = [(np.zeros_like(p), np.zeros_like(p)) for p in P]
    for s in range(1, 1000 + 1):
        h1 = np.tanh(x @ P[0].T + P[1])
        h2 = np.tanh(h1 @ P[2].T + P[3])
        d3 = (np.tanh((h2 @ P[4].T + P[5]) / 2) - y[:, None]) / 2 / len(y)
        d2 = d3 @ P[4] * (1 - h2**2)
        d1 = d2 @ P[2] * (1 - h1**2)
        for p, (m, v), q in zip(P, S, (d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0))):
            m += 0.1 * (q - m)
            v += 0.001 * (q * q - v)
            p -= 0.03 * m / (1 - 0.9**s) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
    return [(P[4], P[5].sum()), (P[2], P[3].sum()), (P[0], P[1].sum())]
