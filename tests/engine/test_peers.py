"""What users of other engines rely on: closures, powers, iteration, scalars, updates in between."""

import itertools
import re

import numpy as np
import pytest

import chainrule as cr
from chainrule import Tensor, nn, optim
from chainrule.engine import raw
from chainrule.nn import functional as F

# HIPS autograd and JAX: a derivative inside a function that is differentiated itself

SLOPES = {
    "grad": lambda f, x: cr.grad(f)(x),
    "vjp": lambda f, x: cr.vjp(f, x)[1](1.0)[0],
    "jvp": lambda f, x: cr.jvp(f, [x], [1.0])[1],
    "jacobian": lambda f, x: cr.jacobian(f)(x),
}
CURVES = {
    "hessian": lambda f, x: cr.hessian(f)(x),
    **{
        f"{outer} of {inner}": lambda f, x, outer=outer, inner=inner: SLOPES[outer](
            lambda z: SLOPES[inner](f, z), x
        )
        for outer, inner in itertools.product(SLOPES, repeat=2)
    },
}


@pytest.mark.parametrize("inner", SLOPES)
@pytest.mark.parametrize("outer", SLOPES)
def test_an_inner_derivative_depends_on_what_it_closes_over(outer, inner):
    def f(x):
        return x * SLOPES[inner](lambda y: x * x * y**3, 2.0)  # x · 3x²y² = 12x³

    assert float(SLOPES[outer](f, 2.0)) == pytest.approx(36 * 2**2)


@pytest.mark.parametrize("inner", CURVES)
def test_an_inner_curvature_depends_on_what_it_closes_over(inner):
    def f(x):
        return x * CURVES[inner](lambda y: x * x * y**3, 2.0)  # x · 6x²y = 12x³

    assert float(cr.grad(f)(2.0)) == pytest.approx(36 * 2**2)


@pytest.mark.parametrize("outer", CURVES)
def test_an_outer_curvature_sees_through_an_inner_derivative(outer):
    def f(x):
        return x * cr.grad(lambda y: x * x * y**3)(2.0)  # 12x³

    assert float(CURVES[outer](f, 2.0)) == pytest.approx(72 * 2)


@pytest.mark.parametrize("mix", [*itertools.product(SLOPES, repeat=3)], ids="-".join)
def test_three_derivatives_in_each_other(mix):
    d1, d2, d3 = (SLOPES[name] for name in mix)

    def f(x):
        def middle(y):
            return y * y * d3(lambda z: x * y * z**2, 1.0)  # 2xy³

        return x * d2(middle, 3.0)  # x · 6xy² = 54x²

    assert float(d1(f, 2.0)) == pytest.approx(108 * 2)


@pytest.mark.parametrize("inner", SLOPES)
def test_the_same_name_inside_and_outside_is_not_mixed_up(inner):
    def f(x):
        return x * SLOPES[inner](lambda y: x + y, 1.0)  # x · 1

    assert float(cr.grad(f)(5.0)) == 1


def test_a_derivative_at_the_outer_variable_itself_counts_both_ways():
    def f(x):
        return cr.grad(lambda y: x * y**2)(x)  # 2xy at y = x

    assert float(cr.grad(f)(3.0)) == 12
    assert float(cr.hessian(f)(3.0)) == 4


