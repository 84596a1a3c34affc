"""The exercises of the gallery: in each notebook something to break and something to mend."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from chainrule.exercises.practice.exercise import Exercise
from chainrule.models.language import Reader, Transformer
from chainrule.models.perceptron import passes_until_right
from chainrule.nn.linear import Linear
from chainrule.nn.normalisation import BatchNorm1d
from chainrule.table import relu


def check_looks_ahead(answer: Any) -> str:
    """True of a model that sees what comes, False of those that do not."""
    honest = {
        "an LSTM": Reader(5, 8, seed=0),
        "GPT": Transformer(5, length=8, width=8, seed=0),
    }
    for name, net in honest.items():
        if answer(net):
            return f"It accuses {name}, which looks back only."
    if not answer(Transformer(5, length=8, width=8, causal=False, seed=0)):
        return "It does not notice BERT, which looks both ways."
    return ""


def check_cooled(answer: Any) -> str:
    """Powers of chances that add up to 1."""
    chances = np.array([0.1, 0.2, 0.3, 0.4])
    for temperature in (1.0, 0.5, 3.0):
        said = np.asarray(answer(chances.copy(), temperature), float)
        if abs(said.sum() - 1) > 1e-6:
            return f"At temperature {temperature:g} the chances add up to {said.sum():.3g}."
        ratio, right = said[3] / said[1], 2 ** (1 / temperature)
        if abs(ratio - right) > 1e-6:
            return (
                f"At temperature {temperature:g} a word that was twice as likely as another one "
                f"is {ratio:.3g} times as likely; it should be {right:.3g} times."
            )
    return ""


def check_three_points(answer: Any) -> str:
    """Three different points on which a perceptron never rests."""
    rows = np.asarray(answer, float)
    if rows.shape != (3, 3):
        return "It should be a list of three points, each (x₁, x₂, target)."
    if not set(rows[:, 2]) <= {0.0, 1.0}:
        return "Each target should be 0 or 1."
    if len({(x1, x2) for x1, x2, _ in rows.tolist()}) < 3:
        return "The three points should be different."
    passes = passes_until_right(rows[:, :2], rows[:, 2:], np.zeros(3), most=2000)
    return "" if passes is None else f"It comes to rest after {passes} passes."


def check_with_products(answer: Any) -> str:
    """Columns of a table and the products of all their pairs."""
    x = np.array([[2.0, 3.0, 5.0], [1.0, 0.0, 7.0]])
    said = np.asarray(answer(x.copy()), float)
    if said.ndim != 2 or len(said) != len(x):
        return f"For a table of shape {x.shape} it returns shape {said.shape}."
    if said.shape[1] != 9:
        return f"From 3 columns it makes {said.shape[1]}; it should make 3 + 6."
    wanted = sorted([2.0, 3.0, 5.0, 4.0, 6.0, 10.0, 9.0, 15.0, 25.0])
    return "" if sorted(said[0]) == wanted else f"From 2, 3 and 5 it makes {said[0].tolist()}."


def check_by_skips_alone(answer: Any) -> str:
    """A product of equal factors."""
    for a, n in ((1.0, 20), (0.5, 3), (2.0, 4), (0.5, 0)):
        if not np.isclose(said := float(answer(a, n)), a**n):
            return f"For a = {a:g} and {n} blocks it says {said:g}, which is not right."
    return ""


def check_silence(answer: Any) -> str:
    """A block whose f is 0, though its layers are not."""
    width, rng = 6, np.random.default_rng(0)
    first, second = (Linear(width, width, seed=rng) for _ in range(2))
    block = SimpleNamespace(
        first=first, second=second, norm1=BatchNorm1d(width), norm2=BatchNorm1d(width)
    )
    answer(block)
    if not all(np.any(layer.weight.data) for layer in (first, second)):
        return "The weights of `first` and `second` should stay random."
    h = relu(block.norm1(first(rng.normal(size=(8, width)))))
    f = block.norm2(second(h)).data
    if np.any(f) and np.abs(f).max() < 1e-6:
        return "It is nearly 0, since `norm2` sees the same for every input; f could not learn."
    return f"For some input f is {f.flat[np.abs(f).argmax()]:.3g}." if np.any(f) else ""


def check_shuffled(answer: Any) -> str:
    """The pixels of all images in the same new order."""
    rng = np.random.default_rng(0)
    images, order = rng.random((3, 1, 32, 32)), rng.permutation(1024)
    said = np.asarray(answer(images.copy(), order))
    if said.shape != images.shape:
        return f"The images should keep their shape {images.shape}; it returns {said.shape}."
    if not np.array_equal(np.sort(said.reshape(3, -1)), np.sort(images.reshape(3, -1))):
        return "Some image has other pixels than before, or those of another image."
    if not np.array_equal(said.reshape(3, -1), images.reshape(3, -1)[:, order]):
        return "The pixels are not in the order that was given."
    return ""


def check_shifted(answer: Any) -> str:
    """Each pixel is where it should be, and nothing comes in again."""
    images = np.random.default_rng(0).random((2, 1, 32, 32)) + 1
    for down, right in ((0, 0), (3, 0), (0, 2), (-4, 0), (0, -1), (2, -3)):
        said = np.asarray(answer(images.copy(), down, right))
        if said.shape != images.shape:
            return f"The images should keep their shape {images.shape}; it returns {said.shape}."
        row, column = 16 + down, 16 + right
        if not np.array_equal(said[..., row, column], images[..., 16, 16]):
            return f"For down = {down} and right = {right} a pixel is not where it should be."
        if np.sum(said != 0) != 2 * (32 - abs(down)) * (32 - abs(right)):
            return f"For down = {down} and right = {right} what is new is not 0."
    return ""


def check_head(answer: Any) -> str:
    """The parameters behind an average over each map."""
    for maps, side, classes in ((256, 6, 1000), (10, 3, 2), (10, 5, 2)):
        said = answer(maps, side, classes)
        if said != (maps + 1) * classes:
            return f"For {maps} maps of {side} × {side} and {classes} classes it is not {said:,}."
    return ""


def check_fading(answer: Any) -> str:
    """Frames times 1/12, 2/12, … 1."""
    films = np.random.default_rng(0).random((4, 12, 100)) + 1
    said = np.asarray(answer(films.copy()))
    if said.shape != films.shape:
        return f"Films should keep their shape {films.shape}; it returns {said.shape}."
    for frame in (11, 0, 5):
        if not np.allclose(said[:, frame], films[:, frame] * (frame + 1) / 12, rtol=1e-5):
            return f"Frame {frame + 1} should be multiplied by {frame + 1}/12."
    return ""


def check_between(answer: Any) -> str:
    """Even steps from one code to another, both included."""
    a, b = np.array([1.0, -2.0, 0.5]), np.array([3.0, 2.0, -1.5])
    for steps in (2, 5):
        said = np.asarray(answer(a.copy(), b.copy(), steps), float)
        if said.shape != (steps, 3):
            return f"For {steps} steps and codes of 3 numbers it returns shape {said.shape}."
        if not np.allclose(said[0], a) or not np.allclose(said[-1], b):
            return "It should begin at a and end at b."
        if not np.allclose(np.diff(said, axis=0), (b - a) / (steps - 1)):
            return "The steps are not even."
    return ""


def check_faster(answer: Any) -> str:
    """A straight line stays one; it only gets steeper and shorter."""
    for factor in (2.0, 1.5, 0.5):
        said = np.asarray(answer(np.arange(1001.0), factor), float)
        if abs(len(said) - 1000 / factor) > 2:
            return f"1,001 pressures {factor:g} times as fast should become {1000 / factor:.0f}."
        if not np.allclose(said[:400], factor * np.arange(400)):
            return f"At factor {factor:g} some pressure is not that of its place."
    return ""


def check_slopes(answer: Any) -> str:
    """P − 1 and −p."""
    for s in (-3.0, 0.0, 2.0):
        used, theory = map(float, answer(s))
        p = 1 / (1 + np.exp(-s))
        if not np.isclose(used, p - 1):
            return f"At s = {s:g} the slope of −log σ(s) is not {used:.4g}."
        if not np.isclose(theory, -p):
            return f"At s = {s:g} the slope of log(1 − σ(s)) is not {theory:.4g}."
    return ""


def check_effective(answer: Any) -> str:
    """As many as there are, if all are equally frequent, whatever else is 0."""
    for shares in ([0.1] * 10, [0.5, 0.5, 0.0], [1.0], [0.5, 0.25, 0.25]):
        some = np.array([s for s in shares if s])
        right = float(np.exp(-np.sum(some * np.log(some))))
        if not np.isclose(said := float(answer(np.array(shares))), right):
            return f"For the shares {shares} it counts {said:.3g}."
    return ""


def check_overlap_of(answer: Any) -> str:
    """Intersection over union of boxes in all positions."""
    box = (0, 0, 10, 20)
    for other, right in (
        (box, 1.0), ((0, 10, 10, 20), 1 / 3), ((2, 5, 5, 4), 0.1),
        ((30, 0, 10, 20), 0.0), ((30, 50, 10, 20), 0.0),
    ):  # fmt: skip
        for a, b in ((box, other), (other, box)):
            if not np.isclose(said := float(answer(a, b)), right):
                return f"For {a} and {b} it says {said:.3g}, which is not right."
    return ""


def check_sureness(answer: Any) -> str:
    """Products of the largest chances along sentences."""
    chances = np.random.default_rng(0).dirichlet(np.ones(14), size=(5, 4))
    said, right = np.asarray(answer(chances.copy())), [
        float(np.prod([max(word) for word in sentence])) for sentence in chances.tolist()
    ]  # fmt: skip
    if said.shape != (5,):
        return f"For 5 sentences it should return 5 numbers, not shape {said.shape}."
    if not np.allclose(said, right):
        return f"For the first sentence it says {said[0]:.3g}; it should be {right[0]:.3g}."
    return ""


exercises = (
    Exercise(
        "language.1",
        "A model that looks ahead",
        2,
        check_looks_ahead,
        {
            "def looks_ahead(net):\n    return True": "It accuses an LSTM",
            "def looks_ahead(net):\n    return False": "It does not notice BERT",
        },
    ),
    Exercise(
        "language.2",
        "A cooler head",
        2,
        check_cooled,
        {
            "def cooled(chances, temperature):\n"
            "    return chances ** (1 / temperature)": "add up to",
            "def cooled(chances, temperature):\n"
            "    p = chances**temperature\n    return p / p.sum()": "times as likely; it should",
        },
    ),
    Exercise(
        "perceptron.1",
        "Three points are enough",
        1,
        check_three_points,
        {
            "points = [(0, 0, 0), (0, 1, 1), (1, 0, 1)]": "It comes to rest",
            "points = [(0, 0, 0), (0, 0, 1), (1, 0, 1)]": "should be different",
            "points = [(0, 0, 0), (1, 1, 1)]": "a list of three points",
            "points = [(0, 0, -1), (1, 1, 1), (2, 2, -1)]": "should be 0 or 1",
        },
    ),
    Exercise(
        "perceptron.2",
        "Products of pixels",
        2,
        check_with_products,
        {
            "def with_products(x):\n    return np.hstack([x, x**2])": "From 3 columns it makes 6",
            "def with_products(x):\n"
            "    i, j = np.triu_indices(x.shape[1])\n    return x[:, i] * x[:, j]": "it makes 6",
            "def with_products(x):\n"
            "    i, j = np.triu_indices(x.shape[1])\n"
            "    return np.hstack([x, x[:, i] + x[:, j]])": "From 2, 3 and 5 it makes",
        },
    ),
    Exercise(
        "resnet.1",
        "Half a skip",
        1,
        check_by_skips_alone,
        {
            "def by_skips_alone(a, n):\n    return a * n": "which is not right",
            "def by_skips_alone(a, n):\n    return a": "which is not right",
        },
    ),
    Exercise(
        "resnet.2",
        "Begin by doing nothing",
        2,
        check_silence,
        {
            "def silence(block):\n    block.norm2.bias.data[:] = 0": "For some input f is",
            "def silence(block):\n    block.norm1.weight.data[:] = 0": "f could not learn",
            "def silence(block):\n    block.second.weight.data[:] = 0": "should stay random",
        },
    ),
    Exercise(
        "lenet.1",
        "Shuffled pixels",
        2,
        check_shuffled,
        {
            "def shuffled(images, order):\n"
            "    return images.reshape(len(images), -1)[:, order]": "should keep their shape",
            "def shuffled(images, order):\n"
            "    rows = images.reshape(len(images), -1)\n"
            "    return rows[:, np.argsort(order)].reshape(images.shape)": "not in the order",
            "def shuffled(images, order):\n"
            "    return np.zeros_like(images)": "other pixels than before",
        },
    ),
    Exercise(
        "lenet.2",
        "Shifted digits",
        2,
        check_shifted,
        {
            "def shifted(images, down, right):\n"
            "    return np.roll(images, (down, right), axis=(2, 3))": "what is new is not 0",
            "def shifted(images, down, right):\n"
            "    wide = np.pad(images, ((0, 0), (0, 0), (32, 32), (32, 32)))\n"
            "    return wide[:, :, 32 + down : 64 + down, 32 + right : 64 + right]": "not where",
            "def shifted(images, down, right):\n"
            "    return images[:, :, down:, right:]": "should keep their shape",
        },
    ),
    Exercise(
        "architectures.2",
        "No dense layers",
        2,
        check_head,
        {
            "def head(maps, side, classes):\n"
            "    return maps * side**2 * classes + classes": "it is not 9,217,000",
            "def head(maps, side, classes):\n    return maps * classes": "it is not 256,000",
        },
    ),
    Exercise(
        "actions.2",
        "An exposure that fades",
        2,
        check_fading,
        {
            "def fading(films):\n    return films": "Frame 1 should be multiplied by 1/12",
            "def fading(films):\n"
            "    return (films * np.arange(1, 13)[:, None] / 12).mean(axis=1)": "keep their shape",
        },
    ),
    Exercise(
        "vae.2",
        "From one digit to another",
        2,
        check_between,
        {
            "def between(a, b, steps):\n"
            "    return np.array([a + k / steps * (b - a) for k in range(steps)])": "end at b",
            "def between(a, b, steps):\n"
            "    return np.linspace(0, 1, steps) ** 2 * (b - a)[:, None] + a[:, None]": "shape",
            "def between(a, b, steps):\n"
            "    share = np.linspace(0, 1, steps)[:, None] ** 2\n"
            "    return (1 - share) * a + share * b": "not even",
        },
    ),
    Exercise(
        "audio.1",
        "The tape runs too fast",
        2,
        check_faster,
        {
            "def faster(sound, factor):\n"
            "    return sound[:: int(factor + 0.5)]": "times as fast should",
            "def faster(sound, factor):\n    return factor * sound": "times as fast should become",
            "def faster(sound, factor):\n"
            "    return np.zeros(int(len(sound) / factor))": "is not that of its place",
        },
    ),
    Exercise(
        "gan.1",
        "The loss of the theory",
        2,
        check_slopes,
        {
            "def slopes(s):\n"
            "    p = 1 / (1 + np.exp(-s))\n    return p, -p": "the slope of −log σ(s) is not",
            "def slopes(s):\n"
            "    p = 1 / (1 + np.exp(-s))\n    return p - 1, 1 - p": "log(1 − σ(s)) is not",
        },
    ),
    Exercise(
        "gan.2",
        "A fairer count",
        2,
        check_effective,
        {
            "def effective(shares):\n    return np.sum(shares > 0)": "it counts 3",
            "def effective(shares):\n"
            "    some = shares[shares > 0]\n"
            "    return -np.sum(some * np.log(some))": "it counts 2.3",
        },
    ),
    Exercise(
        "detection.2",
        "Boxes of any size",
        2,
        check_overlap_of,
        {
            "def overlap_of(a, b):\n    return float(a == b)": "which is not right",
            "def overlap_of(a, b):\n"
            "    h = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])\n"
            "    w = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])\n"
            "    return h * w / (a[2] * a[3] + b[2] * b[3] - h * w)": "which is not right",
        },
    ),
    Exercise(
        "captions.2",
        "A net that can be silent",
        2,
        check_sureness,
        {
            "def sureness(chances):\n    return chances.max(axis=2)": "should return 5 numbers",
            "def sureness(chances):\n"
            "    return chances.max(axis=2).mean(axis=1)": "For the first sentence",
        },
    ),
)
