"""Losses with all of their options against PyTorch's, and against what they say of themselves."""

import itertools
import warnings

import numpy as np
import pytest

import chainrule as cr
from chainrule import Tensor, gradcheck, gradients, nn
from chainrule.nn import functional as F

rng = np.random.default_rng()

SHAPES = {"rows": (5, 4), "pictures": (2, 4, 3, 2), "one": (4,)}


def numbers(shape):
    return rng.normal(size=shape), rng.normal(size=shape)


def probabilities(shape):
    return rng.uniform(0.05, 0.95, shape), rng.uniform(size=shape)


def logarithms(shape):
    return F.log_softmax(rng.normal(size=shape)), F.softmax(rng.normal(size=shape))


def all_of(**options):
    """Every combination of these options."""
    return [dict(zip(options, x, strict=True)) for x in itertools.product(*options.values())]


w = rng.uniform(0.5, 2, 4)
along = w[:, None, None]
OF_NUMBERS = [
    ("mse_loss", "MSELoss", numbers, [{}]),
    ("l1_loss", "L1Loss", numbers, [{}]),
    ("huber_loss", "HuberLoss", numbers, all_of(delta=[0.3, 1.0, 2.0])),
    ("smooth_l1_loss", "SmoothL1Loss", numbers, all_of(beta=[0.0, 0.3, 1.0, 2.0])),
    ("kl_div", "KLDivLoss", logarithms, all_of(log_target=[False, True])),
    ("binary_cross_entropy", "BCELoss", probabilities, [{}, {"weight": along}]),
    (
        "binary_cross_entropy_with_logits",
        "BCEWithLogitsLoss",
        probabilities,
        all_of(weight=[None, along], pos_weight=[None, along]),
    ),
]
OF_CLASSES = [
    ("nll_loss", "NLLLoss", all_of(weight=[None, w], ignore_index=[-100, 1])),
    (
        "cross_entropy",
        "CrossEntropyLoss",
        all_of(weight=[None, w], ignore_index=[-100, 1], label_smoothing=[0.0, 0.2]),
    ),
]


@pytest.fixture(scope="module")
def torch():
    found = pytest.importorskip("torch")
    found.set_num_threads(1)
    return found


def agree(torch, function, layer, x, t, options):
    """Value and gradients of the function, of the layer and of PyTorch."""
    theirs = {k: torch.tensor(v) if isinstance(v, np.ndarray) else v for k, v in options.items()}
    targets = t.dtype.kind == "f"
    x0, t0 = torch.tensor(x, requires_grad=True), torch.tensor(t, requires_grad=targets)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "reduction. 'mean' divides")
        z = getattr(torch.nn.functional, function)(x0, t0, **theirs)
    g = rng.normal(size=z.shape)
    z.backward(torch.tensor(g))
    for loss in (
        lambda x, t: getattr(F, function)(x, t, **options),
        getattr(nn, layer)(**options),
    ):
        mine, target = Tensor(x, requires_grad=True), Tensor(t, requires_grad=targets)
        y = loss(mine, target)
        assert y.shape == z.shape
        np.testing.assert_allclose(y.data, z.detach().numpy(), atol=1e-12)
        y.backward(g)
        np.testing.assert_allclose(mine.grad, x0.grad.numpy(), atol=1e-12)
        if targets:
            np.testing.assert_allclose(target.grad, t0.grad.numpy(), atol=1e-10)
        np.testing.assert_allclose(loss(x, t), y.data)


@pytest.mark.oracle
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("loss", OF_NUMBERS, ids=lambda loss: loss[0])
def test_a_loss_of_numbers_is_pytorchs_with_all_options(torch, loss, reduction):
    function, layer, sample, options = loss
    for chosen in options:
        x, t = sample(SHAPES["pictures"])
        t = np.log(t) if chosen.get("log_target") else t
        agree(torch, function, layer, x, t, {**chosen, "reduction": reduction})


