"""A nan can be traced to the operation that made it."""

import numpy as np
import pytest

import chainrule as cr
from chainrule import AnomalyError, Tensor, detect_anomaly

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


def test_a_nan_in_the_forward_names_operation_shapes_and_line():
    x = Tensor([[1.0, -1.0, 4.0]], requires_grad=True)
    with detect_anomaly(), pytest.raises(AnomalyError) as caught:
        cr.exp(cr.sqrt(x))
    assert "sqrt made nan in 1 of 3 elements of its value" in str(caught.value)
    assert "(1, 3)" in str(caught.value)
    assert "cr.exp(cr.sqrt(x))" in str(caught.value)


def test_a_nan_that_only_the_backward_makes_names_operation_input_and_line():
    x = Tensor([0.0, 1.0], requires_grad=True, name="x")
    with detect_anomaly():
        root = cr.sqrt(x)
        total = (root * np.array([0.0, 1.0])).sum()
        with pytest.raises(AnomalyError) as caught:
            total.backward()
    message = "sqrt made nan in 1 of 2 elements of the gradient of its input 0 (x)"
    assert message in str(caught.value)
    assert "root = cr.sqrt(x)" in str(caught.value)


def test_infinities_and_integers_are_no_anomaly():
    x = Tensor([0.0, 1.0], requires_grad=True)
    with detect_anomaly():
        (cr.log(x) * Tensor([1, 2])).sum().backward()
    assert x.grad.tolist() == [np.inf, 2]


def test_afterwards_nobody_looks_any_more():
    with detect_anomaly():
        pass
    assert np.isnan(cr.sqrt(Tensor(-1.0)).item())
    with pytest.raises(ZeroDivisionError), detect_anomaly():
        raise ZeroDivisionError
    assert np.isnan(cr.sqrt(Tensor(-1.0)).item())
