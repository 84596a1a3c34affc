"""Mistakes for the sample class to make: the reference answers, with a piece of text replaced."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """A mistake in one answer; all checks of its question should notice it.

    Parameters
    ----------
    question : str
        The question it is made in.
    what : str
        A name for it, fit for a student's id.
    right, wrong : str
        A piece of the reference answer, and what stands there instead.
    """

    question: str
    what: str
    right: str
    wrong: str

    def make(self, answer: str) -> str:
        """The answer with the mistake in it.

        >>> Slip("mul-vjp", "inputs-swapped", "g * b, g * a", "g * a, g * b").make(
        ...     "return g * b, g * a"
        ... )
        'return g * a, g * b'
        """
        if answer.count(self.right) != 1:
            raise ValueError(f"{self.right!r} does not stand once in the answer to {self.question}")
        return answer.replace(self.right, self.wrong)


SLIPS = {
    "01_xor": (
        Slip("perceptron-predict", "turned-round", "> 0", "< 0"),
        Slip("perceptron-update", "wrong-direction", "w + error * x", "w - error * x"),
        Slip("perceptron-epoch", "bias-forgotten", "b + error\n", "b\n"),
        Slip("count-mistakes", "right-ones", "!= t", "== t"),
        Slip("boundary", "sign", "return -(", "return ("),
        Slip("gate", "and-for-or", "border = 1.5", "border = 0.5"),
        Slip("separable", "turned-round", "not in", "in"),
        Slip("probability", "sign-of-the-slide", "1 + np.tanh", "1 - np.tanh"),
        Slip("loss", "sum-for-mean", "np.mean", "np.sum"),
        Slip("gradient", "sum-for-mean", "x.T @ error / len(x)", "x.T @ error"),
        Slip("xor-with-product", "or", "-2, -0.5", "0, -0.5"),
        Slip("xor-net", "or", "[1.0, -1.0]", "[1.0, 1.0]"),
    ),
    "02_autograd": (
        Slip("add-vjp", "sign-of-the-second", "return g, g", "return g, -g"),
        Slip("mul-vjp", "inputs-swapped", "g * b, g * a", "g * a, g * b"),
        Slip("pow-vjp", "no-upstream", "g * n * x", "n * x"),
        Slip("exp-vjp", "input-for-output", "g * y", "g * x"),
        Slip("log-vjp", "wrong-sign", "g / x", "-g / x"),
        Slip("matmul-vjp", "not-transposed", "g @ b.T, a.T @ g", "g @ b, a @ g"),
        Slip("max-vjp", "ties-not-shared", " / largest.sum(axis=-1, keepdims=True)", ""),
        Slip("where-vjp", "other-way-round", "condition, g, 0)", "condition, 0, g)"),
        Slip("unbroadcast", "leading-axes-kept", "g.sum(axis=repeated, keepdims=True)", "g"),
        Slip("toposort", "backwards", "return list(order)", "return list(order)[::-1]"),
        Slip("backward", "not-accumulated", "gradient.get(parent, 0.0) + gradient", "gradient"),
        Slip("mul-double-backward", "one-share-of-g", "v * b + w * a", "v * b"),
        Slip("numerical-gradient", "factor-two", "/ (2 * h)", "/ h"),
        Slip("bug-hunt-1", "as-found", "= grads[parent] + share", "+= share"),
        Slip("bug-hunt-2", "as-found", "lambda g, u=u, v=v:", "lambda g:"),
        Slip("bug-hunt-3", "as-found", "g * slope", "grads[node] * slope"),
    ),
    "03_jacobians": (
        Slip("jacobian", "transposed", "axis=1", "axis=0"),
        Slip("diagonal", "identity", "np.diag(slopes)", "np.eye(len(slopes))"),
        Slip("softmax-jacobian", "plus", "np.diag(s) -", "np.diag(s) +"),
        Slip("linear-vjp", "mean-for-sum", "g.sum(axis=0)", "g.mean(axis=0)"),
        Slip("softmax-vjp", "over-the-batch", "axis=-1", "axis=0"),
        Slip("log-softmax-vjp", "y-for-probability", "np.exp(y)", "y"),
        Slip("mean-vjp", "not-divided", " / len(x)", ""),
        Slip("chain-vjp", "first-one-first", "reversed(tables)", "tables"),
        Slip("chain-jvp", "last-one-first", "in tables", "in tables[::-1]"),
        Slip(
            "chain-cost",
            "reverse-twice",
            "widths[0] * sum(sizes[1:])",
            "widths[-1] * sum(sizes[:-1])",
        ),
        Slip("sgd-step", "uphill", "p - lr", "p + lr"),
        Slip("momentum-step", "no-rate", "lr * v", "v"),
        Slip("schedule", "no-half", "lr / 2", "lr"),
        Slip("clip-by-norm", "always", "min(1, most / length)", "most / length"),
    ),
    "04_layers": (
        Slip("linear", "minus-the-bias", "x @ w.T + b", "x @ w.T - b"),
        Slip("sigmoid", "sign-of-the-exponent", "np.where(x >= 0, 1, e)", "np.where(x < 0, 1, e)"),
        Slip("sigmoid-vjp", "rule-of-tanh", "g * y * (1 - y)", "g * (1 - y * y)"),
        Slip("tanh-vjp", "rule-of-the-sigmoid", "g * (1 - y * y)", "g * y * (1 - y)"),
        Slip("relu", "slope-1-at-zero", "g * (x > 0)", "g * (x >= 0)"),
        Slip("leaky-relu", "no-upstream", "np.where(x > 0, g, slope * g)", "0 * g + (x > 0)"),
        Slip("prelu-vjp", "not-summed", "np.sum(g * np.minimum(x, 0))", "g * np.minimum(x, 0)"),
        Slip("elu", "minus-1-forgotten", "np.expm1(", "np.exp("),
        Slip("softplus", "mirrored", "np.maximum(x, 0)", "np.maximum(-x, 0)"),
        Slip("softplus-vjp", "no-upstream", "g * np.exp(x - y)", "np.exp(x - y)"),
        Slip("bce-with-logits", "gradient-of-the-sum", " / z.size", ""),
        Slip("cross-entropy", "no-one-hot", "-= 1", "-= 0"),
        Slip("he-init", "outputs-for-inputs", "z.shape[1]", "z.shape[0]"),
        Slip("xavier-init", "not-centred", "(2 * u - 1)", "u"),
        Slip("sequential", "last-first", "in layers", "in layers[::-1]"),
        Slip("train", "uphill", "p - learning_rate", "p + learning_rate"),
    ),
    "05_playground": (
        Slip("spiral", "same-arm-twice", "(0, np.pi)]", "(0, 0)]"),
        Slip("features", "sum-for-product", '"x1_x2": a * b', '"x1_x2": a + b'),
        Slip("split", "overlap", "x[order[kept:]]", "x[order]"),
        Slip("standardise", "test-by-itself", "(test - mean)", "(test - test.mean(axis=0))"),
        Slip("minibatches", "natural-order", "order[i : i + size]", "np.arange(i, i + size)"),
        Slip("parameter-count", "no-biases", "a * b + b", "a * b"),
        Slip("forward", "no-tanh", "np.tanh(x @ weight.T + bias)", "(x @ weight.T + bias)"),
        Slip("accuracy", "wrong-ones", "> 0", "< 0"),
        Slip("confusion-matrix", "transposed", "(truth, guess)", "(guess, truth)"),
        Slip("l2-penalty", "factor-two", "w), rate * w", "w), 2 * rate * w"),
        Slip("early-stop", "too-patient", "== patience", "== patience + 1"),
        Slip("dead-units", "alive", "~(h > 0)", "(h > 0)"),
        Slip("solve-spiral", "untrained", "range(2000)", "range(2)"),
    ),
}
