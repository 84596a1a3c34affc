"""Answers to assignment 01 that were written from its text alone, by others than its authors.

Parts 6, 7, 11 and 12 asked for gates of two inputs and for XOR then: their answers are carried over
to three inputs and to XNOR. Two right answers that returned lists are left out: the text asks for
arrays now.
"""

# ruff: noqa
import math
from itertools import product

import numpy as np
from tests.exercises.answers.others import right, wrong

# ---------------------------------------------------------------- 1 perceptron.predict


@right("perceptron.predict")
def _(x, w, b):
    return (x @ w + b > 0).astype(int)


@right("perceptron.predict")
def _(x, w, b):
    return np.where(np.dot(x, w) > -b, 1, 0)


@right("perceptron.predict")
def _(x, w, b):
    return np.heaviside(np.einsum("ij,j->i", x, w) + b, 0)


@right("perceptron.predict")
def _(x, w, b):
    answers = np.zeros(len(x), dtype=int)
    for i in range(x.shape[0]):
        score = b
        for j in range(x.shape[1]):
            score = score + x[i, j] * w[j]
        if score > 0:
            answers[i] = 1
    return answers


@right("perceptron.predict")
def _(x, w, b):
    out = np.ones(len(x))
    out[~((x * w).sum(axis=1) + b > 0)] = 0
    return out


@right("perceptron.predict")
def _(x, w, b):
    big_x = np.column_stack([x, np.ones(len(x))])
    return np.greater(big_x.dot(np.append(w, b)), 0).astype(np.int8)


@right("perceptron.predict")
def _(x, w, b):
    return np.maximum(np.sign(np.inner(x, w) + b), 0).astype(int)


@right("perceptron.predict")
def _(x, w, b):
    def fire(row):
        return int(np.vdot(row, w) + b > 0)

    return np.fromiter(map(fire, x), dtype=int, count=len(x))


@wrong("perceptron.predict", "fires at a score of exactly 0 as well (>= in place of >)")
def _(x, w, b):
    return (x @ w + b >= 0).astype(int)


@wrong("perceptron.predict", "returns the scores themselves, no threshold")
def _(x, w, b):
    return x @ w + b


@wrong("perceptron.predict", "the bias b is forgotten")
def _(x, w, b):
    return (x @ w > 0).astype(int)


@wrong("perceptron.predict", "the bias is subtracted in place of added (score compared with +b)")
def _(x, w, b):
    return (x @ w > b).astype(int)


@wrong("perceptron.predict", "answers -1 in place of 0 (targets -1 and 1)")
def _(x, w, b):
    return np.where(x @ w + b > 0, 1, -1)


@wrong(
    "perceptron.predict",
    "threshold at a score of 0.5 in place of 0, as if the score were a probability",
)
def _(x, w, b):
    return (x @ w + b > 0.5).astype(int)


@wrong("perceptron.predict", "values right, but x is overwritten (multiplied by w in place)")
def _(x, w, b):
    for j in range(len(w)):
        x[:, j] *= w[j]
    return (x.sum(axis=1) + b > 0).astype(int)


@wrong("perceptron.predict", "uses the first two features only, the others are ignored")
def _(x, w, b):
    return (x[:, 0] * w[0] + x[:, 1:2].sum(axis=1) * w[1:2].sum() + b > 0).astype(int)


@wrong(
    "perceptron.predict",
    "return stands inside the loop: only the first row's answer comes back, as a single number",
)
def _(x, w, b):
    for row in x:
        if row @ w + b > 0:
            return 1
        return 0


@wrong("perceptron.predict", "comparison the wrong way round: 1 where the score is below 0")
def _(x, w, b):
    return (x @ w + b < 0).astype(int)


@wrong(
    "perceptron.predict",
    "the score is cut to an integer before the comparison, so scores between 0 and 1 answer 0",
)
def _(x, w, b):
    return ((x @ w + b).astype(int) > 0).astype(int)


@wrong("perceptron.predict", "two slips: the bias is subtracted, and a score of exactly 0 fires")
def _(x, w, b):
    return np.array([int(row @ w - b >= 0) for row in x])


# ---------------------------------------------------------------- 2 perceptron.update


@right("perceptron.update")
def _(w, b, x, t):
    o = int(w @ x + b > 0)
    return w + (t - o) * x, b + (t - o)


@right("perceptron.update")
def _(w, b, x, t):
    answer = 1 if np.dot(w, x) + b > 0 else 0
    if answer == t:
        return w.copy(), b
    if t == 1:
        return w + x, b + 1
    return w - x, b - 1


@right("perceptron.update")
def _(w, b, x, t):
    v, y = np.append(w, b), np.append(x, 1)
    v = v + (t - (v @ y > 0)) * y
    return v[:-1], v[-1]


@right("perceptron.update")
def _(w, b, x, t):
    score = b
    for i in range(len(w)):
        score = score + w[i] * x[i]
    o = 0
    if score > 0:
        o = 1
    new_w = []
    for i in range(len(w)):
        new_w.append(w[i] + (t - o) * x[i])
    return np.array(new_w), b + (t - o)


@right("perceptron.update")
def _(w, b, x, t):
    e = t - np.heaviside(np.einsum("i,i->", w, x) + b, 0.0)
    return np.add(w, e * x), b + e


@right("perceptron.update")
def _(w, b, x, t):
    step = {(1, False): 1, (0, True): -1}.get((int(t), bool(np.inner(w, x) > -b)), 0)
    return w + step * x, b + step


@right("perceptron.update")
def _(w, b, x, t):
    new_w, new_b = np.array(w, dtype=float), float(b)
    error = t - np.where((w * x).sum() + b > 0, 1, 0)
    new_w += error * x
    new_b += error
    return new_w, new_b


@right("perceptron.update")
def _(w, b, x, t):
    def answer():
        return np.sum([p * q for p, q in zip(w, x)]) + b > 0

    w_up, b_up = w + t * x, b + t
    return (w_up - x, b_up - 1) if answer() else (w_up, b_up)


@right("perceptron.update")
def _(w, b, x, t):
    o = (np.sign(np.vdot(x, w) + b) + 1) // 2
    return [w + (t - o) * x, b + (t - o)]


@wrong("perceptron.update", "sign of the error turned round: o - t in place of t - o, for w and b")
def _(w, b, x, t):
    o = int(w @ x + b > 0)
    return w + (o - t) * x, b + (o - t)


@wrong("perceptron.update", "the bias is never updated, the old b is returned")
def _(w, b, x, t):
    o = int(w @ x + b > 0)
    return w + (t - o) * x, b


@wrong("perceptron.update", "values right, but the given w is changed in place")
def _(w, b, x, t):
    e = t - int(w @ x + b > 0)
    for i in range(len(w)):
        w[i] += e * x[i]
    return w, b + e


@wrong("perceptron.update", "the answer is 1 at a score of exactly 0 (>= in place of >)")
def _(w, b, x, t):
    o = int(w @ x + b >= 0)
    return w + (t - o) * x, b + (t - o)


@wrong("perceptron.update", "the bias is missing from the score that decides the answer")
def _(w, b, x, t):
    o = int(w @ x > 0)
    return w + (t - o) * x, b + (t - o)


@wrong("perceptron.update", "the raw score is used as o, without the threshold")
def _(w, b, x, t):
    o = w @ x + b
    return w + (t - o) * x, b + (t - o)


@wrong("perceptron.update", "outputs in the wrong order: b first, then w")
def _(w, b, x, t):
    o = int(w @ x + b > 0)
    return b + (t - o), w + (t - o) * x


