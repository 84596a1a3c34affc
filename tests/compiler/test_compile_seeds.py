"""Seeds may be set between calls: the program draws on, what the step would draw."""

import numpy as np
import pytest

import chainrule as cr
from chainrule import CompileError, nn, random

own = np.random.default_rng(0)


class Holder:
    """What may hold a generator, and how it gets another seed."""

    def __init__(self):
        self.layer, self.kept = nn.Dropout(0.5, seed=1), {"rng": np.random.default_rng(1)}
        self.several = [np.random.default_rng(2), np.random.default_rng(3)]
        self.pair = (np.random.default_rng(4), 1.0)


def reseed(holder, seed, kind):
    """Set seeds in one of the ways that there are."""
    global own
    generator = np.random.default_rng(seed)
    if kind == "manual_seed":
        cr.manual_seed(seed)
    elif kind == "another generator":
        own = generator
        holder.layer.generator = np.random.default_rng(seed)
        holder.kept["rng"] = np.random.default_rng(seed)
        holder.several[0] = np.random.default_rng(seed)
    elif kind == "one generator for two":
        holder.several[0] = holder.several[1] = generator
    elif kind == "state":
        own.bit_generator.state = generator.bit_generator.state
        holder.pair[0].bit_generator.state = generator.bit_generator.state
        holder.layer.generator.bit_generator.state = generator.bit_generator.state


KINDS = ["manual_seed", "another generator", "state", "one generator for two"]


def drawing(holder, private):
    """A step that draws from all of them."""
    default = nn.Dropout(0.5)

    def step(x):
        noise = own.normal(size=x.shape) + private.random(x.shape)
        noise = noise + holder.kept["rng"].normal(size=x.shape) * holder.pair[0].random()
        for generator in holder.several:
            noise = noise + generator.integers(0, 9, x.shape)
        return default(x) + holder.layer(x) + noise + random.generator().random(x.shape)

    return step


def numbers(wrap, kind):
    """What comes of some calls, with seeds set before each but the first two."""
    cr.manual_seed(5)
    global own
    own = np.random.default_rng(6)
    holder, x = Holder(), np.ones(6)
    step = wrap(drawing(holder, np.random.default_rng(7)))
    found = [step(x), step(x)]
    for seed in range(4):
        reseed(holder, seed, kind)
        found += [step(x), step(x)]
    return np.array(found), step


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_set_between_calls_gives_the_numbers_of_the_step_and_no_recording(kind):
    expected, _ = numbers(lambda step: step, kind)
    found, fast = numbers(cr.compile, kind)
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert fast.recordings == 1


def test_where_one_generator_was_two_do_not_pass():
    rng = np.random.default_rng(0)
    holder = [rng, rng]
    fast = cr.compile(lambda x: x + holder[0].random() - holder[1].random())
    fast(np.array(0.0)), fast(np.array(0.0))
    holder[:] = np.random.default_rng(1), np.random.default_rng(1)
    assert fast(np.array(0.0)) == 0


def test_training_can_be_repeated_with_one_seed():
    def losses(step, calls=3):
        cr.manual_seed(3)
        return [float(step(np.ones(50))) for _ in range(calls)]

    layer = nn.Dropout(0.4)
    fast = cr.compile(lambda x: layer(x).sum())
    fast(np.ones(50))
    assert losses(fast) == losses(fast) == losses(fast.__wrapped__)
    assert fast.recordings == 1


@pytest.mark.parametrize("seed", [cr.manual_seed, lambda n: own.bit_generator.random_raw(n)])
def test_setting_a_seed_in_a_step_is_refused(seed):
    def step(x):
        seed(3)
        return x + random.generator().random()

    with pytest.raises(CompileError, match="seeds a random generator"):
        cr.compile(step)(np.ones(2))
    assert type(random.generator()) is np.random.Generator
