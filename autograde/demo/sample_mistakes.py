"""Three mistakes an assignment for the sample class: a piece of a reference answer, replaced."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SampleMistake:
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

        >>> SampleMistake("mul-vjp", "inputs-swapped", "g * b, g * a", "g * a, g * b").make(
        ...     "return g * b, g * a"
        ... )
        'return g * a, g * b'
        """
        if answer.count(self.right) != 1:
            raise ValueError(f"{self.right!r} does not stand once in the answer to {self.question}")
        return answer.replace(self.right, self.wrong)


MISTAKES = {
    "01_xor": (
        SampleMistake("perceptron-predict", "turned-round", "> 0", "< 0"),
        SampleMistake("loss", "sum-for-mean", "np.mean", "np.sum"),
        SampleMistake("gradient", "sum-for-mean", "x.T @ error / len(x)", "x.T @ error"),
    ),
    "02_autograd": (
        SampleMistake("mul-vjp", "inputs-swapped", "g * b, g * a", "g * a, g * b"),
        SampleMistake("toposort", "backwards", "return list(order)", "return list(order)[::-1]"),
        SampleMistake(
            "backward", "not-accumulated", "gradient.get(parent, 0.0) + gradient", "gradient"
        ),
    ),
    "03_jacobians": (
        SampleMistake("jacobian", "transposed", "axis=1", "axis=0"),
        SampleMistake("softmax-vjp", "over-the-batch", "axis=-1", "axis=0"),
        SampleMistake("sgd-step", "uphill", "p - lr", "p + lr"),
    ),
    "04_layers": (
        SampleMistake("sigmoid-vjp", "rule-of-tanh", "g * y * (1 - y)", "g * (1 - y * y)"),
        SampleMistake("relu", "slope-1-at-zero", "g * (x > 0)", "g * (x >= 0)"),
        SampleMistake("cross-entropy", "no-one-hot", "-= 1", "-= 0"),
    ),
    "05_playground": (
        SampleMistake("split", "overlap", "x[order[kept:]]", "x[order]"),
        SampleMistake("parameter-count", "no-biases", "a * b + b", "a * b"),
        SampleMistake(
            "forward", "no-tanh", "np.tanh(x @ weight.T + bias)", "(x @ weight.T + bias)"
        ),
    ),
}