@wrong(
    "perceptron.update",
    "w is updated first and the answer computed again with the new w before the bias is updated",
)
def _(w, b, x, t):
    w = w + (t - int(w @ x + b > 0)) * x
    b = b + (t - int(w @ x + b > 0))
    return w, b


@wrong(
    "perceptron.update",
    "learns only from missed ones (t = 1, answer 0); false alarms (t = 0, answer 1) change nothing",
)
def _(w, b, x, t):
    if t == 1 and w @ x + b <= 0:
        return w + x, b + 1
    return w, b


@wrong(
    "perceptron.update",
    "the answer is -1 in place of 0, so the error t - o is too large by 1 whenever the unit does not fire",
)
def _(w, b, x, t):
    o = 1 if w @ x + b > 0 else -1
    return w + (t - o) * x, b + (t - o)


@wrong(
    "perceptron.update",
    "the input x is forgotten in the weight update: t - o is added to each weight",
)
def _(w, b, x, t):
    o = int(w @ x + b > 0)
    return w + (t - o), b + (t - o)


@wrong(
    "perceptron.update",
    "two slips: the bias moves the wrong way (b - (t - o)), and a score of exactly 0 counts as answer 1",
)
def _(w, b, x, t):
    o = 1 if w @ x + b >= 0 else 0
    return w + (t - o) * x, b - (t - o)


# ---------------------------------------------------------------- 3 perceptron.epoch


@right("perceptron.epoch")
def _(w, b, x, t):
    mistakes = 0
    for row, target in zip(x, t):
        error = target - int(row @ w + b > 0)
        w = w + error * row
        b = b + error
        mistakes += abs(error)
    return w, b, mistakes


@right("perceptron.epoch")
def _(w, b, x, t):
    w, wrongs = np.array(w, dtype=float), 0
    for i in range(len(x)):
        o = 1 if np.dot(w, x[i]) + b > 0 else 0
        if o != t[i]:
            wrongs = wrongs + 1
            if t[i] == 1:
                w += x[i]
                b = b + 1
            else:
                w -= x[i]
                b = b - 1
    return w, b, wrongs


@right("perceptron.epoch")
def _(w, b, x, t):
    def go(w, b, i, m):
        if i == len(x):
            return w, b, m
        e = int(t[i]) - int(w @ x[i] + b > 0)
        return go(w + e * x[i], b + e, i + 1, m + (e != 0))

    return go(w, b, 0, 0)


@right("perceptron.epoch")
def _(w, b, x, t):
    v = np.append(w, b).astype(float)
    y = np.hstack([x, np.ones((len(x), 1))])
    m = 0
    for r, k in zip(y, t):
        e = k - np.heaviside(v @ r, 0)
        v = v + e * r
        m += int(e * e)
    return v[:-1], v[-1], m


@right("perceptron.epoch")
def _(w, b, x, t):
    from functools import reduce

    def step(s, example):
        r, k = example
        e = k - (1 if s[0] @ r + s[1] > 0 else 0)
        return s[0] + e * r, s[1] + e, s[2] + abs(e)

    return reduce(step, zip(x, t), (w, b, 0))


@right("perceptron.epoch")
def _(w, b, x, t):
    errors = np.zeros(len(x))
    for i in range(len(x)):
        score = (w + errors @ x) @ x[i] + b + errors.sum()
        errors[i] = t[i] - (score > 0)
    return w + errors @ x, b + errors.sum(), np.count_nonzero(errors)


@right("perceptron.epoch")
def _(w, b, x, t):
    gram = x @ x.T + 1
    score, e = x @ w + b, []
    for i in range(len(x)):
        e.append(int(t[i]) - int(score[i] > 0))
        score = score + e[i] * gram[i]
    e = np.array(e, dtype=int)
    return w + e @ x, b + int(e.sum()), int(np.abs(e).sum())


@right("perceptron.epoch")
def _(w, b, x, t):
    weights, bias, bad = [float(k) for k in w], float(b), []
    for i, row in enumerate(x):
        fires = sum(p * q for p, q in zip(weights, row)) + bias > 0
        e = int(t[i]) - int(fires)
        bad.append(e != 0)
        weights = [p + e * q for p, q in zip(weights, row)]
        bias += e
    return np.array(weights), bias, sum(bad)


@right("perceptron.epoch")
def _(w, b, x, t):
    path = [(w, b)]
    for row, target in zip(x, t):
        u, c = path[-1]
        e = target - np.where(np.einsum("i,i", u, row) > -c, 1, 0)
        path.append((u + e * row, c + e))
    return (*path[-1], sum(p[1] != q[1] for p, q in zip(path, path[1:])))


@wrong(
    "perceptron.epoch",
    "all answers are computed with the weights from the start of the pass, not with those as they are by then",
)
def _(w, b, x, t):
    e = t - (x @ w + b > 0)
    return w + e @ x, b + e.sum(), int(np.abs(e).sum())


@wrong("perceptron.epoch", "values right, but the given w is changed in place")
def _(w, b, x, t):
    m = 0
    for row, target in zip(x, t):
        e = target - int(row @ w + b > 0)
        w[:] = w + e * row
        b += e
        m += abs(e)
    return w, b, m


@wrong("perceptron.epoch", "return stands inside the loop: only the first example is learned")
def _(w, b, x, t):
    m = 0
    for row, target in zip(x, t):
        e = target - int(row @ w + b > 0)
        w, b, m = w + e * row, b + e, m + abs(e)
        return w, b, m


@wrong(
    "perceptron.epoch",
    "mistakes are summed with their sign, so that a miss and a false alarm cancel (abs forgotten)",
)
def _(w, b, x, t):
    m = 0
    for row, target in zip(x, t):
        e = target - int(row @ w + b > 0)
        w, b, m = w + e * row, b + e, m + e
    return w, b, m


@wrong("perceptron.epoch", "the bias is never updated during the pass")
def _(w, b, x, t):
    m = 0
    for row, target in zip(x, t):
        e = target - int(row @ w + b > 0)
        w, m = w + e * row, m + abs(e)
    return w, b, m


@wrong(
    "perceptron.epoch",
    "the mistakes are counted after the pass with the final weights; w and b are right",
)
def _(w, b, x, t):
    for row, target in zip(x, t):
        e = target - int(row @ w + b > 0)
        w, b = w + e * row, b + e
    return w, b, int(((x @ w + b > 0) != t).sum())


@wrong(
    "perceptron.epoch",
    "the mistake counter is set back to 0 inside the loop, so only the last example is counted",
)
def _(w, b, x, t):
    for row, target in zip(x, t):
        m = 0
        e = target - int(row @ w + b > 0)
        w, b = w + e * row, b + e
        m += abs(e)
    return w, b, m


@wrong("perceptron.epoch", "a score of exactly 0 counts as answer 1 (>= in place of >)")
def _(w, b, x, t):
    m = 0
    for row, target in zip(x, t):
        e = target - int(row @ w + b >= 0)
        w, b, m = w + e * row, b + e, m + abs(e)
    return w, b, m


@wrong(
    "perceptron.epoch",
    "goes through the data again and again until there is no mistake (up to 100 passes) and counts them all, in place of one pass",
)
def _(w, b, x, t):
    total = 0
    for _ in range(100):
        before = total
        for row, target in zip(x, t):
            e = target - int(row @ w + b > 0)
            w, b, total = w + e * row, b + e, total + abs(e)
        if total == before:
            break
    return w, b, total


@wrong("perceptron.epoch", "the last example is left out (range one too short)")
def _(w, b, x, t):
    m = 0
    for i in range(len(x) - 1):
        e = t[i] - int(x[i] @ w + b > 0)
        w, b, m = w + e * x[i], b + e, m + abs(e)
    return w, b, m


