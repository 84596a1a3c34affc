"""Layers, losses, the optimiser and gradcheck."""

import numpy as np
import pytest

import chainrule as cr
from chainrule import Tensor, gradcheck, nn


def test_a_linear_layer_is_the_matrix_product_it_says():
    layer = nn.Linear(3, 2, seed=1)
    x = np.arange(12.0).reshape(4, 3)
    np.testing.assert_allclose(layer(x).data, x @ layer.weight.data.T + layer.bias.data)


def test_a_linear_layer_without_bias_has_one_parameter():
    layer = nn.Linear(3, 2, bias=False)
    assert [name for name, _ in layer.named_parameters()] == ["weight"]
    assert layer(np.zeros((1, 3))).data.tolist() == [[0, 0]]


def test_the_wrong_width_is_named():
    with pytest.raises(ValueError, match=r"linear: x has shape \(4, 5\).* 5 .* 3"):
        nn.Linear(3, 2)(np.ones((4, 5)))


def test_a_seed_repeats_the_weights_and_manual_seed_the_default():
    assert (nn.Linear(3, 2, seed=5).weight == nn.Linear(3, 2, seed=5).weight.data).all()
    cr.manual_seed(3)
    first = nn.Linear(3, 2).weight.data
    assert (nn.Linear(3, 2).weight.data != first).any()
    cr.manual_seed(3)
    assert (nn.Linear(3, 2).weight.data == first).all()


@pytest.mark.parametrize("layer", [nn.Sigmoid(), nn.Tanh(), nn.ReLU()])
def test_activations_have_the_gradient_they_should(layer):
    assert gradcheck(layer, Tensor([-1.5, 0.3, 2.0], requires_grad=True))


def test_the_loss_of_huge_logits_is_finite_and_exact():
    z = Tensor([1000.0, -1000.0, 1000.0, -1000.0], requires_grad=True)
    loss = nn.BCEWithLogitsLoss()(z, [1.0, 0.0, 0.0, 1.0])
    loss.backward()
    assert loss.item() == 500
    assert z.grad.tolist() == [0, 0, 0.25, -0.25]


def test_losses_agree_with_their_definition_and_with_central_differences():
    z, t = Tensor(np.random.default_rng().normal(size=(5, 1)), requires_grad=True), np.eye(5)[:, :1]
    p = 1 / (1 + np.exp(-z.data))
    by_hand = -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))
    bce, mse = nn.functional.binary_cross_entropy_with_logits, nn.functional.mse_loss
    assert bce(z, t).item() == pytest.approx(by_hand)
    assert mse(z, t).item() == pytest.approx(np.mean((z.data - t) ** 2))
    assert gradcheck(lambda z: bce(z, t), z)
    assert gradcheck(mse, (z, Tensor(t, requires_grad=True)))


@pytest.mark.parametrize("loss", [nn.BCEWithLogitsLoss(), nn.MSELoss()])
def test_a_column_against_a_row_is_refused_not_broadcast(loss):
    with pytest.raises(ValueError, match=r"\(4, 1\), the target \(4,\)"):
        loss(Tensor(np.zeros((4, 1))), np.zeros(4))


def test_sgd_moves_against_the_gradient_by_lr_times_it():
    x = Tensor([1.0, 2.0], requires_grad=True)
    optimizer = cr.optim.SGD([x], lr=0.5)
    (x * x).sum().backward()
    optimizer.step()
    assert x.data.tolist() == [0, 0]
    optimizer.zero_grad()
    assert x.grad is None


def test_sgd_without_parameters_says_so():
    with pytest.raises(ValueError, match="no parameters"):
        cr.optim.SGD([], lr=0.1)


def test_gradcheck_finds_a_wrong_rule_and_names_the_element():
    wrong = cr.Operation("wrong", lambda x: x**2, lambda g, y, x: g * x)
    with pytest.raises(cr.GradcheckError, match=r"input 0: at element \[[01]\].* 2 of 2 elements"):
        gradcheck(wrong, Tensor([1.0, 30.0], requires_grad=True))


def test_gradcheck_finds_a_nan():
    broken = cr.Operation("broken", lambda x: x**2, lambda g, y, x: g * np.nan)
    with pytest.raises(cr.GradcheckError, match="nan"):
        gradcheck(broken, Tensor(1.0, requires_grad=True))


def test_gradcheck_leaves_values_and_gradients_as_they_were():
    x = Tensor([1.0, 2.0], requires_grad=True)
    gradcheck(cr.exp, x)
    assert x.data.tolist() == [1, 2]
    assert x.grad is None


def test_gradcheck_refuses_what_it_could_not_see():
    with pytest.raises(TypeError, match="float64"):
        gradcheck(cr.exp, Tensor(np.float32(1), requires_grad=True))
    with pytest.raises(ValueError, match="requires_grad"):
        gradcheck(cr.exp, Tensor(1.0))
