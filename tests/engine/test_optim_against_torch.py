"""Optimisers, schedules and clipping against PyTorch's, over sixty steps."""

import itertools

import numpy as np
import pytest

import chainrule as cr
from chainrule import Tensor, optim

pytestmark = pytest.mark.oracle
STEPS = 60
SHAPES = [(2, 3), (128, 128), (3,), ()]


@pytest.fixture(scope="module")
def torch():
    found = pytest.importorskip("torch", minversion="2.13")
    found.set_num_threads(1)
    return found


class Pair:
    """The same parameters twice, ours and PyTorch's, with the same gradients."""

    def __init__(self, torch, shapes=SHAPES, dtype=float):
        self.torch, self.rng = torch, np.random.default_rng(0)
        values = [self.rng.normal(size=s).astype(dtype) for s in shapes]
        self.ours = [Tensor(x, requires_grad=True) for x in values]
        self.theirs = [torch.tensor(x, requires_grad=True) for x in values]

    def draw_gradients(self, share=0.8):
        """New gradients for most of the parameters, and none for the others."""
        for p, q in zip(self.ours, self.theirs, strict=True):
            has = self.rng.random() < share
            g = self.rng.normal(size=p.shape)
            p.grad = np.asarray(g, p.dtype) if has else None
            q.grad = self.torch.tensor(g, dtype=q.dtype) if has else None

    def compare(self, rtol=1e-9):
        for p, q in zip(self.ours, self.theirs, strict=True):
            np.testing.assert_allclose(p.data, q.detach().numpy(), rtol=rtol, atol=rtol)


OPTIONS = {
    "SGD": [
        {"momentum": m, "dampening": d, "weight_decay": w, "nesterov": n, "maximize": x}
        for m, d, w, n, x in itertools.product(
            (0, 0.9), (0, 0.3), (0, 0.1), (False, True), (False, True)
        )
        if not (n and (d or not m))
    ],
    "Adam": [{}, {"betas": (0.5, 0.7), "eps": 0.1}, {"weight_decay": 0.1}, {"maximize": True}],
    "AdamW": [{}, {"betas": (0.5, 0.7), "weight_decay": 0.5}, {"maximize": True}],
    "RMSprop": [
        {"alpha": 0.9, "momentum": m, "centered": c, "weight_decay": w}
        for m, c, w in itertools.product((0, 0.9), (False, True), (0, 0.1))
    ],
    "Adagrad": [{}, {"lr_decay": 0.1, "weight_decay": 0.1}, {"eps": 0.1, "maximize": True}],
}


@pytest.mark.parametrize("kind", OPTIONS)
def test_optimisers_move_as_pytorchs(torch, kind):
    for options in OPTIONS[kind]:
        pair = Pair(torch)
        ours = getattr(optim, kind)(pair.ours, lr=0.01, **options)
        theirs = getattr(torch.optim, kind)(pair.theirs, lr=0.01, **options)
        for _ in range(STEPS):
            pair.draw_gradients()
            ours.step(), theirs.step()
        pair.compare()


@pytest.mark.parametrize("kind", OPTIONS)
def test_defaults_and_names_are_pytorchs(torch, kind):
    pair = Pair(torch)
    ours = getattr(optim, kind)(pair.ours)
    theirs = getattr(torch.optim, kind)(pair.theirs).param_groups[0]
    for name in ours.param_groups[0].keys() - {"params", "l1"}:
        assert ours.param_groups[0][name] == theirs[name], name


@pytest.mark.parametrize("kind", OPTIONS)
def test_a_state_of_pytorchs_is_gone_on_from(torch, kind):
    for options in OPTIONS[kind]:
        pair = Pair(torch)
        theirs = getattr(torch.optim, kind)(pair.theirs, lr=0.01, **options)
        for _ in range(5):
            pair.draw_gradients(share=0.5)
            theirs.step()
        for p, q in zip(pair.ours, pair.theirs, strict=True):
            p.data = q.detach().numpy().copy()
        ours = getattr(optim, kind)(pair.ours, lr=0.5)
        ours.load_state_dict(theirs.state_dict())
        for _ in range(5):
            pair.draw_gradients()
            ours.step(), theirs.step()
        pair.compare()