@wrong(
    "perceptron.epoch",
    "stops at the first mistake (break after correcting it), the remaining examples are not seen",
)
def _(w, b, x, t):
    m = 0
    for row, target in zip(x, t):
        e = target - int(row @ w + b > 0)
        if e != 0:
            w, b, m = w + e * row, b + e, m + 1
            break
    return w, b, m


@wrong(
    "perceptron.epoch",
    "two slips: the bias is missing from the score, and right answers are counted in place of wrong ones",
)
def _(w, b, x, t):
    m = 0
    for row, target in zip(x, t):
        e = target - int(row @ w > 0)
        w, b, m = w + e * row, b + e, m + int(e == 0)
    return w, b, m


# ---------------------------------------------------------------- 4 count_mistakes


@right("count_mistakes")
def _(x, w, b, t):
    return np.sum((x @ w + b > 0) != t)


@right("count_mistakes")
def _(x, w, b, t):
    n = 0
    for i in range(len(t)):
        s = b
        for j in range(len(w)):
            s = s + w[j] * x[i][j]
        if s > 0 and t[i] == 0:
            n = n + 1
        elif s <= 0 and t[i] == 1:
            n = n + 1
    return n


@right("count_mistakes")
def _(x, w, b, t):
    return int(np.abs(t - np.heaviside(np.einsum("nf,f->n", x, w) + b, 0)).sum())


@right("count_mistakes")
def _(x, w, b, t):
    return sum(int(row @ w + b > 0) != k for row, k in zip(x, t))


@right("count_mistakes")
def _(x, w, b, t):
    return np.count_nonzero(np.logical_xor(np.dot(x, w) > -b, t))


@right("count_mistakes")
def _(x, w, b, t):
    ok = (x * w).sum(axis=1) + b > 0
    return len(t) - int(np.where(t == 1, ok, ~ok).sum())


@right("count_mistakes")
def _(x, w, b, t):
    s = np.inner(x, w) + b
    return len(s[(s > 0) & (t == 0)]) + len(s[(s <= 0) & (t == 1)])


@right("count_mistakes")
def _(x, w, b, t):
    o = np.where(x @ w + b > 0, 1.0, 0.0)
    return np.sum((o - t) ** 2)


@right("count_mistakes")
def _(x, w, b, t):
    if len(x) == 0:
        return 0
    half = len(x) // 2
    if half == 0:
        return int(bool(x[0] @ w + b > 0) != bool(t[0]))
    count = lambda lo, hi: sum(bool(x[i] @ w + b > 0) ^ bool(t[i]) for i in range(lo, hi))
    return count(0, half) + count(half, len(x))


@wrong("count_mistakes", "mean in place of sum: the fraction of mistakes")
def _(x, w, b, t):
    return np.mean((x @ w + b > 0) != t)


@wrong("count_mistakes", "counts the right answers")
def _(x, w, b, t):
    return np.sum((x @ w + b > 0) == t)


@wrong(
    "count_mistakes",
    "sums signed errors and takes the absolute value at the end, so misses and false alarms cancel",
)
def _(x, w, b, t):
    return abs(int((t - (x @ w + b > 0)).sum()))


@wrong("count_mistakes", "a score of exactly 0 counts as answer 1 (>= in place of >)")
def _(x, w, b, t):
    return np.sum((x @ w + b >= 0) != t)


@wrong("count_mistakes", "the bias b is forgotten")
def _(x, w, b, t):
    return np.sum((x @ w > 0) != t)


@wrong("count_mistakes", "counts only the missed ones (target 1, answer 0), no false alarms")
def _(x, w, b, t):
    return int(((x @ w + b <= 0) & (t == 1)).sum())


@wrong(
    "count_mistakes", "learns on the way: the weights are changed by the rule after each mistake"
)
def _(x, w, b, t):
    m = 0
    for r, k in zip(x, t):
        e = k - int(r @ w + b > 0)
        w, b, m = w + e * r, b + e, m + abs(e)
    return m


@wrong("count_mistakes", "compares the raw scores with the targets, without the threshold")
def _(x, w, b, t):
    return np.sum(x @ w + b != t)


@wrong("count_mistakes", "len of np.nonzero's tuple, which is 1 always")
def _(x, w, b, t):
    return len(np.nonzero((x @ w + b > 0) != t))


@wrong(
    "count_mistakes",
    "answers as a column are compared with t as a row: all pairs of examples are compared",
)
def _(x, w, b, t):
    o = (x @ w.reshape(-1, 1) + b > 0).astype(int)
    return int(np.sum(o != t))


@wrong("count_mistakes", "only says whether there is any mistake (0 or 1)")
def _(x, w, b, t):
    return int(np.any((x @ w + b > 0) != t))


@wrong(
    "count_mistakes",
    "two slips: the bias is subtracted, and the counting starts with the second example",
)
def _(x, w, b, t):
    m = 0
    for i in range(1, len(t)):
        m += int(int(x[i] @ w - b > 0) != t[i])
    return m


# ---------------------------------------------------------------- 5 boundary


@right("boundary")
def _(w, b, x1):
    return -(w[0] * x1 + b) / w[1]


@right("boundary")
def _(w, b, x1):
    w1, w2 = w
    slope, height = -w1 / w2, -b / w2
    return slope * x1 + height


@right("boundary")
def _(w, b, x1):
    result = np.zeros(len(x1))
    for i in range(len(x1)):
        result[i] = (-b - w[0] * x1[i]) / w[1]
    return result


@right("boundary")
def _(w, b, x1):
    return np.polyval([-w[0] / w[1], -b / w[1]], x1)


@right("boundary")
def _(w, b, x1):
    return np.array([np.linalg.solve([[1.0, 0.0], w], [k, -b])[1] for k in x1])


@right("boundary")
def _(w, b, x1):
    score_on_axis = np.outer(x1, w[:1])[:, 0] + b
    return np.negative(np.true_divide(score_on_axis, w[1]))


@right("boundary")
def _(w, b, x1):
    # homogeneous coordinates: the border meets the upright line (1, 0, -x1)
    upright = np.stack([np.ones(len(x1)), np.zeros(len(x1)), -x1], axis=1)
    meet = np.cross(np.array([w[0], w[1], b]), upright)
    return meet[:, 1] / meet[:, 2]


@right("boundary")
def _(w, b, x1):
    return np.stack([x1, np.ones(len(x1))], axis=1) @ np.array([w[0], b]) / -w[1]


@wrong("boundary", "the minus of the first term is lost: (w1*x1 - b)/w2")
def _(w, b, x1):
    return (w[0] * x1 - b) / w[1]


@wrong("boundary", "the whole sign is lost: (w1*x1 + b)/w2")
def _(w, b, x1):
    return (w[0] * x1 + b) / w[1]


@wrong("boundary", "b is not divided by w2")
def _(w, b, x1):
    return -w[0] / w[1] * x1 - b


@wrong("boundary", "only b is divided by w2, the term w1*x1 is not (brackets forgotten)")
def _(w, b, x1):
    return -w[0] * x1 - b / w[1]


@wrong("boundary", "w1 and w2 are exchanged: divided by w1")
def _(w, b, x1):
    return -(w[1] * x1 + b) / np.where(w[0] == 0, 1, w[0])


@wrong("boundary", "the sign of b is wrong: (-w1*x1 + b)/w2")
def _(w, b, x1):
    return (-w[0] * x1 + b) / w[1]


@wrong("boundary", "not divided by w2 at all")
def _(w, b, x1):
    return -w[0] * x1 - b