def finite_differences(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        slopes[i] = (f(up) - f(down)) / (2 * h)
    return slopes


rng = np.random.default_rng()
X, T = rng.normal(size=(4, 3)), rng.normal(size=4)


def number(f):
    return lambda x: float(raw(f(x)))


def gradient_penalty(w):
    """How steep a network is in its input."""
    slopes = cr.grad(lambda x: cr.tanh(x @ w).sum())(X)
    return ((slopes**2).sum(axis=1) - 1).mean()


def after_two_steps(w):
    """The loss of weights that start at w and learn for two steps."""

    def loss(v):
        return ((X @ v - T) ** 2).mean()

    v = w
    for _ in range(2):
        v = v - 0.1 * cr.grad(loss)(v)
    return loss(v)


def residual_of_an_equation(w):
    """How far a network u is from u'' = -u."""
    slope = cr.grad(lambda x: cr.sin(x * w).sum())
    curve = cr.grad(lambda x: (slope(x) * T).sum())
    return ((curve(T) + cr.sin(T * w)) ** 2).sum()


def energy_that_flows(w):
    """How a Jacobian-vector product changes with the weights that made it."""
    _, along = cr.jvp(lambda x: cr.tanh(x @ w), [X], [np.ones_like(X)])
    return (along**2).sum()


NESTED = [gradient_penalty, after_two_steps, residual_of_an_equation, energy_that_flows]


@pytest.mark.parametrize("f", NESTED)
def test_losses_that_contain_derivatives_have_their_gradient(f):
    w = rng.normal(size=4 if f is residual_of_an_equation else 3)
    expected = finite_differences(number(f), w)
    np.testing.assert_allclose(cr.grad(f)(w), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("given", [X, Tensor(X)], ids=["array", "tensor"])
def test_backward_through_a_derivative_reaches_the_parameters_that_it_closes_over(given):
    net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    w = net[0].weight

    def loss(values):
        w.data[...] = values
        slopes = cr.grad(lambda x: net(x).sum())(given)
        return (slopes**2).sum() + net(X).sum()

    values = w.data.copy()
    expected = finite_differences(number(loss), values)
    net.zero_grad()
    loss(values).backward()
    np.testing.assert_allclose(w.grad, expected, rtol=1e-4, atol=1e-6)


# tinygrad: masks of attention, and powers at their edges

LENGTH, KEYS = 3, 4
MAY = np.array([[1, 0, 1, 1], [0, 1, 0, 0], [1, 1, 1, 1]]) > 0
MASKS = {
    "none": (None, np.zeros((LENGTH, KEYS))),
    "yes and no": (MAY, np.where(MAY, 0, -np.inf)),
    "minus infinity": (np.where(MAY, 0, -np.inf), np.where(MAY, 0, -np.inf)),
    "numbers": (np.linspace(-2, 2, 12).reshape(3, 4), np.linspace(-2, 2, 12).reshape(3, 4)),
    "numbers for each key": (np.arange(4.0), np.broadcast_to(np.arange(4.0), (3, 4))),
}


@pytest.mark.parametrize("name", MASKS)
@pytest.mark.parametrize("batch", [(), (2,), (2, 3)])
def test_attention_adds_a_mask_of_numbers_and_obeys_one_of_yes_and_no(name, batch):
    mask, added = MASKS[name]
    q, k, v = (rng.normal(size=(*batch, n, 5)) for n in (LENGTH, KEYS, KEYS))
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(5) + added
    e = np.exp(scores - scores.max(-1, keepdims=True))
    expected = e / e.sum(-1, keepdims=True) @ v
    found = F.scaled_dot_product_attention(Tensor(q), Tensor(k), Tensor(v), attn_mask=mask)
    np.testing.assert_allclose(found.data, expected, rtol=1e-12, atol=1e-12)


BASES = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0]
EXPONENTS = [-2.0, -1.0, -0.5, 0.0, 0.3, 0.5, 1.0, 2.0, 3.0]


@pytest.mark.oracle
@pytest.mark.parametrize("a", BASES)
@pytest.mark.parametrize("n", EXPONENTS)
def test_powers_at_their_edges_are_pytorchs(a, n):
    torch = pytest.importorskip("torch")
    ours = [Tensor(x, requires_grad=True) for x in (a, n)]
    theirs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (a, n)]
    with np.errstate(all="ignore"):
        y, expected = ours[0] ** ours[1], theirs[0] ** theirs[1]
        slopes = [g.item() for g in cr.gradients(y, ours)]
        by_number = [cr.grad(lambda x: x**n)(a), cr.grad(lambda x: a**x)(n)]
    assert y.item() == pytest.approx(expected.item(), nan_ok=True)
    steep = [g.item() for g in torch.autograd.grad(expected, theirs)]
    assert slopes == pytest.approx(steep, nan_ok=True)
    assert [float(x) for x in by_number] == pytest.approx(steep, nan_ok=True)


@pytest.mark.parametrize("n", [0.0, 1.0, 2.0, -1.0])
def test_how_a_power_bends_in_both_of_its_arguments(n):
    def slope(n):
        return cr.grad(lambda x: x**n)(1.5)

    steps = [float(slope(n + h)) for h in (1e-6, -1e-6)]
    x, n = Tensor(1.5, requires_grad=True), Tensor(n, requires_grad=True)
    (by_x,) = cr.gradients(x**n, [x], create_graph=True)
    (mixed,) = cr.gradients(by_x, [n])
    assert mixed.item() == pytest.approx((steps[0] - steps[1]) / 2e-6, rel=1e-6)


@pytest.mark.parametrize("batch", [(), (0,), (2,), (2, 3)])
@pytest.mark.parametrize(("features", "out"), [(0, 2), (3, 0), (0, 0), (3, 2)])
def test_a_layer_without_features_has_empty_gradients(batch, features, out):
    shapes = [(*batch, features), (out, features), (out,)]
    leaves = [Tensor(np.ones(shape), requires_grad=True) for shape in shapes]
    y = cr.linear(*leaves)
    assert y.shape == (*batch, out)
    y.sum().backward()
    assert [x.grad.shape for x in leaves] == shapes
    np.testing.assert_array_equal(leaves[2].grad, np.full(out, float(np.prod(batch))))


