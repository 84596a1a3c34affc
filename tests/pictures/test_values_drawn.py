"""A picture of the lecture's own engine shows what its numbers hold, right or wrong."""

from types import SimpleNamespace as Value

import pytest

from chainrule.pictures import draw_values


def leaf(data, grad):
    return Value(data=data, grad=grad, inputs=(), local=(), gate="")


@pytest.mark.parametrize("held", [3.0, 6.0, -1.5])
def test_a_leaf_shows_the_gradient_that_it_holds_and_its_wires_what_they_bring(held):
    a = leaf(3.0, held)
    picture = draw_values(Value(data=9.0, grad=1.0, inputs=(a, a), local=(3.0, 3.0), gate="×"), a=a)
    assert f"a.grad = {held:g}".replace("-", "−") in picture.svg
    assert picture.svg.count("∂ 3<") == 2
    assert f"a = 3, gradient {held:g}".replace("-", "−") in picture.description


def test_a_number_that_is_used_twice_is_one_node():
    a, b = leaf(3.0, 8.0), leaf(2.0, 3.0)
    total = Value(data=5.0, grad=3.0, inputs=(a, b), local=(1.0, 1.0), gate="+")
    output = Value(data=15.0, grad=1.0, inputs=(total, a), local=(3.0, 5.0), gate="×")
    said = draw_values(output, a=a, b=b).description
    assert said == ("a = 3, gradient 8; b = 2, gradient 3; + = 5, gradient 3; × = 15, gradient 1")


def test_a_leaf_without_a_name_shows_its_number():
    a = leaf(2.5, 1.0)
    output = Value(data=0.0, grad=1.0, inputs=(a,), local=(1.0,), gate="tanh")
    assert "2.5.grad = 1" in draw_values(output).svg
