"""What modules can do with their parameters, and where first weights come from."""

import math

import numpy as np
import pytest

from chainrule import Tensor, gradcheck, nn, tanh


def net(seed=0):
    rng = np.random.default_rng(seed)
    return nn.Sequential(
        nn.Linear(2, 3, seed=rng), nn.Sequential(nn.Dropout(0.5), nn.PReLU()), nn.Linear(3, 1)
    )


def test_train_and_eval_reach_every_module_inside():
    model = net()
    assert model.eval() is model
    assert not model[1][0].training
    model.train()
    assert model[1][0].training


def test_a_state_is_a_copy_and_can_be_given_to_another_net():
    one, other = net(1), net(2)
    state = one.state_dict()
    assert list(state) == ["0.weight", "0.bias", "1.1.weight", "2.weight", "2.bias"]
    other.load_state_dict(state)
    x = np.ones((4, 2))
    assert (one.eval()(x) == other.eval()(x).data).all()
    state["0.weight"][:] = 99
    assert not (one[0].weight == 99).any()


def test_saved_and_loaded_it_is_the_same(tmp_path):
    one, file = net(1), tmp_path / "weights"
    one.save(file)
    other = net(2).load(file)
    for name, values in one.state_dict().items():
        np.testing.assert_array_equal(values, other.state_dict()[name])


def test_a_pickle_among_the_weights_is_refused(tmp_path):
    file = tmp_path / "evil.npz"
    np.savez(file, weight=np.array([print], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        nn.Linear(1, 1).load(file)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda s: s.pop("0.bias"), KeyError, "no values for 0.bias"),
        (lambda s: s.update(extra=np.ones(1)), KeyError, "no parameter or buffer extra"),
        (lambda s: s.update({"2.bias": np.ones(2)}), ValueError, r"2.bias has shape \(1,\)"),
    ],
)
def test_a_state_that_does_not_fit_is_refused_whole(change, error, message):
    model, state = net(), net(5).state_dict()
    change(state)
    before = model.state_dict()
    with pytest.raises(error, match=message):
        model.load_state_dict(state)
    assert all((before[name] == values).all() for name, values in model.state_dict().items())


def test_buffers_are_saved_loaded_and_converted_but_not_learned(tmp_path):
    model = nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.BatchNorm1d(3)))
    names = ["1.0.running_mean", "1.0.running_var"]
    assert [name for name, _ in model.named_buffers()] == names
    assert not {name for name, _ in model.named_parameters()} & set(names)
    model(np.random.default_rng().normal(size=(5, 2)))
    model.save(tmp_path / "weights")
    other = nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.BatchNorm1d(3)))
    held = other[1][0].running_mean
    other.load(tmp_path / "weights")
    assert other[1][0].running_mean is held
    for name, values in model.state_dict().items():
        np.testing.assert_array_equal(values, other.state_dict()[name])
    state = model.state_dict()
    state["1.0.running_mean"][:] = 99
    assert (model[1][0].running_mean != 99).all()
    del state["1.0.running_var"]
    with pytest.raises(KeyError, match=r"no values for 1\.0\.running_var"):
        other.load_state_dict(state)


def test_to_converts_everything_in_place_and_what_follows_stays_so():
    model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.PReLU())
    weight = model[0].weight
    model(np.ones((4, 2))).sum().backward()
    assert model.to(np.float32) is model
    assert model[0].weight is weight
    assert weight.grad.dtype == np.float32
    assert {values.dtype for values in model.state_dict().values()} == {np.dtype("float32")}
    y = model(np.arange(8, dtype=np.float32).reshape(4, 2))
    assert y.dtype == np.float32
    assert {values.dtype for values in model.state_dict().values()} == {np.dtype("float32")}
    assert model.to("float64")[1].running_var.dtype == np.float64


def test_to_refuses_what_cannot_have_a_gradient():
    with pytest.raises(TypeError, match="parameters are floating, and int64 is not"):
        net().to(np.int64)


def test_dropout_keeps_the_mean_and_drops_its_share():
    layer = nn.Dropout(0.3)
    y = layer(np.ones(100_000))
    assert np.mean(y) == pytest.approx(1, abs=0.02)
    assert np.mean(y == 0) == pytest.approx(0.3, abs=0.01)


def test_dropouts_gradient_goes_where_the_value_went():
    x = Tensor(np.ones(50), requires_grad=True)
    y = nn.Dropout(0.5)(x)
    y.sum().backward()
    np.testing.assert_array_equal(x.grad, y.data)