@wrong("boundary", "integer (floor) division: the heights are rounded down to whole numbers")
def _(w, b, x1):
    return -(w[0] * x1 + b) // w[1]


@wrong("boundary", "b is forgotten: the line through the origin")
def _(w, b, x1):
    return -w[0] * x1 / w[1]


@wrong(
    "boundary",
    "x1 is overwritten in place and returned (values right where x1 holds floats, cut to whole numbers where it holds ints)",
)
def _(w, b, x1):
    for i in range(len(x1)):
        x1[i] = -(w[0] * x1[i] + b) / w[1]
    return x1


@wrong("boundary", "divides by the absolute value of w2, so a negative w2 turns the sign round")
def _(w, b, x1):
    return -(w[0] * x1 + b) / abs(w[1])


@wrong("boundary", "two slips: multiplied by w2 in place of divided, and the sign of b is wrong")
def _(w, b, x1):
    return (b - w[0] * x1) * w[1]


# ---------------------------------------------------------------- 6 gate, three inputs

OTHERS = {
    "and": (1, 1, 1, -2.5),
    "or": (1, 1, 1, -0.5),
    "nand": (-1, -1, -1, 2.5),
    "nor": (-1, -1, -1, 0.5),
    "most": (1, 1, 1, -1.5),
}
TABLES = {
    "and": "00000001",
    "or": "01111111",
    "nand": "11111110",
    "nor": "10000000",
    "most": "00010111",
}
CUBE = np.array([*product((0, 1), repeat=3)])


@right("gate")
def _(name):
    return {
        "and": (1, 1, 1, -2.5),
        "or": (1, 1, 1, -0.5),
        "nand": (-1, -1, -1, 2.5),
        "nor": (-1, -1, -1, 0.5),
        "most": (1, 1, 1, -1.5),
    }[name]


@right("gate")
def _(name):
    if name == "and":
        return 2, 2, 2, -5
    elif name == "or":
        return 2, 2, 2, -1
    elif name == "nand":
        return -2, -2, -2, 5
    elif name == "most":
        return 2, 2, 2, -3
    else:
        return -2, -2, -2, 1


@right("gate")
def _(name):
    b = -2.5 if "and" in name else -1.5 if name == "most" else -0.5
    s = -1 if name.startswith("n") else 1
    return s, s, s, s * b


@right("gate")
def _(name):
    def make(n):
        if n[0] == "n":
            return tuple(-k for k in make(n[1:]))
        return {"and": (10, 10, 10, -25), "or": (10, 10, 10, -5), "most": (10, 10, 10, -15)}[n]

    return make(name)


@right("gate")
def _(name):
    want = [int(k) for k in TABLES[name]]
    for w1, w2, w3 in product((-1, 1), repeat=3):
        for b in (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5):
            if [int(w1 * p + w2 * q + w3 * r + b > 0) for p, q, r in CUBE] == want:
                return w1, w2, w3, b


@right("gate")
def _(name):
    A = np.c_[CUBE, np.ones(8)]
    t = np.array([2.0 * int(k) - 1 for k in TABLES[name]])
    v = np.linalg.lstsq(A, t, rcond=None)[0]
    if name == "most":
        return v
    s = np.sign(v[0])
    return [s, s, s, {"and": -2.4, "or": -0.6, "nand": 2.4, "nor": 0.6}[name]]


@right("gate")
def _(name):
    v = np.zeros(4)
    for _ in range(400):
        for c, t in zip(CUBE, TABLES[name]):
            y, s = np.append(c, 1.0), 2 * int(t) - 1
            if s * (v @ y) <= 0.11 * np.abs(v[:3]).sum():
                v = v + s * y
    return float(v[0]), float(v[1]), float(v[2]), float(v[3])


@right("gate")
def _(name):
    match name:
        case "and":
            return 0.1, 0.1, 0.1, -0.25
        case "or":
            return 0.1, 0.1, 0.1, -0.05
        case "nand":
            return -0.1, -0.1, -0.1, 0.25
        case "nor":
            return -0.1, -0.1, -0.1, 0.05
        case "most":
            return 0.1, 0.1, 0.1, -0.15


@right("gate")
def _(name):
    names = ["and", "or", "nand", "nor", "most"]
    table = np.array(
        [[3, 4, 4, -9.5], [4, 3, 3, -1.5], [-4, -3, -3, 8], [-3, -4, -3, 1.5], [3, 4, 4, -5.6]]
    )
    return [float(k) for k in table[names.index(name)]]


@wrong("gate", "AND and OR are exchanged, the others right")
def _(name):
    return {**OTHERS, "or": (1, 1, 1, -2.5), "and": (1, 1, 1, -0.5)}[name]


@wrong("gate", "NAND and NOR are exchanged, the others right")
def _(name):
    return {**OTHERS, "nor": (-1, -1, -1, 2.5), "nand": (-1, -1, -1, 0.5)}[name]


@wrong(
    "gate",
    "AND has its border through three corners exactly (bias -2): answers right, but the distance is 0",
)
def _(name):
    return {**OTHERS, "and": (1, 1, 1, -2)}[name]


@wrong("gate", "OR has bias 0, so its border goes through (0, 0, 0): answers right, distance 0")
def _(name):
    return {**OTHERS, "or": (1, 1, 1, 0)}[name]


@wrong(
    "gate",
    "for NAND and NOR the weights are turned round but the bias is not: they answer 0 at every corner",
)
def _(name):
    s = -1 if name in ("nand", "nor") else 1
    return s, s, s, {"and": -2.5, "nand": -2.5, "most": -1.5}.get(name, -0.5)


@wrong(
    "gate",
    "for NAND and NOR only the bias is turned round, the weights are not: they answer 1 at every corner",
)
def _(name):
    s = -1 if name in ("nand", "nor") else 1
    return 1, 1, 1, s * {"and": -2.5, "nand": -2.5, "most": -1.5}.get(name, -0.5)


@wrong("gate", "the bias comes first: (b, w1, w2, w3)")
def _(name):
    *w, b = OTHERS[name]
    return b, *w


@wrong("gate", "the sign of the bias is wrong in all, as if the unit fired where w.x > b")
def _(name):
    *w, b = OTHERS[name]
    return *w, -b


@wrong("gate", "OR looks at the first input only (other weights 0): 0 at (0, 1, 1)")
def _(name):
    return {**OTHERS, "or": (1, 0, 0, -0.5)}[name]


@wrong(
    "gate",
    "the test `'and' in name` catches 'nand' too: NAND gets AND's numbers (and NOR gets OR's)",
)
def _(name):
    if name == "most":
        return 1, 1, 1, -1.5
    if "and" in name:
        return 1, 1, 1, -2.5
    return 1, 1, 1, -0.5


@wrong("gate", "NOR's border is too close to a corner: bias 0.05; answers right")
def _(name):
    return {**OTHERS, "nor": (-1, -1, -1, 0.05)}[name]


@wrong(
    "gate",
    "two slips: AND's bias is -3.5, so that it never fires, and NOR's bias is 2.5, so that it is NAND",
)
def _(name):
    return {**OTHERS, "and": (1, 1, 1, -3.5), "nor": (-1, -1, -1, 2.5)}[name]


# ---------------------------------------------------------------- 7 separable, three inputs


@right("separable")
def _(outputs):
    ones = [tuple(c) for c, o in zip(CUBE, outputs) if o == 1]
    zeros = [tuple(c) for c, o in zip(CUBE, outputs) if o == 0]
    sums = lambda some: {tuple(np.add(a, b)) for a in some for b in some}
    return sums(ones).isdisjoint(sums(zeros))