# MyGrad and NumPy: iteration, and what is written in place


def test_a_single_number_cannot_be_iterated_over():
    for x in (Tensor(1.0), Tensor(1.0, requires_grad=True), Tensor([1.0, 2.0]).sum()):
        with pytest.raises(TypeError):
            iter(x)
        with pytest.raises(TypeError):
            list(x)
        with pytest.raises(TypeError):
            len(x)


@pytest.mark.parametrize("shape", [(3,), (0,), (2, 3), (2, 3, 1)])
def test_iteration_gives_the_rows_and_they_have_gradients(shape):
    x = Tensor(rng.normal(size=shape), requires_grad=True)
    rows = list(x)
    assert [row.shape for row in rows] == [shape[1:]] * shape[0]
    total = sum((i * row.sum() for i, row in enumerate(rows)), start=x.sum())
    total.backward()
    expected = np.broadcast_to(
        1.0 + np.arange(shape[0]).reshape(-1, *(1,) * (len(shape) - 1)), shape
    )
    np.testing.assert_array_equal(x.grad, expected)


IN_PLACE = {
    "+=": (lambda x, v: x.__iadd__(v), lambda x, v: x + v),
    "-=": (lambda x, v: x.__isub__(v), lambda x, v: x - v),
    "*=": (lambda x, v: x.__imul__(v), lambda x, v: x * v),
    "/=": (lambda x, v: x.__itruediv__(v), lambda x, v: x / v),
    "[...] =": (lambda x, v: x.__setitem__(..., v), lambda x, v: np.broadcast_to(v, x.shape)),
    "[1] =": (lambda x, v: x.__setitem__(1, v), lambda x, v: np.array([x[0], v])),
    "[mask] =": (lambda x, v: x.__setitem__(x.data > 2, v), lambda x, v: np.where(x > 2, v, x)),
}


@pytest.mark.parametrize("name", IN_PLACE)
def test_writing_in_place_under_no_grad_changes_the_tensor_itself(name):
    write, expected = IN_PLACE[name]
    x = Tensor([1.0, 3.0], requires_grad=True)
    array, before = x.data, x.data.copy()
    with cr.no_grad():
        found = write(x, 0.5)
    assert found is None or found is x
    assert x.data is array
    assert x.requires_grad
    assert x.is_leaf
    np.testing.assert_array_equal(array, expected(before, 0.5))


@pytest.mark.parametrize("name", IN_PLACE)
def test_writing_in_place_into_a_leaf_that_wants_a_gradient_is_refused(name):
    x = Tensor([1.0, 3.0], requires_grad=True)
    with pytest.raises(RuntimeError, match="no_grad"):
        IN_PLACE[name][0](x, 0.5)
    np.testing.assert_array_equal(x.data, [1.0, 3.0])


def test_an_update_by_an_operator_goes_into_the_graph_of_a_result():
    x = Tensor([1.0, 3.0], requires_grad=True)
    y = x * 2
    y += x
    y *= x
    y -= 1
    y /= 2
    y.sum().backward()
    np.testing.assert_allclose(y.data, (3 * x.data**2 - 1) / 2)
    np.testing.assert_allclose(x.grad, 3 * x.data)


# micrograd: a net of single numbers


class Neuron:
    def __init__(self, n):
        self.w = [Tensor(rng.uniform(-1, 1), requires_grad=True) for _ in range(n)]
        self.b = Tensor(0.1, requires_grad=True)

    def __call__(self, xs):
        return cr.tanh(sum((w * x for w, x in zip(self.w, xs, strict=True)), start=self.b))


class Net:
    def __init__(self, *sizes):
        self.layers = [[Neuron(m) for _ in range(n)] for m, n in itertools.pairwise(sizes)]

    def __call__(self, xs):
        for layer in self.layers:
            xs = [neuron(xs) for neuron in layer]
        return xs

    def parameters(self):
        return [p for layer in self.layers for neuron in layer for p in (*neuron.w, neuron.b)]


def whole_net(net, x):
    for layer in net.layers:
        w = np.array([[w.item() for w in neuron.w] for neuron in layer])
        x = np.tanh(x @ w.T + [neuron.b.item() for neuron in layer])
    return x


