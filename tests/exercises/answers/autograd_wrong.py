"""What learners write when it is not right yet, with the name that the check should find."""

import numpy as np


# add.vjp, mul.vjp -------------------------------------------------------------------------
def add_writes_into_g(g, y, a, b):
    g *= 1.5
    return g, g


def mul_with_loops_and_own_factor(g, y, a, b):
    out_a, out_b = np.empty_like(g), np.empty_like(g)
    big_a, big_b = np.broadcast_arrays(a, b)
    for i in np.ndindex(g.shape):
        out_a[i] = g[i] * big_a[i]
        out_b[i] = g[i] * big_b[i]
    return out_a, out_b


def mul_in_double(g, y, a, b):
    return np.float64(1) * g * b, np.float64(1) * g * a


def matmul_by_hand_forgets_a_sum(g, y, a, b):
    grad_a, grad_b = np.zeros(a.shape), np.zeros(b.shape)
    for i, j in np.ndindex(a.shape):
        for m in range(b.shape[1]):
            grad_a[i, j] = g[i, m] * b[j, m]
            grad_b[j, m] = g[i, m] * a[i, j]
    return grad_a.astype(a.dtype), grad_b.astype(b.dtype)


# max.vjp, where.vjp -----------------------------------------------------------------------
def max_by_argmax(g, y, x):
    grad = np.zeros_like(x)
    for row in np.ndindex(x.shape[:-1]):
        grad[row][x[row].argmax()] = g[row][0]
    return grad


def max_last_of_ties(g, y, x):
    grad = np.zeros_like(x)
    for row in np.ndindex(x.shape[:-1]):
        for i, value in enumerate(x[row]):
            if value == y[row][0]:
                grad[row] = 0
                grad[row][i] = g[row][0]
    return grad


def max_by_softmax(g, y, x):
    e = np.exp(x - y)
    return g * (e / e.sum(-1, keepdims=True))


def where_writes_into_g(g, y, condition, a, b):
    other = g.copy()
    g[~condition] = 0
    other[condition] = 0
    return g, other


def where_by_comparison(g, y, condition, a, b):
    return np.where(a > b, g, 0), np.where(a > b, 0, g)


# bug_hunt ---------------------------------------------------------------------------------


def hunted(shares, keep):
    """An engine with other rules, or with another way to keep the shares."""

    def engine(tape, inputs):
        values = dict(inputs)
        for name, op, a, b in tape:
            values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
        grads = {name: np.ones_like(values[name])}
        for name, op, a, b in reversed(tape):
            pair = shares(op, grads[name], values[a], values[b])
            for parent, share in zip((a, b), pair, strict=True):
                grads[parent] = keep(grads[parent], share) if parent in grads else share
        return [grads[name] for name in inputs]

    return engine


def shares_of(op, g, a, b):
    return (g, g) if op == "add" else (g * b, g * a)


def own_factors(op, g, a, b):
    return (g, g) if op == "add" else (g * a, g * b)


hunts = [
    ("overwritten", hunted(shares_of, lambda old, new: new)),
    ("first share only", hunted(shares_of, lambda old, new: old)),
    ("factors not swapped", hunted(own_factors, np.add)),
]


# unbroadcast ------------------------------------------------------------------------------