@right("separable")
def _(outputs):
    corners = [(p, q, r) for p in (0, 1) for q in (0, 1) for r in (0, 1)]
    for w1 in (-2, -1, 0, 1, 2):
        for w2 in (-2, -1, 0, 1, 2):
            for w3 in (-2, -1, 0, 1, 2):
                for b in (-4.5, -3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5):
                    if all(
                        (w1 * p + w2 * q + w3 * r + b > 0) == (o == 1)
                        for (p, q, r), o in zip(corners, outputs)
                    ):
                        return True
    return False


@right("separable")
def _(outputs):
    g = np.arange(-2, 3)
    grid = np.meshgrid(g, g, g, np.arange(-4.5, 5))
    w1, w2, w3, b = (a.ravel() for a in grid)
    s = (
        np.stack(
            [b, w3 + b, w2 + b, w2 + w3 + b, w1 + b, w1 + w3 + b, w1 + w2 + b, w1 + w2 + w3 + b],
            axis=-1,
        )
        > 0
    )
    return np.any(np.all(s == np.array(outputs), axis=-1))


@right("separable")
def _(outputs):
    v, x = np.zeros(4), np.c_[CUBE, np.ones(8)]
    for _ in range(200):
        mistakes = 0
        for r, t in zip(x, outputs):
            e = int(t) - int(v @ r > 0)
            v, mistakes = v + e * r, mistakes + abs(e)
        if mistakes == 0:
            return True
    return False


@right("separable")
def _(outputs):
    made = set()
    for w in product(range(-2, 3), repeat=3):
        s = CUBE @ w
        for b in set(s) | {s.min() - 1}:
            made.add(tuple((s > b).astype(int)))
    return tuple(int(o) for o in outputs) in made


@right("separable")
def _(outputs):
    from itertools import combinations

    for a, b, c, d in product(range(8), repeat=4):
        if (
            outputs[a]
            and outputs[b]
            and not outputs[c]
            and not outputs[d]
            and (CUBE[a] + CUBE[b] == CUBE[c] + CUBE[d]).all()
        ):
            return False
    return True


@right("separable")
def _(outputs):
    # one input after another: the outputs may only rise, or only fall; then sort out by middles
    o = np.array(outputs).reshape(2, 2, 2)
    for axis in range(3):
        step = np.diff(o, axis=axis)
        if step.min() < 0 < step.max():
            return False
    ones, zeros = CUBE[np.array(outputs) == 1], CUBE[np.array(outputs) == 0]
    if not len(ones) or not len(zeros):
        return True
    middle = ones.mean(axis=0) - zeros.mean(axis=0)
    for w in (middle, *product(range(-2, 3), repeat=3)):
        if (ones @ w).min() > (zeros @ w).max() + 1e-9:
            return True
    return False


@right("separable")
def _(outputs):
    ups = np.where(np.array(outputs) == 1, 1, -1)[:, None] * np.c_[CUBE, np.ones(8)]
    for w in product(range(-2, 3), repeat=3):
        for b in range(-5, 6):
            if (ups @ [*w, b + 0.5] > 0).all():
                return True
    return False


@right("separable")
def _(outputs):
    ones, zeros = (
        [c for c, o in zip(CUBE, outputs) if o],
        [c for c, o in zip(CUBE, outputs) if not o],
    )
    return any(
        all(np.dot(w, p) > np.dot(w, q) for p in ones for q in zeros)
        for w in product((-2, -1, 0, 1, 2), repeat=3)
    )


@wrong("separable", "only parity is caught, its opposite and all others are called separable")
def _(outputs):
    return tuple(outputs) != (0, 1, 1, 0, 1, 0, 0, 1)


@wrong("separable", "only parity and its opposite are caught")
def _(outputs):
    return tuple(outputs) not in [(0, 1, 1, 0, 1, 0, 0, 1), (1, 0, 0, 1, 0, 1, 1, 0)]


@right("separable")
def is_right(outputs):
    return any(
        all((np.dot(w, p) + b > 0) == bool(o) for p, o in zip(CUBE, outputs))
        for w in product((-2, -1, 0, 1, 2), repeat=3)
        for b in np.arange(-4.5, 5)
    )


@wrong("separable", "turned round: True for those that no plane makes")
def _(outputs):
    return not is_right(outputs)


@wrong(
    "separable", "the two constant gates are called not separable, as if a plane needed both kinds"
)
def _(outputs):
    return 0 < sum(outputs) < 8 and is_right(outputs)


@wrong(
    "separable", "every gate with four ones and four zeros is called not separable, all others are"
)
def _(outputs):
    return sum(outputs) != 4


@wrong(
    "separable",
    "corners in the wrong order: the first input is taken to change fastest, with one exchanged pair",
)
def _(outputs):
    o = list(outputs)
    o[1], o[3] = o[3], o[1]
    return is_right(o)


@wrong(
    "separable",
    "return False stands inside the loop: only the first weights are tried, so only the constant 0 is separable",
)
def _(outputs):
    for w in product((-2, -1, 0, 1, 2), repeat=3):
        for b in (-4.5, -3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5):
            if [k > 0 for k in CUBE @ w + b] == [o == 1 for o in outputs]:
                return True
            return False


@wrong("separable", "tries only positive weights, so gates that need a negative one come out False")
def _(outputs):
    for w in product((0, 1, 2), repeat=3):
        for b in (-5.5, -4.5, -3.5, -2.5, -1.5, -0.5, 0.5):
            if [k > 0 for k in CUBE @ w + b] == [o == 1 for o in outputs]:
                return True
    return False


@wrong(
    "separable",
    "tests the rising and falling of each input only (unate), which is not enough: two ones at (0, 1, 1), ... may share a middle with zeros",
)
def _(outputs):
    o = np.array(outputs).reshape(2, 2, 2)
    return (
        not any((d := np.diff(o, axis=k)).min() < 0 < d.max() for k in range(3))
        or is_right(outputs)
        or sum(outputs) == 5
    )


@wrong(
    "separable",
    "weights -1, 0, 1 only: gates that need a weight twice as large are called not separable",
)
def _(outputs):
    return any(
        [k > 0 for k in CUBE @ w + b] == [o == 1 for o in outputs]
        for w in product((-1, 0, 1), repeat=3)
        for b in np.arange(-3.5, 4)
    )


@wrong(
    "separable",
    "tries weights without a bias: every gate with a 1 at (0, 0, 0) is False, and some others",
)
def _(outputs):
    return any(
        [k > 0 for k in CUBE @ w] == [o == 1 for o in outputs]
        for w in product((-2, -1, 0, 1, 2), repeat=3)
    )


@wrong(
    "separable",
    "two slips: the opposite of parity is forgotten, and the constant 0 is called not separable",
)
def _(outputs):
    return tuple(outputs) == (1, 0, 0, 1, 0, 1, 1, 0) or any(outputs) and is_right(outputs)


# ---------------------------------------------------------------- 8 probability


@right("probability")
def _(x, w, b):
    return (1 + np.tanh((x @ w + b) / 2)) / 2


@right("probability")
def _(x, w, b):
    a = x @ w + b
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1 / (1 + e), e / (1 + e))


@right("probability")
def _(x, w, b):
    return np.exp(-np.logaddexp(0, -(np.dot(x, w) + b)))


@right("probability")
def _(x, w, b):
    a = (x @ w + b) * 1.0
    p = np.empty_like(a)
    up = a > 0
    p[up] = 1 / (1 + np.exp(-a[up]))
    p[~up] = np.exp(a[~up]) / (1 + np.exp(a[~up]))
    return p


