"""What modules can do with their parameters, and where first weights come from."""

import math

import numpy as np
import pytest

from chainrule import Tensor, gradcheck, nn


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
