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


def max_ties_get_all(g, y, x):
    return np.where(x == y, g, 0.0)


def max_of_everything(g, y, x):
    return np.where(x == np.max(x, initial=-np.inf), g, 0.0) / np.sum(x == y, -1, keepdims=True)


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
def hunt_shares_arrays(tape, inputs):
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares, strict=True):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


def hunt_late_rules(tape, inputs):
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g: (g * v, g * u)  # noqa: B023
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name]), strict=True):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


def hunt_hands_on_totals(tape, inputs):
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


def slopes_alone(op, g, a, b):
    return (np.ones_like(g),) * 2 if op == "add" else (b, a)


hunts = [
    ("arrays that two names share", hunt_shares_arrays),
    ("factors of another line", hunt_late_rules),
    ("handed on twice", hunt_hands_on_totals),
    ("overwritten", hunted(shares_of, lambda old, new: new)),
    ("first share only", hunted(shares_of, lambda old, new: old)),
    ("factors not swapped", hunted(own_factors, np.add)),
    ("no upstream", hunted(slopes_alone, np.add)),
]


# unbroadcast ------------------------------------------------------------------------------
def unbroadcast_leading_only(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    return g


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


def unbroadcast_sums_the_last(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=-1)
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


def backward_recursive_totals(output, parents, local):
    grads = {output: 1.0}

    def visit(node):
        for parent, slope in zip(parents[node], local[node], strict=True):
            grads[parent] = grads.get(parent, 0.0) + grads[node] * slope
            visit(parent)

    visit(output)
    return grads


def backward_by_distance(output, parents, local):
    grads, queue, seen = {output: 1.0}, [output], {output}
    while queue:
        node = queue.pop(0)
        for parent, slope in zip(parents[node], local[node], strict=True):
            grads[parent] = grads.get(parent, 0.0) + grads[node] * slope
            if parent not in seen:
                seen.add(parent)
                queue.append(parent)
    return grads


def backward_forgets_upstream(output, parents, local):
    grads = {output: 1.0}
    for node in reversed(parents):
        if node in grads:
            for parent, slope in zip(parents[node], local[node], strict=True):
                grads[parent] = grads.get(parent, 0) + slope
    return grads


def backward_with_a_dict_of_slopes(output, parents, local):
    grads = {output: 1.0}
    for node in reversed(parents):
        if node in grads:
            for parent, slope in dict(zip(parents[node], local[node], strict=True)).items():
                grads[parent] = grads.get(parent, 0.0) + grads[node] * slope
    return grads


def backward_for_all_nodes(output, parents, local):
    grads = dict.fromkeys(parents, 0.0)
    grads[output] = 1.0
    for node in reversed(parents):
        for parent, slope in zip(parents[node], local[node], strict=True):
            grads[parent] += grads[node] * slope
    return grads


def backward_from_zero(output, parents, local):
    grads = {output: 0.0}
    for node in reversed(parents):
        if node in grads:
            for parent, slope in zip(parents[node], local[node], strict=True):
                grads[parent] = grads.get(parent, 0.0) + grads[node] * slope
    return grads


def backward_without_output(output, parents, local):
    grads = {output: 1.0}
    for node in reversed(parents):
        if node in grads:
            for parent, slope in zip(parents[node], local[node], strict=True):
                grads[parent] = grads.get(parent, 0.0) + grads[node] * slope
    del grads[output]
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


def numerical_without_brackets(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        grad[i] = (f(x + e) - f(x - e)) / 2 * h
    return grad


def numerical_all_at_once(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        grad[i] = (f(x + h) - f(x - h)) / (2 * h)
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


def numerical_accumulates(f, x, h=1e-5):
    z, grad = x.astype(float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        z[i] = z[i] + h
        up = f(z)
        z[i] = z[i] - 2 * h
        grad[i] = (up - f(z)) / (2 * h)
    return grad


def numerical_integer_copy(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[i] = above[i] + h
        below[i] = below[i] - h
        grad[i] = (f(above) - f(below)) / (2 * h)
    return grad


def numerical_integer_result(f, x, h=1e-5):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        grad[i] = (f(x + e) - f(x - e)) / (2 * h)
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
        ("no upstream", lambda g, y, a, b: (np.ones(g.shape, g.dtype), np.ones(g.shape, g.dtype))),
        ("rule of multiplication", lambda g, y, a, b: (b * g, a * g)),
        ("opposite sign for b", lambda g, y, a, b: (g, -1 * g)),
        ("shared equally", lambda g, y, a, b: (0.5 * g, 0.5 * g)),
        ("times the output", lambda g, y, a, b: (y * g, y * g)),
        ("wrong tuple", lambda g, y, a, b: g),
        ("wrong tuple", lambda g, y, a, b: (g, g, g)),
        ("changes its input", add_writes_into_g),
    ],
    "mul.vjp": [
        ("no upstream", lambda g, y, a, b: (b, a)),
        ("factors not swapped", mul_with_loops_and_own_factor),
        ("rule of addition", lambda g, y, a, b: (g, g)),
        ("times the output", lambda g, y, a, b: (g * a * b, g * b * a)),
        ("added to the upstream", lambda g, y, a, b: (b + g, a + g)),
        ("sign of one", lambda g, y, a, b: (g * b, -(g * a))),
        ("opposite sign", lambda g, y, a, b: (-(g * b), -(g * a))),
        ("dtype not kept", mul_in_double),
    ],
    "pow.vjp": [
        ("no upstream", lambda g, y, x, n: n * np.power(x, n - 1.0)),
        ("no factor n", lambda g, y, x, n: g * np.power(x, n - 1.0)),
        ("exponent not lowered", lambda g, y, x, n: g * n * np.power(x, float(n))),
        ("square only", lambda g, y, x, n: g * (x + x)),
        ("derivative for the exponent", lambda g, y, x, n: g * np.log(x) * np.power(x, float(n))),
        ("factor n - 1", lambda g, y, x, n: (n - 1) * g * np.power(x, n - 1.0)),
        ("exponent truncated", lambda g, y, x, n: g * n * np.power(x, 1.0 * int(n - 1))),
        ("passes the output on", lambda g, y, x, n: y * g),
    ],
    "exp.vjp": [
        ("no upstream", lambda g, y, x: np.exp(x)),
        ("passes g on", lambda g, y, x: 1 * g),
        ("exponential of the output", lambda g, y, x: np.exp(y) * g),
        ("rule of powers", lambda g, y, x: g * x * np.exp(x) / np.e),
        ("times the input", lambda g, y, x: x * g),
        ("times input and output", lambda g, y, x: g * x * np.exp(x)),
        ("opposite sign", lambda g, y, x: -g * np.exp(x)),
        ("divided by the output", lambda g, y, x: g * np.exp(-x)),
    ],
    "log.vjp": [
        ("no upstream", lambda g, y, x: x**-1.0),
        ("output for input", lambda g, y, x: g / np.log(x)),
        ("times the input", lambda g, y, x: x * g),
        ("upside down", lambda g, y, x: x / g),
        ("logarithm to base 10", lambda g, y, x: g / x / np.log(10)),
        ("one step too far", lambda g, y, x: -g / (x * x)),
        ("opposite sign", lambda g, y, x: -g / x),
        ("passes g on", lambda g, y, x: g),
    ],
    "matmul.vjp": [
        ("no upstream", lambda g, y, a, b: (np.ones_like(y) @ b.T, a.T @ np.ones_like(y))),
        ("not transposed", lambda g, y, a, b: (g @ b, a @ g)),
        ("wrong side", lambda g, y, a, b: (b.T @ g, g @ a.T)),
        ("gradients exchanged", lambda g, y, a, b: (a.T @ g, g @ b.T)),
        ("result transposed", lambda g, y, a, b: ((g @ b.T).T, (a.T @ g).T)),
        ("element by element", lambda g, y, a, b: (g * b, g * a)),
        ("one not transposed", lambda g, y, a, b: (g @ b.T, a @ g)),
        ("divided by the rows", lambda g, y, a, b: (g @ b.T / len(a), a.T @ g / len(a))),
        ("terms overwritten", matmul_by_hand_forgets_a_sum),
    ],
    "max.vjp": [
        ("the first of a tie", max_by_argmax),
        ("the last of a tie", max_last_of_ties),
        ("a tie counted twice", max_ties_get_all),
        ("largest of the whole array", max_of_everything),
        ("rule of softmax", max_by_softmax),
        ("no upstream", lambda g, y, x: np.equal(x, y) / np.sum(x == y, axis=-1, keepdims=True)),
        ("passed on to all", lambda g, y, x: np.repeat(g, x.shape[-1], axis=-1)),
        ("rule of the mean", lambda g, y, x: np.repeat(g, x.shape[-1], axis=-1) / x.shape[-1]),
    ],
    "where.vjp": [
        ("no upstream", lambda g, y, c, a, b: (np.where(c, 1.0, 0.0), np.where(c, 0.0, 1.0))),
        ("the other way round", lambda g, y, c, a, b: (np.where(c, 0, g), np.where(c, g, 0))),
        ("both get all", lambda g, y, c, a, b: (g, g)),
        ("half each", lambda g, y, c, a, b: (0.5 * g, 0.5 * g)),
        ("times the value", lambda g, y, c, a, b: (np.where(c, g * a, 0), np.where(c, 0, g * b))),
        ("the condition forgotten", where_by_comparison),
        ("same for both", lambda g, y, c, a, b: (np.where(c, g, 0), np.where(c, g, 0))),
        ("changes its input", where_writes_into_g),
        ("wrong tuple", lambda g, y, c, a, b: np.where(c, g, 0)),
    ],
    "mul.double_backward": [
        ("v and w swapped", lambda v, w, g, a, b: (w * b + v * a, g * v, g * w)),
        ("a and b swapped", lambda v, w, g, a, b: (w * a + v * b, g * v, g * w)),
        ("shares of g not added", lambda v, w, g, a, b: (v * b, g * w, g * v)),
        ("first output only", lambda v, w, g, a, b: (b * v, np.zeros_like(a), g * v)),
        ("second output only", lambda v, w, g, a, b: (a * w, g * w, np.zeros_like(b))),
        ("no upstream", lambda v, w, g, a, b: (b + a, g, g)),
        ("g forgotten", lambda v, w, g, a, b: (v * b + w * a, w, v)),
        ("the first backward pass", lambda v, w, g, a, b: (v * w, b * g, a * g)),
    ],
    "bug_hunt.1": hunts,
    "bug_hunt.2": hunts,
    "bug_hunt.3": hunts,
    "unbroadcast": [
        ("leading axes only", unbroadcast_leading_only),
        ("axes not kept", unbroadcast_forgets_keepdims),
        ("mean for sum", unbroadcast_mean),
        ("trailing axes", unbroadcast_sums_the_last),
        ("first for sum", unbroadcast_takes_the_first),
        ("returns g as it is", lambda g, shape: g),
        ("everything summed", lambda g, shape: np.ones(shape, g.dtype) * g.sum()),
        ("reshaped", lambda g, shape: np.resize(g, shape)),
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
        ("all nodes", lambda output, parents: [*parents]),
        (
            "sorted by name",
            lambda output, parents: sorted(set(toposort_without_memory(output, parents))),
        ),
    ],
    "backward": [
        ("overwritten", backward_overwrites),
        ("first share only", backward_keeps_the_first),
        ("passed on again and again", backward_recursive_totals),
        ("passed on too early", backward_by_distance),
        ("no upstream", backward_forgets_upstream),
        ("same parent once", backward_with_a_dict_of_slopes),
        ("all nodes", backward_for_all_nodes),
        ("starts at zero", backward_from_zero),
        ("output missing", backward_without_output),
    ],
    "numerical_gradient": [
        ("forward difference", numerical_forward),
        ("times h", numerical_without_brackets),
        ("all elements at once", numerical_all_at_once),
        ("half of the forward difference", numerical_in_place_down_once),
        ("changes its input", numerical_leaves_x_moved),
        ("not put back", numerical_accumulates),
        ("nudge lost in whole numbers", numerical_integer_copy),
        ("result in whole numbers", numerical_integer_result),
        ("default step", numerical_own_h),
        ("raises TypeError", numerical_for_vectors_only),
    ],
}