@right("probability")
def _(x, w, b):
    def sigma(a):
        if a >= 0:
            return 1 / (1 + math.exp(-a))
        return math.exp(a) / (1 + math.exp(a))

    scores = x @ w + b
    return np.array([sigma(float(a)) for a in scores], dtype=(scores * 1.0).dtype)


@right("probability")
def _(x, w, b):
    a = np.einsum("nf,f->n", x, w) + b
    return np.exp(np.minimum(a, 0)) / (1 + np.exp(-np.abs(a)))


@right("probability")
def _(x, w, b):
    a = np.inner(x, w) * 1.0 + b
    return np.piecewise(
        a, [a < 0], [lambda k: 1 - 1 / (1 + np.exp(k)), lambda k: 1 / (1 + np.exp(-k))]
    )


@right("probability")
def _(x, w, b):
    # softmax over the scores (0, a), shifted by the larger
    a = (x * w).sum(axis=1) + b
    z = np.stack([np.zeros_like(a), a])
    e = np.exp(z - z.max(axis=0))
    return e[1] / e.sum(axis=0)


@right("probability")
def _(x, w, b):
    a = x @ w + b
    return 0.5 + np.sign(a) * (1 / (1 + np.exp(-abs(a))) - 0.5)


@wrong(
    "probability",
    "the naive form 1/(1+exp(-a)): exp overflows (a RuntimeWarning) at large negative scores, values right",
)
def _(x, w, b):
    return 1 / (1 + np.exp(-(x @ w + b)))


@wrong("probability", "exp(a)/(1+exp(a)): nan at large positive scores")
def _(x, w, b):
    e = np.exp(x @ w + b)
    return e / (1 + e)


@wrong("probability", "the sign in the exponent is wrong: the probability of t = 0 comes out")
def _(x, w, b):
    return (1 - np.tanh((x @ w + b) / 2)) / 2


@wrong("probability", "tanh(a) in place of tanh(a/2): the curve is twice as steep")
def _(x, w, b):
    return (1 + np.tanh(x @ w + b)) / 2


@wrong("probability", "tanh(a/2) itself, from -1 to 1, neither shifted nor halved")
def _(x, w, b):
    return np.tanh((x @ w + b) / 2)


@wrong(
    "probability",
    "exp(-|a|) used for both signs: 1/(1+exp(-|a|)), so negative scores get more than one half",
)
def _(x, w, b):
    return 1 / (1 + np.exp(-np.abs(x @ w + b)))


@wrong("probability", "float32 is lost: the result is always float64")
def _(x, w, b):
    a = x.astype(np.float64) @ w + b
    return (1 + np.tanh(a / 2)) / 2


@wrong("probability", "the bias b is forgotten")
def _(x, w, b):
    return (1 + np.tanh(x @ w / 2)) / 2


@wrong("probability", "thresholds at one half: answers 0 or 1 in place of probabilities")
def _(x, w, b):
    a = x @ w + b
    return (a > 0).astype(a.dtype)


@wrong(
    "probability", "scores are clipped to -10 and 10, so probabilities stop at 0.00005 and 0.99995"
)
def _(x, w, b):
    a = np.clip(x @ w + b, -10, 10)
    return 1 / (1 + np.exp(-a))


@wrong(
    "probability", "softmax over the examples in place of a sigmoid for each one (they sum to 1)"
)
def _(x, w, b):
    a = x @ w + b
    e = np.exp(a - a.max())
    return e / e.sum()


@wrong(
    "probability",
    "two slips: the bias is subtracted, and the result is averaged to a single number",
)
def _(x, w, b):
    return np.mean((1 + np.tanh((x @ w - b) / 2)) / 2)


# ---------------------------------------------------------------- 9 loss


@right("loss")
def _(x, w, b, t):
    a = x @ w + b
    return np.mean(np.logaddexp(0, a) - t * a)


@right("loss")
def _(x, w, b, t):
    a = x @ w + b
    return np.mean(np.where(t == 1, np.logaddexp(0, -a), np.logaddexp(0, a)))


@right("loss")
def _(x, w, b, t):
    a = np.dot(x, w) + b
    return np.mean(np.maximum(a, 0) - a * t + np.log1p(np.exp(-np.abs(a))))


@right("loss")
def _(x, w, b, t):
    total = 0.0
    for row, target in zip(x, t):
        a = float(row @ w + b)
        if target == 1:
            a = -a
        total += a + math.log(1 + math.exp(-a)) if a > 0 else math.log(1 + math.exp(a))
    return total / len(t)


@right("loss")
def _(x, w, b, t):
    z = (1 - 2 * np.asarray(t, dtype=float)) * (np.einsum("ij,j->i", x, w) + b)
    return float(np.logaddexp(z, 0).sum() / len(z))


@right("loss")
def _(x, w, b, t):
    a = x @ w + b
    log_p, log_q = -np.logaddexp(0, -a), -np.logaddexp(0, a)
    return -(t @ log_p + (1 - t) @ log_q) / len(t)


@right("loss")
def _(x, w, b, t):
    s = np.inner(x, w) + b
    return (np.logaddexp(0, -s[t == 1]).sum() + np.logaddexp(0, s[t == 0]).sum()) / len(s)


@right("loss")
def _(x, w, b, t):
    z = np.stack([np.zeros(len(x)), (x * w).sum(axis=1) + b], axis=1)
    z = z - z.max(axis=1, keepdims=True)
    log_softmax = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -np.average(np.take_along_axis(log_softmax, np.asarray(t).astype(int)[:, None], axis=1))


@right("loss")
def _(x, w, b, t):
    def surprise(a, k):
        m = a if k == 0 else -a
        return max(m, 0.0) + math.log1p(math.exp(-abs(m)))

    return math.fsum(surprise(float(a), k) for a, k in zip(x @ w + b, t)) / len(x)


@wrong("loss", "the minus is forgotten: the negative of the loss")
def _(x, w, b, t):
    a = x @ w + b
    return np.mean(t * a - np.logaddexp(0, a))


@wrong("loss", "sum over the examples in place of the mean")
def _(x, w, b, t):
    a = x @ w + b
    return np.sum(np.logaddexp(0, a) - t * a)


@wrong(
    "loss",
    "P is clipped to 1e-12 before the logarithm, so a score of 1000 with target 0 costs about 27.6 in place of 1000",
)
def _(x, w, b, t):
    p = np.clip((1 + np.tanh((x @ w + b).astype(float) / 2)) / 2, 1e-12, 1 - 1e-12)
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


@wrong("loss", "by the formula, from P: inf or nan at large scores (log 0)")
def _(x, w, b, t):
    p = (1 + np.tanh((x @ w + b) / 2)) / 2
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


@wrong("loss", "only the term of the ones: examples with target 0 cost nothing")
def _(x, w, b, t):
    return np.mean(t * np.logaddexp(0, -(x @ w + b)))


@wrong(
    "loss", "the minus stands before the first term only: the term of the zeros has the wrong sign"
)
def _(x, w, b, t):
    a = x @ w + b
    return np.mean(t * np.logaddexp(0, -a) - (1 - t) * np.logaddexp(0, a))


@wrong("loss", "logarithm to base 2: too large by the factor 1/log 2")
def _(x, w, b, t):
    a = x @ w + b
    return np.mean(np.logaddexp(0, a) - t * a) / np.log(2)


@wrong("loss", "the targets are exchanged: ones are charged as zeros and zeros as ones")
def _(x, w, b, t):
    a = x @ w + b
    return np.mean(np.where(t == 1, np.logaddexp(0, a), np.logaddexp(0, -a)))


@wrong("loss", "one loss for each example is returned, the mean is forgotten")
def _(x, w, b, t):
    a = x @ w + b
    return np.logaddexp(0, a) - t * a


