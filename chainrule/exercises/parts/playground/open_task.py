"""A network for the spiral, judged by what it says about points that nobody has seen."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import nn, optim
from chainrule.exercises.judges import is_numeric, returned_none
from chainrule.exercises.part import Case, Failure, Mistake, Part
from chainrule.exercises.parts.playground.expected import spiral_case

BUDGET = 250  # parameters
GOAL = 0.95
NOISE = 0.1
POINTS = 250  # on each arm


def spiral_task(rng: np.random.Generator) -> Case:
    """Points to learn from, with fresh ones to be judged by."""
    x, fresh = (
        spiral_case(POINTS, rng.uniform(-NOISE, NOISE, (2 * POINTS, 2))).expected for _ in range(2)
    )
    y = np.repeat([1.0, -1.0], POINTS)
    return Case((x, y), made_of=(fresh, y))


def judge_net(answer: Any, case: Case) -> Failure | None:
    """Layers that chain, within the budget, finite, and right on fresh points."""
    wrong = failure_in_layers(answer)
    if wrong:
        return wrong
    layers = [tuple(np.asarray(part, float) for part in layer) for layer in answer]
    count = sum(w.size + b.size for w, b in layers)
    if count > BUDGET:
        return Failure(f"It has {count} parameters, and the budget is {BUDGET}.", "over budget")
    if not all(np.isfinite(part).all() for layer in layers for part in layer):
        return Failure("Some parameters are nan or infinite: the training blew up.", "not finite")
    (x, y), (fresh, truth) = case.inputs, case.made_of
    scores, learned = scores_of(layers, fresh), scores_of(layers, x)
    return failure_in_scores(scores, truth, np.mean(learned * y > 0), len(layers))


def failure_in_layers(answer: Any) -> Failure | None:
    """The failure of what is not a list of layers that fit together."""
    if answer is None:
        return returned_none()
    shape = "a list of (weight, bias) for each layer: arrays of shape (out, in) and (out,)"
    if not isinstance(answer, list | tuple) or not answer:
        return Failure(f"It should return {shape}.", "not layers")
    inputs = 2
    for layer in answer:
        if (
            not isinstance(layer, list | tuple)
            or len(layer) != 2
            or not all(map(is_numeric, layer))
        ):
            return Failure(f"It should return {shape}.", "not layers")
        w, b = np.shape(layer[0]), np.shape(layer[1])
        if len(w) != 2 or w[1] != inputs or b != w[:1]:
            said = f"a layer with weights {w} and biases {b} follows {inputs} numbers"
            return Failure(f"The shapes do not chain: {said}.", "shapes do not chain")
        inputs = w[0]
    if inputs != 1:
        return Failure(f"The last layer gives {inputs} numbers, not 1.", "shapes do not chain")
    return None


def scores_of(layers: Any, x: Any) -> Any:
    """The scores of a network with tanh between its layers."""
    for w, b in layers[:-1]:
        x = np.tanh(x @ w.T + b)
    w, b = layers[-1]
    return (x @ w.T + b)[:, 0]


def failure_in_scores(scores: Any, truth: Any, learned: float, depth: int) -> Failure | None:
    """Too few fresh points right, and what that looks like."""
    share = float(np.mean(scores * truth > 0))
    if share >= GOAL:
        return None
    said = f"On fresh points {share:.0%} are right, on the training points {learned:.0%}."
    if (scores > 0).all() or (scores <= 0).all():
        return Failure(f"It says the same for every point. {said}", "predicts one class only")
    if float(np.mean(scores * truth < 0)) >= GOAL:
        return Failure(f"The two classes are exchanged. {said}", "classes exchanged")
    if depth == 1:
        return Failure(f"It is a line, and no line follows a spiral. {said}", "a line")
    if learned >= GOAL + 0.02 and learned - share > 0.05:
        return Failure(f"It has learned the training points by heart. {said}", "learned by heart")
    return Failure(
        f"It has not learned enough. {said} More steps, another learning rate, more neurons?",
        "not learned enough",
    )


def nothing_learned(x: Any, y: Any) -> Any:
    """A network that says 0.1 everywhere."""
    return [(np.zeros((4, 2)), np.zeros(4)), (np.zeros((1, 4)), np.full(1, 0.1))]


def best_line(x: Any, y: Any) -> Any:
    """Least squares."""
    w, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=None)
    return [(w[None, :2], w[2:])]


def fixed_net(x: Any, y: Any) -> Any:
    """A net with weights that were drawn and never trained."""
    rng = np.random.default_rng(3)
    return [(rng.normal(size=(8, 2)), np.zeros(8)), (rng.normal(size=(1, 8)), np.zeros(1))]


SENTENCES = {
    "predicts one class only": "It says the same for every point.",
    "a line": "It is a line, and no line follows a spiral: a hidden layer is needed.",
    "not learned enough": "It has not learned enough.",
    "over budget": "It has more parameters than the budget allows.",
    "shapes do not chain": "The shapes of the layers do not fit together.",
    "not finite": "Some parameters are nan or infinite: the training blew up.",
}
WAYS = {
    "predicts one class only": nothing_learned,
    "a line": best_line,
    "not learned enough": fixed_net,
    "over budget": lambda x, y: [
        (np.ones((200, 2)), np.zeros(200)), (np.ones((1, 200)), np.zeros(1)),
    ],
    "shapes do not chain": lambda x, y: [
        (np.ones((2, 8)), np.zeros(8)), (np.ones((8, 1)), np.zeros(1)),
    ],
    "not finite": lambda x, y: [(np.full((1, 2), np.nan), np.zeros(1))],
}  # fmt: skip


def two_hidden_layers(x: Any, y: Any) -> Any:
    """Weights and biases of a trained network."""
    layers = [nn.Linear(2, 16), nn.Linear(16, 8), nn.Linear(8, 1)]
    net = nn.Sequential(layers[0], nn.Tanh(), layers[1], nn.Tanh(), layers[2])
    optimizer = optim.Adam(net.parameters(), lr=0.03)
    t = (y[:, None] + 1) / 2
    for _ in range(2000):
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(net(x), t).backward()
        optimizer.step()
    return [(layer.weight.data, layer.bias.data) for layer in layers]  # type: ignore[union-attr]


solve_spiral = Part(
    "solve_spiral",
    ("x", "y"),
    judge_net,
    lambda: [spiral_task(np.random.default_rng(5))],
    tuple(Mistake(name, WAYS[name], sentence) for name, sentence in SENTENCES.items()),
    solution=two_hidden_layers,
    engine=True,
    number=13,
    why=(
        "The network is the playground's, the loss that of part 11 of assignment 4. Adam "
        "finds the size of each step by itself, so that no rate has to be searched for."
    ),
)
