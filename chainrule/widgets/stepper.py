"""A computation graph, one step at a time: forward, backward, and back again."""

from __future__ import annotations

from typing import Any

import traitlets

from chainrule.engine import Tensor
from chainrule.pictures.graphs.graph import Graph, graph_of
from chainrule.pictures.svg import description, svg_of
from chainrule.widgets.base import FormulaWidget, computing
from chainrule.widgets.javascript import joined
from chainrule.widgets.sentences import backward_sentence, fan_out_sentence, forward_sentence


class GraphStepper(FormulaWidget):
    """Step through the forward and the backward pass of a formula, or of any tensor.

    Parameters
    ----------
    expression : str
        The formula: numbers, names, ``+ - * / **`` and functions such as ``exp``; without one
        it is ``(x + y) * z``.
    output : Tensor, optional
        A tensor with a graph, in place of a formula.
    **values : float
        The values of the formula's variables.

    Attributes
    ----------
    step : int
        Where it stands, from 0 (the inputs are known) to `last`; can be set and observed.

    Examples
    --------
    >>> stepper = GraphStepper("(x + y) * z", x=-2, y=5, z=-4)
    >>> stepper.step, stepper.last
    (0, 5)
    >>> stepper.step = 1
    >>> stepper.sentence
    'x + y = −2 + 5 = 3'
    """

    _esm = joined("stepper.js")
    picture = traitlets.Dict().tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)

    def __init__(
        self, expression: str | None = None, *, output: Tensor | None = None, **values: float
    ) -> None:
        if output is None:
            super().__init__(expression or "(x + y) * z", values)
            return
        if expression is not None or values:
            raise TypeError("give a formula with its values, or an output, not both")
        with computing():
            self.output = output
            super(FormulaWidget, self).__init__(expression="", values={})
            self.redraw()

    @property
    def last(self) -> int:
        """The number of the last step."""
        return len(self.picture["sentences"]) - 1

    @property
    def sentence(self) -> str:
        """What happens in this step."""
        return str(self.picture["sentences"][self.step])

    @traitlets.validate("step")
    def _within(self, proposal: Any) -> int:
        return max(0, min(int(proposal["value"]), self.last)) if self.picture else 0

    def redraw(self) -> None:
        """Take the graph of `output` apart into steps."""
        self.picture = steps_of(graph_of(self.output))
        self.step = min(self.step, self.last)

    def static_view(self) -> tuple[str, str]:
        """The finished graph."""
        graph = graph_of(self.output)
        return svg_of(graph), description(graph, gradients=True)


def steps_of(graph: Graph) -> dict[str, Any]:
    """The graph's picture, a sentence a step, and for each wire the step that shows its numbers."""
    computed = [node for node in graph.nodes if node.kind == "operation"]
    forward = {node.key: i for i, node in enumerate(computed, 1)}
    turn = len(computed) + 1
    backward = {node.key: turn + i for i, node in enumerate(reversed(computed), 1)}
    backward["out"] = turn
    sentences = ["The inputs are known. Forward first: each node computes its value."]
    sentences += [forward_sentence(node.tensor) for node in computed]
    sentences.append("Now back. The output changes one for one with itself: its gradient is 1.")
    sentences += [passed_back(graph, node.key, backward) for node in reversed(computed)]
    return {
        "svg": svg_of(graph, words=description(graph, gradients=False)),
        "sentences": sentences,
        "active": [None, *forward, "out", *(node.key for node in reversed(computed))],
        "values": [forward.get(edge.source, 0) for edge in graph.edges],
        "gradients": [backward[edge.target] for edge in graph.edges],
        "turn": turn,
    }


def passed_back(graph: Graph, key: str, backward: dict[str, int]) -> str:
    """The sentence of one backward step, and of every fan-out that it completes."""
    tensor, edges = graph.tensors[key], graph.into[key]
    shares = {edge.position: edge.gradient for edge in edges if edge.gradient is not None}
    text = backward_sentence(tensor, graph.gradients[key], shares)
    for source in dict.fromkeys(edge.source for edge in edges):
        uses = graph.out_of[source]
        complete = max(backward[edge.target] for edge in uses) == backward[key]
        found = [edge.gradient for edge in uses if edge.gradient is not None]
        if len(found) > 1 and complete:
            text += " " + fan_out_sentence(graph.tensors[source], found)
    return text