def test_dropout_keeps_a_floating_dtype_and_does_not_cut_integers():
    assert nn.Dropout(0.3)(np.ones(9, np.float32)).dtype == np.float32
    assert set(nn.Dropout(0.3)(np.ones(99, int))) == {0, 1 / (1 - 0.3)}


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_dropping_nothing_and_everything(p):
    x = Tensor([1.0, 2.0], requires_grad=True)
    assert nn.Dropout(p)(x).data.tolist() == [[1, 2], [0, 0]][int(p)]


def test_an_impossible_probability_is_refused():
    with pytest.raises(ValueError, match=r"between 0 and 1, and this one is 1\.5"):
        nn.Dropout(1.5)


def test_a_net_with_all_of_it_has_the_gradients_it_should():
    model = net().eval()
    assert gradcheck(lambda *_: model(np.ones((3, 2))), list(model.parameters()))


FILLS = {
    "xavier_uniform_": (nn.init.xavier_uniform_, 2 / (300 + 200)),
    "xavier_normal_": (nn.init.xavier_normal_, 2 / (300 + 200)),
    "kaiming_uniform_": (nn.init.kaiming_uniform_, 2 / 300),
    "kaiming_normal_": (nn.init.kaiming_normal_, 2 / 300),
}


@pytest.mark.parametrize("name", FILLS)
def test_first_weights_have_the_variance_they_promise(name):
    fill, variance = FILLS[name]
    weight = nn.Linear(300, 200).weight
    assert fill(weight, seed=1) is weight
    again = nn.Linear(300, 200).weight
    assert (fill(again, seed=1) == weight.data).all()
    assert weight.data.var() == pytest.approx(variance, rel=0.05)
    assert weight.data.mean() == pytest.approx(0, abs=5 * math.sqrt(variance / weight.size))


def test_fans_of_a_convolution_count_its_kernel_and_those_of_a_bias_are_refused():
    assert nn.init.fans(Tensor(np.ones((8, 3, 5, 5)))) == (75, 200)
    with pytest.raises(ValueError, match=r"\(out, in, …\), and this one is \(4,\)"):
        nn.init.fans(Tensor(np.ones(4)))


def test_an_unknown_gain_lists_the_known_ones():
    with pytest.raises(ValueError, match="linear, sigmoid, tanh, relu, conv2d, leaky_relu"):
        nn.init.calculate_gain("swish")


class Averaged(nn.Module):
    """A module with buffers of all kinds, registered and named by the class."""

    buffer_names = ("mean",)

    def __init__(self):
        super().__init__()
        self.mean = np.zeros(2)
        self.register_buffer("steps", 0)
        self.register_buffer("mask", Tensor([[1.0, 0.0]]))
        self.register_buffer("cache", np.ones(3), persistent=False)
        self.register_buffer("later", None)
        self.register_parameter("scale", nn.Parameter([2.0]))
        self.register_parameter("shift", None)


def test_registered_buffers_are_as_those_that_the_class_names(tmp_path):
    one, other = nn.Sequential(Averaged()), nn.Sequential(Averaged())
    assert set(one.state_dict()) == {"0.mean", "0.steps", "0.mask", "0.scale"}
    assert {n for n, _ in one.named_buffers()} == {"0.mean", "0.steps", "0.mask", "0.cache"}
    assert len(list(one.buffers())) == 4
    assert [n for n, _ in one.named_parameters()] == ["0.scale"]
    one[0].steps += 3
    one[0].mean[:] = 7
    one[0].mask.data[...] = 5
    one.save(tmp_path / "net")
    other.load(tmp_path / "net")
    assert other[0].steps == 3
    assert other[0].mean.tolist() == [7, 7]
    assert isinstance(other[0].mask, Tensor)
    assert other[0].mask.data.tolist() == [[5, 5]]
    other.float()
    kinds = {name: x.dtype.kind + str(x.dtype.itemsize) for name, x in other.named_buffers()}
    assert kinds == {"0.mean": "f4", "0.steps": "i8", "0.mask": "f4", "0.cache": "f4"}
    assert other.double()[0].scale.dtype == np.float64
    assert Averaged.buffer_names == ("mean",)


@pytest.mark.parametrize("register", ["register_buffer", "register_parameter", "add_module"])
@pytest.mark.parametrize("name", ["", "a.b", "forward", "training", 1])
def test_a_name_that_cannot_be_one_is_refused(register, name):
    with pytest.raises(KeyError, match=r"text without dots|something else called"):
        getattr(nn.Module(), register)(name, None)


def test_what_is_registered_has_to_be_of_its_kind():
    with pytest.raises(TypeError, match=r"w has to be an nn\.Parameter or None, .* a Tensor"):
        nn.Module().register_parameter("w", Tensor([1.0]))
    with pytest.raises(TypeError, match=r"f has to be an nn\.Module or None: tanh .* nn\.Tanh\(\)"):
        nn.Module().register_module("f", tanh)