@pytest.mark.oracle
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("loss", OF_CLASSES, ids=lambda loss: loss[0])
def test_a_loss_of_classes_is_pytorchs_with_all_options(torch, loss, shape, reduction):
    function, layer, options = loss
    shape = SHAPES[shape]
    axis = 1 if len(shape) > 1 else 0
    for chosen in options:
        x = F.log_softmax(rng.normal(size=shape), axis)
        t = rng.integers(0, 4, shape[:axis] + shape[axis + 1 :])
        t.flat[0] = 2  # something has to be left when 1 is ignored
        agree(torch, function, layer, x, t, {**chosen, "reduction": reduction})
        if chosen["ignore_index"] == -100 and t.size > 1:
            t.flat[1:3] = -100
            agree(torch, function, layer, x, t, {**chosen, "reduction": reduction})


@pytest.mark.oracle
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("shape", SHAPES)
def test_cross_entropy_takes_probabilities_as_pytorch_does(torch, shape, reduction):
    for chosen in all_of(weight=[None, w], label_smoothing=[0.0, 0.3]):
        x, t = rng.normal(size=SHAPES[shape]), F.softmax(rng.normal(size=SHAPES[shape]))
        agree(torch, "cross_entropy", "CrossEntropyLoss", x, t, {**chosen, "reduction": reduction})


@pytest.mark.oracle
def test_the_divergence_is_pytorchs_for_each_example(torch):
    x, t = logarithms((3, 4))
    agree(torch, "kl_div", "KLDivLoss", x, t, {"reduction": "batchmean"})


def target_of(function, shape=(4, 3)):
    if function in ("cross_entropy", "nll_loss"):
        return rng.integers(0, shape[1], shape[0])
    return rng.uniform(0.1, 0.9, shape)


NAMES = [name for name, *_ in OF_NUMBERS + OF_CLASSES]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reduction", ["average", "", None, "batchmean"])
def test_a_reduction_that_is_none_is_refused_by_function_and_layer(name, reduction):
    if (name, reduction) == ("kl_div", "batchmean"):
        return
    layer = next(x[1] for x in OF_NUMBERS + OF_CLASSES if x[0] == name)
    words = f'reduction is one of "mean", "sum", "none".*, and this is {reduction!r}'
    with pytest.raises(ValueError, match=words):
        getattr(F, name)(Tensor(np.full((4, 3), 0.5)), target_of(name), reduction=reduction)
    with pytest.raises(ValueError, match=words):
        getattr(nn, layer)(reduction=reduction)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_every_loss_keeps_float32_and_can_be_differentiated_twice(name, reduction):
    t, loss = target_of(name), getattr(F, name)
    x = Tensor(rng.uniform(0.1, 0.9, (4, 3)).astype(np.float32), requires_grad=True)
    assert loss(x, t, reduction=reduction).dtype == np.float32
    x = Tensor(rng.uniform(0.1, 0.9, (4, 3)), requires_grad=True)

    def steepness(x):
        y = loss(x, t, reduction=reduction)
        (slope,) = gradients((y * y).sum(), [x], create_graph=True)
        return (slope * slope).sum()

    assert gradcheck(lambda x: loss(x, t, reduction=reduction), x)
    assert gradcheck(steepness, x)


@pytest.mark.parametrize("name", [name for name, *_ in OF_NUMBERS])
def test_broadcasting_a_target_is_refused(name):
    x = np.full((4, 1), 0.5)
    for shape in ((4,), (1, 4), (4, 4), ()):
        with pytest.raises(ValueError, match=r"the prediction has shape \(4, 1\), the target"):
            getattr(F, name)(x, np.full(shape, 0.5))


def test_a_probability_of_zero_costs_a_hundred_and_warns_of_nothing():
    for dtype in (np.float32, np.float64):
        p = Tensor(np.array([0.0, 1.0, 0.0, 1.0], dtype), requires_grad=True)
        t = Tensor(np.array([1.0, 0.0, 0.0, 1.0], dtype), requires_grad=True)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            y = F.binary_cross_entropy(p, t, reduction="none")
            y.sum().backward()
        assert y.data.tolist() == [100.0, 100.0, 0.0, 0.0]
        assert np.isfinite(p.grad).all()
        assert t.grad.tolist() == [100.0, -100.0, 100.0, -100.0]


@pytest.mark.parametrize("p", [-0.1, 1.5, np.nan])
def test_what_is_no_probability_is_refused_and_the_way_out_is_named(p):
    with pytest.raises(ValueError, match=r"lie between 0 and 1.*binary_cross_entropy_with_logits"):
        F.binary_cross_entropy(np.array([0.5, p]), [0.0, 1.0])