@wrong("loss", "the mean squared error of the probabilities in place of the cross-entropy")
def _(x, w, b, t):
    p = (1 + np.tanh((x @ w + b) / 2)) / 2
    return np.mean((p - t) ** 2)


@wrong(
    "loss",
    "return stands inside the loop: only the first example counts, divided by the number of all",
)
def _(x, w, b, t):
    total = 0
    for r, k in zip(x, t):
        a = r @ w + b
        total += np.logaddexp(0, a) - k * a
        return total / len(x)


@wrong("loss", "two slips: the bias is forgotten, and the sum is divided by the number of features")
def _(x, w, b, t):
    a = x @ w
    return np.sum(np.logaddexp(0, a) - t * a) / x.shape[1]


# ---------------------------------------------------------------- 10 gradient


@right("gradient")
def _(x, w, b, t):
    d = (1 + np.tanh((x @ w + b) / 2)) / 2 - t
    return x.T @ d / len(x), d.mean()


@right("gradient")
def _(x, w, b, t):
    a = x @ w + b
    e = np.exp(-np.abs(a))
    d = np.where(a > 0, 1, e) / (1 + e) - t
    return np.mean(d[:, None] * x, axis=0), np.mean(d)


@right("gradient")
def _(x, w, b, t):
    n, k = x.shape
    gw, gb = np.zeros(k), 0.0
    for i in range(n):
        a = b
        for j in range(k):
            a = a + w[j] * x[i, j]
        d = (1 + math.tanh(a / 2)) / 2 - t[i]
        for j in range(k):
            gw[j] += d * x[i, j] / n
        gb += d / n
    return gw, gb


@right("gradient")
def _(x, w, b, t):
    p = np.exp(-np.logaddexp(0, -np.einsum("nf,f->n", x, w) - b))
    return np.einsum("n,nf->f", p - t, x) / len(t), float(np.sum(p - t)) / len(t)


@right("gradient")
def _(x, w, b, t):
    y = np.c_[x, np.ones(len(x))]
    g = (0.5 + 0.5 * np.tanh(0.5 * (y @ np.append(w, b))) - t) @ y / len(y)
    return g[:-1], g[-1]


@right("gradient")
def _(x, w, b, t):
    # a surprise s = sigma(-a) pulls the ones, sigma(a) pushes the zeros
    z = np.where(t == 1, -1, 1) * (np.dot(x, w) + b)
    d = np.where(t == 1, -1, 1) * np.exp(-np.logaddexp(0, -z))
    return np.array([np.mean(d * column) for column in x.T]), np.mean(d)


@right("gradient")
def _(x, w, b, t):
    def sigma(a):
        return 1 / (1 + math.exp(-a)) if a > 0 else 1 - 1 / (1 + math.exp(a))

    d = [sigma(float(r @ w + b)) - k for r, k in zip(x, t)]
    return sum(e * r for e, r in zip(d, x)) / len(d), sum(d) / len(d)


@right("gradient")
def _(x, w, b, t):
    a = (x * w).sum(axis=1) + b
    p = np.exp(np.minimum(a, 0)) / (1 + np.exp(-np.abs(a)))
    return (np.tensordot(p, x, axes=1) - np.tensordot(t, x, axes=1)) / len(x), p.mean() - np.mean(t)


@right("gradient")
def _(x, w, b, t):
    def part(r, k):
        d = (1 + np.tanh((np.inner(r, w) + b) / 2)) / 2 - k
        return np.append(d * r, d)

    *gw, gb = np.mean([part(r, k) for r, k in zip(x, t)], axis=0)
    return np.array(gw), gb


@wrong("gradient", "the sign is wrong in both: t - P in place of P - t")
def _(x, w, b, t):
    d = t - (1 + np.tanh((x @ w + b) / 2)) / 2
    return x.T @ d / len(x), d.mean()


@wrong("gradient", "sum in place of the mean, for w and for b")
def _(x, w, b, t):
    d = (1 + np.tanh((x @ w + b) / 2)) / 2 - t
    return x.T @ d, d.sum()


@wrong("gradient", "the gradient for w is right, that for b is the sum in place of the mean")
def _(x, w, b, t):
    d = (1 + np.tanh((x @ w + b) / 2)) / 2 - t
    return x.T @ d / len(x), d.sum()


@wrong("gradient", "the gradient for b is right, that for w is the sum in place of the mean")
def _(x, w, b, t):
    d = (1 + np.tanh((x @ w + b) / 2)) / 2 - t
    return x.T @ d, d.mean()


@wrong(
    "gradient",
    "divided by the number of features in place of examples (mean over the wrong axis), for w",
)
def _(x, w, b, t):
    d = (1 + np.tanh((x @ w + b) / 2)) / 2 - t
    return x.T @ d / x.shape[1], d.mean()


@wrong("gradient", "an extra factor P(1-P), as for the squared error, in both")
def _(x, w, b, t):
    p = (1 + np.tanh((x @ w + b) / 2)) / 2
    d = (p - t) * p * (1 - p)
    return x.T @ d / len(x), d.mean()


@wrong("gradient", "thresholded answers 0 or 1 in place of the probabilities (perceptron error)")
def _(x, w, b, t):
    d = (x @ w + b > 0).astype(float) - t
    return x.T @ d / len(x), d.mean()


@wrong("gradient", "the outputs are in the wrong order: b first, then w")
def _(x, w, b, t):
    d = (1 + np.tanh((x @ w + b) / 2)) / 2 - t
    return d.mean(), x.T @ d / len(x)


@wrong("gradient", "the bias is missing from the score")
def _(x, w, b, t):
    d = (1 + np.tanh(x @ w / 2)) / 2 - t
    return x.T @ d / len(x), d.mean()


@wrong("gradient", "the sigmoid is exp(a)/(1+exp(a)): nan at large positive scores")
def _(x, w, b, t):
    e = np.exp(x @ w + b)
    d = e / (1 + e) - t
    return x.T @ d / len(x), d.mean()


@wrong("gradient", "the loop overwrites in place of adding: only the last example counts")
def _(x, w, b, t):
    for r, k in zip(x, t):
        d = (1 + np.tanh((r @ w + b) / 2)) / 2 - k
        gw, gb = d * r / len(x), d / len(x)
    return gw, gb


@wrong(
    "gradient",
    "two slips: the gradient for b has the wrong sign, and the gradient for w is the mean error times the mean input in place of the mean of the products",
)
def _(x, w, b, t):
    d = (1 + np.tanh((x @ w + b) / 2)) / 2 - t
    return d.mean() * x.mean(axis=0), -d.mean()


# ---------------------------------------------------------------- 11 xnor_with_product


@right("xnor_with_product")
def _():
    return -1, -1, 2, 0.5


@right("xnor_with_product")
def _():
    return np.array([-2.0, -2.0, 4.0, 1.0])


@right("xnor_with_product")
def _():
    # (x1 - 1/2)(x2 - 1/2) is positive where the inputs agree
    k = 4.0
    return -k / 2, -k / 2, k, k / 4


@right("xnor_with_product")
def _():
    A = np.array([[0, 0, 0, 1], [0, 1, 0, 1], [1, 0, 0, 1], [1, 1, 1, 1]])
    return tuple(np.linalg.solve(A, [1, -1, -1, 1]))


@right("xnor_with_product")
def _():
    for w12 in range(-4, 5):
        for w1 in range(-3, 4):
            for w2 in range(-3, 4):
                for b in (-0.5, 0.5):
                    s = (b, w2 + b, w1 + b, w1 + w2 + w12 + b)
                    if [k > 0 for k in s] == [True, False, False, True] and min(map(abs, s)) > 0.4:
                        return w1, w2, w12, b