def test_things_inside_are_had_by_their_names():
    model = nn.Sequential(net(), nn.BatchNorm1d(1))
    assert model.get_submodule("0.1.1") is model[0][1][1]
    assert model.get_submodule("") is model
    assert model.get_parameter("0.2.bias") is model[0][2].bias
    assert model.get_buffer("1.running_var") is model[1].running_var
    for kind in ("submodule", "parameter", "buffer"):
        with pytest.raises(AttributeError, match=r"has no \w+ '0\.9'; there are .*1"):
            getattr(model, f"get_{kind}")("0.9")


def test_apply_reaches_every_module_the_inner_ones_first():
    model, seen = net(), []
    assert model.apply(seen.append) is model
    assert seen == [model[0], model[1][0], model[1][1], model[1], model[2], model]

    def start(module):
        if isinstance(module, nn.Linear):
            nn.init.zeros_(module.weight)

    model.apply(start)
    assert not model[0].weight.data.any()
    assert not model[2].weight.data.any()


def test_a_module_that_refuses_to_train_stays_as_it_is_inside_another():
    class Frozen(nn.BatchNorm1d):
        def train(self, mode=True):
            return super().train(False)

    model = nn.Sequential(nn.Dropout(), Frozen(1)).train()
    assert [module.training for module in model.modules()] == [True, True, False]


def test_gradients_are_forgotten_or_made_zero():
    model = nn.Linear(2, 1)
    model(np.ones((1, 2))).sum().backward()
    model.zero_grad(set_to_none=False)
    assert model.weight.grad.tolist() == [[0, 0]]
    model.zero_grad()
    assert model.weight.grad is None


def test_without_strictness_what_fits_is_taken_and_the_rest_told():
    model, state = net(1), net(2).state_dict()
    before, given = model.state_dict(), state | {"extra": np.ones(1)}
    del given["0.bias"]
    answer = model.load_state_dict(given, strict=False)
    assert answer.missing_keys == ["0.bias"]
    assert answer.unexpected_keys == ["extra"]
    after = model.state_dict()
    assert (after["0.bias"] == before["0.bias"]).all()
    assert all((after[name] == state[name]).all() for name in state.keys() - {"0.bias"})


@pytest.mark.parametrize("kind", [complex, str, object])
def test_values_that_are_no_numbers_of_this_kind_are_refused_whole(kind):
    model = net()
    before, state = model.state_dict(), net(5).state_dict()
    state["2.bias"] = state["2.bias"].astype(kind)
    with pytest.raises(ValueError, match=r"2\.bias is float64, the values are"):
        model.load_state_dict(state)
    assert all((before[name] == values).all() for name, values in model.state_dict().items())


def test_values_may_be_tensors_lists_and_integers():
    model = nn.Linear(2, 1)
    model.load_state_dict({"weight": nn.Parameter([[1.0, 2.0]]), "bias": [3]})
    assert model(np.ones((1, 2))).data.tolist() == [[6]]


def test_there_is_one_device():
    model = net()
    assert model.to("cpu") is model
    with pytest.raises(TypeError, match="'cuda' is no dtype, and the processor the one device"):
        model.to("cuda")


@pytest.mark.oracle
@pytest.mark.parametrize("start", range(-4, 4))
@pytest.mark.parametrize("end", range(-4, 4))
def test_flatten_is_pytorchs(start, end):
    torch = pytest.importorskip("torch")
    x = np.arange(24.0).reshape(2, 3, 1, 4)
    ours, theirs = nn.Flatten(start, end), torch.nn.Flatten(start, end)
    assert repr(ours) == repr(theirs)
    if start % 4 > end % 4:
        with pytest.raises(IndexError, match=f"start_dim={start}, end_dim={end}"):
            ours(x)
    else:
        np.testing.assert_array_equal(ours(Tensor(x)).data, theirs(torch.tensor(x)).numpy())


@pytest.mark.oracle
@pytest.mark.parametrize("dim", [1, -2])
@pytest.mark.parametrize("sizes", [(2, 3), (3, -1), (-1, 2), (6,), (1, 6, 1), (-1,)])
def test_unflatten_is_pytorchs(dim, sizes):
    torch = pytest.importorskip("torch")
    x = np.arange(24.0).reshape(2, 6, 2)
    ours, theirs = nn.Unflatten(dim, sizes), torch.nn.Unflatten(dim, sizes)
    assert repr(ours) == repr(theirs)
    np.testing.assert_array_equal(ours(Tensor(x)).data, theirs(torch.tensor(x)).numpy())