def new_values(torch, p, q):
    p.data, q.data = np.ones(p.shape, p.dtype), torch.ones(q.shape, dtype=q.dtype)


def single_precision(torch, p, q):
    p.data, q.data = p.data.astype(np.float32), q.data.float()


def frozen(torch, p, q):
    p.requires_grad, q.requires_grad = False, False


def in_place(torch, p, q):
    p.data[...] = 0.5
    q.data.fill_(0.5)


EVENTS = [new_values, single_precision, frozen, in_place]


@pytest.mark.parametrize("event", EVENTS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("options", [{}, {"momentum": 0.9}], ids=str)
def test_what_happens_to_a_parameter_later_does_to_it_what_it_does_in_pytorch(
    torch, event, options
):
    for which in (slice(None), slice(0, 1), slice(2, 3)):
        pair = Pair(torch)
        ours = optim.SGD(pair.ours, lr=0.01, **options)
        theirs = torch.optim.SGD(pair.theirs, lr=0.01, **options)
        for k in range(12):
            if k == 4:
                for p, q in zip(pair.ours[which], pair.theirs[which], strict=True):
                    p.grad = q.grad = None
                    event(torch, p, q)
            pair.draw_gradients()
            ours.step(), theirs.step()
        pair.compare(rtol=1e-5 if event is single_precision else 1e-9)
        for p, q in zip(pair.ours, pair.theirs, strict=True):
            assert str(p.dtype) in str(q.dtype)


# Schedules


def step_lr(lib, o):
    return lib.StepLR(o, 7, gamma=0.5)


def cosine(lib, o):
    return lib.CosineAnnealingLR(o, T_max=13, eta_min=0.001)


def linear(lib, o):
    return lib.LinearLR(o, start_factor=0.25, total_iters=9)


def exponential(lib, o):
    return lib.ExponentialLR(o, 0.9)


def multi(lib, o):
    return lib.MultiStepLR(o, [3, 11, 40], gamma=0.3)


def function(lib, o):
    return lib.LambdaLR(o, lambda t: 0.95**t)


def functions(lib, o):
    return lib.LambdaLR(o, [lambda t: 0.95**t, lambda t: 1 / (1 + t)])


def one_cycle(lib, o):
    return lib.OneCycleLR(o, max_lr=0.5, total_steps=STEPS + 2)


def one_cycle_linear(lib, o):
    return lib.OneCycleLR(
        o, 0.5, total_steps=STEPS + 2, anneal_strategy="linear", cycle_momentum=False
    )


def sequential(*makers, milestones):
    def make(lib, o):
        return lib.SequentialLR(o, [f(lib, o) for f in makers], milestones=list(milestones))

    make.__name__ = "then_".join(f.__name__ for f in makers)
    return make


SCHEDULES = [
    step_lr,
    cosine,
    linear,
    exponential,
    multi,
    function,
    functions,
    one_cycle,
    one_cycle_linear,
    sequential(linear, cosine, milestones=[10]),
    sequential(linear, exponential, step_lr, milestones=[5, 30]),
    sequential(function, step_lr, milestones=[20]),
]
CHAINS = [[f] for f in SCHEDULES]
CHAINS += [[a, b] for a, b in itertools.permutations([step_lr, cosine, linear, multi], 2)]


def both(torch, kind="SGD"):
    """Optimisers of two groups, ours and PyTorch's."""
    pair = Pair(torch, [(2,), (3,)])
    options = {"momentum": 0.9} if kind == "SGD" else {}
    return [
        getattr(lib, kind)([{"params": [p], "lr": 0.2}, {"params": [q]}], lr=0.1, **options)
        for lib, (p, q) in ((optim, pair.ours), (torch.optim, pair.theirs))
    ]


@pytest.mark.filterwarnings("ignore:Detected call of", "ignore:The epoch parameter")
@pytest.mark.parametrize("by_hand", [None, 17], ids=["", "set by hand"])
@pytest.mark.parametrize("makers", CHAINS, ids=lambda fs: "+".join(f.__name__ for f in fs))
def test_schedules_go_as_pytorchs_chained_and_set_by_hand(torch, makers, by_hand):
    ours, theirs = both(torch, "Adam" if makers == [one_cycle] else "SGD")
    mine = [f(optim, ours) for f in makers]
    other = [f(torch.optim.lr_scheduler, theirs) for f in makers]
    for k in range(STEPS):
        for name in ("lr", "momentum", "betas"):
            found, expected = (
                [g[name] for g in o.param_groups if name in g] for o in (ours, theirs)
            )
            np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-15, err_msg=f"{k}")
        assert mine[-1].last_epoch == other[-1].last_epoch == k
        if k == by_hand:
            ours.param_groups[0]["lr"] = theirs.param_groups[0]["lr"] = 0.7
        for schedule in (*mine, *other):
            schedule.step()