def unbroadcast_forgets_keepdims(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for i in reversed(range(len(shape))):
        if shape[i] == 1:
            g = g.sum(axis=i)
    return g


def unbroadcast_mean(g, shape):
    while g.ndim > len(shape):
        g = g.mean(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            g = g.mean(axis=i, keepdims=True)
    return g


def unbroadcast_takes_the_first(g, shape):
    while g.ndim > len(shape):
        g = g[0]
    for i, n in enumerate(shape):
        if n == 1:
            g = g.take([0], axis=i)
    return g


# toposort ---------------------------------------------------------------------------------
def toposort_recursive(output, parents):
    order = []

    def visit(node):
        if node not in order:
            for parent in parents[node]:
                visit(parent)
            order.append(node)

    visit(output)
    return order


def toposort_without_memory(output, parents):
    order, stack = [], [output]
    while stack and len(order) < 100_000:
        node = stack.pop()
        order.append(node)
        stack.extend(parents[node])
    return order[::-1]


def toposort_preorder_reversed(output, parents):
    order, stack = [], [output]
    while stack:
        node = stack.pop()
        if node in order:
            continue
        order.append(node)
        for parent in reversed(parents[node]):
            stack.append(parent)
    return order[::-1]


def toposort_by_distance(output, parents):
    from collections import deque

    seen, queue, order = {output}, deque([output]), []
    while queue:
        node = queue.popleft()
        order.append(node)
        for parent in parents[node]:
            if parent not in seen:
                seen.add(parent)
                queue.append(parent)
    order.reverse()
    return order


def toposort_output_first(output, parents):
    order, stack = {}, [output]
    while stack:
        missing = [p for p in parents[stack[-1]] if p not in order]
        if missing:
            stack.append(missing[0])
        else:
            order[stack.pop()] = True
    return list(order)[::-1]


def toposort_ready_first(output, parents):
    """Kahn's way, but over the whole dictionary."""
    order, waiting = [], {node: set(ps) for node, ps in parents.items()}
    ready = [node for node, ps in waiting.items() if not ps]
    users = {}
    for node, ps in waiting.items():
        for p in ps:
            users.setdefault(p, []).append(node)
    while ready:
        node = ready.pop()
        order.append(node)
        for user in users.get(node, []):
            waiting[user].discard(node)
            if not waiting[user]:
                ready.append(user)
    return order


def toposort_eats_its_input(output, parents):
    order, stack = {}, [output]
    while stack:
        if parents[stack[-1]]:
            stack.append(parents[stack[-1]].pop())
        else:
            order[stack.pop()] = True
    return list(order)


def toposort_without_output(output, parents):
    order, stack = {}, [output]
    while stack:
        missing = [p for p in parents[stack[-1]] if p not in order]
        if missing:
            stack += missing
        else:
            order[stack.pop()] = True
    return [node for node in order if node != output]


# backward ---------------------------------------------------------------------------------
def backward_with_a_stack(output, parents, local):
    derivative, stack = {output: 1.0}, [output]
    while stack:
        node = stack.pop()
        for i, parent in enumerate(parents[node]):
            derivative[parent] = derivative.get(parent, 0.0) + local[node][i] * derivative[node]
            stack += [parent]
    return derivative


def backward_overwrites(output, parents, local):
    grads = {output: 1.0}
    for node in list(parents)[::-1]:
        if node in grads:
            for i in range(len(parents[node])):
                grads[parents[node][i]] = grads[node] * local[node][i]
    return grads


def backward_keeps_the_first(output, parents, local):
    grads = {output: 1.0}
    for node in list(parents)[::-1]:
        if node in grads:
            for parent, slope in zip(parents[node], local[node], strict=True):
                grads.setdefault(parent, grads[node] * slope)
    return grads


def backward_forgets_upstream(output, parents, local):
    grads = {output: 1.0}
    for node in reversed(parents):
        if node in grads:
            for parent, slope in zip(parents[node], local[node], strict=True):
                grads[parent] = grads.get(parent, 0) + slope
    return grads


# numerical_gradient -----------------------------------------------------------------------
def numerical_forward(f, x, h=1e-5):
    x = x.astype(float)
    grad, base = np.zeros(x.shape), f(x)
    for i in np.ndindex(x.shape):
        z = x.copy()
        z[i] += h
        grad[i] = (f(z) - base) / h
    return grad


def numerical_in_place_down_once(f, x, h=1e-5):
    z, grad = x.astype(float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        z[i] += h
        up = f(z)
        z[i] -= h
        grad[i] = (up - f(z)) / (2 * h)
    return grad


def numerical_leaves_x_moved(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        grad[i] = (up - f(x)) / (2 * h)
    return grad


def numerical_own_h(f, x, h=1e-5):
    h = 1e-5
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        grad[i] = (f(x + e) - f(x - e)) / (2 * h)
    return grad


def numerical_for_vectors_only(f, x, h=1e-5):
    grad = np.zeros(len(x))
    for i in range(len(x)):
        e = np.zeros(len(x))
        e[i] = h
        grad[i] = (f(x + e) - f(x - e)) / (2 * h)
    return grad


wrong = {
    "add.vjp": [
        ("wrong tuple", lambda g, y, a, b: g),
        ("wrong tuple", lambda g, y, a, b: (g, g, g)),
        ("changes its input", add_writes_into_g),
    ],
    "mul.vjp": [
        ("factors not swapped", mul_with_loops_and_own_factor),
        ("dtype not kept", mul_in_double),
    ],
    "exp.vjp": [
        ("no upstream", lambda g, y, x: np.exp(x)),
        ("divided by the output", lambda g, y, x: g * np.exp(-x)),
    ],
    "log.vjp": [
        ("no upstream", lambda g, y, x: x**-1.0),
        ("output for input", lambda g, y, x: g / np.log(x)),
    ],
    "matmul.vjp": [
        ("terms overwritten", matmul_by_hand_forgets_a_sum),
    ],
    "max.vjp": [
        ("the first of a tie", max_by_argmax),
        ("the last of a tie", max_last_of_ties),
        ("rule of softmax", max_by_softmax),
    ],
    "where.vjp": [
        (
            "`a` stands where",
            lambda g, y, condition, a, b: (np.where(condition, a, 0), np.where(condition, 0, g)),
        ),
        ("the condition forgotten", where_by_comparison),
        ("changes its input", where_writes_into_g),
        ("wrong tuple", lambda g, y, c, a, b: np.where(c, g, 0)),
    ],
    "mul.double_backward": [
        ("no upstream", lambda v, w, g, a, b: (b + a, g, g)),
    ],
    "bug_hunt.1": hunts,
    "bug_hunt.2": hunts,
    "bug_hunt.3": hunts,
    "unbroadcast": [
        ("axes not kept", unbroadcast_forgets_keepdims),
        ("mean for sum", unbroadcast_mean),
        ("first for sum", unbroadcast_takes_the_first),
    ],
    "toposort": [
        ("raises RecursionError", toposort_recursive),
        ("node twice", toposort_without_memory),
        ("depth first", toposort_preorder_reversed),
        ("breadth first", toposort_by_distance),
        ("output first", toposort_output_first),
        ("nodes that do not belong", toposort_ready_first),
        ("changes its input", toposort_eats_its_input),
        ("output missing", toposort_without_output),
    ],
    "backward": [
        ("passed on again and again", backward_with_a_stack),
        ("overwritten", backward_overwrites),
        ("first share only", backward_keeps_the_first),
        ("no upstream", backward_forgets_upstream),
    ],
    "numerical_gradient": [
        ("forward difference", numerical_forward),
        ("half of the forward difference", numerical_in_place_down_once),
        ("changes its input", numerical_leaves_x_moved),
        ("default step", numerical_own_h),
        ("raises TypeError", numerical_for_vectors_only),
    ],
}
