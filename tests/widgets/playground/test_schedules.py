"""The learning rates of the playground: what falls along a cosine does not rise again."""

import numpy as np
import pytest

from chainrule import Tensor, optim
from chainrule.widgets.playground.training import PERIOD, factor_at, schedule_of


@pytest.mark.parametrize("name", ["constant", "step", "cosine"])
def test_no_rate_ever_rises(name):
    schedule = schedule_of(name, optim.SGD([Tensor(1.0, requires_grad=True)], lr=1.0))
    factors = [float(factor_at(schedule, epoch)) for epoch in range(3 * PERIOD)]
    assert factors[0] == 1
    assert (np.diff(factors) <= 0).all()
    ends = {"constant": 1, "step": 0.5**14, "cosine": 0}
    assert factors[-1] == pytest.approx(ends[name], abs=1e-12)