@pytest.mark.filterwarnings("ignore:Detected call of")
def test_a_plateau_is_noticed_when_pytorch_notices_it(torch):
    rng = np.random.default_rng(5)
    reduced = 0
    for mode, threshold_mode in itertools.product(("min", "max"), ("rel", "abs")):
        for shift in (-3.0, 0.0, 3.0):
            options = {
                "mode": mode, "threshold_mode": threshold_mode, "factor": 0.5, "patience": 2,
                "threshold": 0.05, "cooldown": 1, "min_lr": 0.001,
            }  # fmt: skip
            ours, theirs = both(torch)
            a = optim.ReduceLROnPlateau(ours, **options)
            b = torch.optim.lr_scheduler.ReduceLROnPlateau(theirs, **options)
            for x in rng.normal(size=STEPS).cumsum() * 0.1 + shift:
                a.step(Tensor(x)), b.step(x)
                rates = [g["lr"] for g in theirs.param_groups]
                assert a.get_last_lr() == pytest.approx(rates)
            reduced += ours.lr < 0.2
    assert reduced >= 6


# Clipping


def test_clipping_is_pytorchs(torch):
    for norm_type, most in itertools.product((1, 2, 3, float("inf")), (0, 0.5, 1e3, float("inf"))):
        pair = Pair(torch)
        pair.draw_gradients()
        theirs = torch.nn.utils.clip_grad_norm_(pair.theirs, most, norm_type)
        ours = optim.clip_grad_norm_(iter(pair.ours * 2), most, norm_type)
        assert float(ours) == pytest.approx(theirs.item())
        compare_gradients(pair)
        optim.clip_grad_value_(pair.ours, 0.2), torch.nn.utils.clip_grad_value_(pair.theirs, 0.2)
        compare_gradients(pair)


def compare_gradients(pair):
    for p, q in zip(pair.ours, pair.theirs, strict=True):
        if p.grad is not None:
            np.testing.assert_allclose(p.grad, q.grad.numpy(), rtol=1e-5)


def test_clipping_of_one_tensor_of_none_and_of_nan(torch):
    x = Tensor([3.0, 4.0], requires_grad=True)
    assert optim.clip_grad_norm_(x, 1.0) == optim.clip_grad_norm_([], 1.0) == 0
    (x * x / 2).sum().backward()
    assert optim.clip_grad_norm_(x, 1.0) == 5
    assert np.linalg.norm(x.grad) == pytest.approx(1)
    x.grad[0] = np.nan
    assert np.isnan(optim.clip_grad_norm_(x, 1.0))
    assert np.isnan(x.grad).all()


# Learning


@pytest.mark.parametrize("kind", OPTIONS)
def test_a_net_learns_as_pytorchs_does(torch, kind):
    rng = np.random.default_rng(1)
    x, t = rng.normal(size=(20, 2)), rng.normal(size=(20, 1))
    ours = cr.nn.Sequential(cr.nn.Linear(2, 5), cr.nn.Tanh(), cr.nn.Linear(5, 1))
    theirs = torch.nn.Sequential(torch.nn.Linear(2, 5), torch.nn.Tanh(), torch.nn.Linear(5, 1))
    theirs = theirs.double()
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        q.data = torch.tensor(p.data)
    a = getattr(optim, kind)(ours.parameters(), lr=0.05)
    b = getattr(torch.optim, kind)(theirs.parameters(), lr=0.05)
    for _ in range(STEPS):
        losses = (
            ((ours(x) - t) ** 2).mean(),
            ((theirs(torch.tensor(x)) - torch.tensor(t)) ** 2).mean(),
        )
        for loss, optimizer in zip(losses, (a, b), strict=True):
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        assert losses[0].item() == pytest.approx(losses[1].item(), rel=1e-6)