def test_what_is_ignored_neither_counts_nor_learns():
    z, t = Tensor(rng.normal(size=(5, 3)), requires_grad=True), np.array([0, -100, 2, -100, 1])
    kept = t != -100
    whole, few = F.cross_entropy(z, t), F.cross_entropy(z[kept], t[kept])
    assert whole.item() == pytest.approx(few.item())
    whole.backward()
    assert (z.grad[~kept] == 0).all()
    assert (z.grad[kept] != 0).all()
    logs = Tensor(np.array([[-np.inf, 0.0], [0.0, -np.inf]]), requires_grad=True)
    F.nll_loss(logs, np.array([-100, 0])).backward()
    assert logs.grad.tolist() == [[0.0, 0.0], [-1.0, 0.0]]


def test_options_of_a_layer_are_its_attributes():
    layer, z, t = nn.CrossEntropyLoss(), rng.normal(size=(4, 3)), rng.integers(0, 3, 4)
    layer.reduction = "none"
    np.testing.assert_array_equal(layer(z, t), F.cross_entropy(z, t, reduction="none"))
    assert repr(nn.HuberLoss(delta=2.0)) == "HuberLoss(reduction='mean', delta=2.0)"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: F.cross_entropy(np.ones((4, 3)), np.ones((4, 3), int)), TypeError, "probabilit"),
        (lambda: F.cross_entropy(np.ones((2, 3)), [0, 1], np.ones(2)), ValueError, "3 classes"),
        (lambda: F.cross_entropy(np.ones((2, 3)), [0, 1], label_smoothing=2), ValueError, "and 1"),
        (
            lambda: F.cross_entropy(np.ones((2, 3)), np.ones((2, 3)), ignore_index=1),
            ValueError,
            "no class number that ignore_index could name",
        ),
        (lambda: F.cross_entropy(np.ones((2, 3, 4)), np.ones((2, 3), int)), ValueError, "n, ..."),
        (lambda: F.nll_loss(np.ones((2, 3)), [0, 3]), ValueError, "the logits have 3 columns"),
        (lambda: F.one_hot([0.5]), TypeError, "integers, and these are float64"),
        (lambda: F.one_hot([0, -1]), ValueError, "from -1 to 0"),
        (lambda: F.one_hot([0, 3], 3), ValueError, "from 0 to 3, and one_hot has 3 columns"),
        (lambda: F.one_hot(np.ones(0, int)), ValueError, "give num_classes"),
        (lambda: F.huber_loss(np.ones(2), np.ones(2), delta=0), ValueError, "delta is positive"),
        (lambda: F.smooth_l1_loss(np.ones(2), np.ones(2), beta=-1), ValueError, "not negative"),
    ],
)
def test_what_cannot_be_meant_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.oracle
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0,)])
@pytest.mark.parametrize("classes", [-1, 5])
def test_one_hot_is_pytorchs(torch, shape, classes):
    t = rng.integers(0, 5, shape)
    if t.size or classes > 0:
        expected = torch.nn.functional.one_hot(torch.tensor(t), classes).numpy()
        found = F.one_hot(t, classes)
        assert found.dtype == expected.dtype
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("ignored", [0, -1])
@pytest.mark.parametrize("options", all_of(weight=[None, w[:3]], label_smoothing=[0.0, 0.1]))
def test_a_compiled_step_ignores_what_it_should_in_every_batch(options, ignored):
    """The batches differ in how many rows are ignored."""

    def step(z, t):
        z = Tensor(z, requires_grad=True)
        loss = F.cross_entropy(z, t, ignore_index=ignored, **options)
        loss.backward()
        return loss, z.grad

    fast = cr.compile(step)
    for t in ([1, 1, 2, 2], [0, 1, 2, 0], [0, 0, 0, 2]):
        z, t = rng.normal(size=(4, 3)), np.where(np.array(t) == 0, ignored, t)
        for mine, right in zip(fast(z, t), step(z, t), strict=True):
            np.testing.assert_allclose(np.asarray(mine), np.asarray(getattr(right, "data", right)))