@pytest.mark.parametrize("sizes", [(4, 2), (4, -1), (-1, -1), (-2, -3), (0, -1)])
def test_sizes_that_do_not_fit_are_refused(sizes):
    with pytest.raises(ValueError, match=r"cannot deal out the 6 numbers of \(2, 6\)"):
        nn.Unflatten(1, sizes)(np.ones((2, 6)))


@pytest.mark.parametrize("layer", [nn.Flatten(2), nn.Flatten(0, 2), nn.Unflatten(2, (1,))])
def test_an_axis_that_is_not_there_is_named(layer):
    with pytest.raises(IndexError, match=r"there is no axis 2 in a shape of 2: \(3, 4\)"):
        layer(np.ones((3, 4)))


def test_softmax_takes_an_axis_by_either_name():
    x = np.random.default_rng().normal(size=(2, 3))
    for kind in (nn.Softmax, nn.LogSoftmax):
        np.testing.assert_array_equal(kind(0)(x), kind(dim=0)(x))
        np.testing.assert_array_equal(kind(axis=0)(x), kind(dim=0)(x))


STARTS = {
    nn.init.constant_: (5.0,),
    nn.init.eye_: (),
    nn.init.kaiming_normal_: (0.5, "fan_out", "leaky_relu"),
    nn.init.kaiming_uniform_: (0, "fan_in", "tanh"),
    nn.init.normal_: (2.0, 0.1),
    nn.init.ones_: (),
    nn.init.orthogonal_: (3.0,),
    nn.init.trunc_normal_: (0.0, 1.0, -1.5, 0.5),
    nn.init.uniform_: (-1.0, 4.0),
    nn.init.xavier_normal_: (2.0,),
    nn.init.xavier_uniform_: (2.0,),
    nn.init.zeros_: (),
}


MATRICES = [(120, 80), (80, 120)]
DRAWN = [(start, shape) for start in STARTS for shape in MATRICES]
DRAWN += [(start, (30, 20, 4, 4)) for start in STARTS if start is not nn.init.eye_]


@pytest.mark.oracle
@pytest.mark.parametrize(("start", "shape"), DRAWN)
def test_first_weights_are_drawn_as_pytorchs(start, shape):
    torch = pytest.importorskip("torch")
    ours, theirs = Tensor(np.zeros(shape)), torch.zeros(shape, dtype=torch.float64)
    assert start(ours, *STARTS[start]) is ours
    getattr(torch.nn.init, start.__name__)(theirs, *STARTS[start])
    x, y = ours.data.ravel(), theirs.numpy().ravel()
    assert x.mean() == pytest.approx(y.mean(), abs=0.1 * y.std() + 1e-12)
    assert x.std() == pytest.approx(y.std(), rel=0.1)
    assert x.max() == pytest.approx(y.max(), rel=0.5)
    tail, others = (np.quantile(z, [0.02, 0.3, 0.7, 0.98]) for z in (x, y))
    np.testing.assert_allclose(tail, others, atol=0.2 * y.std() + 1e-12)


@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (4, 4), (2, 3, 2), (7, 2, 2)])
def test_orthogonal_rows_or_columns_are_at_right_angles(shape):
    w = nn.init.orthogonal_(Tensor(np.ones(shape)), gain=2.0).data.reshape(shape[0], -1)
    product = w @ w.T if w.shape[0] <= w.shape[1] else w.T @ w
    np.testing.assert_allclose(product, 4 * np.eye(len(product)), atol=1e-12)


def test_orthogonal_matrices_are_drawn_evenly_from_all():
    drawn = [nn.init.orthogonal_(Tensor(np.ones((2, 2)))).data for _ in range(900)]
    np.testing.assert_allclose(np.mean(drawn, axis=0), 0, atol=0.15)


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (lambda w: nn.init.kaiming_normal_(w, mode="fan_all"), "fan_in or fan_out, and this is"),
        (lambda w: nn.init.trunc_normal_(w, 0, 1, 3, 2), "never falls into 3 … 2"),
        (lambda w: nn.init.trunc_normal_(w, 0, 1, 90, 91), "never falls into 90 … 91"),
        (lambda w: nn.init.eye_(w.reshape(-1)), r"a matrix, and this one has shape \(6,\)"),
        (lambda w: nn.init.orthogonal_(w.reshape(-1)), "fans need a weight"),
    ],
)
def test_first_weights_that_cannot_be_are_refused(start, message):
    with pytest.raises(ValueError, match=message):
        start(Tensor(np.ones((2, 3))))
