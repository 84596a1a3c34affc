"""Right answers, each written in another way than the model solution."""

import numpy as np


def add_by_copies(g, y, a, b):
    return [g.copy(), g + 0]


def mul_by_einsum(g, y, a, b):
    b = np.broadcast_to(b, g.shape)
    return np.einsum("...,...->...", g, b), np.multiply(a, g)


def mul_by_loops(g, y, a, b):
    big_a, big_b = np.broadcast_arrays(a, b)
    grads = np.empty_like(g), np.empty_like(g)
    for i in np.ndindex(g.shape):
        grads[0][i] = g[i] * big_b[i]
        grads[1][i] = g[i] * big_a[i]
    return grads


def pow_by_repetition(g, y, x, n):
    return n * g * np.power(x, n - 1)


def pow_by_lists(g, y, x, n):
    flat = [
        u * n * v ** (n - 1) for u, v in zip(g.ravel().tolist(), x.ravel().tolist(), strict=True)
    ]
    return np.array(flat, dtype=g.dtype).reshape(g.shape)


def exp_again(g, y, x):
    return g * np.exp(x)


def exp_in_place_on_a_copy(g, y, x):
    out = g.copy()
    out *= y
    return out


def log_by_reciprocal(g, y, x):
    return np.reciprocal(x * 1.0).astype(g.dtype) * g


def matmul_by_loops(g, y, a, b):
    grad_a, grad_b = np.zeros_like(a), np.zeros_like(b)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            for m in range(b.shape[1]):
                grad_a[i, j] += g[i, m] * b[j, m]
                grad_b[j, m] += a[i, j] * g[i, m]
    return grad_a, grad_b


def matmul_by_einsum(g, y, a, b):
    return np.einsum("im,jm->ij", g, b), np.einsum("ij,im->jm", a, g)


def max_by_rows(g, y, x):
    grad = np.zeros(x.shape, g.dtype)
    for row in np.ndindex(x.shape[:-1]):
        winners = np.flatnonzero(x[row] == x[row].max())
        grad[row][winners] = g[row][0] / len(winners)
    return grad


def max_by_counting(g, y, x):
    losers = np.sum(x < y, axis=-1, keepdims=True)
    return np.where(x < y, 0, g / (x.shape[-1] - losers).astype(g.dtype))


def max_by_sorting(g, y, x):
    share = (np.sort(x)[..., ::-1] == y).mean(axis=-1, keepdims=True) * x.shape[-1]
    return np.equal(x, y) * np.divide(g, share).astype(g.dtype)


def where_by_loops(g, y, condition, a, b):
    grads = np.zeros_like(g), np.zeros_like(g)
    for i in np.ndindex(g.shape):
        grads[0 if condition[i] else 1][i] = g[i]
    return grads


def where_in_place_on_copies(g, y, condition, a, b):
    for_a, for_b = g.copy(), g.copy()
    for_a[~condition] = 0
    for_b[condition] = 0
    return [for_a, for_b]


def double_backward_by_loops(v, w, g, a, b):
    grads = [np.empty_like(g) for _ in range(3)]
    for i in np.ndindex(g.shape):
        grads[0][i] = v[i] * b[i] + w[i] * a[i]
        grads[1][i], grads[2][i] = g[i] * w[i], g[i] * v[i]
    return grads


def double_backward_in_place(v, w, g, a, b):
    first = v.copy()
    first *= b
    first += a * w
    return first, np.multiply(w, g), np.multiply(v, g)


def hunt_by_new_arrays(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares, strict=True):
            grads[parent] = grads[parent] + share if parent in grads else share
    return [grads[name] for name in inputs]


def hunt_by_default_arguments(tape, inputs):
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
        for parent, share in zip((a, b), rule(grads[name]), strict=True):
            grads[parent] = grads.get(parent, 0.0) + share
    return tuple(grads[name] for name in inputs)


def hunt_path_by_path(tape, inputs):
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


def hunt_forwards(tape, inputs):
    """Forward mode: one pass for each input."""
    grads = []
    for one in inputs:
        dual = {name: (x, np.full(x.shape, float(name == one))) for name, x in inputs.items()}
        for name, op, a, b in tape:
            (u, du), (v, dv) = dual[a], dual[b]
            dual[name] = (u + v, du + dv) if op == "add" else (u * v, u * dv + v * du)
        grads.append(dual[name][1])
    return grads


hunts = [hunt_by_new_arrays, hunt_by_default_arguments, hunt_path_by_path, hunt_forwards]