@right("xnor_with_product")
def _():
    v = np.zeros(4)
    y = np.array([[0, 0, 0, 1], [0, 1, 0, 1], [1, 0, 0, 1], [1, 1, 1, 1]])
    for _ in range(300):
        for r, s in zip(y, (1, -1, -1, 1)):
            if s * (v @ r) < 1:
                v = v + s * r
    return [float(k) for k in v]


@right("xnor_with_product")
def _():
    w1, w2, b = -20, -20, 10
    return w1, w2, -(w1 + w2), b


@right("xnor_with_product")
def _():
    return (-3, -5, 9, 2)


@right("xnor_with_product")
def _():
    at00, at01, at10, at11 = 0.5, -1.0, -0.75, 1.5
    b = at00
    w2, w1 = at01 - b, at10 - b
    return w1, w2, at11 - w1 - w2 - b, b


@wrong(
    "xnor_with_product",
    "w12 is 1: the product adds too little, the corner (1, 1) still answers 0 (this is NOR)",
)
def _():
    return -1, -1, 1, 0.5


@wrong("xnor_with_product", "w12 is negative: (1, 1) answers 0")
def _():
    return -1, -1, -2, 0.5


@wrong("xnor_with_product", "all signs turned round: XOR")
def _():
    return 1, 1, -2, -0.5


@wrong("xnor_with_product", "the sign of the bias is wrong: (0, 0) and (1, 1) answer 0 as well")
def _():
    return -1, -1, 2, -0.5


@wrong("xnor_with_product", "bias 0: the scores at (0, 0) and (1, 1) are exactly 0, not positive")
def _():
    return -1, -1, 2, 0


@wrong("xnor_with_product", "the order of the numbers is wrong: b before w12")
def _():
    return -1, -1, 0.5, 2


@wrong("xnor_with_product", "the product is not used (w12 = 0): NOR")
def _():
    return -1, -1, 0, 0.5


@wrong("xnor_with_product", "the bias 1.5 is too large: the unit always fires")
def _():
    return -1, -1, 2, 1.5


@wrong("xnor_with_product", "only three numbers are returned, the bias is missing")
def _():
    return -1, -1, 2


@wrong("xnor_with_product", "the sign of w2 is wrong: (0, 1) answers 1")
def _():
    return -1, 1, 2, 0.5


@wrong(
    "xnor_with_product",
    "bias 0.05 is clear at the corners by luck only: the border runs too close to (0, 0)",
)
def _():
    return -1, -1, 2, 0.05


@wrong(
    "xnor_with_product",
    "two slips: the sign of w12 and the sign of b are wrong, no corner answers 1",
)
def _():
    return -1, -1, -2, -0.5


# ---------------------------------------------------------------- 12 xnor_net


@right("xnor_net")
def _():
    return np.array([[1, 1], [1, 1]]), np.array([-0.5, -1.5]), np.array([-1, 1]), 0.5


@right("xnor_net")
def _():
    return [[1, 1], [-1, -1]], [-0.5, 1.5], [-1, -1], 1.5


@right("xnor_net")
def _():
    return np.array([[1.0, -1.0], [-1.0, 1.0]]), np.full(2, -0.5), -np.ones(2), 0.5


@right("xnor_net")
def _():
    W = np.zeros((2, 2))
    W[0, 0] = W[0, 1] = 2
    W[1, 0] = W[1, 1] = 2
    b = np.zeros(2)
    b[0], b[1] = -3, -1
    v = np.zeros(2)
    v[0], v[1] = 2, -2
    return W, b, v, 1


@right("xnor_net")
def _():
    # nor and and: one of the two
    return np.array([[-1, -1], [1, 1]]), np.array([0.5, -1.5]), np.array([1, 1]), -0.5


@right("xnor_net")
def _():
    gates = {"nor": (-1, -1, 0.5), "or": (1, 1, -0.5), "and": (1, 1, -1.5)}
    rows = np.array([gates["nor"], gates["and"]])
    *v, c = gates["or"]
    return rows[:, :2], rows[:, 2], np.array(v), c


@right("xnor_net")
def _():
    return 10 * np.outer([1, -1], [1, -1]), np.array([-5, -5]), np.array([-10, -10]), 5


@right("xnor_net")
def _():
    # "x1 implies x2" and "x2 implies x1"
    return np.eye(2)[::-1] * 2 - 1, np.array([0.5, 0.5]), np.ones(2), -1.5


@right("xnor_net")
def _():
    W, b = ((3, 4), (4, 3)), (-1.7, -5.4)
    return np.array(W), np.array(b), np.array([-2.0, 3.0]), np.array(1.0)


@wrong("xnor_net", "the last unit takes AND off in place of adding it: NOR comes out")
def _():
    return np.array([[1, 1], [1, 1]]), np.array([-0.5, -1.5]), np.array([-1, -1]), 0.5


@wrong("xnor_net", "the order of v is exchanged: the answer is 1 always")
def _():
    return np.array([[1, 1], [1, 1]]), np.array([-0.5, -1.5]), np.array([1, -1]), 0.5


@wrong("xnor_net", "all signs of the last unit are turned round: XOR")
def _():
    return np.array([[1, 1], [1, 1]]), np.array([-0.5, -1.5]), np.array([1, -1]), -0.5


@wrong(
    "xnor_net",
    "the hidden AND has bias -1, its border goes through (0, 1) and (1, 0): right at the corners, wrong a tenth beside them",
)
def _():
    return np.array([[1, 1], [1, 1]]), np.array([-0.5, -1.0]), np.array([-1, 1]), 0.5


@wrong(
    "xnor_net",
    "the hidden biases are 0 and -1, both borders run through corners: right at the corners, wrong beside them",
)
def _():
    return np.array([[1, 1], [1, 1]]), np.array([0, -1]), np.array([-1, 1]), 0.5


@wrong("xnor_net", "both hidden units are OR: the last unit sees the same twice and always fires")
def _():
    return np.array([[1, 1], [1, 1]]), np.array([-0.5, -0.5]), np.array([-1, 1]), 0.5


@wrong("xnor_net", "the bias c of the last unit is -0.5: it does not fire at (0, 0) and (1, 1)")
def _():
    return np.array([[1, 1], [1, 1]]), np.array([-0.5, -1.5]), np.array([-1, 1]), -0.5


@wrong(
    "xnor_net",
    "the hidden biases have the wrong sign: both hidden units fire everywhere, so the answer is 1 always",
)
def _():
    return np.array([[1, 1], [1, 1]]), np.array([0.5, 1.5]), np.array([-1, 1]), 0.5


@wrong(
    "xnor_net", "NOR and AND are joined by AND in place of OR (c = -1.5): the answer is 0 always"
)
def _():
    return np.array([[-1, -1], [1, 1]]), np.array([0.5, -1.5]), np.array([1, 1]), -1.5


@wrong(
    "xnor_net",
    "W is transposed (a column for each hidden unit): here NOR and AND become two other units",
)
def _():
    return np.array([[-1, 1], [-1, 1]]), np.array([0.5, -1.5]), np.array([1, 1]), -0.5


@wrong("xnor_net", "the outputs are in the wrong order: v and c before W and b")
def _():
    return np.array([-1, 1]), 0.5, np.array([[1, 1], [1, 1]]), np.array([-0.5, -1.5])


@wrong(
    "xnor_net",
    "two slips: the second hidden unit is NAND though the last unit adds it, and c is -0.5",
)
def _():
    return np.array([[1, 1], [-1, -1]]), np.array([-0.5, 1.5]), np.array([-1, 1]), -0.5