def test_a_net_of_single_numbers_is_the_net_of_arrays_and_learns():
    net, x, t = Net(3, 4, 4, 1), X, np.sign(T)
    np.testing.assert_allclose([net(row)[0].item() for row in x], whole_net(net, x)[:, 0])
    losses = []
    for _ in range(40):
        loss = sum((net(row)[0] - goal) ** 2 for row, goal in zip(x, t, strict=True))
        for p in net.parameters():
            p.grad = None
        loss.backward()
        for p in net.parameters():
            p.data = p.data - 0.01 * p.grad
        losses.append(loss.item())
    assert losses[-1] < losses[0]


def expression(a, b, relu):
    c, d = a + b, a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + relu(b + a)
    d += 3 * d + relu(b - a)
    e = c - d
    g = e**2 / 2.0
    return g + 10.0 / (1 + e**2)


def test_an_expression_of_two_numbers_has_its_slopes():
    a, b = (Tensor(x, requires_grad=True) for x in (-4.0, 2.0))
    y = expression(a, b, cr.relu)
    y.backward()
    plain = lambda x: expression(*x, lambda z: max(0.0, z))  # noqa: E731
    at = np.array([-4.0, 2.0])
    assert y.item() == pytest.approx(plain(at))
    np.testing.assert_allclose([a.grad, b.grad], finite_differences(plain, at), rtol=1e-5)


def test_a_chain_of_thousands_needs_no_recursion():
    x = y = Tensor(1.0, requires_grad=True)
    for _ in range(2000):
        y = y + 0.001 * x
    y.backward()
    assert x.grad.item() == pytest.approx(3)


# PyTorch: backward after a change of what it needs

NEEDS_ITS_INPUT = {
    "mul": lambda x: x * np.array([2.0, 3.0]) * x,
    "div": lambda x: 1.0 / x,
    "pow": lambda x: x**3,
    "log": cr.log,
    "sin": cr.sin,
    "cos": cr.cos,
    "matmul": lambda x: x @ x,
    "linear": lambda x: cr.linear(np.ones((3, 2)) * x, x.reshape(1, 2)),
}
NEEDS_NO_INPUT = {
    "add": lambda x: x + 1.0,
    "sub": lambda x: 2.0 - x,
    "neg": lambda x: -x,
    "times a number": lambda x: x * 3.0,
    "sum": lambda x: x.sum(),
    "mean": lambda x: x.mean(axis=0),
    "reshape": lambda x: x.reshape(2, 1),
    "transpose": lambda x: x.reshape(2, 1).T,
    "getitem": lambda x: x[::-1],
    "cat": lambda x: cr.cat([x, x]),
}
NEEDS_ITS_OUTPUT = {"exp": cr.exp, "tanh": cr.tanh, "sigmoid": cr.sigmoid, "sqrt": cr.sqrt}


def step_of_an_optimiser(x):
    optimizer = optim.SGD([x], lr=0.1)
    x.grad = np.ones_like(x.data)
    optimizer.step()
    x.grad = None


def operator_under_no_grad(x):
    with cr.no_grad():
        x -= 0.1


def item_under_no_grad(x):
    with cr.no_grad():
        x[0] = 0.5


CHANGES = [step_of_an_optimiser, operator_under_no_grad, item_under_no_grad]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", NEEDS_ITS_INPUT)
def test_backward_after_a_change_of_what_it_needs_is_refused_by_name(name, change):
    x = Tensor([1.0, 2.0], requires_grad=True, name="weight")
    y = NEEDS_ITS_INPUT[name](x).sum()
    change(x)
    with pytest.raises(RuntimeError, match=re.escape(name)) as found:
        y.backward()
    assert "weight" in str(found.value)
    assert x.grad is None


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", [*NEEDS_NO_INPUT, *NEEDS_ITS_OUTPUT])
def test_backward_after_a_change_of_what_it_does_not_need_goes_on(name, change):
    f = (NEEDS_NO_INPUT | NEEDS_ITS_OUTPUT)[name]
    slopes = []
    for happens in (change, lambda x: None):
        x = Tensor([1.0, 2.0], requires_grad=True)
        y = f(x).sum()
        happens(x)
        y.backward()
        slopes.append(x.grad)
    np.testing.assert_allclose(*slopes)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_before_the_forward_pass_is_no_change(change):
    x = Tensor([1.0, 2.0], requires_grad=True)
    change(x)
    (x * x).sum().backward()
    np.testing.assert_allclose(x.grad, 2 * x.data)


def test_two_losses_of_one_net_with_a_step_between_their_backward_passes():
    net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    first, second = net(X).sum(), (net(X) ** 2).sum()
    first.backward()
    optimizer.step()
    with pytest.raises(RuntimeError, match="linear"):
        second.backward()