def unbroadcast_axis_by_axis(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1 and g.shape[i] != 1:
            g = g.sum(axis=i, keepdims=True)
    return g


def unbroadcast_by_padding(g, shape):
    padded = (1,) * (np.ndim(g) - len(shape)) + tuple(shape)
    axes = tuple(i for i, n in enumerate(padded) if n == 1)
    return np.reshape(np.sum(g, axis=axes, keepdims=True), shape)


def toposort_with_marks(output, parents):
    order, stack, done = [], [(output, False)], set()
    while stack:
        node, expanded = stack.pop()
        if node in done:
            continue
        if expanded:
            done.add(node)
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((p, False) for p in parents[node])
    return order


def toposort_by_counting(output, parents):
    needed, stack = {output}, [output]
    while stack:
        for p in parents[stack.pop()]:
            if p not in needed:
                needed.add(p)
                stack.append(p)
    users = {node: [] for node in needed}
    missing = {}
    for node in needed:
        missing[node] = len(set(parents[node]))
        for p in set(parents[node]):
            users[p].append(node)
    ready = [node for node in needed if not missing[node]]
    for node in ready:
        for user in users[node]:
            missing[user] -= 1
            if missing[user] == 0:
                ready.append(user)
    return tuple(ready)


def backward_with_counts(output, parents, local):
    seen, todo, uses = {output}, [output], {}
    while todo:
        for p in parents[todo.pop()]:
            uses[p] = uses.get(p, 0) + 1
            if p not in seen:
                seen.add(p)
                todo.append(p)
    grads, ready = {node: 0 for node in parents if node in seen}, [output]
    grads[output] = 1
    while ready:
        node = ready.pop()
        for p, d in zip(parents[node], local[node], strict=True):
            grads[p] += d * grads[node]
            uses[p] -= 1
            if not uses[p]:
                ready.append(p)
    return grads


def backward_in_numpy_scalars(output, parents, local):
    grads = {output: np.float64(1)}
    for node in list(parents)[::-1]:
        for i, p in enumerate(parents[node]):
            if node in grads:
                if p in grads:
                    grads[p] = grads[p] + local[node][i] * grads[node]
                else:
                    grads[p] = local[node][i] * grads[node]
    return grads


def numerical_in_place_on_a_copy(f, x, h=1e-5):
    z = np.array(x, dtype=float)
    grad = np.zeros_like(z)
    for i in np.ndindex(z.shape):
        old = z[i]
        z[i] = old + h
        up = f(z)
        z[i] = old - h
        grad[i] = (up - f(z)) / (h + h)
        z[i] = old
    return grad


def numerical_flat(f, x, h=1e-5):
    flat = [float(v) for v in np.ravel(x)]
    slopes = []
    for i in range(len(flat)):
        up = [*flat[:i], flat[i] + h, *flat[i + 1 :]]
        down = [*flat[:i], flat[i] - h, *flat[i + 1 :]]
        difference = f(np.reshape(up, x.shape)) - f(np.reshape(down, x.shape))
        slopes.append(difference / (2 * h))
    return np.array(slopes, dtype=float).reshape(x.shape)


def numerical_by_unit_steps(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    pairs = [(f(x + step), f(x - step)) for step in steps]
    return np.array([(up - down) / (2 * h) for up, down in pairs], float).reshape(x.shape)


def unbroadcast_by_index(g, shape):
    out = np.zeros(shape, g.dtype)
    extra = g.ndim - len(shape)
    for place in np.ndindex(g.shape):
        kept = zip(place[extra:], shape, strict=True)
        out[tuple(0 if n == 1 else i for i, n in kept)] += g[place]
    return out


def toposort_with_iterators(output, parents):
    order, seen, stack = [], {output}, [(output, iter(parents[output]))]
    while stack:
        _, rest = stack[-1]
        following = next((p for p in rest if p not in seen), None)
        if following is None:
            order.append(stack.pop()[0])
        else:
            seen.add(following)
            stack.append((following, iter(parents[following])))
    return order


def backward_along_a_topological_order(output, parents, local):
    grads = dict.fromkeys(toposort_with_iterators(output, parents), 0.0)
    grads[output] = 1.0
    for node in reversed(list(grads)):
        for k in range(len(parents[node])):
            grads[parents[node][k]] += grads[node] * local[node][k]
    return grads


right = {
    "add.vjp": [add_by_copies, lambda g, y, a, b: (1 * g, 1 * g), lambda g, y, a, b: (g,) * 2],
    "mul.vjp": [mul_by_einsum, mul_by_loops, lambda g, y, a, b: (b * g, a * g)],
    "pow.vjp": [pow_by_repetition, pow_by_lists, lambda g, y, x, n: g * (n * x ** (n - 1))],
    "exp.vjp": [exp_again, exp_in_place_on_a_copy, lambda g, y, x: np.multiply(y, g)],
    "log.vjp": [log_by_reciprocal, lambda g, y, x: g * (1 / x), lambda g, y, x: np.divide(g, x)],
    "matmul.vjp": [
        matmul_by_loops,
        matmul_by_einsum,
        lambda g, y, a, b: ((b @ g.T).T, (g.T @ a).T),
    ],
    "max.vjp": [max_by_rows, max_by_counting, max_by_sorting],
    "where.vjp": [
        where_by_loops,
        where_in_place_on_copies,
        lambda g, y, c, a, b: (g * c, g - g * c),
    ],
    "mul.double_backward": [
        double_backward_by_loops,
        double_backward_in_place,
        lambda v, w, g, a, b: (a * w + b * v, g * w, g * v),
    ],
    "bug_hunt.1": hunts,
    "bug_hunt.2": hunts,
    "bug_hunt.3": hunts,
    "unbroadcast": [unbroadcast_axis_by_axis, unbroadcast_by_padding, unbroadcast_by_index],
    "toposort": [toposort_with_marks, toposort_by_counting, toposort_with_iterators],
    "backward": [
        backward_with_counts,
        backward_in_numpy_scalars,
        backward_along_a_topological_order,
    ],
    "numerical_gradient": [
        numerical_in_place_on_a_copy,
        numerical_flat,
        numerical_by_unit_steps,
    ],
}
